//! Jaeger's Thrift structs, read field by field.
//!
//! Scalars are read; lists stay where they are, as bookmarks, because a span can only be written once all of it is
//! known. A field of an unknown id or an unexpected type is skipped, and one that the IDL requires must then have come
//! in another way: the error has the words of Jaeger's generated reader.

use jaeger_model::{Attribute, SpanId, Text, TraceId, Value};

use super::ClientStats;
use crate::jaeger::transcode::{self, List, Log};
use crate::jaeger::{Reference, ReferenceKind, Stated};
use crate::thrift::protocol::{Reader, Type};
use crate::times::{Times, from_micros};
use crate::{DecodeError, DecodeErrorKind};

/// What a tag of a type that the IDL does not have shows, in Jaeger's words.
const UNKNOWN_TYPE: &str = "Unknown VType: Tag({VType:<UNSET>})";

type Result<T> = std::result::Result<T, DecodeError>;

pub(super) struct Batch<'a> {
    pub(super) process: Process<'a>,
    pub(super) spans: Reader<'a>,
    pub(super) span_count: usize,
    /// Bytes that the spans take.
    pub(super) spans_len: usize,
    pub(super) sequence: Option<i64>,
    pub(super) stats: Option<ClientStats>,
}

impl<'a> Batch<'a> {
    pub(super) fn read(reader: &mut Reader<'a>) -> Result<Self> {
        let (mut process, mut spans) = (None, None);
        let (mut spans_len, mut sequence, mut stats) = (0, None, None);
        reader.read_struct("Batch", |reader, field| {
            match (field.id, field.kind) {
                (1, Type::Struct) => process = Some(Process::read(reader)?),
                (2, Type::List) if is_structs(reader) => {
                    let start = reader.position();
                    spans = Some(bookmark(reader)?);
                    spans_len = reader.position() - start;
                }
                (3, Type::I64) => sequence = Some(reader.i64()?),
                (4, Type::Struct) => stats = Some(client_stats(reader)?),
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        let process = required(reader, process, "Process")?;
        let spans = required(reader, spans, "Spans")?;
        Ok(Self {
            process,
            spans,
            span_count: spans.peek_list().map_or(0, |list| list.len),
            spans_len,
            sequence,
            stats,
        })
    }
}

pub(super) struct Process<'a> {
    pub(super) service_name: &'a [u8],
    pub(super) tags: Option<Reader<'a>>,
    pub(super) client_uuid: Option<Text<'a>>,
}

impl<'a> Process<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self> {
        let (mut service_name, mut tags, mut client_uuid) = (None, None, None);
        reader.read_struct("Process", |reader, field| {
            match (field.id, field.kind) {
                (1, Type::Binary) => service_name = Some(reader.binary()?),
                (2, Type::List) if is_structs(reader) => {
                    tags = Some(*reader);
                    reader.read_list(|reader| {
                        let tag = tag(reader)?;
                        if let Value::String(uuid) = tag.value
                            && tag.key == "client-uuid"
                        {
                            client_uuid = Some(uuid);
                        }
                        Ok(())
                    })?;
                }
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(Self {
            service_name: required(reader, service_name, "ServiceName")?,
            tags,
            client_uuid,
        })
    }
}

fn client_stats(reader: &mut Reader<'_>) -> Result<ClientStats> {
    let [mut full_queue, mut too_large, mut failed] = [None; 3];
    reader.read_struct("ClientStats", |reader, field| {
        let slot = match (field.id, field.kind) {
            (1, Type::I64) => &mut full_queue,
            (2, Type::I64) => &mut too_large,
            (3, Type::I64) => &mut failed,
            _ => return Ok(false),
        };
        *slot = Some(reader.i64()?);
        Ok(true)
    })?;
    Ok(ClientStats {
        full_queue_dropped_spans: required(reader, full_queue, "FullQueueDroppedSpans")?,
        too_large_dropped_spans: required(reader, too_large, "TooLargeDroppedSpans")?,
        failed_to_emit_spans: required(reader, failed, "FailedToEmitSpans")?,
    })
}

/// A span whose lists are bookmarks.
pub(super) type Span<'a> = transcode::Span<'a, Option<Reader<'a>>>;

pub(super) fn span<'a>(reader: &mut Reader<'a>) -> Result<Span<'a>> {
    let [mut low, mut high, mut id, mut parent] = [None; 4];
    let (mut name, mut flags, mut start_us, mut duration_us) = (None, None, None, None);
    let [mut references, mut tags, mut logs] = [None; 3];
    let mut stated = Stated::default();
    reader.read_struct("Span", |reader, field| {
        match (field.id, field.kind) {
            (1, Type::I64) => low = Some(reader.i64()?.cast_unsigned()),
            (2, Type::I64) => high = Some(reader.i64()?.cast_unsigned()),
            (3, Type::I64) => id = Some(reader.i64()?.cast_unsigned()),
            (4, Type::I64) => parent = Some(reader.i64()?.cast_unsigned()),
            (5, Type::Binary) => name = Some(reader.binary()?),
            (6, Type::List) if is_structs(reader) => references = Some(bookmark(reader)?),
            (7, Type::I32) => flags = Some(reader.i32()?),
            (8, Type::I64) => start_us = Some(reader.i64()?),
            (9, Type::I64) => duration_us = Some(reader.i64()?),
            (10, Type::List) if is_structs(reader) => {
                tags = Some(*reader);
                stated = Stated::default();
                reader.read_list(|reader| {
                    stated.add(&tag(reader)?);
                    Ok(())
                })?;
            }
            (11, Type::List) if is_structs(reader) => logs = Some(bookmark(reader)?),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    let low = required(reader, low, "TraceIdLow")?;
    let high = required(reader, high, "TraceIdHigh")?;
    Ok(Span {
        trace_id: TraceId::from_halves(high, low),
        span_id: SpanId::from_u64(required(reader, id, "SpanId")?),
        parent_span_id: SpanId::from_u64(required(reader, parent, "ParentSpanId")?),
        name: required(reader, name, "OperationName")?,
        // Jaeger's model has flags without a sign.
        flags: required(reader, flags, "Flags")?.cast_unsigned(),
        times: Times::from_micros(
            required(reader, start_us, "StartTime")?,
            required(reader, duration_us, "Duration")?,
        ),
        references,
        tags,
        logs,
        warnings: None,
        stated,
    })
}

impl<'a> List<'a> for Option<Reader<'a>> {
    fn tags(self, mut visit: impl FnMut(Attribute<'a>)) -> Result<()> {
        each(self, |reader| {
            visit(tag(reader)?);
            Ok(())
        })
    }

    fn references(self, mut visit: impl FnMut(Reference)) -> Result<()> {
        each(self, |reader| {
            visit(reference(reader)?);
            Ok(())
        })
    }

    fn logs(self, mut visit: impl FnMut(Log<Self>) -> Result<()>) -> Result<()> {
        each(self, |reader| visit(log(reader)?))
    }
}

/// Reads a list again that was read before.
fn each<'a>(
    list: Option<Reader<'a>>,
    visit: impl FnMut(&mut Reader<'a>) -> Result<()>,
) -> Result<()> {
    list.map_or(Ok(()), |mut list| list.read_list(visit))
}

/// A tag as the attribute that it becomes. A tag without a value has the zero value of its type.
fn tag<'a>(reader: &mut Reader<'a>) -> Result<Attribute<'a>> {
    let (mut key, mut kind) = (None, None);
    let mut text: &[u8] = &[];
    let (mut double, mut bool, mut long) = (0.0, false, 0);
    let mut binary: &[u8] = &[];
    reader.read_struct("Tag", |reader, field| {
        match (field.id, field.kind) {
            (1, Type::Binary) => key = Some(reader.binary()?),
            (2, Type::I32) => kind = Some(reader.i32()?),
            (3, Type::Binary) => text = reader.binary()?,
            (4, Type::Double) => double = reader.double()?,
            (5, Type::Bool) => bool = reader.bool()?,
            (6, Type::I64) => long = reader.i64()?,
            (7, Type::Binary) => binary = reader.binary()?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    let key = Text::new(required(reader, key, "Key")?);
    let value = match required(reader, kind, "VType")? {
        0 => Value::String(Text::new(text)),
        1 => Value::Double(double),
        2 => Value::Bool(bool),
        3 => Value::Int(long),
        4 => Value::Bytes(binary),
        _ => Value::from(UNKNOWN_TYPE),
    };
    Ok(Attribute { key, value })
}

fn log<'a>(reader: &mut Reader<'a>) -> Result<Log<Option<Reader<'a>>>> {
    let (mut timestamp_us, mut fields) = (None, None);
    reader.read_struct("Log", |reader, field| {
        match (field.id, field.kind) {
            (1, Type::I64) => timestamp_us = Some(reader.i64()?),
            (2, Type::List) if is_structs(reader) => fields = Some(bookmark(reader)?),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(Log {
        time_ns: from_micros(required(reader, timestamp_us, "Timestamp")?),
        fields: Some(required(reader, fields, "Fields")?),
    })
}

fn reference(reader: &mut Reader<'_>) -> Result<Reference> {
    let (mut kind, [mut low, mut high, mut id]) = (None, [None; 3]);
    reader.read_struct("SpanRef", |reader, field| {
        match (field.id, field.kind) {
            (1, Type::I32) => kind = Some(reader.i32()?),
            (2, Type::I64) => low = Some(reader.i64()?.cast_unsigned()),
            (3, Type::I64) => high = Some(reader.i64()?.cast_unsigned()),
            (4, Type::I64) => id = Some(reader.i64()?.cast_unsigned()),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    let kind = match required(reader, kind, "RefType")? {
        1 => ReferenceKind::FollowsFrom,
        _ => ReferenceKind::ChildOf,
    };
    let low = required(reader, low, "TraceIdLow")?;
    let high = required(reader, high, "TraceIdHigh")?;
    Ok(Reference {
        kind,
        trace_id: TraceId::from_halves(high, low),
        span_id: SpanId::from_u64(required(reader, id, "SpanId")?),
    })
}

/// True when the list that stands next holds structs. Of broken headers the skip that follows tells why.
fn is_structs(reader: &Reader<'_>) -> bool {
    reader
        .peek_list()
        .is_some_and(|list| list.len == 0 || list.element == Some(Type::Struct))
}

/// Skips a list and remembers where it is.
fn bookmark<'a>(reader: &mut Reader<'a>) -> Result<Reader<'a>> {
    let bookmark = *reader;
    reader.skip(Type::List)?;
    Ok(bookmark)
}

fn required<T>(reader: &Reader<'_>, field: Option<T>, name: &'static str) -> Result<T> {
    field.ok_or_else(|| reader.error(DecodeErrorKind::MissingField(name)))
}
