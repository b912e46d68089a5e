//! The fields of a span as attributes, for formats that have only those.
//!
//! Keys and values are those of OpenTelemetry's "Mapping to non-OTLP formats" and of Jaeger, which shows and searches
//! them so.

use crate::{Attribute, SpanView, StatusCode, Text, Value};

/// `span.kind`
pub const SPAN_KIND: &str = "span.kind";
/// `error`, true for a failed span
pub const ERROR: &str = "error";
/// `otel.status_code`, `OK` or `ERROR`
pub const STATUS_CODE: &str = "otel.status_code";
/// `otel.status_description`
pub const STATUS_DESCRIPTION: &str = "otel.status_description";
/// `otel.scope.name`
pub const SCOPE_NAME: &str = "otel.scope.name";
/// `otel.scope.version`
pub const SCOPE_VERSION: &str = "otel.scope.version";
/// `w3c.tracestate`
pub const TRACE_STATE: &str = "w3c.tracestate";

/// The scope of a span as attributes: what is set of name and version.
pub fn of_scope<'a>(span: &SpanView<'a>) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
    let scope = span.scope();
    [
        text(SCOPE_NAME, scope.name()),
        text(SCOPE_VERSION, scope.version()),
    ]
    .into_iter()
    .flatten()
}

/// The kind, status and trace state of a span as attributes, in Jaeger's order: what is set.
pub fn of_fields<'a>(span: &SpanView<'a>) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
    let (code, error) = match span.status() {
        StatusCode::Unset => ("", None),
        StatusCode::Ok => ("OK", None),
        StatusCode::Error => ("ERROR", Some(Value::Bool(true))),
    };
    [
        text(SPAN_KIND, span.kind().as_str().into()),
        text(STATUS_CODE, code.into()),
        error.map(|value| Attribute {
            key: ERROR.into(),
            value,
        }),
        text(STATUS_DESCRIPTION, span.status_message()),
        text(TRACE_STATE, span.trace_state()),
    ]
    .into_iter()
    .flatten()
}

/// True when an attribute of the span says only what a field of it says as well.
pub fn repeats_a_field(span: &SpanView<'_>, attribute: &Attribute<'_>) -> bool {
    of_scope(span)
        .chain(of_fields(span))
        .any(|fact| fact == *attribute)
}

fn text<'a>(key: &'static str, value: Text<'a>) -> Option<Attribute<'a>> {
    (!value.is_empty()).then_some(Attribute {
        key: key.into(),
        value: Value::String(value),
    })
}
