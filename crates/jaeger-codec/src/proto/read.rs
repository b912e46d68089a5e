//! Messages of jaeger.api_v2, read in place.
//!
//! Nothing here fails: `check` has seen the bytes before. Of a field that may stand once the last one counts.

use jaeger_model::wire::{Field, Reader};
use jaeger_model::{Attribute, SpanId, Text, TraceId, Value};

use super::fields::{self, batch, key_value, log, process, span, span_ref, time, value_type};
use crate::DecodeError;
use crate::jaeger::transcode::{List, Log, Span};
use crate::jaeger::{Reference, ReferenceKind, Stated};
use crate::times::Times;

/// What a tag of a type that does not exist shows. Jaeger puts the number behind it.
const UNKNOWN_TYPE: &str = "unknown type";

type Result<T> = std::result::Result<T, DecodeError>;

/// The messages and texts of one number in a message.
pub(super) fn repeated(message: &[u8], number: u32) -> impl Iterator<Item = &[u8]> {
    Reader::new(message).filter_map(move |field| match field {
        (found, Field::Bytes(content)) if found == number => Some(content),
        _ => None,
    })
}

/// A span, and the process that it names itself.
pub(super) struct Sent<'a> {
    pub(super) process: Option<&'a [u8]>,
    pub(super) span: Span<'a, Repeated<'a>>,
}

/// The spans of a `Batch`.
pub(super) fn spans(batch: &[u8]) -> impl Iterator<Item = Sent<'_>> {
    repeated(batch, batch::SPANS).map(sent)
}

/// The `Process` of a `Batch`.
pub(super) fn batch_process(batch: &[u8]) -> Option<&[u8]> {
    repeated(batch, batch::PROCESS).last()
}

fn sent(message: &[u8]) -> Sent<'_> {
    let list = |number| Repeated { message, number };
    let mut own_process = None;
    let mut span = Span {
        trace_id: TraceId::default(),
        span_id: SpanId::default(),
        parent_span_id: SpanId::default(),
        name: &[],
        flags: 0,
        times: Times::default(),
        references: list(span::REFERENCES),
        tags: list(span::TAGS),
        logs: list(span::LOGS),
        warnings: list(span::WARNINGS),
        stated: Stated::default(),
    };
    for field in Reader::new(message) {
        match field {
            (span::TRACE_ID, Field::Bytes(id)) => span.trace_id = trace_id(id).unwrap_or_default(),
            (span::SPAN_ID, Field::Bytes(id)) => span.span_id = span_id(id).unwrap_or_default(),
            (span::OPERATION_NAME, Field::Bytes(name)) => span.name = name,
            (span::FLAGS, Field::Varint(flags)) => span.flags = low_half(flags),
            (span::START_TIME, Field::Bytes(time)) => span.times.start_ns = nanos(time),
            (span::DURATION, Field::Bytes(time)) => span.times.duration_ns = nanos(time),
            (span::TAGS, Field::Bytes(content)) => span.stated.add(&tag(content)),
            (span::PROCESS, Field::Bytes(process)) => own_process = Some(process),
            _ => {}
        }
    }
    Sent {
        process: own_process,
        span,
    }
}

/// The service name and the tags of a `Process`.
pub(super) fn process(message: &[u8]) -> (&[u8], Repeated<'_>) {
    let name = repeated(message, process::SERVICE_NAME).last();
    let tags = Repeated {
        message,
        number: process::TAGS,
    };
    (name.unwrap_or_default(), tags)
}

/// The fields of one number, as a list.
#[derive(Clone, Copy)]
pub(super) struct Repeated<'a> {
    message: &'a [u8],
    number: u32,
}

impl<'a> Repeated<'a> {
    fn each(self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        repeated(self.message, self.number)
    }
}

