//! The rows of a trace: what its columns and every answer that names a row go by.

use std::borrow::Cow;
use std::collections::HashMap;

use jaeger_model::{SpanId, Trace, TraceId};

use super::order::{self, Node, Row};
use crate::adjust::{AdjustedSpan, adjust};
use crate::render::Rendering;

/// A trace with its spans in the order of the timeline.
///
/// Of a span only the place and what is shown differently are kept, so that a trace that somebody
/// looks at takes little more than its bytes.
#[derive(Debug)]
pub(crate) struct Rows {
    trace: Trace,
    /// How many spans are stored before each part of the trace.
    firsts: Vec<u32>,
    /// In the order they are stored in.
    spans: Vec<Shown>,
    /// What adjusting has to say, by the number of the span.
    warnings: HashMap<u32, Vec<String>>,
    rows: Vec<Row>,
    /// When the trace starts.
    pub(super) start_ns: u64,
    /// From its first start to its last end.
    pub(super) duration_ns: u64,
    etag: String,
}

/// Where a span is, and in what it is shown differently.
#[derive(Debug)]
struct Shown {
    /// How many spans of the trace are stored before it.
    number: u32,
    span_id: SpanId,
    parent_span_id: Option<SpanId>,
    shift_ns: i64,
}

impl Rows {
    /// Puts the spans of a trace in order.
    pub(super) fn of(trace: Trace, rendering: Rendering) -> Self {
        let spans = match rendering {
            Rendering::Raw => {
                let stored = trace.spans().enumerate();
                stored.map(AdjustedSpan::as_stored).collect()
            }
            Rendering::Adjusted { max_clock_skew } => adjust(&trace, max_clock_skew),
        };
        let mut nodes: Vec<_> = spans.iter().map(node).collect();
        let rows = order::rows(&mut nodes, ROWS_MAX);
        let start_ns = nodes.iter().map(|node| node.start_ns).min().unwrap_or(0);
        let ends = nodes.iter().zip(&spans);
        let ends = ends.map(|(node, span)| node.start_ns.saturating_add(duration_ns(span)));
        let end_ns = ends.max().unwrap_or(0);
        let etag = etag(&spans);
        let mut warnings = HashMap::new();
        let spans = spans.into_iter().map(|span| {
            if !span.warnings.is_empty() {
                warnings.insert(span.number, span.warnings.into_owned());
            }
            Shown {
                number: span.number,
                span_id: span.span_id,
                parent_span_id: span.parent_span_id,
                shift_ns: span.shift_ns,
            }
        });
        Self {
            spans: spans.collect(),
            firsts: firsts(&trace),
            trace,
            warnings,
            rows,
            start_ns,
            duration_ns: end_ns - start_ns,
            etag,
        }
    }

    /// Returns the id of the trace.
    pub(super) fn trace_id(&self) -> TraceId {
        self.trace.id()
    }

    /// Returns each row with its span.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Row, AdjustedSpan<'_>)> {
        let rows = self.rows.iter();
        rows.filter_map(|row| Some((row, self.span(self.spans.get(row.node as usize)?)?)))
    }

    /// Returns the rows; a row's node is its place among the [spans](Self::spans).
    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Returns the spans in the order they are stored in: the way through memory that is fastest by
    /// far, on which neighbours share their resource.
    pub(super) fn spans(&self) -> impl Iterator<Item = AdjustedSpan<'_>> {
        self.spans_from(0)
    }

    /// Returns the spans from one on, in the order they are stored in.
    pub(super) fn spans_from(&self, first: usize) -> impl Iterator<Item = AdjustedSpan<'_>> {
        let shown = self.spans.get(first..).unwrap_or_default().iter();
        shown.filter_map(|shown| self.span(shown))
    }

    /// Returns the spans whose ids are wanted, in the order they are stored in.
    pub(super) fn spans_with(&self, is_wanted: impl Fn(SpanId) -> bool) -> Vec<AdjustedSpan<'_>> {
        let wanted = self.spans.iter().filter(|shown| is_wanted(shown.span_id));
        wanted.filter_map(|shown| self.span(shown)).collect()
    }

    /// Returns how many rows there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns how many spans the trace has: more than rows, if those are not all.
    pub(super) fn spans_total(&self) -> usize {
        self.spans.len()
    }

    /// Returns a text that is another one when spans were added, or when they are shown elsewhere.
    pub(super) fn etag(&self) -> &str {
        &self.etag
    }

    /// Returns the bytes that are held: those of the trace, and what stands here for each span.
    pub(super) fn held_bytes(&self) -> usize {
        let stored: usize = self
            .trace
            .parts()
            .iter()
            .map(|part| part.bytes().len())
            .sum();
        stored + self.spans.len() * size_of::<Shown>() + self.rows.len() * size_of::<Row>()
    }

    fn span(&self, shown: &Shown) -> Option<AdjustedSpan<'_>> {
        let part = self.firsts.partition_point(|first| *first <= shown.number);
        let part = part.checked_sub(1)?;
        let at = shown.number - self.firsts.get(part)?;
        let warnings = match self.warnings.is_empty() {
            true => None,
            false => self.warnings.get(&shown.number),
        };
        Some(AdjustedSpan {
            span: self.trace.parts().get(part)?.span(at as usize)?,
            number: shown.number,
            span_id: shown.span_id,
            parent_span_id: shown.parent_span_id,
            shift_ns: shown.shift_ns,
            warnings: Cow::Borrowed(warnings.map(Vec::as_slice).unwrap_or_default()),
        })
    }
}

