//! Requests as the data source sends them, which takes compressed replies.

use std::io::Read as _;

use bytes::Bytes;
use flate2::bufread::MultiGzDecoder;
use http_body_util::{BodyExt as _, Full};
use hyper::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, HeaderValue};
use hyper::{Request, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use jaeger_tests::{Jaeger, Reply};
use serde_json::Value;

/// Asks the query API.
pub(crate) async fn get(jaeger: &Jaeger, path: &str) -> Reply {
    let uri = format!("http://{}{path}", jaeger.address("query-http"));
    let request = Request::get(uri)
        .header(ACCEPT_ENCODING, "gzip")
        .body(Full::default())
        .expect("a good request");
    send(request).await
}

/// Stores spans.
pub(crate) async fn post(jaeger: &Jaeger, spans: &Value) {
    let uri = format!("http://{}/v1/traces", jaeger.address("otlp-http"));
    let request = Request::post(uri)
        .header(CONTENT_TYPE, "application/json")
        .body(Full::from(spans.to_string()))
        .expect("a good request");
    let reply = send(request).await;
    assert_eq!(reply.status, StatusCode::OK, "{:?}", reply.body);
}

async fn send(request: Request<Full<Bytes>>) -> Reply {
    let client = Client::builder(TokioExecutor::new()).build_http();
    let reply = client.request(request).await.expect("a reply");
    let status = reply.status();
    let encoding = reply.headers().get(CONTENT_ENCODING).cloned();
    let body = reply.collect().await.expect("a whole body").to_bytes();
    let body = match encoding.as_ref().map(HeaderValue::as_bytes) {
        None => body,
        Some(b"gzip") => inflated(&body),
        Some(other) => panic!("nobody asked for {:?}", String::from_utf8_lossy(other)),
    };
    Reply { status, body }
}

fn inflated(body: &[u8]) -> Bytes {
    let mut plain = Vec::new();
    let read = MultiGzDecoder::new(body).read_to_end(&mut plain);
    read.expect("a gzip stream");
    plain.into()
}
