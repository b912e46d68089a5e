//! Figures over all that a search finds.

use serde_json::{Value, json};

use crate::harness::{Served, Span, TIMES};

/// A hundred traces, one every five seconds, that take 1 to 100 ms. Each tenth of them failed, in
/// `db`.
fn hundred() -> Vec<Span> {
    let traces = (1..=100).map(|number| {
        let is_failed = number % 10 == 0;
        let root = Span {
            name: if number % 4 == 0 { "POST /" } else { "GET /" },
            start_ms: number * 5_000,
            duration_ms: number,
            ..Span::root(number)
        };
        let call = Span {
            id: 2,
            parent: 1,
            service: "db",
            is_failed,
            ..root.clone()
        };
        match is_failed {
            true => vec![root, call],
            false => vec![root],
        }
    });
    traces.flatten().collect()
}

#[tokio::test]
async fn tells_of_all_traces_and_not_of_a_page() {
    let served = Served::new().await;
    served.write(&hundred()).await;
    let asked = format!("overview?{TIMES}&query.searchDepth=5&query.sort=duration_asc");
    let (status, overview) = served.get(&asked).await;
    assert_eq!(status, 200, "{overview}");

    let facets = json!({
        "service": [
            {"value": "web", "traces": 100, "failed": 10},
            {"value": "db", "traces": 10, "failed": 10},
        ],
        "operation": [
            {"value": "GET /", "traces": 75, "failed": 5},
            {"value": "POST /", "traces": 25, "failed": 5},
        ],
        "status": [
            {"value": "ok", "traces": 90, "failed": 0},
            {"value": "error", "traces": 10, "failed": 10},
        ],
    });
    let expected = [
        ("traces", json!(100)),
        ("failed", json!(10)),
        ("truncated", json!(false)),
        ("p50", json!(50_000_000)),
        ("p95", json!(95_000_000)),
        ("start", json!("1700000000000000000")),
        ("end", json!("1700000600000000000")),
        ("facets", facets),
    ];
    for (member, expected) in expected {
        assert_eq!(overview[member], expected, "{member}");
    }

    let heat = &overview["heat"];
    assert_eq!(heat["columns"], 64);
    let rows = heat["rowBounds"].as_array().expect("rows");
    assert!((2..=25).contains(&rows.len()), "{rows:?}");
    let cells = heat["cells"].as_array().expect("cells");
    let sum = |index: usize| -> u64 { cells.iter().filter_map(|cell| cell[index].as_u64()).sum() };
    assert_eq!((sum(2), sum(3)), (100, 10));
    for cell in cells {
        let is_within = |index: usize, end: usize| cell[index].as_u64() < Some(end as u64);
        assert!(is_within(0, 64) && is_within(1, rows.len() - 1), "{cell}");
    }
}

#[tokio::test]
async fn counts_what_matches() {
    let served = Served::new().await;
    served.write(&hundred()).await;
    // { trace:errors > 0 } and { service = "none" }
    let cases = [
        ("", 100),
        ("&query.serviceName=db", 10),
        ("&q=%7B%20trace:errors%20%3E%200%20%7D", 10),
        ("&q=%7B%20service%20%3D%20%22none%22%20%7D", 0),
    ];
    for (search, expected) in cases {
        let (status, overview) = served.get(&format!("overview?{TIMES}{search}")).await;
        assert_eq!(status, 200, "{search}: {overview}");
        assert_eq!(overview["traces"], expected, "{search}");
    }
}

#[tokio::test]
async fn nothing_found_is_no_error() {
    let served = Served::new().await;
    let (status, overview) = served.get(&format!("overview?{TIMES}")).await;
    let expected = json!({
        "traces": 0, "failed": 0, "truncated": false, "p50": 0, "p95": 0,
        "start": "1700000000000000000", "end": "1700000600000000000",
        "heat": {"columns": 64, "rowBounds": [], "cells": []},
        "facets": {"service": [], "operation": [], "status": []},
    });
    assert_eq!((status, overview), (200, expected));
}

