//! What one tenant has.

use std::collections::{BTreeSet, VecDeque};
use std::ops::Bound;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use jaeger_model::{SpanView, Timestamp, TraceId};
use jaeger_storage::reader::Operation;
use jaeger_storage::{Dependency, MetricQuery, MetricSeries, TimeRange, TraceExpression};
use rustc_hash::FxHashMap;

use crate::Config;
use crate::above::Above;
use crate::envelopes::Envelopes;
use crate::figures::{Figures, Window};
use crate::links::Links;
use crate::names::{Names, UNLISTED};
use crate::trace::{StoredSpan, StoredTrace};

/// All spans of one tenant with what was derived from them.
#[derive(Debug)]
pub(crate) struct Store {
    config: Config,
    traces: FxHashMap<TraceId, Arc<StoredTrace>>,
    /// Trace ids in the order in which they came first.
    arrival: VecDeque<TraceId>,
    by_start: BTreeSet<(Timestamp, TraceId)>,
    envelopes: Envelopes,
    names: Names,
    links: Links,
    figures: Figures,
    /// The bytes that the traces take.
    trace_bytes: usize,
    losses: Losses,
}

/// What was not kept, or not all of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Losses {
    /// Traces that made room for others.
    pub(crate) evicted_traces: u64,
    /// Spans of traces that are too large.
    pub(crate) dropped_spans: u64,
    /// Spans whose service or operation is in no list.
    pub(crate) unlisted_spans: u64,
}

/// What is written at a time takes so many bytes and one span: others wait for it, and room is made
/// behind it.
const SLICE_BYTES: usize = 1 << 20;

