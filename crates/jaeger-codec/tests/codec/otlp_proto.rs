//! OTLP in protobuf: taken over as it is, but for keys that clients may not use.

use bytes::Bytes;
use jaeger_codec::otlp;
use jaeger_model::otlp::{
    any_value, event, key_value, resource, resource_spans, scope, scope_spans, span, traces_data,
};
use jaeger_model::wire::{WireError, Writer};
use jaeger_model::{BatchErrorKind, Limits, Scanned, Value, reserved};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use prost::Message;

/// A field number that OTLP does not use.
const UNKNOWN: u32 = 1_000;

fn decode(bytes: Vec<u8>) -> Scanned {
    otlp::decode(bytes.into(), &Limits::default()).expect("a request")
}

/// A request of one scope with these spans.
fn request(spans: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut w = Writer::default();
    w.message(traces_data::RESOURCE_SPANS, |w| {
        w.message(resource_spans::SCOPE_SPANS, spans);
    });
    w.into_bytes()
}

fn span(w: &mut Writer, content: impl FnOnce(&mut Writer)) {
    w.message(scope_spans::SPANS, |w| {
        w.bytes(span::TRACE_ID, &[1; 16]);
        w.bytes(span::SPAN_ID, &[2; 8]);
        content(w);
    });
}

/// A request that has something unknown in every message, and a span with an attribute of this key.
fn with_unknown_fields(key: &[u8]) -> Vec<u8> {
    let unknown = |w: &mut Writer| w.bytes(UNKNOWN, b"?");
    let mut w = Writer::default();
    unknown(&mut w);
    w.message(traces_data::RESOURCE_SPANS, |w| {
        unknown(w);
        w.message(resource_spans::RESOURCE, |w| {
            w.attribute(resource::ATTRIBUTES, b"service.name", Value::from("a"));
            unknown(w);
        });
        w.message(resource_spans::SCOPE_SPANS, |w| {
            w.message(scope_spans::SCOPE, |w| {
                w.bytes(scope::NAME, b"s");
                unknown(w);
            });
            unknown(w);
            span(w, |w| w.bytes(span::NAME, b"clean"));
            span(w, |w| {
                w.fixed32(UNKNOWN + 1, 7);
                w.message(span::ATTRIBUTES, |w| {
                    unknown(w);
                    w.bytes(key_value::KEY, key);
                    w.message(key_value::VALUE, |w| {
                        w.varint(any_value::INT, 5);
                        unknown(w);
                    });
                    w.varint(UNKNOWN + 2, 8);
                });
                w.attribute(span::ATTRIBUTES, b"other", Value::Bool(true));
                w.fixed64(UNKNOWN + 3, 9);
            });
        });
        w.bytes(resource_spans::SCHEMA_URL, b"u");
    });
    unknown(&mut w);
    w.into_bytes()
}

#[test]
fn a_clean_request_is_not_copied() {
    let sent = Bytes::from(with_unknown_fields(b"@jaege"));
    let scanned = otlp::decode(sent.clone(), &Limits::default()).expect("a request");
    assert_eq!(scanned.batch.len(), 2);
    assert_eq!(scanned.batch.bytes().as_ptr(), sent.as_ptr());
}

#[test]
fn a_reserved_key_is_renamed_and_all_else_survives() {
    for key in [
        reserved::FLAGS,
        reserved::FORMAT,
        reserved::WARNINGS,
        "@jaeger@",
    ] {
        let renamed = format!("{}{key}", reserved::RENAMED);
        let scanned = decode(with_unknown_fields(key.as_bytes()));
        let expected = with_unknown_fields(renamed.as_bytes());
        assert_eq!(scanned.batch.bytes(), &expected, "{key}");
        assert_eq!(scanned.batch.len(), 2);
        let span = scanned.batch.spans().last().expect("a span");
        assert_eq!(span.attribute(key), None);
        assert_eq!(span.attribute(&renamed), Some(Value::Int(5)));
        // A second time there is nothing to do.
        assert_eq!(decode(expected.clone()).batch.bytes(), &expected);
    }
}

#[test]
fn what_is_renamed_is_still_otlp_to_others() {
    let scanned = decode(with_unknown_fields(b"@jaeger@x"));
    let theirs = ExportTraceServiceRequest::decode(scanned.batch.bytes().clone());
    let theirs = theirs.expect("OTLP").resource_spans;
    let keys: Vec<_> = theirs
        .iter()
        .flat_map(|resource| &resource.scope_spans)
        .flat_map(|scope| &scope.spans)
        .flat_map(|span| &span.attributes)
        .map(|attribute| attribute.key.as_str())
        .collect();
    assert_eq!(keys, ["client.@jaeger@x", "other"]);
}

#[test]
fn a_key_that_comes_twice_cannot_hide_a_reserved_one() {
    let twice = |first: &[u8], second: &[u8]| {
        request(|w| {
            span(w, |w| {
                w.message(span::ATTRIBUTES, |w| {
                    w.bytes(key_value::KEY, first);
                    w.bytes(key_value::KEY, second);
                });
            });
        })
    };
    let cases: [(&[u8], &[u8], &str); 3] = [
        (b"a", b"@jaeger@flags", "client.@jaeger@flags"),
        (b"@jaeger@flags", b"a", "a"),
        (b"@jaeger@flags", b"@jaeger@format", "client.@jaeger@format"),
    ];
    for (first, second, shown) in cases {
        let scanned = decode(twice(first, second));
        let span = scanned.batch.spans().next().expect("a span");
        let keys: Vec<_> = span.all_attributes().map(|found| found.key).collect();
        assert_eq!(keys, [shown]);
    }
}

