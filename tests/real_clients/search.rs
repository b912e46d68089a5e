//! Finding what a client sent, by each of the ways that the search form has.

use std::collections::{BTreeMap, BTreeSet};

use jaeger_tests::Jaeger;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::REQUEST_ID;
use crate::client::Client;
use crate::sent::Sent;

/// Searches, and expects exactly the traces whose spans say so themselves.
pub(crate) async fn finds(jaeger: &Jaeger, client: &Client, traces: &BTreeMap<String, Vec<Sent>>) {
    let spans = || traces.values().flatten();
    let services: BTreeSet<_> = spans().map(|span| span.service.as_str()).collect();
    let shown = jaeger.get_json("/api/services").await;
    let shown: BTreeSet<_> = shown["data"]
        .as_array()
        .expect("services")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(shown, services, "{client}: services");

    let search = Search {
        jaeger,
        client,
        traces,
    };
    for service in services {
        let by_service = format!("service={service}");
        search
            .expect(&by_service, |span| span.service == service)
            .await;
        let operations: BTreeSet<_> = spans()
            .filter(|span| span.service == service)
            .map(|span| span.name.as_str())
            .collect();
        for operation in operations {
            let query = format!("{by_service}&operation={}", escaped(operation));
            search
                .expect(&query, |span| {
                    span.service == service && span.name == operation
                })
                .await;
        }
        let query = format!("{by_service}&minDuration=300ms");
        search
            .expect(&query, |span| {
                span.service == service && span.duration_ns() >= 300_000_000
            })
            .await;
        search
            .expect(&tagged(&by_service, "error", "true"), |span| {
                span.service == service && span.status == "error"
            })
            .await;
        search
            .expect(&tagged(&by_service, "http.status_code", "500"), |span| {
                span.service == service && span.text("http.status_code").as_deref() == Some("500")
            })
            .await;
    }
    for outcome in ["ok", "error", "slow"] {
        let id = format!("{REQUEST_ID}-{outcome}");
        let found = search
            .expect(&tagged("", "request.id", &id), |span| {
                span.text("request.id").as_deref() == Some(&id)
            })
            .await;
        assert_eq!(found, 1, "{client}: traces of {id}");
    }
}

struct Search<'a> {
    jaeger: &'a Jaeger,
    client: &'a Client,
    traces: &'a BTreeMap<String, Vec<Sent>>,
}

impl Search<'_> {
    /// Expects the traces with a span that `matches`, and returns how many there are.
    async fn expect(&self, query: &str, matches: impl Fn(&Sent) -> bool) -> usize {
        let spans = || self.traces.values().flatten();
        // What computes in floating point may be off by a microsecond.
        let start = spans().map(|span| span.start_ns).min().expect("a span") / 1_000 - 1;
        let end = spans().map(|span| span.end_ns).max().expect("a span") / 1_000 + 1;
        let path = format!("/api/traces?{query}&start={start}&end={end}&limit=20");
        let reply = self.jaeger.get_json(&path).await;
        let found: BTreeSet<_> = reply["data"]
            .as_array()
            .expect("traces")
            .iter()
            .filter_map(|trace| trace["traceID"].as_str())
            .collect();
        let expected: BTreeSet<_> = self
            .traces
            .iter()
            .filter(|(_, spans)| spans.iter().any(&matches))
            .map(|(id, _)| id.as_str())
            .collect();
        assert_eq!(found, expected, "{}: {path}", self.client);
        expected.len()
    }
}

fn tagged(query: &str, key: &str, value: &str) -> String {
    let tags = serde_json::json!({ key: value }).to_string();
    format!("{query}&tags={}", escaped(&tags))
}

fn escaped(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}
