//! How a port is asked, over HTTP and over gRPC.

use std::net::SocketAddr;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http2;
use hyper::{HeaderMap, Request};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo};
use serde_json::Value;
use tokio::net::TcpStream;

/// Asks over HTTP/1, on connections that stay open.
#[derive(Clone, Debug)]
pub(crate) struct HttpClient(Client<HttpConnector, Full<Bytes>>);

/// What was answered over HTTP.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

/// How a call over gRPC ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: u16,
    /// What the status says.
    pub(crate) message: String,
    /// The messages of the answer, as text where they are.
    pub(crate) text: String,
}

impl HttpClient {
    pub(crate) fn new() -> Self {
        Self(Client::builder(TokioExecutor::new()).build_http())
    }

    pub(crate) async fn ask(
        &self,
        address: SocketAddr,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Reply {
        let uri = format!("http://{address}{path}");
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::from(body)).expect("a good request");
        let reply = self.0.request(request).await.expect("a reply");
        let (head, body) = reply.into_parts();
        let body = body.collect().await.expect("a whole body").to_bytes();
        Reply {
            status: head.status.as_u16(),
            headers: head.headers,
            text: String::from_utf8_lossy(&body).into_owned(),
        }
    }
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).expect("JSON")
    }

    /// The spans of the first trace.
    pub(crate) fn spans(&self) -> Vec<Value> {
        let reply = self.json();
        let spans = reply.pointer("/data/0/spans").and_then(Value::as_array);
        spans.expect("a trace").clone()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// Calls a method with one message, compressed if a header says so.
pub(crate) async fn call(
    address: SocketAddr,
    path: &str,
    headers: &[(&str, &str)],
    message: &[u8],
) -> Ended {
    let stream = TcpStream::connect(address).await.expect("the port is open");
    let (mut sender, connection) = http2::handshake(TokioExecutor::new(), TokioIo::new(stream))
        .await
        .expect("the port speaks HTTP/2");
    let connection = tokio::spawn(connection);
    let is_compressed = headers.iter().any(|(name, _)| *name == "grpc-encoding");
    let len = u32::try_from(message.len()).expect("a short message");
    let mut frame = vec![u8::from(is_compressed)];
    frame.extend(len.to_be_bytes());
    frame.extend(message);
    let mut request = Request::post(format!("http://{address}{path}"))
        .header("te", "trailers")
        .header("content-type", "application/grpc");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Full::new(Bytes::from(frame)));
    let reply = sender.send_request(request.expect("a good request")).await;
    let (head, body) = reply.expect("an answer").into_parts();
    let body = body.collect().await.expect("a whole answer");
    // Open, it would keep a process that is told to stop.
    connection.abort();
    drop(connection.await);
    let trailers = body.trailers().cloned().unwrap_or_default();
    let said = |name: &str| {
        let value = trailers.get(name).or_else(|| head.headers.get(name))?;
        value.to_str().ok().map(str::to_owned)
    };
    let code = said("grpc-status").and_then(|code| code.parse().ok());
    Ended {
        code: code.expect("a call ends with a code"),
        message: said("grpc-message").unwrap_or_default(),
        text: String::from_utf8_lossy(&body.to_bytes()).into_owned(),
    }
}
