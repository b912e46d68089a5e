//! The program stores a span of its own for each request to the query API, and says which over HTTP.
#![expect(clippy::expect_used, reason = "helpers of tests fail loudly")]

use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::{HeaderMap, Request};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use jaeger_all_in_one::{AllInOne, Config};
use jaeger_service::{Command, Context, Environment, Service, load};
use serde_json::{Value, json};

#[tokio::test]
async fn a_request_becomes_a_span_below_that_of_its_client() {
    let service = start(&[], &[]).await;
    let asked = format!("00-{TRACE}-{SPAN}-01");
    let told = ask(&service, "/api/operations?service=none", Some(&asked)).await;
    let told = told.0.expect("a trace");
    let own_span = own_span(&told, "01");

    let spans = stored(&service, TRACE).await;
    let span = &spans[0];
    assert_eq!(spans.as_array().map(Vec::len), Some(1), "{spans}");
    assert_eq!(span["spanID"], json!(own_span));
    assert_eq!(span["operationName"], json!("/api/operations"));
    let parent = json!([{"refType": "CHILD_OF", "traceID": TRACE, "spanID": SPAN}]);
    assert_eq!(span["references"], parent);
    for (key, value) in [
        ("span.kind", json!("server")),
        ("http.request.method", json!("GET")),
        ("http.response.status_code", json!(200)),
        ("http.route", json!("/api/operations")),
        ("url.path", json!("/api/operations")),
    ] {
        assert_eq!(tag(span, key), Some(&value), "{key}: {span}");
    }
    let services = ask(&service, "/api/services", None).await.1;
    assert_eq!(services["data"], json!(["jaeger-all-in-one"]));
    service.stop().await.expect("a clean stop");
}

#[tokio::test]
async fn what_is_told_and_whether_a_span_is_stored() {
    const OFF: &[(&str, &str)] = &[("OTEL_TRACES_SAMPLER", "always_off")];
    const ON: &[(&str, &str)] = &[("OTEL_TRACES_SAMPLER", "always_on")];
    type Case = (
        &'static [&'static str],
        &'static [(&'static str, &'static str)],
        &'static str,
        Option<&'static str>,
    );
    let cases: [Case; 5] = [
        (&[], OFF, "01", Some("00")),
        (&[], &[], "00", Some("00")),
        (&[], ON, "00", Some("01")),
        (&["--query.enable-tracing=false"], ON, "01", None),
        (&["--multi-tenancy.enabled=true"], ON, "01", Some("00")),
    ];
    for (arguments, variables, asked, told) in cases {
        let service = start(arguments, variables).await;
        let asked = format!("00-{TRACE}-{SPAN}-{asked}");
        let found = ask(&service, "/api/services", Some(&asked)).await.0;
        assert_eq!(found.is_some(), told.is_some(), "{arguments:?}: {found:?}");
        if let (Some(found), Some(flags)) = (found, told) {
            own_span(&found, flags);
        }
        service.stop().await.expect("a clean stop");
    }
}

#[tokio::test]
async fn a_call_becomes_a_span_below_that_of_its_client() {
    let service = start(&[], &[]).await;
    let unknown_trace = [&[10_u8, 16][..], &[7; 16]].concat();
    let (v2, v3) = ("jaeger.api_v2.QueryService", "jaeger.api_v3.QueryService");
    // The service, the method, what is asked, the status, and what is told of an error.
    type Case<'c> = (&'c str, &'c str, &'c [u8], u8, Option<&'c str>);
    let cases: [Case<'_>; 6] = [
        (v2, "GetServices", &[], 0, None),
        (v2, "GetTrace", &unknown_trace, 5, None),
        (v2, "FindTraces", &[], 3, None),
        (v3, "GetServices", &[], 0, None),
        (v3, "GetTrace", &[10, 1, b'x'], 2, Some("malform trace ID")),
        ("grpc.health.v1.Health", "Check", &[], 0, None),
    ];
    // An operation that a client makes up leaves no span.
    let made_up = format!("{:016x}{:016x}", 1, 1);
    call(&service, &format!("/{v2}/MadeUp"), &[], &made_up).await;
    for (number, (of, method, message, code, told)) in (2..).zip(cases) {
        let trace = format!("{number:016x}{number:016x}");
        let operation = format!("{of}/{method}");
        let found = call(&service, &format!("/{operation}"), message, &trace).await;
        assert_eq!(found, code.to_string(), "{operation}");

        let spans = stored(&service, &trace).await;
        assert_eq!(spans.as_array().map(Vec::len), Some(1), "{spans}");
        let span = &spans[0];
        assert_eq!(span["operationName"], json!(operation));
        let parent = json!([{"refType": "CHILD_OF", "traceID": trace, "spanID": SPAN}]);
        assert_eq!(span["references"], parent);
        for (key, value) in [
            ("span.kind", json!("server")),
            ("rpc.system", json!("grpc")),
            ("rpc.service", json!(of)),
            ("rpc.method", json!(method)),
            ("rpc.grpc.status_code", json!(code)),
        ] {
            assert_eq!(tag(span, key), Some(&value), "{key}: {span}");
        }
        let error = tag(span, "error").cloned();
        assert_eq!(error, told.map(|_| json!(true)), "{span}");
        let description = tag(span, "otel.status_description");
        let description = description.and_then(Value::as_str).unwrap_or_default();
        assert!(description.contains(told.unwrap_or_default()), "{span}");
    }
    let made_up = ask(&service, &format!("/api/traces/{made_up}"), None)
        .await
        .1;
    assert_eq!(made_up["data"], Value::Null);
    service.stop().await.expect("a clean stop");
}

