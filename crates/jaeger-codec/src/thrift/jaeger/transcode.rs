//! A Thrift batch as OTLP bytes.
//!
//! Tags stay attributes in their places, and those that speak of a field of OTLP also set it. Spans stay in order; a
//! new scope begins where the scope tags change.

use jaeger_model::otlp::{
    any_value, event, key_value, link, list, resource, resource_spans, scope, scope_spans, span,
    status, traces_data,
};
use jaeger_model::wire::Writer;
use jaeger_model::{Attribute, SpanId, SpanKind, StatusCode, Text, Value, reserved};

use super::Mark;
use super::read::{Batch, Log, Process, Span, reference, tag};
use super::times::{nanos, repaired_times, times};
use crate::DecodeError;
use crate::jaeger::{EVENT, REF_TYPE, Reference, ReferenceKind, SERVICE_NAME, TIMESTAMP_US};
use crate::thrift::protocol::Reader;

type Result<T> = std::result::Result<T, DecodeError>;

/// What a span takes in OTLP beyond its bytes in Thrift: ids and times have fixed sizes, flags and format are
/// attributes.
const SPAN_OVERHEAD: usize = 80;
/// Bytes of the smallest span that has all required fields.
const SPAN_LEN_MIN: usize = 17;

pub(super) fn batch(batch: &Batch<'_>, mark: Mark<'_>) -> Result<Vec<u8>> {
    let span_count = batch.span_count.min(batch.spans_len / SPAN_LEN_MIN);
    let capacity = batch.spans_len + batch.spans_len / 4 + span_count * SPAN_OVERHEAD;
    let mut writer = Writer::with_capacity(capacity);
    writer.message(traces_data::RESOURCE_SPANS, |w| {
        w.message(resource_spans::RESOURCE, |w| process(w, &batch.process))?;
        scopes(w, batch.spans, mark)
    })?;
    Ok(writer.into_bytes())
}

fn process(w: &mut Writer, process: &Process<'_>) -> Result<()> {
    let name = Value::String(Text::new(process.service_name));
    w.attribute(resource::ATTRIBUTES, SERVICE_NAME.as_bytes(), name);
    each(process.tags, |reader| {
        w.copy_attribute(resource::ATTRIBUTES, tag(reader)?);
        Ok(())
    })
}

/// Reads a list again that was read before.
fn each<'a>(
    list: Option<Reader<'a>>,
    visit: impl FnMut(&mut Reader<'a>) -> Result<()>,
) -> Result<()> {
    list.map_or(Ok(()), |mut list| list.read_list(visit))
}

fn scopes<'a>(w: &mut Writer, mut spans: Reader<'a>, mark: Mark<'_>) -> Result<()> {
    let mut left = spans.list_begin()?.len;
    let mut next = next_span(&mut spans, &mut left)?;
    while let Some(first) = next {
        next = w.message(resource_spans::SCOPE_SPANS, |w| {
            spans_of_scope(w, first, &mut spans, &mut left, mark)
        })?;
    }
    Ok(())
}

/// Writes spans until the scope changes, and returns the first of the next scope.
fn spans_of_scope<'a>(
    w: &mut Writer,
    first: Span<'a>,
    spans: &mut Reader<'a>,
    left: &mut usize,
    mark: Mark<'_>,
) -> Result<Option<Span<'a>>> {
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
        match next_span(spans, left)? {
            Some(next) if next.stated.scope() == (name, version) => current = next,
            other => return Ok(other),
        }
    }
}

fn next_span<'a>(spans: &mut Reader<'a>, left: &mut usize) -> Result<Option<Span<'a>>> {
    let Some(fewer) = left.checked_sub(1) else {
        return Ok(None);
    };
    *left = fewer;
    Span::read(spans).map(Some)
}

fn span(w: &mut Writer, span: &Span<'_>, mark: Mark<'_>) -> Result<()> {
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
    times(w, span, &mut warnings);
    each(span.tags, |reader| {
        span_attribute(w, tag(reader)?);
        Ok(())
    })?;
    repaired_times(w, span);
    events(w, span, &mut warnings)?;
    links(w, span, parent)?;
    status(w, span);
    marks(w, span, mark, &warnings);
    Ok(())
}

fn span_id(w: &mut Writer, field: u32, id: SpanId) {
    if !id.is_zero() {
        w.bytes(field, &id.0);
    }
}

/// A tag of a client, which may not pass for one of our marks.
fn span_attribute(w: &mut Writer, attribute: Attribute<'_>) {
    if attribute.is_reserved() {
        let key = [reserved::RENAMED.as_bytes(), attribute.key.as_bytes()].concat();
        w.attribute(span::ATTRIBUTES, &key, attribute.value);
    } else {
        w.copy_attribute(span::ATTRIBUTES, attribute);
    }
}

