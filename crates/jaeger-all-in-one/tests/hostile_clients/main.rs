//! Clients that hold on to what they were given: the real program serves the others meanwhile, holds
//! no more than it promises, and is as before once they are gone.
//!
//! That others are served means that a good request is answered within ten seconds. What hostile
//! bytes do is for the tests of `hostile`.
#![expect(clippy::expect_used, reason = "helpers of tests fail loudly")]

mod floods;
mod frame;
#[path = "../program/memory.rs"]
mod memory;
#[path = "../program/mod.rs"]
mod program;
mod served;
mod stalled;

use std::fs;

use jaeger_model::wire::Writer;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

use program::Program;
use served::in_time;
use stalled::Stalled;

/// Heads and bodies that come byte by byte end when their time is over.
#[tokio::test]
async fn a_request_that_comes_byte_by_byte_is_given_up() {
    const OF_EACH: usize = 50;
    let program = Program::start(
        &[],
        &[
            "--collector.otlp.http.read-header-timeout=5s",
            "--collector.otlp.http.read-timeout=5s",
        ],
    );
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
    program.end_as_before(before, 32 << 20).await;
}

/// Connections that say nothing are cheap, and those of others are accepted beside them.
///
/// As many as the limit of open files allows, at most 9,900: with 10,000 the port would be full.
#[tokio::test]
async fn idle_connections_are_cheap() {
    let program = Program::start(&[], &["--collector.otlp.http.read-header-timeout=5m"]);
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
        .end_as_before(before, (16 << 20) + (held << 10))
        .await;
}

/// A client that sends one thing of HTTP/2 for ever loses its connection, and nobody else does.
#[tokio::test]
async fn a_flood_ends_its_own_connection() {
    let program = Program::start(&[], &[]);
    let before = program.before().await;
    for (port, path) in [
        ("otlp-grpc", EXPORT),
        ("jaeger-grpc", POST_SPANS),
        ("query-grpc", GET_SERVICES),
    ] {
        for flood in floods::ALL {
            println!("{} at {port}", flood.name);
            let connection = program.connect(port).await;
            in_time(flood.send(connection, path)).await;
            program.serves_others().await;
        }
    }
    program.end_as_before(before, 64 << 20).await;
}

/// A client that has no window for its replies keeps nobody else from theirs, and holds nothing of
/// the budget of requests.
#[tokio::test]
async fn a_client_without_a_window_stalls_itself_alone() {
    const BUDGET_BYTES: u64 = 64 << 20;
    const CALLS: u32 = 100;
    let program = Program::start(&[], &["--query.max-in-flight-bytes=64MiB"]);
    let stored = program
        .post("otlp-http", "/v1/traces", &large_trace())
        .await;
    assert_eq!(served::status(&stored), "200", "{stored}");
    let before = program.before().await;
    let mut clients = Vec::new();
    for (port, path, message) in [
        ("otlp-grpc", EXPORT, one_span()),
        ("query-grpc", GET_TRACE, large_trace_id()),
    ] {
        let mut client = Stalled::begin(program.connect(port).await, 0).await;
        in_time(client.call_at_once(path, &message, CALLS)).await;
        clients.push(client);
        program.serves_others().await;
    }
    let held = "jaeger_receiver_in_flight_bytes ";
    program.until(held, |bytes| bytes == 0).await;
    drop(clients);
    // Beside the budget, what each call may take for itself.
    let of_calls = u64::from(2 * CALLS) << 19;
    program.end_as_before(before, BUDGET_BYTES + of_calls).await;
}

/// Replies that nobody reads are held from the budget of all replies until they are sent.
#[tokio::test]
async fn replies_that_nobody_reads_stay_within_their_budget() {
    const BUDGET_BYTES: u64 = 64 << 20;
    const CLIENTS: usize = 40;
    let program = Program::start(&[], &["--query.max-in-flight-bytes=64MiB"]);
    let stored = program
        .post("otlp-http", "/v1/traces", &large_trace())
        .await;
    assert_eq!(served::status(&stored), "200", "{stored}");
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
    program.end_as_before(before, BUDGET_BYTES + buffered).await;
}

/// The same over gRPC, where a reply is held chunk by chunk.
#[tokio::test]
async fn replies_over_grpc_that_nobody_reads_stay_within_their_budget() {
    const BUDGET_BYTES: u64 = 64 << 20;
    const CALLS: usize = 40;
    let program = Program::start(&[], &["--query.max-in-flight-bytes=64MiB"]);
    let stored = program
        .post("otlp-http", "/v1/traces", &trace_of(&["n".repeat(8 << 20)]))
        .await;
    assert_eq!(served::status(&stored), "200", "{stored}");
    let before = program.before().await;
    let mut client = Stalled::begin(program.connect("query-grpc").await, 1).await;
    for _ in 0..CALLS {
        in_time(client.call_and_wait(GET_TRACE, &large_trace_id())).await;
    }
    program.serves_others().await;
    drop(client);
    // Beside the budget, what is copied while one reply is made.
    program
        .end_as_before(before, BUDGET_BYTES + (64 << 20))
        .await;
}

/// A trace of eight MiB, which is more than sockets buffer.
fn large_trace() -> String {
    trace_of(&vec!["n".repeat(1 << 20); 8])
}

/// The large trace with spans of these names.
fn trace_of(names: &[String]) -> String {
    let trace = format!("{LARGE_TRACE:032x}");
    let span = |(index, name): (usize, &String)| {
        let id = index + 1;
        format!(r#"{{"traceId":"{trace}","spanId":"{id:016x}","name":"{name}"}}"#)
    };
    let spans: Vec<String> = names.iter().enumerate().map(span).collect();
    let spans = spans.join(",");
    format!(r#"{{"resourceSpans":[{{"scopeSpans":[{{"spans":[{spans}]}}]}}]}}"#)
}

/// A `GetTraceRequest` for it.
fn large_trace_id() -> Vec<u8> {
    let mut request = Writer::default();
    request.bytes(1, &LARGE_TRACE.to_be_bytes());
    request.into_bytes()
}

/// An `ExportTraceServiceRequest`.
fn one_span() -> Vec<u8> {
    let mut request = Writer::default();
    request.message(1, |resource_spans| {
        resource_spans.message(2, |scope_spans| {
            scope_spans.message(2, |span| {
                span.bytes(1, &[1; 16]);
                span.bytes(2, &[1; 8]);
            });
        });
    });
    request.into_bytes()
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

const LARGE_TRACE: u128 = 0xbb;

const EXPORT: &str = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
const POST_SPANS: &str = "/jaeger.api_v2.CollectorService/PostSpans";
const GET_SERVICES: &str = "/jaeger.api_v2.QueryService/GetServices";
const GET_TRACE: &str = "/jaeger.api_v2.QueryService/GetTrace";

const SLOW_HEAD: &str = "POST /v1/traces HTTP/1.1\r\nHost: test\r\nX-Slow: ";
const SLOW_BODY: &str = "POST /v1/traces HTTP/1.1\r\nHost: test\r\n\
    Content-Type: application/json\r\nContent-Length: 1000000\r\n\r\n";
