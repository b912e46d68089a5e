//! What there is to be found: a call from one service to another, and a span alone.

use jaeger_tests::Jaeger;
use serde_json::{Value, json};

use crate::ask;

/// The trace of two services, as it is shown.
pub(crate) const CHECKOUT: &str = "000000000000c0de";

/// Stores it all.
pub(crate) async fn store(jaeger: &Jaeger) {
    let request = json!({"resourceSpans": [
        of_service("shop", &[
            span("c0de", "a1", "", "checkout", 1, 1_200),
            span("c0de", "a2", "a1", "charge", 3, 1_000),
        ]),
        of_service("pay/ments", &[declined()]),
        of_service("two words", &[span("feed", "f1", "", "alone", 1, 5)]),
    ]});
    ask::post(jaeger, &request).await;
}

/// The span in which everything is set that is shown.
fn declined() -> Value {
    let mut span = span("c0de", "b1", "a2", "POST /pay", 2, 900);
    span["status"] = json!({"code": 2, "message": "card declined"});
    span["attributes"] = json!([
        {"key": "http.status_code", "value": {"intValue": "402"}},
        {"key": "amount", "value": {"doubleValue": 19.5}},
        {"key": "final", "value": {"boolValue": true}},
        {"key": "items", "value": {"arrayValue": {"values": [{"stringValue": "tea"}]}}},
        {"key": "id", "value": {"intValue": "9007199254740993"}},
    ]);
    span["events"] = json!([{
        "name": "declined",
        "timeUnixNano": START_NS.to_string(),
        "attributes": [{"key": "reason", "value": {"stringValue": "no funds"}}],
    }]);
    span["links"] = json!([{
        "traceId": padded("feed", 32),
        "spanId": padded("f1", 16),
    }]);
    span
}

fn of_service(name: &str, spans: &[Value]) -> Value {
    json!({
        "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": name}}]},
        "scopeSpans": [{"scope": {"name": "by hand"}, "spans": spans}],
    })
}

/// A span that takes so many milliseconds from the beginning.
fn span(trace: &str, id: &str, parent: &str, name: &str, kind: u32, takes_ms: u64) -> Value {
    let mut span = json!({
        "traceId": padded(trace, 32),
        "spanId": padded(id, 16),
        "name": name,
        "kind": kind,
        "startTimeUnixNano": START_NS.to_string(),
        "endTimeUnixNano": (START_NS + takes_ms * 1_000_000).to_string(),
    });
    if !parent.is_empty() {
        span["parentSpanId"] = json!(padded(parent, 16));
    }
    span
}

fn padded(hex: &str, len: usize) -> String {
    format!("{hex:0>len$}")
}

const START_NS: u64 = 1_700_000_000_123_456_789;
