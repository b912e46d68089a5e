//! Spans kept to a size: long values cut, and what is too much left out, the last first.
//!
//! Ids, times, name and status always stay, so a span may remain longer than its limit. Every span that lost something
//! says so in a warning, and what was left out of it is added to the counts that OTLP has for that. Our own marks
//! neither count nor are cut.

use std::str;

use jaeger_model::otlp::{any_value, event, key_value, link, list, resource, scope, span};
use jaeger_model::wire::{Field, Reader, Writer};
use jaeger_model::{BatchError, SpanBatch, reserved};

use super::rewrite::{Edit, Rewrite, edited, key, rewritten, warn, with_fields};

/// What a span may have at most.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limit {
    attributes: usize,
    value_bytes: usize,
    span_bytes: usize,
}

impl Limit {
    /// 0 is no limit.
    pub(super) fn new(attributes: usize, value_bytes: usize, span_bytes: usize) -> Self {
        let [attributes, value_bytes, span_bytes] =
            [attributes, value_bytes, span_bytes].map(|max| match max {
                0 => usize::MAX,
                max => max,
            });
        Self {
            attributes,
            value_bytes,
            span_bytes,
        }
    }

    /// Cuts what is too long. The batch itself comes back when nothing is.
    pub(super) fn apply(&self, batch: &SpanBatch) -> Result<SpanBatch, BatchError> {
        let smallest = self.attributes.min(self.value_bytes).min(self.span_bytes);
        // Every attribute and every byte of a value takes one.
        if batch.bytes().len() <= smallest {
            return Ok(batch.clone());
        }
        let mut cutting = Cutting {
            limit: *self,
            in_resource: 0,
            in_scope: 0,
        };
        rewritten(batch, &mut cutting)
    }

    /// The attributes of a message with long values cut; counts those in `cut`.
    fn attributes(&self, message: &[u8], attributes: u32, cut: &mut usize) -> Option<Vec<u8>> {
        if message.len() <= self.value_bytes {
            return None;
        }
        edited(message, |number, field| match field {
            Field::Bytes(attribute) if number == attributes => {
                self.attribute(attribute, cut).into()
            }
            _ => Edit::Keep,
        })
    }

    fn attribute(&self, attribute: &[u8], cut: &mut usize) -> Option<Vec<u8>> {
        edited(attribute, |number, field| match (number, field) {
            (key_value::VALUE, Field::Bytes(value)) => self.value(value, cut).into(),
            _ => Edit::Keep,
        })
    }

    /// The content of an `AnyValue`.
    fn value(&self, value: &[u8], cut: &mut usize) -> Option<Vec<u8>> {
        if value.len() <= self.value_bytes {
            return None;
        }
        edited(value, |number, field| match (number, field) {
            (any_value::STRING, Field::Bytes(text)) if text.len() > self.value_bytes => {
                *cut += 1;
                Edit::Content(beginning(text, self.value_bytes).to_vec())
            }
            (any_value::BYTES, Field::Bytes(bytes)) if bytes.len() > self.value_bytes => {
                *cut += 1;
                Edit::Content(bytes.iter().copied().take(self.value_bytes).collect())
            }
            (any_value::ARRAY, Field::Bytes(values)) => self.values(values, cut).into(),
            (any_value::KVLIST, Field::Bytes(map)) => {
                self.attributes(map, list::VALUES, cut).into()
            }
            _ => Edit::Keep,
        })
    }

    fn values(&self, values: &[u8], cut: &mut usize) -> Option<Vec<u8>> {
        edited(values, |number, field| match (number, field) {
            (list::VALUES, Field::Bytes(value)) => self.value(value, cut).into(),
            _ => Edit::Keep,
        })
    }
}

/// The beginning of a text, without a part of a character at its end.
fn beginning(text: &[u8], bytes_max: usize) -> &[u8] {
    let cut = text.get(..bytes_max).unwrap_or(text);
    match str::from_utf8(cut) {
        Err(error) if error.error_len().is_none() => {
            cut.get(..error.valid_up_to()).unwrap_or_default()
        }
        _ => cut,
    }
}

/// Limits on their way through a batch.
struct Cutting {
    limit: Limit,
    /// Values cut in the last resource.
    in_resource: usize,
    /// Values cut in the last scope.
    in_scope: usize,
}

impl Rewrite for Cutting {
    fn resource(&mut self, resource: &[u8]) -> Option<Vec<u8>> {
        self.in_resource = 0;
        self.limit
            .attributes(resource, resource::ATTRIBUTES, &mut self.in_resource)
    }

    fn scope(&mut self, scope: &[u8]) -> Option<Vec<u8>> {
        self.in_scope = 0;
        self.limit
            .attributes(scope, scope::ATTRIBUTES, &mut self.in_scope)
    }

    fn span(&mut self, span: &[u8]) -> Option<Vec<u8>> {
        let mut cut = self.in_resource + self.in_scope;
        let shorter = self.values_of_span(span, &mut cut);
        let excess = Excess::of(shorter.as_deref().unwrap_or(span), &self.limit);
        let left = match &excess {
            None => None,
            Some(excess) => excess.leave_out(shorter.as_deref().unwrap_or(span)),
        };
        let mut fields = Writer::default();
        if cut > 0 {
            let max = self.limit.value_bytes;
            warn(&mut fields, &format!("values cut to {max} bytes: {cut}"));
        }
        if let Some(excess) = excess {
            excess.say(&mut fields, span);
        }
        with_fields(span, left.or(shorter), fields)
    }
}

