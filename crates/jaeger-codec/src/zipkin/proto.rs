//! Spans of v2 in protobuf (zipkin.proto, package `zipkin.proto3`).
//!
//! Fields that are not known are ignored; one of another wire type than its definition, and an id of a wrong length,
//! refuse the request.

use std::borrow::Cow;
use std::net::IpAddr;

use jaeger_model::wire::{Field, Reader, WireError};
use jaeger_model::{BatchErrorKind, Limits, Scanned, SpanId, SpanKind, Text, TraceId, Value};

use super::draft::{Dialect, Draft};
use super::endpoint::{Address, Endpoint};
use super::gather::Gather;
use crate::{DecodeError, DecodeErrorKind};

type Result<T> = std::result::Result<T, DecodeError>;

/// Decodes a `ListOfSpans`, the body of a POST to `/api/v2/spans`; `is_debug` makes all of its spans debug ones.
///
/// # Errors
/// When the bytes are no such message, an id has a wrong length, or they are more than `limits` allow. A span whose
/// trace id is zero is left out alone.
pub fn decode_v2(bytes: &[u8], limits: &Limits, is_debug: bool) -> Result<Scanned> {
    let list = Message {
        bytes,
        base: 0,
        name: "ListOfSpans",
    };
    if bytes.len() > limits.bytes {
        let kind = BatchErrorKind::TooManyBytes(limits.bytes);
        return Err(list.error(limits.bytes, kind.into()));
    }
    let mut gather = Gather::new(limits, bytes.len(), is_debug);
    list.each(|field| match field.number {
        1 => span(field.message("Span")?, &mut gather),
        _ => Ok(()),
    })?;
    gather.finish()
}

/// A message, and where it starts.
#[derive(Clone, Copy)]
struct Message<'a> {
    bytes: &'a [u8],
    base: usize,
    name: &'static str,
}

impl<'a> Message<'a> {
    fn error(&self, at: usize, kind: DecodeErrorKind) -> DecodeError {
        DecodeError {
            kind,
            offset: self.base + at,
            reading: self.name,
        }
    }

    fn each(&self, mut visit: impl FnMut(Located<'a>) -> Result<()>) -> Result<()> {
        let mut reader = Reader::new(self.bytes);
        loop {
            let start = reader.position();
            let read = reader.next_field();
            match read.map_err(|error| self.error(start, error.into()))? {
                None => return Ok(()),
                Some((number, value)) => visit(Located {
                    number,
                    value,
                    start: self.base + start,
                    end: self.base + reader.position(),
                    within: self.name,
                })?,
            }
        }
    }
}

/// A field, and where it stands.
struct Located<'a> {
    number: u32,
    value: Field<'a>,
    start: usize,
    end: usize,
    within: &'static str,
}

impl<'a> Located<'a> {
    fn error(&self, kind: DecodeErrorKind) -> DecodeError {
        DecodeError {
            kind,
            offset: self.start,
            reading: self.within,
        }
    }

    fn unexpected(&self) -> DecodeError {
        self.error(WireError::UnexpectedType(self.number).into())
    }

    fn bytes(&self) -> Result<&'a [u8]> {
        match self.value {
            Field::Bytes(bytes) => Ok(bytes),
            _ => Err(self.unexpected()),
        }
    }

    fn message(&self, name: &'static str) -> Result<Message<'a>> {
        let bytes = self.bytes()?;
        Ok(Message {
            bytes,
            base: self.end - bytes.len(),
            name,
        })
    }

    fn varint(&self) -> Result<u64> {
        match self.value {
            Field::Varint(value) => Ok(value),
            _ => Err(self.unexpected()),
        }
    }

    /// Microseconds, with a sign for those that are out of range anyway.
    fn micros(&self) -> Result<i64> {
        match self.value {
            Field::Fixed64(value) | Field::Varint(value) => Ok(value.cast_signed()),
            _ => Err(self.unexpected()),
        }
    }

    fn span_id(&self) -> Result<SpanId> {
        match <[u8; 8]>::try_from(self.bytes()?) {
            Ok(id) => Ok(SpanId(id)),
            Err(_) => Err(self.bad("a span id has a wrong length")),
        }
    }

    /// No bytes are no parent.
    fn parent_id(&self) -> Result<SpanId> {
        match self.bytes()? {
            [] => Ok(SpanId::default()),
            _ => self.span_id(),
        }
    }

    /// One of 8 bytes is the lower half.
    fn trace_id(&self) -> Result<TraceId> {
        let bytes = self.bytes()?;
        let mut id = [0; 16];
        if !matches!(bytes.len(), 8 | 16) {
            return Err(self.bad("a trace id has a wrong length"));
        }
        for (to, from) in id.iter_mut().rev().zip(bytes.iter().rev()) {
            *to = *from;
        }
        Ok(TraceId(id))
    }

    fn bad(&self, problem: &'static str) -> DecodeError {
        self.error(DecodeErrorKind::BadValue(problem))
    }
}

