//! Cut, damaged and lying Zipkin through every door: refused or read, never a panic, never memory for a mere claim.

use std::fs;
use std::hint::black_box;
use std::path::Path;

use jaeger_codec::thrift::protocol::{Protocol, Type, Writer};
use jaeger_codec::zipkin::{json, proto, thrift};
use jaeger_codec::{DecodeError, DecodeErrorKind, jaeger};
use jaeger_model::{Limits, Scanned, SpanBatch};

use crate::zipkin_thrift::{list, long, spans, text};

/// What an error and its texts may take.
const ERROR_BYTES_MAX: u64 = 4_096;

type Decode = fn(&[u8]) -> Result<Scanned, DecodeError>;

struct Door {
    name: &'static str,
    whole: Vec<u8>,
    decode: Decode,
}

fn v1_json(bytes: &[u8]) -> Result<Scanned, DecodeError> {
    json::decode_v1(bytes, &Limits::default(), false)
}

fn v2_json(bytes: &[u8]) -> Result<Scanned, DecodeError> {
    json::decode_v2(bytes, &Limits::default(), false)
}

fn v2_proto(bytes: &[u8]) -> Result<Scanned, DecodeError> {
    proto::decode_v2(bytes, &Limits::default(), false)
}

fn binary(bytes: &[u8]) -> Result<Scanned, DecodeError> {
    thrift::decode_list(bytes, Protocol::Binary, &Limits::default(), false)
}

fn compact(bytes: &[u8]) -> Result<Scanned, DecodeError> {
    thrift::decode_list(bytes, Protocol::Compact, &Limits::default(), false)
}

fn golden(path: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    fs::read(folder.join(path)).expect("a file of testdata")
}

/// A span that has everything.
fn rich_span(w: &mut Writer, id: i64) {
    long(w, 1, 1);
    text(w, 3, b"get");
    long(w, 4, id);
    long(w, 5, -1);
    w.field(6, Type::List);
    list(w, 2);
    for value in ["cs", "x"] {
        w.write_struct(|w| {
            long(w, 1, -5);
            text(w, 2, value.as_bytes());
            w.field(3, Type::Struct);
            w.write_struct(|w| {
                w.field(1, Type::I32);
                w.i32(-1);
                w.field(2, Type::I16);
                w.i16(-1);
                text(w, 3, b"svc");
                text(w, 4, &[7; 16]);
            });
        });
    }
    w.field(8, Type::List);
    list(w, 1);
    w.write_struct(|w| {
        text(w, 1, b"error");
        text(w, 2, b"why");
        w.field(3, Type::I32);
        w.i32(6);
    });
    w.bool_field(9, true);
    long(w, 10, i64::MAX);
    long(w, 11, i64::MIN);
}

/// A message of one span and two tags.
fn protobuf() -> Vec<u8> {
    let mut w = jaeger_model::wire::Writer::default();
    w.message(1, |w| {
        w.bytes(1, &[1; 16]);
        w.bytes(3, &[2; 8]);
        w.message(8, |w| w.bytes(1, b"svc"));
        for (key, value) in [("error", "why"), ("otlp.link.0", "1|2||{\"a\":1}|0")] {
            w.message(11, |w| {
                w.bytes(1, key.as_bytes());
                w.bytes(2, value.as_bytes());
            });
        }
    });
    w.into_bytes()
}

/// A whole input for every door.
fn doors() -> [Door; 5] {
    let door = |name, whole, decode| Door {
        name,
        whole,
        decode,
    };
    [
        door(
            "v1 JSON",
            golden("zipkin_v1_json/both_sides.json"),
            v1_json as Decode,
        ),
        door("v2 JSON", golden("zipkin_v2_json/full.json"), v2_json),
        door("v2 protobuf", protobuf(), v2_proto),
        door("binary", spans(Protocol::Binary, 2, rich_span), binary),
        door("compact", spans(Protocol::Compact, 2, rich_span), compact),
    ]
}

/// Looks at everything that can be rendered.
fn read_everything(batch: &SpanBatch) {
    for span in batch.spans() {
        let tags = jaeger::tags(&span).chain(jaeger::process_tags(&span.resource()));
        let in_events = span.events().flat_map(|event| jaeger::fields(&event));
        let in_links = span.links().flat_map(|link| link.attributes());
        for attribute in tags.chain(in_events).chain(in_links) {
            black_box((attribute.key.to_str(), attribute.value.to_text()));
        }
        black_box((jaeger::references(&span).count(), jaeger::warnings(&span)));
    }
}

#[test]
fn what_is_cut_off_is_refused_with_its_place() {
    for Door {
        name,
        whole,
        decode,
    } in doors()
    {
        let whole = whole.trim_ascii_end();
        read_everything(&decode(whole).expect(name).batch);
        for end in 0..whole.len() {
            let outcome = decode(&whole[..end]);
            // Protobuf has no end mark: nothing is a list without spans.
            if name == "v2 protobuf" && end == 0 {
                assert!(outcome.is_ok_and(|scanned| scanned.batch.is_empty()));
                continue;
            }
            let error = outcome.expect_err("an error");
            assert!(error.offset <= end, "{name} {end}: {error}");
            assert!(!error.is_over_budget(), "{name} {end}: {error}");
        }
    }
}

