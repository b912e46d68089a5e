//! Zipkin in Thrift: the argument of the agent's call and the body of a POST.

use jaeger_codec::thrift::jaeger::{AgentMessage, Mark, decode_message};
use jaeger_codec::thrift::protocol::{Header, List, ONEWAY, Protocol, Type, Writer};
use jaeger_codec::zipkin::thrift::decode_list;
use jaeger_codec::{DecodeError, DecodeErrorKind};
use jaeger_model::{BatchErrorKind, Limits, Scanned, Value};

const MARK: Mark<'_> = Mark { format: "proto" };
const PROTOCOLS: [Protocol; 2] = [Protocol::Compact, Protocol::Binary];

pub(crate) fn long(w: &mut Writer, id: i16, value: i64) {
    w.field(id, Type::I64);
    w.i64(value);
}

pub(crate) fn text(w: &mut Writer, id: i16, text: &[u8]) {
    w.field(id, Type::Binary);
    w.binary(text);
}

pub(crate) fn list(w: &mut Writer, len: usize) {
    w.list(List {
        element: Some(Type::Struct),
        len,
    });
}

/// A bare list of spans, each written by `span`.
pub(crate) fn spans(protocol: Protocol, len: usize, span: impl Fn(&mut Writer, i64)) -> Vec<u8> {
    let mut w = Writer::new(protocol);
    write_spans(&mut w, len, span);
    w.into_bytes()
}

fn write_spans(w: &mut Writer, len: usize, span: impl Fn(&mut Writer, i64)) {
    list(w, len);
    for id in (1..).take(len) {
        w.write_struct(|w| span(w, id));
    }
}

fn small_span(w: &mut Writer, id: i64) {
    long(w, 1, 1);
    long(w, 4, id);
    w.bool_field(9, id == 1);
}

fn call(protocol: Protocol, content: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut w = Writer::new(protocol);
    w.message_begin(Header {
        method: b"emitZipkinBatch",
        kind: ONEWAY,
        sequence: 1,
    });
    w.write_struct(content);
    w.into_bytes()
}

fn decode_call(bytes: &[u8], protocol: Protocol) -> Result<Scanned, DecodeError> {
    match decode_message(bytes, protocol, &Limits::default(), MARK)? {
        AgentMessage::Zipkin(scanned) => Ok(scanned),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_agents_call_has_what_a_post_has() {
    for protocol in PROTOCOLS {
        let body = spans(protocol, 3, small_span);
        let posted = decode_list(&body, protocol, &Limits::default(), false).expect("a list");
        let datagram = call(protocol, |w| {
            w.field(1, Type::List);
            write_spans(w, 3, small_span);
        });
        let called = decode_call(&datagram, protocol).expect("a call");
        assert_eq!(called.batch.len(), 3);
        assert_eq!(called.batch.bytes(), posted.batch.bytes());
        let flags: Vec<_> = called
            .batch
            .spans()
            .map(|span| span.attribute("@jaeger@flags"))
            .collect();
        assert_eq!(flags, [Some(Value::Int(2)), None, None]);
    }
}

#[test]
fn a_call_needs_its_argument() {
    for protocol in PROTOCOLS {
        let error = decode_call(&call(protocol, |_| {}), protocol).expect_err("no spans");
        assert_eq!(error.kind, DecodeErrorKind::MissingField("Spans"));
    }
}

#[test]
fn a_list_of_something_else_is_refused() {
    for protocol in PROTOCOLS {
        let mut w = Writer::new(protocol);
        w.list(List {
            element: Some(Type::I64),
            len: 1,
        });
        w.i64(1);
        let error = decode_list(&w.into_bytes(), protocol, &Limits::default(), false);
        let error = error.expect_err("no spans");
        assert_eq!(
            error.kind,
            DecodeErrorKind::BadValue("spans are not structs")
        );
    }
}

#[test]
fn an_empty_list_is_an_empty_batch_and_an_empty_span_is_left_out() {
    for protocol in PROTOCOLS {
        for len in [0, 2] {
            let body = spans(protocol, len, |_, _| {});
            let scanned = decode_list(&body, protocol, &Limits::default(), false).expect("a list");
            assert!(scanned.batch.is_empty());
            assert_eq!(scanned.rejected, len);
        }
    }
}

#[test]
fn budgets_end_the_reading() {
    let limits = Limits {
        bytes: 200,
        spans: 2,
        elements: 4,
        depth: 4,
    };
    for protocol in PROTOCOLS {
        for (len, expected) in [
            (2, None),
            (3, Some(BatchErrorKind::TooManySpans(2))),
            (5, Some(BatchErrorKind::TooManyElements(4))),
            (100, Some(BatchErrorKind::TooManyBytes(200))),
        ] {
            let body = spans(protocol, len, small_span);
            let refused = decode_list(&body, protocol, &limits, false).err();
            let kind = refused.map(|error| error.kind);
            assert_eq!(kind, expected.map(DecodeErrorKind::from), "{len}");
        }
    }
}

#[test]
fn values_have_the_length_of_their_type() {
    let cases: [(i32, &[u8], Value<'_>); 12] = [
        (0, &[1], Value::Bool(true)),
        (0, &[2], Value::Bool(false)),
        (0, &[], Value::Bytes(&[])),
        (1, &[1], Value::Bytes(&[1])),
        (2, &[0x80, 0], Value::Int(i64::from(i16::MIN))),
        (2, &[0], Value::Bytes(&[0])),
        (
            3,
            &[0x7f, 0xff, 0xff, 0xff],
            Value::Int(i64::from(i32::MAX)),
        ),
        (4, &[0xff; 8], Value::Int(-1)),
        (4, &[0xff; 9], Value::Bytes(&[0xff; 9])),
        (5, &[0x40, 0, 0, 0, 0, 0, 0, 0], Value::Double(2.0)),
        (6, b"a", Value::from("a")),
        (7, b"a", Value::Bytes(b"a")),
    ];
    for (kind, bytes, expected) in cases {
        let body = spans(Protocol::Binary, 1, |w, id| {
            small_span(w, id);
            w.field(8, Type::List);
            list(w, 1);
            w.write_struct(|w| {
                text(w, 1, b"k");
                text(w, 2, bytes);
                w.field(3, Type::I32);
                w.i32(kind);
            });
        });
        let scanned =
            decode_list(&body, Protocol::Binary, &Limits::default(), false).expect("a list");
        let span = scanned.batch.spans().next().expect("a span");
        assert_eq!(span.attribute("k"), Some(expected), "{kind} {bytes:?}");
    }
}
