//! The rows of a trace: what its columns and every answer that names a row go by.

use super::order::{self, Node, Row};
use crate::adjust::AdjustedSpan;

/// The spans of a trace in the order of the timeline.
pub(super) struct Rows<'a> {
    /// In the order they are stored in.
    spans: Vec<AdjustedSpan<'a>>,
    rows: Vec<Row>,
    /// When the trace starts.
    pub(super) start_ns: u64,
    /// From its first start to its last end.
    pub(super) duration_ns: u64,
}

impl<'a> Rows<'a> {
    /// Puts spans in order.
    pub(super) fn of(spans: Vec<AdjustedSpan<'a>>) -> Self {
        let mut nodes: Vec<_> = spans.iter().map(node).collect();
        let rows = order::rows(&mut nodes, ROWS_MAX);
        let start_ns = nodes.iter().map(|node| node.start_ns).min().unwrap_or(0);
        let ends = nodes.iter().zip(&spans);
        let ends = ends.map(|(node, span)| node.start_ns.saturating_add(duration_ns(span)));
        let end_ns = ends.max().unwrap_or(0);
        Self {
            spans,
            rows,
            start_ns,
            duration_ns: end_ns - start_ns,
        }
    }

    /// Returns each row with its span.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Row, &AdjustedSpan<'a>)> {
        let rows = self.rows.iter();
        rows.filter_map(move |row| Some((row, self.spans.get(row.node as usize)?)))
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
    pub(super) fn etag(&self) -> String {
        let sum = self.spans.iter().fold(0, |sum: u64, span| {
            let id = span.span_id.to_u64();
            let content = span.span.hash().rotate_left(32);
            sum.wrapping_add(mixed(id ^ content ^ span.shift_ns.cast_unsigned()))
        });
        format!("{:x}-{sum:016x}", self.spans.len())
    }
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
        let trace = trace(sketches);
        Rows::of(trace.spans().map(AdjustedSpan::as_stored).collect()).etag()
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
            let rows = Rows::of(trace.spans().map(AdjustedSpan::as_stored).collect());
            let found = (rows.start_ns, rows.duration_ns);
            assert_eq!(found, (start_us * 1_000, duration_us * 1_000), "{spans:?}");
        }
    }
}
