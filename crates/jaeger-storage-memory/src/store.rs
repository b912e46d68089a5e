//! What one tenant has.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Bound;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use jaeger_model::{
    BatchBuilder, ResourceView, ScopeView, SpanBatch, SpanId, SpanView, StatusCode, Timestamp,
    TraceId,
};
use jaeger_storage::reader::Operation;
use jaeger_storage::{Dependency, MetricQuery, MetricSeries, TimeRange};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::Config;
use crate::figures::{Figures, Window};
use crate::links::{Caller, Links};

/// All spans of one tenant with what was derived from them.
#[derive(Debug)]
pub(crate) struct Store {
    config: Config,
    traces: FxHashMap<TraceId, Arc<StoredTrace>>,
    /// Trace ids in the order in which they came first.
    arrival: VecDeque<TraceId>,
    by_start: BTreeSet<(Timestamp, TraceId)>,
    /// Resources and scopes, shared by all spans that have them.
    envelopes: FxHashSet<Arc<[u8]>>,
    services: Services,
    links: Links,
    figures: Figures,
    bytes: usize,
}

/// All spans of one trace. Readers keep theirs while a writer goes on with a copy.
#[derive(Clone, Debug)]
pub(crate) struct StoredTrace {
    pub(crate) id: TraceId,
    spans: Vec<StoredSpan>,
    seen: FxHashSet<(SpanId, u64)>,
    /// The service of each span id, for the calls of its children.
    callers: FxHashMap<SpanId, u32>,
    /// Spans whose parent has not come yet, by that parent.
    waiting: FxHashMap<SpanId, Vec<Caller>>,
    earliest: Timestamp,
    latest: Timestamp,
    bytes: usize,
}

#[derive(Clone, Debug)]
struct StoredSpan {
    resource: Arc<[u8]>,
    scope: Arc<[u8]>,
    span: Arc<[u8]>,
    hash: u64,
}

/// What a span costs beside its own bytes: its place in the trace and in the maps.
const SPAN_OVERHEAD_BYTES: usize = 160;
/// What a trace costs beside its spans.
const TRACE_OVERHEAD_BYTES: usize = 320;
/// Bytes of spans in one chunk of a trace.
const CHUNK_BYTES: usize = 1 << 20;

impl Store {
    pub(crate) fn new(config: Config) -> Self {
        Self {
            config,
            traces: FxHashMap::default(),
            arrival: VecDeque::new(),
            by_start: BTreeSet::new(),
            envelopes: FxHashSet::default(),
            services: Services::default(),
            links: Links::default(),
            figures: Figures::new(&config),
            bytes: 0,
        }
    }

    pub(crate) fn write(&mut self, batch: &SpanBatch) {
        for span in batch.spans() {
            self.write_span(&span);
        }
        self.evict();
    }

    fn write_span(&mut self, span: &SpanView<'_>) {
        let id = span.trace_id();
        let is_known = self.traces.get(&id).is_some_and(|trace| trace.has(span));
        if is_known {
            return;
        }
        let service = self.services.record(span, &self.config);
        if service != Services::OVERFLOW {
            self.figures.count(service, span);
        }
        let stored = StoredSpan {
            resource: self.shared(&span.resource().envelope()),
            scope: self.shared(&span.scope().envelope()),
            span: span.bytes().into(),
            hash: span.hash(),
        };
        let trace = self.traces.entry(id).or_insert_with(|| {
            self.arrival.push_back(id);
            self.bytes += TRACE_OVERHEAD_BYTES;
            Arc::new(StoredTrace::new(id))
        });
        let trace = Arc::make_mut(trace);
        self.by_start.remove(&(trace.earliest, id));
        self.bytes += trace.push(span, stored);
        self.by_start.insert((trace.earliest, id));
        trace.count_calls(span, service, &mut self.links);
    }

