//! What is asked of ports: too much, too little, or what they do not serve.

use crate::jaeger::{Jaeger, one_span};

/// A huge limit took the memory for as many traces: CVE-2026-21728 of Grafana Tempo.
#[tokio::test]
async fn a_huge_limit_is_served_or_refused() {
    let jaeger = Jaeger::start(&[]).await;
    jaeger.store(&one_span(0xa, "sell", "")).await;
    for (limit, status) in [
        (i32::MAX.to_string(), 200),
        (i64::MAX.to_string(), 400),
        (u64::MAX.to_string(), 400),
    ] {
        let path = format!("/api/traces?service=web&{ALL_TIMES}&limit={limit}");
        let found = jaeger.get(&path).await;
        assert_eq!(found.status, status, "{limit}: {}", found.text);
        if status == 200 {
            assert_eq!(found.spans().len(), 1, "{limit}: {}", found.text);
        }
    }
    jaeger.stop().await;
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

/// Pages for operators stood open at the port for everybody: openzipkin/zipkin#3382,
/// openzipkin/zipkin#3835.
#[tokio::test]
async fn pages_for_operators_are_at_the_admin_port_alone() {
    let jaeger = Jaeger::start(&["--collector.zipkin.host-port=localhost:0"]).await;
    for page in ["/metrics", "/config", "/loglevel", "/version"] {
        let told = jaeger.ask("GET", "admin", page, &[], Vec::new()).await;
        assert_eq!(told.status, 200, "{page}");
        for door in [
            "otlp-http",
            "jaeger-thrift-http",
            "zipkin",
            "sampling-http",
            "query-http",
        ] {
            let reply = jaeger.ask("GET", door, page, &[], Vec::new()).await;
            // At the query port every path that nobody knows is the page of the web UI.
            let is_nothing = match door {
                "query-http" => reply.text.starts_with("<!doctype html>"),
                _ => matches!(reply.status, 400 | 404),
            };
            assert!(is_nothing, "{page} at {door}: {}", reply.text);
        }
    }
    jaeger.stop().await;
}

/// A range that has all spans of these tests in it.
const ALL_TIMES: &str = "start=1704067200000000&end=1704153600000000";
