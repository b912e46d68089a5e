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
pub(crate) mod family;
#[cfg(test)]
pub(crate) mod fixture;
mod host;
pub(crate) mod ip;
pub(crate) mod library;
pub(crate) mod references;
mod shared_ids;
pub(crate) mod tag;

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::RandomState;
use std::time::Duration;

use jaeger_model::{SpanId, SpanKind, SpanView, Timestamp, Trace};

use self::family::Family;
use self::host::Hosts;
use crate::processors;

/// A span and in what it is to be shown differently.
#[derive(Clone, Debug)]
pub(crate) struct AdjustedSpan<'a> {
    /// As it is stored.
    pub(crate) span: SpanView<'a>,
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
    pub(crate) fn as_stored(span: SpanView<'a>) -> Self {
        Self {
            span,
            span_id: span.span_id(),
            parent_span_id: span.parent_span_id(),
            shift_ns: 0,
            warnings: Cow::Borrowed(&[]),
        }
    }

    /// A time of the span as it is to be shown.
    pub(crate) fn shown(&self, time: Timestamp) -> Timestamp {
        shifted(time, self.shift_ns)
    }
}

/// What adjusting goes by, and in what a span is shown differently: all that is held of a span for
/// as long as its trace is worked on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shown {
    /// How many spans of the trace are stored before it.
    pub(crate) number: u32,
    pub(crate) span_id: SpanId,
    pub(crate) parent_span_id: Option<SpanId>,
    kind: SpanKind,
    /// As it is stored.
    start: Timestamp,
    pub(crate) duration_ns: u64,
    /// What its times move by.
    pub(crate) shift_ns: i64,
    /// Of what it says, as it is stored.
    pub(crate) hash: u64,
    /// Equal for spans of one host; nothing when none is named.
    host: Option<u64>,
}

impl Shown {
    /// Returns when it starts in the trace shown.
    pub(crate) fn start(&self) -> Timestamp {
        shifted(self.start, self.shift_ns)
    }

    /// Returns the span of the trace with what is shown differently.
    pub(crate) fn of<'a>(
        &self,
        span: SpanView<'a>,
        warnings: Cow<'a, [String]>,
    ) -> AdjustedSpan<'a> {
        AdjustedSpan {
            span,
            span_id: self.span_id,
            parent_span_id: self.parent_span_id,
            shift_ns: self.shift_ns,
            warnings,
        }
    }
}

fn shifted(time: Timestamp, by_ns: i64) -> Timestamp {
    Timestamp(time.0.saturating_add_signed(by_ns))
}

/// A trace put right.
#[derive(Debug)]
pub(crate) struct Adjusted {
    /// In the order they are stored in.
    pub(crate) spans: Vec<Shown>,
    /// Whose children they are.
    pub(crate) family: Family,
    pub(crate) warnings: Warnings,
}

/// What adjusting has to say, by the number of the span.
#[derive(Debug, Default)]
pub(crate) struct Warnings(HashMap<u32, Vec<String>>);

impl Warnings {
    fn add(&mut self, span: &Shown, warning: String) {
        self.0.entry(span.number).or_default().push(warning);
    }

    /// Returns what there is to say about a span.
    pub(crate) fn of(&self, span: &Shown) -> &[String] {
        // Most traces are in order.
        match self.0.is_empty() {
            true => &[],
            false => self
                .0
                .get(&span.number)
                .map(Vec::as_slice)
                .unwrap_or_default(),
        }
    }

    fn take(&mut self, span: &Shown) -> Vec<String> {
        self.0.remove(&span.number).unwrap_or_default()
    }
}

impl Adjusted {
    /// The spans as they are stored.
    pub(crate) fn raw(trace: &Trace) -> Self {
        let spans = shown(trace);
        Self {
            family: Family::of(&spans),
            spans,
            warnings: Warnings::default(),
        }
    }

    /// The spans put right; times move by at most `max_clock_skew`.
    pub(crate) fn of(trace: &Trace, max_clock_skew: Duration) -> Self {
        let Self {
            mut spans,
            mut family,
            mut warnings,
        } = Self::raw(trace);
        if family.shares_ids() {
            duplicates::remove(&mut spans, trace);
            shared_ids::separate(&mut spans);
            family = Family::of(&spans);
        }
        clock_skew::correct(&mut spans, &family, max_clock_skew, &mut warnings);
        Self {
            spans,
            family,
            warnings,
        }
    }
}

/// Returns what is gone by of each span. All processors read a large trace.
fn shown(trace: &Trace) -> Vec<Shown> {
    let numbers = Numbers::of(trace);
    let seed = RandomState::new();
    let mut spans = vec![Shown::default(); trace.len()];
    processors::share(&mut spans, SPANS_A_PROCESSOR_MIN, |first, spans| {
        let mut hosts = Hosts::new(&seed);
        for (shown, number) in spans.iter_mut().zip((0..).skip(first)) {
            let Some(span) = numbers.span(trace, number) else {
                continue;
            };
            *shown = Shown {
                number,
                span_id: span.span_id(),
                parent_span_id: span.parent_span_id(),
                kind: span.kind(),
                start: span.start(),
                duration_ns: span.duration_ns(),
                shift_ns: 0,
                hash: span.hash(),
                host: hosts.number(span.resource()),
            };
        }
    });
    spans
}

/// The spans of a trace, put right, in the order they are stored in.
pub(crate) fn adjust(trace: &Trace, max_clock_skew: Duration) -> Vec<AdjustedSpan<'_>> {
    let Adjusted {
        spans,
        mut warnings,
        ..
    } = Adjusted::of(trace, max_clock_skew);
    let numbers = Numbers::of(trace);
    let adjusted = spans.iter().filter_map(|shown| {
        let span = numbers.span(trace, shown.number)?;
        Some(shown.of(span, Cow::Owned(warnings.take(shown))))
    });
    adjusted.collect()
}

/// Where in a trace a span is, by how many are stored before it.
#[derive(Debug)]
pub(crate) struct Numbers {
    /// How many spans are stored before each part of the trace.
    firsts: Vec<u32>,
}

impl Numbers {
    pub(crate) fn of(trace: &Trace) -> Self {
        let mut first = 0_u32;
        let parts = trace.parts().iter();
        let firsts = parts.map(|part| {
            let before = first;
            // More bytes than a trace may have would be needed for more.
            first = first.saturating_add(u32::try_from(part.len()).unwrap_or(u32::MAX));
            before
        });
        Self {
            firsts: firsts.collect(),
        }
    }

    /// Returns a span of the trace that was counted.
    pub(crate) fn span<'t>(&self, trace: &'t Trace, number: u32) -> Option<SpanView<'t>> {
        let part = self.firsts.partition_point(|first| *first <= number);
        let part = part.checked_sub(1)?;
        let at = number - self.firsts.get(part)?;
        trace.parts().get(part)?.span(at as usize)
    }
}

/// Fewer are read sooner than a thread starts.
const SPANS_A_PROCESSOR_MIN: usize = 8_192;
