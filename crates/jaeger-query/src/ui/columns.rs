//! A trace as columns: `application/vnd.jaeger.columns`, version 1, little endian.
//!
//! `JTC1`, the length of the head in 32 bits, the head in JSON, padded with blanks, and then one
//! array for each property, with an entry for each row. Everything begins at a multiple of eight
//! bytes, so that a browser reads the arrays where they are. `testdata/ui/columns` has examples.

use std::borrow::Cow;
use std::sync::{Mutex, PoisonError};

use jaeger_model::{Attribute, ResourceView, SpanView, Trace, reserved};
use tokio_util::sync::CancellationToken;

use super::interned::Interned;
use super::order::Row;
use super::rows::{self, Rows};
use super::{badge, text};
use crate::adjust::AdjustedSpan;
use crate::render::Rendering;
use crate::{json, processors};

/// Returns a trace as the columns that the web UI reads; nothing once nobody waits for them.
pub fn trace_columns(
    trace: &Trace,
    rendering: Rendering,
    abandoned: &CancellationToken,
) -> Vec<u8> {
    written(&Rows::of(trace.clone(), rendering), abandoned)
}

/// Returns the rows as columns; nothing once nobody waits for them.
pub(super) fn written(rows: &Rows, abandoned: &CancellationToken) -> Vec<u8> {
    let (cells, texts) = read(rows, abandoned);
    if abandoned.is_cancelled() {
        return Vec::new();
    }
    Columns::of(rows, &cells, &texts).written(rows)
}

/// Reads every span, in the order they are stored in. All processors read a large trace.
fn read<'r>(rows: &'r Rows, abandoned: &CancellationToken) -> (Vec<Cells>, Texts<'r>) {
    let mut cells = vec![Cells::default(); rows.spans_total()];
    let read = Mutex::new(Vec::new());
    processors::share(&mut cells, SPANS_A_PROCESSOR_MIN, |first, cells| {
        let mut texts = Texts::new();
        for (number, (cells, span)) in cells.iter_mut().zip(rows.spans_from(first)).enumerate() {
            if number.is_multiple_of(SPANS_AT_A_TIME) && abandoned.is_cancelled() {
                break;
            }
            *cells = Cells::of(&span, &mut texts);
        }
        let mut read = read.lock().unwrap_or_else(PoisonError::into_inner);
        read.push((first, cells.len(), texts));
    });
    let mut stretches = read.into_inner().unwrap_or_else(PoisonError::into_inner);
    stretches.sort_unstable_by_key(|(first, ..)| *first);
    let mut stretches = stretches.into_iter();
    let mut all = stretches
        .next()
        .map_or_else(Texts::new, |(.., texts)| texts);
    for (first, len, texts) in stretches {
        let numbers = all.join(texts);
        for cells in cells.iter_mut().skip(first).take(len) {
            cells.renumber(&numbers);
        }
    }
    (cells, all)
}

/// What stands in the columns for one span. Texts have numbers.
#[derive(Clone, Copy, Default)]
struct Cells {
    duration_ns: u64,
    span_id: u64,
    service: u32,
    name: u32,
    badge: u32,
    events: u16,
    links: u16,
    kind: u8,
    status: u8,
    flags: u8,
}

impl Cells {
    fn of<'a>(span: &AdjustedSpan<'a>, texts: &mut Texts<'a>) -> Self {
        let view = &span.span;
        let mut flags = flags_of(span);
        let attributes = view.all_attributes().inspect(|attribute| {
            if attribute.key == reserved::WARNINGS {
                flags |= WARNINGS;
            }
            if is_summary(attribute) {
                flags |= SUMMARY;
            }
        });
        let badge = match badge::of(attributes) {
            Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
            Cow::Owned(text) => Cow::Owned(text.into_bytes()),
        };
        let mut events = 0_usize;
        for event in view.events() {
            events += 1;
            if event.name() == "exception" {
                flags |= EXCEPTION;
            }
        }
        let links = view.links().filter(|link| !link.trace_id().is_zero());
        Self {
            duration_ns: rows::duration_ns(span),
            span_id: span.span_id.to_u64(),
            service: texts.service(view),
            name: texts.names.number(Cow::Borrowed(view.name().as_bytes())),
            badge: texts.badges.number(badge),
            events: u16::try_from(events).unwrap_or(u16::MAX),
            links: u16::try_from(links.count()).unwrap_or(u16::MAX),
            kind: view.kind().number() as u8,
            status: view.status().number() as u8,
            flags,
        }
    }

    fn renumber(&mut self, by: &Numbers) {
        let number = |by: &[u32], number: u32| by.get(number as usize).copied().unwrap_or(0);
        self.service = number(&by.services, self.service);
        self.name = number(&by.names, self.name);
        self.badge = number(&by.badges, self.badge);
    }
}

