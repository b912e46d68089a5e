//! A reply may not take more memory than there is for replies.
#![expect(clippy::expect_used, reason = "helpers of tests fail loudly")]

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::{Request, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use jaeger_all_in_one::{AllInOne, Config};
use jaeger_service::{Command, Context, Environment, Service, load};
use serde_json::{Value, json};

#[tokio::test]
async fn a_reply_beyond_the_budget_is_refused_in_its_envelope() {
    let service = start(&["--query.max-in-flight-bytes=64KiB"]).await;
    for (id, bytes) in [("0a", 100), ("0b", 20_000)] {
        store(&service, id, bytes).await;
    }
    let small = ask(&service, "/api/traces/0a").await;
    assert_eq!(small.0, StatusCode::OK);
    for (path, code) in [
        ("/api/traces/0b", "/errors/0/code"),
        ("/api/traces?limit=10", "/errors/0/code"),
        ("/api/traces?traceID=0a&traceID=0b", "/errors/0/code"),
        ("/api/v3/traces/0b", "/error/httpCode"),
    ] {
        let (status, body) = ask(&service, path).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE, "{path}: {body}");
        assert_eq!(body.pointer(code), Some(&json!(413)), "{path}: {body}");
    }
    // What was refused is not held any longer.
    let gauge = service.context().metrics.gauge(
        "jaeger_query_in_flight_bytes",
        "Bytes that replies under way hold, of spans and of what is written for them.",
    );
    assert_eq!(gauge.get(), 0);
    service.stop().await.expect("a clean stop");
}

async fn start(arguments: &[&str]) -> Service {
    let command = Command::of::<AllInOne>();
    let ports = command.free_ports::<Config>().into_iter();
    let arguments = ports.chain(arguments.iter().map(ToString::to_string));
    let environment: Environment = [("OTEL_TRACES_SAMPLER", "always_off")]
        .into_iter()
        .collect();
    let loaded = load::<Config>(&command, arguments, &environment).expect("good arguments");
    Service::start::<AllInOne>(loaded, Context::for_test())
        .await
        .expect("a service")
}

async fn store(service: &Service, id: &str, bytes: usize) {
    let body = json!({"resourceSpans": [{"scopeSpans": [{"spans": [{
        "traceId": format!("{id:0>32}"), "spanId": "0000000000000001", "name": "n".repeat(bytes),
        "startTimeUnixNano": service.context().clock.now_ns().to_string(),
    }]}]}]});
    let uri = uri(service, "otlp-http", "/v1/traces");
    let request = Request::post(uri)
        .header("content-type", "application/json")
        .body(Full::from(body.to_string()));
    let (status, body) = send(request.expect("a good request")).await;
    assert_eq!(status, StatusCode::OK, "{body}");
}

async fn ask(service: &Service, path: &str) -> (StatusCode, Value) {
    let request = Request::get(uri(service, "query-http", path)).body(Full::default());
    send(request.expect("a good request")).await
}

fn uri(service: &Service, door: &str, path: &str) -> String {
    format!("http://{}{path}", service.address(door).expect("a door"))
}

async fn send(request: Request<Full<Bytes>>) -> (StatusCode, Value) {
    let client = Client::builder(TokioExecutor::new()).build_http();
    let reply = client.request(request).await.expect("a reply");
    let status = reply.status();
    let body = reply.collect().await.expect("a body").to_bytes();
    (status, serde_json::from_slice(&body).expect("JSON"))
}
