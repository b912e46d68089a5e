//! Spans of Jaeger's formats as OTLP bytes.
//!
//! Tags stay attributes in their places, and those that speak of a field of OTLP also set it. Spans stay in order; a
//! new scope begins where the scope tags change. What the formats differ in is how they are read: see [`List`].

use jaeger_model::otlp::{event, link, resource, resource_spans, scope, scope_spans, span, status};
use jaeger_model::wire::Writer;
use jaeger_model::{Attribute, SpanId, SpanKind, StatusCode, Text, TraceId, Value, reserved};

use super::{EVENT, Mark, REF_TYPE, Reference, ReferenceKind, SERVICE_NAME, Stated, TIMESTAMP_US};
use crate::DecodeError;
use crate::marks::{write_client_attribute, write_flags, write_warning, write_warning_list};
use crate::times::{Times, clamped, to_micros};

type Result<T> = std::result::Result<T, DecodeError>;

/// A list as it stands in the input, read anew whenever it is asked for. Nothing of it is kept.
pub(crate) trait List<'a>: Copy {
    /// Tags of a span or process, or the fields of a log, as the attributes that they become.
    fn tags(self, visit: impl FnMut(Attribute<'a>)) -> Result<()>;

    fn references(self, visit: impl FnMut(Reference)) -> Result<()>;

    fn logs(self, visit: impl FnMut(Log<Self>) -> Result<()>) -> Result<()>;

    /// Warnings, which not every format has.
    fn texts(self, _visit: impl FnMut(Text<'a>)) -> Result<()> {
        Ok(())
    }
}

/// A span as its sender meant it.
pub(crate) struct Span<'a, L> {
    pub(crate) trace_id: TraceId,
    pub(crate) span_id: SpanId,
    /// Zero when there is none or only the references tell.
    pub(crate) parent_span_id: SpanId,
    pub(crate) name: &'a [u8],
    pub(crate) flags: u32,
    pub(crate) times: Times,
    pub(crate) references: L,
    pub(crate) tags: L,
    pub(crate) logs: L,
    pub(crate) warnings: L,
    /// What the tags say about fields of OTLP.
    pub(crate) stated: Stated<'a>,
}

/// A log of a span.
pub(crate) struct Log<L> {
    /// Since 1970.
    pub(crate) time_ns: i128,
    pub(crate) fields: L,
}

/// The content of a resource.
pub(crate) fn process<'a>(w: &mut Writer, name: &[u8], tags: impl List<'a>) -> Result<()> {
    let name = Value::String(Text::new(name));
    w.attribute(resource::ATTRIBUTES, SERVICE_NAME.as_bytes(), name);
    tags.tags(|tag| w.copy_attribute(resource::ATTRIBUTES, tag))
}

/// The scopes of a resource, with all spans that `next_span` gives.
pub(crate) fn scopes<'a, L: List<'a>>(
    w: &mut Writer,
    mut next_span: impl FnMut() -> Result<Option<Span<'a, L>>>,
    mark: Mark<'_>,
) -> Result<()> {
    let mut next = next_span()?;
    while let Some(first) = next {
        next = w.message(resource_spans::SCOPE_SPANS, |w| {
            spans_of_scope(w, first, &mut next_span, mark)
        })?;
    }
    Ok(())
}

/// Writes spans until the scope changes, and returns the first of the next scope.
fn spans_of_scope<'a, L: List<'a>>(
    w: &mut Writer,
    first: Span<'a, L>,
    next_span: &mut impl FnMut() -> Result<Option<Span<'a, L>>>,
    mark: Mark<'_>,
) -> Result<Option<Span<'a, L>>> {
    let (name, version) = first.stated.scope();
    if !name.is_empty() {
        w.message(scope_spans::SCOPE, |w| {
            w.bytes(scope::NAME, name.as_bytes());
            w.bytes_if_any(scope::VERSION, version.as_bytes());
        });
    }
    let mut current = first;
    loop {
        w.message(scope_spans::SPANS, |w| span(w, &current, mark))?;
        match next_span()? {
            Some(next) if next.stated.scope() == (name, version) => current = next,
            other => return Ok(other),
        }
    }
}

fn span<'a, L: List<'a>>(w: &mut Writer, span: &Span<'a, L>, mark: Mark<'_>) -> Result<()> {
    // Nothing of it can be kept: the scan leaves it out alone.
    if span.trace_id.is_zero() {
        return Ok(());
    }
    let mut warnings = Vec::new();
    let parent = parent(span)?;
    w.bytes(span::TRACE_ID, &span.trace_id.0);
    span_id(w, span::SPAN_ID, span.span_id);
    w.bytes_if_any(span::TRACE_STATE, span.stated.trace_state().as_bytes());
    span_id(w, span::PARENT_SPAN_ID, parent);
    w.bytes_if_any(span::NAME, span.name);
    if span.stated.kind() != SpanKind::Unspecified {
        w.varint(span::KIND, span.stated.kind().number());
    }
    span.times.write(w, &mut warnings);
    span.tags.tags(|tag| write_client_attribute(w, tag))?;
    span.times.write_repaired(w);
    events(w, span, &mut warnings)?;
    links(w, span, parent)?;
    status(w, span);
    marks(w, span, mark, &warnings)
}

fn span_id(w: &mut Writer, field: u32, id: SpanId) {
    if !id.is_zero() {
        w.bytes(field, &id.0);
    }
}

