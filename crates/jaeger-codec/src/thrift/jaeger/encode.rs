//! Spans as a Thrift batch.

use jaeger_model::{Attribute, EventView, SpanView, Value};

use crate::jaeger::{self, Reference, ReferenceKind};
use crate::thrift::protocol::{Header, List, ONEWAY, Protocol, Type, Writer};

/// Encodes a bare batch of spans that share a resource; the process is that of the first.
///
/// Nanoseconds are cut to microseconds, and arrays and maps become their JSON text: Thrift has neither. Warnings and
/// the format mark stay behind.
pub fn encode_batch(spans: &[SpanView<'_>], protocol: Protocol) -> Vec<u8> {
    let mut w = Writer::new(protocol);
    batch(&mut w, spans);
    w.into_bytes()
}

/// Encodes the call of an agent's `emitBatch`: an [encoded batch](encode_batch) as one datagram.
pub fn encode_message(spans: &[SpanView<'_>], protocol: Protocol, sequence: i32) -> Vec<u8> {
    let mut w = Writer::new(protocol);
    w.message_begin(Header {
        method: b"emitBatch",
        kind: ONEWAY,
        sequence,
    });
    w.write_struct(|w| {
        w.field(1, Type::Struct);
        batch(w, spans);
    });
    w.into_bytes()
}

fn batch(w: &mut Writer, spans: &[SpanView<'_>]) {
    w.write_struct(|w| {
        w.field(1, Type::Struct);
        w.write_struct(|w| process(w, spans.first()));
        structs(w, 2, spans.iter(), span);
    });
}

/// A list of structs as the value of a field.
fn structs<T>(
    w: &mut Writer,
    id: i16,
    items: impl Iterator<Item = T> + Clone,
    write: impl Fn(&mut Writer, T),
) {
    w.field(id, Type::List);
    w.list(List {
        element: Some(Type::Struct),
        len: items.clone().count(),
    });
    for item in items {
        w.write_struct(|w| write(w, item));
    }
}

fn process(w: &mut Writer, span: Option<&SpanView<'_>>) {
    let resource = span.map(SpanView::resource);
    let name = resource.map(|resource| jaeger::service_name(&resource));
    text_field(w, 1, name.unwrap_or_default().as_bytes());
    let tags: Vec<_> = resource.iter().flat_map(jaeger::process_tags).collect();
    let is_jaegers = span.is_some_and(|span| jaeger::format(span).is_some());
    structs(w, 2, tags.iter(), |w, attribute| {
        tag(w, attribute, is_jaegers)
    });
}

fn span(w: &mut Writer, span: &SpanView<'_>) {
    let parent = span.parent_span_id().unwrap_or_default();
    long(w, 1, span.trace_id().low().cast_signed());
    long(w, 2, span.trace_id().high().cast_signed());
    long(w, 3, span.span_id().to_u64().cast_signed());
    long(w, 4, parent.to_u64().cast_signed());
    text_field(w, 5, span.name().as_bytes());
    let references: Vec<_> = jaeger::references(span).collect();
    structs(w, 6, references.iter(), reference);
    int(w, 7, flags(span));
    long(w, 8, micros(span.start().0));
    long(w, 9, micros(span.duration_ns()));
    let is_jaegers = jaeger::format(span).is_some();
    let tags: Vec<_> = jaeger::tags(span)
        .filter(|attribute| !attribute.is_reserved())
        .collect();
    structs(w, 10, tags.iter(), |w, attribute| {
        tag(w, attribute, is_jaegers)
    });
    structs(w, 11, span.events(), |w, event| log(w, &event, is_jaegers));
}

/// The 32 bits as the client sent them; formats without flags have none set.
fn flags(span: &SpanView<'_>) -> i32 {
    jaeger::flags(span)
        .and_then(|flags| u32::try_from(flags).ok())
        .unwrap_or_default()
        .cast_signed()
}

fn reference(w: &mut Writer, reference: &Reference) {
    int(
        w,
        1,
        i32::from(reference.kind == ReferenceKind::FollowsFrom),
    );
    long(w, 2, reference.trace_id.low().cast_signed());
    long(w, 3, reference.trace_id.high().cast_signed());
    long(w, 4, reference.span_id.to_u64().cast_signed());
}

fn log(w: &mut Writer, event: &EventView<'_>, is_jaegers: bool) {
    long(w, 1, micros(event.time().0));
    let fields: Vec<_> = jaeger::fields(event).collect();
    structs(w, 2, fields.iter(), |w, field| tag(w, field, is_jaegers));
}

/// A tag. No value is a binary tag without one in Jaeger's formats, and an empty text in others.
fn tag(w: &mut Writer, attribute: &Attribute<'_>, is_jaegers: bool) {
    text_field(w, 1, attribute.key.as_bytes());
    match attribute.value {
        Value::Empty if is_jaegers => int(w, 2, 4),
        Value::Empty => string_value(w, b""),
        Value::String(text) => string_value(w, text.as_bytes()),
        Value::Double(value) => {
            int(w, 2, 1);
            w.field(4, Type::Double);
            w.double(value);
        }
        Value::Bool(value) => {
            int(w, 2, 2);
            w.bool_field(5, value);
        }
        Value::Int(value) => {
            int(w, 2, 3);
            long(w, 6, value);
        }
        Value::Bytes(value) => {
            int(w, 2, 4);
            text_field(w, 7, value);
        }
        Value::Array(_) | Value::Map(_) => string_value(w, attribute.value.to_json().as_bytes()),
    }
}

fn string_value(w: &mut Writer, text: &[u8]) {
    int(w, 2, 0);
    text_field(w, 3, text);
}

fn text_field(w: &mut Writer, id: i16, text: &[u8]) {
    w.field(id, Type::Binary);
    w.binary(text);
}

fn int(w: &mut Writer, id: i16, value: i32) {
    w.field(id, Type::I32);
    w.i32(value);
}

fn long(w: &mut Writer, id: i16, value: i64) {
    w.field(id, Type::I64);
    w.i64(value);
}

fn micros(nanos: u64) -> i64 {
    i64::try_from(nanos / 1_000).unwrap_or(i64::MAX)
}
