//! Batches for tests.

use jaeger_model::otlp::{resource, resource_spans, scope_spans, span, status, traces_data};
use jaeger_model::wire::Writer;
use jaeger_model::{Limits, SpanBatch, SpanId, StatusCode, TraceId, Value};

/// A span.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sketch<'a> {
    pub(crate) trace: u64,
    pub(crate) id: u64,
    /// 0 for none.
    pub(crate) parent: u64,
    pub(crate) name: &'a str,
    pub(crate) start_ns: u64,
    /// Bytes of its one attribute.
    pub(crate) value_len: usize,
    pub(crate) is_error: bool,
}

impl Default for Sketch<'_> {
    fn default() -> Self {
        Self {
            trace: 1,
            id: 1,
            parent: 0,
            name: "sell",
            start_ns: 1_000,
            value_len: 0,
            is_error: false,
        }
    }
}

pub(crate) fn trace_id(number: u64) -> TraceId {
    TraceId::from_halves(0, number)
}

/// A batch with these spans, those of each service below a resource of their own.
pub(crate) fn batch(of_services: &[(&str, &[Sketch<'_>])]) -> SpanBatch {
    let mut writer = Writer::default();
    for (service, spans) in of_services {
        writer.message(traces_data::RESOURCE_SPANS, |all| {
            all.message(resource_spans::RESOURCE, |of| {
                of.attribute(resource::ATTRIBUTES, b"service.name", Value::from(*service));
            });
            all.message(resource_spans::SCOPE_SPANS, |scope| {
                for sketch in *spans {
                    scope.message(scope_spans::SPANS, |w| write(w, sketch));
                }
            });
        });
    }
    let scanned = SpanBatch::scan(writer.into_bytes().into(), &Limits::default());
    scanned.unwrap().batch
}

fn write(writer: &mut Writer, sketch: &Sketch<'_>) {
    writer.bytes(span::TRACE_ID, &trace_id(sketch.trace).0);
    writer.bytes(span::SPAN_ID, &SpanId::from_u64(sketch.id).0);
    if sketch.parent != 0 {
        writer.bytes(span::PARENT_SPAN_ID, &SpanId::from_u64(sketch.parent).0);
    }
    writer.bytes(span::NAME, sketch.name.as_bytes());
    writer.fixed64(span::START_TIME_UNIX_NANO, sketch.start_ns);
    writer.fixed64(span::END_TIME_UNIX_NANO, sketch.start_ns + 1);
    if sketch.value_len > 0 {
        let value = "x".repeat(sketch.value_len);
        writer.attribute(span::ATTRIBUTES, b"value", Value::from(value.as_str()));
    }
    if sketch.is_error {
        writer.message(span::STATUS, |w| {
            w.varint(status::CODE, StatusCode::Error.number());
        });
    }
}
