//! The spans of one trace.

mod index;
mod stretch;

use std::sync::Arc;

use jaeger_model::{ResourceView, ScopeView, SpanId, SpanView, StatusCode, Timestamp, TraceId};

use crate::envelopes::Envelope;
use crate::footprint::{SHARED_BYTES, allocated, place_bytes};
use crate::links::{Caller, Links};
use index::Index;
pub(crate) use stretch::chunks;

/// All spans of one trace. Readers keep theirs while a writer goes on with a copy.
#[derive(Clone, Debug)]
pub(crate) struct StoredTrace {
    pub(crate) id: TraceId,
    spans: Vec<StoredSpan>,
    /// The numbers of the services that have spans in it, in order.
    services: Vec<u32>,
    /// There once there are many spans: few are looked at one by one.
    index: Option<Box<Index>>,
    earliest: Timestamp,
    latest: Timestamp,
    /// What the spans themselves take.
    span_bytes: usize,
    /// What the resources and scopes take that no other trace had.
    brought_bytes: usize,
}

/// One span with what is above it.
#[derive(Clone, Debug)]
pub(crate) struct StoredSpan {
    pub(crate) resource: Arc<Envelope>,
    pub(crate) scope: Arc<Envelope>,
    span: Arc<[u8]>,
    hash: u64,
    id: SpanId,
    /// Zero for none.
    parent: SpanId,
    service: u32,
    /// The place of the span that waits for the same parent and came before, or [`NOBODY`].
    waits_behind: u32,
}

const NOBODY: u32 = u32::MAX;
/// From so many spans on there is an index.
const INDEXED_FROM: usize = 16;
/// What a trace costs beside its spans: itself and its places by id, start and arrival.
const TRACE_BYTES: usize = size_of::<StoredTrace>()
    + SHARED_BYTES
    + place_bytes::<(TraceId, Arc<StoredTrace>)>()
    + 2 * size_of::<(Timestamp, TraceId)>()
    + 2 * size_of::<TraceId>();

impl StoredTrace {
    /// A trace that is about to get its first span, which starts then.
    pub(crate) fn new(id: TraceId, start: Timestamp) -> Self {
        Self {
            id,
            // Many traces have but one.
            spans: Vec::with_capacity(1),
            services: Vec::with_capacity(1),
            index: None,
            earliest: start,
            latest: start,
            span_bytes: 0,
            brought_bytes: 0,
        }
    }

    /// The bytes that it takes, by the room there is in it, without what is above its spans.
    pub(crate) fn bytes(&self) -> usize {
        let room = self.spans.capacity() * size_of::<StoredSpan>()
            + self.services.capacity() * size_of::<u32>();
        let index = self.index.as_ref().map_or(0, |index| index.bytes());
        allocated(TRACE_BYTES + self.span_bytes + room + index)
    }

    /// The bytes that would not be there without it.
    pub(crate) fn bytes_alone(&self) -> usize {
        self.bytes() + self.brought_bytes
    }

    pub(crate) fn has(&self, span: &SpanView<'_>) -> bool {
        let (id, hash) = (span.span_id(), span.hash());
        match &self.index {
            Some(index) => index.has(id, hash),
            None => {
                let mut spans = self.spans.iter();
                spans.any(|known| known.id == id && known.hash == hash)
            }
        }
    }

    /// Appends a span, which brought so many bytes of resources and scopes, and counts the call
    /// that made it and those that it made before it came.
    pub(crate) fn push(
        &mut self,
        span: &SpanView<'_>,
        stored: StoredSpan,
        brought_bytes: usize,
        links: &mut Links,
    ) {
        self.earliest = self.earliest.min(span.start());
        self.latest = self.latest.max(span.start());
        self.span_bytes += stored.span.len() + SHARED_BYTES;
        self.brought_bytes += brought_bytes;
        if let Err(place) = self.services.binary_search(&stored.service) {
            self.services.insert(place, stored.service);
        }
        let call = Caller::of(span, stored.service);
        self.spans.push(stored);
        if let Some(index) = &mut self.index {
            index.count_calls(&mut self.spans, &call, links);
            return;
        }
        self.count_calls(&call, links);
        if self.spans.len() >= INDEXED_FROM {
            self.index = Some(Box::new(Index::of(&mut self.spans)));
        }
    }

    /// Counts the calls of the last span.
    fn count_calls(&self, call: &Caller, links: &mut Links) {
        let Some((span, before)) = self.spans.split_last() else {
            return;
        };
        let first = |id: SpanId| before.iter().find(|span| span.id == id);
        if let Some(parent) = span.parent().and_then(first) {
            links.count(parent.service, call);
        }
        // The children of an id that was there are counted.
        if first(span.id).is_none() {
            let children = before
                .iter()
                .filter(|child| child.parent() == Some(span.id));
            children.for_each(|child| span.count_child(child, links));
        }
    }

    /// The numbers of the services that have spans in it.
    pub(crate) fn services(&self) -> &[u32] {
        &self.services
    }

    /// The earliest start of a span.
    pub(crate) fn begun(&self) -> Timestamp {
        self.earliest
    }

    /// The latest start of a span.
    pub(crate) fn latest(&self) -> Timestamp {
        self.latest
    }

    /// Its spans in the order they came.
    pub(crate) fn spans(&self) -> Vec<SpanView<'_>> {
        self.spans.iter().map(StoredSpan::view).collect()
    }

    /// The same as they are stored.
    pub(crate) fn stored(&self) -> &[StoredSpan] {
        &self.spans
    }
}

impl StoredSpan {
    /// A copy of a span of this service below these.
    pub(crate) fn new(span: &SpanView<'_>, above: [&Arc<Envelope>; 2], service: u32) -> Self {
        let [resource, scope] = above.map(Envelope::share);
        Self {
            resource,
            scope,
            span: span.bytes().into(),
            hash: span.hash(),
            id: span.span_id(),
            parent: span.parent_span_id().unwrap_or_default(),
            service,
            waits_behind: NOBODY,
        }
    }

    pub(crate) fn service(&self) -> u32 {
        self.service
    }

    fn view(&self) -> SpanView<'_> {
        let resource = ResourceView::new(self.resource.bytes());
        let scope = ScopeView::new(self.scope.bytes());
        SpanView::new(resource, scope, &self.span, self.hash)
    }

    fn parent(&self) -> Option<SpanId> {
        (!self.parent.is_zero()).then_some(self.parent)
    }

    /// Counts the call that this span made and `child` is.
    fn count_child(&self, child: &Self, links: &mut Links) {
        if child.service != self.service {
            links.count(self.service, &Caller::of(&child.view(), child.service));
        }
    }

    /// The bytes that it adds to a chunk behind the span before it.
    fn bytes_behind(&self, last: Option<&Self>) -> usize {
        let has_resource = last.is_some_and(|last| Arc::ptr_eq(&last.resource, &self.resource));
        let has_scope = last.is_some_and(|last| Arc::ptr_eq(&last.scope, &self.scope));
        let mut bytes = self.span.len();
        if !has_resource {
            bytes += self.resource.bytes().len();
        }
        if !has_resource || !has_scope {
            bytes += self.scope.bytes().len();
        }
        bytes
    }
}

impl Caller {
    fn of(span: &SpanView<'_>, service: u32) -> Self {
        Self {
            service,
            start: span.start(),
            is_error: span.status() == StatusCode::Error,
        }
    }
}
