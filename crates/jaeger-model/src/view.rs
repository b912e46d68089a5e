//! Spans read in place.
//!
//! A view borrows from a batch and allocates nothing. It never fails: the scan has checked the bytes, and where they
//! still make no sense a view shows less.

use std::{borrow::Cow, fmt};

use crate::otlp::{
    any_value, event, key_value, link, list, resource, resource_spans, scope, scope_spans, span,
    status,
};
use crate::plain::PlainAttribute;
use crate::wire::{Field, Reader, Writer};
use crate::{SpanId, Text, Timestamp, TraceId, reserved};

/// The part a span plays in a call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SpanKind {
    /// Not given, or a number that OTLP does not define.
    #[default]
    Unspecified,
    /// An operation within a service.
    Internal,
    /// The handling of a call.
    Server,
    /// The making of a call.
    Client,
    /// The sending of a message.
    Producer,
    /// The handling of a message.
    Consumer,
}

impl SpanKind {
    /// All of them, at the index of their number in OTLP.
    pub const ALL: [Self; 6] = [
        Self::Unspecified,
        Self::Internal,
        Self::Server,
        Self::Client,
        Self::Producer,
        Self::Consumer,
    ];

    /// From OTLP's number; unknown numbers are unspecified.
    pub fn from_number(number: u64) -> Self {
        usize::try_from(number)
            .ok()
            .and_then(|n| Self::ALL.get(n).copied())
            .unwrap_or_default()
    }

    /// OTLP's number.
    pub fn number(self) -> u64 {
        self as u64
    }

    /// The word that Jaeger shows; empty when unspecified.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unspecified => "",
            Self::Internal => "internal",
            Self::Server => "server",
            Self::Client => "client",
            Self::Producer => "producer",
            Self::Consumer => "consumer",
        }
    }

    /// From the word that Jaeger shows.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .skip(1)
            .find(|kind| kind.as_str() == word)
    }
}

/// How an operation ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum StatusCode {
    /// Nobody said.
    #[default]
    Unset,
    /// Said to be good.
    Ok,
    /// Failed.
    Error,
}

impl StatusCode {
    /// From OTLP's number; unknown numbers are unset.
    pub fn from_number(number: u64) -> Self {
        match number {
            1 => Self::Ok,
            2 => Self::Error,
            _ => Self::Unset,
        }
    }

    /// OTLP's number.
    pub fn number(self) -> u64 {
        self as u64
    }
}

/// One span, with its scalar fields read and the rest read when asked for.
#[derive(Clone, Copy)]
pub struct SpanView<'a> {
    resource: ResourceView<'a>,
    scope: ScopeView<'a>,
    bytes: &'a [u8],
    hash: u64,
    trace_id: TraceId,
    span_id: SpanId,
    parent_span_id: SpanId,
    kind: SpanKind,
    status: StatusCode,
    name: Text<'a>,
    trace_state: Text<'a>,
    status_message: Text<'a>,
    start: Timestamp,
    end: Timestamp,
    trace_flags: u32,
}

impl<'a> SpanView<'a> {
    /// Views the `Span` message in `bytes`, which a scan has accepted and given this hash.
    pub fn new(
        resource: ResourceView<'a>,
        scope: ScopeView<'a>,
        bytes: &'a [u8],
        hash: u64,
    ) -> Self {
        let mut view = Self {
            resource,
            scope,
            bytes,
            hash,
            trace_id: TraceId::default(),
            span_id: SpanId::default(),
            parent_span_id: SpanId::default(),
            kind: SpanKind::default(),
            status: StatusCode::default(),
            name: Text::default(),
            trace_state: Text::default(),
            status_message: Text::default(),
            start: Timestamp::default(),
            end: Timestamp::default(),
            trace_flags: 0,
        };
        for field in Reader::new(bytes) {
            view.read_scalar(field);
        }
        view
    }

