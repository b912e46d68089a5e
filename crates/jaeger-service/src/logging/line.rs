//! How one event becomes one line. Control characters never reach the output: what a client sent
//! must neither forge a line nor command the terminal that shows it.

use std::fmt::{self, Write as _};
use std::sync::Arc;

use serde_json::Value;
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

use crate::clock::{Clock, rfc3339};
use crate::common::LogEncoding;

pub(super) struct LineFormat {
    encoding: LogEncoding,
    clock: Arc<dyn Clock>,
}

impl LineFormat {
    pub(super) fn new(encoding: LogEncoding, clock: Arc<dyn Clock>) -> Self {
        Self { encoding, clock }
    }
}

impl<S, N> FormatEvent<S, N> for LineFormat
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        _context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let mut content = Content::default();
        event.record(&mut content);
        let level = event.metadata().level();
        let target = event.metadata().target();
        let now_ns = self.clock.now_ns();
        match self.encoding {
            LogEncoding::Json => writeln!(
                writer,
                r#"{{"level":"{}","ts":{}.{:06},"caller":{},"msg":{}{}}}"#,
                level.as_str().to_ascii_lowercase(),
                now_ns / 1_000_000_000,
                now_ns % 1_000_000_000 / 1_000,
                quoted(target),
                quoted(&content.message),
                content.members(),
            ),
            LogEncoding::Console => writeln!(
                writer,
                "{}\t{level}\t{target}\t{}{}",
                rfc3339(now_ns),
                unquoted(&content.message),
                content.object_after("\t"),
            ),
        }
    }
}

/// What an event says.
#[derive(Default)]
struct Content {
    message: String,
    fields: Vec<(&'static str, Value)>,
}

impl Content {
    fn add(&mut self, field: &Field, value: Value) {
        match (field.name(), value) {
            ("message", Value::String(text)) => self.message = text,
            (name, value) => self.fields.push((name, value)),
        }
    }

    /// Returns the fields as members of a JSON object, a comma before each.
    fn members(&self) -> String {
        let mut members = String::new();
        for (name, value) in &self.fields {
            let value = match value {
                Value::String(text) => quoted(text),
                other => other.to_string(),
            };
            // Writing to a `String` cannot fail.
            write!(members, ",{}:{value}", quoted(name)).unwrap_or_default();
        }
        members
    }

    fn object_after(&self, separator: &str) -> String {
        match self.members().strip_prefix(',') {
            Some(members) => format!("{separator}{{{members}}}"),
            None => String::new(),
        }
    }
}

impl Visit for Content {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.add(field, Value::from(value));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add(field, Value::from(value));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.add(field, Value::from(value));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.add(field, Value::from(value));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.add(field, Value::from(value));
    }

    fn record_error(&mut self, field: &Field, value: &(dyn std::error::Error + 'static)) {
        let mut text = value.to_string();
        let mut cause = value.source();
        while let Some(error) = cause {
            write!(text, ": {error}").unwrap_or_default();
            cause = error.source();
        }
        self.add(field, Value::from(text));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.add(field, Value::from(format!("{value:?}")));
    }
}

/// Returns `text` as a JSON string.
fn quoted(text: &str) -> String {
    // JSON leaves DEL and the control characters from 0x80 as they are; terminals do not.
    let json = serde_json::to_string(text).unwrap_or_default();
    if !json.contains(char::is_control) {
        return json;
    }
    json.chars().fold(String::new(), |mut safe, c| {
        if c.is_control() {
            write!(safe, "\\u{:04x}", u32::from(c)).unwrap_or_default();
        } else {
            safe.push(c);
        }
        safe
    })
}

/// Returns `text` escaped like a JSON string, without its quotes.
fn unquoted(text: &str) -> String {
    let json = quoted(text);
    json.strip_prefix('"')
        .and_then(|json| json.strip_suffix('"'))
        .unwrap_or(&json)
        .to_owned()
}