impl Store {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            config: *config,
            traces: FxHashMap::default(),
            arrival: VecDeque::new(),
            by_start: BTreeSet::new(),
            envelopes: Envelopes::default(),
            names: Names::new(config),
            links: Links::new(config),
            figures: Figures::new(config),
            trace_bytes: 0,
            losses: Losses::default(),
        }
    }

    /// The bytes that all of it takes.
    pub(crate) fn bytes(&self) -> usize {
        let derived = self.names.bytes() + self.links.bytes() + self.figures.bytes();
        self.trace_bytes + self.envelopes.bytes() + derived
    }

    /// What was lost since this was asked.
    pub(crate) fn take_losses(&mut self) -> Losses {
        std::mem::take(&mut self.losses)
    }

    /// Writes spans of a batch until they take [`SLICE_BYTES`]; returns whether this was the end.
    /// `above` goes from one slice of the batch to the next.
    pub(crate) fn write_slice<'a>(
        &mut self,
        spans: &mut impl Iterator<Item = SpanView<'a>>,
        above: &mut Above<'a>,
    ) -> bool {
        let bytes_max = self.bytes() + SLICE_BYTES;
        let mut is_end = false;
        while self.bytes() <= bytes_max && !is_end {
            match spans.next() {
                Some(span) => self.write_span(&span, above),
                None => is_end = true,
            }
        }
        if is_end {
            above.end(&mut self.envelopes);
        }
        self.keep_newest();
        is_end
    }

    fn write_span<'a>(&mut self, span: &SpanView<'a>, above: &mut Above<'a>) {
        let known = self.traces.get(&span.trace_id());
        if known.is_some_and(|trace| trace.has(span)) {
            return;
        }
        let known_bytes = known.map_or(0, |trace| trace.bytes_alone());
        let bytes_max = self.config.trace_bytes_max();
        above.follow(span, &mut self.envelopes, &mut self.names, bytes_max);
        let brought_bytes = above.brought_bytes();
        let is_too_large = known_bytes + span.bytes().len() + brought_bytes > bytes_max;
        match above.envelopes() {
            Some(envelopes) if !is_too_large => {
                let stored = StoredSpan::new(span, envelopes, above.service());
                above.note_stored();
                self.list(span, stored.service());
                self.push(span, stored, brought_bytes);
            }
            _ => self.losses.dropped_spans += 1,
        }
    }

    fn list(&mut self, span: &SpanView<'_>, service: u32) {
        let is_listed = self.names.operation(service, span.name(), span.kind());
        self.losses.unlisted_spans += u64::from(!is_listed);
        if service != UNLISTED {
            self.figures.count(service, span);
        }
    }

    fn push(&mut self, span: &SpanView<'_>, stored: StoredSpan, brought_bytes: usize) {
        let (id, start) = (span.trace_id(), span.start());
        let trace = self.traces.entry(id).or_insert_with(|| {
            let trace = StoredTrace::new(id, start);
            self.arrival.push_back(id);
            self.by_start.insert((start, id));
            self.trace_bytes += trace.bytes();
            Arc::new(trace)
        });
        let (bytes, begun) = (trace.bytes(), trace.begun());
        let trace = Arc::make_mut(trace);
        trace.push(span, stored, brought_bytes, &mut self.links);
        self.trace_bytes = self.trace_bytes + trace.bytes() - bytes;
        if trace.begun() != begun {
            self.by_start.remove(&(begun, id));
            self.by_start.insert((trace.begun(), id));
        }
    }

    /// Drops the traces that came first until there are not too many.
    fn keep_newest(&mut self) {
        let traces_max = match self.config.traces_max {
            0 => usize::MAX,
            traces_max => traces_max,
        };
        while self.arrival.len() > traces_max && self.evict() {}
    }

    /// Frees so many bytes, if there are: first of traces, then of what was derived from them.
    pub(crate) fn give_way(&mut self, bytes: usize) {
        let bytes_max = self.bytes().saturating_sub(bytes);
        while self.bytes() > bytes_max && self.forget() {}
    }

    fn forget(&mut self) -> bool {
        self.evict()
            || self.figures.forget_first()
            || self.links.forget_earliest()
            || self.forget_names()
    }

    /// Drops the trace that came first; returns whether there was one.
    fn evict(&mut self) -> bool {
        let first = self.arrival.pop_front();
        let Some(trace) = first.and_then(|id| self.traces.remove(&id)) else {
            return false;
        };
        self.by_start.remove(&(trace.begun(), trace.id));
        self.trace_bytes -= trace.bytes();
        for span in trace.stored() {
            self.envelopes.release(&span.resource);
            self.envelopes.release(&span.scope);
        }
        self.losses.evicted_traces += 1;
        true
    }

    /// Starts the lists anew, unless a writer still knows a service by its number.
    fn forget_names(&mut self) -> bool {
        let is_possible = self.envelopes.is_empty() && self.names.bytes() > 0;
        if is_possible {
            self.names = Names::new(&self.config);
        }
        is_possible
    }

    pub(crate) fn trace(&self, id: TraceId) -> Option<Arc<StoredTrace>> {
        self.traces.get(&id).map(Arc::clone)
    }

    /// The traces that may match and one of whose spans may start in the range, the one that began
    /// last first.
    pub(crate) fn candidates(
        &self,
        range: TimeRange,
        expression: &TraceExpression,
    ) -> Vec<Arc<StoredTrace>> {
        let until = (
            Bound::Unbounded,
            Bound::Included((range.end, TraceId([0xff; 16]))),
        );
        let newest_first = self.by_start.range(until).rev();
        let traces = newest_first.filter_map(|(_, id)| self.traces.get(id));
        traces
            .filter(|trace| trace.latest() >= range.start)
            .filter(|trace| expression.may_match(&|name| self.may_have(trace, name)))
            .map(Arc::clone)
            .collect()
    }

    /// Whether a span of the trace may be of the service.
    fn may_have(&self, trace: &StoredTrace, service: &str) -> bool {
        let mut services = trace.services().iter();
        services.any(|number| *number == UNLISTED || self.names.is_called(*number, service))
    }

    pub(crate) fn services(&self) -> Vec<String> {
        self.names.services()
    }

    pub(crate) fn operations(&self, service: &str) -> Vec<Operation> {
        self.names.operations(service)
    }

    pub(crate) fn dependencies(&self, range: TimeRange) -> Vec<Dependency> {
        self.links.between(range, |number| self.names.of(number))
    }

    /// The series that a query asks for, with the value that `value` makes of each window.
    pub(crate) fn figures(
        &self,
        query: &MetricQuery,
        value: impl Fn(&Window) -> Option<f64>,
        cancelled: &AtomicBool,
    ) -> Vec<MetricSeries> {
        let services = self.names.numbered(&query.services);
        self.figures.series(query, &services, value, cancelled)
    }
}

#[cfg(test)]
mod tests;
