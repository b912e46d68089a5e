//! Adjusted spans as jaeger.api_v2 has them; those that are shown as they are stored the codec
//! writes.
//!
//! A span is written without its process, which it mostly shares with others, and gets that when it
//! goes into a chunk: a trace is held once, although in the end each span names its process.

mod processes;

use std::ops::Range;
use std::time::Duration;

use jaeger_codec::jaeger::{self, Reference, ReferenceKind};
use jaeger_model::wire::Writer;
use jaeger_model::{EventView, Trace};

use super::ui::sort_fields;
use crate::adjust::tag::{Tag, TagValue};
use crate::adjust::{AdjustedSpan, adjust, library, references};
use jaeger_codec::proto::fields::{self, batch, key_value, log, span, span_ref, time, value_type};
use processes::Processes;

/// The spans of traces, put right.
pub(crate) struct AdjustedSpans {
    bytes: Vec<u8>,
    spans: Vec<Written>,
    processes: Vec<Vec<u8>>,
}

/// Where a span was written to.
pub(crate) struct Written {
    span: Range<usize>,
    process: usize,
}

impl AdjustedSpans {
    /// Puts traces right.
    pub(crate) fn of(traces: &[Trace], max_clock_skew: Duration) -> Self {
        let mut writing = Writing {
            writer: Writer::default(),
            processes: Processes::default(),
            tags: Vec::new(),
            references: Vec::new(),
        };
        let mut spans = Vec::with_capacity(traces.iter().map(Trace::len).sum());
        for trace in traces {
            let adjusted = adjust(trace, max_clock_skew);
            spans.extend(adjusted.iter().map(|span| writing.write(span)));
        }
        Self {
            bytes: writing.writer.into_bytes(),
            spans,
            processes: writing.processes.into_list(),
        }
    }

    /// The spans in order.
    pub(crate) fn spans(&self) -> &[Written] {
        &self.spans
    }

    /// Returns a span of these as a field of a `SpansResponseChunk`.
    pub(crate) fn encode(&self, written: &Written) -> Vec<u8> {
        let content = self.bytes.get(written.span.clone()).unwrap_or_default();
        let process = self.processes.get(written.process);
        let process = process.map_or(&[][..], Vec::as_slice);
        let mut w = Writer::with_capacity(content.len() + process.len() + HEADERS_BYTES);
        w.message(batch::SPANS, |w| {
            w.raw(content);
            w.bytes(span::PROCESS, process);
        });
        w.into_bytes()
    }
}

/// Writes spans one after another, on scratch lists that are filled anew for each.
struct Writing<'a> {
    writer: Writer,
    processes: Processes<'a>,
    tags: Vec<Tag<'a>>,
    references: Vec<Reference>,
}

impl<'a> Writing<'a> {
    fn write(&mut self, adjusted: &AdjustedSpan<'a>) -> Written {
        let view = &adjusted.span;
        let about_references = references::replace(&mut self.references, adjusted);
        let for_process = self.take_tags(adjusted);
        let w = &mut self.writer;
        let start = w.len();
        w.bytes(span::TRACE_ID, &view.trace_id().0);
        w.bytes(span::SPAN_ID, &adjusted.span_id.0);
        w.bytes_if_any(span::OPERATION_NAME, view.name().to_str().as_bytes());
        for reference in &self.references {
            w.message(span::REFERENCES, |w| write_reference(w, reference));
        }
        // In 32 bits, as Jaeger has it.
        let flags = jaeger::flags(view).unwrap_or_default() as u32;
        w.varint_if_any(span::FLAGS, flags.into());
        let begun = adjusted.shown(view.start());
        w.message(span::START_TIME, |w| write_nanos(w, begun.0));
        w.message(span::DURATION, |w| write_nanos(w, view.duration_ns()));
        for tag in &self.tags {
            w.message(span::TAGS, |w| write_tag(w, tag));
        }
        for event in view.events() {
            w.message(span::LOGS, |w| write_log(w, adjusted, &event));
        }
        let stored = jaeger::warnings(view);
        for warning in [&*stored, &*adjusted.warnings, &*about_references]
            .into_iter()
            .flatten()
        {
            w.bytes(span::WARNINGS, warning.as_bytes());
        }
        Written {
            span: start..w.len(),
            process: self.processes.number(view.resource(), &for_process),
        }
    }

    /// Lists the tags of a span and returns those that its process gets.
    fn take_tags(&mut self, adjusted: &AdjustedSpan<'a>) -> Vec<Tag<'a>> {
        self.tags.clear();
        self.tags
            .extend(jaeger::tags(&adjusted.span).map(Tag::from));
        self.tags.sort_by(Tag::compare);
        let mut for_process = Vec::new();
        if self.processes.may_widen(self.writer.len()) {
            let moved = self.tags.extract_if(.., |tag| library::is_key(tag.key));
            for_process.extend(moved);
        }
        self.tags.iter_mut().for_each(Tag::write_out_ip);
        for_process
    }
}

fn write_reference(w: &mut Writer, reference: &Reference) {
    w.bytes(span_ref::TRACE_ID, &reference.trace_id.0);
    w.bytes(span_ref::SPAN_ID, &reference.span_id.0);
    if reference.kind == ReferenceKind::FollowsFrom {
        fields::enumerated(w, span_ref::REF_TYPE, fields::FOLLOWS_FROM);
    }
}

fn write_log(w: &mut Writer, adjusted: &AdjustedSpan<'_>, event: &EventView<'_>) {
    let happened = adjusted.shown(event.time());
    w.message(log::TIMESTAMP, |w| write_nanos(w, happened.0));
    let mut fields: Vec<_> = jaeger::fields(event).map(Tag::from).collect();
    sort_fields(&mut fields);
    for field in &fields {
        w.message(log::FIELDS, |w| write_tag(w, field));
    }
}

/// Readers refuse a message whose text is broken, so that shows U+FFFD.
fn write_tag(w: &mut Writer, tag: &Tag<'_>) {
    w.bytes_if_any(key_value::KEY, tag.key.to_str().as_bytes());
    match &tag.value {
        TagValue::Text(text) => {
            w.bytes_if_any(key_value::V_STR, String::from_utf8_lossy(text).as_bytes());
        }
        TagValue::Bool(value) => {
            fields::enumerated(w, key_value::V_TYPE, value_type::BOOL);
            w.varint_if_any(key_value::V_BOOL, u64::from(*value));
        }
        TagValue::Int(value) => {
            fields::enumerated(w, key_value::V_TYPE, value_type::INT64);
            w.varint_if_any(key_value::V_INT64, value.cast_unsigned());
        }
        TagValue::Double(value) => {
            fields::enumerated(w, key_value::V_TYPE, value_type::FLOAT64);
            // Also when it is zero, which may have a sign.
            w.fixed64(key_value::V_FLOAT64, value.to_bits());
        }
        TagValue::Bytes(value) => {
            fields::enumerated(w, key_value::V_TYPE, value_type::BINARY);
            w.bytes_if_any(key_value::V_BINARY, value);
        }
    }
}

/// The content of a `Timestamp` or `Duration`.
fn write_nanos(w: &mut Writer, nanos: u64) {
    w.varint_if_any(time::SECONDS, nanos / 1_000_000_000);
    w.varint_if_any(time::NANOS, nanos % 1_000_000_000);
}

/// The tags and lengths of a span and its process.
const HEADERS_BYTES: usize = 22;
