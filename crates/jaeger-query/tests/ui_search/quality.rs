//! How good the spans of services are.

use serde_json::{Value, json};

use crate::harness::{Served, Span};

fn spans() -> Vec<Span> {
    let good = Span::root(1);
    let orphan = Span {
        id: 2,
        parent: 9,
        service: "db",
        ..Span::root(1)
    };
    let silent = Span {
        id: 3,
        parent: 1,
        service: "db",
        is_failed: true,
        ..Span::root(1)
    };
    vec![good, orphan, silent]
}

/// How a service did in a check, and its first example.
fn told<'r>(reply: &'r Value, service: &str, check: &str) -> Option<&'r Value> {
    let named = |list: &'r Value, member: &str, name: &str| -> Option<&'r Value> {
        list.as_array()?.iter().find(|entry| entry[member] == name)
    };
    let service = named(&reply["services"], "service", service)?;
    named(&service["checks"], "check", check)
}

#[tokio::test]
async fn tells_what_is_wrong_where() {
    let served = Served::new().await;
    served.write(&spans()).await;
    let (status, reply) = served.get("quality").await;
    assert_eq!(status, 200, "{reply}");
    assert_eq!((&reply["traces"], &reply["spans"]), (&json!(1), &json!(3)));
    let services = reply["services"].as_array().expect("services");
    let named: Vec<_> = services.iter().map(|service| &service["service"]).collect();
    assert_eq!(named, ["db", "web"], "the worst comes first");
    assert_eq!(services[1]["score"], 1);

    let example =
        |span: u64| json!({"traceId": format!("{:032x}", 1), "spanId": format!("{span:016x}")});
    let cases = [
        ("web", "parent", [0, 0, 1], None),
        ("db", "parent", [1, 1, 0], Some(example(2))),
        ("db", "error-message", [0, 1, 1], Some(example(3))),
        ("db", "span-id", [2, 0, 0], None),
        ("db", "service-name", [2, 0, 0], None),
        ("db", "duration", [2, 0, 0], None),
        ("db", "times", [2, 0, 0], None),
        ("db", "attributes", [2, 0, 0], None),
    ];
    for (service, check, counts, example) in cases {
        let told = told(&reply, service, check).expect("a check");
        let found = ["passed", "failed", "exempt"].map(|member| told[member].as_u64());
        assert_eq!(found, counts.map(Some), "{service} {check}");
        let examples: Vec<_> = example.into_iter().collect();
        assert_eq!(told["examples"], json!(examples), "{service} {check}");
    }
}

#[tokio::test]
async fn looks_at_one_service_and_at_some_hours() {
    let served = Served::new().await;
    served.write(&spans()).await;
    served.clock.advance(std::time::Duration::from_secs(7_200));
    let cases = [
        ("service=web", 1, 1),
        ("service=none", 0, 0),
        ("hours=1", 0, 0),
        ("hours=3", 3, 2),
        ("hours=99999&service=db", 2, 1),
    ];
    for (asked, spans, services) in cases {
        let (status, reply) = served.get(&format!("quality?{asked}")).await;
        assert_eq!(status, 200, "{asked}: {reply}");
        assert_eq!(reply["spans"], spans, "{asked}");
        let listed = reply["services"].as_array().map(Vec::len);
        assert_eq!(listed, Some(services), "{asked}");
    }
}
