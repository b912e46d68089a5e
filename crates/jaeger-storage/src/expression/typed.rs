//! The type in which a value is compared, the same in every spelling.

use chrono::DateTime;
use jaeger_model::{SpanId, SpanKind, StatusCode, TraceId, duration};

use super::{Constant, Field, Reference, TraceField};

/// The type in which a reference is compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Typed {
    /// Any: an attribute tells when it is looked at.
    Attribute,
    Text,
    Number,
    Duration,
    Time,
    Kind,
    Status,
    TraceId,
    SpanId,
}

impl Typed {
    pub(super) fn of_reference(reference: &Reference) -> Self {
        match reference {
            Reference::Attribute { .. } => Self::Attribute,
            Reference::Field(field) => match field {
                Field::TraceId | Field::LinkTraceId => Self::TraceId,
                Field::SpanId | Field::ParentSpanId | Field::LinkSpanId => Self::SpanId,
                Field::Kind => Self::Kind,
                Field::Status => Self::Status,
                Field::Duration | Field::EventTimeSinceStart => Self::Duration,
                Field::StartTime | Field::EndTime | Field::EventTime => Self::Time,
                _ => Self::Text,
            },
        }
    }

    pub(super) fn of_trace(field: TraceField) -> Self {
        match field {
            TraceField::Duration => Self::Duration,
            TraceField::Start => Self::Time,
            TraceField::SpanCount | TraceField::ErrorCount => Self::Number,
            TraceField::Service | TraceField::RootService | TraceField::RootName => Self::Text,
            TraceField::TraceId => Self::TraceId,
        }
    }

    /// An attribute may turn out to be anything.
    pub(super) fn compares_with(self, other: Self) -> bool {
        self == other || self == Self::Attribute || other == Self::Attribute
    }

    pub(super) fn is_ordered(self) -> bool {
        !matches!(
            self,
            Self::Kind | Self::Status | Self::TraceId | Self::SpanId
        )
    }

    /// The constant that a text stands for, unless it is none of this type.
    pub(super) fn constant(self, text: &str) -> Option<Constant> {
        match self {
            Self::Attribute => Some(Constant::Untyped(text.to_owned())),
            Self::Text => Some(Constant::Text(text.to_owned())),
            Self::Number => text.parse().map(Constant::Int).ok(),
            Self::Duration => duration::parse(text).map(Constant::Duration).ok(),
            Self::Time => DateTime::parse_from_rfc3339(text)
                .ok()
                .and_then(|time| time.timestamp_nanos_opt())
                .map(|ns| Constant::Time(u64::try_from(ns).unwrap_or_default())),
            Self::Kind if text == "unspecified" => Some(Constant::Kind(SpanKind::Unspecified)),
            Self::Kind => SpanKind::from_word(text).map(Constant::Kind),
            Self::Status => status(text).map(Constant::Status),
            Self::TraceId => TraceId::from_hex(text).map(Constant::TraceId).ok(),
            Self::SpanId => SpanId::from_hex(text).map(Constant::SpanId).ok(),
        }
    }

    pub(super) fn expected(self) -> &'static str {
        match self {
            Self::Attribute | Self::Text => "a text",
            Self::Number => "a whole number",
            Self::Duration => "a duration with a unit",
            Self::Time => "a time in RFC 3339",
            Self::Kind => "one of unspecified, internal, server, client, producer, consumer",
            Self::Status => "one of unset, ok, error",
            Self::TraceId => "a trace id of up to 32 hexadecimal digits",
            Self::SpanId => "a span id of up to 16 hexadecimal digits",
        }
    }
}

fn status(word: &str) -> Option<StatusCode> {
    Some(match word {
        "unset" => StatusCode::Unset,
        "ok" => StatusCode::Ok,
        "error" => StatusCode::Error,
        _ => return None,
    })
}
