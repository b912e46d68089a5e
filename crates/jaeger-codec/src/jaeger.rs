//! How a span looks in Jaeger's words: tags, references, process, flags, warnings, log fields.
//!
//! Jaeger's formats have no fields for kind, status, trace state and scope; they say them in tags. A span that came in
//! such a format carries the mark [`reserved::FORMAT`], still has those tags as attributes, and shows exactly them. For
//! any other span the tags are made from the fields, as OpenTelemetry's "Mapping to non-OTLP formats" has it. No fact
//! is shown twice.

mod stated;
pub(crate) mod transcode;

use jaeger_model::{
    Attribute, EventView, LinkView, ResourceView, SpanId, SpanView, Text, TraceId, Value, facts,
    reserved,
};

pub(crate) use stated::Stated;

/// The attribute of a resource that holds the service name.
pub const SERVICE_NAME: &str = "service.name";
/// The attribute of a link that holds the kind of the reference.
pub const REF_TYPE: &str = "opentracing.ref_type";
/// The log field that names an event.
pub const EVENT: &str = "event";
/// The start time as sent, in microseconds, of a span whose start time OTLP cannot hold.
pub const START_TIME_US: &str = "jaeger.start_time_us";
/// The duration as sent, in microseconds, of a span whose end OTLP cannot hold.
pub const DURATION_US: &str = "jaeger.duration_us";
/// The time as sent, in microseconds, of an event whose time OTLP cannot hold.
pub const TIMESTAMP_US: &str = "jaeger.timestamp_us";

/// What is noted on each span about how it came.
#[derive(Clone, Copy, Debug)]
pub struct Mark<'a> {
    /// The format as Jaeger names it: `jaeger` or `proto`.
    pub format: &'a str,
}

/// What a reference says about the span it points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReferenceKind {
    /// That span waits for this one.
    ChildOf,
    /// That span does not.
    FollowsFrom,
}

impl ReferenceKind {
    /// The value of [`REF_TYPE`].
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ChildOf => "child_of",
            Self::FollowsFrom => "follows_from",
        }
    }

    /// As Jaeger's JSON has it.
    pub fn as_upper_str(self) -> &'static str {
        match self {
            Self::ChildOf => "CHILD_OF",
            Self::FollowsFrom => "FOLLOWS_FROM",
        }
    }
}

/// An edge to another span: the parent or a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reference {
    /// What it says.
    pub kind: ReferenceKind,
    /// The trace it points into.
    pub trace_id: TraceId,
    /// The span it points at.
    pub span_id: SpanId,
}

/// The references of a span: its parent, then its links in order.
///
/// Links that do not say by [`REF_TYPE`] of what kind they are follow from their span. A link to the parent is the same
/// edge again, and its kind is that of the edge: in one of Jaeger's formats, where every edge was sent as a reference,
/// a link that says its kind stands for the parent, in its place; elsewhere the first link to the parent is left out.
pub fn references<'a>(span: &SpanView<'a>) -> impl Iterator<Item = Reference> + use<'a> {
    let span = *span;
    let is_to_parent = move |link: &LinkView<'_>| {
        link.trace_id() == span.trace_id() && Some(link.span_id()) == span.parent_span_id()
    };
    let is_as_sent = format_mark(&span).is_some();
    let repeated = span
        .links()
        .position(|link| is_to_parent(&link) && (!is_as_sent || said_kind(&link).is_some()));
    let kind = match repeated.and_then(|index| span.links().nth(index)) {
        Some(link) => kind_of(&link),
        None => ReferenceKind::ChildOf,
    };
    let parent = span.parent_span_id().map(|span_id| Reference {
        kind,
        trace_id: span.trace_id(),
        span_id,
    });
    let stands_for_parent = is_as_sent && repeated.is_some();
    let left_out = repeated.filter(|_| !is_as_sent);
    let links = span
        .links()
        .enumerate()
        .filter(move |(index, _)| Some(*index) != left_out)
        .map(|(_, link)| Reference {
            kind: kind_of(&link),
            trace_id: link.trace_id(),
            span_id: link.span_id(),
        });
    parent
        .filter(|_| !stands_for_parent)
        .into_iter()
        .chain(links)
}

