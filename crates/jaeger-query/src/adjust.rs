//! Putting a trace right for the eyes: what senders got wrong is corrected in the copy that is shown.
//!
//! Stored spans never change. Who wants them as they are asks for a raw rendering and does not come here. The steps
//! and their order are Jaeger's, since later ones rely on earlier ones: equal spans are shown once, spans that share
//! an id get their own, and then times are compared, which needs the tree that ids make. What concerns one span alone
//! (its references, its tags) is left to the moment of writing, through the functions here.
//!
//! Nothing takes longer than the number of spans, and nothing recurses: a trace may be one chain of 100,000 spans.

mod clock_skew;
mod duplicates;
#[cfg(test)]
pub(crate) mod fixture;
mod host;
pub(crate) mod ip;
pub(crate) mod library;
pub(crate) mod references;
mod shared_ids;
pub(crate) mod tag;

use std::borrow::Cow;
use std::time::Duration;

use jaeger_model::{SpanId, SpanView, Timestamp, Trace};

/// A span and in what it is to be shown differently.
#[derive(Clone, Debug)]
pub(crate) struct AdjustedSpan<'a> {
    /// As it is stored.
    pub(crate) span: SpanView<'a>,
    /// How many spans of the trace are stored before it.
    pub(crate) number: u32,
    /// Its id in the trace shown.
    pub(crate) span_id: SpanId,
    /// Its parent in the trace shown.
    pub(crate) parent_span_id: Option<SpanId>,
    /// What its times move by.
    pub(crate) shift_ns: i64,
    /// What adjusting has to say about it.
    pub(crate) warnings: Cow<'a, [String]>,
}

impl<'a> AdjustedSpan<'a> {
    /// A span without any difference.
    pub(crate) fn as_stored((number, span): (usize, SpanView<'a>)) -> Self {
        Self {
            span,
            // More bytes than a trace may have would be needed for more.
            number: u32::try_from(number).unwrap_or(u32::MAX),
            span_id: span.span_id(),
            parent_span_id: span.parent_span_id(),
            shift_ns: 0,
            warnings: Cow::Borrowed(&[]),
        }
    }

    /// Adds to what there is to say.
    pub(crate) fn warn(&mut self, warning: String) {
        self.warnings.to_mut().push(warning);
    }

    /// A time of the span as it is to be shown.
    pub(crate) fn shown(&self, time: Timestamp) -> Timestamp {
        Timestamp(time.0.saturating_add_signed(self.shift_ns))
    }
}

/// The spans of a trace, put right, in the order they are stored in.
pub(crate) fn adjust(trace: &Trace, max_clock_skew: Duration) -> Vec<AdjustedSpan<'_>> {
    let distinct = duplicates::distinct(trace);
    let stored = distinct.spans.into_iter();
    let mut spans: Vec<_> = stored.map(AdjustedSpan::as_stored).collect();
    if distinct.may_share_ids {
        shared_ids::separate(&mut spans);
    }
    clock_skew::correct(&mut spans, max_clock_skew);
    spans
}
