//! Binds every door, then serves them all until the process stops.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use jaeger_codec::thrift::protocol::Protocol;
use jaeger_service::budget::Budget;
use jaeger_service::cors::{Cors, Methods};
use jaeger_service::options::ListenAddress;
use jaeger_service::server::{Limits, Listeners, serve};
use jaeger_service::{Built, Context, Tenancy};
use tokio::net::UdpSocket;
use tracing::info;

use crate::config::ReceiversConfig;
use crate::door::{Door, Shared};
use crate::metrics::HttpMetrics;
use crate::sink::BatchSink;
use crate::udp::UdpDoor;
use crate::{jaeger_grpc, otlp_grpc, otlp_http, thrift_http, udp, zipkin_http};

/// Binds every door and serves what comes until `context.shutdown`, then lets requests under way
/// finish. `beside` is served at the ports of others.
///
/// # Errors
/// When an address cannot be bound; then nothing is served.
pub async fn start(
    config: ReceiversConfig,
    beside: Beside,
    sink: Arc<dyn BatchSink>,
    context: &Context,
) -> anyhow::Result<Built> {
    let bound = Bound::bind(&config).await?;
    let shared = shared(&config, sink, context)?;
    let mut doors = Doors {
        built: Built::new(),
        context,
    };
    doors.otlp(&config, bound.otlp_grpc, bound.otlp_http, &shared);
    doors.thrift_http(&config, bound.thrift_http, beside.thrift_http, &shared);
    doors.jaeger_grpc(&config, bound.jaeger_grpc, beside.jaeger_grpc, &shared);
    doors.zipkin(&config, bound.zipkin, &shared);
    for (sockets, name, protocol, model, config) in [
        (
            bound.compact,
            "jaeger-thrift-compact-udp",
            Protocol::Compact,
            "jaeger",
            config.jaeger_compact,
        ),
        (
            bound.binary,
            "jaeger-thrift-binary-udp",
            Protocol::Binary,
            "jaeger",
            config.jaeger_binary,
        ),
        (
            bound.zipkin_compact,
            "zipkin-compact-udp",
            Protocol::Compact,
            "zipkin",
            config.zipkin_compact,
        ),
    ] {
        let door = UdpDoor::new(name, protocol, model, config, &shared);
        doors.open_udp(sockets, name, door);
    }
    Ok(doors.built)
}

/// What is served at the port of a door besides what the door takes.
#[derive(Debug, Default)]
pub struct Beside {
    /// At Jaeger's Thrift over HTTP.
    pub thrift_http: Router,
    /// At Jaeger's protobuf over gRPC.
    pub jaeger_grpc: Router,
}

/// The sockets of all doors.
struct Bound {
    otlp_grpc: Listeners,
    otlp_http: Listeners,
    thrift_http: Listeners,
    jaeger_grpc: Listeners,
    zipkin: Listeners,
    compact: Vec<UdpSocket>,
    binary: Vec<UdpSocket>,
    zipkin_compact: Vec<UdpSocket>,
}

impl Bound {
    async fn bind(config: &ReceiversConfig) -> anyhow::Result<Self> {
        let off = ListenAddress::off();
        let otlp = |address| if config.otlp.enabled { address } else { &off };
        let ports = &config.udp_ports;
        Ok(Self {
            otlp_grpc: Listeners::bind(otlp(&config.otlp_grpc.host_port)).await?,
            otlp_http: Listeners::bind(otlp(&config.otlp_http.host_port)).await?,
            thrift_http: Listeners::bind(&config.thrift_http.host_port).await?,
            jaeger_grpc: Listeners::bind(&config.jaeger_grpc.host_port).await?,
            zipkin: Listeners::bind(&config.zipkin.host_port).await?,
            compact: udp::bind(&ports.compact, &config.jaeger_compact).await?,
            binary: udp::bind(&ports.binary, &config.jaeger_binary).await?,
            zipkin_compact: udp::bind(&ports.zipkin, &config.zipkin_compact).await?,
        })
    }
}

fn shared(
    config: &ReceiversConfig,
    sink: Arc<dyn BatchSink>,
    context: &Context,
) -> anyhow::Result<Shared> {
    let in_flight_bytes_max = config.admission.in_flight_bytes_max();
    info!(in_flight_bytes_max, "bytes that all requests may hold");
    let gauge = context.metrics.gauge(
        "jaeger_receiver_in_flight_bytes",
        "Bytes that requests under way hold, received and decompressed.",
    );
    Ok(Shared {
        sink,
        tenancy: Tenancy::new(&config.tenancy)?,
        budget: Budget::new(in_flight_bytes_max, gauge),
        in_flight_bytes_max,
        metrics: context.metrics.clone(),
    })
}

