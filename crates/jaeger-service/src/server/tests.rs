//! The accept loop through real sockets on port 0.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::extract::ConnectInfo;
use axum::routing::get;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

use super::*;
use crate::options::ListenAddress;

const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n";

/// A door that is open until `shutdown`.
struct Door {
    addresses: Vec<SocketAddr>,
    shutdown: CancellationToken,
    served: JoinHandle<()>,
}

impl Door {
    async fn open(router: Router, limits: Limits) -> Self {
        let listeners = Listeners::bind(&ListenAddress::local(0)).await.unwrap();
        let addresses = listeners.addresses();
        let shutdown = CancellationToken::new();
        let served = tokio::spawn(serve(listeners, router, shutdown.clone(), limits));
        Self {
            addresses,
            shutdown,
            served,
        }
    }

    async fn send(&self, bytes: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.addresses[0]).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        stream
    }
}

async fn rest_of(mut stream: TcpStream) -> String {
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    text
}

/// A handler that tells when it was entered and waits to be let out.
#[derive(Clone)]
struct Gate {
    entered: Arc<Semaphore>,
    leave: Arc<Semaphore>,
    inside: Arc<AtomicUsize>,
    inside_max: Arc<AtomicUsize>,
}

impl Gate {
    fn new() -> Self {
        Self {
            entered: Arc::new(Semaphore::new(0)),
            leave: Arc::new(Semaphore::new(0)),
            inside: Arc::default(),
            inside_max: Arc::default(),
        }
    }

    fn router(&self) -> Router {
        let gate = self.clone();
        Router::new().route("/", get(move || gate.clone().pass()))
    }

    async fn pass(self) -> &'static str {
        let inside = self.inside.fetch_add(1, Ordering::SeqCst) + 1;
        self.inside_max.fetch_max(inside, Ordering::SeqCst);
        self.entered.add_permits(1);
        self.leave.acquire().await.unwrap().forget();
        self.inside.fetch_sub(1, Ordering::SeqCst);
        "passed"
    }

    async fn entered(&self) {
        self.entered.acquire().await.unwrap().forget();
    }
}

#[tokio::test]
async fn a_client_that_reads_nothing_is_let_go() {
    /// What is sent while the client reads nothing; more than sockets buffer.
    static SENT: [u8; 32 << 20] = [b'x'; 32 << 20];
    let router = Router::new().route("/", get(|| async { &SENT[..] }));
    let limits = Limits {
        write_timeout: Duration::from_millis(50),
        grace: Duration::from_secs(600),
        ..Limits::default()
    };
    let door = Door::open(router, limits).await;
    let mut client = door.send(REQUEST).await;
    // The door waits for its connection, so that it closes tells that the connection has ended.
    door.shutdown.cancel();
    let patience = Duration::from_secs(30);
    tokio::time::timeout(patience, door.served)
        .await
        .unwrap()
        .unwrap();
    let mut received = Vec::new();
    let read = client.read_to_end(&mut received).await;
    assert!(read.is_err() || received.len() < SENT.len());
}

#[tokio::test]
async fn every_socket_serves_and_tells_who_asks() {
    let who = |ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.to_string() };
    let door = Door::open(Router::new().route("/", get(who)), Limits::default()).await;
    assert!(
        door.addresses
            .iter()
            .all(|address| address.port() == door.addresses[0].port())
    );
    for address in &door.addresses {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let own = stream.local_addr().unwrap().to_string();
        stream.write_all(REQUEST).await.unwrap();
        let answer = rest_of(stream).await;
        assert!(
            answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with(&own),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn answers_http2_with_its_settings() {
    let door = Door::open(Router::new(), Limits::default()).await;
    let preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    let mut stream = door.send(&preface[..5]).await;
    stream.write_all(&preface[5..]).await.unwrap();
    stream
        .write_all(&[0, 0, 0, 4, 0, 0, 0, 0, 0])
        .await
        .unwrap();
    let mut head = [0; 9];
    stream.read_exact(&mut head).await.unwrap();
    assert_eq!(head[3], 4, "the first frame is SETTINGS");
}

#[tokio::test]
async fn closes_on_a_client_that_does_not_speak_in_time() {
    let timeout = Duration::from_millis(50);
    let limits = Limits {
        header_read_timeout: timeout,
        ..Limits::default()
    };
    let door = Door::open(Router::new(), limits).await;
    for start in ["", "PRI * HT", "GET / HT"] {
        let mut stream = door.send(start.as_bytes()).await;
        // Whether it is closed politely does not matter, only that it is.
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).await.unwrap_or_default();
    }
}

#[tokio::test]
async fn serves_no_more_connections_than_allowed() {
    let gate = Gate::new();
    let limits = Limits {
        connections_max: 1,
        ..Limits::default()
    };
    let door = Door::open(gate.router(), limits).await;
    let first = door.send(REQUEST).await;
    gate.entered().await;
    let second = door.send(REQUEST).await;
    gate.leave.add_permits(2);
    assert!(rest_of(first).await.ends_with("passed"));
    assert!(rest_of(second).await.ends_with("passed"));
    assert_eq!(gate.inside_max.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn shutdown_lets_requests_finish_and_takes_no_new_ones() {
    let gate = Gate::new();
    let door = Door::open(gate.router(), Limits::default()).await;
    let under_way = door.send(REQUEST).await;
    gate.entered().await;
    door.shutdown.cancel();
    while TcpStream::connect(door.addresses[0]).await.is_ok() {
        tokio::task::yield_now().await;
    }
    assert!(!door.served.is_finished());
    gate.leave.add_permits(1);
    assert!(rest_of(under_way).await.ends_with("passed"));
    door.served.await.unwrap();
}

#[tokio::test]
async fn shutdown_ends_idle_connections_at_once() {
    let router = Router::new().route("/", get(|| async { "hello" }));
    let door = Door::open(router, Limits::default()).await;
    let mut stream = door.send(b"GET / HTTP/1.1\r\nHost: test\r\n\r\n").await;
    let mut start = [0; 12];
    stream.read_exact(&mut start).await.unwrap();
    assert_eq!(&start, b"HTTP/1.1 200");
    door.shutdown.cancel();
    door.served.await.unwrap();
}

#[tokio::test]
async fn connections_that_outlive_the_grace_are_closed() {
    let gate = Gate::new();
    let limits = Limits {
        grace: Duration::from_millis(50),
        ..Limits::default()
    };
    let door = Door::open(gate.router(), limits).await;
    let stuck = door.send(REQUEST).await;
    gate.entered().await;
    door.shutdown.cancel();
    door.served.await.unwrap();
    assert_eq!(rest_of(stuck).await, "");
}

#[tokio::test]
async fn an_old_connection_is_asked_to_go() {
    let age = Duration::from_millis(50);
    let limits = Limits {
        connection_age_max: Some(age),
        ..Limits::default()
    };
    let door = Door::open(Router::new(), limits).await;
    let stream = door.send(b"GET / HTTP/1.1\r\nHost: test\r\n\r\n").await;
    assert!(rest_of(stream).await.starts_with("HTTP/1.1 404"));
}

#[tokio::test]
async fn a_port_that_is_taken_is_named_in_the_error() {
    let door = Door::open(Router::new(), Limits::default()).await;
    let taken = ListenAddress::local(door.addresses[0].port());
    let error = Listeners::bind(&taken).await.unwrap_err().to_string();
    assert!(
        error.starts_with(&format!("failed to listen on {taken}: ")),
        "{error}"
    );
}