fn span(span: Message<'_>, gather: &mut Gather) -> Result<()> {
    let over_budget = |kind: BatchErrorKind| span.error(0, kind.into());
    gather.count().map_err(over_budget)?;
    let mut draft = gather.begin(Dialect::V2);
    let (mut has_trace_id, mut has_span_id) = (false, false);
    span.each(|field| {
        match field.number {
            1 => {
                draft.trace_id = field.trace_id()?;
                has_trace_id = true;
            }
            2 => draft.parent_span_id = field.parent_id()?,
            3 => {
                draft.span_id = field.span_id()?;
                has_span_id = true;
            }
            4 => draft.kind = kind(field.varint()?),
            5 => draft.name(field.bytes()?),
            6 => draft.start_us = Some(field.micros()?),
            7 => draft.duration_us = Some(field.micros()?),
            8 => draft.local = endpoint(field.message("Endpoint")?)?,
            9 => draft.remote = endpoint(field.message("Endpoint")?)?,
            10 => annotation(field.message("Annotation")?, &mut draft)?,
            11 => tag(field.message("TagsEntry")?, &mut draft)?,
            12 => draft.is_debug = field.varint()? != 0,
            // 13 says that a span is shared; its halves have one id, which says the same.
            _ => {}
        }
        Ok(())
    })?;
    if !has_trace_id {
        return Err(span.error(0, DecodeErrorKind::MissingField("trace_id")));
    }
    if !has_span_id {
        return Err(span.error(0, DecodeErrorKind::MissingField("id")));
    }
    draft.finish().map_err(over_budget)
}

fn kind(number: u64) -> SpanKind {
    match number {
        1 => SpanKind::Client,
        2 => SpanKind::Server,
        3 => SpanKind::Producer,
        4 => SpanKind::Consumer,
        _ => SpanKind::Unspecified,
    }
}

fn endpoint(message: Message<'_>) -> Result<Endpoint<'_>> {
    let mut endpoint = Endpoint::default();
    message.each(|field| {
        match field.number {
            1 => endpoint.service = Cow::Borrowed(field.bytes()?),
            2 => endpoint.ipv4 = address(<[u8; 4]>::try_from(field.bytes()?)),
            3 => endpoint.ipv6 = address(<[u8; 16]>::try_from(field.bytes()?)),
            4 => endpoint.port = field.varint()?.cast_signed(),
            _ => {}
        }
        Ok(())
    })?;
    Ok(endpoint)
}

/// An address of another length is none.
fn address<O, E>(octets: std::result::Result<O, E>) -> Address<'static>
where
    IpAddr: From<O>,
{
    octets.map_or(Address::Missing, |octets| Address::Ip(octets.into()))
}

fn annotation(message: Message<'_>, draft: &mut Draft<'_, '_>) -> Result<()> {
    draft
        .count()
        .map_err(|kind| message.error(0, kind.into()))?;
    let mut value: &[u8] = &[];
    let mut time_us = 0;
    message.each(|field| {
        match field.number {
            1 => time_us = field.micros()?,
            2 => value = field.bytes()?,
            _ => {}
        }
        Ok(())
    })?;
    draft.annotation(time_us, value);
    Ok(())
}

fn tag(message: Message<'_>, draft: &mut Draft<'_, '_>) -> Result<()> {
    draft
        .count()
        .map_err(|kind| message.error(0, kind.into()))?;
    let mut key: &[u8] = &[];
    let mut text: &[u8] = &[];
    message.each(|field| {
        match field.number {
            1 => key = field.bytes()?,
            2 => text = field.bytes()?,
            _ => {}
        }
        Ok(())
    })?;
    draft.tag(key, Value::String(Text::new(text)));
    Ok(())
}
