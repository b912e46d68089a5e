//! Clients that may send anything.

use std::net::SocketAddr;

use axum::body::Body;
use bytes::Bytes;
use futures::{StreamExt as _, stream};
use http_body_util::BodyExt as _;
use hyper::Request;
use hyper::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpStream, UdpSocket};
use tonic::Status;

use crate::harness::in_time;

/// A reply over HTTP/1.
#[derive(Debug)]
pub(crate) struct HttpReply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl HttpReply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let end = end.expect("a reply has a head");
        let (head, body) = bytes.split_at(end);
        let head = String::from_utf8_lossy(head).into_owned();
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1));
        let headers = lines.filter_map(|line| line.split_once(": "));
        Self {
            status: status
                .and_then(|status| status.parse().ok())
                .expect("a reply has a status"),
            headers: headers
                .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
                .collect(),
            body: body.get(4..).unwrap_or_default().to_vec(),
        }
    }
}

/// Sends a request with a body over HTTP/1.
pub(crate) async fn http(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> HttpReply {
    let mut request = head(method, path, headers);
    request.extend(format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes());
    request.extend_from_slice(body);
    exchange(address, &request).await
}

/// The beginning of a request over HTTP/1, to which headers can be added.
pub(crate) fn head(method: &str, path: &str, headers: &[(&str, &str)]) -> Vec<u8> {
    let mut head = format!("{method} {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n");
    for &(name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.into_bytes()
}

/// Sends bytes and reads the reply, which may come before all of them are sent.
pub(crate) async fn exchange(address: SocketAddr, request: &[u8]) -> HttpReply {
    let stream = TcpStream::connect(address).await.expect("the door is open");
    let (mut reader, mut writer) = stream.into_split();
    let sending = async {
        // A server that has seen enough may close before it has read all.
        writer.write_all(request).await.ok();
        writer
    };
    let receiving = async {
        let mut reply = Vec::new();
        let mut chunk = [0; 4_096];
        while let Ok(len @ 1..) = reader.read(&mut chunk).await {
            reply.extend_from_slice(chunk.get(..len).unwrap_or_default());
        }
        reply
    };
    let (_writer, reply) = in_time(async { tokio::join!(sending, receiving) }).await;
    HttpReply::parse(&reply)
}

/// A reply over gRPC.
#[derive(Debug)]
pub(crate) struct GrpcReply {
    pub(crate) http_status: u16,
    pub(crate) status: Option<Status>,
    pub(crate) body: Bytes,
}

pub(crate) const EXPORT: &str = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

pub(crate) const POST_SPANS: &str = "/jaeger.api_v2.CollectorService/PostSpans";

/// Sends a call with any body; `headers` replace those of a proper call.
pub(crate) async fn grpc(
    address: SocketAddr,
    path: &str,
    headers: &[(&'static str, &'static str)],
    body: Body,
) -> GrpcReply {
    let stream = TcpStream::connect(address).await.expect("the door is open");
    let io = TokioIo::new(stream);
    let (mut sender, connection) = hyper::client::conn::http2::handshake(TokioExecutor::new(), io)
        .await
        .expect("the door speaks HTTP/2");
    let connection = tokio::spawn(connection);
    let mut request = Request::post(format!("http://{address}{path}"))
        .header("te", "trailers")
        .header(CONTENT_TYPE, "application/grpc")
        .body(body)
        .expect("the request is one");
    for &(name, value) in headers {
        let name = HeaderName::from_static(name);
        let value = HeaderValue::from_static(value);
        // The first of a name replaces what is there, others are added.
        if headers
            .iter()
            .filter(|(other, _)| *other == name.as_str())
            .count()
            > 1
        {
            request.headers_mut().append(name, value);
        } else {
            request.headers_mut().insert(name, value);
        }
    }
    let reply = in_time(async {
        let response = sender
            .send_request(request)
            .await
            .expect("the door replies");
        let (head, body) = response.into_parts();
        let collected = body.collect().await.expect("the reply has an end");
        let trailers = collected.trailers().cloned().unwrap_or_default();
        let status = Status::from_header_map(&trailers);
        GrpcReply {
            http_status: head.status.as_u16(),
            status: status.or_else(|| Status::from_header_map(&head.headers)),
            body: collected.to_bytes(),
        }
    })
    .await;
    connection.abort();
    reply
}

/// A body that begins like this and then nothing more comes.
pub(crate) fn without_end(bytes: Vec<u8>) -> Body {
    let first = stream::iter([Ok::<_, std::io::Error>(Bytes::from(bytes))]);
    Body::from_stream(first.chain(stream::pending()))
}

/// Sends a datagram.
pub(crate) async fn datagram(address: SocketAddr, bytes: &[u8]) {
    let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a free port");
    let sent = socket.send_to(bytes, address).await;
    assert_eq!(sent.expect("the datagram fits"), bytes.len());
}
