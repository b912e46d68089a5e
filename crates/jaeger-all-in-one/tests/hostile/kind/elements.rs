//! Many spans of few bytes.

use jaeger_codec::proto::fields::{batch, post_spans_request, span};
use jaeger_model::wire::Writer;

use crate::door::{Door, Form};
use crate::payload::{Payload, jaeger_thrift, long, thrift};

/// Nearly 4 MiB of spans without anything in them.
pub(super) fn empty(door: Door) -> Vec<u8> {
    // Less than the port with the lowest limit admits.
    const BYTES: usize = (4 << 20) - (1 << 10);
    // A field of a protobuf message, of no bytes.
    let fields = |number: u8| [number << 3 | 2, 0].repeat(BYTES / 2);
    let objects = || "{},".repeat(BYTES / 3);
    match door.form {
        Form::OtlpProtobuf => {
            let mut request = Writer::default();
            request.message(1, |resource_spans| resource_spans.bytes(2, &fields(2)));
            request.into_bytes()
        }
        Form::JaegerProtobuf => {
            let mut request = Writer::default();
            request.bytes(post_spans_request::BATCH, &fields(1));
            request.into_bytes()
        }
        Form::ZipkinProtobuf => fields(1),
        Form::OtlpJson => {
            let spans = objects();
            let request =
                format!(r#"{{"resourceSpans":[{{"scopeSpans":[{{"spans":[{spans}{{}}]}}]}}]}}"#);
            request.into_bytes()
        }
        Form::ZipkinV1Json | Form::ZipkinV2Json => format!("[{}{{}}]", objects()).into_bytes(),
        Form::JaegerThrift | Form::ZipkinThrift => {
            let len = if door.is_udp() { 50_000 } else { BYTES };
            thrift(door, len, |spans| {
                (0..len).for_each(|_| spans.write_struct(|_| {}));
            })
        }
    }
}

/// Spans of no more than what a span must have, each with an id of its own.
pub(super) fn smallest(door: Door) -> Vec<u8> {
    let count = if door.is_udp() { 500 } else { 50_000 };
    let ids: Vec<u64> = (1..=count).collect();
    match door.form {
        Form::OtlpProtobuf => {
            let mut request = Writer::default();
            request.message(1, |resource_spans| {
                resource_spans.message(2, |scope_spans| {
                    for id in ids {
                        scope_spans.message(2, |span| {
                            span.bytes(1, &TRACE);
                            span.bytes(2, &id.to_be_bytes());
                        });
                    }
                });
            });
            request.into_bytes()
        }
        Form::JaegerProtobuf => {
            let mut request = Writer::default();
            request.message(post_spans_request::BATCH, |w| {
                for id in ids {
                    w.message(batch::SPANS, |w| {
                        w.bytes(span::TRACE_ID, &[1; 8]);
                        w.bytes(span::SPAN_ID, &id.to_be_bytes());
                    });
                }
            });
            request.into_bytes()
        }
        Form::ZipkinProtobuf => {
            let mut list = Writer::default();
            for id in ids {
                list.message(1, |span| {
                    span.bytes(1, &[1; 8]);
                    span.bytes(3, &id.to_be_bytes());
                });
            }
            list.into_bytes()
        }
        Form::OtlpJson => {
            let span = |id: &u64| format!(r#"{{"traceId":"{:032x}","spanId":"{id:016x}"}}"#, 1);
            let spans = ids.iter().map(span).collect::<Vec<_>>().join(",");
            let request =
                format!(r#"{{"resourceSpans":[{{"scopeSpans":[{{"spans":[{spans}]}}]}}]}}"#);
            request.into_bytes()
        }
        Form::ZipkinV1Json => {
            let span = |id: &u64| format!(r#"{{"traceId":"{:016x}","id":"{id:016x}"}}"#, 1);
            let spans = ids.iter().map(span).collect::<Vec<_>>().join(",");
            format!("[{spans}]").into_bytes()
        }
        Form::ZipkinV2Json => {
            let span = |id: &u64| format!(r#"{{"traceId":"1","id":"{id:x}"}}"#);
            let spans = ids.iter().map(span).collect::<Vec<_>>().join(",");
            format!("[{spans}]").into_bytes()
        }
        Form::ZipkinThrift => thrift(door, ids.len(), |spans| {
            for id in ids {
                spans.write_struct(|span| {
                    long(span, 1, 1);
                    long(span, 4, id);
                });
            }
        }),
        // What a span must have is all that a good one has.
        Form::JaegerThrift => jaeger_thrift(door, &Payload::of(1), &ids),
    }
}

const TRACE: [u8; 16] = [1; 16];
