//! What a trace says that another one may say as well.
//!
//! That is every attribute of its spans, resources and scopes with a short value, what OTLP has as
//! fields and Jaeger as tags (kind, status), the type of exceptions, the services, the span names,
//! and where it failed first. What looks like an id or a time is said by one trace alone and left
//! out.

use std::borrow::Cow;
use std::collections::HashSet;

use jaeger_model::{Attribute, SpanView, StatusCode, Trace, Value, facts};

/// What a statement is about. Of two that say as much the earlier kind is of more use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    Attribute,
    /// A span that failed without a failed child: the key is its service, the value its name.
    FailingSpan,
    Service,
    /// A span: the key is its service, the value its name.
    Name,
    /// The instrumentation that made a span.
    Scope,
}

impl Kind {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Attribute => "attribute",
            Self::FailingSpan => "failing-span",
            Self::Service => "service",
            Self::Name => "name",
            Self::Scope => "scope",
        }
    }
}

/// Tells `note` all statements of a trace: kind, key and value, any of them often.
pub(super) fn of_trace(trace: &Trace, mut note: impl FnMut(Kind, &str, &str)) {
    let failed = trace.spans().filter(is_failed);
    let failed_below: HashSet<_> = failed.filter_map(|span| span.parent_span_id()).collect();
    let (mut resource, mut scope) = (None, None);
    for span in trace.spans() {
        let service = span.resource().service_name().unwrap_or_default().to_str();
        if resource != Some(span.resource()) {
            resource = Some(span.resource());
            note_text(Kind::Service, SERVICE_NAME, &service, &mut note);
            for attribute in span.resource().attributes() {
                note_attribute(&attribute, &mut note);
            }
        }
        if scope != Some(span.scope()) {
            scope = Some(span.scope());
            note_text(Kind::Scope, SCOPE, &span.scope().name().to_str(), &mut note);
            for attribute in span.scope().attributes() {
                note_attribute(&attribute, &mut note);
            }
        }
        note_span(&span, &mut note);
        let name = span.name().to_str();
        note_text(Kind::Name, &service, &name, &mut note);
        if is_failed(&span) && !failed_below.contains(&span.span_id()) {
            note_text(Kind::FailingSpan, &service, &name, &mut note);
        }
    }
}

fn is_failed(span: &SpanView<'_>) -> bool {
    span.status() == StatusCode::Error
}

fn note_span(span: &SpanView<'_>, note: &mut impl FnMut(Kind, &str, &str)) {
    for attribute in span.attributes().chain(facts::of_fields(span)) {
        note_attribute(&attribute, note);
    }
    for attribute in span.events().flat_map(|event| event.attributes()) {
        if attribute.key == EXCEPTION_TYPE {
            note_attribute(&attribute, note);
        }
    }
}

fn note_attribute(attribute: &Attribute<'_>, note: &mut impl FnMut(Kind, &str, &str)) {
    // Services have a kind of their own.
    if attribute.is_reserved() || attribute.key == SERVICE_NAME {
        return;
    }
    if let Some(value) = short_text(attribute.value) {
        note_text(Kind::Attribute, &attribute.key.to_str(), &value, note);
    }
}

fn note_text(kind: Kind, key: &str, value: &str, note: &mut impl FnMut(Kind, &str, &str)) {
    let is_short = key.len() <= TEXT_BYTES_MAX && value.len() <= TEXT_BYTES_MAX;
    if is_short && !value.is_empty() && !is_id(key, value) {
        note(kind, key, value);
    }
}

/// The text of a plain value. A long one is not even looked at.
fn short_text(value: Value<'_>) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) if text.as_bytes().len() <= TEXT_BYTES_MAX => Some(text.to_str()),
        Value::Bool(_) | Value::Int(_) | Value::Double(_) => Some(value.to_text()),
        _ => None,
    }
}

/// True for what is made anew each time. What was built is often named by a hash, and that is just
/// what a failure may have to do with.
fn is_id(key: &str, value: &str) -> bool {
    let is_build = key.ends_with("version") || key.ends_with("revision");
    !is_build && (is_uuid(value) || is_long_number(value) || is_time(value))
}

fn is_uuid(value: &str) -> bool {
    let has_its_form = |(index, byte): (usize, u8)| match index {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    value.len() == 36 && value.bytes().enumerate().all(has_its_form)
}

/// Ten digits are a time in seconds or a counter; sixteen in base 16 are the id of a span.
fn is_long_number(value: &str) -> bool {
    let digits = value.strip_prefix("0x").unwrap_or(value);
    let are_decimal = digits.bytes().all(|byte| byte.is_ascii_digit());
    let are_digits = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    (are_decimal && digits.len() >= 10) || (are_digits && digits.len() >= 16)
}

/// True for what begins with a date and a time of day.
fn is_time(value: &str) -> bool {
    let form = b"0000-00-00T00:00";
    let fits = |(byte, form): (u8, &u8)| match form {
        b'0' => byte.is_ascii_digit(),
        b'T' => matches!(byte, b'T' | b't' | b' '),
        other => byte == *other,
    };
    value.len() >= form.len() && value.bytes().zip(form).all(fits)
}

/// The key of services.
const SERVICE_NAME: &str = "service.name";
/// How a search asks for the name of a scope.
const SCOPE: &str = "instrumentation:name";
const EXCEPTION_TYPE: &str = "exception.type";
const TEXT_BYTES_MAX: usize = 128;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjust::fixture::{Sketch, trace};

    #[test]
    fn ids_and_times_are_not_said_twice() {
        let cases = [
            ("k", "paypal", false),
            ("k", "500", false),
            ("k", "deadbeef", false),
            ("k", "1234567890", true),
            ("k", "0123456789abcdef", true),
            ("k", "0xdeadbeefdeadbeef", true),
            (
                "service.version",
                "9a1cd4b0123456789a1cd4b0123456789a1cd4b0",
                false,
            ),
            ("k", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", true),
            ("k", "6ba7b810-9dad-11d1-80b4-00c04fd430cx", false),
            ("k", "2024-01-01T00:00:00Z", true),
            ("k", "2024-01-01 00:00", true),
            ("k", "2024-01-01", false),
            ("k", "ünïcödé-ünïcödé-ünïc", false),
        ];
        for (key, value, expected) in cases {
            assert_eq!(is_id(key, value), expected, "{key}={value}");
        }
    }

    #[test]
    fn says_all_but_long_values() {
        let long = "x".repeat(TEXT_BYTES_MAX + 1);
        let span = Sketch {
            id: 1,
            name: "GET /",
            resource: &[
                ("service.name", Value::String("web".into())),
                ("host.name", Value::String("a".into())),
            ],
            attributes: &[
                ("flag", Value::Bool(true)),
                ("code", Value::Int(5)),
                ("ratio", Value::Double(0.5)),
                ("long", Value::String(long.as_str().into())),
                ("none", Value::String("".into())),
                ("bytes", Value::Bytes(&[1])),
            ],
            ..Sketch::default()
        };
        let mut said = Vec::new();
        of_trace(&trace(&[span]), |kind, key, value| {
            said.push(format!("{} {key}={value}", kind.as_str()));
        });
        let expected = [
            "service service.name=web",
            "attribute host.name=a",
            "attribute flag=true",
            "attribute code=5",
            "attribute ratio=0.5",
            "name web=GET /",
        ];
        assert_eq!(said, expected);
    }
}
