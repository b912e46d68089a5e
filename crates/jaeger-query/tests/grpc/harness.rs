//! A query service with traces, and clients of it.

use std::net::SocketAddr;
use std::sync::Arc;

use jaeger_backends::BackendsConfig;
use jaeger_model::otlp::{resource, resource_spans, scope_spans, span, traces_data};
use jaeger_model::wire::Writer;
use jaeger_model::{Limits, SpanBatch, SpanId, SpanKind, Tenant, TraceId, Value};
use jaeger_proto::Encoded;
use jaeger_proto::api_v2::query_service_client::QueryServiceClient as ClientV2;
use jaeger_proto::api_v3::query_service_client::QueryServiceClient as ClientV3;
use jaeger_query::QueryConfig;
use jaeger_service::Context;
use jaeger_service::options::ListenAddress;
use jaeger_storage::{Storage, WriteRequest};
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Response, Status, Streaming};

/// When every span starts, in seconds.
pub(crate) const START_S: i64 = 1_700_000_000;

/// A query service.
pub(crate) struct Served {
    pub(crate) storage: Arc<Storage>,
    pub(crate) http: SocketAddr,
    pub(crate) grpc: SocketAddr,
}

/// A span in short.
#[derive(Clone, Copy)]
pub(crate) struct Sketch<'s> {
    pub(crate) trace: u64,
    pub(crate) id: u64,
    pub(crate) parent: u64,
    pub(crate) service: &'s str,
    pub(crate) name: &'s str,
    pub(crate) kind: SpanKind,
}

impl Served {
    /// Serves an empty memory.
    pub(crate) async fn with(configure: impl FnOnce(&mut QueryConfig)) -> Self {
        let context = Context::for_test();
        let opened = jaeger_backends::open(BackendsConfig::default(), &context)
            .await
            .expect("a storage");
        Self::of(Arc::clone(&opened.storage), configure)
            .await
            .expect("doors")
    }

    /// Serves a storage.
    pub(crate) async fn of(
        storage: Arc<Storage>,
        configure: impl FnOnce(&mut QueryConfig),
    ) -> anyhow::Result<Self> {
        let mut config = QueryConfig::default();
        config.http.host_port = ListenAddress::local(0);
        config.grpc.host_port = ListenAddress::local(0);
        configure(&mut config);
        let context = Context::for_test();
        let built = jaeger_query::build(config, Arc::clone(&storage), &context).await?;
        let door = |name: &str| {
            let bound = built.addresses().iter().find(|bound| bound.name == name);
            bound.expect("a door").address
        };
        Ok(Self {
            storage,
            http: door("query-http"),
            grpc: door("query-grpc"),
        })
    }

    /// Serves the trace 1, in which `web` calls `db`.
    pub(crate) async fn with_calls() -> Self {
        let served = Self::with(|_| {}).await;
        served.write("", &CALLS).await;
        served
    }

    pub(crate) async fn write(&self, tenant: &str, sketches: &[Sketch<'_>]) {
        let request = WriteRequest {
            tenant: Tenant::new(tenant),
            batch: batch(sketches),
        };
        self.storage.writer.write(request).await.expect("stored");
    }

    pub(crate) async fn channel(&self) -> Channel {
        let endpoint = Endpoint::from_shared(format!("http://{}", self.grpc));
        let channel = endpoint.expect("an address").connect().await;
        channel.expect("the door is open")
    }

    pub(crate) async fn v2(&self) -> ClientV2<Channel> {
        ClientV2::new(self.channel().await)
    }

    pub(crate) async fn v3(&self) -> ClientV3<Channel> {
        ClientV3::new(self.channel().await)
    }
}

const CALLS: [Sketch<'static>; 2] = [
    Sketch {
        trace: 1,
        id: 1,
        parent: 0,
        service: "web",
        name: "GET /",
        kind: SpanKind::Server,
    },
    Sketch {
        trace: 1,
        id: 2,
        parent: 1,
        service: "db",
        name: "select",
        kind: SpanKind::Internal,
    },
];

/// Spans as they are received. Each has the tags `b` and `a`, in this order.
fn batch(sketches: &[Sketch<'_>]) -> SpanBatch {
    let mut w = Writer::default();
    for of_service in sketches.chunk_by(|one, other| one.service == other.service) {
        let service = of_service.first().map_or("", |sketch| sketch.service);
        w.message(traces_data::RESOURCE_SPANS, |w| {
            w.message(resource_spans::RESOURCE, |w| {
                w.attribute(resource::ATTRIBUTES, b"service.name", Value::from(service));
            });
            w.message(resource_spans::SCOPE_SPANS, |w| {
                for sketch in of_service {
                    w.message(scope_spans::SPANS, |w| write_span(w, sketch));
                }
            });
        });
    }
    let scanned = SpanBatch::scan(w.into_bytes().into(), &Limits::default());
    scanned.expect("OTLP").batch
}

fn write_span(w: &mut Writer, sketch: &Sketch<'_>) {
    let start_ns = START_S.cast_unsigned() * 1_000_000_000;
    w.bytes(span::TRACE_ID, &id(sketch.trace));
    w.bytes(span::SPAN_ID, &SpanId::from_u64(sketch.id).0);
    if sketch.parent != 0 {
        w.bytes(span::PARENT_SPAN_ID, &SpanId::from_u64(sketch.parent).0);
    }
    w.bytes(span::NAME, sketch.name.as_bytes());
    w.varint(span::KIND, sketch.kind.number());
    w.fixed64(span::START_TIME_UNIX_NANO, start_ns);
    w.fixed64(span::END_TIME_UNIX_NANO, start_ns + 5_000_000);
    w.attribute(span::ATTRIBUTES, b"b", Value::from("x"));
    w.attribute(span::ATTRIBUTES, b"a", Value::Int(1));
}

/// The 16 bytes of a trace id.
pub(crate) fn id(low: u64) -> Vec<u8> {
    TraceId::from_halves(0, low).0.to_vec()
}

/// A time by its seconds.
pub(crate) fn at(seconds: i64) -> Option<prost_types::Timestamp> {
    Some(prost_types::Timestamp { seconds, nanos: 0 })
}

/// Takes in the chunks of an answer.
pub(crate) async fn chunks(
    answer: Result<Response<Streaming<Encoded>>, Status>,
) -> Result<Vec<Encoded>, Status> {
    let mut stream = answer?.into_inner();
    let mut chunks = Vec::new();
    while let Some(chunk) = stream.message().await? {
        chunks.push(chunk);
    }
    Ok(chunks)
}

/// How a call ended.
pub(crate) fn ended<T>(answer: Result<T, Status>) -> (Code, String) {
    match answer {
        Ok(_) => (Code::Ok, String::new()),
        Err(status) => (status.code(), status.message().to_owned()),
    }
}