fn kind_of(link: &LinkView<'_>) -> ReferenceKind {
    said_kind(link).unwrap_or(ReferenceKind::FollowsFrom)
}

fn said_kind(link: &LinkView<'_>) -> Option<ReferenceKind> {
    let said = link
        .attributes()
        .find(|attribute| attribute.key == REF_TYPE)?;
    [ReferenceKind::ChildOf, ReferenceKind::FollowsFrom]
        .into_iter()
        .find(|kind| said.value == Value::from(kind.as_str()))
}

/// The tags of a span in Jaeger's order: scope, attributes, kind, status, trace state, and last the format it came in.
///
/// Of a span in one of Jaeger's formats these are the tags as sent and the format, unless a field was changed since.
pub fn tags<'a>(span: &SpanView<'a>) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
    let span = *span;
    let format = format_mark(&span);
    let stated = format.map(|_| Stated::by(span.attributes()));
    let is_news = move |fact: &Attribute<'a>| {
        !stated.is_some_and(|stated| stated.accounts_for(fact, &span))
            && !span.attributes().any(|attribute| attribute == *fact)
    };
    facts::of_scope(&span)
        .filter(is_news)
        .chain(span.attributes())
        .chain(facts::of_fields(&span).filter(is_news))
        .chain(format)
}

fn format_mark<'a>(span: &SpanView<'a>) -> Option<Attribute<'a>> {
    span.all_attributes()
        .find(|attribute| attribute.key == reserved::FORMAT)
}

/// The format a span arrived in, as Jaeger names it; `None` when that has fields of its own for kind and status.
pub fn format<'a>(span: &SpanView<'a>) -> Option<Text<'a>> {
    match format_mark(span)?.value {
        Value::String(format) => Some(format),
        _ => None,
    }
}

/// The service name of a process, empty when it has none.
pub fn service_name<'a>(resource: &ResourceView<'a>) -> Text<'a> {
    resource.service_name().unwrap_or_default()
}

/// The tags of a process in order: the attributes of the resource but for its service name.
pub fn process_tags<'a>(
    resource: &ResourceView<'a>,
) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
    let mut is_first = true;
    resource.attributes().filter(move |attribute| {
        let is_candidate = attribute.key == SERVICE_NAME && std::mem::take(&mut is_first);
        !(is_candidate && matches!(attribute.value, Value::String(_)))
    })
}

/// The flags of a span as its Jaeger client sent them, 32 bits without a sign. Formats without flags give none.
pub fn flags(span: &SpanView<'_>) -> Option<i64> {
    match span.attribute(reserved::FLAGS)? {
        Value::Int(flags) => Some(flags),
        _ => None,
    }
}

/// What was repaired in a span.
pub fn warnings(span: &SpanView<'_>) -> Vec<String> {
    let mut warnings = Vec::new();
    let marks = span
        .all_attributes()
        .filter(|attribute| attribute.key == reserved::WARNINGS);
    for mark in marks {
        match mark.value {
            Value::Array(texts) => warnings.extend(texts.map(|text| text.to_text().into_owned())),
            text => warnings.push(text.to_text().into_owned()),
        }
    }
    warnings
}

/// The fields of a log in order: the name of the event as the field [`EVENT`], unless an attribute has that key, then
/// its attributes.
pub fn fields<'a>(event: &EventView<'a>) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
    let is_shown = !event.name().is_empty() && !event.attributes().any(|field| field.key == EVENT);
    let name = is_shown.then_some(Attribute {
        key: EVENT.into(),
        value: Value::String(event.name()),
    });
    name.into_iter().chain(event.attributes())
}
