//! What is rendered in Jaeger's words is what was sent, also after another trip through Thrift or JSON.

use std::borrow::Cow;

use jaeger_codec::jaeger::{self, Reference, ReferenceKind};
use jaeger_codec::otlp::json;
use jaeger_codec::thrift::jaeger::{
    AgentMessage, Mark, decode_batch, decode_message, encode_batch, encode_message,
};
use jaeger_codec::thrift::protocol::Protocol;
use jaeger_model::{
    Attribute, Limits, SpanBatch, SpanId, SpanView, Text, TraceId, Value, reserved,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::sent::{self, Batch, Log, SentValue, Tag};

const MARK: Mark<'_> = Mark { format: "jaeger" };
const PROTOCOLS: [Protocol; 2] = [Protocol::Compact, Protocol::Binary];

/// Keys that speak of fields, of our marks and of nothing.
static KEYS: [&str; 17] = [
    "span.kind",
    "error",
    "otel.status_code",
    "otel.status_description",
    "w3c.tracestate",
    "otel.scope.name",
    "otel.scope.version",
    "otel.library.name",
    "otel.library.version",
    "event",
    "service.name",
    "client-uuid",
    "@jaeger@flags",
    "@jaeger@format",
    "jaeger.duration_us",
    "k",
    "",
];

static TEXTS: [&[u8]; 10] = [
    b"client",
    b"server",
    b"local",
    b"OK",
    b"error",
    b"true",
    b"lib",
    b"a=1",
    b"\xff\x00",
    b"",
];

fn value() -> impl Strategy<Value = SentValue> {
    prop_oneof![
        4 => select(&TEXTS[..]).prop_map(|text| SentValue::Text(text.to_vec())),
        1 => (-1e9_f64..1e9).prop_map(SentValue::Double),
        2 => any::<bool>().prop_map(SentValue::Bool),
        1 => any::<i64>().prop_map(SentValue::Long),
        1 => any::<Option<Vec<u8>>>().prop_map(SentValue::Binary),
    ]
}

fn tags(count: usize) -> impl Strategy<Value = Vec<Tag>> {
    let tag = (select(&KEYS[..]), value()).prop_map(|(key, value)| Tag { key, value });
    vec(tag, 0..count)
}

/// Few ids, so that references hit the own trace and the parent.
fn reference() -> impl Strategy<Value = sent::Reference> {
    (any::<bool>(), 0..2_i64, 1..3_i64, 0..3_i64).prop_map(|(is_follows_from, high, low, span)| {
        sent::Reference {
            is_follows_from,
            trace: (high, low),
            span,
        }
    })
}

fn span() -> impl Strategy<Value = sent::Span> {
    let ids = (0..2_i64, 1..3_i64, any::<i64>(), 0..3_i64);
    let log = (0..1_i64 << 50, tags(4)).prop_map(|(timestamp_us, fields)| Log {
        timestamp_us,
        fields,
    });
    let times = (0..1_i64 << 50, 0..1_i64 << 40);
    let lists = (vec(reference(), 0..4), tags(6), vec(log, 0..3));
    (ids, select(&TEXTS[..]), any::<i32>(), times, lists).prop_map(
        |((high, low, id, parent), name, flags, (start_us, duration_us), lists)| sent::Span {
            trace: (high, low),
            id,
            parent,
            name: name.to_vec(),
            references: lists.0,
            flags,
            start_us,
            duration_us,
            tags: lists.1,
            logs: lists.2,
        },
    )
}

pub(crate) fn batch() -> impl Strategy<Value = Batch> {
    let service = select(&TEXTS[..]);
    (service, tags(4), vec(span(), 0..5), any::<bool>()).prop_map(
        |(service, process_tags, spans, is_process_last)| Batch {
            service: service.to_vec(),
            process_tags,
            spans,
            is_process_last,
        },
    )
}

fn decode(bytes: &[u8], protocol: Protocol) -> SpanBatch {
    let decoded = decode_batch(bytes, protocol, &Limits::default(), MARK);
    decoded.expect("a batch").scanned.batch
}

proptest! {
    #[test]
    fn what_is_rendered_is_what_was_sent(batch in batch()) {
        for protocol in PROTOCOLS {
            let decoded = decode(&batch.thrift(protocol), protocol);
            prop_assert_eq!(decoded.len(), batch.spans.len());
            for (span, sent) in decoded.spans().zip(&batch.spans) {
                check_span(&span, sent, MARK.format)?;
                check_process(&span, &batch)?;
            }
        }
    }

    #[test]
    fn both_protocols_give_the_same_bytes(batch in batch()) {
        let [compact, binary] = PROTOCOLS.map(|protocol| decode(&batch.thrift(protocol), protocol));
        prop_assert_eq!(compact.bytes(), binary.bytes());
        let datagram = batch.message(Protocol::Compact);
        let outcome = decode_message(&datagram, Protocol::Compact, &Limits::default(), MARK);
        let Ok(AgentMessage::Batch(message)) = outcome else { panic!("{outcome:?}") };
        prop_assert_eq!(compact.bytes(), message.scanned.batch.bytes());
    }

    #[test]
    fn another_trip_through_thrift_changes_nothing(batch in batch()) {
        let first = decode(&batch.thrift(Protocol::Binary), Protocol::Binary);
        let spans: Vec<_> = first.spans().collect();
        for protocol in PROTOCOLS {
            let again = decode(&encode_batch(&spans, protocol), protocol);
            check_same(&first, &again)?;
            let datagram = encode_message(&spans, protocol, 9);
            let outcome = decode_message(&datagram, protocol, &Limits::default(), MARK);
            let Ok(AgentMessage::Batch(message)) = outcome else { panic!("{outcome:?}") };
            check_same(&first, &message.scanned.batch)?;
        }
    }

    #[test]
    fn a_trip_through_json_keeps_what_otlp_shows(batch in batch()) {
        let first = decode(&batch.thrift(Protocol::Binary), Protocol::Binary);
        let mut text = Vec::new();
        json::encode(first.spans(), &mut text);
        let again = json::decode(&text, &Limits::default()).expect("our own JSON").batch;
        prop_assert_eq!(first.len(), again.len());
        for (a, b) in first.spans().zip(again.spans()) {
            prop_assert_eq!((a.trace_id(), a.span_id()), (b.trace_id(), b.span_id()));
            prop_assert_eq!(a.parent_span_id(), b.parent_span_id());
            prop_assert_eq!((a.kind(), a.status()), (b.kind(), b.status()));
            prop_assert_eq!((a.start(), a.end()), (b.start(), b.end()));
            prop_assert_eq!(a.name().to_str(), b.name().to_str());
            prop_assert_eq!(a.events().count(), b.events().count());
            prop_assert_eq!(a.links().count(), b.links().count());
            prop_assert_eq!(a.scope().name().to_str(), b.scope().name().to_str());
        }
        let mut text_again = Vec::new();
        json::encode(again.spans(), &mut text_again);
        prop_assert_eq!(text, text_again);
    }
}

pub(crate) fn check_span(
    span: &SpanView<'_>,
    sent: &sent::Span,
    format: &str,
) -> Result<(), TestCaseError> {
    prop_assert_eq!(span.trace_id(), trace_id(sent.trace));
    prop_assert_eq!(span.span_id(), SpanId::from_u64(sent.id as u64));
    prop_assert_eq!(span.name().as_bytes(), sent.name.as_slice());
    let (start, duration) = (span.start().as_micros(), span.duration_ns() / 1_000);
    let sent_times = (sent.start_us as u64, sent.duration_us as u64);
    prop_assert_eq!((start, duration), sent_times);
    prop_assert_eq!(jaeger::flags(span), Some(i64::from(sent.flags as u32)));
    let references: Vec<_> = jaeger::references(span).collect();
    prop_assert_eq!(references, expected_references(sent));

    let renamed: Vec<_> = sent.tags.iter().map(renamed_key).collect();
    let mut expected: Vec<_> = renamed
        .iter()
        .zip(&sent.tags)
        .map(|(key, tag)| Attribute {
            key: Text::from(&**key),
            ..tag.attribute()
        })
        .collect();
    expected.push(Attribute {
        key: reserved::FORMAT.into(),
        value: Value::from(format),
    });
    prop_assert_eq!(jaeger::tags(span).collect::<Vec<_>>(), expected);

    prop_assert_eq!(span.events().count(), sent.logs.len());
    for (event, log) in span.events().zip(&sent.logs) {
        prop_assert_eq!(event.time().as_micros(), log.timestamp_us as u64);
        let fields: Vec<_> = jaeger::fields(&event).collect();
        let expected: Vec<_> = log.fields.iter().map(Tag::attribute).collect();
        prop_assert_eq!(fields, expected);
    }
    Ok(())
}

pub(crate) fn check_process(span: &SpanView<'_>, sent: &Batch) -> Result<(), TestCaseError> {
    let resource = span.resource();
    let name = jaeger::service_name(&resource);
    prop_assert_eq!(name.as_bytes(), sent.service.as_slice());
    let tags: Vec<_> = jaeger::process_tags(&resource).collect();
    let expected: Vec<_> = sent.process_tags.iter().map(Tag::attribute).collect();
    prop_assert_eq!(tags, expected);
    Ok(())
}

fn check_same(first: &SpanBatch, again: &SpanBatch) -> Result<(), TestCaseError> {
    prop_assert_eq!(first.len(), again.len());
    for (a, b) in first.spans().zip(again.spans()) {
        prop_assert!(jaeger::tags(&a).eq(jaeger::tags(&b)));
        prop_assert!(jaeger::references(&a).eq(jaeger::references(&b)));
        prop_assert_eq!(jaeger::flags(&a), jaeger::flags(&b));
        prop_assert_eq!(a.parent_span_id(), b.parent_span_id());
        prop_assert_eq!((a.start(), a.end()), (b.start(), b.end()));
        prop_assert_eq!((a.kind(), a.status()), (b.kind(), b.status()));
        prop_assert_eq!(a.hash(), b.hash(), "{:?} {:?}", a, b);
    }
    Ok(())
}

/// Jaeger's rule: what was sent, and before it the parent field unless a reference points there already.
pub(crate) fn expected_references(sent: &sent::Span) -> Vec<Reference> {
    let listed = sent.references.iter().map(|reference| Reference {
        kind: match reference.is_follows_from {
            true => ReferenceKind::FollowsFrom,
            false => ReferenceKind::ChildOf,
        },
        trace_id: trace_id(reference.trace),
        span_id: SpanId::from_u64(reference.span as u64),
    });
    let parent = Reference {
        kind: ReferenceKind::ChildOf,
        trace_id: trace_id(sent.trace),
        span_id: SpanId::from_u64(sent.parent as u64),
    };
    let is_listed = listed
        .clone()
        .any(|r| (r.trace_id, r.span_id) == (parent.trace_id, parent.span_id));
    let is_added = sent.parent != 0 && !is_listed;
    is_added
        .then_some(parent)
        .into_iter()
        .chain(listed)
        .collect()
}

fn trace_id((high, low): (i64, i64)) -> TraceId {
    TraceId::from_halves(high as u64, low as u64)
}

fn renamed_key(tag: &Tag) -> Cow<'static, str> {
    match reserved::is_reserved(tag.key.as_bytes()) {
        true => Cow::Owned(format!("{}{}", reserved::RENAMED, tag.key)),
        false => Cow::Borrowed(tag.key),
    }
}
