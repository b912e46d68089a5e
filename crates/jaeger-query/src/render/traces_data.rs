//! Spans as OTLP in protobuf. Marks of our own are not OTLP and are left out, and so are, in spans
//! that came in one of Jaeger's formats, the attributes that only repeat a field.

use std::time::Duration;

use jaeger_codec::jaeger;
use jaeger_model::otlp::{resource_spans, scope_spans, span, traces_data};
use jaeger_model::wire::Writer;
use jaeger_model::{SpanBatch, SpanView, Trace, facts};
use tokio_util::sync::CancellationToken;

use super::{otlp, text};

/// Returns the traces put right. Spans are left out once nobody waits for them.
pub(crate) fn adjusted(
    traces: &[Trace],
    max_clock_skew: Duration,
    abandoned: &CancellationToken,
) -> SpanBatch {
    otlp::batch(traces, max_clock_skew, abandoned)
}

/// Returns spans as the content of a `TracesData`, their text repaired. Neighbours of one resource
/// and scope stand under it together.
pub(crate) fn encode(spans: &[SpanView<'_>]) -> Vec<u8> {
    let mut w = Writer::default();
    for of_resource in spans.chunk_by(|a, b| a.resource() == b.resource()) {
        w.message(traces_data::RESOURCE_SPANS, |w| {
            if let Some(first) = of_resource.first() {
                w.raw(&first.resource().envelope());
            }
            for of_scope in of_resource.chunk_by(|a, b| a.scope() == b.scope()) {
                w.message(resource_spans::SCOPE_SPANS, |w| write_scope(w, of_scope));
            }
        });
    }
    text::repaired(w.into_bytes())
}

/// Returns how many bytes a span adds to others at most, the last of which is `last`.
pub(crate) fn encoded_len_max(last: Option<&SpanView<'_>>, span: &SpanView<'_>) -> usize {
    let is_resource_there = last.is_some_and(|last| last.resource() == span.resource());
    let is_scope_there = is_resource_there && last.is_some_and(|last| last.scope() == span.scope());
    let mut bytes = span.bytes().len() + HEADER_BYTES_MAX;
    if !is_resource_there {
        bytes += span.resource().envelope().len() + HEADER_BYTES_MAX;
    }
    if !is_scope_there {
        bytes += span.scope().envelope().len() + HEADER_BYTES_MAX;
    }
    bytes
}

fn write_scope(w: &mut Writer, spans: &[SpanView<'_>]) {
    if let Some(first) = spans.first() {
        w.raw(&first.scope().envelope());
    }
    for view in spans {
        if view.all_attributes().any(|a| a.is_reserved()) {
            w.message(scope_spans::SPANS, |w| write_without_marks(w, view));
        } else {
            w.bytes(scope_spans::SPANS, view.bytes());
        }
    }
}

fn write_without_marks(w: &mut Writer, view: &SpanView<'_>) {
    otlp::copy_without(w, view.bytes(), &[span::ATTRIBUTES]);
    let is_jaegers = jaeger::format(view).is_some();
    for attribute in view.attributes() {
        if !(is_jaegers && facts::repeats_a_field(view, &attribute)) {
            w.copy_attribute(span::ATTRIBUTES, attribute);
        }
    }
}

/// The tag and the length of a nested message.
const HEADER_BYTES_MAX: usize = 11;

#[cfg(test)]
mod tests {
    use jaeger_model::{Limits, Value};

    use super::*;
    use crate::adjust::fixture::{Sketch, trace};

    /// The keys of each span, of its resource in front.
    fn keys(bytes: Vec<u8>) -> Vec<Vec<String>> {
        let scanned = SpanBatch::scan(bytes.into(), &Limits::default()).expect("OTLP");
        let spans = scanned.batch.spans().map(|span| {
            let of_resource = span.resource().attributes();
            of_resource
                .chain(span.all_attributes())
                .map(|attribute| attribute.key.to_str().into_owned())
                .collect()
        });
        spans.collect()
    }

    #[test]
    fn marks_and_what_repeats_a_field_are_left_out() {
        let kind = jaeger_model::SpanKind::Client;
        let stated = ("span.kind", Value::from("client"));
        let format = ("@jaeger@format", Value::from("proto"));
        let attribute = ("a", Value::Int(1));
        let resource = [("service.name", Value::from("web"))];
        type Case<'a> = (&'a [(&'a str, Value<'a>)], &'a [&'a str]);
        let cases: [Case<'_>; 3] = [
            (&[attribute, stated, format], &["service.name", "a"]),
            (&[attribute, stated], &["service.name", "a", "span.kind"]),
            (&[], &["service.name"]),
        ];
        for (attributes, expected) in cases {
            let trace = trace(&[Sketch {
                id: 1,
                kind,
                resource: &resource,
                attributes,
                ..Sketch::default()
            }]);
            let views: Vec<_> = trace.spans().collect();
            assert_eq!(keys(encode(&views)), [expected]);
        }
    }

    #[test]
    fn no_more_bytes_are_written_than_announced() {
        let resource = [("service.name", Value::from("web"))];
        let sketch = Sketch {
            id: 1,
            name: "GET",
            resource: &resource,
            ..Sketch::default()
        };
        let trace = trace(&vec![sketch; 5]);
        let views: Vec<_> = trace.spans().collect();
        let mut bytes_max = 0;
        for (at, span) in views.iter().enumerate() {
            let last = at.checked_sub(1).and_then(|at| views.get(at));
            bytes_max += encoded_len_max(last, span);
        }
        assert!(encode(&views).len() <= bytes_max);
    }
}
