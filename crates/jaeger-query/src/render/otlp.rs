//! Adjusted traces as OTLP: spans are encoded anew with what adjusting changed in them, then written as any others.
//!
//! Beyond Jaeger's own adjusting nothing is lost or made text: arrays stay arrays, events keep their order, and keys
//! that were sent twice are shown twice. Marks of our own, warnings among them, are not OTLP and are left out.

use std::ops::Range;
use std::time::Duration;

use jaeger_codec::otlp::json::encode;
use jaeger_model::otlp::{event, resource, resource_spans, span};
use jaeger_model::wire::{Field, Reader, Writer};
use jaeger_model::{
    Attribute, EventView, ResourceView, ScopeView, SpanBatch, SpanView, Trace, Value,
};
use tokio_util::sync::CancellationToken;

use crate::adjust::{AdjustedSpan, adjust, ip, library};

/// Appends the traces.
pub(super) fn write(
    traces: &[Trace],
    max_clock_skew: Duration,
    abandoned: &CancellationToken,
    out: &mut Vec<u8>,
) {
    let rewritten = Rewritten::of(traces, max_clock_skew, abandoned);
    let views = rewritten.views();
    encode(views.take_while(|_| !abandoned.is_cancelled()), out);
}

/// Appends spans that were put right already.
pub(super) fn write_adjusted(spans: &[AdjustedSpan<'_>], out: &mut Vec<u8>) {
    let mut writer = Writer::default();
    let mut written = Vec::with_capacity(spans.len());
    write_by_resource(&mut writer, spans, &mut written);
    let rewritten = Rewritten {
        bytes: writer.into_bytes(),
        spans: written,
    };
    encode(rewritten.views(), out);
}

/// Returns the spans of the traces as they are to be shown.
pub(super) fn batch(
    traces: &[Trace],
    max_clock_skew: Duration,
    abandoned: &CancellationToken,
) -> SpanBatch {
    let rewritten = Rewritten::of(traces, max_clock_skew, abandoned);
    let views = rewritten.views();
    views.take_while(|_| !abandoned.is_cancelled()).collect()
}

/// Spans that were encoded anew.
struct Rewritten<'a> {
    bytes: Vec<u8>,
    spans: Vec<Written<'a>>,
}

impl<'a> Rewritten<'a> {
    fn of(traces: &'a [Trace], max_clock_skew: Duration, abandoned: &CancellationToken) -> Self {
        let mut writer = Writer::default();
        let mut written = Vec::with_capacity(traces.iter().map(Trace::len).sum());
        for trace in traces.iter().take_while(|_| !abandoned.is_cancelled()) {
            let spans = adjust(trace, max_clock_skew);
            write_by_resource(&mut writer, &spans, &mut written);
        }
        Self {
            bytes: writer.into_bytes(),
            spans: written,
        }
    }

    fn views(&self) -> impl Iterator<Item = SpanView<'_>> {
        self.spans.iter().map(|span| span.view(&self.bytes))
    }
}

/// Where a span was written to.
struct Written<'a> {
    resource: Range<usize>,
    scope: ScopeView<'a>,
    span: Range<usize>,
    hash: u64,
}

impl<'a> Written<'a> {
    fn view<'b>(&self, bytes: &'b [u8]) -> SpanView<'b>
    where
        'a: 'b,
    {
        let message = |range: &Range<usize>| bytes.get(range.clone()).unwrap_or_default();
        SpanView::new(
            ResourceView::new(message(&self.resource)),
            self.scope,
            message(&self.span),
            self.hash,
        )
    }
}

fn write_by_resource<'a>(
    w: &mut Writer,
    spans: &[AdjustedSpan<'a>],
    written: &mut Vec<Written<'a>>,
) {
    for of_resource in spans.chunk_by(|a, b| a.span.resource() == b.span.resource()) {
        write_spans(w, of_resource, written);
    }
}

/// Writes neighbours of one resource.
fn write_spans<'a>(w: &mut Writer, spans: &[AdjustedSpan<'a>], written: &mut Vec<Written<'a>>) {
    let Some(first) = spans.first() else { return };
    let resource = first.span.resource();
    let library = Library::of(resource, spans);
    let resource = place(w, |w| write_resource(w, resource, library.found_in_spans()));
    for span in spans {
        let at = place(w, |w| write_span(w, span, &library));
        written.push(Written {
            resource: resource.clone(),
            scope: span.span.scope(),
            span: at,
            hash: span.span.hash(),
        });
    }
}

fn place(w: &mut Writer, write: impl FnOnce(&mut Writer)) -> Range<usize> {
    let start = w.len();
    write(w);
    start..w.len()
}

/// What is known of the library that spans of one resource were made with: of each key the value of the resource, else
/// that of the first span which has one.
struct Library<'a> {
    known: Vec<Attribute<'a>>,
    in_resource: usize,
}