    #[inline]
    fn read_scalar(&mut self, field: (u32, Field<'a>)) {
        match field {
            (span::TRACE_ID, Field::Bytes(id)) => self.trace_id = TraceId(id_bytes(id)),
            (span::SPAN_ID, Field::Bytes(id)) => self.span_id = SpanId(id_bytes(id)),
            (span::PARENT_SPAN_ID, Field::Bytes(id)) => self.parent_span_id = SpanId(id_bytes(id)),
            (span::NAME, Field::Bytes(name)) => self.name = Text::new(name),
            (span::KIND, Field::Varint(kind)) => self.kind = SpanKind::from_number(kind),
            (span::START_TIME_UNIX_NANO, Field::Fixed64(ns)) => self.start = Timestamp(ns),
            (span::END_TIME_UNIX_NANO, Field::Fixed64(ns)) => self.end = Timestamp(ns),
            (span::TRACE_STATE, Field::Bytes(state)) => self.trace_state = Text::new(state),
            (span::STATUS, Field::Bytes(status)) => self.read_status(status),
            (span::FLAGS, Field::Fixed32(flags)) => self.trace_flags = flags,
            _ => {}
        }
    }

    fn read_status(&mut self, bytes: &'a [u8]) {
        for field in Reader::new(bytes) {
            match field {
                (status::CODE, Field::Varint(code)) => self.status = StatusCode::from_number(code),
                (status::MESSAGE, Field::Bytes(text)) => self.status_message = Text::new(text),
                _ => {}
            }
        }
    }

    /// Who emitted it.
    pub fn resource(&self) -> ResourceView<'a> {
        self.resource
    }

    /// The instrumentation that made it.
    pub fn scope(&self) -> ScopeView<'a> {
        self.scope
    }

    /// Its `Span` message.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Identifies the content: equal for a span that was sent twice.
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// The trace it belongs to, never zero.
    pub fn trace_id(&self) -> TraceId {
        self.trace_id
    }

    /// Its own id; some senders give zero.
    pub fn span_id(&self) -> SpanId {
        self.span_id
    }

    /// The span that caused it, `None` for a root.
    pub fn parent_span_id(&self) -> Option<SpanId> {
        (!self.parent_span_id.is_zero()).then_some(self.parent_span_id)
    }

    /// What it did (Jaeger's operation).
    pub fn name(&self) -> Text<'a> {
        self.name
    }

    /// Its part in a call.
    pub fn kind(&self) -> SpanKind {
        self.kind
    }

    /// When it began.
    pub fn start(&self) -> Timestamp {
        self.start
    }

    /// When it ended, which a sender may have put before the start.
    pub fn end(&self) -> Timestamp {
        self.end
    }

    /// Nanoseconds from start to end, zero when they stand the wrong way round.
    pub fn duration_ns(&self) -> u64 {
        self.end.since(self.start)
    }

    /// How it ended.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Why it ended so.
    pub fn status_message(&self) -> Text<'a> {
        self.status_message
    }

    /// W3C trace state as received.
    pub fn trace_state(&self) -> Text<'a> {
        self.trace_state
    }

    /// OTLP's flags: W3C trace flags and whether the parent is remote.
    pub fn trace_flags(&self) -> u32 {
        self.trace_flags
    }

    /// Its attributes in order, without the reserved ones.
    pub fn attributes(&self) -> impl Iterator<Item = Attribute<'a>> + Clone + use<'a> {
        self.all_attributes()
            .filter(|attribute| !attribute.is_reserved())
    }

    /// The value of the first attribute with this key.
    pub fn attribute(&self, key: &str) -> Option<Value<'a>> {
        self.all_attributes()
            .find(|attribute| attribute.key == key)
            .map(|found| found.value)
    }

    /// Its attributes in order, the [reserved](crate::reserved) ones among them.
    pub fn all_attributes(&self) -> Attributes<'a> {
        Attributes::new(self.bytes, span::ATTRIBUTES)
    }

    /// What happened during it, in order.
    pub fn events(&self) -> impl Iterator<Item = EventView<'a>> + Clone + use<'a> {
        messages(self.bytes, span::EVENTS).map(EventView::new)
    }

    /// Other spans it points at, in order.
    pub fn links(&self) -> impl Iterator<Item = LinkView<'a>> + Clone + use<'a> {
        messages(self.bytes, span::LINKS).map(LinkView::new)
    }
}

