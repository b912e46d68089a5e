//! The references of a span as they are shown: with the parent it has now, without those to nowhere, and with the
//! parent in front, where the UI looks for it.

use jaeger_codec::jaeger::{self, Reference, ReferenceKind};
use jaeger_model::TraceId;

use super::AdjustedSpan;

/// Puts the references of a span in place of what `references` held, and returns what there is to say about them.
pub(crate) fn replace(references: &mut Vec<Reference>, span: &AdjustedSpan<'_>) -> Vec<String> {
    references.clear();
    references.extend(jaeger::references(&span.span));
    replace_parent(references, span);
    let mut warnings = Vec::new();
    references.retain(|reference| {
        let leads_somewhere = !reference.trace_id.is_zero();
        if !leads_somewhere {
            warnings.push(removal(reference));
        }
        leads_somewhere
    });
    put_parent_first(references, span.span.trace_id());
    warnings
}

fn replace_parent(references: &mut Vec<Reference>, span: &AdjustedSpan<'_>) {
    let before = span.span.parent_span_id();
    let Some(parent) = span.parent_span_id.filter(|now| before != Some(*now)) else {
        return;
    };
    let trace_id = span.span.trace_id();
    let found = references
        .iter_mut()
        .find(|reference| reference.trace_id == trace_id && Some(reference.span_id) == before);
    match found {
        Some(reference) => reference.span_id = parent,
        None => references.insert(
            0,
            Reference {
                kind: ReferenceKind::ChildOf,
                trace_id,
                span_id: parent,
            },
        ),
    }
}

/// The words of Jaeger 1.76, which prints its own structure here.
fn removal(reference: &Reference) -> String {
    let Reference {
        kind,
        trace_id,
        span_id,
    } = reference;
    let kind = kind.as_upper_str();
    format!(
        "Invalid span reference removed {{TraceID:{trace_id} SpanID:{span_id} RefType:{kind} \
         XXX_NoUnkeyedLiteral:{{}} XXX_unrecognized:[] XXX_sizecache:0}}"
    )
}

/// A parent is the first child-of reference into the own trace, else the first other one into it.
fn put_parent_first(references: &mut [Reference], trace_id: TraceId) {
    let is_own = |reference: &Reference| reference.trace_id == trace_id;
    let parent = references
        .iter()
        .position(|reference| is_own(reference) && reference.kind == ReferenceKind::ChildOf)
        .or_else(|| references.iter().position(is_own));
    if let Some(parent) = parent {
        references.swap(0, parent);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjust::fixture::{Sketch, TRACE_LOW, trace};
    use jaeger_model::{SpanId, Text, Value, reserved};

    const CHILD: &str = "child_of";
    const FOLLOWS: &str = "follows_from";

    /// References as kind, trace and span.
    fn shown(sketch: Sketch<'_>, parent: Option<u64>) -> (Vec<(&'static str, u64, u64)>, usize) {
        let trace = trace(&[sketch]);
        let mut references = Vec::new();
        let mut warnings = 0;
        for span in trace.spans() {
            let mut span = AdjustedSpan::as_stored(span);
            span.parent_span_id = parent.map(SpanId::from_u64).or(span.parent_span_id);
            warnings += replace(&mut references, &span).len();
        }
        let shown = references
            .iter()
            .map(|r| (r.kind.as_str(), r.trace_id.low(), r.span_id.to_u64()));
        (shown.collect(), warnings)
    }

    #[test]
    fn the_parent_comes_first_by_trading_places() {
        let links = [
            (0x63, 7, CHILD),
            (0x63, 8, FOLLOWS),
            (TRACE_LOW, 2, FOLLOWS),
            (TRACE_LOW, 1, CHILD),
        ];
        // As Jaeger's formats have it: every reference was sent, that to the parent among them.
        let sketch = Sketch {
            parent: 1,
            attributes: &[(reserved::FORMAT, Value::String(Text::new(b"jaeger")))],
            links: &links,
            ..Sketch::default()
        };
        let expected = vec![
            (CHILD, TRACE_LOW, 1),
            (FOLLOWS, 0x63, 8),
            (FOLLOWS, TRACE_LOW, 2),
            (CHILD, 0x63, 7),
        ];
        assert_eq!(shown(sketch, None), (expected, 0));
    }

    #[test]
    fn a_new_parent_replaces_the_old_one_and_keeps_its_kind() {
        let follows = [(TRACE_LOW, 1, FOLLOWS)];
        let sketch = Sketch {
            parent: 1,
            links: &follows,
            ..Sketch::default()
        };
        assert_eq!(shown(sketch, Some(9)), (vec![(FOLLOWS, TRACE_LOW, 9)], 0));
        let root = shown(Sketch::default(), Some(9));
        assert_eq!(root, (vec![(CHILD, TRACE_LOW, 9)], 0));
    }

    #[test]
    fn references_to_no_trace_are_left_out_with_a_warning() {
        let links = [(0, 1, CHILD), (0, 0, FOLLOWS)];
        let sketch = Sketch {
            parent: 1,
            links: &links,
            ..Sketch::default()
        };
        assert_eq!(shown(sketch, None), (vec![(CHILD, TRACE_LOW, 1)], 2));
        let reference = Reference {
            kind: ReferenceKind::ChildOf,
            trace_id: TraceId::default(),
            span_id: SpanId::from_u64(0xabc),
        };
        assert_eq!(
            removal(&reference),
            "Invalid span reference removed {TraceID:0000000000000000 SpanID:0000000000000abc RefType:CHILD_OF \
             XXX_NoUnkeyedLiteral:{} XXX_unrecognized:[] XXX_sizecache:0}"
        );
    }
}
