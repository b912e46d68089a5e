//! Sends a request byte by byte as it was recorded, and reads the reply.
//!
//! Not a library: each would change paths (`{"a":"b"}` unescaped), add headers or refuse empty ones.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::recording::Sent;

/// A reply as it came.
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// Names in lower case; several of one name are joined by commas.
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// Returns the body as JSON, as a text if it is none.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| Value::String(self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Sends a request on a connection of its own.
pub(crate) async fn send(address: SocketAddr, sent: &Sent) -> Reply {
    let exchange = exchange(address, sent);
    let bytes = tokio::time::timeout(TIMEOUT, exchange).await;
    let bytes = bytes.unwrap_or_else(|_| panic!("no reply to {} {}", sent.method, sent.path));
    let Some((head, body)) = split_head(&bytes) else {
        panic!("no reply but {} bytes to {}", bytes.len(), sent.path);
    };
    let (status, headers) = read_head(&head);
    let is_chunked = headers
        .get("transfer-encoding")
        .is_some_and(|encoding| encoding == "chunked");
    let body = match is_chunked {
        true => joined_chunks(body),
        false => body.to_vec(),
    };
    Reply {
        status,
        headers,
        body,
    }
}

/// A server may answer and close before it has read all: what cannot be written any more is no
/// failure, and neither is an end that is not clean.
async fn exchange(address: SocketAddr, sent: &Sent) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).await.expect("the door is open");
    let (mut from, mut to) = stream.split();
    let write = async {
        if to.write_all(head_of(sent).as_bytes()).await.is_ok() {
            let body = sent.body.as_deref().unwrap_or_default();
            to.write_all(body).await.unwrap_or_default();
        }
    };
    let read = async {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).await.unwrap_or_default();
        bytes
    };
    tokio::join!(write, read).1
}

fn head_of(sent: &Sent) -> String {
    let mut head = format!(
        "{} {} HTTP/1.1\r\nHost: localhost\r\n",
        sent.method, sent.path
    );
    head.push_str("Connection: close\r\n");
    if let Some(body) = &sent.body {
        head.push_str(&format!("Content-Length: {}\r\n", body.len()));
    }
    for (name, value) in &sent.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    head
}

fn split_head(bytes: &[u8]) -> Option<(String, &[u8])> {
    let end = find(bytes, b"\r\n\r\n")?;
    let (head, rest) = bytes.split_at(end);
    let head = String::from_utf8_lossy(head).into_owned();
    // Nothing here asks the server to wait, but it may say that it goes on.
    if head.starts_with("HTTP/1.1 100") {
        return split_head(&rest[4..]);
    }
    Some((head, &rest[4..]))
}

fn read_head(head: &str) -> (u16, BTreeMap<String, String>) {
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1));
    let status = status.and_then(|status| status.parse().ok());
    let mut headers = BTreeMap::<String, String>::new();
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        let known = headers.entry(name.to_ascii_lowercase()).or_default();
        if !known.is_empty() {
            known.push_str(", ");
        }
        known.push_str(value.trim());
    }
    (status.expect("a status line"), headers)
}

fn joined_chunks(mut bytes: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = find(bytes, b"\r\n") {
        let size = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let size = usize::from_str_radix(size.trim(), 16).expect("the size of a chunk");
        if size == 0 {
            break;
        }
        let chunk = &bytes[end + 2..];
        body.extend_from_slice(&chunk[..size]);
        bytes = &chunk[size + 2..];
    }
    body
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

const TIMEOUT: Duration = Duration::from_secs(60);
