//! Traces for the tests of this crate, written down span by span.

use std::sync::Arc;

use jaeger_model::otlp::{event, link, resource, resource_spans, scope_spans, span, traces_data};
use jaeger_model::wire::Writer;
use jaeger_model::{Limits, SpanBatch, SpanId, SpanKind, Trace, TraceId, Value};

/// The lower half of the id of every trace made here.
pub(crate) const TRACE_LOW: u64 = 7;

/// A span in short. Each has a resource of its own; ids of zero are left out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sketch<'s> {
    pub(crate) id: u64,
    pub(crate) parent: u64,
    pub(crate) name: &'s str,
    pub(crate) kind: SpanKind,
    pub(crate) start_us: u64,
    pub(crate) duration_us: u64,
    pub(crate) resource: &'s [(&'s str, Value<'s>)],
    pub(crate) attributes: &'s [(&'s str, Value<'s>)],
    /// Time in microseconds and name.
    pub(crate) events: &'s [(u64, &'s str)],
    /// Lower half of the trace id, span id and kind of reference.
    pub(crate) links: &'s [(u64, u64, &'s str)],
}

/// A trace of these spans.
pub(crate) fn trace(sketches: &[Sketch<'_>]) -> Trace {
    let mut writer = Writer::default();
    for sketch in sketches {
        writer.message(traces_data::RESOURCE_SPANS, |w| {
            w.message(resource_spans::RESOURCE, |w| {
                attributes(w, resource::ATTRIBUTES, sketch.resource);
            });
            w.message(resource_spans::SCOPE_SPANS, |w| {
                w.message(scope_spans::SPANS, |w| write_span(w, sketch));
            });
        });
    }
    let scanned = SpanBatch::scan(writer.into_bytes().into(), &Limits::default());
    let mut trace = Trace::new(trace_id(TRACE_LOW));
    trace.push(Arc::new(scanned.expect("the bytes are OTLP").batch));
    assert_eq!(trace.len(), sketches.len(), "every span is usable");
    trace
}

fn trace_id(low: u64) -> TraceId {
    TraceId::from_halves(0, low)
}

fn span_id(id: u64) -> [u8; 8] {
    SpanId::from_u64(id).0
}

fn write_span(w: &mut Writer, sketch: &Sketch<'_>) {
    w.bytes(span::TRACE_ID, &trace_id(TRACE_LOW).0);
    if sketch.id != 0 {
        w.bytes(span::SPAN_ID, &span_id(sketch.id));
    }
    if sketch.parent != 0 {
        w.bytes(span::PARENT_SPAN_ID, &span_id(sketch.parent));
    }
    w.bytes_if_any(span::NAME, sketch.name.as_bytes());
    w.varint(span::KIND, sketch.kind.number());
    let end_us = sketch.start_us + sketch.duration_us;
    w.fixed64(span::START_TIME_UNIX_NANO, sketch.start_us * 1_000);
    w.fixed64(span::END_TIME_UNIX_NANO, end_us * 1_000);
    attributes(w, span::ATTRIBUTES, sketch.attributes);
    for (time_us, name) in sketch.events {
        w.message(span::EVENTS, |w| {
            w.fixed64(event::TIME_UNIX_NANO, time_us * 1_000);
            w.bytes(event::NAME, name.as_bytes());
        });
    }
    for (trace, id, kind) in sketch.links {
        w.message(span::LINKS, |w| {
            w.bytes(link::TRACE_ID, &trace_id(*trace).0);
            w.bytes(link::SPAN_ID, &span_id(*id));
            let said = [("opentracing.ref_type", Value::from(*kind))];
            attributes(w, link::ATTRIBUTES, &said);
        });
    }
}

fn attributes(w: &mut Writer, field: u32, attributes: &[(&str, Value<'_>)]) {
    for (key, value) in attributes {
        w.attribute(field, key.as_bytes(), *value);
    }
}
