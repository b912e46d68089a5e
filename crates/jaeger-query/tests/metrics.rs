//! The figures of the Monitor page as the API shows them, from spans that were written.
#![expect(clippy::expect_used, reason = "helpers of tests fail loudly")]

use std::net::SocketAddr;

use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper::{Request, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use jaeger_backends::BackendsConfig;
use jaeger_codec::otlp;
use jaeger_model::{Limits, Tenant};
use jaeger_query::QueryConfig;
use jaeger_service::Context;
use jaeger_service::options::ListenAddress;
use jaeger_storage::WriteRequest;

/// Three calls in the minute that begins at 2023-11-14T22:00:00Z; one of them failed.
const SPANS: &str = r#"{"resourceSpans": [{
    "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "shop,one"}}]},
    "scopeSpans": [{"spans": [
        {"traceId": "000000000000000000000000000000a1", "spanId": "0000000000000001", "name": "GET <a>", "kind": 2,
            "startTimeUnixNano": "1699999200000000000", "endTimeUnixNano": "1699999200002000000"},
        {"traceId": "000000000000000000000000000000a1", "spanId": "0000000000000002", "name": "GET <a>", "kind": 2,
            "startTimeUnixNano": "1699999201000000000", "endTimeUnixNano": "1699999201002000000"},
        {"traceId": "000000000000000000000000000000a1", "spanId": "0000000000000003", "name": "POST", "kind": 2,
            "startTimeUnixNano": "1699999259000000000", "endTimeUnixNano": "1699999259200000000", "status": {"code": 2}},
        {"traceId": "000000000000000000000000000000a1", "spanId": "0000000000000004", "name": "call", "kind": 3,
            "startTimeUnixNano": "1699999259000000000", "endTimeUnixNano": "1699999259200000000"}
    ]}]
}]}"#;

/// Two points: half a second after the calls began, and a minute and a half later. Where a case has
/// a time of its own that one counts, being the first.
const TIMES: &str = "&endTs=1699999290500&lookback=90000&step=90000&ratePer=60000";

/// What is asked, the status, and the body.
const REPLIES: [(&str, u16, &str); 11] = [
    (
        "minstep?",
        200,
        r#"{"data":60000,"total":0,"limit":0,"offset":0,"errors":null}"#,
    ),
    (
        "calls?service=shop,one&ratePer=60000",
        200,
        concat!(
            r#"{"name":"service_call_rate","type":"GAUGE","help":"calls/sec, grouped by service","#,
            r#""metrics":[{"labels":[{"name":"service_name","value":"shop,one"}],"metricPoints":["#,
            r#"{"gaugeValue":{"doubleValue":0.05},"timestamp":"2023-11-14T22:00:00.500Z"},"#,
            r#"{"gaugeValue":{"doubleValue":0},"timestamp":"2023-11-14T22:01:30.500Z"}]}]}"#
        ),
    ),
    (
        "errors?service=shop,one&groupByOperation=true",
        200,
        concat!(
            r#"{"name":"service_operation_error_rate","type":"GAUGE","#,
            r#""help":"error rate, computed as a fraction of errors/sec over calls/sec, grouped by service \u0026 operation","#,
            r#""metrics":[{"labels":[{"name":"service_name","value":"shop,one"},"#,
            r#"{"name":"operation","value":"GET \u003ca\u003e"}],"metricPoints":["#,
            r#"{"gaugeValue":{"doubleValue":0},"timestamp":"2023-11-14T22:00:00.500Z"},"#,
            r#"{"gaugeValue":{"doubleValue":"NaN"},"timestamp":"2023-11-14T22:01:30.500Z"}]},"#,
            r#"{"labels":[{"name":"service_name","value":"shop,one"},{"name":"operation","value":"POST"}],"#,
            r#""metricPoints":[{"gaugeValue":{"doubleValue":1},"timestamp":"2023-11-14T22:00:00.500Z"},"#,
            r#"{"gaugeValue":{"doubleValue":"NaN"},"timestamp":"2023-11-14T22:01:30.500Z"}]}]}"#
        ),
    ),
    (
        "latencies?service=shop,one&quantile=0.5&spanKind=server",
        200,
        concat!(
            r#"{"name":"service_latencies","type":"GAUGE","help":"0.50th quantile latency, grouped by service","#,
            r#""metrics":[{"labels":[{"name":"service_name","value":"shop,one"}],"metricPoints":["#,
            r#"{"gaugeValue":{"doubleValue":2.015232},"timestamp":"2023-11-14T22:00:00.500Z"},"#,
            r#"{"gaugeValue":{"doubleValue":"NaN"},"timestamp":"2023-11-14T22:01:30.500Z"}]}]}"#
        ),
    ),
    (
        "calls?service=shop",
        200,
        r#"{"name":"service_call_rate","type":"GAUGE","help":"calls/sec, grouped by service","metrics":[]}"#,
    ),
    (
        "latencies?service=a&quantile=0.95&groupByOperation=1&prettyPrint=1",
        200,
        concat!(
            "{\n    \"name\": \"service_operation_latencies\",\n    \"type\": \"GAUGE\",\n",
            "    \"help\": \"0.95th quantile latency, grouped by service \\u0026 operation\",\n",
            "    \"metrics\": [\n    ]\n}"
        ),
    ),
    (
        "calls?service=a&spanKind=Server",
        400,
        concat!(
            r#"{"data":null,"total":0,"limit":0,"offset":0,"errors":[{"code":400,"#,
            r#""msg":"unable to parse param 'spanKind': unsupported span kind: 'Server'"}]}"#,
            "\n"
        ),
    ),
    (
        "latencies?service=a",
        400,
        concat!(
            r#"{"data":null,"total":0,"limit":0,"offset":0,"errors":[{"code":400,"#,
            r#""msg":"unable to parse param 'quantile': strconv.ParseFloat: parsing \"\": invalid syntax"}]}"#,
            "\n"
        ),
    ),
    (
        "calls?service=a&lookback=-1",
        400,
        concat!(
            r#"{"data":null,"total":0,"limit":0,"offset":0,"errors":[{"code":400,"#,
            r#""msg":"the time range ends before it starts"}]}"#,
            "\n"
        ),
    ),
    (
        "calls?service=a&step=-1",
        400,
        concat!(
            r#"{"data":null,"total":0,"limit":0,"offset":0,"errors":[{"code":400,"#,
            r#""msg":"the step must be more than nothing"}]}"#,
            "\n"
        ),
    ),
    (
        "calls?service=a&step=1",
        400,
        concat!(
            r#"{"data":null,"total":0,"limit":0,"offset":0,"errors":[{"code":400,"#,
            r#""msg":"more than 11000 points in a series: take a larger step or less time"}]}"#,
            "\n"
        ),
    ),
];