/// The parent by Jaeger's rule: the parent field, else the first child-of reference within the trace, else the first
/// follows-from reference within it. Zero when there is none.
fn parent<'a, L: List<'a>>(span: &Span<'a, L>) -> Result<SpanId> {
    if !span.parent_span_id.is_zero() {
        return Ok(span.parent_span_id);
    }
    let (mut child_of, mut follows_from) = (None, None);
    span.references.references(|reference| {
        if reference.trace_id == span.trace_id && !reference.span_id.is_zero() {
            let found = match reference.kind {
                ReferenceKind::ChildOf => &mut child_of,
                ReferenceKind::FollowsFrom => &mut follows_from,
            };
            found.get_or_insert(reference.span_id);
        }
    })?;
    Ok(child_of.or(follows_from).unwrap_or_default())
}

/// Writes the references as links. The one to the parent is left out where the parent alone gives it back: it is the
/// first, says child-of, and there is no other one to the parent.
fn links<'a, L: List<'a>>(w: &mut Writer, span: &Span<'a, L>, parent: SpanId) -> Result<()> {
    let to_parent = |reference: &Reference| {
        (reference.trace_id, reference.span_id) == (span.trace_id, parent) && !parent.is_zero()
    };
    let (mut count, mut count_to_parent, mut is_first_plain) = (0_usize, 0_usize, false);
    span.references.references(|reference| {
        let is_to_parent = to_parent(&reference);
        is_first_plain |= count == 0 && is_to_parent && reference.kind == ReferenceKind::ChildOf;
        count += 1;
        count_to_parent += usize::from(is_to_parent);
    })?;
    let mut is_skipped = is_first_plain && count_to_parent == 1;
    span.references.references(|reference| {
        if !std::mem::take(&mut is_skipped) {
            w.message(span::LINKS, |w| link(w, &reference));
        }
    })
}

fn link(w: &mut Writer, reference: &Reference) {
    if !reference.trace_id.is_zero() {
        w.bytes(link::TRACE_ID, &reference.trace_id.0);
    }
    span_id(w, link::SPAN_ID, reference.span_id);
    let kind = Value::from(reference.kind.as_str());
    w.attribute(link::ATTRIBUTES, REF_TYPE.as_bytes(), kind);
}

fn events<'a, L: List<'a>>(
    w: &mut Writer,
    span: &Span<'a, L>,
    warnings: &mut Vec<String>,
) -> Result<()> {
    let mut repaired = 0;
    span.logs.logs(|log| {
        repaired += usize::from(!clamped(log.time_ns).1);
        w.message(span::EVENTS, |w| event(w, &log))
    })?;
    if repaired > 0 {
        warnings.push(format!("{repaired} log times are outside of 1970 to 2554"));
    }
    Ok(())
}

/// The field [`EVENT`] is the name of the event. It stays an attribute unless rendering puts it back where it was: it
/// stood first, is not empty, and there is no other field of that key.
fn event<'a, L: List<'a>>(w: &mut Writer, log: &Log<L>) -> Result<()> {
    let (mut name, mut is_first_named, mut count, mut count_named) = (None, false, 0, 0);
    log.fields.tags(|field| {
        if field.key == EVENT {
            count_named += 1;
            if let (Value::String(text), None) = (field.value, name) {
                name = Some(text);
                is_first_named = count == 0 && !text.is_empty();
            }
        }
        count += 1;
    })?;
    let (time, is_sent) = clamped(log.time_ns);
    w.fixed64(event::TIME_UNIX_NANO, time);
    w.bytes_if_any(event::NAME, name.unwrap_or_default().as_bytes());
    let mut is_skipped = is_first_named && count_named == 1;
    log.fields.tags(|field| {
        if !std::mem::take(&mut is_skipped) {
            w.copy_attribute(event::ATTRIBUTES, field);
        }
    })?;
    if !is_sent {
        let sent = Value::Int(to_micros(log.time_ns));
        w.attribute(event::ATTRIBUTES, TIMESTAMP_US.as_bytes(), sent);
    }
    Ok(())
}

fn status<L>(w: &mut Writer, span: &Span<'_, L>) {
    let (code, message) = (span.stated.status(), span.stated.status_message());
    if code == StatusCode::Unset && message.is_empty() {
        return;
    }
    w.message(span::STATUS, |w| {
        w.bytes_if_any(status::MESSAGE, message.as_bytes());
        if code != StatusCode::Unset {
            w.varint(status::CODE, code.number());
        }
    });
}

fn marks<'a, L: List<'a>>(
    w: &mut Writer,
    span: &Span<'a, L>,
    mark: Mark<'_>,
    warnings: &[String],
) -> Result<()> {
    write_flags(w, span.flags);
    let format = Value::from(mark.format);
    w.attribute(span::ATTRIBUTES, reserved::FORMAT.as_bytes(), format);
    let mut count = warnings.len();
    span.warnings.texts(|_| count += 1)?;
    if count == 0 {
        return Ok(());
    }
    write_warning_list(w, |w| all_warnings(w, span, warnings))
}

/// The warnings of the sender, then ours.
fn all_warnings<'a, L: List<'a>>(
    w: &mut Writer,
    span: &Span<'a, L>,
    ours: &[String],
) -> Result<()> {
    span.warnings.texts(|text| write_warning(w, text))?;
    for text in ours {
        write_warning(w, text.as_str().into());
    }
    Ok(())
}
