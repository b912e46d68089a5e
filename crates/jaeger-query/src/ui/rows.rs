//! The rows of a trace: what its columns and every answer that names a row go by.

use std::borrow::Cow;

use jaeger_model::{SpanId, Timestamp, Trace, TraceId};

use super::order::{self, Node, Row};
use crate::adjust::{Adjusted, AdjustedSpan, Numbers, Shown, Warnings};
use crate::render::Rendering;

/// A trace with its spans in the order of the timeline.
///
/// Of a span only the place and what is shown differently are kept, so that a trace that somebody
/// looks at takes little more than its bytes.
#[derive(Debug)]
pub(crate) struct Rows {
    trace: Trace,
    numbers: Numbers,
    /// In the order they are stored in.
    spans: Vec<Shown>,
    warnings: Warnings,
    rows: Vec<Row>,
    /// When the trace starts.
    pub(super) start_ns: u64,
    /// From its first start to its last end.
    pub(super) duration_ns: u64,
    etag: String,
}

impl Rows {
    /// Puts the spans of a trace in order.
    pub(super) fn of(trace: Trace, rendering: Rendering) -> Self {
        let Adjusted {
            spans,
            family,
            warnings,
        } = match rendering {
            Rendering::Raw => Adjusted::raw(&trace),
            Rendering::Adjusted { max_clock_skew } => Adjusted::of(&trace, max_clock_skew),
        };
        let mut nodes: Vec<_> = spans.iter().map(node).collect();
        let rows = order::rows(&mut nodes, &family, ROWS_MAX);
        let start_ns = nodes.iter().map(|node| node.start_ns).min().unwrap_or(0);
        let ends = nodes.iter().zip(&spans);
        let ends = ends.map(|(node, span)| {
            let duration_ns = known_ns(span.start(), span.duration_ns);
            node.start_ns.saturating_add(duration_ns)
        });
        let end_ns = ends.max().unwrap_or(0);
        Self {
            numbers: Numbers::of(&trace),
            etag: etag(&spans),
            spans,
            trace,
            warnings,
            rows,
            start_ns,
            duration_ns: end_ns - start_ns,
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
        let stored: usize = self.trace.parts().iter().map(|part| part.bytes_len()).sum();
        stored + self.spans.len() * size_of::<Shown>() + self.rows.len() * size_of::<Row>()
    }

    fn span(&self, shown: &Shown) -> Option<AdjustedSpan<'_>> {
        let span = self.numbers.span(&self.trace, shown.number)?;
        Some(shown.of(span, Cow::Borrowed(self.warnings.of(shown))))
    }
}

fn etag(spans: &[Shown]) -> String {
    let sum = spans.iter().fold(0, |sum: u64, span| {
        let id = span.span_id.to_u64();
        let content = span.hash.rotate_left(32);
        sum.wrapping_add(mixed(id ^ content ^ span.shift_ns.cast_unsigned()))
    });
    format!("{:x}-{sum:016x}", spans.len())
}

/// Returns how long a span took; nothing while it is not known when it started.
pub(super) fn duration_ns(span: &AdjustedSpan<'_>) -> u64 {
    known_ns(span.shown(span.span.start()), span.span.duration_ns())
}

fn known_ns(start: Timestamp, duration_ns: u64) -> u64 {
    match start.0 {
        0 => 0,
        _ => duration_ns,
    }
}

fn node(span: &Shown) -> Node {
    Node {
        id: span.span_id.to_u64(),
        is_child: span.parent_span_id.is_some(),
        start_ns: span.start().0,
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
