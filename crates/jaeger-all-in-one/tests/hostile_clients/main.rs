//! Clients that hold on to what they were given: the real program serves the others meanwhile, holds
//! no more than it promises, and is as before once they are gone.
//!
//! That others are served means that a good request is answered within ten seconds. What hostile
//! bytes do is for the tests of `hostile`.
#![expect(clippy::expect_used, reason = "helpers of tests fail loudly")]

mod program;
mod resets;

use std::fs;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

use program::{Program, in_time};

/// Heads and bodies that come byte by byte end when their time is over.
#[tokio::test]
async fn a_request_that_comes_byte_by_byte_is_given_up() {
    const OF_EACH: usize = 50;
    let program = Program::start(&[
        "--collector.otlp.http.read-header-timeout=5s",
        "--collector.otlp.http.read-timeout=5s",
    ]);
    let before = program.before().await;
    let mut clients = Vec::new();
    for start in [SLOW_HEAD, SLOW_BODY] {
        for _ in 0..OF_EACH {
            let mut client = program.connect("otlp-http").await;
            client.write_all(start.as_bytes()).await.expect("sent");
            clients.push(client);
        }
    }
    program.until_connected(before, clients.len()).await;
    in_time(async {
        while !clients.is_empty() {
            let mut alive = Vec::new();
            for mut client in clients.drain(..) {
                // Only a second byte behind its end tells a client that it was let go.
                if client.write_all(b" ").await.is_ok() {
                    alive.push(client);
                }
            }
            clients = alive;
            program.serves_others().await;
        }
    })
    .await;
    let timed_out = r#"jaeger_receiver_requests_total{door="otlp-http",outcome="timed_out"} "#;
    assert_eq!(program.metric(timed_out).await, OF_EACH as u64);
    program.is_as_before(before, 32 << 20).await;
}

/// Connections that say nothing are cheap, and those of others are accepted beside them.
///
/// As many as the limit of open files allows, at most 9,900: with 10,000 the port would be full.
#[tokio::test]
async fn idle_connections_are_cheap() {
    let program = Program::start(&["--collector.otlp.http.read-header-timeout=5m"]);
    let before = program.before().await;
    let count = open_files_max().saturating_sub(FILES_OF_OTHERS).min(9_900);
    println!("{count} idle connections");
    let mut idle = Vec::new();
    for made in 0..count {
        idle.push(program.connect("otlp-http").await);
        if made % 1_000 == 0 {
            program.serves_others().await;
        }
    }
    program.until_connected(before, count).await;
    program.serves_others().await;
    drop(idle);
    let held = 16 * count as u64;
    program
        .is_as_before(before, (16 << 20) + (held << 10))
        .await;
}

/// A client that opens streams and gives them up loses its connection, and nobody else does.
#[tokio::test]
async fn a_flood_of_resets_ends_its_own_connection() {
    let program = Program::start(&[]);
    let before = program.before().await;
    for _ in 0..10 {
        let stream = program.connect("otlp-grpc").await;
        let sent = in_time(resets::flood(stream)).await;
        assert!(sent < resets::STREAMS, "{sent} streams and no end");
        program.serves_others().await;
    }
    program.is_as_before(before, 64 << 20).await;
}

/// Replies that nobody reads are held from the budget of all replies until they are sent.
#[tokio::test]
async fn replies_that_nobody_reads_stay_within_their_budget() {
    const BUDGET_BYTES: u64 = 64 << 20;
    const CLIENTS: usize = 40;
    let program = Program::start(&["--query.max-in-flight-bytes=64MiB"]);
    let stored = program
        .post("otlp-http", "/v1/traces", &large_trace())
        .await;
    assert_eq!(program::status(&stored), "200", "{stored}");
    let before = program.before().await;
    let mut clients = Vec::new();
    for _ in 0..CLIENTS {
        let mut client = connect_to_read_little(&program).await;
        let ask = b"GET /api/traces/bb HTTP/1.1\r\nHost: test\r\n\r\n";
        client.write_all(ask).await.expect("sent");
        let first = in_time(client.read_u8()).await;
        assert_eq!(first.expect("the first byte of a reply"), b'H');
        clients.push(client);
    }
    program.serves_others().await;
    drop(clients);
    // Beside the budget, what each connection may have in its buffers.
    let buffered = (CLIENTS as u64) << 20;
    program.is_as_before(before, BUDGET_BYTES + buffered).await;
}

/// A trace of eight MiB, which is more than sockets buffer.
fn large_trace() -> String {
    let name = "n".repeat(1 << 20);
    let trace = format!("{:032x}", 0xbb);
    let span =
        |id: usize| format!(r#"{{"traceId":"{trace}","spanId":"{id:016x}","name":"{name}"}}"#);
    let spans: Vec<String> = (1..=8).map(span).collect();
    let spans = spans.join(",");
    format!(r#"{{"resourceSpans":[{{"scopeSpans":[{{"spans":[{spans}]}}]}}]}}"#)
}

/// A connection to the query port whose socket takes in next to nothing.
async fn connect_to_read_little(program: &Program) -> TcpStream {
    let address = program.address("query-http");
    let socket = match address.is_ipv4() {
        true => TcpSocket::new_v4(),
        false => TcpSocket::new_v6(),
    };
    let socket = socket.expect("a socket");
    socket.set_recv_buffer_size(4_096).expect("a small buffer");
    socket.connect(address).await.expect("the port is open")
}

/// How many files a process of ours may have open.
fn open_files_max() -> usize {
    let limits = fs::read_to_string("/proc/self/limits").expect("limits");
    let limit = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"));
    let limit = limit.and_then(|columns| columns.split_whitespace().next());
    // A word in place of a number says that there is no limit.
    limit
        .and_then(|limit| limit.parse().ok())
        .unwrap_or(usize::MAX)
}

/// Files that the program has open besides, and that the other tests of this process have.
const FILES_OF_OTHERS: usize = 400;

const SLOW_HEAD: &str = "POST /v1/traces HTTP/1.1\r\nHost: test\r\nX-Slow: ";
const SLOW_BODY: &str = "POST /v1/traces HTTP/1.1\r\nHost: test\r\n\
    Content-Type: application/json\r\nContent-Length: 1000000\r\n\r\n";