impl<'a> List<'a> for Repeated<'a> {
    fn tags(self, mut visit: impl FnMut(Attribute<'a>)) -> Result<()> {
        self.each().for_each(|content| visit(tag(content)));
        Ok(())
    }

    fn references(self, mut visit: impl FnMut(Reference)) -> Result<()> {
        self.each().for_each(|content| visit(reference(content)));
        Ok(())
    }

    fn logs(self, visit: impl FnMut(Log<Self>) -> Result<()>) -> Result<()> {
        self.each().map(log).try_for_each(visit)
    }

    fn texts(self, mut visit: impl FnMut(Text<'a>)) -> Result<()> {
        self.each().for_each(|content| visit(Text::new(content)));
        Ok(())
    }
}

/// A tag as the attribute that it becomes. Only the value of its type counts, the zero value when it is missing.
fn tag(message: &[u8]) -> Attribute<'_> {
    let (mut key, mut text, mut binary): (&[u8], &[u8], &[u8]) = (&[], &[], &[]);
    let (mut kind, mut bool, mut int, mut float) = (value_type::STRING, false, 0_i64, 0.0);
    for field in Reader::new(message) {
        match field {
            (key_value::KEY, Field::Bytes(content)) => key = content,
            (key_value::V_TYPE, Field::Varint(number)) => kind = low_half(number).cast_signed(),
            (key_value::V_STR, Field::Bytes(content)) => text = content,
            (key_value::V_BOOL, Field::Varint(value)) => bool = value != 0,
            (key_value::V_INT64, Field::Varint(value)) => int = value.cast_signed(),
            (key_value::V_FLOAT64, Field::Fixed64(bits)) => float = f64::from_bits(bits),
            (key_value::V_BINARY, Field::Bytes(content)) => binary = content,
            _ => {}
        }
    }
    let value = match kind {
        value_type::STRING => Value::String(Text::new(text)),
        value_type::BOOL => Value::Bool(bool),
        value_type::INT64 => Value::Int(int),
        value_type::FLOAT64 => Value::Double(float),
        value_type::BINARY => Value::Bytes(binary),
        _ => Value::from(UNKNOWN_TYPE),
    };
    Attribute {
        key: Text::new(key),
        value,
    }
}

fn reference(message: &[u8]) -> Reference {
    let mut reference = Reference {
        kind: ReferenceKind::ChildOf,
        trace_id: TraceId::default(),
        span_id: SpanId::default(),
    };
    for field in Reader::new(message) {
        match field {
            (span_ref::TRACE_ID, Field::Bytes(id)) => {
                reference.trace_id = trace_id(id).unwrap_or_default();
            }
            (span_ref::SPAN_ID, Field::Bytes(id)) => {
                reference.span_id = span_id(id).unwrap_or_default();
            }
            (span_ref::REF_TYPE, Field::Varint(number)) => reference.kind = reference_kind(number),
            _ => {}
        }
    }
    reference
}

/// Numbers that are no type are child-of, as in Jaeger.
fn reference_kind(number: u64) -> ReferenceKind {
    match low_half(number).cast_signed() {
        fields::FOLLOWS_FROM => ReferenceKind::FollowsFrom,
        _ => ReferenceKind::ChildOf,
    }
}

fn log(message: &[u8]) -> Log<Repeated<'_>> {
    let time = repeated(message, log::TIMESTAMP).last();
    Log {
        time_ns: time.map_or(0, nanos),
        fields: Repeated {
            message,
            number: log::FIELDS,
        },
    }
}

/// A `Timestamp` or `Duration` in nanoseconds. Their nanos should be below a second and have the sign of the seconds;
/// here they are added whatever they are.
fn nanos(message: &[u8]) -> i128 {
    let (mut seconds, mut nanos) = (0_i64, 0_i32);
    for field in Reader::new(message) {
        match field {
            (time::SECONDS, Field::Varint(value)) => seconds = value.cast_signed(),
            (time::NANOS, Field::Varint(value)) => nanos = low_half(value).cast_signed(),
            _ => {}
        }
    }
    i128::from(seconds) * 1_000_000_000 + i128::from(nanos)
}

/// 16 bytes, the 8 of old clients, or none for zero.
pub(super) fn trace_id(bytes: &[u8]) -> Option<TraceId> {
    if let Ok(id) = bytes.try_into() {
        return Some(TraceId(id));
    }
    span_id(bytes).map(|low| TraceId::from_halves(0, low.to_u64()))
}

/// 8 bytes, or none for zero.
pub(super) fn span_id(bytes: &[u8]) -> Option<SpanId> {
    match bytes.try_into() {
        Ok(id) => Some(SpanId(id)),
        Err(_) => bytes.is_empty().then(SpanId::default),
    }
}

/// The lower 32 bits, which are all that counts of a varint in a field of 32 bits.
fn low_half(value: u64) -> u32 {
    let [a, b, c, d, ..] = value.to_le_bytes();
    u32::from_le_bytes([a, b, c, d])
}