impl fmt::Debug for SpanView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Span")
            .field("service", &self.resource.service_name())
            .field("trace_id", &self.trace_id)
            .field("span_id", &self.span_id)
            .field("parent_span_id", &self.parent_span_id())
            .field("name", &self.name)
            .field("kind", &self.kind)
            .field("start", &self.start.0)
            .field("duration_ns", &self.duration_ns())
            .field("status", &self.status)
            .field("attributes", &self.all_attributes().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// The emitter of spans (Jaeger's process). Equal when the message that it and its spans stand in is.
#[derive(Clone, Copy, Debug)]
pub struct ResourceView<'a> {
    bytes: &'a [u8],
}

impl<'a> ResourceView<'a> {
    /// Views a `ResourceSpans` message; its scope spans do not matter.
    pub fn new(resource_spans: &'a [u8]) -> Self {
        Self {
            bytes: resource_spans,
        }
    }

    /// Its attributes in order.
    pub fn attributes(&self) -> Attributes<'a> {
        let resource = in_front(
            self.bytes,
            resource_spans::RESOURCE,
            resource_spans::SCOPE_SPANS,
        );
        Attributes::new(resource, resource::ATTRIBUTES)
    }

    /// The attribute `service.name` if it is text.
    pub fn service_name(&self) -> Option<Text<'a>> {
        match self
            .attributes()
            .find(|attribute| attribute.key == "service.name")?
            .value
        {
            Value::String(name) => Some(name),
            _ => None,
        }
    }

    /// The schema that its attributes follow.
    pub fn schema_url(&self) -> Text<'a> {
        Text::new(
            messages(self.bytes, resource_spans::SCHEMA_URL)
                .last()
                .unwrap_or_default(),
        )
    }

    /// The `ResourceSpans` message without its scope spans.
    pub fn envelope(&self) -> Cow<'a, [u8]> {
        without(self.bytes, resource_spans::SCOPE_SPANS)
    }
}

/// The instrumentation that made spans. Equal when the message that it and its spans stand in is.
#[derive(Clone, Copy, Debug)]
pub struct ScopeView<'a> {
    bytes: &'a [u8],
}

impl<'a> ScopeView<'a> {
    /// Views a `ScopeSpans` message; its spans do not matter.
    pub fn new(scope_spans: &'a [u8]) -> Self {
        Self { bytes: scope_spans }
    }

    /// The name of the instrumentation.
    pub fn name(&self) -> Text<'a> {
        self.text(scope::NAME)
    }

    /// Its version.
    pub fn version(&self) -> Text<'a> {
        self.text(scope::VERSION)
    }

    /// Its attributes in order.
    pub fn attributes(&self) -> Attributes<'a> {
        Attributes::new(self.scope(), scope::ATTRIBUTES)
    }

    /// The schema that its spans follow.
    pub fn schema_url(&self) -> Text<'a> {
        Text::new(
            messages(self.bytes, scope_spans::SCHEMA_URL)
                .last()
                .unwrap_or_default(),
        )
    }

    /// The `ScopeSpans` message without its spans.
    pub fn envelope(&self) -> Cow<'a, [u8]> {
        without(self.bytes, scope_spans::SPANS)
    }

    fn scope(&self) -> &'a [u8] {
        in_front(self.bytes, scope_spans::SCOPE, scope_spans::SPANS)
    }

    fn text(&self, field: u32) -> Text<'a> {
        Text::new(messages(self.scope(), field).last().unwrap_or_default())
    }
}

/// Something that happened during a span (Jaeger's log).
#[derive(Clone, Copy, Debug)]
pub struct EventView<'a> {
    bytes: &'a [u8],
    time: Timestamp,
    name: Text<'a>,
}

impl<'a> EventView<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let mut view = Self {
            bytes,
            time: Timestamp::default(),
            name: Text::default(),
        };
        for field in Reader::new(bytes) {
            match field {
                (event::TIME_UNIX_NANO, Field::Fixed64(ns)) => view.time = Timestamp(ns),
                (event::NAME, Field::Bytes(name)) => view.name = Text::new(name),
                _ => {}
            }
        }
        view
    }

    /// When it happened.
    pub fn time(&self) -> Timestamp {
        self.time
    }

    /// What happened.
    pub fn name(&self) -> Text<'a> {
        self.name
    }

    /// Its attributes in order.
    pub fn attributes(&self) -> Attributes<'a> {
        Attributes::new(self.bytes, event::ATTRIBUTES)
    }

    /// Attributes that the sender had to leave out.
    pub fn dropped_attributes_count(&self) -> u64 {
        last_varint(self.bytes, event::DROPPED_ATTRIBUTES_COUNT)
    }
}

