//! What Zipkin's clients send, and the pages in browsers among them.

use jaeger_model::wire::Writer;
use serde_json::{Value, json};

use crate::jaeger::{Jaeger, ZIPKIN};

/// Spans without a service were refused, and hosts became tags without a key:
/// jaegertracing/jaeger#337, jaegertracing/jaeger#2596.
#[tokio::test]
async fn a_span_has_a_service_and_no_tag_without_a_key() {
    let jaeger = Jaeger::start(&[ZIPKIN]).await;
    let host = json!({"ipv6": "2001:db8::1", "port": 80});
    let in_json = |trace: &str, local: &Value, remote: &Value| {
        let span = json!([{
            "traceId": trace, "id": "1", "name": "sell", "timestamp": 1_704_067_200_000_000_u64,
            "duration": 5, "localEndpoint": local, "remoteEndpoint": remote,
        }]);
        ("application/json", span.to_string().into_bytes())
    };
    for (trace, (media_type, body)) in [
        ("a1", in_json("00000000000000a1", &Value::Null, &host)),
        ("a2", in_json("00000000000000a2", &host, &host)),
        ("a3", in_json("00000000000000a3", &json!({}), &json!({}))),
        ("a4", ("application/x-protobuf", in_protobuf(0xa4))),
    ] {
        let headers = [("content-type", media_type)];
        let sent = jaeger.ask("POST", "zipkin", "/api/v2/spans", &headers, body);
        let sent = sent.await;
        assert_eq!(sent.status, 202, "{trace}: {}", sent.text);
        let shown = jaeger.get(&format!("/api/traces/{trace}")).await;
        for span in shown.spans() {
            let tags = span["tags"].as_array().expect("tags");
            let has_keys = tags.iter().all(|tag| tag["key"] != "");
            assert!(has_keys, "{trace}: {span}");
        }
        let shown = shown.json();
        let service = &shown["data"][0]["processes"]["p1"]["serviceName"];
        let is_named = service.as_str().is_some_and(|name| !name.is_empty());
        assert!(is_named, "{trace}: {shown}");
    }
    jaeger.stop().await;
}

/// A span without a kind whose hosts have no IPv4 address.
fn in_protobuf(trace: u128) -> Vec<u8> {
    let mut request = Writer::default();
    request.message(1, |span| {
        span.bytes(1, &trace.to_be_bytes());
        span.bytes(3, &1_u64.to_be_bytes());
        span.bytes(5, b"sell");
        span.fixed64(6, 1_704_067_200_000_000);
        span.varint(7, 5);
        for endpoint in [8, 9] {
            span.message(endpoint, |host| {
                host.bytes(3, &[0x20; 16]);
                host.varint(4, 80);
            });
        }
    });
    request.into_bytes()
}

/// Pages in browsers could not send to Zipkin's port: jaegertracing/jaeger#703,
/// jaegertracing/jaeger#8739.
#[tokio::test]
async fn pages_are_told_whether_they_may_send() {
    let jaeger = Jaeger::start(&[
        ZIPKIN,
        "--collector.zipkin.cors.allowed-origins=https://*.example",
        "--collector.zipkin.cors.allowed-headers=content-type,x-b3-flags",
    ])
    .await;
    for (origin, allowed) in [
        ("https://app.example", Some("https://app.example")),
        ("https://evil.test", None),
    ] {
        let asked = [
            ("origin", origin),
            ("access-control-request-method", "POST"),
            ("access-control-request-headers", "content-type,x-b3-flags"),
        ];
        let path = "/api/v2/spans";
        let preflight = jaeger.ask("OPTIONS", "zipkin", path, &asked, Vec::new());
        let preflight = preflight.await;
        assert_eq!(preflight.status, 204, "{origin}");
        let headers = [("origin", origin), ("content-type", "application/json")];
        let sent = jaeger.ask("POST", "zipkin", path, &headers, b"[]".to_vec());
        let sent = sent.await;
        assert_eq!(sent.status, 202, "{origin}: {}", sent.text);
        for reply in [preflight, sent] {
            let told = reply.header("access-control-allow-origin");
            assert_eq!(told, allowed, "{origin}");
        }
    }
    jaeger.stop().await;
}
