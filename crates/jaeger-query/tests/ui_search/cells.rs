//! What a list of traces shows that no summary knows.

use serde_json::{Value, json};

use crate::harness::{Served, Span, TIMES};

/// A failure that went up to the root, and one beside it that did not begin it.
fn failed() -> Vec<Span> {
    let root = Span {
        duration_ms: 100,
        is_failed: true,
        ..Span::root(1)
    };
    let checkout = Span {
        id: 2,
        parent: 1,
        service: "checkout",
        start_ms: 10,
        duration_ms: 60,
        ..root.clone()
    };
    let payment = Span {
        id: 3,
        parent: 2,
        service: "payment",
        name: "charge",
        start_ms: 20,
        duration_ms: 35,
        ..root.clone().with("payment_method", "paypal")
    };
    let mail = Span {
        id: 4,
        parent: 1,
        service: "mail",
        start_ms: 5,
        duration_ms: 4,
        ..root.clone().with("payment_method", "none")
    };
    vec![payment, mail, root, checkout]
}

#[tokio::test]
async fn says_who_worked_and_where_it_failed() {
    let served = Served::new().await;
    served.write(&failed()).await;
    served.write(&[Span::root(2).with("a,b", "c")]).await;
    let of_failed = |values: Value| {
        json!({
            "traceId": format!("{:032x}", 1),
            "self": [
                {"service": "web", "nanos": 36_000_000},
                {"service": "payment", "nanos": 35_000_000},
                {"service": "checkout", "nanos": 25_000_000},
                {"service": "mail", "nanos": 4_000_000},
            ],
            "failing": [
                {"service": "payment", "name": "charge"},
                {"service": "mail", "name": "GET /"},
            ],
            "values": values,
        })
    };
    let of_other = |values: Value| {
        json!({
            "traceId": format!("{:032x}", 2),
            "self": [{"service": "web", "nanos": 10_000_000}],
            "failing": [],
            "values": values,
        })
    };
    let cases = [
        ("cells?ids=", vec![]),
        ("cells?ids=99", vec![]),
        ("cells?ids=1", vec![of_failed(json!({}))]),
        (
            "cells?ids=2,99,1&key=payment_method&key=a%2Cb",
            vec![
                of_other(json!({"payment_method": [], "a,b": ["c"]})),
                of_failed(json!({"payment_method": ["none", "paypal"], "a,b": []})),
            ],
        ),
        // In the order of the timeline, and no more than three.
        (
            "cells?ids=1&key=resource.service.name",
            vec![of_failed(
                json!({"resource.service.name": ["web", "mail", "checkout"]}),
            )],
        ),
    ];
    for (asked, cells) in cases {
        let expected = json!({"truncated": false, "cells": cells});
        for times in [String::new(), format!("&{TIMES}")] {
            let reply = served.get(&format!("{asked}{times}")).await;
            assert_eq!(reply, (200, expected.clone()), "{asked}{times}");
        }
    }
}
