//! What is rendered in Jaeger's words is what was sent as protobuf, also after another trip through it.

use jaeger_codec::jaeger::{self, Mark};
use jaeger_codec::proto;
use jaeger_codec::thrift::jaeger::decode_batch;
use jaeger_codec::thrift::protocol::Protocol;
use jaeger_model::wire::Writer;
use jaeger_model::{Attribute, EventView, Limits, SpanBatch, SpanView, reserved};
use proptest::prelude::*;

use crate::round_trip::{batch, check_process, check_span};
use crate::sent::Batch;

const MARK: Mark<'_> = Mark { format: "proto" };

fn decode(bytes: &[u8]) -> SpanBatch {
    let scanned = proto::decode_batch(bytes, &Limits::default(), MARK);
    scanned.expect("a batch").batch
}

proptest! {
    #[test]
    fn what_is_rendered_is_what_was_sent(batch in batch()) {
        let decoded = decode(&batch.proto());
        prop_assert_eq!(decoded.len(), batch.spans.len());
        for (span, sent) in decoded.spans().zip(&batch.spans) {
            check_span(&span, sent, MARK.format)?;
            check_process(&span, &batch)?;
        }
        let request = proto::decode_post_spans(&batch.post_spans(), &Limits::default(), MARK);
        let request = request.expect("a request").batch;
        prop_assert_eq!(request.bytes(), decoded.bytes());
    }

    #[test]
    fn a_process_means_the_same_in_the_batch_and_in_its_spans(batch in batch()) {
        let of_batch = decode(&batch.proto());
        let of_spans = decode(&with_own_processes(&batch));
        prop_assert_eq!(of_batch.len(), of_spans.len());
        for (a, b) in of_batch.spans().zip(of_spans.spans()) {
            prop_assert_eq!(a.bytes(), b.bytes());
            prop_assert_eq!(a.hash(), b.hash());
        }
    }

    #[test]
    fn thrift_and_protobuf_give_the_same_spans(mut batch in batch()) {
        // Of a parent field and a reference to the same span protobuf has but one.
        for span in &mut batch.spans {
            span.parent = 0;
        }
        let bytes = batch.thrift(Protocol::Compact);
        let thrift = decode_batch(&bytes, Protocol::Compact, &Limits::default(), MARK);
        let thrift = thrift.expect("a batch").scanned.batch;
        let decoded = decode(&batch.proto());
        prop_assert_eq!(thrift.len(), decoded.len());
        for (a, b) in thrift.spans().zip(decoded.spans()) {
            prop_assert_eq!(a.bytes(), b.bytes());
        }
    }

    #[test]
    fn another_trip_keeps_what_is_shown(batch in batch()) {
        let first = decode(&batch.proto());
        let again = decode(&proto::encode_spans(first.spans()));
        prop_assert_eq!(first.len(), again.len());
        for (a, b) in first.spans().zip(again.spans()) {
            check_same(&a, &b)?;
        }
    }
}

/// The batch without a process, which all of its spans name instead.
fn with_own_processes(batch: &Batch) -> Vec<u8> {
    let mut w = Writer::default();
    for span in &batch.spans {
        w.message(1, |w| {
            span.write_proto(w);
            w.message(10, |w| batch.write_proto_process(w));
        });
    }
    w.into_bytes()
}

fn check_same(first: &SpanView<'_>, again: &SpanView<'_>) -> Result<(), TestCaseError> {
    prop_assert_eq!(
        (first.trace_id(), first.span_id(), first.parent_span_id()),
        (again.trace_id(), again.span_id(), again.parent_span_id())
    );
    prop_assert_eq!(
        (first.start(), first.end(), first.kind(), first.status()),
        (again.start(), again.end(), again.kind(), again.status())
    );
    prop_assert_eq!(first.name().to_str(), again.name().to_str());
    prop_assert!(jaeger::references(first).eq(jaeger::references(again)));
    prop_assert_eq!(jaeger::flags(first), jaeger::flags(again));
    prop_assert_eq!(jaeger::warnings(first), jaeger::warnings(again));
    // The mark is shown as a tag, and a tag that comes in may not pass for a mark.
    let renamed = format!("{}{}", reserved::RENAMED, reserved::FORMAT);
    let mut tags = shown(jaeger::tags(first));
    let mut tags_again = shown(jaeger::tags(again));
    prop_assert_eq!(tags_again.pop(), tags.last().cloned());
    if let Some((key, _)) = tags.last_mut() {
        *key = renamed;
    }
    prop_assert_eq!(tags, tags_again);
    let process = |span: &SpanView<'_>| shown(jaeger::process_tags(&span.resource()));
    prop_assert_eq!(process(first), process(again));
    prop_assert_eq!(
        jaeger::service_name(&first.resource()).to_str(),
        jaeger::service_name(&again.resource()).to_str()
    );
    let logs = |span: &SpanView<'_>| span.events().map(|event| log(&event)).collect::<Vec<_>>();
    prop_assert_eq!(logs(first), logs(again));
    Ok(())
}

fn log(event: &EventView<'_>) -> (u64, Vec<(String, String)>) {
    (event.time().0, shown(jaeger::fields(event)))
}

/// Keys and values as texts, in which broken text is repaired.
fn shown<'a>(tags: impl Iterator<Item = Attribute<'a>>) -> Vec<(String, String)> {
    tags.map(|tag| {
        let value = tag.value.to_text().into_owned();
        (tag.key.to_str().into_owned(), value)
    })
    .collect()
}
