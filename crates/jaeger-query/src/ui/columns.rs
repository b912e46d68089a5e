//! A trace as columns: `application/vnd.jaeger.columns`, version 1, little endian.
//!
//! `JTC1`, the length of the head in 32 bits, the head in JSON, padded with blanks, and then one
//! array for each property, with an entry for each row. Everything begins at a multiple of eight
//! bytes, so that a browser reads the arrays where they are. `testdata/ui/columns` has examples.

use std::borrow::Cow;

use jaeger_model::{Attribute, ResourceView, SpanView, Trace, reserved};
use tokio_util::sync::CancellationToken;

use super::interned::Interned;
use super::order::Row;
use super::rows::{self, Rows};
use super::{badge, text};
use crate::adjust::AdjustedSpan;
use crate::json;
use crate::render::Rendering;

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
    let mut columns = Columns::with_room(rows.len());
    for (number, (row, span)) in rows.iter().enumerate() {
        if number.is_multiple_of(ROWS_AT_A_TIME) && abandoned.is_cancelled() {
            return Vec::new();
        }
        columns.push(rows, row, &span);
    }
    columns.written(rows)
}

/// The arrays, in the order in which they are written.
struct Columns<'a> {
    start: Vec<f64>,
    duration: Vec<f64>,
    parent: Vec<i32>,
    service: Vec<u16>,
    name: Vec<u32>,
    badge: Vec<u16>,
    kind: Vec<u8>,
    status: Vec<u8>,
    flags: Vec<u8>,
    events: Vec<u16>,
    links: Vec<u16>,
    span_id: Vec<u64>,
    services: Interned<'a>,
    names: Interned<'a>,
    badges: Interned<'a>,
    last_service: Option<(ResourceView<'a>, u16)>,
}

impl<'a> Columns<'a> {
    fn with_room(rows: usize) -> Self {
        let mut badges = Interned::new(TEXTS_OF_16_BITS);
        badges.number(Cow::Borrowed(b""));
        Self {
            start: Vec::with_capacity(rows),
            duration: Vec::with_capacity(rows),
            parent: Vec::with_capacity(rows),
            service: Vec::with_capacity(rows),
            name: Vec::with_capacity(rows),
            badge: Vec::with_capacity(rows),
            kind: Vec::with_capacity(rows),
            status: Vec::with_capacity(rows),
            flags: Vec::with_capacity(rows),
            events: Vec::with_capacity(rows),
            links: Vec::with_capacity(rows),
            span_id: Vec::with_capacity(rows),
            services: Interned::new(TEXTS_OF_16_BITS),
            names: Interned::new(u32::MAX),
            badges,
            last_service: None,
        }
    }

    fn push(&mut self, rows: &Rows, row: &Row, span: &AdjustedSpan<'a>) {
        let view = &span.span;
        let mut flags = row.flags | flags_of(span);
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
        let service = self.service(view);
        self.start.push((row.start_ns - rows.start_ns) as f64);
        self.duration.push(rows::duration_ns(span) as f64);
        self.parent.push(row.parent);
        self.service.push(service);
        let name = Cow::Borrowed(view.name().as_bytes());
        self.name.push(self.names.number(name));
        self.badge.push(self.badges.number(badge) as u16);
        self.kind.push(view.kind().number() as u8);
        self.status.push(view.status().number() as u8);
        self.flags.push(flags);
        self.events.push(u16::try_from(events).unwrap_or(u16::MAX));
        let links = view
            .links()
            .filter(|link| !link.trace_id().is_zero())
            .count();
        self.links.push(u16::try_from(links).unwrap_or(u16::MAX));
        self.span_id.push(span.span_id.to_u64());
    }

    /// Neighbours are mostly of one service.
    fn service(&mut self, view: &SpanView<'a>) -> u16 {
        let resource = view.resource();
        if let Some((last, service)) = self.last_service
            && last == resource
        {
            return service;
        }
        let name = resource.service_name().unwrap_or_default();
        let service = self.services.number(Cow::Borrowed(name.as_bytes())) as u16;
        self.last_service = Some((resource, service));
        service
    }

    fn written(&self, rows: &Rows) -> Vec<u8> {
        let head = self.head(rows);
        let bytes = head.len() + rows.len() * BYTES_A_ROW + PADDING_BYTES_MAX;
        let mut out = Vec::with_capacity(bytes);
        let head_bytes = (PREFIX_BYTES + head.len()).next_multiple_of(ALIGNMENT) - PREFIX_BYTES;
        out.extend_from_slice(b"JTC1");
        out.extend_from_slice(&(head_bytes as u32).to_le_bytes());
        out.extend_from_slice(&head);
        out.resize(PREFIX_BYTES + head_bytes, b' ');
        put(&mut out, &self.start, |entry| entry.to_le_bytes());
        put(&mut out, &self.duration, |entry| entry.to_le_bytes());
        put(&mut out, &self.parent, |entry| entry.to_le_bytes());
        put(&mut out, &self.service, |entry| entry.to_le_bytes());
        put(&mut out, &self.name, |entry| entry.to_le_bytes());
        put(&mut out, &self.badge, |entry| entry.to_le_bytes());
        put(&mut out, &self.kind, |entry| [*entry]);
        put(&mut out, &self.status, |entry| [*entry]);
        put(&mut out, &self.flags, |entry| [*entry]);
        put(&mut out, &self.events, |entry| entry.to_le_bytes());
        put(&mut out, &self.links, |entry| entry.to_le_bytes());
        // The upper half comes first, unlike in a number of 64 bits.
        put(&mut out, &self.span_id, |id| {
            id.rotate_left(32).to_le_bytes()
        });
        out
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
            json::list(&mut head, texts.texts(), json::text);
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

fn put<T, const N: usize>(out: &mut Vec<u8>, entries: &[T], bytes: impl Fn(&T) -> [u8; N]) {
    for entry in entries {
        out.extend_from_slice(&bytes(entry));
    }
    out.resize(out.len().next_multiple_of(ALIGNMENT), 0);
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
const ROWS_AT_A_TIME: usize = 1_024;
