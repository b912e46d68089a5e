//! Spans as storages want them: each with a service, an end after its start, and text that is text.
//!
//! The replacements and their words are those of Jaeger 1.76, which repairs spans of its own formats and of OTLP each
//! in its own way. Text that is not UTF-8 stays in the former as it is and is shown repaired; in the latter it becomes
//! bytes in names and attributes of spans and in attributes of resources and scopes. A service name stays text, since
//! a span whose service is bytes could not be found. An id of zero needs no repair: the views read it as none.

use std::str;

use chrono::DateTime;
use jaeger_codec::jaeger::SERVICE_NAME;
use jaeger_model::otlp::{resource, scope, span};
use jaeger_model::wire::{Field, Writer};
use jaeger_model::{BatchError, ResourceView, SpanBatch, SpanView, Timestamp, Value};
use jaeger_receivers::sink::Format;

use super::rewrite::{
    Edit, Rewrite, edited, key, pair, rewritten, text, view, warn, with_fields, with_value,
};

/// Repairs the spans that need it. The batch itself comes back when none does.
pub(super) fn sanitize(batch: &SpanBatch, format: Format) -> Result<SpanBatch, BatchError> {
    let has_broken_text = || {
        batch
            .marked_spans()
            .any(|(_, marks)| marks.has_invalid_utf8())
    };
    let mut repair = Repair {
        format,
        repairs_text: format == Format::Otlp && has_broken_text(),
    };
    if !repair.repairs_text && is_whole(batch) {
        return Ok(batch.clone());
    }
    rewritten(batch, &mut repair)
}

/// True when every span has a service and lasts.
fn is_whole(batch: &SpanBatch) -> bool {
    let mut last: Option<ResourceView<'_>> = None;
    batch.spans().all(|span| {
        // Neighbours mostly share their resource.
        let resource = span.resource();
        let is_known = last.replace(resource) == Some(resource);
        (is_known || has_service(&resource)) && !lasts_for_nothing(&span)
    })
}

fn has_service(resource: &ResourceView<'_>) -> bool {
    resource.service_name().is_some_and(|name| !name.is_empty())
}

/// True for a span that does not end after it starts. At the end of time nothing can.
fn lasts_for_nothing(span: &SpanView<'_>) -> bool {
    span.end() <= span.start() && span.start() < Timestamp::MAX
}

struct Repair {
    format: Format,
    repairs_text: bool,
}

impl Rewrite for Repair {
    fn resource(&mut self, resource: &[u8]) -> Option<Vec<u8>> {
        let (mut is_named, mut broken_keys) = (false, 0);
        let changed = edited(resource, |number, field| match (number, field) {
            (resource::ATTRIBUTES, Field::Bytes(attribute))
                if !is_named && key(attribute) == SERVICE_NAME.as_bytes() =>
            {
                is_named = true;
                self.service_name(attribute).into()
            }
            (resource::ATTRIBUTES, Field::Bytes(attribute)) => {
                self.attribute(attribute, &mut broken_keys).into()
            }
            _ => Edit::Keep,
        });
        let mut fields = Writer::default();
        if !is_named {
            let name = match self.format {
                Format::Jaeger | Format::Proto => NO_PROCESS,
                Format::Otlp | Format::Zipkin => MISSING_SERVICE,
            };
            fields.attribute(resource::ATTRIBUTES, SERVICE_NAME.as_bytes(), name.into());
        }
        with_fields(resource, changed, fields)
    }

    fn scope(&mut self, scope: &[u8]) -> Option<Vec<u8>> {
        let mut broken_keys = 0;
        edited(scope, |number, field| match (number, field) {
            (scope::ATTRIBUTES, Field::Bytes(attribute)) => {
                self.attribute(attribute, &mut broken_keys).into()
            }
            _ => Edit::Keep,
        })
    }

