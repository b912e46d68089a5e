//! The spans of one id as read back.

use std::collections::HashSet;

use crate::{SpanBatch, SpanView, TraceId};

/// All spans of one trace that a backend holds, in parts of bounded size.
#[derive(Clone, Debug)]
pub struct Trace {
    id: TraceId,
    parts: Vec<SpanBatch>,
}

impl Trace {
    /// An empty trace.
    pub fn new(id: TraceId) -> Self {
        Self {
            id,
            parts: Vec::new(),
        }
    }

    /// Its id.
    pub fn id(&self) -> TraceId {
        self.id
    }

    /// Adds a part whose spans all belong to it.
    pub fn push(&mut self, part: SpanBatch) {
        self.parts.push(part);
    }

    /// The parts in the order they came.
    pub fn parts(&self) -> &[SpanBatch] {
        &self.parts
    }

    /// Its spans, part by part.
    pub fn spans(&self) -> impl Iterator<Item = SpanView<'_>> {
        self.parts.iter().flat_map(SpanBatch::spans)
    }

    /// Number of spans.
    pub fn len(&self) -> usize {
        self.parts.iter().map(SpanBatch::len).sum()
    }

    /// True when there is no span.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Its spans with those sent twice shown once, and of each how many stand before it in all.
    pub fn distinct_spans(&self) -> Vec<(usize, SpanView<'_>)> {
        let mut spans: Vec<_> = self.spans().enumerate().collect();
        if has_repeated_id(&spans) {
            let mut seen = HashSet::with_capacity(spans.len());
            spans.retain(|(_, span)| seen.insert((span.span_id(), span.hash())));
        }
        spans
    }
}

/// Few traces have any, and sorting numbers is cheap.
fn has_repeated_id(spans: &[(usize, SpanView<'_>)]) -> bool {
    let ids = spans.iter().map(|(_, span)| span.span_id().to_u64());
    let mut ids: Vec<_> = ids.collect();
    ids.sort_unstable();
    ids.windows(2)
        .any(|pair| matches!(pair, [one, next] if one == next))
}
