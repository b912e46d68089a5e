//! The one pass over hostile bytes, before anything else looks at them.
//!
//! It visits every field of every span, attribute, event and link, checks lengths, wire types, nesting, UTF-8 and the
//! budgets, and takes memory for nothing but the positions of usable spans. What it accepted, the views read without
//! ever failing.

use std::str;

use xxhash_rust::xxh3::{Xxh3, xxh3_64_with_seed};

use crate::batch::{BatchError, BatchErrorKind, Limits, SpanMarks, SpanRef};
use crate::otlp::{
    any_value, event, key_value, link, list, resource, resource_spans, scope, scope_spans, span,
    status, traces_data,
};
use crate::plain::PlainAttribute;
use crate::reserved;
use crate::wire::{Field, Reader, WireError};

#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) spans: Vec<SpanRef>,
    pub(crate) rejected: usize,
    pub(crate) first_rejection: Option<String>,
    /// A resource or scope stands behind its spans.
    pub(crate) is_out_of_order: bool,
}

pub(crate) fn scan(bytes: &[u8], limits: &Limits) -> Result<Found, BatchError> {
    let limit = limits.bytes.min(u32::MAX as usize);
    if bytes.len() > limit {
        let kind = BatchErrorKind::TooManyBytes(limit);
        return Err(BatchError {
            kind,
            offset: limit,
            message: "TracesData",
        });
    }
    let mut scan = Scan {
        limits,
        elements: 0,
        found: Found::default(),
    };
    for_each_field(
        Message {
            bytes,
            base: 0,
            name: "TracesData",
        },
        |number, field| match number {
            traces_data::RESOURCE_SPANS => scan.resource_spans(field),
            _ => Ok(()),
        },
    )?;
    Ok(scan.found)
}

/// A message and where it starts.
#[derive(Clone, Copy)]
struct Message<'a> {
    bytes: &'a [u8],
    base: usize,
    name: &'static str,
}

impl<'a> Message<'a> {
    fn error(&self, kind: BatchErrorKind, at: usize) -> BatchError {
        BatchError {
            kind,
            offset: self.base + at,
            message: self.name,
        }
    }
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
    #[inline]
    fn message(self, name: &'static str) -> Result<Message<'a>, BatchError> {
        let bytes = self.bytes()?;
        Ok(Message {
            bytes,
            base: self.end - bytes.len(),
            name,
        })
    }

    #[inline]
    fn bytes(self) -> Result<&'a [u8], BatchError> {
        match self.value {
            Field::Bytes(bytes) => Ok(bytes),
            _ => Err(self.unexpected()),
        }
    }

    fn unexpected(self) -> BatchError {
        self.error(BatchErrorKind::Malformed(WireError::UnexpectedType(
            self.number,
        )))
    }

    fn error(self, kind: BatchErrorKind) -> BatchError {
        BatchError {
            kind,
            offset: self.offset,
            message: self.within,
        }
    }

    #[inline]
    fn expect(self, matches: bool) -> Result<(), BatchError> {
        if matches {
            Ok(())
        } else {
            Err(self.unexpected())
        }
    }

    #[inline]
    fn expect_varint(self) -> Result<(), BatchError> {
        self.expect(matches!(self.value, Field::Varint(_)))
    }

    #[inline]
    fn expect_fixed64(self) -> Result<(), BatchError> {
        self.expect(matches!(self.value, Field::Fixed64(_)))
    }

    #[inline]
    fn expect_fixed32(self) -> Result<(), BatchError> {
        self.expect(matches!(self.value, Field::Fixed32(_)))
    }
}

#[inline]
fn for_each_field<'a>(
    message: Message<'a>,
    mut visit: impl FnMut(u32, Located<'a>) -> Result<(), BatchError>,
) -> Result<(), BatchError> {
    let mut reader = Reader::new(message.bytes);
    loop {
        let at = reader.position();
        match reader.next_field() {
            Ok(Some((number, value))) => visit(
                number,
                Located {
                    number,
                    value,
                    offset: message.base + at,
                    end: message.base + reader.position(),
                    within: message.name,
                },
            )?,
            Ok(None) => return Ok(()),
            Err(error) => return Err(message.error(BatchErrorKind::Malformed(error), at)),
        }
    }
}

