//! Giving spans back.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

use futures::TryStreamExt;
use futures::future::BoxFuture;
use futures::stream::BoxStream;
use jaeger_model::{SpanKind, Spans, Tenant, Trace, TraceId};

use crate::{Capabilities, PageToken, Result, TimeRange, TraceQuery, TraceSummary};

/// A part of one trace: at most 1 MiB of spans, unless a single span is larger.
#[derive(Clone, Debug)]
pub struct TraceChunk {
    /// The trace.
    pub trace_id: TraceId,
    /// Spans of that trace alone.
    pub spans: Arc<dyn Spans>,
}

/// Chunks of traces. Those of one trace follow one another; a trace is never empty.
pub type TraceStream = BoxStream<'static, Result<TraceChunk>>;

/// One page of an answer.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// What was found, in the order asked for.
    pub items: T,
    /// How to ask for the next page; `None` when this is the last.
    pub next: Option<PageToken>,
}

/// Asks for one trace.
#[derive(Clone, Debug)]
pub struct GetTrace {
    /// Whose it is.
    pub tenant: Tenant,
    /// Its id.
    pub id: TraceId,
    /// Where it probably lies in time. A hint that saves work; a trace outside is still found.
    pub hint: Option<TimeRange>,
}

/// Asks for the operations of a service.
#[derive(Clone, Debug)]
pub struct OperationQuery {
    /// Whose they are.
    pub tenant: Tenant,
    /// The service.
    pub service: String,
    /// Only those of this kind.
    pub kind: Option<SpanKind>,
}

/// A span name and kind that a service has used.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Operation {
    /// The span name.
    pub name: String,
    /// The kind.
    pub kind: SpanKind,
}

/// Asks which attribute keys there are.
#[derive(Clone, Debug)]
pub struct AttributeKeyQuery {
    /// Whose they are.
    pub tenant: Tenant,
    /// When.
    pub range: TimeRange,
    /// How many keys at most.
    pub limit: usize,
}

/// Asks which values an attribute has.
#[derive(Clone, Debug)]
pub struct AttributeValueQuery {
    /// Whose they are.
    pub tenant: Tenant,
    /// The key.
    pub key: String,
    /// When.
    pub range: TimeRange,
    /// How many values at most.
    pub limit: usize,
}

/// Gives spans back. Never two spans with equal trace id, span id and hash.
///
/// Dropping a future or stream cancels its work within 1,000 spans.
pub trait TraceReader: fmt::Debug + Send + Sync {
    /// All spans of a trace; nothing when it is unknown.
    fn get_trace(&self, request: GetTrace) -> TraceStream;

    /// The traces for which the query holds, each with all its spans.
    fn find_traces(&self, query: TraceQuery) -> BoxFuture<'_, Result<Page<TraceStream>>>;

    /// Their ids alone.
    fn find_trace_ids(&self, query: TraceQuery) -> BoxFuture<'_, Result<Page<Vec<TraceId>>>>;

    /// What is to be said of them without their spans.
    fn find_summaries(&self, query: TraceQuery) -> BoxFuture<'_, Result<Page<Vec<TraceSummary>>>>;

    /// The names of all services, sorted. They outlive the spans.
    fn services(&self, tenant: Tenant) -> BoxFuture<'_, Result<Vec<String>>>;

    /// The operations of a service, sorted. They outlive the spans.
    fn operations(&self, query: OperationQuery) -> BoxFuture<'_, Result<Vec<Operation>>>;

    /// Attribute keys of any level, the most frequent first.
    fn attribute_keys(&self, query: AttributeKeyQuery) -> BoxFuture<'_, Result<Vec<String>>>;

    /// Values of an attribute as text, the most frequent first.
    fn attribute_values(&self, query: AttributeValueQuery) -> BoxFuture<'_, Result<Vec<String>>>;

    /// What it can do.
    fn capabilities(&self) -> Capabilities;
}

/// Reading whole traces.
pub trait TraceReaderExt: TraceReader {
    /// The trace in one piece, `None` when it is unknown.
    fn trace(&self, request: GetTrace) -> impl Future<Output = Result<Option<Trace>>> + Send {
        let chunks = self.get_trace(request);
        async move { Ok(collect(chunks).await?.pop_front()) }
    }

    /// The traces found, in one piece each.
    fn traces(
        &self,
        query: TraceQuery,
    ) -> impl Future<Output = Result<Page<VecDeque<Trace>>>> + Send {
        async move {
            let Page { items, next } = self.find_traces(query).await?;
            Ok(Page {
                items: collect(items).await?,
                next,
            })
        }
    }
}

impl<R: TraceReader + ?Sized> TraceReaderExt for R {}

async fn collect(chunks: TraceStream) -> Result<VecDeque<Trace>> {
    let traces = chunks.try_fold(VecDeque::<Trace>::new(), |mut traces, chunk| async move {
        match traces.back_mut() {
            Some(last) if last.id() == chunk.trace_id => last.push(chunk.spans),
            _ => {
                let mut trace = Trace::new(chunk.trace_id);
                trace.push(chunk.spans);
                traces.push_back(trace);
            }
        }
        Ok(traces)
    });
    traces.await
}
