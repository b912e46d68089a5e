//! One span being written.
//!
//! Tags and annotations become attributes and events as they are read; what depends on all of them stands behind them.
//! A tag that says what a field of OTLP holds sets the field and is no attribute: who renders the span makes the tag
//! again.

mod finish;

use jaeger_model::otlp::{event, span};
use jaeger_model::wire::Writer;
use jaeger_model::{
    Attribute, BatchErrorKind, SpanId, SpanKind, StatusCode, Text, TraceId, Value, facts,
};

use super::endpoint::Endpoint;
use super::gather::Gather;
use super::held::Held;
use super::packed;
use crate::jaeger::TIMESTAMP_US;
use crate::marks::write_client_attribute;
use crate::times::nanos;

/// What keys of links start with; a number follows.
const LINK: &str = "otlp.link.";

/// The two forms of Zipkin's spans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Everything is an annotation; the address of the service belongs to the process.
    V1,
    /// Kind and endpoints are fields; the addresses belong to the span.
    V2,
}

pub(super) struct Draft<'w, 'a> {
    pub(super) trace_id: TraceId,
    pub(super) span_id: SpanId,
    pub(super) parent_span_id: SpanId,
    pub(super) kind: SpanKind,
    /// Zero means as much as nothing.
    pub(super) start_us: Option<i64>,
    /// Zero means as much as nothing.
    pub(super) duration_us: Option<i64>,
    pub(super) is_debug: bool,
    pub(super) local: Endpoint<'a>,
    pub(super) remote: Endpoint<'a>,
    dialect: Dialect,
    held: Held,
    has_failed: bool,
    status: Option<StatusCode>,
    /// The first and the last time that anything is said to have happened at.
    happened_us: Option<(i64, i64)>,
    repaired_events: usize,
    gather: &'w mut Gather,
    /// Where the span starts among all spans.
    start: usize,
}

impl<'w> Draft<'w, '_> {
    pub(super) fn new(gather: &'w mut Gather, dialect: Dialect) -> Self {
        Self {
            trace_id: TraceId::default(),
            span_id: SpanId::default(),
            parent_span_id: SpanId::default(),
            kind: SpanKind::default(),
            start_us: None,
            duration_us: None,
            is_debug: false,
            local: Endpoint::default(),
            remote: Endpoint::default(),
            dialect,
            held: Held::default(),
            has_failed: false,
            status: None,
            happened_us: None,
            repaired_events: 0,
            start: gather.spans.len(),
            gather,
        }
    }

    pub(super) fn count(&mut self) -> Result<(), BatchErrorKind> {
        self.gather.count()
    }

    fn w(&mut self) -> &mut Writer {
        &mut self.gather.spans
    }

    pub(super) fn name(&mut self, name: &[u8]) {
        self.w().bytes_if_any(span::NAME, name);
    }

    /// A tag of v2 or a binary annotation of v1.
    pub(super) fn tag(&mut self, key: &[u8], value: Value<'_>) {
        if !self.is_field(key, value) {
            self.attribute(key, value);
        }
    }

    /// True when a field says it already, or will say it at the end.
    fn is_field(&mut self, key: &[u8], value: Value<'_>) -> bool {
        if key == facts::ERROR.as_bytes() {
            // The presence of the key is what counts, unless it says no in so many words.
            self.has_failed |= value != Value::Bool(false);
            return value == Value::Bool(true) || value == Value::from("true");
        }
        let Value::String(text) = value else {
            return false;
        };
        if key == facts::STATUS_CODE.as_bytes() {
            return self.is_status(text);
        }
        if key.starts_with(LINK.as_bytes()) {
            let depth_max = self.gather.limits.depth;
            return packed::link(self.w(), text.as_bytes(), depth_max);
        }
        self.held.hold(key, text.as_bytes())
    }

    fn is_status(&mut self, word: Text<'_>) -> bool {
        let word = word.to_str().to_ascii_uppercase();
        let code = match word.strip_prefix("STATUS_CODE_").unwrap_or(&word) {
            "OK" => StatusCode::Ok,
            "ERROR" => StatusCode::Error,
            "UNSET" => StatusCode::Unset,
            _ => return false,
        };
        let is_first = self.status.is_none();
        self.status.get_or_insert(code);
        is_first
    }

    fn attribute(&mut self, key: &[u8], value: Value<'_>) {
        let key = Text::new(key);
        write_client_attribute(self.w(), Attribute { key, value });
    }

    /// An annotation of v2. OpenTelemetry's exporters pack the attributes of an event into it.
    pub(super) fn annotation(&mut self, time_us: i64, value: &[u8]) {
        let depth_max = self.gather.limits.depth;
        self.note_time(time_us);
        let (time, is_sent) = nanos(time_us);
        if is_sent && packed::event(self.w(), time, value, depth_max) {
            return;
        }
        self.event(time_us, value, None);
    }

    /// An event by its name, and by the host that it happened on if that is another than that of the span.
    pub(super) fn event(&mut self, time_us: i64, name: &[u8], host: Option<&Endpoint<'_>>) {
        if time_us == 0 && name.is_empty() {
            return;
        }
        self.note_time(time_us);
        let (time, is_sent) = nanos(time_us);
        self.repaired_events += usize::from(!is_sent);
        self.w().message(span::EVENTS, |w| {
            w.fixed64(event::TIME_UNIX_NANO, time);
            w.bytes_if_any(event::NAME, name);
            if let Some(host) = host {
                host.write(w, event::ATTRIBUTES);
            }
            if !is_sent {
                let sent = Value::Int(time_us);
                w.attribute(event::ATTRIBUTES, TIMESTAMP_US.as_bytes(), sent);
            }
        });
    }

    /// Something happened then; zero is no time.
    pub(super) fn note_time(&mut self, time_us: i64) {
        if time_us != 0 {
            let (first, last) = self.happened_us.unwrap_or((time_us, time_us));
            self.happened_us = Some((first.min(time_us), last.max(time_us)));
        }
    }

    /// When it began and how long it took: as said, else by what happened during it.
    pub(super) fn start_and_duration(&self) -> (Option<i64>, i64) {
        let happened = self.happened_us;
        let start = self.start_us.filter(|us| *us != 0);
        let start = start.or_else(|| happened.map(|(first, _)| first));
        let is_said = self.duration_us.filter(|us| *us != 0);
        let until_last = || {
            let (_, last) = happened?;
            last.checked_sub(start?).filter(|us| *us > 0)
        };
        (start, is_said.or_else(until_last).unwrap_or_default())
    }
}
