//! Spans of v1 in Thrift (zipkincore.thrift).
//!
//! A list of them is the body of a POST to `/api/v1/spans`, and the argument of the agent's call `emitZipkinBatch`.
//! No field is required. A field of an unknown id or an unexpected type is skipped.

use std::borrow::Cow;
use std::net::{Ipv4Addr, Ipv6Addr};

use jaeger_model::{Limits, Scanned, SpanId, Text, TraceId, Value};

use super::annotations::Annotations;
use super::draft::{Dialect, Draft};
use super::endpoint::{Address, Endpoint};
use super::gather::Gather;
use crate::thrift::protocol::{List, Protocol, Reader, Type};
use crate::{DecodeError, DecodeErrorKind};

type Result<T> = std::result::Result<T, DecodeError>;

/// Decodes a bare list of spans; `is_debug` makes all of them debug ones.
///
/// # Errors
/// When the bytes are no list of structs or are more than `limits` allow. A span whose trace id is zero is left out
/// alone.
pub fn decode_list(
    bytes: &[u8],
    protocol: Protocol,
    limits: &Limits,
    is_debug: bool,
) -> Result<Scanned> {
    let mut reader = Reader::new(bytes, protocol, limits.into())?;
    read_list(&mut reader, bytes.len(), limits, is_debug)
}

/// Decodes the list that stands next in a message of `message_len` bytes.
pub(crate) fn read_list(
    reader: &mut Reader<'_>,
    message_len: usize,
    limits: &Limits,
    is_debug: bool,
) -> Result<Scanned> {
    // Of broken headers the reading tells why.
    let is_other = |list: List| list.len > 0 && list.element != Some(Type::Struct);
    if reader.peek_list().is_some_and(is_other) {
        return Err(reader.error(DecodeErrorKind::BadValue("spans are not structs")));
    }
    let mut gather = Gather::new(limits, message_len, is_debug);
    reader.read_list(|reader| span(reader, &mut gather))?;
    gather.finish()
}

fn is_structs(reader: &Reader<'_>) -> bool {
    reader
        .peek_list()
        .is_some_and(|list| list.len == 0 || list.element == Some(Type::Struct))
}

fn span(reader: &mut Reader<'_>, gather: &mut Gather) -> Result<()> {
    let mut draft = gather.begin(Dialect::V1);
    let mut annotations = Annotations::default();
    let (mut low, mut high) = (0, 0);
    reader.read_struct("Span", |reader, field| {
        match (field.id, field.kind) {
            (1, Type::I64) => low = reader.i64()?.cast_unsigned(),
            (3, Type::Binary) => draft.name(reader.binary()?),
            (4, Type::I64) => draft.span_id = span_id(reader)?,
            (5, Type::I64) => draft.parent_span_id = span_id(reader)?,
            (6, Type::List) if is_structs(reader) => {
                reader.read_list(|reader| annotation(reader, &mut draft, &mut annotations))?;
            }
            (8, Type::List) if is_structs(reader) => {
                reader.read_list(|reader| tag(reader, &mut draft, &mut annotations))?;
            }
            (9, Type::Bool) => draft.is_debug = reader.bool()?,
            (10, Type::I64) => draft.start_us = Some(reader.i64()?),
            (11, Type::I64) => draft.duration_us = Some(reader.i64()?),
            (12, Type::I64) => high = reader.i64()?.cast_unsigned(),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    draft.trace_id = TraceId::from_halves(high, low);
    annotations.settle(&mut draft);
    draft.finish().map_err(|kind| reader.error(kind.into()))
}

fn span_id(reader: &mut Reader<'_>) -> Result<SpanId> {
    Ok(SpanId::from_u64(reader.i64()?.cast_unsigned()))
}

fn annotation<'a>(
    reader: &mut Reader<'a>,
    draft: &mut Draft<'_, 'a>,
    annotations: &mut Annotations<'a>,
) -> Result<()> {
    let mut value: &[u8] = &[];
    let (mut time_us, mut host) = (0, None);
    reader.read_struct("Annotation", |reader, field| {
        match (field.id, field.kind) {
            (1, Type::I64) => time_us = reader.i64()?,
            (2, Type::Binary) => value = reader.binary()?,
            (3, Type::Struct) => host = Some(endpoint(reader)?),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    annotations.annotation(draft, time_us, value, host);
    Ok(())
}

fn tag<'a>(
    reader: &mut Reader<'a>,
    draft: &mut Draft<'_, 'a>,
    annotations: &mut Annotations<'a>,
) -> Result<()> {
    let mut key: &[u8] = &[];
    let mut bytes: &[u8] = &[];
    let (mut kind, mut host) = (None, None);
    reader.read_struct("BinaryAnnotation", |reader, field| {
        match (field.id, field.kind) {
            (1, Type::Binary) => key = reader.binary()?,
            (2, Type::Binary) => bytes = reader.binary()?,
            (3, Type::I32) => kind = Some(reader.i32()?),
            (4, Type::Struct) => host = Some(endpoint(reader)?),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    annotations.tag(draft, key, value(kind, bytes), host);
    Ok(())
}

/// The value by its type; bytes when there are too few or too many of them for it.
fn value(kind: Option<i32>, bytes: &[u8]) -> Value<'_> {
    let text = Value::String(Text::new(bytes));
    match (kind, bytes.len()) {
        (None | Some(6), _) => text,
        (Some(0), 1) => Value::Bool(bytes == [1]),
        (Some(2), 2) | (Some(3), 4) | (Some(4), 8) => Value::Int(be_integer(bytes)),
        (Some(5), 8) => Value::Double(f64::from_bits(be_integer(bytes).cast_unsigned())),
        _ => Value::Bytes(bytes),
    }
}

/// Up to 8 bytes, the first of which holds the sign.
fn be_integer(bytes: &[u8]) -> i64 {
    let is_negative = bytes.first().is_some_and(|byte| *byte >= 0x80);
    let sign = if is_negative { -1 } else { 0 };
    bytes
        .iter()
        .fold(sign, |value: i64, byte| value << 8 | i64::from(*byte))
}

fn endpoint<'a>(reader: &mut Reader<'a>) -> Result<Endpoint<'a>> {
    let mut endpoint = Endpoint::default();
    reader.read_struct("Endpoint", |reader, field| {
        match (field.id, field.kind) {
            (1, Type::I32) => endpoint.ipv4 = ipv4(reader.i32()?.cast_unsigned()),
            // Ports above 32,767 are negative in 16 bits with a sign.
            (2, Type::I16) => endpoint.port = i64::from(reader.i16()?.cast_unsigned()),
            (3, Type::Binary) => endpoint.service = Cow::Borrowed(reader.binary()?),
            (4, Type::Binary) => endpoint.ipv6 = ipv6(reader.binary()?),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(endpoint)
}

fn ipv4(address: u32) -> Address<'static> {
    match address {
        0 => Address::Missing,
        address => Address::Ip(Ipv4Addr::from_bits(address).into()),
    }
}

/// An address of another length than 16 is none.
fn ipv6(bytes: &[u8]) -> Address<'static> {
    match <[u8; 16]>::try_from(bytes) {
        Ok(octets) => Address::Ip(Ipv6Addr::from(octets).into()),
        Err(_) => Address::Missing,
    }
}