/// The parent by Jaeger's rule: the parent field, else the first child-of reference within the trace, else the first
/// follows-from reference within it. Zero when there is none.
fn parent(span: &Span<'_>) -> Result<SpanId> {
    if !span.parent_span_id.is_zero() {
        return Ok(span.parent_span_id);
    }
    let (mut child_of, mut follows_from) = (None, None);
    each(span.references, |reader| {
        let reference = reference(reader)?;
        if reference.trace_id == span.trace_id && !reference.span_id.is_zero() {
            let found = match reference.kind {
                ReferenceKind::ChildOf => &mut child_of,
                ReferenceKind::FollowsFrom => &mut follows_from,
            };
            found.get_or_insert(reference.span_id);
        }
        Ok(())
    })?;
    Ok(child_of.or(follows_from).unwrap_or_default())
}

/// Writes the references as links. The one to the parent is left out where the parent alone gives it back: it is the
/// first, says child-of, and there is no other one to the parent.
fn links(w: &mut Writer, span: &Span<'_>, parent: SpanId) -> Result<()> {
    let to_parent = |reference: &Reference| {
        (reference.trace_id, reference.span_id) == (span.trace_id, parent) && !parent.is_zero()
    };
    let (mut count, mut count_to_parent, mut is_first_plain) = (0_usize, 0_usize, false);
    each(span.references, |reader| {
        let reference = reference(reader)?;
        let is_to_parent = to_parent(&reference);
        is_first_plain |= count == 0 && is_to_parent && reference.kind == ReferenceKind::ChildOf;
        count += 1;
        count_to_parent += usize::from(is_to_parent);
        Ok(())
    })?;
    let mut is_skipped = is_first_plain && count_to_parent == 1;
    each(span.references, |reader| {
        let reference = reference(reader)?;
        if !std::mem::take(&mut is_skipped) {
            w.message(span::LINKS, |w| link(w, &reference));
        }
        Ok(())
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

fn events(w: &mut Writer, span: &Span<'_>, warnings: &mut Vec<String>) -> Result<()> {
    let mut repaired = 0;
    each(span.logs, |reader| {
        let log = Log::read(reader)?;
        repaired += usize::from(!nanos(log.timestamp_us).1);
        w.message(span::EVENTS, |w| event(w, &log))
    })?;
    if repaired > 0 {
        warnings.push(format!("{repaired} log times are outside of 1970 to 2554"));
    }
    Ok(())
}

/// The field [`EVENT`] is the name of the event. It stays an attribute unless rendering puts it back where it was: it
/// stood first, is not empty, and there is no other field of that key.
fn event(w: &mut Writer, log: &Log<'_>) -> Result<()> {
    let (mut name, mut is_first_named, mut count, mut count_named) = (None, false, 0, 0);
    each(Some(log.fields), |reader| {
        let field = tag(reader)?;
        if field.key == EVENT {
            count_named += 1;
            if let (Value::String(text), None) = (field.value, name) {
                name = Some(text);
                is_first_named = count == 0 && !text.is_empty();
            }
        }
        count += 1;
        Ok(())
    })?;
    let (time, is_sent) = nanos(log.timestamp_us);
    w.fixed64(event::TIME_UNIX_NANO, time);
    w.bytes_if_any(event::NAME, name.unwrap_or_default().as_bytes());
    let mut is_skipped = is_first_named && count_named == 1;
    each(Some(log.fields), |reader| {
        let field = tag(reader)?;
        if !std::mem::take(&mut is_skipped) {
            w.copy_attribute(event::ATTRIBUTES, field);
        }
        Ok(())
    })?;
    if !is_sent {
        let sent = Value::Int(log.timestamp_us);
        w.attribute(event::ATTRIBUTES, TIMESTAMP_US.as_bytes(), sent);
    }
    Ok(())
}

fn status(w: &mut Writer, span: &Span<'_>) {
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

fn marks(w: &mut Writer, span: &Span<'_>, mark: Mark<'_>, warnings: &[String]) {
    // Jaeger's model has flags without a sign.
    let flags = Value::Int(i64::from(span.flags.cast_unsigned()));
    w.attribute(span::ATTRIBUTES, reserved::FLAGS.as_bytes(), flags);
    let format = Value::from(mark.format);
    w.attribute(span::ATTRIBUTES, reserved::FORMAT.as_bytes(), format);
    if warnings.is_empty() {
        return;
    }
    w.message(span::ATTRIBUTES, |w| {
        w.bytes(key_value::KEY, reserved::WARNINGS.as_bytes());
        w.message(key_value::VALUE, |w| {
            w.message(any_value::ARRAY, |w| {
                for warning in warnings {
                    let text = Value::from(warning.as_str());
                    w.message(list::VALUES, |w| w.any_value(text));
                }
            });
        });
    });
}