struct Scan<'l> {
    limits: &'l Limits,
    elements: usize,
    found: Found,
}

/// What the spans below a resource or scope take over from it.
#[derive(Clone, Copy)]
struct Above {
    offset: usize,
    marks: SpanMarks,
    hash: u64,
}

impl Scan<'_> {
    fn resource_spans(&mut self, field: Located<'_>) -> Result<(), BatchError> {
        let message = field.message("ResourceSpans")?;
        let mut above = Above {
            offset: field.offset,
            marks: SpanMarks::default(),
            hash: 0,
        };
        // The resource may stand behind its spans, and their hashes need it.
        let behind = resource_spans::SCOPE_SPANS;
        if let Some(resource) = self.only(message, resource_spans::RESOURCE, behind, "Resource")? {
            above.hash = xxh3_64_with_seed(resource.bytes, 0);
            self.resource(resource, &mut above.marks)?;
        }
        for_each_field(message, |number, field| match number {
            resource_spans::SCOPE_SPANS => self.scope_spans(field, above),
            resource_spans::SCHEMA_URL => self.text(field, &mut above.marks),
            _ => Ok(()),
        })
    }

    fn scope_spans(&mut self, field: Located<'_>, resource: Above) -> Result<(), BatchError> {
        let message = field.message("ScopeSpans")?;
        let mut above = Above {
            offset: field.offset,
            ..resource
        };
        let behind = scope_spans::SPANS;
        let name = "InstrumentationScope";
        if let Some(scope) = self.only(message, scope_spans::SCOPE, behind, name)? {
            above.hash = xxh3_64_with_seed(scope.bytes, above.hash);
            self.scope(scope, &mut above.marks)?;
        }
        for_each_field(message, |number, field| match number {
            scope_spans::SPANS => self.span(field, resource.offset, above),
            scope_spans::SCHEMA_URL => self.text(field, &mut above.marks),
            _ => Ok(()),
        })
    }

    /// Finds a field that no encoder writes twice, since twice would give its content two meanings, nor behind the
    /// fields of number `behind`, which is noted.
    fn only<'a>(
        &mut self,
        message: Message<'a>,
        wanted: u32,
        behind: u32,
        name: &'static str,
    ) -> Result<Option<Message<'a>>, BatchError> {
        let mut found = None;
        let mut is_behind = false;
        for_each_field(message, |number, field| {
            is_behind |= number == behind;
            if number != wanted {
                return Ok(());
            }
            self.found.is_out_of_order |= is_behind;
            match found.replace(field.message(name)?) {
                None => Ok(()),
                Some(_) => Err(field.unexpected()),
            }
        })?;
        Ok(found)
    }

    fn resource(&mut self, message: Message<'_>, marks: &mut SpanMarks) -> Result<(), BatchError> {
        for_each_field(message, |number, field| match number {
            resource::ATTRIBUTES => self.attribute(field, marks).map(|_| ()),
            resource::DROPPED_ATTRIBUTES_COUNT => field.expect_varint(),
            _ => Ok(()),
        })
    }

    fn scope(&mut self, message: Message<'_>, marks: &mut SpanMarks) -> Result<(), BatchError> {
        for_each_field(message, |number, field| match number {
            scope::NAME | scope::VERSION => self.text(field, marks),
            scope::ATTRIBUTES => self.attribute(field, marks).map(|_| ()),
            scope::DROPPED_ATTRIBUTES_COUNT => field.expect_varint(),
            _ => Ok(()),
        })
    }

    fn span(
        &mut self,
        field: Located<'_>,
        resource: usize,
        above: Above,
    ) -> Result<(), BatchError> {
        self.count(field)?;
        let message = field.message("Span")?;
        let mut marks = above.marks;
        let mut ids = Ids::default();
        for_each_field(message, |number, field| match number {
            span::TRACE_ID => field.bytes().map(|id| ids.trace(id)),
            span::SPAN_ID | span::PARENT_SPAN_ID => field.bytes().map(|id| ids.span(id)),
            span::TRACE_STATE | span::NAME => self.text(field, &mut marks),
            span::START_TIME_UNIX_NANO | span::END_TIME_UNIX_NANO => field.expect_fixed64(),
            span::ATTRIBUTES => {
                if self.attribute(field, &mut marks)? {
                    marks.insert(SpanMarks::RESERVED_KEY);
                }
                Ok(())
            }
            span::EVENTS => self.event(field, &mut marks),
            span::LINKS => self.link(field, &mut marks, &mut ids),
            span::STATUS => self.status(field, &mut marks),
            span::FLAGS => field.expect_fixed32(),
            span::KIND
            | span::DROPPED_ATTRIBUTES_COUNT
            | span::DROPPED_EVENTS_COUNT
            | span::DROPPED_LINKS_COUNT => field.expect_varint(),
            _ => Ok(()),
        })?;
        match ids.problem() {
            Some(problem) => self.reject(field, problem),
            None => self.accept(
                field,
                SpanRef {
                    resource: resource as u32,
                    scope: above.offset as u32,
                    span: field.offset as u32,
                    marks,
                    hash: span_hash(message.bytes, above.hash, marks),
                },
            )?,
        }
        Ok(())
    }

    fn accept(&mut self, field: Located<'_>, span: SpanRef) -> Result<(), BatchError> {
        if self.found.spans.len() >= self.limits.spans {
            return Err(field.error(BatchErrorKind::TooManySpans(self.limits.spans)));
        }
        self.found.spans.push(span);
        Ok(())
    }

    fn reject(&mut self, field: Located<'_>, problem: &str) {
        self.found.rejected += 1;
        self.found
            .first_rejection
            .get_or_insert_with(|| format!("{problem} (span at byte {})", field.offset));
    }

    fn event(&mut self, field: Located<'_>, marks: &mut SpanMarks) -> Result<(), BatchError> {
        self.count(field)?;
        for_each_field(field.message("Event")?, |number, field| match number {
            event::TIME_UNIX_NANO => field.expect_fixed64(),
            event::NAME => self.text(field, marks),
            event::ATTRIBUTES => self.attribute(field, marks).map(|_| ()),
            event::DROPPED_ATTRIBUTES_COUNT => field.expect_varint(),
            _ => Ok(()),
        })
    }

    fn link(
        &mut self,
        field: Located<'_>,
        marks: &mut SpanMarks,
        ids: &mut Ids,
    ) -> Result<(), BatchError> {
        self.count(field)?;
        for_each_field(field.message("Link")?, |number, field| match number {
            link::TRACE_ID => field.bytes().map(|id| ids.linked_trace(id)),
            link::SPAN_ID => field.bytes().map(|id| ids.span(id)),
            link::TRACE_STATE => self.text(field, marks),
            link::ATTRIBUTES => self.attribute(field, marks).map(|_| ()),
            link::FLAGS => field.expect_fixed32(),
            link::DROPPED_ATTRIBUTES_COUNT => field.expect_varint(),
            _ => Ok(()),
        })
    }

    fn status(&mut self, field: Located<'_>, marks: &mut SpanMarks) -> Result<(), BatchError> {
        for_each_field(field.message("Status")?, |number, field| match number {
            status::MESSAGE => self.text(field, marks),
            status::CODE => field.expect_varint(),
            _ => Ok(()),
        })
    }

    /// Returns whether the key is a reserved one.
    #[inline]
    fn attribute(&mut self, field: Located<'_>, marks: &mut SpanMarks) -> Result<bool, BatchError> {
        self.key_value(field, marks, 0)
    }

    fn key_value(
        &mut self,
        field: Located<'_>,
        marks: &mut SpanMarks,
        depth: usize,
    ) -> Result<bool, BatchError> {
        self.count(field)?;
        let message = field.message("KeyValue")?;
        if let Some(plain) = PlainAttribute::of(message.bytes) {
            if !(is_utf8(plain.key) && is_utf8(plain.text)) {
                marks.insert(SpanMarks::INVALID_UTF8);
            }
            return Ok(reserved::is_reserved(plain.key));
        }
        let mut is_reserved = false;
        for_each_field(message, |number, field| match number {
            key_value::KEY => {
                is_reserved = reserved::is_reserved(field.bytes()?);
                self.text(field, marks)
            }
            key_value::VALUE => self.any_value(field, marks, depth),
            _ => Ok(()),
        })?;
        Ok(is_reserved)
    }

    fn any_value(
        &mut self,
        field: Located<'_>,
        marks: &mut SpanMarks,
        depth: usize,
    ) -> Result<(), BatchError> {
        if depth > self.limits.depth {
            return Err(field.error(BatchErrorKind::TooDeep(self.limits.depth)));
        }
        for_each_field(field.message("AnyValue")?, |number, field| match number {
            any_value::STRING => self.text(field, marks),
            any_value::BOOL | any_value::INT => field.expect_varint(),
            any_value::DOUBLE => field.expect_fixed64(),
            any_value::BYTES => field.bytes().map(|_| ()),
            any_value::ARRAY => for_each_field(field.message("ArrayValue")?, |number, field| {
                if number != list::VALUES {
                    return Ok(());
                }
                self.count(field)?;
                self.any_value(field, marks, depth + 1)
            }),
            any_value::KVLIST => for_each_field(field.message("KeyValueList")?, |number, field| {
                if number != list::VALUES {
                    return Ok(());
                }
                self.key_value(field, marks, depth + 1).map(|_| ())
            }),
            _ => Ok(()),
        })
    }

    #[inline]
    fn text(&mut self, field: Located<'_>, marks: &mut SpanMarks) -> Result<(), BatchError> {
        if !is_utf8(field.bytes()?) {
            marks.insert(SpanMarks::INVALID_UTF8);
        }
        Ok(())
    }

    #[inline]
    fn count(&mut self, field: Located<'_>) -> Result<(), BatchError> {
        self.elements += 1;
        if self.elements > self.limits.elements {
            return Err(field.error(BatchErrorKind::TooManyElements(self.limits.elements)));
        }
        Ok(())
    }
}

