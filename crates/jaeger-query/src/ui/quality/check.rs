//! What can be good or bad about a span.

use jaeger_model::{Attribute, SpanView, StatusCode, Timestamp, Value};

use crate::ui::quality::subject::{Relatives, Subject};

/// Something that a span should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Check {
    /// The span that it names as its parent has come, too.
    Parent,
    /// No other span of the trace has its id.
    SpanId,
    /// Somebody said which service it belongs to.
    ServiceName,
    /// It does not end before it starts.
    Duration,
    /// It starts neither before its parent, nor in the future, nor in 1970.
    Times,
    /// None of its values is longer than 64 KiB.
    Attributes,
    /// If it failed, it says why.
    ErrorMessage,
}

/// How a span did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Passed,
    Failed,
    /// There was nothing to check.
    Exempt,
}

impl Check {
    pub(super) const ALL: [Self; 7] = [
        Self::Parent,
        Self::SpanId,
        Self::ServiceName,
        Self::Duration,
        Self::Times,
        Self::Attributes,
        Self::ErrorMessage,
    ];

    /// The word by which the UI knows it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Parent => "parent",
            Self::SpanId => "span-id",
            Self::ServiceName => "service-name",
            Self::Duration => "duration",
            Self::Times => "times",
            Self::Attributes => "attributes",
            Self::ErrorMessage => "error-message",
        }
    }

    /// Returns how a span of the trace does.
    pub(super) fn outcome(self, span: &SpanView<'_>, trace: &Subject, now: Timestamp) -> Outcome {
        match self {
            Self::Parent => match trace.relatives(span) {
                Relatives::Root => Outcome::Exempt,
                Relatives::Orphan => Outcome::Failed,
                Relatives::Child { .. } => Outcome::Passed,
            },
            Self::SpanId => Outcome::of(trace.is_only(span)),
            Self::ServiceName => Outcome::of(is_named(span)),
            Self::Duration => Outcome::of(has_duration(span)),
            Self::Times => Outcome::of(has_times(span, trace, now)),
            Self::Attributes => Outcome::of(has_short_values(span)),
            Self::ErrorMessage => match span.status() {
                StatusCode::Error => Outcome::of(says_why(span)),
                StatusCode::Unset | StatusCode::Ok => Outcome::Exempt,
            },
        }
    }
}

impl Outcome {
    fn of(is_good: bool) -> Self {
        match is_good {
            true => Self::Passed,
            false => Self::Failed,
        }
    }
}

/// SDKs that were told no name give one of their own, and so does the collector.
fn is_named(span: &SpanView<'_>) -> bool {
    let name = span.resource().service_name().unwrap_or_default();
    let is_made_up = MADE_UP_SERVICES.iter().any(|made_up| name == *made_up);
    !name.is_empty() && !is_made_up && !name.as_bytes().starts_with(b"unknown_service")
}

/// The collector mends what ends before it starts, and leaves a note.
fn has_duration(span: &SpanView<'_>) -> bool {
    span.end() >= span.start() && span.attribute(MENDED_DURATION).is_none()
}

fn has_times(span: &SpanView<'_>, trace: &Subject, now: Timestamp) -> bool {
    let starts_below_parent = match trace.relatives(span) {
        Relatives::Child { parent_start } => parent_start.since(span.start()) <= SKEW_NS_MAX,
        Relatives::Root | Relatives::Orphan => true,
    };
    let is_future = span.start().since(now) > FUTURE_NS_MAX;
    starts_below_parent && !is_future && span.start() >= OLDEST
}

/// A short span has no long value, so hardly any is looked into.
fn has_short_values(span: &SpanView<'_>) -> bool {
    let is_short = |attribute: Attribute<'_>| value_bytes(attribute.value) <= VALUE_BYTES_MAX;
    span.bytes().len() <= VALUE_BYTES_MAX || span.attributes().all(is_short)
}

fn value_bytes(value: Value<'_>) -> usize {
    match value {
        Value::String(text) => text.as_bytes().len(),
        Value::Bytes(bytes) => bytes.len(),
        Value::Array(_) | Value::Map(_) => value.to_json().len(),
        Value::Empty | Value::Bool(_) | Value::Int(_) | Value::Double(_) => 0,
    }
}

fn says_why(span: &SpanView<'_>) -> bool {
    let mut attributes = span.attributes();
    let mut events = span.events();
    !span.status_message().is_empty()
        || attributes.any(|attribute| REASONS.iter().any(|reason| attribute.key == *reason))
        || events.any(|event| event.name() == "exception" || event.name() == "error")
}

const MADE_UP_SERVICES: [&str; 4] = [
    "missing-service-name",
    "empty-service-name",
    "service-name-wrong-type",
    "null-process-and-service-name",
];
const MENDED_DURATION: &str = "InvalidNegativeDuration";
const REASONS: [&str; 4] = [
    "error.type",
    "error.message",
    "exception.type",
    "exception.message",
];
const VALUE_BYTES_MAX: usize = 64 << 10;
/// Clocks of two hosts differ by so much at the best of times.
const SKEW_NS_MAX: u64 = 1_000_000;
const FUTURE_NS_MAX: u64 = 300_000_000_000;
/// The year 2000: who has no clock counts from 1970.
const OLDEST: Timestamp = Timestamp(946_684_800_000_000_000);

#[cfg(test)]
mod tests;
