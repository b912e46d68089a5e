//! A trace as Jaeger's UI and its API's clients read it, member for member as Jaeger 1.76 writes it.

use jaeger_codec::jaeger::{self, Reference};
use jaeger_model::{EventView, Trace};
use tokio_util::sync::CancellationToken;

use super::Rendering;
use super::processes::Processes;
use crate::adjust::tag::{Tag, TagValue};
use crate::adjust::{AdjustedSpan, adjust, library, references};
use crate::json;

/// Appends the trace.
pub(super) fn write(
    trace: &Trace,
    rendering: Rendering,
    abandoned: &CancellationToken,
    out: &mut Vec<u8>,
) {
    out.extend_from_slice(b"{\"traceID\":");
    json::trace_id(out, trace.id());
    out.extend_from_slice(b",\"spans\":[");
    let is_adjusted = matches!(rendering, Rendering::Adjusted { .. });
    let mut spans = Spans {
        out,
        is_adjusted,
        is_first: true,
        processes: Processes::new(is_adjusted),
        tags: Vec::new(),
        references: Vec::new(),
    };
    match rendering {
        Rendering::Raw => {
            for span in trace.spans().take_while(|_| !abandoned.is_cancelled()) {
                spans.write(&AdjustedSpan::as_stored(span));
            }
        }
        Rendering::Adjusted { max_clock_skew } => {
            let adjusted = adjust(trace, max_clock_skew);
            for span in adjusted.iter().take_while(|_| !abandoned.is_cancelled()) {
                spans.write(span);
            }
        }
    }
    let Spans { out, processes, .. } = spans;
    out.extend_from_slice(b"],\"processes\":");
    processes.write(out);
    out.extend_from_slice(b",\"warnings\":null}");
}

/// Writes spans one after another, on scratch lists that are filled anew for each.
struct Spans<'o, 'a> {
    out: &'o mut Vec<u8>,
    is_adjusted: bool,
    is_first: bool,
    processes: Processes<'a>,
    tags: Vec<Tag<'a>>,
    references: Vec<Reference>,
}

impl<'a> Spans<'_, 'a> {
    fn write(&mut self, span: &AdjustedSpan<'a>) {
        let view = &span.span;
        if !std::mem::take(&mut self.is_first) {
            self.out.push(b',');
        }
        self.out.extend_from_slice(b"{\"traceID\":");
        json::trace_id(self.out, view.trace_id());
        self.member(b",\"spanID\":");
        json::span_id(self.out, span.span_id);
        // As Jaeger has it, in 32 bits and left out when zero.
        let flags = jaeger::flags(view).unwrap_or_default() as u32;
        if flags != 0 {
            self.member(b",\"flags\":");
            json::number(self.out, flags.into());
        }
        self.member(b",\"operationName\":");
        json::text(self.out, view.name().as_bytes());
        self.member(b",\"references\":");
        let about_references = self.references(span);
        self.member(b",\"startTime\":");
        json::number(self.out, span.shown(view.start()).as_micros());
        self.member(b",\"duration\":");
        json::number(self.out, view.duration_ns() / 1_000);
        self.member(b",\"tags\":");
        let process = self.tags(span);
        self.member(b",\"logs\":[");
        for (index, event) in view.events().enumerate() {
            if index > 0 {
                self.out.push(b',');
            }
            self.log(span, &event);
        }
        self.member(b"],\"processID\":\"p");
        json::number(self.out, process as u64);
        self.member(b"\",\"warnings\":");
        let stored = jaeger::warnings(view);
        self.warnings([&*stored, &*span.warnings, &*about_references]);
        self.out.push(b'}');
    }

    fn member(&mut self, text: &[u8]) {
        self.out.extend_from_slice(text);
    }

    /// Writes the references and returns what there is to say about them.
    fn references(&mut self, span: &AdjustedSpan<'a>) -> Vec<String> {
        let warnings = if self.is_adjusted {
            references::replace(&mut self.references, span)
        } else {
            self.references.clear();
            self.references.extend(jaeger::references(&span.span));
            Vec::new()
        };
        json::list(self.out, &self.references, push_reference);
        warnings
    }

    /// Writes the tags and returns the number of the process, to which some of them may have gone.
    fn tags(&mut self, span: &AdjustedSpan<'a>) -> usize {
        self.tags.clear();
        self.tags.extend(jaeger::tags(&span.span).map(Tag::from));
        let mut for_process = Vec::new();
        if self.is_adjusted {
            self.tags.sort_by(Tag::compare);
            if self.processes.may_widen(self.out.len()) {
                let moved = self.tags.extract_if(.., |tag| library::is_key(tag.key));
                for_process.extend(moved);
            }
            self.tags.iter_mut().for_each(Tag::write_out_ip);
        }
        push_tags(self.out, &self.tags);
        self.processes.number(span.span.resource(), &for_process)
    }

    fn log(&mut self, span: &AdjustedSpan<'a>, event: &EventView<'a>) {
        self.member(b"{\"timestamp\":");
        json::number(self.out, span.shown(event.time()).as_micros());
        self.tags.clear();
        self.tags.extend(jaeger::fields(event).map(Tag::from));
        if self.is_adjusted {
            sort_fields(&mut self.tags);
        }
        self.member(b",\"fields\":");
        push_tags(self.out, &self.tags);
        self.out.push(b'}');
    }

    fn warnings(&mut self, lists: [&[String]; 3]) {
        if lists.iter().all(|list| list.is_empty()) {
            return json::null(self.out);
        }
        json::list(self.out, lists.into_iter().flatten(), json::text);
    }
}

/// By key, but what happened comes first.
pub(super) fn sort_fields(fields: &mut [Tag<'_>]) {
    let event = fields
        .iter()
        .position(|field| field.key == jaeger::EVENT && matches!(field.value, TagValue::Text(_)));
    if let Some(event) = event {
        fields.swap(0, event);
    }
    if let Some(others) = fields.get_mut(usize::from(event.is_some())..) {
        others.sort_by(Tag::compare);
    }
}

fn push_reference(out: &mut Vec<u8>, reference: &Reference) {
    out.extend_from_slice(b"{\"refType\":\"");
    out.extend_from_slice(reference.kind.as_upper_str().as_bytes());
    out.extend_from_slice(b"\",\"traceID\":");
    json::trace_id(out, reference.trace_id);
    out.extend_from_slice(b",\"spanID\":");
    json::span_id(out, reference.span_id);
    out.push(b'}');
}

/// A list of tags, also when empty.
pub(super) fn push_tags(out: &mut Vec<u8>, tags: &[Tag<'_>]) {
    json::list(out, tags, push_tag);
}

fn push_tag(out: &mut Vec<u8>, tag: &Tag<'_>) {
    out.extend_from_slice(b"{\"key\":");
    json::text(out, tag.key.as_bytes());
    out.extend_from_slice(b",\"type\":\"");
    out.extend_from_slice(tag.value.type_name().as_bytes());
    out.extend_from_slice(b"\",\"value\":");
    push_value(out, &tag.value);
    out.push(b'}');
}

fn push_value(out: &mut Vec<u8>, value: &TagValue<'_>) {
    match value {
        TagValue::Text(text) => json::text(out, text),
        TagValue::Bool(true) => out.extend_from_slice(b"true"),
        TagValue::Bool(false) => out.extend_from_slice(b"false"),
        TagValue::Int(number) => json::int(out, *number),
        TagValue::Double(number) => json::double(out, *number),
        TagValue::Bytes(bytes) => json::bytes(out, bytes),
    }
}
