//! What sets a selection apart, on planted reasons and on near misses.

use serde_json::{Value, json};

use crate::harness::{Served, Span, TIMES};

/// A hundred payments, of which each twentieth failed. All of those were paid by PayPal, and no
/// other one was. What else they say is no reason.
fn payments() -> Vec<Span> {
    let traces = (1..=100_u64).map(|number| {
        let is_failed = number % 20 == 0;
        let method = match (is_failed, number % 3) {
            (true, _) => "paypal",
            (false, 0) => "card",
            (false, _) => "invoice",
        };
        let region = if number % 5 == 0 { "eu" } else { "us" };
        let code = if is_failed { "500" } else { "200" };
        let root = Span {
            start_ms: number * 1_000,
            is_failed,
            ..Span::root(number)
        };
        let root = root
            .with("deployment.environment.name", "production")
            .with("request.id", &format!("r-{number}"))
            .with("cloud.region", region)
            .with("http.response.status_code", code);
        let charge = Span {
            id: 2,
            parent: 1,
            service: "payment",
            name: "charge",
            attributes: Vec::new(),
            ..root
        };
        [root, charge.with("payment_method", method)]
    });
    traces.flatten().collect()
}

fn asked(selection: &Value) -> String {
    json!({"search": TIMES, "selection": selection}).to_string()
}

fn statement(finding: &Value) -> [&str; 3] {
    ["kind", "key", "value"].map(|member| finding[member].as_str().unwrap_or_default())
}

#[tokio::test]
async fn the_reason_of_failures_comes_out_on_top() {
    let served = Served::new().await;
    served.write(&payments()).await;
    let ids: Vec<_> = (1..=5).map(|n| format!("{:032x}", n * 20)).collect();
    for selection in [
        json!({"errors": true}),
        json!({"traceIds": ids}),
        json!({"errors": true, "startMin": "1700000000000000000"}),
    ] {
        let (status, reply) = served.post("in-common", &asked(&selection)).await;
        assert_eq!(status, 200, "{reply}");
        let counts = ["selected", "rest", "truncated"].map(|member| reply[member].clone());
        assert_eq!(counts, [json!(5), json!(95), json!(false)], "{selection}");

        let found = reply["found"].as_array().expect("findings");
        let top: Vec<_> = found.iter().take(2).map(statement).collect();
        let expected = [
            ["attribute", "payment_method", "paypal"],
            ["failing-span", "payment", "charge"],
        ];
        assert_eq!(top, expected, "{selection}: {reply}");
        for finding in &found[..2] {
            let told = ["selected", "rest", "defining"].map(|member| finding[member].clone());
            assert_eq!(told, [json!(5), json!(0), json!(false)], "{finding}");
            assert!(finding["score"].as_f64() > Some(0.5), "{finding}");
        }

        let misses = ["request.id", "deployment.environment.name", "service.name"];
        for finding in found {
            let [_, key, value] = statement(finding);
            assert!(!misses.contains(&key), "{finding}");
            assert!(
                !["card", "invoice", "us", "200"].contains(&value),
                "{finding}"
            );
        }
        let defining = found.iter().filter(|finding| finding["defining"] == true);
        let defining: Vec<_> = defining.map(|finding| statement(finding)[1]).collect();
        let expected = ["error", "http.response.status_code", "otel.status_code"];
        assert_eq!(defining, expected, "{selection}");
    }
}

#[tokio::test]
async fn slow_traces_have_a_reason_and_errors_may_be_one() {
    let served = Served::new().await;
    let traces = (1..=60_u64).map(|number| {
        let is_slow = number % 6 == 0;
        let root = Span {
            duration_ms: if is_slow { 900 } else { 10 },
            is_failed: number % 12 == 0,
            ..Span::root(number)
        };
        root.with("cache", if is_slow { "miss" } else { "hit" })
    });
    served.write(&traces.collect::<Vec<_>>()).await;
    let body = asked(&json!({"durationMin": "500000000"}));
    let (_, reply) = served.post("in-common", &body).await;
    let found = reply["found"].as_array().expect("findings");
    let cache = found.iter().find(|finding| finding["key"] == "cache");
    assert_eq!(cache.map(statement), Some(["attribute", "cache", "miss"]));

    // Some of them failed, and nobody asked for those.
    let error = found.iter().find(|finding| finding["key"] == "error");
    assert_eq!(error.map(|error| &error["selected"]), Some(&json!(5)));
    assert!(found.iter().all(|finding| finding["defining"] == false));
}

#[tokio::test]
async fn without_a_difference_there_is_nothing_to_say() {
    let served = Served::new().await;
    let traces = (1..=40).map(|number| Span::root(number).with("tier", "gold"));
    served.write(&traces.collect::<Vec<_>>()).await;
    let one = format!("{:032x}", 1);
    for (selection, counts) in [
        (json!({"errors": true}), (0, 40)),
        (json!({"errors": false}), (40, 0)),
        (json!({"traceIds": [one]}), (1, 39)),
        (json!({"traceIds": []}), (0, 40)),
    ] {
        let (status, reply) = served.post("in-common", &asked(&selection)).await;
        let expected = json!({
            "selected": counts.0, "rest": counts.1, "truncated": false, "found": [],
        });
        assert_eq!((status, reply), (200, expected), "{selection}");
    }
}

#[tokio::test]
async fn compares_so_many_and_says_so() {
    let served = Served::new().await;
    let traces = (1..=1_100_u64).map(|number| Span {
        is_failed: number % 2 == 0,
        ..Span::root(number)
    });
    served.write(&traces.collect::<Vec<_>>()).await;
    let (_, reply) = served
        .post("in-common", &asked(&json!({"errors": true})))
        .await;
    let counts = ["selected", "rest", "truncated"].map(|member| reply[member].clone());
    assert_eq!(counts, [json!(500), json!(500), json!(true)]);
}
