//! What was stored twice, not at all, or broke off, and what had to go.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use futures::future::join_all;
use serde_json::json;

use crate::jaeger::{Jaeger, one_span};

/// Archiving a trace again doubled its spans: jaegertracing/jaeger#6001.
#[tokio::test]
async fn a_trace_that_is_archived_twice_is_there_once() {
    let jaeger = Jaeger::start(&["--memory.max-traces=1"]).await;
    jaeger.store(&one_span(0xa, "sell", "")).await;
    for _ in 0..2 {
        let archived = jaeger
            .ask("POST", "query-http", "/api/archive/a", &[], Vec::new())
            .await;
        assert_eq!(archived.status, 200, "{}", archived.text);
    }
    // One trace at most is kept beside the archive, so this one takes the place of the other.
    jaeger.store(&one_span(0xb, "sell", "")).await;
    let shown = jaeger.get("/api/traces/a").await;
    assert_eq!(shown.status, 200, "{}", shown.text);
    assert_eq!(shown.spans().len(), 1, "{}", shown.text);
    jaeger.stop().await;
}

/// Archiving what is not there was answered as a success: jaegertracing/jaeger#8058.
#[tokio::test]
async fn a_trace_that_is_not_there_is_not_archived() {
    let jaeger = Jaeger::start(&[]).await;
    let archived = jaeger
        .ask("POST", "query-http", "/api/archive/dead", &[], Vec::new())
        .await;
    assert_eq!(archived.status, 404, "{}", archived.text);
    jaeger.stop().await;
}

/// Retries were shown as spans of their own, and leaving them out dropped spans that differ in their
/// scope alone: jaegertracing/jaeger#9035.
#[tokio::test]
async fn a_retry_is_no_other_span_and_another_scope_is_one() {
    let jaeger = Jaeger::start(&[]).await;
    for scope in ["first", "second", "first", "second", "second"] {
        jaeger.store(&one_span(0xa, "sell", scope)).await;
    }
    let shown = jaeger.get("/api/traces/a").await;
    let spans = shown.spans();
    let mut scopes: Vec<_> = spans
        .iter()
        .map(|span| span["tags"][0]["value"].clone())
        .collect();
    scopes.sort_by_key(ToString::to_string);
    assert_eq!(scopes, [json!("first"), json!("second")], "{}", shown.text);
    jaeger.stop().await;
}

/// Nobody could tell whose spans were not stored: jaegertracing/jaeger#4375.
#[tokio::test]
async fn what_is_not_stored_is_counted_by_its_service() {
    let jaeger = Jaeger::start(&["--collector.denied-services=web"]).await;
    jaeger.store(&one_span(0xa, "sell", "")).await;
    assert_eq!(jaeger.get("/api/traces/a").await.status, 404);
    let page = jaeger
        .ask("GET", "admin", "/metrics", &[], Vec::new())
        .await;
    let counted = "jaeger_collector_spans_rejected_total\
                   {debug=\"false\",format=\"otlp\",svc=\"web\",transport=\"http\"} 1";
    let is_counted = page.text.lines().any(|line| line == counted);
    assert!(is_counted, "{}", page.text);
    jaeger.stop().await;
}

/// Memory grew until the process was killed: jaegertracing/jaeger#1796. What makes room are the
/// oldest traces, and no more of them than must go.
#[tokio::test]
async fn the_newest_traces_stay() {
    const STAY: u64 = 4;
    let jaeger = Jaeger::start(&["--memory.max-bytes=8MiB"]).await;
    for newest in 1..=20 {
        // A resource of its own, which is most of what the trace takes.
        let command = format!("{newest} {}", "x".repeat(1_000_000));
        let mut request = one_span(newest, "sell", "");
        let resource = &mut request["resourceSpans"][0]["resource"];
        resource["attributes"] = json!([{"key": "command", "value": {"stringValue": command}}]);
        jaeger.store(&request).await;
        for trace in newest.saturating_sub(STAY - 1).max(1)..=newest {
            let shown = jaeger.get(&format!("/api/traces/{trace:x}")).await;
            assert_eq!(shown.status, 200, "{trace} of {newest}");
        }
    }
    assert_eq!(jaeger.get("/api/traces/1").await.status, 404);
    jaeger.stop().await;
}

/// A decoder that was used again mixed two requests: open-telemetry/opentelemetry-collector#13954,
/// open-telemetry/opentelemetry-collector#15237.
#[tokio::test]
async fn compressed_requests_that_break_off_leave_nothing_to_others() {
    const REQUESTS: u64 = 48;
    let jaeger = Jaeger::start(&[]).await;
    let asked = &jaeger;
    let sending = (1..=REQUESTS).map(|trace| async move {
        let body = one_span(trace, &name(trace), "").to_string().into_bytes();
        let (encoding, mut body) = match trace.is_multiple_of(2) {
            true => ("gzip", gzip(&body)),
            false => ("zstd", zstd::encode_all(&body[..], 0).expect("in memory")),
        };
        if breaks_off(trace) {
            body.truncate(body.len() / 2);
        }
        let reply = asked.send(&[("content-encoding", encoding)], body).await;
        let expected = match breaks_off(trace) {
            true => 400,
            false => 200,
        };
        assert_eq!(reply.status, expected, "{trace}: {}", reply.text);
    });
    join_all(sending).await;
    for trace in 1..=REQUESTS {
        let shown = jaeger.get(&format!("/api/traces/{trace:x}")).await;
        if breaks_off(trace) {
            assert_eq!(shown.status, 404, "{trace}: {}", shown.text);
            continue;
        }
        let spans = shown.spans();
        assert_eq!(spans.len(), 1, "{trace}");
        assert_eq!(spans[0]["operationName"], name(trace));
    }
    jaeger.stop().await;
}

/// Whether the request of this trace is cut in the middle.
fn breaks_off(trace: u64) -> bool {
    trace.is_multiple_of(3)
}

/// A name that is long enough for bytes of others to show.
fn name(trace: u64) -> String {
    let words = (0..500).map(|word| format!("{trace}-{word} "));
    words.collect()
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body).expect("in memory");
    encoder.finish().expect("in memory")
}
