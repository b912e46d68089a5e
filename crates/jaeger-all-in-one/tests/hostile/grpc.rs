//! Calls of gRPC that may have anything in them, and how they end.

use std::net::SocketAddr;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::Request;
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpStream;

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ended {
    /// The status over HTTP.
    pub(crate) http: u16,
    /// The status of gRPC, if there is one.
    pub(crate) code: Option<u16>,
}

/// Calls the method at `path` on a connection of its own; nothing if that ends without an answer.
pub(crate) async fn call(
    address: SocketAddr,
    path: &str,
    headers: &[(&str, &str)],
    body: Vec<u8>,
) -> Option<Ended> {
    let stream = TcpStream::connect(address).await.expect("the port is open");
    let (mut sender, connection) = http2::handshake(TokioExecutor::new(), TokioIo::new(stream))
        .await
        .expect("the port speaks HTTP/2");
    let connection = tokio::spawn(connection);
    let mut request = Request::post(format!("http://{address}{path}")).header("te", "trailers");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Full::new(Bytes::from(body)));
    let answer = sender.send_request(request.expect("a good request")).await;
    let (head, body) = answer.ok()?.into_parts();
    let collected = body.collect().await.ok()?;
    connection.abort();
    let trailers = collected.trailers();
    let status = trailers.and_then(|trailers| trailers.get("grpc-status"));
    let status = status.or_else(|| head.headers.get("grpc-status"));
    Some(Ended {
        http: head.status.as_u16(),
        code: status.and_then(|status| status.to_str().ok()?.parse().ok()),
    })
}

/// A message with what stands before it: whether it is compressed, and the length that it is said to
/// have.
pub(crate) fn frame(flag: u8, len: u32, message: &[u8]) -> Vec<u8> {
    [&[flag][..], &len.to_be_bytes(), message].concat()
}

pub(crate) const CONTENT_TYPE: (&str, &str) = ("content-type", "application/grpc");

pub(crate) const OK: u16 = 0;
pub(crate) const UNKNOWN: u16 = 2;
pub(crate) const INVALID_ARGUMENT: u16 = 3;
pub(crate) const NOT_FOUND: u16 = 5;
pub(crate) const RESOURCE_EXHAUSTED: u16 = 8;
pub(crate) const OUT_OF_RANGE: u16 = 11;
pub(crate) const UNIMPLEMENTED: u16 = 12;
pub(crate) const INTERNAL: u16 = 13;
