//! Spans as jaeger.api_v2 has them.

use jaeger_model::wire::Writer;
use jaeger_model::{Attribute, EventView, ResourceView, SpanView, Value};

use super::fields::{self, batch, key_value, log, process, span, span_ref, time, value_type};
use crate::jaeger::{self, Reference, ReferenceKind};

/// Encodes spans as the content of a `SpansResponseChunk`, which is a `Batch` as well.
///
/// Each span names its process. Arrays and maps become their JSON text, since Jaeger has neither, and broken text shows
/// U+FFFD, since readers refuse a message with such a string.
pub fn encode_spans<'a>(spans: impl IntoIterator<Item = SpanView<'a>>) -> Vec<u8> {
    let mut w = Writer::default();
    for view in spans {
        w.message(batch::SPANS, |w| span(w, &view));
    }
    w.into_bytes()
}

fn span(w: &mut Writer, view: &SpanView<'_>) {
    let is_jaegers = jaeger::format(view).is_some();
    w.bytes(span::TRACE_ID, &view.trace_id().0);
    w.bytes(span::SPAN_ID, &view.span_id().0);
    w.bytes_if_any(span::OPERATION_NAME, view.name().to_str().as_bytes());
    for edge in jaeger::references(view) {
        w.message(span::REFERENCES, |w| reference(w, &edge));
    }
    let flags = jaeger::flags(view).and_then(|flags| u32::try_from(flags).ok());
    w.varint_if_any(span::FLAGS, flags.unwrap_or_default().into());
    w.message(span::START_TIME, |w| nanos(w, view.start().0));
    w.message(span::DURATION, |w| nanos(w, view.duration_ns()));
    for attribute in jaeger::tags(view) {
        w.message(span::TAGS, |w| tag(w, &attribute, is_jaegers));
    }
    for event in view.events() {
        w.message(span::LOGS, |w| log(w, &event, is_jaegers));
    }
    w.message(span::PROCESS, |w| process(w, &view.resource(), is_jaegers));
    for warning in jaeger::warnings(view) {
        w.bytes(span::WARNINGS, warning.as_bytes());
    }
}

fn reference(w: &mut Writer, reference: &Reference) {
    w.bytes(span_ref::TRACE_ID, &reference.trace_id.0);
    w.bytes(span_ref::SPAN_ID, &reference.span_id.0);
    if reference.kind == ReferenceKind::FollowsFrom {
        fields::enumerated(w, span_ref::REF_TYPE, fields::FOLLOWS_FROM);
    }
}

fn process(w: &mut Writer, resource: &ResourceView<'_>, is_jaegers: bool) {
    let name = jaeger::service_name(resource).to_str();
    w.bytes_if_any(process::SERVICE_NAME, name.as_bytes());
    for attribute in jaeger::process_tags(resource) {
        w.message(process::TAGS, |w| tag(w, &attribute, is_jaegers));
    }
}

fn log(w: &mut Writer, event: &EventView<'_>, is_jaegers: bool) {
    w.message(log::TIMESTAMP, |w| nanos(w, event.time().0));
    for field in jaeger::fields(event) {
        w.message(log::FIELDS, |w| tag(w, &field, is_jaegers));
    }
}

/// A tag. No value is a binary tag without one in Jaeger's formats, and an empty text in others.
fn tag(w: &mut Writer, attribute: &Attribute<'_>, is_jaegers: bool) {
    w.bytes_if_any(key_value::KEY, attribute.key.to_str().as_bytes());
    match attribute.value {
        Value::Empty if is_jaegers => fields::enumerated(w, key_value::V_TYPE, value_type::BINARY),
        Value::Empty => {}
        Value::String(text) => w.bytes_if_any(key_value::V_STR, text.to_str().as_bytes()),
        Value::Bool(value) => {
            fields::enumerated(w, key_value::V_TYPE, value_type::BOOL);
            w.varint_if_any(key_value::V_BOOL, value.into());
        }
        Value::Int(value) => {
            fields::enumerated(w, key_value::V_TYPE, value_type::INT64);
            w.varint_if_any(key_value::V_INT64, value.cast_unsigned());
        }
        Value::Double(value) => {
            fields::enumerated(w, key_value::V_TYPE, value_type::FLOAT64);
            // Also when it is zero, which may have a sign.
            w.fixed64(key_value::V_FLOAT64, value.to_bits());
        }
        Value::Bytes(value) => {
            fields::enumerated(w, key_value::V_TYPE, value_type::BINARY);
            w.bytes_if_any(key_value::V_BINARY, value);
        }
        Value::Array(_) | Value::Map(_) => {
            w.bytes_if_any(key_value::V_STR, attribute.value.to_json().as_bytes());
        }
    }
}

/// The content of a `Timestamp` or `Duration`.
fn nanos(w: &mut Writer, nanos: u64) {
    w.varint_if_any(time::SECONDS, nanos / 1_000_000_000);
    w.varint_if_any(time::NANOS, nanos % 1_000_000_000);
}
