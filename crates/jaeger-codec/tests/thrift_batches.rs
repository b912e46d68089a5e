//! Thrift batches through the two doors, decoded and encoded back.

use jaeger_codec::jaeger;
use jaeger_codec::thrift::jaeger::{
    AgentMessage, Mark, decode_batch, decode_message, encode_batch, encode_message,
};
use jaeger_codec::thrift::protocol::Protocol;
use jaeger_model::{Limits, SpanBatch, SpanId, StatusCode, TraceId, Value};

const MARK: Mark<'_> = Mark { format: "jaeger" };

/// The service `a` with one span: trace 1, span 2, name `b`, flags 1, at 1,000 µs for 5 µs.
const COMPACT: &str =
    "82810109656d69744261746368 1c1c180161001 91c16021600160416001801622502 16d00f160a000000";
const BINARY: &str = "8001000400000009656d6974426174636800000001 0c0001 0c0001 0b00010000000161 00 \
    0f00020c00000001 0a00010000000000000001 0a00020000000000000000 0a00030000000000000002 \
    0a00040000000000000000 0b00050000000162 080007 00000001 0a000800000000000003e8 \
    0a00090000000000000005 00 00 00";

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<_> = text.chars().filter_map(|c| c.to_digit(16)).collect();
    digits
        .chunks(2)
        .map(|pair| (pair[0] << 4 | pair[1]) as u8)
        .collect()
}

#[expect(clippy::expect_used, reason = "a helper of tests")]
fn spans_of(message: &[u8], protocol: Protocol) -> SpanBatch {
    match decode_message(message, protocol, &Limits::default(), MARK).expect("a message") {
        AgentMessage::Batch(decoded) => decoded.scanned.batch,
        AgentMessage::UnknownMethod(name) => panic!("{name}"),
    }
}

#[test]
fn the_golden_messages_give_the_same_span_in_both_protocols() {
    for (text, protocol) in [(COMPACT, Protocol::Compact), (BINARY, Protocol::Binary)] {
        let batch = spans_of(&hex(text), protocol);
        let span = batch.spans().next().expect("a span");
        assert_eq!(batch.len(), 1);
        assert_eq!(span.trace_id(), TraceId::from_halves(0, 1));
        assert_eq!(span.span_id(), SpanId::from_u64(2));
        assert_eq!(span.parent_span_id(), None);
        assert_eq!(span.name(), "b");
        assert_eq!((span.start().0, span.duration_ns()), (1_000_000, 5_000));
        assert_eq!(jaeger::service_name(&span.resource()), "a");
        assert_eq!(jaeger::flags(&span), Some(1));
        assert_eq!(jaeger::format(&span), Some("jaeger".into()));
        assert_eq!(span.status(), StatusCode::Unset);
    }
}

#[test]
fn what_is_encoded_is_decoded_to_the_same_tags() {
    let batch = spans_of(&hex(COMPACT), Protocol::Compact);
    let spans: Vec<_> = batch.spans().collect();
    for protocol in [Protocol::Compact, Protocol::Binary] {
        let again = spans_of(&encode_message(&spans, protocol, 7), protocol);
        let bare = decode_batch(
            &encode_batch(&spans, protocol),
            protocol,
            &Limits::default(),
            MARK,
        );
        let bare = bare.expect("a batch").scanned.batch;
        for other in [&again, &bare] {
            let (a, b) = (&spans[0], other.spans().next().expect("a span"));
            assert!(jaeger::tags(a).eq(jaeger::tags(&b)));
            assert_eq!(a.hash(), b.hash());
        }
    }
}

#[test]
fn unknown_methods_are_named() {
    let renamed = COMPACT.replace("656d69744261746368", "656d69744261746369");
    let outcome = decode_message(&hex(&renamed), Protocol::Compact, &Limits::default(), MARK);
    let Ok(AgentMessage::UnknownMethod(name)) = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(name, "emitBatci");
}

#[test]
fn a_message_cut_off_anywhere_is_refused_with_its_place() {
    for (text, protocol) in [(COMPACT, Protocol::Compact), (BINARY, Protocol::Binary)] {
        let whole = hex(text);
        // The last byte ends the arguments; nothing behind it is read.
        for end in 0..whole.len() - 1 {
            let cut = &whole[..end];
            let outcome = decode_message(cut, protocol, &Limits::default(), MARK);
            let error = outcome.expect_err("cut off");
            assert!(
                !error.to_string().is_empty() && !error.is_over_budget(),
                "{end}: {error}"
            );
        }
    }
}

#[test]
fn declared_sizes_take_no_memory() {
    let list_of_spans = hex("0f0002 0c 7fffffff");
    let long_string = hex("0c0001 0b0001 7fffffff");
    let negative = hex("0c0001 0b0001 ffffffff");
    for body in [list_of_spans, long_string, negative] {
        let info = allocation_counter::measure(|| {
            let outcome = decode_batch(&body, Protocol::Binary, &Limits::default(), MARK);
            assert!(outcome.is_err());
        });
        assert!(info.bytes_max < 4_096, "{info:?}");
    }
}

#[test]
fn flipped_bits_are_refused_or_read_without_a_panic() {
    for (text, protocol) in [(COMPACT, Protocol::Compact), (BINARY, Protocol::Binary)] {
        let whole = hex(text);
        for bit in 0..whole.len() * 8 {
            let mut damaged = whole.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            if let Ok(AgentMessage::Batch(decoded)) =
                decode_message(&damaged, protocol, &Limits::default(), MARK)
            {
                let tags = decoded
                    .scanned
                    .batch
                    .spans()
                    .flat_map(|span| jaeger::tags(&span));
                assert!(tags.filter(|tag| tag.value == Value::Empty).count() < 10);
            }
        }
    }
}