/// The numbers that texts get elsewhere, by those that they have.
struct Numbers {
    services: Vec<u32>,
    names: Vec<u32>,
    badges: Vec<u32>,
}

/// The texts that spans share.
struct Texts<'a> {
    services: Interned<'a>,
    names: Interned<'a>,
    badges: Interned<'a>,
    last_service: Option<(ResourceView<'a>, u32)>,
}

impl<'a> Texts<'a> {
    fn new() -> Self {
        let mut badges = Interned::new(TEXTS_OF_16_BITS);
        badges.number(Cow::Borrowed(b""));
        Self {
            services: Interned::new(TEXTS_OF_16_BITS),
            names: Interned::new(u32::MAX),
            badges,
            last_service: None,
        }
    }

    /// Takes in the texts of other spans.
    fn join(&mut self, others: Self) -> Numbers {
        Numbers {
            services: self.services.join(others.services),
            names: self.names.join(others.names),
            badges: self.badges.join(others.badges),
        }
    }

    /// Neighbours are mostly of one service.
    fn service(&mut self, view: &SpanView<'a>) -> u32 {
        let resource = view.resource();
        if let Some((last, service)) = self.last_service
            && last == resource
        {
            return service;
        }
        let name = resource.service_name().unwrap_or_default();
        let service = self.services.number(Cow::Borrowed(name.as_bytes()));
        self.last_service = Some((resource, service));
        service
    }
}

/// The rows with their cells, and the texts in the order in which rows first have them.
struct Columns<'t> {
    rows: Vec<(Row, Cells)>,
    services: Vec<&'t [u8]>,
    names: Vec<&'t [u8]>,
    badges: Vec<&'t [u8]>,
}

impl<'t> Columns<'t> {
    /// The cells stand as the spans are stored.
    fn of(rows: &Rows, cells: &[Cells], texts: &'t Texts<'_>) -> Self {
        let mut services = texts.services.renumber();
        let mut names = texts.names.renumber();
        let mut badges = texts.badges.renumber();
        // No badge is the first of all, whoever has it.
        badges.number(0);
        let rows = rows.rows().iter().filter_map(|row| {
            let mut cells = *cells.get(row.node as usize)?;
            cells.service = services.number(cells.service);
            cells.name = names.number(cells.name);
            cells.badge = badges.number(cells.badge);
            Some((*row, cells))
        });
        Self {
            rows: rows.collect(),
            services: services.into_texts(),
            names: names.into_texts(),
            badges: badges.into_texts(),
        }
    }

