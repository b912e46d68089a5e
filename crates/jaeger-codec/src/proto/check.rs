//! The one pass over hostile bytes, before anything is taken over or memory taken for it.
//!
//! It visits every field, checks lengths, wire types and the budgets. What it accepted, `read` reads without failing.
//! Unknown fields are passed over. The messages do not nest in themselves, so there is no depth to bound.

use jaeger_model::wire::{Field, Reader, WireError};
use jaeger_model::{BatchErrorKind, Limits};

use super::fields::{batch, key_value, log, post_spans_request, process, span, span_ref, time};
use super::read::{span_id, trace_id};
use crate::{DecodeError, DecodeErrorKind};

type Result<T> = std::result::Result<T, DecodeError>;

/// Checks a `PostSpansRequest`. Returns the number of its spans.
pub(super) fn post_spans(bytes: &[u8], limits: &Limits) -> Result<usize> {
    let mut check = Check::new(limits);
    for_each_field(
        whole(bytes, "PostSpansRequest", limits)?,
        |field| match field.number {
            post_spans_request::BATCH => check.batch(field.message("Batch")?),
            _ => Ok(()),
        },
    )?;
    Ok(check.spans)
}

/// Checks a bare `Batch`. Returns the number of its spans.
pub(super) fn batch(bytes: &[u8], limits: &Limits) -> Result<usize> {
    let mut check = Check::new(limits);
    check.batch(whole(bytes, "Batch", limits)?)?;
    Ok(check.spans)
}

fn whole<'a>(bytes: &'a [u8], name: &'static str, limits: &Limits) -> Result<Message<'a>> {
    if bytes.len() > limits.bytes {
        return Err(DecodeError {
            kind: BatchErrorKind::TooManyBytes(limits.bytes).into(),
            offset: limits.bytes,
            reading: name,
        });
    }
    Ok(Message {
        bytes,
        base: 0,
        name,
    })
}

/// A message and where it starts.
#[derive(Clone, Copy)]
struct Message<'a> {
    bytes: &'a [u8],
    base: usize,
    name: &'static str,
}

/// A field and where its tag and value stand.
#[derive(Clone, Copy)]
struct Located<'a> {
    number: u32,
    value: Field<'a>,
    /// Of the tag.
    offset: usize,
    /// Behind the value.
    end: usize,
    within: &'static str,
}

impl<'a> Located<'a> {
    fn bytes(self) -> Result<&'a [u8]> {
        match self.value {
            Field::Bytes(bytes) => Ok(bytes),
            _ => Err(self.unexpected()),
        }
    }

    fn message(self, name: &'static str) -> Result<Message<'a>> {
        let bytes = self.bytes()?;
        Ok(Message {
            bytes,
            base: self.end - bytes.len(),
            name,
        })
    }

    fn expect(self, matches: bool) -> Result<()> {
        match matches {
            true => Ok(()),
            false => Err(self.unexpected()),
        }
    }

    fn expect_bytes(self) -> Result<()> {
        self.expect(matches!(self.value, Field::Bytes(_)))
    }

    fn expect_varint(self) -> Result<()> {
        self.expect(matches!(self.value, Field::Varint(_)))
    }

    fn expect_fixed64(self) -> Result<()> {
        self.expect(matches!(self.value, Field::Fixed64(_)))
    }

    fn expect_trace_id(self) -> Result<()> {
        match trace_id(self.bytes()?) {
            Some(_) => Ok(()),
            None => Err(self.error(DecodeErrorKind::BadIdLength("TraceID"))),
        }
    }

    fn expect_span_id(self) -> Result<()> {
        match span_id(self.bytes()?) {
            Some(_) => Ok(()),
            None => Err(self.error(DecodeErrorKind::BadIdLength("SpanID"))),
        }
    }

    fn unexpected(self) -> DecodeError {
        let error = WireError::UnexpectedType(self.number);
        self.error(DecodeErrorKind::Protobuf(error))
    }

    fn error(self, kind: DecodeErrorKind) -> DecodeError {
        DecodeError {
            kind,
            offset: self.offset,
            reading: self.within,
        }
    }
}