async fn start(arguments: &[&str], variables: &[(&str, &str)]) -> Service {
    let command = Command::of::<AllInOne>();
    let ports = command.free_ports::<Config>().into_iter();
    let arguments = ports.chain(arguments.iter().map(ToString::to_string));
    let environment: Environment = variables.iter().copied().collect();
    let loaded = load::<Config>(&command, arguments, &environment).expect("good arguments");
    Service::start::<AllInOne>(loaded, Context::for_test())
        .await
        .expect("a service")
}

/// Returns the `traceresponse` header and the body.
async fn ask(service: &Service, path: &str, parent: Option<&str>) -> (Option<String>, Value) {
    let door = service.address("query-http").expect("a door");
    let request = Request::get(format!("http://{door}{path}"));
    let request = match parent {
        Some(parent) => request.header("traceparent", parent),
        None => request,
    };
    let request = request
        .body(Full::<Bytes>::default())
        .expect("a good request");
    let client = Client::builder(TokioExecutor::new()).build_http();
    let reply = client.request(request).await.expect("a reply");
    let told = reply.headers().get("traceresponse");
    let told = told.map(|told| told.to_str().expect("a text").to_owned());
    let body = reply.collect().await.expect("a body").to_bytes();
    (told, serde_json::from_slice(&body).unwrap_or_default())
}

/// Makes a call with one message, below a span of this trace, and returns its status.
async fn call(service: &Service, path: &str, message: &[u8], trace: &str) -> String {
    let door = service.address("query-grpc").expect("a door");
    let length = u32::try_from(message.len()).expect("a short message");
    let body = [&[0][..], &length.to_be_bytes(), message].concat();
    let request = Request::post(format!("http://{door}{path}"))
        .header("content-type", "application/grpc")
        .header("te", "trailers")
        .header("traceparent", format!("00-{trace}-{SPAN}-01"))
        .body(Full::<Bytes>::from(body));
    let client = Client::builder(TokioExecutor::new())
        .http2_only(true)
        .build_http();
    let reply = client.request(request.expect("a good request")).await;
    let (head, body) = reply.expect("a reply").into_parts();
    let body = body.collect().await.expect("a whole reply");
    let status = |said: &HeaderMap| said.get("grpc-status").cloned();
    let status = status(&head.headers).or_else(|| body.trailers().and_then(status));
    let status = status.expect("a status");
    status.to_str().expect("a text").to_owned()
}

/// Returns the span that `told` names, in the trace of the client and with these flags.
fn own_span(told: &str, flags: &str) -> String {
    let parts: Vec<&str> = told.split('-').collect();
    let [version, trace, span, found] = parts.as_slice() else {
        panic!("not a trace: {told}");
    };
    assert_eq!((*version, *trace, *found), ("00", TRACE, flags), "{told}");
    assert!(span.len() == 16 && *span != SPAN, "{told}");
    span.to_string()
}

/// Waits for a trace. Each question is a trace of its own, not a part of this one.
async fn stored(service: &Service, trace: &str) -> Value {
    let path = format!("/api/traces/{trace}");
    let asking = async {
        loop {
            let mut reply = ask(service, &path, None).await.1;
            if let Some(spans) = reply.pointer_mut("/data/0/spans") {
                return spans.take();
            }
            tokio::time::sleep(PAUSE).await;
        }
    };
    let waited = tokio::time::timeout(PATIENCE, asking).await;
    waited.expect("the span is stored")
}

fn tag<'s>(span: &'s Value, key: &str) -> Option<&'s Value> {
    let tags = span["tags"].as_array()?;
    let tag = tags.iter().find(|tag| tag["key"] == *key)?;
    Some(&tag["value"])
}

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const SPAN: &str = "b7ad6b7169203331";
const PAUSE: Duration = Duration::from_millis(20);
const PATIENCE: Duration = Duration::from_secs(30);
