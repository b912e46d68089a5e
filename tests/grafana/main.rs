//! Grafana's Jaeger data source as a contract: what it asks, request by request, and what it can read.
//!
//! It is strict where Jaeger's own UI is not: a number that is no integer, an empty list of spans or a page of HTML
//! breaks its panels.
#![expect(clippy::expect_used, reason = "helpers of tests fail loudly")]

mod ask;
mod seed;
mod shape;

use hyper::StatusCode;
use jaeger_tests::Jaeger;
use serde_json::{Value, json};
use shape::Shape;

#[tokio::test(flavor = "multi_thread")]
async fn every_request_is_answered_as_it_can_be_read() {
    let jaeger = Jaeger::start(&[]).await;
    seed::store(&jaeger).await;
    for (what, path, shape) in REQUESTS {
        let reply = ask::get(&jaeger, path).await;
        assert_eq!(reply.status, StatusCode::OK, "{what}: {path}");
        let body: Value = serde_json::from_slice(&reply.body)
            .unwrap_or_else(|error| panic!("{what}: {path}: {error}: {:?}", reply.body));
        shape.holds(what, &body);
    }
    jaeger.stop().await;
}

/// It shows the status and nothing of the body, so the status must say it.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_said_by_the_status() {
    let jaeger = Jaeger::start(&[]).await;
    seed::store(&jaeger).await;
    for (path, status) in [
        (
            "/api/traces/deadbeef?start=1700000000000&end=1700003600000",
            StatusCode::NOT_FOUND,
        ),
        ("/api/traces/no-hex", StatusCode::BAD_REQUEST),
        ("/api/v3/traces/deadbeef", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(ask::get(&jaeger, path).await.status, status, "{path}");
    }
    jaeger.stop().await;
}

/// Its numbers are whole ones; those of a link between services are added up.
#[tokio::test(flavor = "multi_thread")]
async fn calls_between_services_are_counted_in_integers() {
    let jaeger = Jaeger::start(&[]).await;
    seed::store(&jaeger).await;
    let reply = ask::get(
        &jaeger,
        "/api/dependencies?endTs=1700003600000&lookback=7200000",
    )
    .await;
    let body: Value = serde_json::from_slice(&reply.body).expect("JSON");
    let calls = json!([{"parent": "shop", "child": "pay/ments", "callCount": 1}]);
    assert_eq!((&body["data"], &body["errors"]), (&calls, &Value::Null));
    jaeger.stop().await;
}

const SERVICES: &[&str] = &["pay/ments", "shop", "two words"];

/// What is asked for, the path and query as they are sent, and what must come.
const REQUESTS: &[(&str, &str, Shape)] = &[
    ("health", "/api/services", Shape::Names(SERVICES)),
    ("services", "/api/services", Shape::Names(SERVICES)),
    (
        "operations",
        "/api/services/shop/operations",
        Shape::Names(&["charge", "checkout"]),
    ),
    (
        "operations of a service with a blank",
        "/api/services/two%20words/operations",
        Shape::Names(&["alone"]),
    ),
    (
        // A slash in the name is not escaped.
        "operations of a service with a slash",
        "/api/services/pay/ments/operations",
        Shape::Names(&["POST /pay"]),
    ),
    (
        "operations of nobody",
        "/api/services/nobody/operations",
        Shape::Names(&[]),
    ),
    (
        "search by service, in microseconds",
        "/api/traces?end=1700003600000000&limit=20&service=shop&start=1699999999000000",
        Shape::Traces(&[seed::CHECKOUT]),
    ),
    (
        "search by all there is",
        "/api/traces?end=1700003600000000&limit=20&maxDuration=2s&minDuration=500ms&operation=POST+%2Fpay\
         &service=pay%2Fments&start=1699999999000000\
         &tags=%7B%22error%22%3A%22true%22%2C%22http.status_code%22%3A%22402%22%7D",
        Shape::Traces(&[seed::CHECKOUT]),
    ),
    (
        "search without a hit",
        "/api/traces?end=1700003600000000&limit=20&minDuration=10s&service=shop&start=1699999999000000",
        Shape::Traces(&[]),
    ),
    (
        "one trace",
        "/api/traces/0000000000000000000000000000c0de",
        Shape::Traces(&[seed::CHECKOUT]),
    ),
    (
        "one trace by a short id",
        "/api/traces/c0de",
        Shape::Traces(&[seed::CHECKOUT]),
    ),
    (
        // Jaeger's own times are in microseconds; these are a hint, and no reason to find nothing.
        "one trace with a hint in milliseconds",
        "/api/traces/0000000000000000000000000000c0de?end=1700003600000&start=1699999999000",
        Shape::Traces(&[seed::CHECKOUT]),
    ),
    (
        "no dependencies so early",
        "/api/dependencies?endTs=1600000000000&lookback=3600000",
        Shape::Dependencies,
    ),
    (
        "services, API v3",
        "/api/v3/services",
        Shape::V3Services(SERVICES),
    ),
    (
        "operations, API v3",
        "/api/v3/operations?service=pay%2Fments",
        Shape::V3Operations(&[("POST /pay", "server")]),
    ),
    (
        "one trace, API v3",
        "/api/v3/traces/0000000000000000000000000000c0de",
        Shape::V3Trace(2),
    ),
    (
        // The sign of the offset is not escaped, and so arrives as a blank.
        "one trace with times, API v3",
        "/api/v3/traces/0000000000000000000000000000c0de?start_time=2023-11-14T23:13:20.000000001+02:00\
         &end_time=2023-11-15T23:13:20.000000001+02:00",
        Shape::V3Trace(2),
    ),
];