impl Cutting {
    /// The span with the long values of its attributes, events and links cut.
    fn values_of_span(&self, span: &[u8], cut: &mut usize) -> Option<Vec<u8>> {
        let limit = &self.limit;
        if span.len() <= limit.value_bytes {
            return None;
        }
        edited(span, |number, field| match (number, field) {
            (span::ATTRIBUTES, Field::Bytes(attribute)) if !is_ours(attribute) => {
                limit.attribute(attribute, cut).into()
            }
            (span::EVENTS, Field::Bytes(event)) => {
                limit.attributes(event, event::ATTRIBUTES, cut).into()
            }
            (span::LINKS, Field::Bytes(link)) => {
                limit.attributes(link, link::ATTRIBUTES, cut).into()
            }
            _ => Edit::Keep,
        })
    }
}

/// What a span has too much of.
#[derive(Clone, Copy, Debug)]
struct Excess {
    parts: [Part; 3],
}

/// Things of one kind in a span: the last of them are left out.
#[derive(Clone, Copy, Debug)]
struct Part {
    field: u32,
    count_field: u32,
    name: &'static str,
    kept: usize,
    left_out: u64,
}

impl Excess {
    /// `None` when the span is within its limits.
    fn of(span: &[u8], limit: &Limit) -> Option<Self> {
        // Every attribute takes a byte.
        if span.len() <= limit.attributes.min(limit.span_bytes) {
            return None;
        }
        let [mut attributes, mut events, mut links] = [Vec::new(), Vec::new(), Vec::new()];
        let mut len = 0;
        for_each_own_field(span, |number, size| {
            len += size;
            match number {
                span::ATTRIBUTES => attributes.push(size),
                span::EVENTS => events.push(size),
                span::LINKS => links.push(size),
                _ => {}
            }
        });
        if len <= limit.span_bytes && attributes.len() <= limit.attributes {
            return None;
        }
        let counts = [&attributes, &events, &links].map(Vec::len);
        let by_count: usize = attributes.iter().skip(limit.attributes).sum();
        attributes.truncate(limit.attributes);
        let mut over = match (len - by_count).saturating_sub(limit.span_bytes) {
            0 => 0,
            over => over + COUNTS_LEN,
        };
        for sizes in [&mut events, &mut links, &mut attributes] {
            while over > 0
                && let Some(size) = sizes.pop()
            {
                over = over.saturating_sub(size);
            }
        }
        let kept = [attributes.len(), events.len(), links.len()];
        let mut parts = PARTS;
        for ((part, kept), count) in parts.iter_mut().zip(kept).zip(counts) {
            part.kept = kept;
            part.left_out = (count - kept) as u64;
        }
        Some(Self { parts })
    }

    /// The span without what is too much, and without the counts that change by it.
    fn leave_out(&self, span: &[u8]) -> Option<Vec<u8>> {
        let mut parts = self.parts;
        edited(span, |number, field| {
            let is_mark = matches!(field, Field::Bytes(attribute)
                if number == span::ATTRIBUTES && is_ours(attribute));
            for part in &mut parts {
                if part.field == number && !is_mark {
                    match part.kept.checked_sub(1) {
                        Some(kept) => part.kept = kept,
                        None => return Edit::Drop,
                    }
                }
                if part.count_field == number && part.left_out > 0 {
                    return Edit::Drop;
                }
            }
            Edit::Keep
        })
    }

    /// Appends the new counts, and a warning for each.
    fn say(&self, w: &mut Writer, span: &[u8]) {
        for part in self.parts.iter().filter(|part| part.left_out > 0) {
            let before = last_varint(span, part.count_field);
            let count = before.saturating_add(part.left_out);
            w.varint(part.count_field, count.min(u64::from(u32::MAX)));
            warn(w, &format!("{} left out: {}", part.name, part.left_out));
        }
    }
}

/// Hands out the number and size of every field that is not one of our marks.
fn for_each_own_field(span: &[u8], mut visit: impl FnMut(u32, usize)) {
    let mut reader = Reader::new(span);
    loop {
        let start = reader.position();
        match reader.next() {
            None => return,
            Some((span::ATTRIBUTES, Field::Bytes(attribute))) if is_ours(attribute) => {}
            Some((number, _)) => visit(number, reader.position() - start),
        }
    }
}

fn is_ours(attribute: &[u8]) -> bool {
    reserved::is_reserved(key(attribute))
}

fn last_varint(message: &[u8], wanted: u32) -> u64 {
    let found = Reader::new(message).filter_map(|(number, field)| match field {
        Field::Varint(value) if number == wanted => Some(value),
        _ => None,
    });
    found.last().unwrap_or_default()
}

/// In the order of their kept counts.
const PARTS: [Part; 3] = [
    part(
        span::ATTRIBUTES,
        span::DROPPED_ATTRIBUTES_COUNT,
        "attributes",
    ),
    part(span::EVENTS, span::DROPPED_EVENTS_COUNT, "events"),
    part(span::LINKS, span::DROPPED_LINKS_COUNT, "links"),
];

const fn part(field: u32, count_field: u32, name: &'static str) -> Part {
    Part {
        field,
        count_field,
        name,
        kept: 0,
        left_out: 0,
    }
}

/// Room for the three counts, so that a span that was cut once is not cut again.
const COUNTS_LEN: usize = 18;

#[cfg(test)]
mod tests;