/// Most texts are short and ASCII, for which a plain loop beats the general check.
#[inline]
fn is_utf8(bytes: &[u8]) -> bool {
    bytes.is_ascii() || str::from_utf8(bytes).is_ok()
}

/// Checks the lengths of the ids of one span.
#[derive(Default)]
struct Ids {
    has_trace: bool,
    wrong_length: bool,
}

impl Ids {
    fn trace(&mut self, id: &[u8]) {
        self.has_trace = id.iter().any(|&byte| byte != 0);
        self.linked_trace(id);
    }

    fn linked_trace(&mut self, id: &[u8]) {
        self.wrong_length |= !matches!(id.len(), 0 | 16);
    }

    fn span(&mut self, id: &[u8]) {
        self.wrong_length |= !matches!(id.len(), 0 | 8);
    }

    fn problem(&self) -> Option<&'static str> {
        match (self.wrong_length, self.has_trace) {
            (true, _) => Some("an id has a wrong length"),
            (false, false) => Some("the trace id is zero"),
            (false, true) => None,
        }
    }
}

/// Identifies the content of a span for "sent twice, stored once": over its resource, scope and own bytes without the
/// reserved attributes.
fn span_hash(bytes: &[u8], above: u64, marks: SpanMarks) -> u64 {
    if !marks.has_reserved_key() {
        return xxh3_64_with_seed(bytes, above);
    }
    let mut hash = Xxh3::with_seed(above);
    let mut reader = Reader::new(bytes);
    loop {
        let start = reader.position();
        let Some((number, field)) = reader.next() else {
            return hash.digest();
        };
        if !(number == span::ATTRIBUTES && has_reserved_key(field)) {
            hash.update(bytes.get(start..reader.position()).unwrap_or_default());
        }
    }
}

fn has_reserved_key(field: Field<'_>) -> bool {
    let Field::Bytes(attribute) = field else {
        return false;
    };
    Reader::new(attribute).any(
        |field| matches!(field, (key_value::KEY, Field::Bytes(key)) if reserved::is_reserved(key)),
    )
}
