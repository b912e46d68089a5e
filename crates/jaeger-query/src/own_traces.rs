//! The traces that the process makes of itself: a span for each request to the query API over HTTP,
//! and for each call over gRPC.
//!
//! They go straight to storage and never through a door of the process, so that storing them makes
//! no further ones. A span that finds no room in the queue is lost: nobody waits for these.

mod call;
mod parent;
mod sampling;
mod span;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use jaeger_model::{Limits, SpanBatch, SpanId, Tenant, TraceId, Value, otlp, wire};
use jaeger_service::{Built, Clock, Context};
use jaeger_storage::{SpanWriter, WriteRequest};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tracing::debug;

use crate::own_traces::call::OwnCall;
use crate::own_traces::parent::Parent;
use crate::own_traces::span::{Asked, Begun, OwnSpan};
use crate::route::Route;

pub use sampling::{OwnSampler, OwnTracesConfig};

/// Where the spans of the process itself come from.
#[derive(Debug)]
pub(crate) struct OwnTraces {
    config: OwnTracesConfig,
    clock: Arc<dyn Clock>,
    /// Absent where none are stored.
    queue: Option<mpsc::Sender<Vec<u8>>>,
}

impl OwnTraces {
    /// Returns what tells the traces of requests apart and stores nothing.
    pub(crate) fn untold(config: OwnTracesConfig, context: &Context) -> Self {
        Self {
            config,
            clock: Arc::clone(&context.clock),
            queue: None,
        }
    }

    /// Returns what also writes spans of the service `service`, until `built` is closed: then what
    /// the queue holds is written before the storage goes.
    pub(crate) fn told(
        config: OwnTracesConfig,
        service: &'static str,
        writer: Arc<dyn SpanWriter>,
        context: &Context,
        built: &mut Built,
    ) -> Self {
        let (sender, receiver) = mpsc::channel(QUEUED_SPANS_MAX);
        let stop = CancellationToken::new();
        let stored = store(service, receiver, writer, stop.clone());
        let task = context.tasks.spawn("own-traces", stored);
        built.on_stop("own-traces", async move {
            stop.cancel();
            task.ended().await;
            Ok(())
        });
        Self {
            config,
            clock: Arc::clone(&context.clock),
            queue: Some(sender),
        }
    }

    /// Begins the span of a request; nothing for a file, of which a page asks for dozens.
    pub(crate) fn begin(&self, request: &Request, route: Route<'_>) -> Option<OwnSpan> {
        if !self.config.is_enabled || matches!(route, Route::Asset { .. }) {
            return None;
        }
        let (begun, is_sampled) = self.begun(request.headers())?;
        let is_stored = is_sampled && self.queue.is_some();
        let request = is_stored.then(|| Asked::of(request, route));
        Some(OwnSpan { begun, request })
    }

    /// Ends the span of a request, and tells the client which one it was.
    pub(crate) fn end(&self, span: OwnSpan, response: &mut Response) {
        if let Ok(told) = HeaderValue::try_from(span.told()) {
            response.headers_mut().insert("traceresponse", told);
        }
        if let (Some(queue), Some(request)) = (&self.queue, &span.request) {
            let took = self.clock.monotonic().saturating_sub(span.begun.started);
            let encoded = span.encoded(request, took, response);
            // A full queue loses it.
            queue.try_send(encoded).unwrap_or_default();
        }
    }

    /// Begins the span of a call over gRPC, if it is stored. Unlike replies over HTTP, those of calls do
    /// not say which one it is.
    pub(crate) fn begin_call(&self, request: &Request) -> Option<OwnCall> {
        let queue = self.queue.as_ref()?;
        let method = call::known(request.uri().path())?;
        let (begun, is_sampled) = self.begun(request.headers())?;
        is_sampled.then(|| {
            let clock = Arc::clone(&self.clock);
            OwnCall::new(begun, method, span::peer(request), clock, queue.clone())
        })
    }

    /// Returns the beginning of a span, and whether such a span is stored.
    fn begun(&self, headers: &HeaderMap) -> Option<(Begun, bool)> {
        let parent = Parent::of(headers);
        let trace = match parent {
            Some(parent) => parent.trace,
            None => TraceId(random()?),
        };
        let begun = Begun {
            trace,
            span: SpanId(random()?),
            parent: parent.map(|parent| parent.span),
            start_ns: self.clock.now_ns(),
            started: self.clock.monotonic(),
        };
        Some((begun, self.config.is_sampled(trace, parent.as_ref())))
    }
}

/// Ids that nobody can guess; nothing while the system has no randomness to give.
fn random<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes)
}

/// Writes what the queue holds, and goes on until it is told to stop and the queue is empty.
async fn store(
    service: &'static str,
    mut queue: mpsc::Receiver<Vec<u8>>,
    writer: Arc<dyn SpanWriter>,
    stop: CancellationToken,
) {
    let mut spans = Vec::new();
    let mut is_open = true;
    loop {
        tokio::select! {
            () = stop.cancelled(), if is_open => {
                queue.close();
                is_open = false;
            }
            count = queue.recv_many(&mut spans, BATCH_SPANS_MAX) => {
                if count == 0 {
                    return;
                }
                write(service, &spans, writer.as_ref()).await;
                spans.clear();
            }
        }
    }
}

/// A failure is no more than a line for who looks for it: the storage counts it already, and what
/// it makes of clients' spans says more.
async fn write(service: &str, spans: &[Vec<u8>], writer: &dyn SpanWriter) {
    let bytes = Bytes::from(traces_data(service, spans));
    let batch = match SpanBatch::scan(bytes, &Limits::default()) {
        Ok(scanned) => scanned.batch,
        Err(error) => {
            debug!(error = error.to_string(), "own spans are not readable");
            return;
        }
    };
    let tenant = Tenant::default();
    if let Err(error) = writer.write(WriteRequest { tenant, batch }).await {
        debug!(error = error.to_string(), "own spans were not stored");
    }
}

fn traces_data(service: &str, spans: &[Vec<u8>]) -> Vec<u8> {
    let bytes: usize = spans.iter().map(Vec::len).sum();
    let mut out = wire::Writer::with_capacity(bytes + 8 * spans.len() + 256);
    out.message(otlp::traces_data::RESOURCE_SPANS, |out| {
        out.message(otlp::resource_spans::RESOURCE, |out| {
            let name = Value::String(service.into());
            out.attribute(otlp::resource::ATTRIBUTES, b"service.name", name);
        });
        out.message(otlp::resource_spans::SCOPE_SPANS, |out| {
            out.message(otlp::scope_spans::SCOPE, |out| {
                out.bytes(otlp::scope::NAME, env!("CARGO_PKG_NAME").as_bytes());
                out.bytes(otlp::scope::VERSION, env!("CARGO_PKG_VERSION").as_bytes());
            });
            for span in spans {
                out.bytes(otlp::scope_spans::SPANS, span);
            }
        });
    });
    out.into_bytes()
}

/// Some seconds of a busy page.
const QUEUED_SPANS_MAX: usize = 1_024;
const BATCH_SPANS_MAX: usize = 256;
