//! What the two doors of Thrift hand on beside the spans, what they leave out, and in which words they refuse.

use jaeger_codec::thrift::jaeger::{
    AgentMessage, ClientStats, Decoded, Mark, decode_batch, decode_message,
};
use jaeger_codec::thrift::protocol::{Header, List, ONEWAY, Protocol, Type, Writer};
use jaeger_codec::{DecodeError, DecodeErrorKind};
use jaeger_model::{BatchErrorKind, Limits};

use crate::sent::{Batch, Span};

const MARK: Mark<'_> = Mark { format: "proto" };
const PROTOCOLS: [Protocol; 2] = [Protocol::Compact, Protocol::Binary];
const CALL: u8 = 1;

fn decode(bytes: &[u8], protocol: Protocol) -> Result<Decoded, DecodeError> {
    decode_batch(bytes, protocol, &Limits::default(), MARK)
}

fn message(protocol: Protocol, method: &[u8], kind: u8) -> Writer {
    let mut w = Writer::new(protocol);
    w.message_begin(Header {
        method,
        kind,
        sequence: 1,
    });
    w
}

fn name(w: &mut Writer, id: i16, text: &[u8]) {
    w.field(id, Type::Binary);
    w.binary(text);
}

fn long(w: &mut Writer, id: i16, value: i64) {
    w.field(id, Type::I64);
    w.i64(value);
}

fn process(w: &mut Writer) {
    w.field(1, Type::Struct);
    w.write_struct(|w| name(w, 1, b"svc"));
}

fn no_spans(w: &mut Writer) {
    w.field(2, Type::List);
    w.list(List {
        element: Some(Type::Struct),
        len: 0,
    });
}

fn batch_with(protocol: Protocol, content: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut w = Writer::new(protocol);
    w.write_struct(content);
    w.into_bytes()
}

#[test]
fn a_call_and_a_oneway_call_mean_the_same() {
    for protocol in PROTOCOLS {
        for kind in [CALL, ONEWAY] {
            let mut w = message(protocol, b"emitBatch", kind);
            w.write_struct(|w| {
                w.field(1, Type::Struct);
                w.write_struct(|w| {
                    process(w);
                    no_spans(w);
                });
            });
            let outcome = decode_message(&w.into_bytes(), protocol, &Limits::default(), MARK);
            assert!(
                matches!(&outcome, Ok(AgentMessage::Batch(decoded)) if decoded.scanned.batch.is_empty()),
                "{outcome:?}"
            );
        }
    }
}

#[test]
fn unknown_methods_are_named_and_their_arguments_not_read() {
    for protocol in PROTOCOLS {
        let mut datagram = message(protocol, b"emitNothing", ONEWAY).into_bytes();
        datagram.extend([0xff; 9]);
        let outcome = decode_message(&datagram, protocol, &Limits::default(), MARK);
        let Ok(AgentMessage::UnknownMethod(method)) = outcome else {
            panic!("{outcome:?}")
        };
        assert_eq!(method, "emitNothing");
    }
}

#[test]
fn sequence_statistics_and_client_are_handed_on() {
    for protocol in PROTOCOLS {
        let bytes = batch_with(protocol, |w| {
            w.field(1, Type::Struct);
            w.write_struct(|w| {
                name(w, 1, b"svc");
                w.field(2, Type::List);
                w.list(List {
                    element: Some(Type::Struct),
                    len: 1,
                });
                w.write_struct(|w| {
                    name(w, 1, b"client-uuid");
                    w.field(2, Type::I32);
                    w.i32(0);
                    name(w, 3, b"4711");
                });
            });
            no_spans(w);
            long(w, 3, 42);
            w.field(4, Type::Struct);
            w.write_struct(|w| {
                for (id, count) in [(1, 5), (2, 6), (3, 7)] {
                    long(w, id, count);
                }
            });
        });
        let decoded = decode(&bytes, protocol).expect("a batch");
        assert_eq!(decoded.sequence, Some(42));
        assert_eq!(decoded.client_uuid.as_deref(), Some("4711"));
        let expected = ClientStats {
            full_queue_dropped_spans: 5,
            too_large_dropped_spans: 6,
            failed_to_emit_spans: 7,
        };
        assert_eq!(decoded.stats, Some(expected));
    }
}

#[test]
fn a_plain_batch_has_no_sequence_statistics_or_client() {
    for protocol in PROTOCOLS {
        let decoded =
            decode(&Batch::of(vec![Span::small()]).thrift(protocol), protocol).expect("a batch");
        assert_eq!((decoded.sequence, decoded.stats), (None, None));
        assert_eq!(decoded.client_uuid, None);
    }
}

