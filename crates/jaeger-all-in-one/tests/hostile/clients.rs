//! Clients that may send anything.
//!
//! A status that blames the server ends the test: whatever comes in, it is not its fault.

use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::Request;
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpStream, UdpSocket};

use crate::Answer;
use crate::door::Door;
use crate::kind::Shot;
use crate::program::Program;

/// A reply over HTTP/1.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&bytes[..end]);
        Some(Self {
            status: head.split(' ').nth(1)?.parse().ok()?,
            body: bytes[end + 4..].to_vec(),
        })
    }
}

/// Sends a request to `door` and waits until it is dealt with.
pub(crate) async fn send(program: &Program, door: Door, shot: &Shot) -> Answer {
    let address = program.address(door.name());
    match door {
        Door::OtlpGrpc => grpc(address, door, shot).await,
        Door::OtlpProtobuf | Door::OtlpJson | Door::ThriftHttp => post(address, door, shot).await,
        Door::CompactUdp | Door::BinaryUdp => datagram(program, door, shot).await,
    }
}

/// Asks for `path`, whatever it has in it.
pub(crate) async fn get(address: SocketAddr, path: &str) -> Option<Reply> {
    let head = format!(
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nAccept: */*\r\n\r\n"
    );
    exchange(address, &head, &[], Ending::Reply).await
}

async fn post(address: SocketAddr, door: Door, shot: &Shot) -> Answer {
    let (path, media_type) = door.post();
    let length = shot.announced.unwrap_or(shot.bytes.len() as u64);
    let mut head = format!("POST {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    head.push_str(&format!("Content-Type: {media_type}\r\n"));
    head.push_str(&format!("Content-Length: {length}\r\n"));
    if shot.is_compressed() {
        head.push_str(&format!("Content-Encoding: {}\r\n", shot.encoding));
    }
    head.push_str("\r\n");
    let ending = match shot.announced {
        Some(_) if !shot.bytes.is_empty() => Ending::BrokenOff,
        _ => Ending::Reply,
    };
    let reply = exchange(address, &head, &shot.bytes, ending).await;
    match reply.as_ref().map(|reply| reply.status) {
        Some(200 | 202) => Answer::Taken,
        Some(400 | 413) | None => Answer::NotTaken,
        Some(status) => panic!("{door:?} answers {status}: {reply:?}"),
    }
}

/// Who ends a connection.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// The server, behind its reply.
    Reply,
    /// The client, before it has sent what it announced.
    BrokenOff,
}

async fn exchange(address: SocketAddr, head: &str, body: &[u8], ending: Ending) -> Option<Reply> {
    let stream = TcpStream::connect(address).await.expect("the port is open");
    let (mut from, mut to) = stream.into_split();
    let sending = async {
        // A server that has seen enough may close before it has read all.
        if to.write_all(head.as_bytes()).await.is_ok() {
            to.write_all(body).await.unwrap_or_default();
        }
        if ending == Ending::BrokenOff {
            to.shutdown().await.unwrap_or_default();
        }
        to
    };
    let receiving = async {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).await.unwrap_or_default();
        bytes
    };
    let (_to, bytes) = in_time(async { tokio::join!(sending, receiving) }).await;
    Reply::parse(&bytes)
}

async fn grpc(address: SocketAddr, door: Door, shot: &Shot) -> Answer {
    match in_time(grpc_status(address, door, shot)).await {
        Some(0) => Answer::Taken,
        Some(INVALID_ARGUMENT | RESOURCE_EXHAUSTED) | None => Answer::NotTaken,
        Some(code) => panic!("{door:?} answers with code {code}"),
    }
}

/// The code that a call ends with, if it has an end.
async fn grpc_status(address: SocketAddr, door: Door, shot: &Shot) -> Option<u16> {
    let stream = TcpStream::connect(address).await.expect("the port is open");
    let (mut sender, connection) = http2::handshake(TokioExecutor::new(), TokioIo::new(stream))
        .await
        .expect("the port speaks HTTP/2");
    let connection = tokio::spawn(connection);
    let (path, media_type) = door.post();
    let encoding = match shot.is_compressed() {
        true => shot.encoding,
        false => "identity",
    };
    let request = Request::post(format!("http://{address}{path}"))
        .header("te", "trailers")
        .header("content-type", media_type)
        .header("grpc-encoding", encoding)
        .body(Full::new(Bytes::from(frame(shot))))
        .expect("a good request");
    let (head, body) = sender.send_request(request).await.ok()?.into_parts();
    let collected = body.collect().await.ok()?;
    connection.abort();
    let trailers = collected.trailers();
    let status = trailers.and_then(|trailers| trailers.get("grpc-status"));
    let status = status.or_else(|| head.headers.get("grpc-status"));
    status?.to_str().ok()?.parse().ok()
}

/// The message of a call with what stands before it.
fn frame(shot: &Shot) -> Vec<u8> {
    let len = shot.announced.unwrap_or(shot.bytes.len() as u64);
    let len = u32::try_from(len).unwrap_or(u32::MAX);
    let mut frame = vec![u8::from(shot.is_compressed())];
    frame.extend(len.to_be_bytes());
    frame.extend_from_slice(&shot.bytes);
    frame
}

/// Nobody answers a datagram, but the port counts what became of it.
async fn datagram(program: &Program, door: Door, shot: &Shot) -> Answer {
    let address = program.address(door.name());
    let before = program.counted(door).await;
    let local = match address.is_ipv4() {
        true => "127.0.0.1:0",
        false => "[::1]:0",
    };
    let socket = UdpSocket::bind(local).await.expect("a free port");
    let sent = socket.send_to(&shot.bytes, address).await;
    assert_eq!(sent.expect("the datagram fits"), shot.bytes.len());
    let counted = async {
        loop {
            let counted = program.counted(door).await;
            if counted.all > before.all {
                return counted;
            }
        }
    };
    match in_time(counted).await.taken > before.taken {
        true => Answer::Taken,
        false => Answer::NotTaken,
    }
}

async fn in_time<T>(work: impl Future<Output = T>) -> T {
    let done = tokio::time::timeout(PATIENCE, work).await;
    done.expect("an answer in time")
}

const PATIENCE: Duration = Duration::from_secs(60);
const INVALID_ARGUMENT: u16 = 3;
const RESOURCE_EXHAUSTED: u16 = 8;
