//! Batches as the OpenTelemetry Collector exports them: thousands of spans in one compressed request, sent again when the
//! receiver is full. Nothing is lost then and nothing doubled.
#![expect(clippy::expect_used, reason = "helpers of tests fail loudly")]

mod batch;
mod wire;

use batch::Batch;
use hyper::StatusCode;
use jaeger_tests::{Jaeger, eventually};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use wire::{Answer, Wire};

#[tokio::test(flavor = "multi_thread")]
async fn one_batch_over_grpc() {
    is_stored_as_sent(Wire::Grpc).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_batch_over_http() {
    is_stored_as_sent(Wire::Http).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_over_grpc_and_sent_again() {
    is_taken_the_second_time(Wire::Grpc).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_over_http_and_sent_again() {
    is_taken_the_second_time(Wire::Http).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_at_once_than_there_is_room_for() {
    // Room for one batch, and for what comes of the others before they are inflated.
    let jaeger = Jaeger::start(&["--collector.max-in-flight-bytes=3MiB"]).await;
    let [one, two, three, four] = [0, 1, 2, 3].map(Batch::new);
    tokio::join!(
        sent_until_taken(&jaeger, Wire::Grpc, &one),
        sent_until_taken(&jaeger, Wire::Http, &two),
        sent_until_taken(&jaeger, Wire::Grpc, &three),
        sent_until_taken(&jaeger, Wire::Http, &four),
    );
    for batch in [one, two, three, four] {
        batch.is_stored(&jaeger).await;
    }
    jaeger.stop().await;
}

async fn is_stored_as_sent(wire: Wire) {
    let jaeger = Jaeger::start(&[]).await;
    let batch = Batch::new(0);
    assert_eq!(wire.send(&jaeger, &batch).await, Answer::Taken, "{wire:?}");
    batch.is_stored(&jaeger).await;
    jaeger.stop().await;
}

async fn is_taken_the_second_time(wire: Wire) {
    let jaeger = Jaeger::start(&["--collector.max-in-flight-bytes=8MiB"]).await;
    let batch = Batch::new(0);
    // What is left has room for the request, but not for what it inflates to.
    let others = occupied(&jaeger, 7 << 20).await;
    assert_eq!(wire.send(&jaeger, &batch).await, Answer::Later, "{wire:?}");
    let trace = jaeger
        .get(&format!("/api/traces/{}", batch.a_trace()))
        .await;
    assert_eq!(trace.status, StatusCode::NOT_FOUND, "{wire:?}");

    drop(others);
    holds(&jaeger, 0).await;
    assert_eq!(wire.send(&jaeger, &batch).await, Answer::Taken, "{wire:?}");
    batch.is_stored(&jaeger).await;
    jaeger.stop().await;
}

async fn sent_until_taken(jaeger: &Jaeger, wire: Wire, batch: &Batch) {
    eventually("room for the batch", async || {
        (wire.send(jaeger, batch).await == Answer::Taken).then_some(())
    })
    .await;
}

/// Takes so many of the bytes that requests may hold, until dropped: a request that announces them and is slow.
async fn occupied(jaeger: &Jaeger, bytes: usize) -> TcpStream {
    let door = jaeger.address("otlp-http");
    let mut slow = TcpStream::connect(door).await.expect("the door is open");
    let head = format!(
        "POST /v1/traces HTTP/1.1\r\nHost: test\r\nContent-Type: application/x-protobuf\r\n\
         Content-Length: {bytes}\r\n\r\n"
    );
    slow.write_all(head.as_bytes())
        .await
        .expect("the door takes it");
    // Only what came is held, and so all but the last byte comes.
    slow.write_all(&vec![0; bytes - 1])
        .await
        .expect("the door takes it");
    holds(jaeger, bytes).await;
    slow
}

/// Waits until requests hold so many bytes.
async fn holds(jaeger: &Jaeger, bytes: usize) {
    let gauge = format!("jaeger_receiver_in_flight_bytes {bytes}");
    eventually("the bytes that requests hold", async || {
        let metrics = jaeger.metrics();
        let found = metrics.lines().any(|line| line == gauge);
        found.then_some(())
    })
    .await;
}