fn for_each_field<'a>(
    message: Message<'a>,
    mut visit: impl FnMut(Located<'a>) -> Result<()>,
) -> Result<()> {
    let mut reader = Reader::new(message.bytes);
    loop {
        let at = reader.position();
        match reader.next_field() {
            Ok(Some((number, value))) => visit(Located {
                number,
                value,
                offset: message.base + at,
                end: message.base + reader.position(),
                within: message.name,
            })?,
            Ok(None) => return Ok(()),
            Err(error) => {
                return Err(DecodeError {
                    kind: DecodeErrorKind::Protobuf(error),
                    offset: message.base + at,
                    reading: message.name,
                });
            }
        }
    }
}

struct Check<'l> {
    limits: &'l Limits,
    spans: usize,
    /// Spans, tags, references, logs, their fields and warnings together.
    elements: usize,
}

impl<'l> Check<'l> {
    fn new(limits: &'l Limits) -> Self {
        Self {
            limits,
            spans: 0,
            elements: 0,
        }
    }

    fn batch(&mut self, message: Message<'_>) -> Result<()> {
        for_each_field(message, |field| match field.number {
            batch::SPANS => self.span(field),
            batch::PROCESS => self.process(field),
            _ => Ok(()),
        })
    }

    fn process(&mut self, field: Located<'_>) -> Result<()> {
        for_each_field(field.message("Process")?, |field| match field.number {
            process::SERVICE_NAME => field.expect_bytes(),
            process::TAGS => self.tag(field),
            _ => Ok(()),
        })
    }

    fn span(&mut self, field: Located<'_>) -> Result<()> {
        self.spans += 1;
        if self.spans > self.limits.spans {
            let kind = BatchErrorKind::TooManySpans(self.limits.spans);
            return Err(field.error(kind.into()));
        }
        self.count(field)?;
        for_each_field(field.message("Span")?, |field| match field.number {
            span::TRACE_ID => field.expect_trace_id(),
            span::SPAN_ID => field.expect_span_id(),
            span::OPERATION_NAME => field.expect_bytes(),
            span::REFERENCES => self.reference(field),
            span::FLAGS => field.expect_varint(),
            span::START_TIME => time(field, "Timestamp"),
            span::DURATION => time(field, "Duration"),
            span::TAGS => self.tag(field),
            span::LOGS => self.log(field),
            span::PROCESS => self.process(field),
            span::WARNINGS => {
                self.count(field)?;
                field.expect_bytes()
            }
            _ => Ok(()),
        })
    }

    fn reference(&mut self, field: Located<'_>) -> Result<()> {
        self.count(field)?;
        for_each_field(field.message("SpanRef")?, |field| match field.number {
            span_ref::TRACE_ID => field.expect_trace_id(),
            span_ref::SPAN_ID => field.expect_span_id(),
            span_ref::REF_TYPE => field.expect_varint(),
            _ => Ok(()),
        })
    }

    fn log(&mut self, field: Located<'_>) -> Result<()> {
        self.count(field)?;
        for_each_field(field.message("Log")?, |field| match field.number {
            log::TIMESTAMP => time(field, "Timestamp"),
            log::FIELDS => self.tag(field),
            _ => Ok(()),
        })
    }

    fn tag(&mut self, field: Located<'_>) -> Result<()> {
        self.count(field)?;
        for_each_field(field.message("KeyValue")?, |field| match field.number {
            key_value::KEY | key_value::V_STR | key_value::V_BINARY => field.expect_bytes(),
            key_value::V_TYPE | key_value::V_BOOL | key_value::V_INT64 => field.expect_varint(),
            key_value::V_FLOAT64 => field.expect_fixed64(),
            _ => Ok(()),
        })
    }

    fn count(&mut self, field: Located<'_>) -> Result<()> {
        self.elements += 1;
        match self.elements > self.limits.elements {
            true => {
                let kind = BatchErrorKind::TooManyElements(self.limits.elements);
                Err(field.error(kind.into()))
            }
            false => Ok(()),
        }
    }
}

fn time(field: Located<'_>, name: &'static str) -> Result<()> {
    for_each_field(field.message(name)?, |field| match field.number {
        time::SECONDS | time::NANOS => field.expect_varint(),
        _ => Ok(()),
    })
}
