//! The conformance suite from outside: every case goes in through OTLP and comes out through the query API of one
//! all-in-one, one tenant a case file.
//!
//! The suite asks a [`Door`](jaeger_storage_conformance::Door); a backend is one, and here it is [`OverHttp`], which
//! hands on the words of each case as they stand in its file: a filter as `query.filter`, a text as `q`, a form as the
//! parameters of `/api/v3` and of `/api/traces`. So the doors, the readers of parameters and the writers of replies
//! stand under the same expectations as the storage behind them. What the API has no words for is left out case by
//! case, with its reason; what the collector repairs on the way in, and so is found otherwise, is listed below.

#![expect(clippy::unwrap_used, reason = "a test fails loudly")]

mod over_http;
mod replies;
mod sending;
mod words;

use jaeger_tests::Jaeger;

use crate::over_http::OverHttp;
use crate::sending::Sending;

/// Cases that are answered otherwise, since the collector gives a span without a service one and a span without length
/// a nanosecond.
const REPAIRED: [&str; 7] = [
    "resource-and-scope.json: service differs only where there is one: ",
    "resource-and-scope.json: service not in a list: ",
    "resource-and-scope.json: a span without a service: ",
    "resource-and-scope.json: service is ordered as text: ",
    "span-times.json: duration of zero: ",
    "span-times.json: end of a span without length is its start: ",
    "two-references.json: start before end: ",
];

async fn every_case(sending: Sending) {
    let jaeger = Jaeger::start(&["--multi-tenancy.enabled=true"]).await;
    let report = jaeger_storage_conformance::run(&OverHttp::new(&jaeger, sending), &[]).await;
    jaeger.stop().await;
    let report = report.unwrap();
    let is_repaired = |failure: &&String| REPAIRED.iter().any(|case| failure.starts_with(case));
    let (repaired, failed): (Vec<_>, Vec<_>) = report.failed.iter().partition(is_repaired);
    let failed: Vec<_> = failed.into_iter().map(String::as_str).collect();
    assert!(
        failed.is_empty(),
        "{} failed:\n{}",
        failed.len(),
        failed.join("\n")
    );
    assert_eq!(repaired.len(), REPAIRED.len(), "{repaired:#?}");
    assert!(report.passed > 1_000, "{} cases", report.passed);
    assert!(report.unasked.len() < 40, "{:#?}", report.unasked);
}

#[tokio::test(flavor = "multi_thread")]
async fn sent_in_protobuf_over_http() {
    every_case(Sending::Protobuf).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sent_in_json_over_http() {
    every_case(Sending::Json).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sent_over_grpc() {
    every_case(Sending::Grpc).await;
}