#[test]
fn bytes_behind_the_batch_are_ignored() {
    for protocol in PROTOCOLS {
        let batch = Batch::of(vec![Span::small()]);
        let mut bare = batch.thrift(protocol);
        bare.extend([0xff; 5]);
        let decoded = decode(&bare, protocol).expect("a batch");
        assert_eq!(decoded.scanned.batch.len(), 1);

        let mut datagram = batch.message(protocol);
        datagram.extend([0xff; 5]);
        let outcome = decode_message(&datagram, protocol, &Limits::default(), MARK);
        let Ok(AgentMessage::Batch(decoded)) = outcome else {
            panic!("{outcome:?}")
        };
        assert_eq!(decoded.scanned.batch.len(), 1);
    }
}

#[test]
fn a_span_without_a_trace_id_is_left_out_alone() {
    for protocol in PROTOCOLS {
        let nameless = Span {
            trace: (0, 0),
            ..Span::small()
        };
        let batch = Batch::of(vec![Span::small(), nameless, Span::small()]);
        let scanned = decode(&batch.thrift(protocol), protocol)
            .expect("a batch")
            .scanned;
        assert_eq!((scanned.batch.len(), scanned.rejected), (2, 1));
        let reason = scanned.first_rejection.expect("a reason");
        assert!(reason.contains("trace id is zero"), "{reason}");
    }
}

#[test]
fn the_mark_names_the_format() {
    let bytes = Batch::of(vec![Span::small()]).thrift(Protocol::Binary);
    let batch = decode(&bytes, Protocol::Binary)
        .expect("a batch")
        .scanned
        .batch;
    let span = batch.spans().next().expect("a span");
    assert_eq!(jaeger_codec::jaeger::format(&span), Some("proto".into()));
}

#[test]
fn what_is_required_is_missed_by_its_name() {
    for protocol in PROTOCOLS {
        let cases = [
            (batch_with(protocol, |_| {}), "Process"),
            (batch_with(protocol, process), "Spans"),
            (
                batch_with(protocol, |w| {
                    w.field(1, Type::Struct);
                    w.write_struct(|_| {});
                    no_spans(w);
                }),
                "ServiceName",
            ),
            (batch_with(protocol, one_empty_span), "TraceIdLow"),
            // A field of another type is as good as none.
            (
                batch_with(protocol, |w| {
                    long(w, 1, 5);
                    no_spans(w);
                }),
                "Process",
            ),
        ];
        for (bytes, field) in cases {
            let error = decode(&bytes, protocol).expect_err(field);
            assert_eq!(
                error.kind.to_string(),
                format!("Required field {field} is not set")
            );
            assert!(!error.is_over_budget());
        }
        let mut w = message(protocol, b"emitBatch", ONEWAY);
        w.write_struct(|_| {});
        let outcome = decode_message(&w.into_bytes(), protocol, &Limits::default(), MARK);
        let error = outcome.expect_err("no batch");
        assert_eq!(error.kind, DecodeErrorKind::MissingField("Batch"));
    }
}

fn one_empty_span(w: &mut Writer) {
    process(w);
    w.field(2, Type::List);
    w.list(List {
        element: Some(Type::Struct),
        len: 1,
    });
    w.write_struct(|_| {});
}

#[test]
fn a_body_with_a_message_header_is_refused_as_jaeger_does() {
    let message = Batch::of(vec![Span::small()]).message(Protocol::Binary);
    let error = decode(&message, Protocol::Binary).expect_err("a header");
    assert_eq!(error.kind.to_string(), "Unknown data type 128");
}

#[test]
fn more_spans_than_allowed_are_refused_as_too_much() {
    let limits = Limits {
        spans: 2,
        ..Limits::default()
    };
    for protocol in PROTOCOLS {
        for (count, fits) in [(2, true), (3, false)] {
            let bytes = Batch::of(vec![Span::small(); count]).thrift(protocol);
            let outcome = decode_batch(&bytes, protocol, &limits, MARK);
            assert_eq!(outcome.is_ok(), fits, "{count}");
            if let Err(error) = outcome {
                let kind = BatchErrorKind::TooManySpans(2);
                assert_eq!(error.kind, DecodeErrorKind::Batch(kind));
                assert!(error.is_over_budget());
            }
        }
    }
}

#[test]
fn the_limit_of_bytes_is_that_of_the_input() {
    for protocol in PROTOCOLS {
        // Its OTLP is larger than its Thrift.
        let bytes = Batch::of(vec![Span::small(); 10]).thrift(protocol);
        for (limit, fits) in [(bytes.len(), true), (bytes.len() - 1, false)] {
            let limits = Limits {
                bytes: limit,
                ..Limits::default()
            };
            let outcome = decode_batch(&bytes, protocol, &limits, MARK);
            assert_eq!(outcome.is_ok(), fits);
            assert!(outcome.is_ok() || outcome.is_err_and(|error| error.is_over_budget()));
        }
    }
}
