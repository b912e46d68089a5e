//! The same spans in the words of every door.

use jaeger_codec::thrift::protocol::{Header, List, ONEWAY, Protocol, Type, Writer};
use jaeger_model::wire;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue, any_value};
use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, ScopeSpans, Span};
use prost::Message as _;

/// Spans of traces with these numbers, each with as many attributes of such a length.
#[derive(Clone, Debug)]
pub(crate) struct Payload {
    pub(crate) traces: Vec<u8>,
    pub(crate) attributes: usize,
    pub(crate) value_len: usize,
}

impl Payload {
    pub(crate) fn of(traces: &[u8]) -> Self {
        Self {
            traces: traces.to_vec(),
            attributes: 0,
            value_len: 0,
        }
    }

    fn value(&self) -> String {
        "v".repeat(self.value_len)
    }

    pub(crate) fn request(&self) -> ExportTraceServiceRequest {
        let attribute = |number: usize| KeyValue {
            key: format!("k{number}"),
            value: Some(AnyValue {
                value: Some(any_value::Value::StringValue(self.value())),
            }),
            ..KeyValue::default()
        };
        let span = |&number: &u8| Span {
            trace_id: trace_id(number).to_vec(),
            span_id: vec![0, 0, 0, 0, 0, 0, 0, 7],
            name: String::from("door"),
            start_time_unix_nano: 1,
            end_time_unix_nano: 2,
            attributes: (0..self.attributes).map(attribute).collect(),
            ..Span::default()
        };
        let scope = ScopeSpans {
            spans: self.traces.iter().map(span).collect(),
            ..ScopeSpans::default()
        };
        let resource = ResourceSpans {
            scope_spans: vec![scope],
            ..ResourceSpans::default()
        };
        ExportTraceServiceRequest {
            resource_spans: vec![resource],
        }
    }

    pub(crate) fn protobuf(&self) -> Vec<u8> {
        self.request().encode_to_vec()
    }

    pub(crate) fn json(&self) -> Vec<u8> {
        let attributes: Vec<_> = (0..self.attributes)
            .map(|number| {
                let value = self.value();
                serde_json::json!({ "key": format!("k{number}"), "value": { "stringValue": value } })
            })
            .collect();
        let span = |&number: &u8| {
            serde_json::json!({
                "traceId": format!("{:032x}", u128::from_be_bytes(trace_id(number))),
                "spanId": "0000000000000007",
                "name": "door",
                "startTimeUnixNano": "1",
                "endTimeUnixNano": "2",
                "attributes": attributes,
            })
        };
        let spans: Vec<_> = self.traces.iter().map(span).collect();
        let scope = serde_json::json!({ "spans": spans });
        let request = serde_json::json!({ "resourceSpans": [{ "scopeSpans": [scope] }] });
        request.to_string().into_bytes()
    }

    /// A `PostSpansRequest`.
    pub(crate) fn jaeger_protobuf(&self) -> Vec<u8> {
        let mut writer = wire::Writer::default();
        writer.message(1, |batch| {
            for number in &self.traces {
                batch.message(1, |span| {
                    span.bytes(1, &trace_id(*number));
                    span.bytes(2, &[0, 0, 0, 0, 0, 0, 0, 7]);
                    span.bytes(3, b"door");
                    span.message(6, |start| start.varint(1, 1));
                    for number in 0..self.attributes {
                        span.message(8, |tag| {
                            tag.bytes(1, format!("k{number}").as_bytes());
                            tag.bytes(3, self.value().as_bytes());
                        });
                    }
                });
            }
            batch.message(2, |process| process.bytes(1, b"service"));
        });
        writer.into_bytes()
    }

    /// Zipkin's v2 in JSON.
    pub(crate) fn zipkin(&self) -> Vec<u8> {
        let tags: serde_json::Map<_, _> = (0..self.attributes)
            .map(|number| (format!("k{number}"), self.value().into()))
            .collect();
        let span = |&number: &u8| {
            serde_json::json!({
                "traceId": format!("{:032x}", u128::from_be_bytes(trace_id(number))),
                "id": "0000000000000007",
                "name": "door",
                "timestamp": 1,
                "duration": 1,
                "localEndpoint": { "serviceName": "service" },
                "tags": tags,
            })
        };
        let spans: Vec<_> = self.traces.iter().map(span).collect();
        serde_json::Value::from(spans).to_string().into_bytes()
    }

    /// A bare batch.
    pub(crate) fn thrift(&self) -> Vec<u8> {
        let mut writer = Writer::new(Protocol::Binary);
        self.write(&mut writer);
        writer.into_bytes()
    }

    /// A datagram.
    pub(crate) fn message(&self, protocol: Protocol) -> Vec<u8> {
        message(protocol, b"emitBatch", |writer| {
            writer.field(1, Type::Struct);
            self.write(writer);
        })
    }

    fn write(&self, writer: &mut Writer) {
        writer.write_struct(|writer| {
            writer.field(1, Type::Struct);
            writer.write_struct(|writer| text(writer, 1, b"service"));
            structs(writer, 2, self.traces.len(), |writer, index| {
                let number = self.traces.get(index).copied().unwrap_or_default();
                self.write_span(writer, number);
            });
        });
    }

    fn write_span(&self, writer: &mut Writer, number: u8) {
        for (id, value) in [(1, i64::from(number)), (2, 0), (3, 7), (4, 0)] {
            long(writer, id, value);
        }
        text(writer, 5, b"door");
        writer.field(7, Type::I32);
        writer.i32(1);
        long(writer, 8, 1_000);
        long(writer, 9, 5);
        structs(writer, 10, self.attributes, |writer, number| {
            text(writer, 1, format!("k{number}").as_bytes());
            writer.field(2, Type::I32);
            writer.i32(0);
            text(writer, 3, self.value().as_bytes());
        });
    }
}

/// The call of a method with these arguments.
pub(crate) fn message(
    protocol: Protocol,
    method: &[u8],
    arguments: impl FnOnce(&mut Writer),
) -> Vec<u8> {
    let mut writer = Writer::new(protocol);
    writer.message_begin(Header {
        method,
        kind: ONEWAY,
        sequence: 1,
    });
    writer.write_struct(arguments);
    writer.into_bytes()
}

/// The message of a call over gRPC with what stands before it.
pub(crate) fn frame(flag: u8, message: &[u8]) -> Vec<u8> {
    let len = u32::try_from(message.len()).expect("messages of tests are short");
    [&[flag][..], &len.to_be_bytes()[..], message].concat()
}

fn trace_id(number: u8) -> [u8; 16] {
    u128::from(number).to_be_bytes()
}

fn structs(writer: &mut Writer, id: i16, len: usize, write: impl Fn(&mut Writer, usize)) {
    writer.field(id, Type::List);
    writer.list(List {
        element: Some(Type::Struct),
        len,
    });
    for index in 0..len {
        writer.write_struct(|writer| write(writer, index));
    }
}

fn text(writer: &mut Writer, id: i16, text: &[u8]) {
    writer.field(id, Type::Binary);
    writer.binary(text);
}

fn long(writer: &mut Writer, id: i16, value: i64) {
    writer.field(id, Type::I64);
    writer.i64(value);
}
