//! Stopping under load: what was acknowledged is written, the rest was refused in a way that is sent again.
#![expect(clippy::expect_used, reason = "helpers of tests fail loudly")]

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use bytes::Bytes;
use futures::FutureExt;
use futures::future::{BoxFuture, join_all};
use http_body_util::{BodyExt, Full};
use hyper::{Request, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use jaeger_collector::Config;
use jaeger_service::{Built, Command, Context, Environment, Role, Service, load};
use jaeger_storage::{Result, SpanWriter, Storage, WriteRequest};
use parking_lot::Mutex;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::Notify;

/// A writer that takes its time and remembers what it wrote.
#[derive(Debug, Default)]
struct SlowWriter {
    written: Mutex<BTreeSet<u64>>,
    /// Rung when a write begins.
    began: Notify,
    /// Rung when a write has ended.
    wrote: Notify,
}

impl SpanWriter for SlowWriter {
    fn write(&self, request: WriteRequest) -> BoxFuture<'_, Result<()>> {
        async move {
            self.began.notify_one();
            tokio::time::sleep(Duration::from_millis(50)).await;
            let ids = request.batch.spans().map(|span| span.span_id().to_u64());
            self.written.lock().extend(ids);
            self.wrote.notify_one();
            Ok(())
        }
        .boxed()
    }
}

/// The writers of the two tests.
static WRITERS: LazyLock<[Arc<SlowWriter>; 2]> = LazyLock::new(Default::default);

/// The collector with one of these writers.
struct SlowCollector<const WRITER: usize>;

impl<const WRITER: usize> Role for SlowCollector<WRITER> {
    const NAME: &'static str = "slow-collector";
    const ABOUT: &'static str = "A collector whose storage is slow.";
    const ADMIN_PORT: u16 = 0;
    const METRICS_PREFIX: &'static str = "jaeger_collector";
    type Config = Config;

    async fn build(config: Config, context: Context) -> anyhow::Result<Built> {
        let opened = jaeger_backends::open(config.backends, &context).await?;
        let storage = Storage {
            writer: Arc::<SlowWriter>::clone(&WRITERS[WRITER]),
            ..Storage::clone(&opened.storage)
        };
        let sampling = jaeger_sampling::open(config.strategies, &context).await?;
        jaeger_collector::build(config.collector, &sampling.store, &storage, &context).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn acknowledged_spans_are_written_before_the_end() {
    let writer = &WRITERS[0];
    let service = start::<0>().await;
    let door = service.address("otlp-http").expect("a door");
    let next = AtomicU64::new(1);

    let clients = join_all((0..16).map(|_| send_until_refused(door, &next)));
    let stop = async {
        for _ in 0..20 {
            writer.wrote.notified().await;
        }
        service.stop().await.expect("a clean stop");
        writer.written.lock().clone()
    };
    let (acknowledged, written) = tokio::join!(clients, stop);

    let acknowledged: BTreeSet<u64> = acknowledged.into_iter().flatten().collect();
    assert!(acknowledged.len() >= 20, "{} spans", acknowledged.len());
    let lost: Vec<_> = acknowledged.difference(&written).collect();
    assert!(lost.is_empty(), "acknowledged and not written: {lost:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_leaves_does_not_stop_the_write() {
    let writer = &WRITERS[1];
    let service = start::<1>().await;
    let door = service.address("otlp-http").expect("a door");

    let mut client = TcpStream::connect(door).await.expect("a connection");
    let body = span(7);
    let head = format!(
        "POST /v1/traces HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n",
        body.len()
    );
    client.write_all(head.as_bytes()).await.expect("the head");
    client.write_all(body.as_bytes()).await.expect("the body");
    writer.began.notified().await;
    drop(client);
    service.stop().await.expect("a clean stop");
    assert_eq!(*writer.written.lock(), BTreeSet::from([7]));
}

async fn start<const WRITER: usize>() -> Service {
    let command = Command::of::<SlowCollector<WRITER>>();
    let loaded = load::<Config>(
        &command,
        command.free_ports::<Config>(),
        &Environment::default(),
    );
    Service::start::<SlowCollector<WRITER>>(loaded.expect("good arguments"), Context::for_test())
        .await
        .expect("a service")
}

/// Sends one span a request until one is not taken, and returns those that were.
async fn send_until_refused(door: SocketAddr, next: &AtomicU64) -> Vec<u64> {
    let client = Client::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
    let mut acknowledged = Vec::new();
    loop {
        let id = next.fetch_add(1, Ordering::Relaxed);
        let request = Request::post(format!("http://{door}/v1/traces"))
            .header("content-type", "application/json")
            .body(Full::from(span(id)))
            .expect("a good request");
        // No answer at all is a refusal, too: the client sends it again.
        let Ok(reply) = client.request(request).await else {
            return acknowledged;
        };
        let status = reply.status();
        let body = reply.collect().await.map(|body| body.to_bytes());
        match status {
            StatusCode::OK => acknowledged.push(id),
            StatusCode::SERVICE_UNAVAILABLE => return acknowledged,
            other => panic!("{other}: {body:?}"),
        }
    }
}

fn span(id: u64) -> String {
    format!(
        r#"{{"resourceSpans":[{{"scopeSpans":[{{"spans":[
            {{"traceId":"0000000000000000000000000000000a","spanId":"{id:016x}","name":"s"}}]}}]}}]}}"#
    )
}