/// An edge to a span that is not the parent (Jaeger's further references).
#[derive(Clone, Copy, Debug)]
pub struct LinkView<'a> {
    bytes: &'a [u8],
    trace_id: TraceId,
    span_id: SpanId,
    trace_state: Text<'a>,
}

impl<'a> LinkView<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let mut view = Self {
            bytes,
            trace_id: TraceId::default(),
            span_id: SpanId::default(),
            trace_state: Text::default(),
        };
        for field in Reader::new(bytes) {
            match field {
                (link::TRACE_ID, Field::Bytes(id)) => view.trace_id = TraceId(id_bytes(id)),
                (link::SPAN_ID, Field::Bytes(id)) => view.span_id = SpanId(id_bytes(id)),
                (link::TRACE_STATE, Field::Bytes(state)) => view.trace_state = Text::new(state),
                _ => {}
            }
        }
        view
    }

    /// The trace it points into.
    pub fn trace_id(&self) -> TraceId {
        self.trace_id
    }

    /// The span it points at.
    pub fn span_id(&self) -> SpanId {
        self.span_id
    }

    /// W3C trace state of that span.
    pub fn trace_state(&self) -> Text<'a> {
        self.trace_state
    }

    /// Its attributes in order.
    pub fn attributes(&self) -> Attributes<'a> {
        Attributes::new(self.bytes, link::ATTRIBUTES)
    }

    /// Attributes that the sender had to leave out.
    pub fn dropped_attributes_count(&self) -> u64 {
        last_varint(self.bytes, link::DROPPED_ATTRIBUTES_COUNT)
    }

    /// W3C trace flags of that span.
    pub fn flags(&self) -> u32 {
        Reader::new(self.bytes)
            .filter_map(|field| match field {
                (link::FLAGS, Field::Fixed32(flags)) => Some(flags),
                _ => None,
            })
            .last()
            .unwrap_or_default()
    }
}

/// A key and its value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attribute<'a> {
    /// The key.
    pub key: Text<'a>,
    /// The value.
    pub value: Value<'a>,
}

impl<'a> Attribute<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        if let Some(plain) = PlainAttribute::of(bytes) {
            let value = Value::String(Text::new(plain.text));
            return Self {
                key: Text::new(plain.key),
                value,
            };
        }
        let mut attribute = Self {
            key: Text::default(),
            value: Value::Empty,
        };
        for field in Reader::new(bytes) {
            match field {
                (key_value::KEY, Field::Bytes(key)) => attribute.key = Text::new(key),
                (key_value::VALUE, Field::Bytes(value)) => attribute.value = Value::new(value),
                _ => {}
            }
        }
        attribute
    }

    /// True when only the codec and the collector may write it.
    pub fn is_reserved(&self) -> bool {
        reserved::is_reserved(self.key.as_bytes())
    }
}

/// A typed value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// No value.
    Empty,
    /// Text.
    String(Text<'a>),
    /// True or false.
    Bool(bool),
    /// A signed integer.
    Int(i64),
    /// A floating point number, NaN and infinities among them.
    Double(f64),
    /// Bytes.
    Bytes(&'a [u8]),
    /// Values in order.
    Array(Values<'a>),
    /// Keys with values in order.
    Map(Attributes<'a>),
}

impl<'a> Value<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        // Of a oneof the last field counts.
        Reader::new(bytes)
            .filter_map(Self::from_field)
            .last()
            .unwrap_or(Self::Empty)
    }

    fn from_field(field: (u32, Field<'a>)) -> Option<Self> {
        Some(match field {
            (any_value::STRING, Field::Bytes(text)) => Self::String(Text::new(text)),
            (any_value::BOOL, Field::Varint(value)) => Self::Bool(value != 0),
            (any_value::INT, Field::Varint(value)) => Self::Int(value as i64),
            (any_value::DOUBLE, Field::Fixed64(bits)) => Self::Double(f64::from_bits(bits)),
            (any_value::ARRAY, Field::Bytes(bytes)) => Self::Array(Values(Reader::new(bytes))),
            (any_value::KVLIST, Field::Bytes(bytes)) => {
                Self::Map(Attributes::new(bytes, list::VALUES))
            }
            (any_value::BYTES, Field::Bytes(bytes)) => Self::Bytes(bytes),
            _ => return None,
        })
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::String(text.into())
    }
}

/// The attributes of one thing, in order.
#[derive(Clone, Copy, Debug)]
pub struct Attributes<'a> {
    reader: Reader<'a>,
    field: u32,
}

impl<'a> Attributes<'a> {
    fn new(bytes: &'a [u8], field: u32) -> Self {
        Self {
            reader: Reader::new(bytes),
            field,
        }
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = Attribute<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let (number, Field::Bytes(bytes)) = self.reader.next()?
                && number == self.field
            {
                return Some(Attribute::new(bytes));
            }
        }
    }
}

