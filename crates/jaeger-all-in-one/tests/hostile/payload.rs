//! One good span in the words of every port, and what bad bytes are made of.

use jaeger_codec::thrift::protocol::{Header, List, ONEWAY, Type, Writer};
use jaeger_model::Value;
use jaeger_model::wire::Writer as Wire;
use serde_json::json;

use crate::door::Door;

/// The name of the span.
pub(crate) const SPAN_NAME: &str = "outlived";

/// A trace of one span.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Payload {
    trace: u64,
    /// How many the span has.
    attributes: usize,
}

impl Payload {
    /// The trace with this id, without attributes.
    pub(crate) fn of(trace: u64) -> Self {
        Self {
            trace,
            attributes: 0,
        }
    }

    pub(crate) fn with_attributes(self, attributes: usize) -> Self {
        Self { attributes, ..self }
    }

    /// What is sent to `door`.
    pub(crate) fn bytes(self, door: Door) -> Vec<u8> {
        match door {
            Door::OtlpGrpc | Door::OtlpProtobuf => self.protobuf(),
            Door::OtlpJson => self.json(),
            Door::ThriftHttp | Door::CompactUdp | Door::BinaryUdp => {
                thrift(door, |writer| self.write_batch(writer))
            }
        }
    }

    fn keys(self) -> impl Iterator<Item = String> {
        (0..self.attributes).map(|number| format!("k{number}"))
    }

    fn protobuf(self) -> Vec<u8> {
        let mut request = Wire::default();
        request.message(1, |resource_spans| {
            resource_spans.message(2, |scope_spans| {
                scope_spans.message(2, |span| {
                    span.bytes(1, &u128::from(self.trace).to_be_bytes());
                    span.bytes(2, &SPAN_ID.to_be_bytes());
                    span.bytes(5, SPAN_NAME.as_bytes());
                    span.fixed64(7, START_US * 1_000);
                    span.fixed64(8, START_US * 1_000 + 1);
                    for key in self.keys() {
                        span.attribute(9, key.as_bytes(), Value::from("v"));
                    }
                });
            });
        });
        request.into_bytes()
    }

    fn json(self) -> Vec<u8> {
        let attribute = |key: String| json!({ "key": key, "value": { "stringValue": "v" } });
        let attributes: Vec<_> = self.keys().map(attribute).collect();
        let span = json!({
            "traceId": format!("{:032x}", self.trace),
            "spanId": format!("{SPAN_ID:016x}"),
            "name": SPAN_NAME,
            "startTimeUnixNano": (START_US * 1_000).to_string(),
            "endTimeUnixNano": (START_US * 1_000 + 1).to_string(),
            "attributes": attributes,
        });
        let request = json!({ "resourceSpans": [{ "scopeSpans": [{ "spans": [span] }] }] });
        request.to_string().into_bytes()
    }

    fn write_batch(self, writer: &mut Writer) {
        begin_spans(writer, 1);
        writer.write_struct(|writer| self.write_span(writer));
    }

    fn write_span(self, writer: &mut Writer) {
        let ids = [(1, self.trace), (2, 0), (3, SPAN_ID), (4, 0)];
        for (id, value) in ids {
            long(writer, id, value);
        }
        text(writer, 5, SPAN_NAME);
        writer.field(7, Type::I32);
        writer.i32(1);
        long(writer, 8, START_US);
        long(writer, 9, 1);
        writer.field(10, Type::List);
        writer.list(structs(self.attributes));
        for key in self.keys() {
            writer.write_struct(|writer| {
                text(writer, 1, &key);
                writer.field(2, Type::I32);
                writer.i32(0);
                text(writer, 3, "v");
            });
        }
    }
}

/// A batch of Thrift as `door` takes it, with these members: bare, or as a message.
pub(crate) fn thrift(door: Door, batch: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut writer = Writer::new(door.protocol());
    if !door.is_udp() {
        writer.write_struct(batch);
        return writer.into_bytes();
    }
    writer.message_begin(Header {
        method: b"emitBatch",
        kind: ONEWAY,
        sequence: 1,
    });
    writer.write_struct(|arguments| {
        arguments.field(1, Type::Struct);
        arguments.write_struct(batch);
    });
    writer.into_bytes()
}

/// The process of a batch, and the beginning of its list of so many spans.
pub(crate) fn begin_spans(writer: &mut Writer, len: usize) {
    writer.field(1, Type::Struct);
    writer.write_struct(|process| text(process, 1, "hostile"));
    writer.field(2, Type::List);
    writer.list(structs(len));
}

fn structs(len: usize) -> List {
    List {
        element: Some(Type::Struct),
        len,
    }
}

fn text(writer: &mut Writer, id: i16, text: &str) {
    writer.field(id, Type::Binary);
    writer.binary(text.as_bytes());
}

fn long(writer: &mut Writer, id: i16, value: u64) {
    writer.field(id, Type::I64);
    writer.i64(value.cast_signed());
}

const SPAN_ID: u64 = 7;
/// 2024-01-01.
const START_US: u64 = 1_704_067_200_000_000;