    fn written(&self, of: &Rows) -> Vec<u8> {
        let head = self.head(of);
        let bytes = head.len() + self.rows.len() * BYTES_A_ROW + PADDING_BYTES_MAX;
        let mut out = Vec::with_capacity(bytes);
        let head_bytes = (PREFIX_BYTES + head.len()).next_multiple_of(ALIGNMENT) - PREFIX_BYTES;
        out.extend_from_slice(b"JTC1");
        out.extend_from_slice(&(head_bytes as u32).to_le_bytes());
        out.extend_from_slice(&head);
        out.resize(PREFIX_BYTES + head_bytes, b' ');
        let start = |row: &Row| (row.start_ns - of.start_ns) as f64;
        self.put(&mut out, |row, _| start(row).to_le_bytes());
        self.put(&mut out, |_, of| (of.duration_ns as f64).to_le_bytes());
        self.put(&mut out, |row, _| row.parent.to_le_bytes());
        self.put(&mut out, |_, of| (of.service as u16).to_le_bytes());
        self.put(&mut out, |_, of| of.name.to_le_bytes());
        self.put(&mut out, |_, of| (of.badge as u16).to_le_bytes());
        self.put(&mut out, |_, of| [of.kind]);
        self.put(&mut out, |_, of| [of.status]);
        self.put(&mut out, |row, of| [row.flags | of.flags]);
        self.put(&mut out, |_, of| of.events.to_le_bytes());
        self.put(&mut out, |_, of| of.links.to_le_bytes());
        // The upper half comes first, unlike in a number of 64 bits.
        self.put(&mut out, |_, of| of.span_id.rotate_left(32).to_le_bytes());
        out
    }

    fn put<const N: usize>(&self, out: &mut Vec<u8>, bytes: impl Fn(&Row, &Cells) -> [u8; N]) {
        for (row, cells) in &self.rows {
            out.extend_from_slice(&bytes(row, cells));
        }
        out.resize(out.len().next_multiple_of(ALIGNMENT), 0);
    }

    fn head(&self, rows: &Rows) -> Vec<u8> {
        let mut head = vec![b'{'];
        json::text_member(&mut head, "traceId", &rows.trace_id().to_hex());
        json::number_member(&mut head, "count", rows.len() as u64);
        json::text_member(&mut head, "startUnixNano", &rows.start_ns.to_string());
        json::number_member(&mut head, "durationNano", rows.duration_ns);
        for (member, texts) in [
            ("services", &self.services),
            ("names", &self.names),
            ("badges", &self.badges),
        ] {
            json::name(&mut head, member);
            json::list(&mut head, texts, json::text);
        }
        json::name(&mut head, "warnings");
        head.extend_from_slice(b"[]");
        json::name(&mut head, "truncated");
        if rows.len() < rows.spans_total() {
            head.push(b'{');
            json::number_member(&mut head, "shown", rows.len() as u64);
            json::number_member(&mut head, "total", rows.spans_total() as u64);
            head.push(b'}');
        } else {
            json::null(&mut head);
        }
        json::text_member(&mut head, "etag", rows.etag());
        head.push(b'}');
        head
    }
}

/// What can be told of a span without looking at its attributes and events.
fn flags_of(span: &AdjustedSpan<'_>) -> u8 {
    let mut flags = 0;
    if !span.warnings.is_empty() {
        flags |= WARNINGS;
    }
    if span.shift_ns != 0 {
        flags |= SKEW_ADJUSTED;
    }
    if span.shown(span.span.end()).0 == 0 {
        flags |= UNFINISHED;
    }
    flags
}

/// Returns whether the attribute says that its span stands for many that were put together on
/// their way here, as the collector's span pruning processor does.
fn is_summary(attribute: &Attribute<'_>) -> bool {
    attribute.key == "aggregation.is_summary" && text::of(attribute.value) == "true"
}

/// There is something to say about the span.
const WARNINGS: u8 = 2;
/// Its times were moved.
const SKEW_ADJUSTED: u8 = 4;
/// One of its events is an exception.
const EXCEPTION: u8 = 16;
/// It has not ended as far as is known.
const UNFINISHED: u8 = 64;
/// It stands for many spans.
const SUMMARY: u8 = 128;

/// Texts whose numbers fit 16 bits.
const TEXTS_OF_16_BITS: u32 = 1 << 16;
const ALIGNMENT: usize = 8;
/// What says that this is it, and how long the head is.
const PREFIX_BYTES: usize = 8;
const BYTES_A_ROW: usize = 43;
const PADDING_BYTES_MAX: usize = PREFIX_BYTES + 13 * ALIGNMENT;
const SPANS_AT_A_TIME: usize = 1_024;
/// Fewer are read sooner than a thread starts.
const SPANS_A_PROCESSOR_MIN: usize = 4_096;