/// Three traces: `tenant` is on many spans of the first, on a child of the second, which failed,
/// and not in the third.
fn of_tenants() -> Vec<Span> {
    let first = Span::root(1).with("tenant", "a");
    let child = Span {
        id: 2,
        parent: 1,
        ..Span::root(1).with("tenant", "b").with("tenant", "a")
    };
    let failed = Span {
        id: 2,
        parent: 1,
        is_failed: true,
        service: "db",
        ..Span::root(2).with("tenant", "b")
    };
    vec![first, child, Span::root(2), failed, Span::root(3)]
}

#[tokio::test]
async fn counts_traces_by_the_values_of_chosen_attributes() {
    let served = Served::new().await;
    served.write(&of_tenants()).await;
    let value = |value: &str, traces: u64, failed: u64| json!({"value": value, "traces": traces, "failed": failed});
    let tenants = [value("b", 2, 1), value("a", 1, 0)];
    let services = [value("web", 3, 1), value("db", 1, 1)];
    let cases = [
        ("tenant", tenants.to_vec()),
        (".tenant", tenants.to_vec()),
        ("span.tenant", tenants.to_vec()),
        ("resource.tenant", vec![]),
        ("resource.service.name", services.to_vec()),
        // What Jaeger has as a tag is a field of the span.
        ("error", vec![value("true", 1, 1)]),
        ("nobody.has.this", vec![]),
    ];
    for (key, values) in cases {
        let (status, overview) = served.get(&format!("overview?{TIMES}&facet={key}")).await;
        let expected = json!([
            {"key": key, "of": 3, "others": 0, "truncated": false, "values": values},
        ]);
        assert_eq!(status, 200, "{key}: {overview}");
        assert_eq!(overview["facets"]["attributes"], expected, "{key}");
        assert_eq!(overview["traces"], 3, "{key}");
    }

    let asked = format!("overview?{TIMES}&facet=tenant&facet=error&facet=tenant");
    let (_, overview) = served.get(&asked).await;
    let keys = overview["facets"]["attributes"].as_array().expect("keys");
    let keys: Vec<_> = keys.iter().map(|key| &key["key"]).collect();
    assert_eq!(keys, ["tenant", "error"]);
}

#[tokio::test]
async fn tells_of_values_that_are_not_shown() {
    let served = Served::new().await;
    let mut traces: Vec<_> = (1..=30)
        .map(|number| Span::root(number).with("user", &format!("u{number:02}")))
        .collect();
    traces.push(Span::root(31).with("user", &"x".repeat(600)));
    served.write(&traces).await;
    let (_, overview) = served.get(&format!("overview?{TIMES}&facet=user")).await;
    let users = &overview["facets"]["attributes"][0];
    let shown = users["values"].as_array().expect("values").len();
    assert_eq!((shown, &users["others"]), (20, &json!(10)));
    assert_eq!(users["truncated"], Value::Bool(true));
}

#[tokio::test]
async fn values_are_counted_in_the_newest_traces() {
    let served = Served::new().await;
    let traces: Vec<_> = (1..=2_001)
        .map(|number| Span::root(number).with("k", "v"))
        .collect();
    served.write(&traces).await;
    let (_, overview) = served.get(&format!("overview?{TIMES}&facet=k")).await;
    assert_eq!(overview["traces"], 2_001);
    let expected = json!([{
        "key": "k", "of": 2_000, "others": 0, "truncated": true,
        "values": [{"value": "v", "traces": 2_000, "failed": 0}],
    }]);
    assert_eq!(overview["facets"]["attributes"], expected);
}

#[tokio::test]
async fn says_when_there_are_too_many() {
    let served = Served::new().await;
    let traces: Vec<_> = (1..=10_050).map(Span::root).collect();
    served.write(&traces).await;
    let (_, overview) = served.get(&format!("overview?{TIMES}")).await;
    assert_eq!(overview["traces"], 10_000);
    assert_eq!(overview["truncated"], Value::Bool(true));
}
