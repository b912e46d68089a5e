//! What of a span depends on all that was read of it.

use jaeger_model::otlp::{resource, scope, span, status};
use jaeger_model::wire::Writer;
use jaeger_model::{BatchErrorKind, SpanKind, StatusCode, Text, Value, facts};

use super::{Dialect, Draft};
use crate::jaeger::SERVICE_NAME;
use crate::marks::{write_flags, write_warnings};
use crate::times::Times;
use crate::zipkin::endpoint::{LOCAL, REMOTE};
use crate::zipkin::held::{LIBRARY_NAME, LIBRARY_VERSION};

/// Jaeger's flag of spans that must be kept.
const FLAG_DEBUG: u32 = 2;
/// True on a span whose start nobody knows; then it is 1970.
const ABSENT_START: &str = "otel.zipkin.absentField.startTime";
/// The service of a v1 span that names none.
const UNKNOWN_SERVICE: &str = "unknown-service";

impl Draft<'_, '_> {
    /// Writes what is left to say of the span, which is left out alone when its trace id is zero.
    pub(in crate::zipkin) fn finish(mut self) -> Result<(), BatchErrorKind> {
        if self.trace_id.is_zero() {
            self.gather.reject(self.start, "the trace id is zero");
            return Ok(());
        }
        let scope = self.scope();
        self.ids();
        self.kind();
        self.endpoints();
        let warnings = self.times();
        self.status();
        for (key, text) in self.held.take_all() {
            self.attribute(key.as_bytes(), Value::String(Text::new(&text)));
        }
        if self.is_debug || self.gather.is_debug {
            write_flags(self.w(), FLAG_DEBUG);
        }
        write_warnings(self.w(), &warnings);
        let resource = self.resource();
        self.gather.keep(self.start, resource, scope)
    }

    /// A version without a name says nothing and stays an attribute.
    fn scope(&mut self) -> Vec<u8> {
        let mut w = Writer::default();
        let name = self.held.take(facts::SCOPE_NAME);
        if let Some(name) = name.or_else(|| self.held.take(LIBRARY_NAME)) {
            w.bytes(scope::NAME, &name);
            let version = self.held.take(facts::SCOPE_VERSION);
            if let Some(version) = version.or_else(|| self.held.take(LIBRARY_VERSION)) {
                w.bytes(scope::VERSION, &version);
            }
        }
        w.into_bytes()
    }

    fn ids(&mut self) {
        let (trace_id, span_id, parent) = (self.trace_id, self.span_id, self.parent_span_id);
        let state = self.held.take(facts::TRACE_STATE).unwrap_or_default();
        let w = self.w();
        w.bytes(span::TRACE_ID, &trace_id.0);
        if !span_id.is_zero() {
            w.bytes(span::SPAN_ID, &span_id.0);
        }
        w.bytes_if_any(span::TRACE_STATE, &state);
        // No span is its own parent.
        if !parent.is_zero() && parent != span_id {
            w.bytes(span::PARENT_SPAN_ID, &parent.0);
        }
    }

    fn kind(&mut self) {
        if let Some(word) = self.held.take(facts::SPAN_KIND) {
            let said = SpanKind::from_word(&Text::new(&word).to_str());
            match said {
                Some(kind) if self.kind == SpanKind::Unspecified => self.kind = kind,
                Some(kind) if self.kind == kind => {}
                _ => {
                    let value = Value::String(Text::new(&word));
                    self.attribute(facts::SPAN_KIND.as_bytes(), value);
                }
            }
        }
        if self.kind != SpanKind::Unspecified {
            let number = self.kind.number();
            self.w().varint(span::KIND, number);
        }
    }

    /// Who sends an endpoint and a tag that says the same meant it once.
    fn endpoints(&mut self) {
        let Self {
            held,
            gather,
            local,
            remote,
            dialect,
            ..
        } = self;
        let mut write = |key: &'static str, value: Value<'_>| {
            if let Value::String(text) = value {
                held.forget(key, text.as_bytes());
            }
            gather
                .spans
                .attribute(span::ATTRIBUTES, key.as_bytes(), value);
        };
        if *dialect == Dialect::V2 {
            local.each(&LOCAL, &mut write);
        }
        remote.each(&REMOTE, &mut write);
    }

    fn times(&mut self) -> Vec<String> {
        let mut warnings = Vec::new();
        let (start_us, duration_us) = self.start_and_duration();
        let times = Times::from_micros(start_us.unwrap_or_default(), duration_us);
        let w = self.w();
        times.write(w, &mut warnings);
        times.write_repaired(w);
        if start_us.is_none() {
            let value = Value::Bool(true);
            w.attribute(span::ATTRIBUTES, ABSENT_START.as_bytes(), value);
        }
        if self.repaired_events > 0 {
            let repaired = self.repaired_events;
            warnings.push(format!(
                "{repaired} annotation times are outside of 1970 to 2554"
            ));
        }
        warnings
    }

    fn status(&mut self) {
        let message = self.held.take(facts::STATUS_DESCRIPTION);
        let message = message.unwrap_or_default();
        let code = match self.has_failed {
            true => StatusCode::Error,
            false => self.status.unwrap_or_default(),
        };
        if code == StatusCode::Unset && message.is_empty() {
            return;
        }
        self.w().message(span::STATUS, |w| {
            w.bytes_if_any(status::MESSAGE, &message);
            if code != StatusCode::Unset {
                w.varint(status::CODE, code.number());
            }
        });
    }

    fn resource(&self) -> Vec<u8> {
        let mut w = Writer::default();
        if !self.local.service.is_empty() {
            let name = Value::String(Text::new(&self.local.service));
            w.attribute(resource::ATTRIBUTES, SERVICE_NAME.as_bytes(), name);
        } else if self.dialect == Dialect::V1 {
            let name = Value::from(UNKNOWN_SERVICE);
            w.attribute(resource::ATTRIBUTES, SERVICE_NAME.as_bytes(), name);
        }
        if self.dialect == Dialect::V1 {
            self.local.write_address(&mut w, resource::ATTRIBUTES);
        }
        w.into_bytes()
    }
}
