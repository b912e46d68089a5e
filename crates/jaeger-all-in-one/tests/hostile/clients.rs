//! Clients that may send anything.
//!
//! A status that blames the server ends the test: whatever comes in, it is not its fault.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpStream, UdpSocket};

use crate::door::{Door, Via};
use crate::grpc;
use crate::program::Program;
use crate::shot::{Answer, Shot};

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
    let address = program.address(door.name);
    match door.via {
        Via::Grpc { path } => call(address, path, shot).await,
        Via::Http { path, media_type } => post(address, path, media_type, shot).await,
        Via::Udp(_) => datagram(program, door, shot).await,
    }
}

/// Asks for `target` by `method`, whatever they have in them, with these lines of a head besides.
pub(crate) async fn ask(
    address: SocketAddr,
    method: &str,
    target: &str,
    lines: &str,
) -> Option<Reply> {
    let head = format!(
        "{method} {target} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{lines}\r\n"
    );
    exchange(address, &head, &[], Ending::Reply).await
}

async fn post(address: SocketAddr, path: &str, media_type: &str, shot: &Shot) -> Answer {
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
        Some(400) => Answer::Undecodable,
        Some(413) => Answer::TooLarge,
        Some(status) => panic!("{path} answers {status}: {reply:?}"),
        None => Answer::Unheard,
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

async fn call(address: SocketAddr, path: &str, shot: &Shot) -> Answer {
    let encoding = match shot.is_compressed() {
        true => shot.encoding,
        false => "identity",
    };
    let len = shot.announced.unwrap_or(shot.bytes.len() as u64);
    let len = u32::try_from(len).unwrap_or(u32::MAX);
    let message = grpc::frame(u8::from(shot.is_compressed()), len, &shot.bytes);
    let headers = [grpc::CONTENT_TYPE, ("grpc-encoding", encoding)];
    let ended = in_time(grpc::call(address, path, &headers, message)).await;
    match ended.and_then(|ended| ended.code) {
        Some(grpc::OK) => Answer::Taken,
        Some(grpc::INVALID_ARGUMENT) => Answer::Undecodable,
        Some(grpc::RESOURCE_EXHAUSTED) => Answer::TooLarge,
        Some(code) => panic!("{path} answers with code {code}"),
        None => Answer::Unheard,
    }
}

/// Nobody answers a datagram, but the port counts what became of it.
async fn datagram(program: &Program, door: Door, shot: &Shot) -> Answer {
    let address = program.address(door.name);
    let before = program.counted(door.name).await;
    let local = match address.is_ipv4() {
        true => "127.0.0.1:0",
        false => "[::1]:0",
    };
    let socket = UdpSocket::bind(local).await.expect("a free port");
    let sent = socket.send_to(&shot.bytes, address).await;
    assert_eq!(sent.expect("the datagram fits"), shot.bytes.len());
    in_time(async {
        loop {
            let counted = program.counted(door.name).await;
            if let Some(answer) = counted.answer_since(&before) {
                return answer;
            }
        }
    })
    .await
}

/// Waits as long as the slowest answer may take.
pub(crate) async fn in_time<T>(work: impl Future<Output = T>) -> T {
    let done = tokio::time::timeout(PATIENCE, work).await;
    done.expect("an answer in time")
}

const PATIENCE: Duration = Duration::from_secs(60);
