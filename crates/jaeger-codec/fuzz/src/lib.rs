//! What must hold for any bytes: a decoder never panics and never makes much out of little, what it accepted can be
//! read, and encoding and decoding that again changes nothing.

use std::hint::black_box;

use jaeger_codec::thrift::jaeger::{
    AgentMessage, Mark, decode_batch, decode_message, encode_batch, encode_message,
};
use jaeger_codec::thrift::protocol::Protocol;
use jaeger_codec::{DecodeError, jaeger, otlp, proto, zipkin};
use jaeger_model::{Limits, Scanned, SpanBatch, SpanView};

const MARK: Mark<'_> = Mark { format: "jaeger" };
/// OTLP bytes for a byte of Thrift. The worst is a compact span of 17 bytes with both times out of range: 300 bytes,
/// most of them the warnings and the numbers as sent.
const THRIFT_GROWTH_MAX: usize = 24;
/// OTLP bytes for a byte of Jaeger's protobuf. The worst is an empty reference: 2 bytes become a link of some 40, which
/// says its kind.
const PROTO_GROWTH_MAX: usize = 24;
/// OTLP bytes for a byte of OTLP: a reserved key of 8 bytes gets a prefix of 7.
const OTLP_GROWTH_MAX: usize = 2;
/// OTLP bytes for a byte of Zipkin. The worst is a compact span of 6 bytes that has only its ids, and so gets an
/// attribute that says that it has no start: some 120 bytes.
const ZIPKIN_GROWTH_MAX: usize = 48;
/// What even the smallest message becomes.
const OUTPUT_BYTES_MIN: usize = 256;

/// Arrays and maps are bounded as in JSON, so that all that is accepted can be written in it.
fn limits() -> Limits {
    Limits {
        depth: 28,
        ..Limits::default()
    }
}

/// The properties of Jaeger's Thrift, as a datagram and as a bare batch.
pub fn thrift(bytes: &[u8], protocol: Protocol) {
    if let Some(batch) = batch_of_message(bytes, protocol) {
        check_thrift(&batch, bytes.len(), |spans| {
            let datagram = encode_message(spans, protocol, 1);
            batch_of_message(&datagram, protocol).expect("our own datagram")
        });
    }
    if let Some(batch) = batch_of_body(bytes, protocol) {
        check_thrift(&batch, bytes.len(), |spans| {
            let body = encode_batch(spans, protocol);
            batch_of_body(&body, protocol).expect("our own batch")
        });
    }
}

fn batch_of_message(bytes: &[u8], protocol: Protocol) -> Option<SpanBatch> {
    match decode_message(bytes, protocol, &limits(), MARK) {
        Ok(AgentMessage::Batch(decoded)) => Some(decoded.scanned.batch),
        Ok(AgentMessage::Zipkin(_) | AgentMessage::UnknownMethod(_)) => None,
        Err(error) => {
            assert!(error.offset <= bytes.len(), "{error}");
            None
        }
    }
}

fn batch_of_body(bytes: &[u8], protocol: Protocol) -> Option<SpanBatch> {
    match decode_batch(bytes, protocol, &limits(), MARK) {
        Ok(decoded) => Some(decoded.scanned.batch),
        Err(error) => {
            assert!(error.offset <= bytes.len(), "{error}");
            None
        }
    }
}

