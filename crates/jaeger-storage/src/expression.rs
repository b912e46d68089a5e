//! The question about a trace: AND, OR and NOT over span groups and trace fields.
//!
//! A span group is a condition that must hold on one and the same span. Between groups only the trace counts: they may
//! hold on different spans. What each part means is in [`evaluate`](crate::evaluate) and nowhere else.

pub mod form;
pub mod json;
mod services;
pub mod text;
mod typed;

use jaeger_model::{SpanId, SpanKind, StatusCode, TraceId};
use regex::bytes::{Regex, RegexBuilder};

/// A question about a trace.
#[derive(Clone, Debug)]
pub enum TraceExpression {
    /// Some span of the trace matches.
    Spans(SpanExpression),
    /// Something about the trace as a whole.
    Field(TraceField, Predicate),
    /// All hold; true when empty.
    And(Vec<Self>),
    /// One holds; false when empty.
    Or(Vec<Self>),
    /// It does not hold.
    Not(Box<Self>),
}

/// A condition on one span.
#[derive(Clone, Debug)]
pub enum SpanExpression {
    /// A value of the span satisfies the predicate.
    Leaf(Reference, Predicate),
    /// Two values of the span compare.
    References(Reference, Comparison, Reference),
    /// One event, or one link, of the span satisfies all that is said of events, or links.
    Some(Nested, Box<Self>),
    /// A tag of Jaeger's form: an attribute anywhere, or a field under the name that Jaeger shows, has this text.
    Tag {
        /// The key, compared exactly.
        key: String,
        /// The text, compared exactly.
        text: String,
    },
    /// All hold; true when empty.
    And(Vec<Self>),
    /// One holds; false when empty.
    Or(Vec<Self>),
    /// It does not hold.
    Not(Box<Self>),
}

/// Something about a trace as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TraceField {
    /// From the earliest start to the latest end.
    Duration,
    /// The earliest start.
    Start,
    /// Number of spans.
    SpanCount,
    /// Number of failed spans.
    ErrorCount,
    /// Each service that has a span in it.
    Service,
    /// The service of the root.
    RootService,
    /// The name of the root.
    RootName,
    /// The id.
    TraceId,
}

/// A value of a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// An attribute, at one level or at any.
    Attribute {
        /// The key.
        key: String,
        /// Where; `None` for anywhere.
        level: Option<Level>,
    },
    /// A built-in field.
    Field(Field),
}

/// Where attributes and fields stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// On the span itself.
    Span,
    /// On its resource.
    Resource,
    /// On its scope.
    Scope,
    /// On one of its events.
    Event,
    /// On one of its links.
    Link,
}

/// What a span has many of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nested {
    /// Its events.
    Event,
    /// Its links.
    Link,
}

/// The built-in fields of every level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the names are OTLP's, with their level in front"
)]
pub enum Field {
    TraceId,
    SpanId,
    ParentSpanId,
    TraceState,
    Name,
    Kind,
    StartTime,
    EndTime,
    Duration,
    Status,
    StatusMessage,
    ResourceService,
    ResourceSchemaUrl,
    ScopeName,
    ScopeVersion,
    ScopeSchemaUrl,
    EventName,
    EventTime,
    EventTimeSinceStart,
    LinkTraceId,
    LinkSpanId,
    LinkTraceState,
}

/// What a value is held against.
#[derive(Clone, Debug)]
pub enum Predicate {
    /// A comparison with a constant.
    Compare(Comparison, Constant),
    /// Equal to one of these.
    In(Vec<Constant>),
    /// Present and equal to none of these.
    NotIn(Vec<Constant>),
    /// A text in which the pattern is found.
    Matches(Pattern),
    /// Present.
    Exists,
}

/// How two values compare. All are false when a value is absent, `Ne` included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Equal.
    Eq,
    /// Present and not equal.
    Ne,
    /// Less.
    Lt,
    /// Less or equal.
    Lte,
    /// Greater.
    Gt,
    /// Greater or equal.
    Gte,
}

/// A constant, in the type it is to be compared in.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    /// A text that stands for whatever type the value has.
    Untyped(String),
    /// Text.
    Text(String),
    /// An integer; compares with doubles too.
    Int(i64),
    /// A double; compares with integers too.
    Double(f64),
    /// True or false.
    Bool(bool),
    /// Nanoseconds.
    Duration(i64),
    /// Nanoseconds since 1970.
    Time(u64),
    /// A kind.
    Kind(SpanKind),
    /// A status.
    Status(StatusCode),
    /// A trace id.
    TraceId(TraceId),
    /// A span id.
    SpanId(SpanId),
}

