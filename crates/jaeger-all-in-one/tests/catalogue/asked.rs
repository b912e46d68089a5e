//! What is asked of ports: too much, or what they do not serve.

use jaeger_model::wire::Writer;
use serde_json::json;

use crate::jaeger::{ALL_TIMES, ALL_TIMES_V3, Jaeger, one_span};

/// A huge limit took the memory for as many traces: CVE-2026-21728 of Grafana Tempo.
#[tokio::test]
async fn a_huge_number_is_served_or_refused() {
    const HUGE: [u64; 3] = [i32::MAX as u64, i64::MAX as u64, u64::MAX];
    let jaeger = Jaeger::start_with(&[("METRICS_STORAGE_TYPE", "builtin")], &[]).await;
    jaeger.store(&one_span(0xa, "sell", "")).await;
    for (parameter, statuses) in [
        (format!("/api/traces?{ALL_TIMES}&limit="), [200, 400, 400]),
        (String::from("/api/traces?lookback="), [200, 200, 200]),
        (String::from("/api/traces?start=0&end="), [200, 200, 400]),
        (
            format!("/api/v3/traces?{ALL_TIMES_V3}&query.searchDepth="),
            [200, 200, 400],
        ),
        (
            format!("/api/v3/traces?{ALL_TIMES_V3}&query.numTraces="),
            [200, 200, 400],
        ),
        (
            format!("/api/v3/trace-summaries?{ALL_TIMES_V3}&query.searchDepth="),
            [200, 200, 400],
        ),
        (
            String::from("/api/dependencies?endTs=1704067260000&lookback="),
            [200, 200, 400],
        ),
        (
            String::from("/api/dependencies?lookback=1&endTs="),
            [200, 200, 400],
        ),
        (
            String::from("/api/metrics/calls?service=web&lookback="),
            [400, 400, 400],
        ),
        (
            String::from("/api/metrics/calls?service=web&step="),
            [200, 200, 400],
        ),
        (
            String::from("/api/metrics/calls?service=web&ratePer="),
            [200, 200, 400],
        ),
        (
            String::from("/api/metrics/latencies?service=web&quantile="),
            [200, 200, 200],
        ),
    ] {
        for (huge, status) in HUGE.into_iter().zip(statuses) {
            let path = format!("{parameter}{huge}");
            let found = jaeger.get(&path).await;
            assert_eq!(found.status, status, "{path}: {}", found.text);
            let is_a_limit = parameter.ends_with("limit=") || parameter.ends_with("Depth=");
            if is_a_limit && status == 200 {
                assert!(found.text.contains("sell"), "{path}: {}", found.text);
            }
        }
    }
    for version in ["v2", "v3"] {
        let path = format!("/jaeger.api_{version}.QueryService/FindTraces");
        let found = jaeger.call("query-grpc", &path, &[], &all_traces()).await;
        assert_eq!(found.code, 0, "{version}: {}", found.message);
        assert!(found.text.contains("sell"), "{version}: {}", found.text);
    }
    jaeger.stop().await;
}

/// A search for more traces than there can be; both versions number these fields alike.
fn all_traces() -> Vec<u8> {
    const QUERY: u32 = 1;
    const START_MIN: u32 = 4;
    const START_MAX: u32 = 5;
    const DEPTH: u32 = 8;
    const SECONDS: u32 = 1;
    let mut request = Writer::default();
    request.message(QUERY, |query| {
        query.message(START_MIN, |time| time.varint(SECONDS, 1_704_067_200));
        query.message(START_MAX, |time| time.varint(SECONDS, 1_704_153_600));
        query.varint(DEPTH, i32::MAX as u64);
    });
    request.into_bytes()
}

/// A service had to be named: jaegertracing/jaeger#423, jaegertracing/jaeger#683.
#[tokio::test]
async fn a_search_without_a_service_looks_at_all() {
    let jaeger = Jaeger::start(&[]).await;
    jaeger.store(&one_span(0xa, "sell", "")).await;
    let found = jaeger.get(&format!("/api/traces?{ALL_TIMES}")).await;
    assert_eq!(found.status, 200, "{}", found.text);
    assert_eq!(found.spans().len(), 1, "{}", found.text);
    jaeger.stop().await;
}

