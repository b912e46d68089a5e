//! The all-in-one in this process, with every port chosen by the system.

use jaeger_all_in_one::{AllInOne, Config};
use jaeger_service::{Command, Context, Environment, Service, load};
use tempfile::TempDir;
use tonic::transport::{Channel, Endpoint};

use crate::client::{self, Answer};
use crate::recording::{Port, Recording, Sent};

/// An all-in-one that runs.
pub(crate) struct Server {
    service: Service,
    query: Channel,
    collector: Channel,
    otlp: Channel,
    /// Where its strategies are, for as long as it runs.
    _folder: TempDir,
}

impl Server {
    /// Starts one as the recorded one was started: with its flags and strategies, on memory.
    pub(crate) async fn start(recording: &Recording) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let service = service(flags(recording, &folder)).await;
        Self {
            query: channel(&service, "query-grpc"),
            collector: channel(&service, "jaeger-grpc"),
            otlp: channel(&service, "otlp-grpc"),
            service,
            _folder: folder,
        }
    }

    /// Makes a call at its door.
    pub(crate) async fn call(&self, sent: &Sent) -> Answer {
        let channel = match sent.port {
            Port::Query => &self.query,
            Port::Collector => &self.collector,
            Port::Otlp => &self.otlp,
        };
        client::call(channel.clone(), sent).await
    }

    pub(crate) async fn stop(self) {
        let Self { service, .. } = self;
        service.stop().await.expect("the all-in-one stops");
    }
}

/// The flags of a recording, and the one for its strategies.
fn flags(recording: &Recording, folder: &TempDir) -> Vec<String> {
    let mut flags = recording.flags.clone();
    if let Some(strategies) = &recording.strategies {
        let file = folder.path().join("strategies.json");
        std::fs::write(&file, strategies.to_string()).expect("the strategies are written");
        flags.push(format!("--sampling.strategies-file={}", file.display()));
    }
    flags
}

async fn service(flags: Vec<String>) -> Service {
    let command = Command::of::<AllInOne>();
    let ports = command.free_ports::<Config>().into_iter();
    let environment: Environment = [
        ("SPAN_STORAGE_TYPE", "memory"),
        ("OTEL_TRACES_SAMPLER", "always_off"),
    ]
    .into_iter()
    .collect();
    let loaded = load::<Config>(&command, ports.chain(flags.iter().cloned()), &environment);
    let loaded = loaded.unwrap_or_else(|exit| panic!("refuses {flags:?}: {exit:?}"));
    let service = Service::start::<AllInOne>(loaded, Context::for_test()).await;
    service.expect("the all-in-one starts")
}

/// Channels connect when they are used, inside the runtime.
fn channel(service: &Service, door: &str) -> Channel {
    let address = service.address(door);
    let address = address.unwrap_or_else(|| panic!("no door {door}"));
    let endpoint = Endpoint::from_shared(format!("http://{address}"));
    endpoint.expect("an address").connect_lazy()
}
