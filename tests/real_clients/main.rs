//! Real client libraries over each of their transports: what they send is found and shown as it was.
#![expect(clippy::expect_used, reason = "helpers of tests fail loudly")]

mod client;
mod expected;
mod search;
mod sent;
mod zipkin;

use client::{Client, Language, Transport};
use jaeger_tests::{Jaeger, eventually};
use sent::Sent;
use serde_json::Value;

#[tokio::test(flavor = "multi_thread")]
async fn python_thrift_udp() {
    check(Language::Python, Transport::ThriftUdp).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn python_thrift_http() {
    check(Language::Python, Transport::ThriftHttp).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn python_otlp_grpc() {
    check(Language::Python, Transport::OtlpGrpc).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn python_otlp_http() {
    check(Language::Python, Transport::OtlpHttp).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn node_thrift_udp() {
    check(Language::Node, Transport::ThriftUdp).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn node_thrift_http() {
    check(Language::Node, Transport::ThriftHttp).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn node_otlp_grpc() {
    check(Language::Node, Transport::OtlpGrpc).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn node_otlp_http() {
    check(Language::Node, Transport::OtlpHttp).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn go_thrift_udp() {
    check(Language::Go, Transport::ThriftUdp).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn go_thrift_http() {
    check(Language::Go, Transport::ThriftHttp).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn go_otlp_grpc() {
    check(Language::Go, Transport::OtlpGrpc).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn go_otlp_http() {
    check(Language::Go, Transport::OtlpHttp).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn java_otlp_grpc() {
    check(Language::Java, Transport::OtlpGrpc).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn java_otlp_http() {
    check(Language::Java, Transport::OtlpHttp).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn zipkin_python_v1_thrift() {
    check(Language::ZipkinPython, Transport::ZipkinV1Thrift).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn zipkin_python_v1_json() {
    check(Language::ZipkinPython, Transport::ZipkinV1Json).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn zipkin_python_v2_json() {
    check(Language::ZipkinPython, Transport::ZipkinV2Json).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn zipkin_python_v2_proto() {
    check(Language::ZipkinPython, Transport::ZipkinV2Proto).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn zipkin_node_v1_json() {
    check(Language::ZipkinNode, Transport::ZipkinV1Json).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn zipkin_node_v2_json() {
    check(Language::ZipkinNode, Transport::ZipkinV2Json).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn zipkin_java_v2_json() {
    check(Language::ZipkinJava, Transport::ZipkinV2Json).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn zipkin_java_v2_proto() {
    check(Language::ZipkinJava, Transport::ZipkinV2Proto).await;
}

/// Runs a client against an all-in-one of its own and holds what that shows against what was sent.
async fn check(language: Language, transport: Transport) {
    let client = match Client::find(language, transport) {
        Ok(client) => client,
        Err(missing) => return skip(&missing),
    };
    let jaeger = Jaeger::start(&["--collector.zipkin.host-port=localhost:0"]).await;
    let spans = client.run(&jaeger, REQUEST_ID).await;
    assert_eq!(spans.len(), language.span_count(), "{client}: spans sent");

    let traces = Sent::by_trace(spans);
    assert_eq!(traces.len(), 3, "{client}: traces sent");
    for (id, spans) in &traces {
        let path = format!("/api/traces/{id}?raw=true");
        let shown = eventually("every span of the trace", async || {
            let reply = jaeger.get(&path).await;
            let body: Value = serde_json::from_slice(&reply.body).ok()?;
            let shown = body["data"][0]["spans"].as_array()?.len();
            (shown == spans.len()).then_some(body)
        })
        .await;
        let shown = &shown["data"][0];
        match transport.is_zipkin() {
            true => zipkin::compare(&client, spans, shown),
            false => expected::compare(&client, spans, shown),
        }
        adjusted_is_whole(&jaeger, &client, id, spans.len()).await;
    }
    search::finds(&jaeger, &client, &traces).await;
    jaeger.stop().await;
}

/// Adjusting for display loses no span and has nothing to complain of.
async fn adjusted_is_whole(jaeger: &Jaeger, client: &Client, id: &str, spans: usize) {
    let shown = jaeger.get_json(&format!("/api/traces/{id}")).await;
    let shown = shown["data"][0]["spans"].as_array().expect("spans").clone();
    assert_eq!(shown.len(), spans, "{id} adjusted");
    // In Node the libraries count from whole milliseconds, so a child may start before its parent.
    let is_vague = matches!(client.language, Language::Node | Language::ZipkinNode);
    for span in shown.iter().filter(|_| !is_vague) {
        assert_eq!(span["warnings"], Value::Null, "{span}");
    }
}

#[expect(clippy::print_stderr, reason = "a skip must be seen")]
fn skip(missing: &str) {
    let is_ci = std::env::var("CI").is_ok_and(|ci| ci == "true");
    assert!(!is_ci, "{missing}");
    eprintln!("skipped: {missing}");
}

const REQUEST_ID: &str = "r-17";