/// After the first trip the bytes are the same for ever. The first one loses what Thrift has no place for: warnings,
/// and times out of range, which stay as tags.
fn check_thrift(batch: &SpanBatch, input_len: usize, trip: impl Fn(&[SpanView<'_>]) -> SpanBatch) {
    check_size(batch, input_len, THRIFT_GROWTH_MAX);
    read_everything(batch);
    let first = trip(&batch.spans().collect::<Vec<_>>());
    assert_eq!(first.len(), batch.len());
    for (a, b) in batch.spans().zip(first.spans()) {
        assert_eq!(tags_of(&a), tags_of(&b));
        assert!(jaeger::references(&a).eq(jaeger::references(&b)));
        assert_eq!(jaeger::flags(&a), jaeger::flags(&b));
    }
    let second = trip(&first.spans().collect::<Vec<_>>());
    assert_eq!(first.bytes(), second.bytes());
}

/// As text, in which NaN equals itself.
fn tags_of(span: &SpanView<'_>) -> String {
    format!("{:?}", jaeger::tags(span).collect::<Vec<_>>())
}

/// The properties of Jaeger's protobuf, as a request and as a bare batch.
pub fn jaeger_proto(bytes: &[u8]) {
    for decode in [proto::decode_post_spans, proto::decode_batch] {
        match decode(bytes, &limits(), MARK) {
            Ok(scanned) => check_proto(&scanned.batch, bytes.len()),
            Err(error) => assert!(error.offset <= bytes.len(), "{error}"),
        }
    }
}

/// A trip keeps all but broken text and times out of range, and shows the mark of the first as a tag of the second.
fn check_proto(batch: &SpanBatch, input_len: usize) {
    check_size(batch, input_len, PROTO_GROWTH_MAX);
    read_everything(batch);
    let chunk = proto::encode_spans(batch.spans());
    let again = proto::decode_batch(&chunk, &unlimited(), MARK).expect("our own spans");
    assert_eq!(again.batch.len(), batch.len());
    assert_eq!(again.rejected, 0);
    for (a, b) in batch.spans().zip(again.batch.spans()) {
        assert!(jaeger::references(&a).eq(jaeger::references(&b)));
        assert_eq!(jaeger::flags(&a), jaeger::flags(&b));
        assert_eq!(jaeger::warnings(&a), jaeger::warnings(&b));
        assert_eq!(jaeger::tags(&a).count() + 1, jaeger::tags(&b).count());
        assert_eq!((a.start(), a.end()), (b.start(), b.end()));
    }
}

/// For our own output, which may be more than came in.
fn unlimited() -> Limits {
    Limits {
        bytes: usize::MAX,
        elements: usize::MAX,
        ..limits()
    }
}

/// The properties of OTLP in JSON.
pub fn otlp_json(bytes: &[u8]) {
    match otlp::json::decode(bytes, &limits()) {
        Ok(scanned) => check_otlp(&scanned.batch, bytes.len()),
        Err(error) => assert!(error.offset <= bytes.len(), "{error}"),
    }
}

/// The properties of OTLP in protobuf.
pub fn otlp_proto(bytes: &[u8]) {
    match otlp::decode(bytes.to_vec().into(), &limits()) {
        Ok(scanned) => check_otlp(&scanned.batch, bytes.len()),
        Err(error) => assert!(error.offset <= bytes.len(), "{error}"),
    }
}

/// The properties of Zipkin in JSON, of both versions.
pub fn zipkin_json(bytes: &[u8]) {
    check_zipkin(
        zipkin::json::decode_v1(bytes, &limits(), false),
        bytes.len(),
    );
    check_zipkin(
        zipkin::json::decode_v2(bytes, &limits(), false),
        bytes.len(),
    );
}

/// The properties of Zipkin in Thrift, in both protocols.
pub fn zipkin_thrift(bytes: &[u8]) {
    for protocol in [Protocol::Compact, Protocol::Binary] {
        let outcome = zipkin::thrift::decode_list(bytes, protocol, &limits(), false);
        check_zipkin(outcome, bytes.len());
    }
}

/// The properties of Zipkin in protobuf.
pub fn zipkin_proto(bytes: &[u8]) {
    check_zipkin(
        zipkin::proto::decode_v2(bytes, &limits(), false),
        bytes.len(),
    );
}

/// Zipkin is only read. What was read is OTLP as it stands, our marks apart.
fn check_zipkin(outcome: Result<Scanned, DecodeError>, input_len: usize) {
    let batch = match outcome {
        Ok(scanned) => scanned.batch,
        Err(error) => return assert!(error.offset <= input_len, "{error}"),
    };
    check_size(&batch, input_len, ZIPKIN_GROWTH_MAX);
    read_everything(&batch);
    let text = json_of(batch.spans());
    let decoded = otlp::json::decode(&text, &unlimited());
    let decoded = decoded.expect("our own JSON");
    assert_eq!(decoded.batch.len(), batch.len());
    for (a, b) in batch.spans().zip(decoded.batch.spans()) {
        assert_eq!(json_of([a]), json_of([b]));
    }
}

fn check_otlp(batch: &SpanBatch, input_len: usize) {
    check_size(batch, input_len, OTLP_GROWTH_MAX);
    read_everything(batch);
    let again = otlp::decode(batch.bytes().clone(), &limits()).expect("a batch is a request");
    assert_eq!(
        again.batch.bytes(),
        batch.bytes(),
        "nothing is renamed twice"
    );
    let text = json_of(batch.spans());
    let decoded = otlp::json::decode(&text, &limits()).expect("our own JSON");
    assert_eq!(decoded.batch.len(), batch.len());
    assert_eq!(decoded.rejected, 0);
    // Span by span: where neighbours became equal they come together.
    for (a, b) in batch.spans().zip(decoded.batch.spans()) {
        assert_eq!(json_of([a]), json_of([b]));
    }
}

fn json_of<'a>(spans: impl IntoIterator<Item = SpanView<'a>>) -> Vec<u8> {
    let mut text = Vec::new();
    otlp::json::encode(spans, &mut text);
    text
}

fn check_size(batch: &SpanBatch, input_len: usize, growth_max: usize) {
    let output_len = batch.bytes().len();
    assert!(
        output_len <= input_len * growth_max + OUTPUT_BYTES_MIN,
        "{input_len} bytes became {output_len}"
    );
}

/// Looks at everything that can be rendered.
fn read_everything(batch: &SpanBatch) {
    for span in batch.spans() {
        assert!(!span.trace_id().is_zero());
        let tags = jaeger::tags(&span).chain(jaeger::process_tags(&span.resource()));
        let in_scope = span.scope().attributes();
        let in_events = span.events().flat_map(|event| jaeger::fields(&event));
        let in_links = span.links().flat_map(|link| link.attributes());
        for attribute in tags.chain(in_scope).chain(in_events).chain(in_links) {
            black_box((attribute.key.to_str(), attribute.value.to_text()));
        }
        black_box((jaeger::references(&span).count(), jaeger::warnings(&span)));
    }
    black_box(batch.spans().map(|span| span.duration_ns()).max());
}