    fn shared(&mut self, envelope: &[u8]) -> Arc<[u8]> {
        if let Some(shared) = self.envelopes.get(envelope) {
            return Arc::clone(shared);
        }
        let shared: Arc<[u8]> = envelope.into();
        self.bytes += shared.len();
        self.envelopes.insert(Arc::clone(&shared));
        shared
    }

    /// Drops the traces that came first until the rest fits. The newest stays, whatever its size.
    fn evict(&mut self) {
        let mut evicted = false;
        while self.arrival.len() > 1 && self.is_full() {
            let Some(id) = self.arrival.pop_front() else {
                break;
            };
            if let Some(trace) = self.traces.remove(&id) {
                self.by_start.remove(&(trace.earliest, id));
                self.bytes -= trace.bytes + TRACE_OVERHEAD_BYTES;
                evicted = true;
            }
        }
        if evicted {
            self.forget_unused_envelopes();
        }
    }

    fn is_full(&self) -> bool {
        let too_many = self.config.traces_max != 0 && self.arrival.len() > self.config.traces_max;
        too_many || self.bytes + self.figures.bytes() > self.config.bytes_max
    }

    fn forget_unused_envelopes(&mut self) {
        let bytes = &mut self.bytes;
        self.envelopes.retain(|envelope| {
            let is_used = Arc::strong_count(envelope) > 1;
            if !is_used {
                *bytes -= envelope.len();
            }
            is_used
        });
    }

    pub(crate) fn trace(&self, id: TraceId) -> Option<Arc<StoredTrace>> {
        self.traces.get(&id).map(Arc::clone)
    }

    /// The traces one of whose spans may start in the range, the one that began last first.
    pub(crate) fn candidates(&self, range: TimeRange) -> Vec<Arc<StoredTrace>> {
        let until = (
            Bound::Unbounded,
            Bound::Included((range.end, TraceId([0xff; 16]))),
        );
        let newest_first = self.by_start.range(until).rev();
        let traces = newest_first.filter_map(|(_, id)| self.traces.get(id));
        traces
            .filter(|trace| trace.latest >= range.start)
            .map(Arc::clone)
            .collect()
    }

    pub(crate) fn services(&self) -> Vec<String> {
        self.services.operations.keys().cloned().collect()
    }

    pub(crate) fn operations(&self, service: &str) -> Vec<Operation> {
        let operations = self.services.operations.get(service);
        operations
            .map(|operations| operations.iter().cloned().collect())
            .unwrap_or_default()
    }

    pub(crate) fn dependencies(&self, range: TimeRange) -> Vec<Dependency> {
        let name = |id: u32| {
            self.services
                .names
                .get(id as usize)
                .cloned()
                .unwrap_or_default()
        };
        self.links.between(range, name)
    }

    /// The series that a query asks for, with the value that `value` makes of each window.
    pub(crate) fn figures(
        &self,
        query: &MetricQuery,
        value: impl Fn(&Window) -> Option<f64>,
        cancelled: &AtomicBool,
    ) -> Vec<MetricSeries> {
        let services = self.services.numbered(&query.services);
        self.figures.series(query, &services, value, cancelled)
    }
}

impl StoredTrace {
    fn new(id: TraceId) -> Self {
        Self {
            id,
            spans: Vec::new(),
            seen: FxHashSet::default(),
            callers: FxHashMap::default(),
            waiting: FxHashMap::default(),
            earliest: Timestamp::MAX,
            latest: Timestamp(0),
            bytes: 0,
        }
    }

    fn has(&self, span: &SpanView<'_>) -> bool {
        self.seen.contains(&(span.span_id(), span.hash()))
    }

    /// Returns the bytes it added.
    fn push(&mut self, span: &SpanView<'_>, stored: StoredSpan) -> usize {
        let added = stored.span.len() + SPAN_OVERHEAD_BYTES;
        self.seen.insert((span.span_id(), span.hash()));
        self.earliest = self.earliest.min(span.start());
        self.latest = self.latest.max(span.start());
        self.bytes += added;
        self.spans.push(stored);
        added
    }

