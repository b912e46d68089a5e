//! The spans of one id as read back.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use crate::{SpanBatch, SpanView, TraceId};

/// Some spans of a trace, read where their holder has them. A [`SpanBatch`] is that.
pub trait Spans: fmt::Debug + Send + Sync {
    /// Number of spans.
    fn len(&self) -> usize;

    /// The span at an index.
    fn span(&self, index: usize) -> Option<SpanView<'_>>;

    /// Bytes of the spans with the resources and scopes above them.
    fn bytes_len(&self) -> usize;

    /// True when there is no span.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl dyn Spans {
    /// The spans in their order.
    pub fn iter(&self) -> impl Iterator<Item = SpanView<'_>> {
        (0..self.len()).filter_map(|index| self.span(index))
    }
}

impl Spans for SpanBatch {
    fn len(&self) -> usize {
        self.len()
    }

    fn span(&self, index: usize) -> Option<SpanView<'_>> {
        self.span(index)
    }

    fn bytes_len(&self) -> usize {
        self.bytes().len()
    }
}

/// All spans of one trace that a backend holds, in parts of bounded size.
#[derive(Clone, Debug)]
pub struct Trace {
    id: TraceId,
    parts: Vec<Arc<dyn Spans>>,
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
    pub fn push(&mut self, part: Arc<dyn Spans>) {
        self.parts.push(part);
    }

    /// The parts in the order they came.
    pub fn parts(&self) -> &[Arc<dyn Spans>] {
        &self.parts
    }

    /// Its spans, part by part.
    pub fn spans(&self) -> impl Iterator<Item = SpanView<'_>> {
        self.parts.iter().flat_map(|part| part.iter())
    }

    /// Number of spans.
    pub fn len(&self) -> usize {
        self.parts.iter().map(|part| part.len()).sum()
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
