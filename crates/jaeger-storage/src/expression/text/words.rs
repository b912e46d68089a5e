//! The words of the text form, and what each of them stands for.

use jaeger_model::{SpanKind, StatusCode};

use super::super::{Field, Level, Reference, TraceField};

/// What a condition is about.
#[derive(Clone, Debug)]
pub(super) enum Subject {
    /// A value of the span.
    Span(Reference),
    /// Something about the whole trace.
    Trace(TraceField),
}

/// What it is held against.
#[derive(Debug)]
pub(super) enum Value {
    Nil,
    Bool(bool),
    Int(i64),
    Double(f64),
    /// In nanoseconds.
    Duration(i64),
    Text(String),
    Kind(SpanKind),
    Status(StatusCode),
}

/// `service` and `operation` are our own, for who types by hand.
const SPAN_FIELDS: [(&str, Field); 20] = [
    ("service", Field::ResourceService),
    ("operation", Field::Name),
    ("name", Field::Name),
    ("duration", Field::Duration),
    ("status", Field::Status),
    ("statusMessage", Field::StatusMessage),
    ("kind", Field::Kind),
    ("span:name", Field::Name),
    ("span:duration", Field::Duration),
    ("span:status", Field::Status),
    ("span:statusMessage", Field::StatusMessage),
    ("span:kind", Field::Kind),
    ("span:id", Field::SpanId),
    ("span:parentID", Field::ParentSpanId),
    ("event:name", Field::EventName),
    ("event:timeSinceStart", Field::EventTimeSinceStart),
    ("link:traceID", Field::LinkTraceId),
    ("link:spanID", Field::LinkSpanId),
    ("instrumentation:name", Field::ScopeName),
    ("instrumentation:version", Field::ScopeVersion),
];

/// TraceQL knows no counts and no list of services; those three are our own.
const TRACE_FIELDS: [(&str, TraceField); 10] = [
    ("traceDuration", TraceField::Duration),
    ("rootName", TraceField::RootName),
    ("rootServiceName", TraceField::RootService),
    ("trace:duration", TraceField::Duration),
    ("trace:rootName", TraceField::RootName),
    ("trace:rootService", TraceField::RootService),
    ("trace:id", TraceField::TraceId),
    ("trace:spans", TraceField::SpanCount),
    ("trace:errors", TraceField::ErrorCount),
    ("trace:services", TraceField::Service),
];

/// Words of TraceQL that are not served.
const REFUSED: [&str; 9] = [
    "childCount",
    "span:childCount",
    "nestedSetLeft",
    "nestedSetRight",
    "nestedSetParent",
    "span:nestedSetLeft",
    "span:nestedSetRight",
    "span:nestedSetParent",
    "parent",
];

/// The field that a word names.
pub(super) fn field(word: &str) -> Option<Subject> {
    let of_span = SPAN_FIELDS.iter().find(|(name, _)| *name == word);
    let of_trace = TRACE_FIELDS.iter().find(|(name, _)| *name == word);
    let of_span = of_span.map(|(_, field)| Subject::Span(Reference::Field(*field)));
    of_span.or_else(|| of_trace.map(|(_, field)| Subject::Trace(*field)))
}

/// The attribute `key` of a scope; nothing when there is no such scope.
pub(super) fn attribute(scope: &str, key: String) -> Option<Reference> {
    let level = match scope {
        "" => None,
        "span" => Some(Level::Span),
        "resource" => Some(Level::Resource),
        "event" => Some(Level::Event),
        "link" => Some(Level::Link),
        "instrumentation" => Some(Level::Scope),
        _ => return None,
    };
    // The service is a field of its own, which every backend can look up.
    if level == Some(Level::Resource) && key == "service.name" {
        return Some(Reference::Field(Field::ResourceService));
    }
    Some(Reference::Attribute { key, level })
}

/// The value that a word names.
pub(super) fn value(word: &str) -> Option<Value> {
    Some(match word {
        "nil" => Value::Nil,
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        "minInt" => Value::Int(i64::MIN),
        "maxInt" => Value::Int(i64::MAX),
        "unset" => Value::Status(StatusCode::Unset),
        "ok" => Value::Status(StatusCode::Ok),
        "error" => Value::Status(StatusCode::Error),
        "unspecified" => Value::Kind(SpanKind::Unspecified),
        word => Value::Kind(SpanKind::from_word(word)?),
    })
}

/// True for a word of TraceQL that is not served.
pub(super) fn is_refused(word: &str) -> bool {
    REFUSED.contains(&word)
}