fn firsts(trace: &Trace) -> Vec<u32> {
    let mut first = 0_u32;
    let parts = trace.parts().iter();
    let firsts = parts.map(|part| {
        let before = first;
        first = first.saturating_add(u32::try_from(part.len()).unwrap_or(u32::MAX));
        before
    });
    firsts.collect()
}

fn etag(spans: &[AdjustedSpan<'_>]) -> String {
    let sum = spans.iter().fold(0, |sum: u64, span| {
        let id = span.span_id.to_u64();
        let content = span.span.hash().rotate_left(32);
        sum.wrapping_add(mixed(id ^ content ^ span.shift_ns.cast_unsigned()))
    });
    format!("{:x}-{sum:016x}", spans.len())
}

/// Returns how long a span took; nothing while it is not known when it started.
pub(super) fn duration_ns(span: &AdjustedSpan<'_>) -> u64 {
    match span.shown(span.span.start()).0 {
        0 => 0,
        _ => span.span.duration_ns(),
    }
}

fn node(span: &AdjustedSpan<'_>) -> Node {
    Node {
        id: span.span_id.to_u64(),
        parent_id: span.parent_span_id.map_or(0, |parent| parent.to_u64()),
        start_ns: span.shown(span.span.start()).0,
    }
}

/// Spreads what differs in some bits over all, so that sums differ as well.
fn mixed(value: u64) -> u64 {
    let value = (value ^ (value >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    value ^ (value >> 29)
}

/// What a browser still draws; of a larger trace the first rows are shown.
const ROWS_MAX: usize = 2_000_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjust::fixture::{Sketch, trace};

    fn etag(sketches: &[Sketch<'_>]) -> String {
        Rows::of(trace(sketches), Rendering::Raw).etag().to_owned()
    }

    #[test]
    fn the_etag_tells_of_new_and_changed_spans_and_not_of_their_order() {
        let [one, two, three] = [1, 2, 3].map(|id| Sketch {
            id,
            start_us: 5,
            ..Sketch::default()
        });
        let changed = Sketch {
            name: "changed",
            ..two.clone()
        };
        let before = etag(&[one.clone(), two.clone()]);
        assert!(before.starts_with("2-"), "{before}");
        assert_eq!(before, etag(&[two.clone(), one.clone()]));
        assert_ne!(before, etag(&[one.clone(), two, three]));
        assert_ne!(before, etag(&[one, changed]));
    }

    #[test]
    fn a_trace_lasts_from_its_first_start_to_its_last_end() {
        type Case<'a> = (&'a [(u64, u64)], u64, u64);
        let cases: [Case<'_>; 4] = [
            (&[], 0, 0),
            (&[(5, 2)], 5, 2),
            (&[(5, 10), (6, 2)], 5, 10),
            // A span that does not say when it started took no time that is known.
            (&[(0, 900), (7, 1)], 7, 1),
        ];
        for (spans, start_us, duration_us) in cases {
            let sketches = spans.iter().map(|&(start_us, duration_us)| Sketch {
                id: start_us + 1,
                start_us,
                duration_us,
                ..Sketch::default()
            });
            let trace = trace(&sketches.collect::<Vec<_>>());
            let rows = Rows::of(trace, Rendering::Raw);
            let found = (rows.start_ns, rows.duration_ns);
            assert_eq!(found, (start_us * 1_000, duration_us * 1_000), "{spans:?}");
        }
    }
}
