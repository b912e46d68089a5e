//! Cut, damaged and lying bytes through every door: refused or read, never a panic, never memory for a mere claim.

use std::hint::black_box;

use jaeger_codec::otlp::{self, json};
use jaeger_codec::thrift::jaeger::{AgentMessage, Mark, decode_batch, decode_message};
use jaeger_codec::thrift::protocol::Protocol;
use jaeger_codec::{DecodeError, DecodeErrorKind, jaeger, proto};
use jaeger_model::{Limits, SpanBatch, Value};

use crate::sent::{Batch, Log, Reference, SentValue, Span, Tag};

const MARK: Mark<'_> = Mark { format: "jaeger" };
const PROTOCOLS: [Protocol; 2] = [Protocol::Compact, Protocol::Binary];
/// What an error and its texts may take.
const ERROR_BYTES_MAX: u64 = 4_096;

/// One span that has everything.
fn rich() -> Batch {
    let tag = |key, value| Tag { key, value };
    let span = Span {
        trace: (-1, 1),
        parent: 3,
        name: b"GET /".to_vec(),
        references: vec![Reference {
            is_follows_from: true,
            trace: (5, 6),
            span: 7,
        }],
        flags: -1,
        start_us: -5,
        duration_us: i64::MAX,
        tags: vec![
            tag("span.kind", SentValue::Text(b"server".to_vec())),
            tag("otel.scope.name", SentValue::Text(b"lib".to_vec())),
            tag("error", SentValue::Bool(true)),
            tag("@jaeger@flags", SentValue::Long(i64::MIN)),
            tag("d", SentValue::Double(f64::NAN)),
            tag("b", SentValue::Binary(Some(vec![0, 255]))),
            tag("e", SentValue::Binary(None)),
        ],
        logs: vec![Log {
            timestamp_us: -1,
            fields: vec![tag("event", SentValue::Text(b"\xff".to_vec()))],
        }],
        ..Span::small()
    };
    Batch {
        process_tags: vec![tag("host", SentValue::Text(b"a".to_vec()))],
        ..Batch::of(vec![span, Span::small()])
    }
}

fn thrift_message(bytes: &[u8], protocol: Protocol) -> Result<SpanBatch, DecodeError> {
    match decode_message(bytes, protocol, &Limits::default(), MARK)? {
        AgentMessage::Batch(decoded) => Ok(decoded.scanned.batch),
        AgentMessage::Zipkin(scanned) => Ok(scanned.batch),
        AgentMessage::UnknownMethod(_) => Ok(SpanBatch::empty()),
    }
}

fn thrift_batch(bytes: &[u8], protocol: Protocol) -> Result<SpanBatch, DecodeError> {
    decode_batch(bytes, protocol, &Limits::default(), MARK).map(|decoded| decoded.scanned.batch)
}

fn jaeger_proto(bytes: &[u8]) -> Result<SpanBatch, DecodeError> {
    let scanned = proto::decode_post_spans(bytes, &Limits::default(), MARK)?;
    Ok(scanned.batch)
}

fn otlp_json(bytes: &[u8]) -> Result<SpanBatch, DecodeError> {
    json::decode(bytes, &Limits::default()).map(|scanned| scanned.batch)
}

fn otlp_proto(bytes: &[u8]) -> Result<SpanBatch, DecodeError> {
    let scanned = otlp::decode(bytes.to_vec().into(), &Limits::default())?;
    Ok(scanned.batch)
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
    let mut text = Vec::new();
    json::encode(batch.spans(), &mut text);
    otlp_json(&text).expect("our own JSON");
}

type Door = (
    &'static str,
    Vec<u8>,
    fn(&[u8]) -> Result<SpanBatch, DecodeError>,
);

/// A whole input for every door.
fn doors() -> [Door; 7] {
    let sent = rich();
    let batch = thrift_batch(&sent.thrift(Protocol::Binary), Protocol::Binary).expect("a batch");
    let mut text = Vec::new();
    json::encode(batch.spans(), &mut text);
    [
        (
            "compact message",
            sent.message(Protocol::Compact),
            |bytes| thrift_message(bytes, Protocol::Compact),
        ),
        ("binary message", sent.message(Protocol::Binary), |bytes| {
            thrift_message(bytes, Protocol::Binary)
        }),
        ("compact batch", sent.thrift(Protocol::Compact), |bytes| {
            thrift_batch(bytes, Protocol::Compact)
        }),
        ("binary batch", sent.thrift(Protocol::Binary), |bytes| {
            thrift_batch(bytes, Protocol::Binary)
        }),
        ("Jaeger protobuf", sent.post_spans(), jaeger_proto),
        ("OTLP JSON", text, otlp_json),
        ("OTLP protobuf", batch.bytes().to_vec(), otlp_proto),
    ]
}

#[test]
fn the_whole_inputs_are_read() {
    for (door, bytes, decode) in doors() {
        let batch = decode(&bytes).expect(door);
        assert_eq!(batch.len(), 2, "{door}");
        read_everything(&batch);
    }
}

