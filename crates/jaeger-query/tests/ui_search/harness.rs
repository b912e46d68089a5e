//! A query service whose clock stands still, and traces for it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::{Request, Response};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use jaeger_backends::BackendsConfig;
use jaeger_codec::otlp;
use jaeger_model::{Limits, Tenant};
use jaeger_query::QueryConfig;
use jaeger_service::options::ListenAddress;
use jaeger_service::{Built, Clock, Context, ManualClock};
use jaeger_storage::{Storage, WriteRequest};
use serde_json::{Value, json};

/// When the first spans start: 2023-11-14T22:13:20Z.
pub(crate) const START_NS: u64 = 1_700_000_000_000_000_000;

/// The ten minutes from then to the time of the clock.
pub(crate) const TIMES: &str =
    "query.startTimeMin=2023-11-14T22:13:20Z&query.startTimeMax=2023-11-14T22:23:20Z";

/// How long anything may take that is waited for.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// A query service on an empty memory, ten minutes after [`START_NS`].
pub(crate) struct Served {
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) context: Context,
    storage: Arc<Storage>,
    door: SocketAddr,
    client: Client<HttpConnector, Full<Bytes>>,
    _built: Built,
}

/// A span in short.
#[derive(Clone)]
pub(crate) struct Span {
    pub(crate) trace: u64,
    pub(crate) id: u64,
    pub(crate) parent: u64,
    pub(crate) service: &'static str,
    pub(crate) name: &'static str,
    /// After [`START_NS`].
    pub(crate) start_ms: u64,
    pub(crate) duration_ms: u64,
    pub(crate) is_failed: bool,
    pub(crate) attributes: Vec<(&'static str, String)>,
}

impl Span {
    /// The root of a trace.
    pub(crate) fn root(trace: u64) -> Self {
        Self {
            trace,
            id: 1,
            parent: 0,
            service: "web",
            name: "GET /",
            start_ms: 0,
            duration_ms: 10,
            is_failed: false,
            attributes: Vec::new(),
        }
    }

    pub(crate) fn with(mut self, key: &'static str, text: &str) -> Self {
        self.attributes.push((key, text.to_owned()));
        self
    }

    fn to_json(&self) -> Value {
        let start_ns = START_NS + self.start_ms * 1_000_000;
        let end_ns = start_ns + self.duration_ms * 1_000_000;
        let parent = match self.parent {
            0 => String::new(),
            parent => format!("{parent:016x}"),
        };
        let attributes = self.attributes.iter();
        let attributes: Vec<_> = attributes.map(|(key, text)| attribute(key, text)).collect();
        json!({
            "resource": {"attributes": [attribute("service.name", self.service)]},
            "scopeSpans": [{"spans": [{
                "traceId": format!("{:032x}", self.trace),
                "spanId": format!("{:016x}", self.id),
                "parentSpanId": parent,
                "name": self.name,
                "startTimeUnixNano": start_ns.to_string(),
                "endTimeUnixNano": end_ns.to_string(),
                "attributes": attributes,
                "status": {"code": if self.is_failed { 2 } else { 0 }},
            }]}],
        })
    }
}

impl Served {
    pub(crate) async fn new() -> Self {
        let clock = Arc::new(ManualClock::at_ns(START_NS + 600_000_000_000));
        let for_all: Arc<dyn Clock> = Arc::<ManualClock>::clone(&clock);
        let context = Context {
            clock: for_all,
            ..Context::for_test()
        };
        let opened = jaeger_backends::open(BackendsConfig::default(), &context)
            .await
            .expect("a storage");
        let mut config = QueryConfig::default();
        config.http.host_port = ListenAddress::local(0);
        config.grpc.host_port = ListenAddress::off();
        let built = jaeger_query::build(config, Arc::clone(&opened.storage), &context)
            .await
            .expect("a door");
        Self {
            clock,
            context,
            storage: opened.storage,
            door: built.addresses()[0].address,
            client: Client::builder(TokioExecutor::new()).build_http(),
            _built: built,
        }
    }

    pub(crate) async fn write(&self, spans: &[Span]) {
        let spans: Vec<_> = spans.iter().map(Span::to_json).collect();
        let json = json!({"resourceSpans": spans}).to_string();
        let decoded = otlp::json::decode(json.as_bytes(), &Limits::default());
        let request = WriteRequest {
            tenant: Tenant::default(),
            batch: decoded.expect("OTLP").batch,
        };
        self.storage.writer.write(request).await.expect("stored");
    }

    /// Asks below `/api/ui/v1/`.
    pub(crate) async fn get(&self, asked: &str) -> (u16, Value) {
        let reply = self.open(asked).await;
        let status = reply.status().as_u16();
        (status, read(reply).await)
    }

    pub(crate) async fn post(&self, asked: &str, body: &str) -> (u16, Value) {
        let request = Request::post(self.url(asked)).body(Full::from(body.to_owned()));
        let reply = self.send(request.expect("a good request")).await;
        let status = reply.status().as_u16();
        (status, read(reply).await)
    }

    /// Asks as a browser does, and leaves the body unread.
    pub(crate) async fn open(&self, asked: &str) -> Response<Incoming> {
        let request = Request::get(self.url(asked))
            .header("accept-encoding", "identity")
            .body(Full::default());
        self.send(request.expect("a good request")).await
    }

    pub(crate) async fn send(&self, request: Request<Full<Bytes>>) -> Response<Incoming> {
        let replied = tokio::time::timeout(PATIENCE, self.client.request(request)).await;
        replied.expect("a reply in time").expect("a reply")
    }

    pub(crate) fn url(&self, asked: &str) -> String {
        format!("http://{}/api/ui/v1/{asked}", self.door)
    }
}

/// The JSON of a reply.
async fn read(reply: Response<Incoming>) -> Value {
    let body = reply.collect().await.expect("a body").to_bytes();
    let text = String::from_utf8_lossy(&body);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn attribute(key: &str, text: &str) -> Value {
    json!({"key": key, "value": {"stringValue": text}})
}