#[tokio::test]
async fn figures_are_shown_as_jaeger_shows_them() {
    let context = Context::for_test();
    let mut backends = BackendsConfig::default();
    backends.storage.metrics_storage = String::from("builtin");
    let opened = jaeger_backends::open(backends, &context).await.unwrap();
    let spans = otlp::json::decode(SPANS.as_bytes(), &Limits::default()).unwrap();
    let request = WriteRequest {
        tenant: Tenant::default(),
        batch: spans.batch,
    };
    opened.storage.writer.write(request).await.unwrap();
    let mut config = QueryConfig::default();
    config.http.host_port = ListenAddress::local(0);
    config.grpc.host_port = ListenAddress::off();
    let built = jaeger_query::build(config, opened.storage, &context)
        .await
        .unwrap();
    let door = built.addresses()[0].address;

    let client = Client::builder(TokioExecutor::new()).build_http();
    for (asked, status, body) in REPLIES {
        let (shown_status, shown) = get(&client, door, &format!("{asked}{TIMES}")).await;
        assert_eq!(shown, body, "{asked}");
        assert_eq!(shown_status.as_u16(), status, "{asked}");
    }
}

#[tokio::test]
async fn without_figures_it_says_so_once_the_parameters_are_right() {
    let context = Context::for_test();
    let opened = jaeger_backends::open(BackendsConfig::default(), &context)
        .await
        .unwrap();
    assert!(opened.storage.metrics.is_none());
    let mut config = QueryConfig::default();
    config.http.host_port = ListenAddress::local(0);
    config.grpc.host_port = ListenAddress::off();
    let built = jaeger_query::build(config, opened.storage, &context)
        .await
        .unwrap();
    let door = built.addresses()[0].address;

    let client = Client::builder(TokioExecutor::new()).build_http();
    let cases = [
        ("minstep", 501),
        ("calls?service=a&step=0", 501),
        ("errors?service=a&lookback=-5", 501),
        ("latencies?service=a&quantile=0.5", 501),
        ("latencies?service=a", 400),
        ("calls", 400),
        ("calls?service=a&ratePer=x", 400),
    ];
    for (asked, expected) in cases {
        let (status, body) = get(&client, door, asked).await;
        assert_eq!(status.as_u16(), expected, "{asked}: {body}");
        if status == StatusCode::NOT_IMPLEMENTED {
            assert!(
                body.contains("metrics querying is currently disabled"),
                "{body}"
            );
        }
    }
}

async fn get(
    client: &Client<HttpConnector, Empty<Bytes>>,
    door: SocketAddr,
    asked: &str,
) -> (StatusCode, String) {
    let request = Request::get(format!("http://{door}/api/metrics/{asked}")).body(Empty::new());
    let request = request.expect("a good request");
    let reply = client.request(request).await.expect("a reply");
    let status = reply.status();
    let body = reply.collect().await.expect("a body").to_bytes();
    (status, String::from_utf8_lossy(&body).into_owned())
}