#[test]
fn only_attributes_of_spans_can_pass_for_our_marks() {
    let mut w = Writer::default();
    w.message(traces_data::RESOURCE_SPANS, |w| {
        w.message(resource_spans::RESOURCE, |w| {
            w.attribute(resource::ATTRIBUTES, b"@jaeger@flags", Value::Int(1));
        });
        w.message(resource_spans::SCOPE_SPANS, |w| {
            span(w, |w| {
                w.message(span::EVENTS, |w| {
                    w.attribute(event::ATTRIBUTES, b"@jaeger@flags", Value::Int(1));
                });
            });
        });
    });
    let sent = w.into_bytes();
    assert_eq!(decode(sent.clone()).batch.bytes(), &sent);
}

#[test]
fn counts_have_32_bits() {
    let count = (1 << 32) + 7;
    let scanned = decode(request(|w| {
        span(w, |w| {
            w.varint(span::DROPPED_EVENTS_COUNT, count);
            w.message(span::EVENTS, |w| {
                w.varint(event::DROPPED_ATTRIBUTES_COUNT, count);
            });
        });
    }));
    let mut text = Vec::new();
    otlp::json::encode(scanned.batch.spans(), &mut text);
    let text = String::from_utf8(text).expect("JSON is UTF-8");
    assert!(text.contains("\"droppedEventsCount\":7"), "{text}");
    assert!(text.contains("\"droppedAttributesCount\":7"), "{text}");
    assert!(otlp::json::decode(text.as_bytes(), &Limits::default()).is_ok());
}

#[test]
fn nothing_is_a_request_without_spans() {
    assert!(decode(Vec::new()).batch.is_empty());
}

#[test]
fn spans_with_unusable_ids_are_left_out_alone() {
    let ids: [(&[u8], &[u8], bool); 7] = [
        (&[1; 16], &[2; 8], true),
        (&[1; 16], &[0; 8], true),
        (&[1; 16], &[], true),
        (&[0; 16], &[2; 8], false),
        (&[], &[2; 8], false),
        (&[1; 8], &[2; 8], false),
        (&[1; 16], &[2; 16], false),
    ];
    for (trace_id, span_id, is_kept) in ids {
        let sent = request(|w| {
            w.message(scope_spans::SPANS, |w| {
                w.bytes(span::TRACE_ID, trace_id);
                w.bytes(span::SPAN_ID, span_id);
            });
            span(w, |_| {});
        });
        let scanned = decode(sent);
        let counts = (scanned.batch.len(), scanned.rejected);
        let expected = if is_kept { (2, 0) } else { (1, 1) };
        assert_eq!(counts, expected, "{trace_id:?} {span_id:?}");
        assert_eq!(scanned.first_rejection.is_some(), !is_kept);
    }
}

#[test]
fn renaming_does_not_count_against_the_limit_of_bytes() {
    let sent = with_unknown_fields(b"@jaeger@x");
    for (limit, fits) in [(sent.len(), true), (sent.len() - 1, false)] {
        let limits = Limits {
            bytes: limit,
            ..Limits::default()
        };
        let outcome = otlp::decode(sent.clone().into(), &limits);
        assert_eq!(outcome.is_ok(), fits);
        if let Err(error) = outcome {
            assert_eq!(error.kind, BatchErrorKind::TooManyBytes(limit));
        }
    }
}

#[test]
fn more_than_the_limits_allow_is_refused_as_too_much() {
    let roomy = Limits::default();
    let sent = request(|w| {
        span(w, |_| {});
        span(w, |w| {
            w.message(span::ATTRIBUTES, |w| {
                w.message(key_value::VALUE, |w| nested(w, 3));
            });
        });
    });
    for (limits, kind) in [
        (
            Limits { spans: 1, ..roomy },
            BatchErrorKind::TooManySpans(1),
        ),
        (
            Limits {
                elements: 2,
                ..roomy
            },
            BatchErrorKind::TooManyElements(2),
        ),
        (Limits { depth: 2, ..roomy }, BatchErrorKind::TooDeep(2)),
    ] {
        let error = otlp::decode(sent.clone().into(), &limits).expect_err("too much");
        assert!(error.kind.is_over_budget());
        assert!(error.offset < sent.len());
        assert_eq!(error.kind, kind);
    }
    let limits = Limits { depth: 3, ..roomy };
    assert!(otlp::decode(sent.into(), &limits).is_ok());
}

/// Arrays in each other.
fn nested(w: &mut Writer, depth: usize) {
    if depth > 0 {
        w.message(any_value::ARRAY, |w| {
            w.message(jaeger_model::otlp::list::VALUES, |w| nested(w, depth - 1));
        });
    }
}

#[test]
fn what_is_no_protobuf_is_refused_with_its_place() {
    let good = request(|w| span(w, |_| {}));
    let wrong_type = request(|w| span(w, |w| w.varint(span::NAME, 1)));
    let cases = [
        (b"{}".to_vec(), WireError::BadWireType(3)),
        (vec![0x0a], WireError::Truncated),
        (vec![0x0a, 9, 1], WireError::LengthOutOfBounds),
        (vec![0x08, 1], WireError::UnexpectedType(1)),
        (wrong_type, WireError::UnexpectedType(span::NAME)),
        ([&good[..], &[0]].concat(), WireError::BadFieldNumber),
    ];
    for (bytes, expected) in cases {
        let length = bytes.len();
        let error = otlp::decode(bytes.into(), &Limits::default()).expect_err("no OTLP");
        assert_eq!(error.kind, BatchErrorKind::Malformed(expected));
        assert!(!error.kind.is_over_budget());
        assert!(error.offset < length);
    }
}