#[test]
fn flipped_bits_are_refused_or_read() {
    for door in doors() {
        for bit in 0..door.whole.len() * 8 {
            let mut damaged = door.whole.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            match (door.decode)(&damaged) {
                Ok(scanned) => read_everything(&scanned.batch),
                Err(error) => assert!(error.offset <= damaged.len(), "{error}"),
            }
        }
    }
}

#[test]
fn claims_take_no_memory() {
    // Lists of spans that are not there, and within a span a name and annotations that are not there.
    let starts: [&[u8]; 3] = [
        &[0x0c],
        &[0x0c, 0, 0, 0, 1, 0x0b, 0, 3],
        &[0x0c, 0, 0, 0, 1, 0x0f, 0, 6, 0x0c],
    ];
    for start in starts {
        for size in [i32::MAX, -1, i32::MIN, 1 << 20] {
            let body = [start, &size.to_be_bytes()].concat();
            let info = allocation_counter::measure(|| {
                let error = binary(&body).expect_err("a lie");
                assert!(
                    matches!(
                        error.kind,
                        DecodeErrorKind::TooLarge(_)
                            | DecodeErrorKind::NegativeSize(_)
                            | DecodeErrorKind::Truncated
                    ),
                    "{error}"
                );
            });
            assert!(info.bytes_max < ERROR_BYTES_MAX, "{body:02x?}: {info:?}");
        }
    }
}

#[test]
fn the_smallest_spans_cost_a_bounded_multiple_of_their_bytes() {
    let count = 50_000;
    let ids = |w: &mut Writer, id| {
        long(w, 1, 1);
        long(w, 4, id);
    };
    let json_span = "{\"traceId\":\"1\",\"id\":\"2\"}";
    let mut protobuf = jaeger_model::wire::Writer::default();
    for _ in 0..count {
        protobuf.message(1, |w| {
            w.bytes(1, &[1; 8]);
            w.bytes(3, &[2; 8]);
        });
    }
    let cases: [(Vec<u8>, Decode); 4] = [
        (spans(Protocol::Binary, count, ids), binary),
        (spans(Protocol::Compact, count, ids), compact),
        (
            format!("[{}]", vec![json_span; count].join(",")).into_bytes(),
            v2_json,
        ),
        (protobuf.into_bytes(), v2_proto),
    ];
    for (body, decode) in cases {
        let info = allocation_counter::measure(|| {
            let scanned = decode(&body).expect("spans");
            assert_eq!(scanned.batch.len(), count);
        });
        // A compact span of 6 bytes is some 110 bytes in OTLP, held twice at the end, and growing buffers have room.
        assert!(
            info.bytes_max < body.len() as u64 * 100,
            "{} {info:?}",
            body.len()
        );
    }
}

#[test]
fn empty_spans_and_annotations_take_nothing() {
    let limits = Limits::default();
    let cases: [(Vec<u8>, Decode); 4] = [
        (spans(Protocol::Compact, 400_000, |_, _| {}), compact),
        (spans(Protocol::Binary, 400_000, |_, _| {}), binary),
        (one_span_of_empty_annotations(), compact),
        (
            format!("[{}null]", "null,".repeat(400_000)).into_bytes(),
            v2_json,
        ),
    ];
    for (body, decode) in cases {
        assert!(body.len() < limits.bytes);
        let info = allocation_counter::measure(|| {
            black_box(decode(&body).expect("spans"));
        });
        assert!(info.bytes_max < body.len() as u64 * 2, "{info:?}");
    }
}

fn one_span_of_empty_annotations() -> Vec<u8> {
    spans(Protocol::Compact, 1, |w, _| {
        long(w, 1, 1);
        w.field(6, Type::List);
        list(w, 400_000);
        for _ in 0..400_000 {
            w.write_struct(|_| {});
        }
    })
}

#[test]
fn nesting_is_refused_or_skipped_before_the_stack_ends() {
    let mut body = vec![0x1c, 0x99_u8];
    body.resize(100_002, 0x19);
    let error = compact(&body).expect_err("too deep");
    assert_eq!(error.kind, DecodeErrorKind::TooDeep);
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let unknown = format!("[{{\"traceId\":\"1\",\"id\":\"2\",\"x\":{deep}}}]");
    assert!(v2_json(unknown.as_bytes()).is_ok_and(|scanned| scanned.batch.len() == 1));
    let packed = format!("e|{{\\\"a\\\":{deep}}}|0");
    let annotations = format!("[{{\"timestamp\":1,\"value\":\"{packed}\"}}]");
    let text = format!("[{{\"traceId\":\"1\",\"id\":\"2\",\"annotations\":{annotations}}}]");
    assert!(v2_json(text.as_bytes()).is_ok_and(|scanned| scanned.batch.len() == 1));
}