/// A regular expression that is bounded in size, so that no query can take much memory or time.
#[derive(Clone, Debug)]
pub struct Pattern(Regex);

impl Pattern {
    const COMPILED_BYTES_MAX: usize = 1 << 20;
    /// Patterns in one query, so that their sum is bounded, too.
    pub(crate) const IN_QUERY_MAX: usize = 32;

    /// Compiles it; it is found anywhere in a text unless it says otherwise.
    ///
    /// # Errors
    /// What is wrong with it and where.
    pub fn new(pattern: &str) -> Result<Self, regex::Error> {
        let mut builder = RegexBuilder::new(pattern);
        builder
            .size_limit(Self::COMPILED_BYTES_MAX)
            .dfa_size_limit(Self::COMPILED_BYTES_MAX);
        builder.build().map(Self)
    }

    /// Compiles it so that it must be the whole of a text, of several lines too.
    ///
    /// # Errors
    /// What is wrong with it and where.
    pub fn anchored(pattern: &str) -> Result<Self, regex::Error> {
        // Alone first: `a)(b` would be well formed in parentheses.
        Self::new(pattern)?;
        Self::new(&format!("^(?s:{pattern})$"))
    }

    /// True when it is found in the text.
    pub fn is_match(&self, text: &[u8]) -> bool {
        self.0.is_match(text)
    }
}

impl SpanExpression {
    /// True when it asks for an event, or a link, of its own: within one there are no others to speak of.
    fn looks_into(&self, nested: Nested) -> bool {
        match self {
            Self::Some(of, part) => *of == nested || part.looks_into(nested),
            Self::And(parts) | Self::Or(parts) => parts.iter().any(|part| part.looks_into(nested)),
            Self::Not(part) => part.looks_into(nested),
            Self::Leaf(..) | Self::References(..) | Self::Tag { .. } => false,
        }
    }
}

/// Every field with the level and name it is asked for by.
const FIELDS: [(Level, &str, Field); 22] = [
    (Level::Span, "traceID", Field::TraceId),
    (Level::Span, "spanID", Field::SpanId),
    (Level::Span, "parentSpanID", Field::ParentSpanId),
    (Level::Span, "traceState", Field::TraceState),
    (Level::Span, "name", Field::Name),
    (Level::Span, "kind", Field::Kind),
    (Level::Span, "startTime", Field::StartTime),
    (Level::Span, "endTime", Field::EndTime),
    (Level::Span, "duration", Field::Duration),
    (Level::Span, "status", Field::Status),
    (Level::Span, "statusMessage", Field::StatusMessage),
    (Level::Resource, "service", Field::ResourceService),
    (Level::Resource, "schemaURL", Field::ResourceSchemaUrl),
    (Level::Scope, "name", Field::ScopeName),
    (Level::Scope, "version", Field::ScopeVersion),
    (Level::Scope, "schemaURL", Field::ScopeSchemaUrl),
    (Level::Event, "name", Field::EventName),
    (Level::Event, "time", Field::EventTime),
    (Level::Event, "timeSinceStart", Field::EventTimeSinceStart),
    (Level::Link, "traceID", Field::LinkTraceId),
    (Level::Link, "spanID", Field::LinkSpanId),
    (Level::Link, "traceState", Field::LinkTraceState),
];

impl Field {
    /// The field that a level knows by this name.
    pub fn from_name(level: Level, name: &str) -> Option<Self> {
        let found = FIELDS.iter().find(|(l, n, _)| *l == level && *n == name);
        found.map(|(_, _, field)| *field)
    }
}

impl Level {
    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "span" => Self::Span,
            "resource" => Self::Resource,
            "scope" => Self::Scope,
            "event" => Self::Event,
            "link" => Self::Link,
            _ => return None,
        })
    }
}

impl TraceField {
    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "duration" => Self::Duration,
            "start" => Self::Start,
            "spanCount" => Self::SpanCount,
            "errorCount" => Self::ErrorCount,
            "service" => Self::Service,
            "rootService" => Self::RootService,
            "rootName" => Self::RootName,
            "traceID" => Self::TraceId,
            _ => return None,
        })
    }
}

impl Comparison {
    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "eq" => Self::Eq,
            "ne" => Self::Ne,
            "lt" => Self::Lt,
            "lte" => Self::Lte,
            "gt" => Self::Gt,
            "gte" => Self::Gte,
            _ => return None,
        })
    }

    /// True when one of two values must come first.
    pub fn is_ordered(self) -> bool {
        !matches!(self, Self::Eq | Self::Ne)
    }
}