    fn span(&mut self, span: &[u8]) -> Option<Vec<u8>> {
        let view = view(span);
        let name = view.name().as_bytes();
        let is_nameless = self.repairs_text && !is_text(name);
        let is_endless = lasts_for_nothing(&view);
        let mut broken_keys = 0;
        let changed = edited(span, |number, field| match (number, field) {
            (span::NAME, _) if is_nameless => Edit::Drop,
            (span::END_TIME_UNIX_NANO, _) if is_endless => Edit::Drop,
            (span::ATTRIBUTES, Field::Bytes(attribute)) => {
                self.attribute(attribute, &mut broken_keys).into()
            }
            _ => Edit::Keep,
        });
        let mut fields = Writer::default();
        if is_nameless {
            let key = INVALID_NAME.as_bytes();
            fields.bytes(span::NAME, key);
            fields.attribute(span::ATTRIBUTES, key, Value::Bytes(name));
        }
        if is_endless {
            self.end(&mut fields, &view);
        }
        with_fields(span, changed, fields)
    }
}

impl Repair {
    /// The attribute that names the service, if its value is of no use.
    fn service_name(&self, attribute: &[u8]) -> Option<Vec<u8>> {
        let repaired;
        let name: &str = match text(attribute) {
            None => MISTYPED_SERVICE,
            Some(b"") => EMPTY_SERVICE,
            Some(name) if self.repairs_text && !is_text(name) => {
                repaired = String::from_utf8_lossy(name);
                &repaired
            }
            Some(_) => return None,
        };
        Some(pair(SERVICE_NAME.as_bytes(), name.into()))
    }

    /// An attribute whose key or value is not the text that it should be.
    fn attribute(&self, attribute: &[u8], broken_keys: &mut usize) -> Option<Vec<u8>> {
        if !self.repairs_text {
            return None;
        }
        let key = key(attribute);
        if !is_text(key) {
            *broken_keys += 1;
            let value = with_value(attribute, |value| [key, b":", &written(value)].concat());
            let key = format!("{INVALID_KEY}-{broken_keys}");
            return Some(pair(key.as_bytes(), Value::Bytes(&value)));
        }
        match text(attribute) {
            Some(value) if !is_text(value) => Some(pair(key, Value::Bytes(value))),
            _ => None,
        }
    }

    /// Ends a span one nanosecond after its start, and says so.
    fn end(&self, w: &mut Writer, span: &SpanView<'_>) {
        let end = Timestamp(span.start().0.saturating_add(1));
        w.fixed64(span::END_TIME_UNIX_NANO, end.0);
        match self.format {
            Format::Jaeger | Format::Proto => {
                let value = Value::Bytes(DURATION_CHANGED);
                w.attribute(span::ATTRIBUTES, INVALID_DURATION.as_bytes(), value);
            }
            Format::Otlp | Format::Zipkin => {
                let (sent, end) = (go_time(span.end()), go_time(end));
                warn(
                    w,
                    &format!(
                        "Negative duration detected, sanitizing end timestamp. \
                         Original end timestamp: {sent}, adjusted to: {end}"
                    ),
                );
            }
        }
    }
}

fn is_text(bytes: &[u8]) -> bool {
    str::from_utf8(bytes).is_ok()
}

/// A value in bytes that can be read.
fn written(value: Value<'_>) -> Vec<u8> {
    match value {
        Value::Empty => Vec::new(),
        Value::String(text) => text.as_bytes().to_vec(),
        Value::Bytes(bytes) => bytes.to_vec(),
        other => other.to_json().into_bytes(),
    }
}

/// A time in UTC as Go prints it: the fraction without trailing zeros.
fn go_time(time: Timestamp) -> String {
    let (seconds, nanos) = (time.0 / 1_000_000_000, time.0 % 1_000_000_000);
    let moment = i64::try_from(seconds)
        .ok()
        .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
        .unwrap_or_default();
    let fraction = match nanos {
        0 => String::new(),
        nanos => format!(".{nanos:09}").trim_end_matches('0').to_owned(),
    };
    format!("{}{fraction} +0000 UTC", moment.format("%Y-%m-%d %H:%M:%S"))
}

const MISSING_SERVICE: &str = "missing-service-name";
const MISTYPED_SERVICE: &str = "service-name-wrong-type";
const EMPTY_SERVICE: &str = "empty-service-name";
const NO_PROCESS: &str = "null-process-and-service-name";
const INVALID_NAME: &str = "invalid-span-name";
const INVALID_KEY: &str = "invalid-tag-key";
const INVALID_DURATION: &str = "InvalidNegativeDuration";
const DURATION_CHANGED: &[u8] = b"Duration can't be negative, so it is changed to default value";

#[cfg(test)]
mod tests;
