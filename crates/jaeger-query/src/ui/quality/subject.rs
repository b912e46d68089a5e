//! What must be known of a trace before its spans can be checked.

use std::collections::HashMap;

use jaeger_model::{SpanId, SpanKind, SpanView, Timestamp, Trace};

use crate::ui::whole::SPANS_OF_TRACE_MAX;

/// The spans of a trace by their ids.
#[derive(Debug)]
pub(super) struct Subject {
    spans: HashMap<SpanId, Namesakes>,
    /// It is so long that not all of it may have been read.
    may_be_cut: bool,
}

/// The spans that have an id.
#[derive(Debug, Default)]
struct Namesakes {
    /// When the earliest starts.
    start: Timestamp,
    kinds: Vec<SpanKind>,
}

/// What a span says of its parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relatives {
    /// It has none, or one that may not have been read.
    Root,
    /// It has one that is not there.
    Orphan,
    Child {
        parent_start: Timestamp,
    },
}

impl Subject {
    pub(super) fn new(trace: &Trace) -> Self {
        let mut spans = HashMap::<SpanId, Namesakes>::new();
        for span in trace.spans() {
            let namesakes = spans.entry(span.span_id()).or_default();
            namesakes.start = match namesakes.kinds.is_empty() {
                true => span.start(),
                false => namesakes.start.min(span.start()),
            };
            namesakes.kinds.push(span.kind());
        }
        Self {
            spans,
            may_be_cut: trace.len() >= SPANS_OF_TRACE_MAX,
        }
    }

    pub(super) fn relatives(&self, span: &SpanView<'_>) -> Relatives {
        let Some(parent) = span.parent_span_id() else {
            return Relatives::Root;
        };
        match self.spans.get(&parent) {
            Some(parent) => Relatives::Child {
                parent_start: parent.start,
            },
            None if self.may_be_cut => Relatives::Root,
            None => Relatives::Orphan,
        }
    }

    /// Returns whether no other span has its id, or none but the other side of the same call.
    pub(super) fn is_only(&self, span: &SpanView<'_>) -> bool {
        let namesakes = self.spans.get(&span.span_id());
        namesakes.is_none_or(|span| span.kinds.len() == 1 || is_shared(&span.kinds))
    }
}

/// True for the two sides of a call that are reported under one id, as Zipkin's clients do.
fn is_shared(kinds: &[SpanKind]) -> bool {
    matches!(
        kinds,
        [SpanKind::Client, SpanKind::Server] | [SpanKind::Server, SpanKind::Client]
    )
}
