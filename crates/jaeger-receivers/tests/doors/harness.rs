//! All doors on ports that the system chose, before a sink that does as it is told.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use jaeger_receivers::sink::{BatchSink, Cause, Received, Refusal};
use jaeger_receivers::{Beside, ReceiversConfig};
use jaeger_service::options::ListenAddress;
use jaeger_service::{Built, Context};
use parking_lot::Mutex;
use tokio::sync::Semaphore;

pub(crate) const OTLP_GRPC: &str = "otlp-grpc";
pub(crate) const OTLP_HTTP: &str = "otlp-http";
pub(crate) const THRIFT_HTTP: &str = "jaeger-thrift-http";
pub(crate) const JAEGER_GRPC: &str = "jaeger-grpc";
pub(crate) const ZIPKIN: &str = "zipkin";
pub(crate) const ZIPKIN_UDP: &str = "zipkin-compact-udp";
pub(crate) const COMPACT_UDP: &str = "jaeger-thrift-compact-udp";
pub(crate) const BINARY_UDP: &str = "jaeger-thrift-binary-udp";
pub(crate) const DOORS: [&str; 5] = [OTLP_GRPC, OTLP_HTTP, THRIFT_HTTP, COMPACT_UDP, BINARY_UDP];

/// What the sink does with a batch.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Script {
    Keep,
    Refuse(Cause),
    Panic,
    /// Keeps it once it is told to go on.
    Wait,
}

#[derive(Debug)]
pub(crate) struct ScriptedSink {
    script: Mutex<Script>,
    kept: Mutex<Vec<Received>>,
    entered: Semaphore,
    go_on: Semaphore,
}

impl BatchSink for ScriptedSink {
    fn accept(&self, received: Received) -> BoxFuture<'_, Result<(), Refusal>> {
        async move {
            let script = *self.script.lock();
            match script {
                Script::Keep => {}
                Script::Refuse(cause) => return Err(Refusal::new(cause, "as scripted")),
                Script::Panic => panic!("as scripted"),
                Script::Wait => {
                    self.entered.add_permits(1);
                    let permit = self.go_on.acquire().await;
                    permit.expect("the semaphore is never closed").forget();
                }
            }
            self.kept.lock().push(received);
            Ok(())
        }
        .boxed()
    }
}

/// The doors, open.
pub(crate) struct Doors {
    pub(crate) context: Context,
    pub(crate) built: Built,
    sink: Arc<ScriptedSink>,
}

impl Doors {
    /// Opens all doors with their defaults but for what `change` changes.
    pub(crate) async fn open(change: impl FnOnce(&mut ReceiversConfig)) -> Self {
        let mut config = ReceiversConfig::default();
        let free = ListenAddress::local(0);
        config.otlp_grpc.host_port = free.clone();
        config.otlp_http.host_port = free.clone();
        config.thrift_http.host_port = free.clone();
        config.udp_ports.compact = free.clone();
        config.jaeger_grpc.host_port = free.clone();
        config.zipkin.host_port = free.clone();
        config.udp_ports.zipkin = free.clone();
        config.udp_ports.binary = free;
        change(&mut config);
        let sink = Arc::new(ScriptedSink {
            script: Mutex::new(Script::Keep),
            kept: Mutex::default(),
            entered: Semaphore::new(0),
            go_on: Semaphore::new(0),
        });
        let context = Context::for_test();
        let built = jaeger_receivers::start(
            config,
            Beside::default(),
            Arc::<ScriptedSink>::clone(&sink),
            &context,
        );
        Self {
            built: built.await.expect("the ports are free"),
            context,
            sink,
        }
    }

    /// Where a door is.
    pub(crate) fn address(&self, door: &str) -> SocketAddr {
        let bound = self.built.addresses().iter().find(|at| at.name == door);
        bound.expect("the door is open").address
    }

    /// Tells the sink what to do from now on.
    pub(crate) fn script(&self, script: Script) {
        *self.sink.script.lock() = script;
    }

    /// Waits until a batch is in the sink that waits.
    pub(crate) async fn entered(&self) {
        let permit = in_time(self.sink.entered.acquire()).await;
        permit.expect("the semaphore is never closed").forget();
    }

    /// Lets `batches` go on.
    pub(crate) fn go_on(&self, batches: usize) {
        self.sink.go_on.add_permits(batches);
    }

    /// Takes what the sink kept so far.
    pub(crate) fn take_kept(&self) -> Vec<Received> {
        std::mem::take(&mut *self.sink.kept.lock())
    }

    /// Requests to `door` that came out so.
    pub(crate) fn count(&self, door: &str, outcome: &str) -> u64 {
        let series =
            format!("jaeger_receiver_requests_total{{door=\"{door}\",outcome=\"{outcome}\"}}");
        self.metric(&series).unwrap_or(0)
    }

    /// All requests to `door`.
    pub(crate) fn count_all(&self, door: &str) -> u64 {
        let series = format!("jaeger_receiver_requests_total{{door=\"{door}\",");
        let text = self.context.metrics.encode();
        let lines = text.lines().filter(|line| line.starts_with(&series));
        lines.filter_map(value).sum()
    }

    /// The value of one series, as it is written in the text of all metrics.
    pub(crate) fn metric(&self, series: &str) -> Option<u64> {
        let text = self.context.metrics.encode();
        text.lines()
            .find(|line| {
                line.rsplit_once(' ')
                    .is_some_and(|(name, _)| name == series)
            })
            .and_then(value)
    }

    /// Waits until so many requests to `door` came out so.
    pub(crate) async fn until(&self, door: &str, outcome: &str, count: u64) {
        self.until_is(&format!("{count} times {outcome} at {door}"), || {
            self.count(door, outcome) >= count
        })
        .await;
        assert_eq!(self.count(door, outcome), count, "{outcome} at {door}");
    }

    /// Waits until something is so.
    pub(crate) async fn until_is(&self, what: &str, is_so: impl Fn() -> bool) {
        let waiting = async {
            while !is_so() {
                tokio::task::yield_now().await;
            }
        };
        let waited = tokio::time::timeout(PATIENCE, waiting).await;
        assert!(waited.is_ok(), "{what}: {}", self.context.metrics.encode());
    }
}

/// Waits, but not for ever.
pub(crate) async fn in_time<T>(work: impl Future<Output = T>) -> T {
    let done = tokio::time::timeout(PATIENCE, work).await;
    done.expect("it takes less than half a minute")
}

fn value(line: &str) -> Option<u64> {
    line.rsplit_once(' ')?.1.parse().ok()
}

const PATIENCE: Duration = Duration::from_secs(30);