/// What is longer than 256 characters could not be searched for: jaegertracing/jaeger#1761.
#[tokio::test]
async fn a_long_value_is_found_whole() {
    let jaeger = Jaeger::start(&[]).await;
    let long = "x".repeat(5_000);
    let mut request = one_span(0xa, "sell", "");
    request["resourceSpans"][0]["scopeSpans"][0]["spans"][0]["attributes"] =
        json!([{"key": "query", "value": {"stringValue": long}}]);
    jaeger.store(&request).await;
    for (value, found) in [(long.clone(), 1), (long.replacen('x', "", 1), 0)] {
        let path = format!("/api/traces?service=web&{ALL_TIMES}&tag=query:{value}");
        let reply = jaeger.get(&path).await;
        let traces = reply.json()["data"].as_array().map(Vec::len);
        assert_eq!(traces, Some(found), "{} bytes", value.len());
    }
    jaeger.stop().await;
}

/// A page that a browser was led to could delete: a request that only asks changes nothing, as
/// `VictoriaTraces` has it since v0.12.0.
#[tokio::test]
async fn only_a_post_archives() {
    let jaeger = Jaeger::start(&["--memory.max-traces=1"]).await;
    jaeger.store(&one_span(0xa, "sell", "")).await;
    for method in ["GET", "HEAD", "PUT", "DELETE"] {
        let path = "/api/archive/a";
        let refused = jaeger
            .ask(method, "query-http", path, &[], Vec::new())
            .await;
        assert_eq!(refused.status, 405, "{method}");
        let path = "/api/traces/a";
        let reply = jaeger
            .ask(method, "query-http", path, &[], Vec::new())
            .await;
        let expected = match method {
            "GET" => 200,
            _ => 405,
        };
        assert_eq!(reply.status, expected, "{method}");
    }
    // One trace at most is kept, and nothing put the first one into the archive.
    jaeger.store(&one_span(0xb, "sell", "")).await;
    assert_eq!(jaeger.get("/api/traces/a").await.status, 404);
    jaeger.stop().await;
}

/// A call of a method that is not served ended the process, here over gRPC:
/// open-telemetry/opentelemetry-collector-contrib#50358.
#[tokio::test]
async fn a_method_that_is_not_served_ends_its_call_alone() {
    let jaeger = Jaeger::start(&[]).await;
    for (door, service, served) in [
        (
            "otlp-grpc",
            "opentelemetry.proto.collector.trace.v1.TraceService",
            "Export",
        ),
        ("jaeger-grpc", "jaeger.api_v2.CollectorService", "PostSpans"),
        ("query-grpc", "jaeger.api_v2.QueryService", "GetServices"),
        ("query-grpc", "jaeger.api_v3.QueryService", "GetServices"),
    ] {
        for path in [
            format!("/{service}/Nothing"),
            format!("/{service}/"),
            format!("/{service}"),
            format!("//{service}/{served}"),
            format!("/no.such.Service/{served}"),
            format!("/no.such.Service/{}", "x".repeat(10_000)),
            String::from("/a/b/c"),
            String::from("/%ff"),
            String::from("/"),
        ] {
            let refused = jaeger.call(door, &path, &[], b"").await;
            let start: String = path.chars().take(100).collect();
            assert_eq!(refused.code, UNIMPLEMENTED, "{door}: {start}");
        }
        let path = format!("/{service}/{served}");
        let answered = jaeger.call(door, &path, &[], b"").await;
        assert_eq!(answered.code, 0, "{door}: {}", answered.message);
        if door != "query-grpc" {
            jaeger.until_counted(door, "misdirected", 9).await;
        }
    }
    jaeger.stop().await;
}

const UNIMPLEMENTED: u16 = 12;
