//! The span in protobuf.

use jaeger_codec::proto::fields::{batch, key_value, post_spans_request, process, span, time};
use jaeger_model::wire::Writer;
use jaeger_model::{Text, Value};

use crate::payload::{Payload, SPAN_ID, nanos};

/// An `ExportTraceServiceRequest`.
pub(super) fn otlp(payload: &Payload) -> Vec<u8> {
    let mut request = Writer::default();
    request.message(1, |resource_spans| {
        resource_spans.message(1, |resource| {
            resource.attribute(1, b"service.name", text(&payload.service));
        });
        resource_spans.message(2, |scope_spans| {
            scope_spans.message(2, |span| {
                let end_us = payload.start_us.wrapping_add(payload.duration_us);
                span.bytes(1, &payload.trace_id);
                span.bytes(2, &SPAN_ID.to_be_bytes());
                span.bytes(5, &payload.name);
                span.fixed64(7, nanos(payload.start_us));
                span.fixed64(8, nanos(end_us));
                for (key, value) in &payload.attributes {
                    span.attribute(9, key, text(value));
                }
            });
        });
    });
    request.into_bytes()
}

/// A `PostSpansRequest`.
pub(super) fn jaeger(payload: &Payload) -> Vec<u8> {
    let mut request = Writer::default();
    request.message(post_spans_request::BATCH, |w| {
        w.message(batch::SPANS, |w| {
            w.bytes(span::TRACE_ID, &payload.trace_id);
            w.bytes(span::SPAN_ID, &SPAN_ID.to_be_bytes());
            w.bytes(span::OPERATION_NAME, &payload.name);
            w.message(span::START_TIME, |w| micros(w, payload.start_us));
            w.message(span::DURATION, |w| micros(w, payload.duration_us));
            for (key, value) in &payload.attributes {
                w.message(span::TAGS, |w| {
                    w.bytes(key_value::KEY, key);
                    w.bytes(key_value::V_STR, value);
                });
            }
        });
        w.message(batch::PROCESS, |w| {
            w.bytes(process::SERVICE_NAME, &payload.service);
        });
    });
    request.into_bytes()
}

/// A `ListOfSpans`.
pub(super) fn zipkin(payload: &Payload) -> Vec<u8> {
    let mut list = Writer::default();
    list.message(1, |span| {
        span.bytes(1, &payload.trace_id);
        span.bytes(3, &SPAN_ID.to_be_bytes());
        span.bytes(5, &payload.name);
        span.fixed64(6, payload.start_us.cast_unsigned());
        span.varint(7, payload.duration_us.cast_unsigned());
        span.message(8, |local| local.bytes(1, &payload.service));
        for (key, value) in &payload.attributes {
            span.message(11, |tag| {
                tag.bytes(1, key);
                tag.bytes(2, value);
            });
        }
    });
    list.into_bytes()
}

fn text(bytes: &[u8]) -> Value<'_> {
    Value::String(Text::new(bytes))
}

/// The content of a `Timestamp` or `Duration`.
fn micros(w: &mut Writer, us: i64) {
    w.varint(time::SECONDS, us.div_euclid(1_000_000).cast_unsigned());
    let nanos = us.rem_euclid(1_000_000) * 1_000;
    w.varint(time::NANOS, nanos.cast_unsigned());
}
