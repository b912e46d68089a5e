//! The span in Thrift: in Jaeger's batch or Zipkin's list, bare or as a message.

use jaeger_codec::thrift::protocol::{Header, List, ONEWAY, Type, Writer};

use crate::door::{Door, Form};
use crate::payload::{Payload, SPAN_ID};

/// The span of `payload` with each of these ids.
pub(crate) fn jaeger(door: Door, payload: &Payload, ids: &[u64]) -> Vec<u8> {
    let (high, low) = halves(&payload.trace_id);
    let write_span = |span: &mut Writer, id: u64| {
        for (field, value) in [(1, low), (2, high), (3, id), (4, 0)] {
            long(span, field, value);
        }
        text(span, 5, &payload.name);
        number(span, 7, 1);
        long(span, 8, payload.start_us.cast_unsigned());
        long(span, 9, payload.duration_us.cast_unsigned());
        span.field(10, Type::List);
        list(span, payload.attributes.len());
        for (key, value) in &payload.attributes {
            span.write_struct(|tag| {
                text(tag, 1, key);
                number(tag, 2, 0);
                text(tag, 3, value);
            });
        }
    };
    thrift(door, ids.len(), |spans| {
        for &id in ids {
            spans.write_struct(|span| write_span(span, id));
        }
    })
}

pub(super) fn zipkin(door: Door, payload: &Payload) -> Vec<u8> {
    let (high, low) = halves(&payload.trace_id);
    thrift(door, 1, |spans| {
        spans.write_struct(|span| {
            long(span, 1, low);
            text(span, 3, &payload.name);
            long(span, 4, SPAN_ID);
            span.field(8, Type::List);
            list(span, payload.attributes.len() + 1);
            span.write_struct(|local| {
                text(local, 1, b"lc");
                text(local, 2, b"");
                number(local, 3, STRING);
                local.field(4, Type::Struct);
                local.write_struct(|host| text(host, 3, &payload.service));
            });
            for (key, value) in &payload.attributes {
                span.write_struct(|tag| {
                    text(tag, 1, key);
                    text(tag, 2, value);
                    number(tag, 3, STRING);
                });
            }
            long(span, 10, payload.start_us.cast_unsigned());
            long(span, 11, payload.duration_us.cast_unsigned());
            long(span, 12, high);
        });
    })
}

/// A request to `door` that says it has `len` spans, and what `spans` writes of them.
pub(crate) fn thrift(door: Door, len: usize, spans: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut writer = Writer::new(door.protocol());
    let is_zipkins = door.form == Form::ZipkinThrift;
    let (method, kind) = match is_zipkins {
        true => (&b"emitZipkinBatch"[..], Type::List),
        false => (&b"emitBatch"[..], Type::Struct),
    };
    let argument = |writer: &mut Writer| match is_zipkins {
        true => {
            list(writer, len);
            spans(writer);
        }
        false => writer.write_struct(|batch| {
            batch.field(1, Type::Struct);
            batch.write_struct(|process| text(process, 1, b"hostile"));
            batch.field(2, Type::List);
            list(batch, len);
            spans(batch);
        }),
    };
    if !door.is_udp() {
        argument(&mut writer);
        return writer.into_bytes();
    }
    writer.message_begin(Header {
        method,
        kind: ONEWAY,
        sequence: 1,
    });
    writer.write_struct(|arguments| {
        arguments.field(1, kind);
        argument(arguments);
    });
    writer.into_bytes()
}

/// A field of 64 bits.
pub(crate) fn long(writer: &mut Writer, id: i16, value: u64) {
    writer.field(id, Type::I64);
    writer.i64(value.cast_signed());
}

fn number(writer: &mut Writer, id: i16, value: i32) {
    writer.field(id, Type::I32);
    writer.i32(value);
}

fn text(writer: &mut Writer, id: i16, text: &[u8]) {
    writer.field(id, Type::Binary);
    writer.binary(text);
}

fn list(writer: &mut Writer, len: usize) {
    writer.list(List {
        element: Some(Type::Struct),
        len,
    });
}

fn halves(trace_id: &[u8]) -> (u64, u64) {
    let append = |id: u128, byte: &u8| id << 8 | u128::from(*byte);
    let id = trace_id.iter().fold(0, append);
    ((id >> 64) as u64, id as u64)
}

/// The type of a binary annotation that is a text.
const STRING: i32 = 6;
