//! What the doors of jaeger.api_v2 leave out, in which words they refuse, and what hostile bytes cost.

use jaeger_codec::jaeger::Mark;
use jaeger_codec::{DecodeError, DecodeErrorKind, proto};
use jaeger_model::wire::{WireError, Writer};
use jaeger_model::{BatchErrorKind, Limits, Scanned};

const MARK: Mark<'_> = Mark { format: "proto" };
/// What an error and its texts may take.
const ERROR_BYTES_MAX: u64 = 4_096;

const BATCH: u32 = 1;
const SPANS: u32 = 1;
const PROCESS: u32 = 2;
const TRACE_ID: u32 = 1;
const SPAN_ID: u32 = 2;
const REFERENCES: u32 = 4;
const OWN_PROCESS: u32 = 10;

fn post(bytes: &[u8]) -> Result<Scanned, DecodeError> {
    proto::decode_post_spans(bytes, &Limits::default(), MARK)
}

/// A `PostSpansRequest` of one batch.
fn request(content: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut w = Writer::default();
    w.message(BATCH, content);
    w.into_bytes()
}

fn request_of_span(content: impl FnOnce(&mut Writer)) -> Vec<u8> {
    request(|w| w.message(SPANS, content))
}

#[test]
fn nothing_is_a_request_without_spans() {
    for bytes in [Vec::new(), request(|_| {})] {
        let scanned = post(&bytes).expect("a request");
        assert!(scanned.batch.is_empty());
        assert_eq!(scanned.rejected, 0);
    }
}

#[test]
fn a_request_may_have_its_batch_in_parts() {
    let part = |id| request_of_span(move |w| w.bytes(TRACE_ID, &[id; 16]));
    let bytes = [part(1), part(2)].concat();
    assert_eq!(post(&bytes).expect("a request").batch.len(), 2);
}

#[test]
fn ids_have_their_lengths_or_are_missing() {
    let trace = |len: usize| request_of_span(|w| w.bytes(TRACE_ID, &vec![1; len]));
    let span = |len: usize| request_of_span(|w| w.bytes(SPAN_ID, &vec![1; len]));
    let linked = |field: u32, len: usize| {
        request_of_span(|w| w.message(REFERENCES, |w| w.bytes(field, &vec![1; len])))
    };
    for (bytes, id) in [
        (trace(3), "TraceID"),
        (trace(20), "TraceID"),
        (linked(TRACE_ID, 7), "TraceID"),
        (span(4), "SpanID"),
        (span(16), "SpanID"),
        (linked(SPAN_ID, 9), "SpanID"),
    ] {
        let error = post(&bytes).expect_err("an error");
        assert_eq!(error.kind, DecodeErrorKind::BadIdLength(id));
        assert_eq!(error.kind.to_string(), format!("invalid length for {id}"));
        assert!(!error.is_over_budget());
    }
    for bytes in [
        trace(8),
        trace(16),
        span(8),
        linked(TRACE_ID, 8),
        linked(SPAN_ID, 0),
    ] {
        assert!(post(&bytes).is_ok(), "{bytes:02x?}");
    }
}

#[test]
fn a_span_without_a_trace_id_is_left_out_alone() {
    let bytes = request(|w| {
        w.message(SPANS, |w| w.bytes(SPAN_ID, &[1; 8]));
        w.message(SPANS, |w| w.bytes(TRACE_ID, &[1; 8]));
        w.message(SPANS, |w| w.bytes(TRACE_ID, &[0; 16]));
    });
    let scanned = post(&bytes).expect("a request");
    assert_eq!((scanned.batch.len(), scanned.rejected), (1, 2));
    assert!(scanned.first_rejection.is_some());
}

#[test]
fn fields_of_another_type_are_refused_with_their_place() {
    let cases: [(&[u8], WireError, usize, &str); 5] = [
        (
            &[0x08, 0x00],
            WireError::UnexpectedType(1),
            0,
            "PostSpansRequest",
        ),
        (
            &[0x0a, 0x02, 0x08, 0x00],
            WireError::UnexpectedType(1),
            2,
            "Batch",
        ),
        (
            &[0x0a, 0x04, 0x0a, 0x02, 0x2a, 0x00],
            WireError::UnexpectedType(5),
            4,
            "Span",
        ),
        (
            &[0x0a, 0x02, 0x0a, 0x05],
            WireError::LengthOutOfBounds,
            2,
            "Batch",
        ),
        (
            &[0x0b, 0x0c],
            WireError::BadWireType(3),
            0,
            "PostSpansRequest",
        ),
    ];
    for (bytes, wire, offset, reading) in cases {
        let error = post(bytes).expect_err("an error");
        let expected = DecodeError {
            kind: DecodeErrorKind::Protobuf(wire),
            offset,
            reading,
        };
        assert_eq!(error, expected, "{bytes:02x?}");
    }
}

#[test]
fn requests_over_a_limit_are_refused_before_they_take_memory() {
    let spans = request(|w| {
        for _ in 0..1_000 {
            w.message(SPANS, |w| w.bytes(TRACE_ID, &[1; 8]));
        }
    });
    let tags = request_of_span(|w| {
        for _ in 0..1_000 {
            w.bytes(8, &[]);
        }
    });
    let whole = Limits::default();
    for (bytes, limits, kind) in [
        (
            &spans,
            Limits { bytes: 99, ..whole },
            BatchErrorKind::TooManyBytes(99),
        ),
        (
            &spans,
            Limits {
                spans: 999,
                ..whole
            },
            BatchErrorKind::TooManySpans(999),
        ),
        (
            &tags,
            Limits {
                elements: 1_000,
                ..whole
            },
            BatchErrorKind::TooManyElements(1_000),
        ),
    ] {
        let info = allocation_counter::measure(|| {
            let error = proto::decode_post_spans(bytes, &limits, MARK).expect_err("too much");
            assert!(error.is_over_budget());
            assert_eq!(error.kind, DecodeErrorKind::Batch(kind));
        });
        assert!(info.bytes_max < ERROR_BYTES_MAX, "{info:?}");
    }
}

#[test]
fn the_smallest_spans_cost_a_bounded_multiple_of_their_bytes() {
    let body = request(|w| {
        for _ in 0..50_000 {
            w.message(SPANS, |w| w.bytes(TRACE_ID, &[1; 8]));
        }
    });
    let info = allocation_counter::measure(|| {
        assert_eq!(post(&body).expect("a request").batch.len(), 50_000);
    });
    // A span of 12 bytes is some 90 bytes in OTLP; the places of spans are held twice while they grow.
    assert!(info.bytes_max < body.len() as u64 * 24, "{info:?}");
}

#[test]
fn a_large_process_is_not_written_for_every_span() {
    let body = request(|w| {
        w.message(PROCESS, |w| w.bytes(1, &[b'a'; 100_000]));
        for own in [true, false].repeat(5_000) {
            w.message(SPANS, |w| {
                w.bytes(TRACE_ID, &[1; 8]);
                if own {
                    w.bytes(OWN_PROCESS, &[]);
                }
            });
        }
    });
    let scanned = post(&body).expect("a request");
    assert_eq!(scanned.batch.len(), 10_000);
    assert!(scanned.batch.bytes().len() < body.len() * 12);
}