    /// Counts the call that made this span, and the calls that this span made before it came.
    fn count_calls(&mut self, span: &SpanView<'_>, service: u32, links: &mut Links) {
        let caller = Caller {
            service,
            start: span.start(),
            is_error: span.status() == StatusCode::Error,
        };
        if let Some(parent) = span.parent_span_id() {
            match self.callers.get(&parent) {
                Some(parent) => links.count(*parent, &caller),
                None => self.waiting.entry(parent).or_default().push(caller),
            }
        }
        self.callers.entry(span.span_id()).or_insert(service);
        for child in self.waiting.remove(&span.span_id()).unwrap_or_default() {
            links.count(service, &child);
        }
    }

    /// The earliest start of a span.
    pub(crate) fn begun(&self) -> Timestamp {
        self.earliest
    }

    /// Its spans in the order they came.
    pub(crate) fn spans(&self) -> Vec<SpanView<'_>> {
        self.spans.iter().map(StoredSpan::view).collect()
    }

    /// Its spans in batches of bounded size.
    pub(crate) fn chunks(&self) -> Vec<SpanBatch> {
        let mut chunks = Vec::new();
        let mut rest = self.spans.as_slice();
        while !rest.is_empty() {
            let mut bytes = 0;
            let fit = rest.iter().take_while(|stored| {
                bytes += stored.span.len();
                bytes <= CHUNK_BYTES
            });
            let (chunk, behind) = rest.split_at(fit.count().max(1));
            let mut builder = BatchBuilder::default();
            chunk.iter().for_each(|stored| builder.push(stored.view()));
            chunks.push(builder.finish());
            rest = behind;
        }
        chunks
    }
}

impl StoredSpan {
    fn view(&self) -> SpanView<'_> {
        let resource = ResourceView::new(&self.resource);
        SpanView::new(resource, ScopeView::new(&self.scope), &self.span, self.hash)
    }
}

/// The names that were ever seen, up to a bound.
#[derive(Debug, Default)]
struct Services {
    numbers: FxHashMap<Box<[u8]>, u32>,
    names: Vec<String>,
    operations: BTreeMap<String, BTreeSet<Operation>>,
    operation_count: usize,
}

impl Services {
    /// What stands for all services beyond the bound.
    const OVERFLOW: u32 = u32::MAX;

    /// Notes the service and operation of a span; returns the number of the service.
    fn record(&mut self, span: &SpanView<'_>, config: &Config) -> u32 {
        let service = span.resource().service_name().unwrap_or_default();
        let number = match self.numbers.get(service.as_bytes()) {
            Some(number) => *number,
            None if self.names.len() >= config.services_max => return Self::OVERFLOW,
            None => self.insert(service.as_bytes(), &service.to_str()),
        };
        self.record_operation(number, span, config);
        number
    }

    /// The services of these names by their numbers, of which there are several where names differ
    /// in what is not UTF-8.
    fn numbered(&self, wanted: &[String]) -> FxHashMap<u32, &str> {
        let wanted: FxHashSet<&str> = wanted.iter().map(String::as_str).collect();
        let names = (0_u32..).zip(self.names.iter().map(String::as_str));
        names.filter(|(_, name)| wanted.contains(name)).collect()
    }

    fn insert(&mut self, bytes: &[u8], name: &str) -> u32 {
        let number = self.names.len() as u32;
        self.numbers.insert(bytes.into(), number);
        self.names.push(name.to_owned());
        self.operations.insert(name.to_owned(), BTreeSet::new());
        number
    }

    fn record_operation(&mut self, service: u32, span: &SpanView<'_>, config: &Config) {
        let name = self.names.get(service as usize);
        let Some(operations) = name.and_then(|name| self.operations.get_mut(name)) else {
            return;
        };
        let operation = Operation {
            name: span.name().to_str().into_owned(),
            kind: span.kind(),
        };
        if !operations.contains(&operation) && self.operation_count < config.operations_max {
            operations.insert(operation);
            self.operation_count += 1;
        }
    }
}