#[test]
fn what_is_cut_off_is_refused_with_its_place() {
    for (door, bytes, decode) in doors() {
        for end in 0..bytes.len() {
            let outcome = decode(&bytes[..end]);
            // Protobuf has no end mark: nothing is a request without spans.
            if door.ends_with("protobuf") && end == 0 {
                assert!(outcome.is_ok_and(|batch| batch.is_empty()));
                continue;
            }
            let error = outcome.expect_err("an error");
            assert!(error.offset <= end, "{door} {end}: {error}");
            assert!(!error.is_over_budget(), "{door} {end}: {error}");
        }
    }
}

#[test]
fn flipped_bits_are_refused_or_read() {
    for (_, whole, decode) in doors() {
        for bit in 0..whole.len() * 8 {
            let mut damaged = whole.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            if let Ok(batch) = decode(&damaged) {
                read_everything(&batch);
            }
        }
    }
}

#[test]
fn claims_take_no_memory() {
    // Each start is followed by a size or count that is a lie: the name of the process, the spans, an unknown map.
    let binary: [&[u8]; 3] = [
        &[0x0c, 0, 1, 0x0b, 0, 1],
        &[0x0f, 0, 2, 0x0c],
        &[0x0d, 0, 9, 0x0a, 0x0a],
    ];
    let compact: [&[u8]; 3] = [&[0x1c, 0x18], &[0x29, 0xfc], &[0x9b]];
    // The largest, -1, the smallest (of the binary ones) and a mebibyte.
    let binary_sizes = [i32::MAX, -1, i32::MIN, 1 << 20].map(i32::to_be_bytes);
    let compact_sizes: [&[u8]; 3] = [
        &[0xff, 0xff, 0xff, 0xff, 0x07],
        &[0xff, 0xff, 0xff, 0xff, 0x0f],
        &[0x80, 0x80, 0x40],
    ];
    let mut cases = Vec::new();
    for start in binary {
        for size in binary_sizes {
            cases.push((Protocol::Binary, [start, size.as_slice()].concat()));
        }
    }
    for start in compact {
        for size in compact_sizes {
            cases.push((Protocol::Compact, [start, size].concat()));
        }
    }
    for (protocol, body) in cases {
        let info = allocation_counter::measure(|| {
            let error = thrift_batch(&body, protocol).expect_err("a lie");
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

#[test]
fn elements_over_the_budget_take_no_memory() {
    let limits = Limits {
        elements: 1_000,
        ..Limits::default()
    };
    for protocol in PROTOCOLS {
        let span = Span {
            tags: vec![
                Tag {
                    key: "k",
                    value: SentValue::Bool(true),
                };
                1_000
            ],
            ..Span::small()
        };
        let body = Batch::of(vec![span]).thrift(protocol);
        let info = allocation_counter::measure(|| {
            let outcome = decode_batch(&body, protocol, &limits, MARK);
            assert!(outcome.is_err_and(|error| error.is_over_budget()));
        });
        assert!(info.bytes_max < ERROR_BYTES_MAX, "{info:?}");
    }
}

#[test]
fn the_smallest_spans_cost_a_bounded_multiple_of_their_bytes() {
    for protocol in PROTOCOLS {
        let body = Batch::of(vec![Span::small(); 50_000]).thrift(protocol);
        let info = allocation_counter::measure(|| {
            let batch = thrift_batch(&body, protocol).expect("a batch");
            assert_eq!(batch.len(), 50_000);
        });
        // A compact span of 17 bytes is some 100 bytes in OTLP; growing buffers hold it twice.
        assert!(info.bytes_max < body.len() as u64 * 24, "{info:?}");
    }
}

#[test]
fn nesting_is_refused_before_the_stack_ends() {
    // An unknown field with 100,000 lists in each other.
    let mut compact = vec![0x99_u8];
    compact.resize(100_001, 0x19);
    let mut binary = vec![0x0f_u8, 0, 9];
    binary.extend([0x0f, 0, 0, 0, 1].repeat(100_000));
    for (protocol, body) in [(Protocol::Compact, compact), (Protocol::Binary, binary)] {
        let error = thrift_batch(&body, protocol).expect_err("too deep");
        assert_eq!(error.kind, DecodeErrorKind::TooDeep);
        assert!(error.is_over_budget());
    }
    // Members that nobody knows are skipped at any depth.
    let unknown = format!("{{\"x\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(otlp_json(unknown.as_bytes()).is_ok_and(|batch| batch.is_empty()));
}

#[test]
fn values_that_json_has_no_number_for_survive_the_trip() {
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let span = Span {
            tags: vec![Tag {
                key: "d",
                value: SentValue::Double(value),
            }],
            ..Span::small()
        };
        let body = Batch::of(vec![span]).thrift(Protocol::Binary);
        let batch = thrift_batch(&body, Protocol::Binary).expect("a batch");
        let mut text = Vec::new();
        json::encode(batch.spans(), &mut text);
        let again = otlp_json(&text).expect("our own JSON");
        let span = again.spans().next().expect("a span");
        let Some(Value::Double(read)) = span.attribute("d") else {
            panic!("{span:?}")
        };
        assert_eq!(read.total_cmp(&value), std::cmp::Ordering::Equal);
    }
}