impl PartialEq for Attributes<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.eq_by_items(*other)
    }
}

impl Attributes<'_> {
    fn eq_by_items(self, other: Attributes<'_>) -> bool {
        Iterator::eq(self, other)
    }
}

/// The members of an array, in order.
#[derive(Clone, Copy, Debug)]
pub struct Values<'a>(Reader<'a>);

impl<'a> Iterator for Values<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let (list::VALUES, Field::Bytes(bytes)) = self.0.next()? {
                return Some(Value::new(bytes));
            }
        }
    }
}

impl PartialEq for Values<'_> {
    fn eq(&self, other: &Self) -> bool {
        Iterator::eq(*self, *other)
    }
}

impl PartialEq for ResourceView<'_> {
    fn eq(&self, other: &Self) -> bool {
        is_same(self.bytes, other.bytes)
    }
}

impl Eq for ResourceView<'_> {}

impl PartialEq for ScopeView<'_> {
    fn eq(&self, other: &Self) -> bool {
        is_same(self.bytes, other.bytes)
    }
}

impl Eq for ScopeView<'_> {}

/// Neighbours mostly share their message, so its bytes are seldom looked at.
fn is_same(one: &[u8], other: &[u8]) -> bool {
    std::ptr::eq(one, other) || one == other
}

/// The message that stands in front of all with the number `behind`, where the scan makes sure it is.
fn in_front(bytes: &[u8], wanted: u32, behind: u32) -> &[u8] {
    for (number, field) in Reader::new(bytes) {
        match field {
            Field::Bytes(message) if number == wanted => return message,
            _ if number == behind => break,
            _ => {}
        }
    }
    &[]
}

fn messages(bytes: &[u8], wanted: u32) -> impl Iterator<Item = &[u8]> + Clone {
    Reader::new(bytes).filter_map(move |field| match field {
        (number, Field::Bytes(message)) if number == wanted => Some(message),
        _ => None,
    })
}

fn last_varint(bytes: &[u8], wanted: u32) -> u64 {
    Reader::new(bytes)
        .filter_map(|field| match field {
            (number, Field::Varint(value)) if number == wanted => Some(value),
            _ => None,
        })
        .last()
        .unwrap_or_default()
}

fn id_bytes<const N: usize>(bytes: &[u8]) -> [u8; N] {
    bytes.try_into().unwrap_or([0; N])
}

/// The message without one of its repeated fields; borrows where those stand at its end.
fn without(bytes: &[u8], unwanted: u32) -> Cow<'_, [u8]> {
    let mut kept = Vec::new();
    let mut end = None;
    let mut reader = Reader::new(bytes);
    loop {
        let start = reader.position();
        let Some((number, _)) = reader.next() else {
            break;
        };
        if number == unwanted {
            end.get_or_insert(start);
        } else if let Some(end) = end {
            if kept.is_empty() {
                kept.extend_from_slice(bytes.get(..end).unwrap_or_default());
            }
            kept.extend_from_slice(bytes.get(start..reader.position()).unwrap_or_default());
        }
    }
    match (end, kept.is_empty()) {
        (None, _) => Cow::Borrowed(bytes),
        (Some(end), true) => Cow::Borrowed(bytes.get(..end).unwrap_or_default()),
        (Some(_), false) => Cow::Owned(kept),
    }
}

impl Writer {
    /// A copy of an attribute.
    pub fn copy_attribute(&mut self, field: u32, attribute: Attribute<'_>) {
        self.attribute(field, attribute.key.as_bytes(), attribute.value);
    }
}