/// The doors that are open.
struct Doors<'a> {
    built: Built,
    context: &'a Context,
}

impl Doors<'_> {
    fn otlp(
        &mut self,
        config: &ReceiversConfig,
        grpc: Listeners,
        http: Listeners,
        shared: &Shared,
    ) {
        let (name, options) = ("otlp-grpc", &config.otlp_grpc);
        let bytes_max = options.message_size_max.as_usize();
        let door = Door::new(name, bytes_max, options.read_timeout, shared);
        let limits = age_limits(options.connection_age_max);
        self.open_http(grpc, name, otlp_grpc::router(door), limits);

        let (name, options) = ("otlp-http", &config.otlp_http);
        let bytes_max = options.body_size_max.as_usize();
        let door = Door::new(name, bytes_max, options.read_timeout, shared);
        let cors = Cors::new(&options.cors_origins, &options.cors_headers, SENDING);
        let limits = head_limits(options.read_header_timeout);
        self.open_http(http, name, otlp_http::router(door, cors), limits);
    }

    fn thrift_http(
        &mut self,
        config: &ReceiversConfig,
        listeners: Listeners,
        beside: Router,
        shared: &Shared,
    ) {
        let (name, options) = ("jaeger-thrift-http", &config.thrift_http);
        let bytes_max = options.body_size_max.as_usize();
        let door = Door::new(name, bytes_max, options.read_timeout, shared);
        let metrics = HttpMetrics::new(&self.context.metrics);
        let clock = Arc::clone(&self.context.clock);
        let limits = head_limits(options.read_header_timeout);
        let router = thrift_http::router(door, metrics, clock, beside);
        self.open_http(listeners, name, router, limits);
    }

    fn jaeger_grpc(
        &mut self,
        config: &ReceiversConfig,
        listeners: Listeners,
        beside: Router,
        shared: &Shared,
    ) {
        let (name, options) = ("jaeger-grpc", &config.jaeger_grpc);
        let bytes_max = options.message_size_max.as_usize();
        let door = Door::new(name, bytes_max, options.read_timeout, shared);
        let limits = age_limits(options.connection_age_max);
        self.open_http(listeners, name, jaeger_grpc::router(door, beside), limits);
    }

    fn zipkin(&mut self, config: &ReceiversConfig, listeners: Listeners, shared: &Shared) {
        let (name, options) = ("zipkin", &config.zipkin);
        let bytes_max = options.body_size_max.as_usize();
        let door = Door::new(name, bytes_max, options.read_timeout, shared);
        let cors = Cors::new(&options.cors_origins, &options.cors_headers, SENDING);
        let limits = head_limits(options.read_header_timeout);
        self.open_http(listeners, name, zipkin_http::router(door, cors), limits);
    }

    fn open_http(
        &mut self,
        listeners: Listeners,
        name: &'static str,
        router: Router,
        limits: Limits,
    ) {
        if listeners.is_empty() {
            return;
        }
        self.built.bound(name, listeners.addresses());
        let shutdown = self.context.shutdown.clone();
        self.spawn(name, serve(listeners, router, shutdown, limits));
    }

    fn open_udp(&mut self, sockets: Vec<UdpSocket>, name: &'static str, door: UdpDoor) {
        if sockets.is_empty() {
            return;
        }
        let addresses = sockets.iter().filter_map(|socket| socket.local_addr().ok());
        self.built.bound(name, addresses);
        let shutdown = self.context.shutdown.clone();
        self.spawn(name, door.serve(sockets, shutdown));
    }

    fn spawn(&mut self, name: &'static str, serving: impl Future<Output = ()> + Send + 'static) {
        let task = self.context.tasks.spawn(name, serving);
        self.built.on_stop(name, async move {
            task.ended().await;
            Ok(())
        });
    }
}

/// Pages only ever send.
const SENDING: Methods = Methods {
    of_any: &["POST"],
    of_named: &["POST"],
};

fn age_limits(age: Duration) -> Limits {
    Limits {
        connection_age_max: (!age.is_zero()).then_some(age),
        ..Limits::default()
    }
}

fn head_limits(timeout: Duration) -> Limits {
    Limits {
        header_read_timeout: timeout,
        ..Limits::default()
    }
}