impl<'a> Library<'a> {
    fn of(resource: ResourceView<'a>, spans: &[AdjustedSpan<'a>]) -> Self {
        let mut library = Self {
            known: Vec::new(),
            in_resource: 0,
        };
        resource.attributes().for_each(|a| library.add(a));
        library.in_resource = library.known.len();
        let attributes = spans.iter().flat_map(|span| span.span.attributes());
        attributes.for_each(|a| library.add(a));
        library
    }

    fn add(&mut self, attribute: Attribute<'a>) {
        if library::is_key(attribute.key) && !self.known.iter().any(|a| a.key == attribute.key) {
            self.known.push(attribute);
        }
    }

    fn found_in_spans(&self) -> &[Attribute<'a>] {
        self.known.get(self.in_resource..).unwrap_or_default()
    }

    /// True for an attribute of a span that the resource has as well, now or before.
    fn says(&self, attribute: &Attribute<'_>) -> bool {
        library::is_key(attribute.key) && self.known.iter().any(|known| known == attribute)
    }
}

fn write_resource(w: &mut Writer, view: ResourceView<'_>, added: &[Attribute<'_>]) {
    let envelope = view.envelope();
    w.message(resource_spans::RESOURCE, |w| {
        write_attributes(w, resource::ATTRIBUTES, view.attributes());
        for attribute in added {
            w.copy_attribute(resource::ATTRIBUTES, *attribute);
        }
        for (field, _) in fields(&envelope) {
            if let (resource_spans::RESOURCE, Field::Bytes(message)) = field {
                copy_without(w, message, &[resource::ATTRIBUTES]);
            }
        }
    });
    copy_without(w, &envelope, &[resource_spans::RESOURCE]);
}

fn write_span(w: &mut Writer, adjusted: &AdjustedSpan<'_>, library: &Library<'_>) {
    let view = &adjusted.span;
    w.bytes(span::SPAN_ID, &adjusted.span_id.0);
    if let Some(parent) = adjusted.parent_span_id {
        w.bytes(span::PARENT_SPAN_ID, &parent.0);
    }
    w.fixed64(span::START_TIME_UNIX_NANO, adjusted.shown(view.start()).0);
    w.fixed64(span::END_TIME_UNIX_NANO, adjusted.shown(view.end()).0);
    let attributes = view.all_attributes().filter(|a| !library.says(a));
    write_attributes(w, span::ATTRIBUTES, attributes);
    for event in view.events() {
        w.message(span::EVENTS, |w| write_event(w, adjusted, &event));
    }
    write_links(w, view);
    let rewritten = [
        span::SPAN_ID,
        span::PARENT_SPAN_ID,
        span::START_TIME_UNIX_NANO,
        span::END_TIME_UNIX_NANO,
        span::ATTRIBUTES,
        span::EVENTS,
        span::LINKS,
    ];
    copy_without(w, view.bytes(), &rewritten);
}

fn write_event(w: &mut Writer, adjusted: &AdjustedSpan<'_>, view: &EventView<'_>) {
    w.fixed64(event::TIME_UNIX_NANO, adjusted.shown(view.time()).0);
    w.bytes_if_any(event::NAME, view.name().as_bytes());
    for attribute in sorted(view.attributes()) {
        w.copy_attribute(event::ATTRIBUTES, attribute);
    }
    w.varint(
        event::DROPPED_ATTRIBUTES_COUNT,
        view.dropped_attributes_count(),
    );
}

/// Copies the links that lead somewhere.
fn write_links(w: &mut Writer, view: &SpanView<'_>) {
    let messages = Reader::new(view.bytes()).filter_map(|field| match field {
        (span::LINKS, Field::Bytes(message)) => Some(message),
        _ => None,
    });
    for (link, message) in view.links().zip(messages) {
        if !link.trace_id().is_zero() {
            w.bytes(span::LINKS, message);
        }
    }
}

/// By key, those of one key in the order they were sent.
fn sorted<'a>(attributes: impl Iterator<Item = Attribute<'a>>) -> Vec<Attribute<'a>> {
    let mut sorted: Vec<_> = attributes.collect();
    sorted.sort_by_key(|attribute| attribute.key);
    sorted
}

/// The attributes of a span or resource, addresses among them written out.
fn write_attributes<'a>(
    w: &mut Writer,
    field: u32,
    attributes: impl Iterator<Item = Attribute<'a>>,
) {
    for attribute in sorted(attributes) {
        match address(&attribute) {
            Some(address) => w.attribute(field, attribute.key.as_bytes(), address.as_str().into()),
            None => w.copy_attribute(field, attribute),
        }
    }
}

fn address(attribute: &Attribute<'_>) -> Option<String> {
    let number = match attribute.value {
        Value::Int(number) => number,
        Value::Double(number) => number as i64,
        _ => return None,
    };
    ip::is_key(attribute.key).then(|| ip::dotted(number))
}

pub(super) fn copy_without(w: &mut Writer, message: &[u8], unwanted: &[u32]) {
    for ((number, _), encoded) in fields(message) {
        if !unwanted.contains(&number) {
            w.raw(encoded);
        }
    }
}

/// The fields of a message, each with its bytes.
fn fields(message: &[u8]) -> impl Iterator<Item = ((u32, Field<'_>), &[u8])> {
    let mut reader = Reader::new(message);
    std::iter::from_fn(move || {
        let start = reader.position();
        let field = reader.next()?;
        let encoded = message.get(start..reader.position());
        Some((field, encoded.unwrap_or_default()))
    })
}
