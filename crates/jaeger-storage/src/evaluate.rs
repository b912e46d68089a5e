//! What a trace expression means: the one definition, on every backend.
//!
//! A comparison with an absent value is false, `ne` and `not_in` included; only NOT flips that. Of several values (an
//! attribute at several levels, the members of an array) one must satisfy a positive condition and none a negative one.

use std::cell::OnceCell;
use std::cmp::Ordering;

use jaeger_model::{
    Attribute, EventView, LinkView, SpanId, SpanKind, SpanView, StatusCode, TraceId, Value, facts,
    reserved,
};

use crate::TraceSummary;
use crate::expression::{
    Comparison, Constant, Field, Level, Nested, Predicate, Reference, SpanExpression,
    TraceExpression, TraceField,
};

/// A trace to be asked: all its stored spans, and their summary once somebody needs it.
#[derive(Debug)]
pub struct Subject<'t> {
    id: TraceId,
    spans: &'t [SpanView<'t>],
    summary: OnceCell<TraceSummary>,
}

impl<'t> Subject<'t> {
    /// All spans of the trace `id`, each once.
    pub fn new(id: TraceId, spans: &'t [SpanView<'t>]) -> Self {
        Self {
            id,
            spans,
            summary: OnceCell::new(),
        }
    }

    /// Whether the expression holds for the trace.
    pub fn matches(&self, expression: &TraceExpression) -> bool {
        match expression {
            TraceExpression::Spans(condition) => {
                self.spans.iter().any(|s| span_matches(s, condition))
            }
            TraceExpression::Field(field, predicate) => self.field_holds(*field, predicate),
            TraceExpression::And(parts) => parts.iter().all(|part| self.matches(part)),
            TraceExpression::Or(parts) => parts.iter().any(|part| self.matches(part)),
            TraceExpression::Not(part) => !self.matches(part),
        }
    }

    /// What is said of the trace without its spans.
    pub fn summary(&self) -> &TraceSummary {
        self.summary
            .get_or_init(|| TraceSummary::of(self.id, self.spans))
    }

    fn field_holds(&self, field: TraceField, predicate: &Predicate) -> bool {
        let summary = self.summary();
        holds(predicate, |test| match field {
            TraceField::Duration => test(Datum::Duration(summary.duration_ns())),
            TraceField::Start => test(Datum::Time(summary.start.0)),
            TraceField::SpanCount => test(count(summary.span_count)),
            TraceField::ErrorCount => test(count(summary.error_count)),
            TraceField::Service => summary
                .services
                .iter()
                .any(|service| text(service.name.as_bytes(), test)),
            TraceField::RootService => text(summary.root_service.as_bytes(), test),
            TraceField::RootName => text(summary.root_name.as_bytes(), test),
            TraceField::TraceId => test(Datum::TraceId(self.id)),
        })
    }
}

/// Whether a condition holds on one span.
pub fn span_matches(span: &SpanView<'_>, condition: &SpanExpression) -> bool {
    Bound {
        span,
        event: None,
        link: None,
    }
    .matches(condition)
}

/// A span, and the one event or link that is being looked at.
#[derive(Clone, Copy)]
struct Bound<'s, 'a> {
    span: &'s SpanView<'a>,
    event: Option<EventView<'a>>,
    link: Option<LinkView<'a>>,
}

/// A value as it stands on a span.
#[derive(Clone, Copy)]
enum Datum<'a> {
    Value(Value<'a>),
    Duration(u64),
    Time(u64),
    Kind(SpanKind),
    Status(StatusCode),
    TraceId(TraceId),
    SpanId(SpanId),
}

/// Asks about one value; true ends the visit.
type Test<'t, 'a> = &'t mut dyn FnMut(Datum<'a>) -> bool;

impl<'a> Bound<'_, 'a> {
    fn matches(&self, condition: &SpanExpression) -> bool {
        match condition {
            SpanExpression::Leaf(reference, predicate) => {
                holds(predicate, |test| self.visit(reference, test))
            }
            SpanExpression::References(left, comparison, right) => {
                self.references_compare(left, *comparison, right)
            }
            SpanExpression::Some(Nested::Event, part) => self.span.events().any(|event| {
                Bound {
                    event: Some(event),
                    ..*self
                }
                .matches(part)
            }),
            SpanExpression::Some(Nested::Link, part) => self.span.links().any(|link| {
                Bound {
                    link: Some(link),
                    ..*self
                }
                .matches(part)
            }),
            SpanExpression::Tag { key, text } => has_tag(self.span, key, text),
            SpanExpression::And(parts) => parts.iter().all(|part| self.matches(part)),
            SpanExpression::Or(parts) => parts.iter().any(|part| self.matches(part)),
            SpanExpression::Not(part) => !self.matches(part),
        }
    }

    fn references_compare(&self, left: &Reference, by: Comparison, right: &Reference) -> bool {
        let any = |by: Option<Comparison>| {
            self.visit(left, &mut |left| {
                self.visit(right, &mut |right| {
                    by.is_none_or(|by| data_compare(left, by, right))
                })
            })
        };
        match by {
            Comparison::Ne => any(None) && !any(Some(Comparison::Eq)),
            other => any(Some(other)),
        }
    }

    /// Hands every value of the reference to `test` until it says true.
    fn visit(&self, reference: &Reference, test: Test<'_, 'a>) -> bool {
        match reference {
            Reference::Attribute {
                key,
                level: Some(level),
            } => self.visit_level(*level, key, test),
            Reference::Attribute { key, level: None } => [
                Level::Span,
                Level::Resource,
                Level::Scope,
                Level::Event,
                Level::Link,
            ]
            .into_iter()
            .any(|level| self.visit_level(level, key, test)),
            Reference::Field(field) => self.visit_field(*field, test),
        }
    }

    fn visit_level(&self, level: Level, key: &str, test: Test<'_, 'a>) -> bool {
        let mut named =
            |attribute: Attribute<'a>| attribute.key == key && test(Datum::Value(attribute.value));
        match level {
            Level::Span => self.span.attributes().any(named),
            Level::Resource => self.span.resource().attributes().any(named),
            Level::Scope => self.span.scope().attributes().any(named),
            Level::Event => self.events(|event| event.attributes().any(&mut named)),
            Level::Link => self.links(|link| link.attributes().any(&mut named)),
        }
    }

    fn visit_field(&self, field: Field, test: Test<'_, 'a>) -> bool {
        let span = self.span;
        match field {
            Field::TraceId => test(Datum::TraceId(span.trace_id())),
            Field::SpanId => test(Datum::SpanId(span.span_id())),
            Field::ParentSpanId => span
                .parent_span_id()
                .is_some_and(|parent| test(Datum::SpanId(parent))),
            Field::TraceState => text(span.trace_state().as_bytes(), test),
            Field::Name => text(span.name().as_bytes(), test),
            Field::Kind => test(Datum::Kind(span.kind())),
            Field::StartTime => test(Datum::Time(span.start().0)),
            Field::EndTime => test(Datum::Time(span.end().0)),
            Field::Duration => test(Datum::Duration(span.duration_ns())),
            Field::Status => test(Datum::Status(span.status())),
            Field::StatusMessage => text(span.status_message().as_bytes(), test),
            Field::ResourceService => text(
                span.resource()
                    .service_name()
                    .unwrap_or_default()
                    .as_bytes(),
                test,
            ),
            Field::ResourceSchemaUrl => text(span.resource().schema_url().as_bytes(), test),
            Field::ScopeName => text(span.scope().name().as_bytes(), test),
            Field::ScopeVersion => text(span.scope().version().as_bytes(), test),
            Field::ScopeSchemaUrl => text(span.scope().schema_url().as_bytes(), test),
            Field::EventName => self.events(|event| text(event.name().as_bytes(), test)),
            Field::EventTime => self.events(|event| test(Datum::Time(event.time().0))),
            Field::EventTimeSinceStart => {
                self.events(|event| test(Datum::Duration(event.time().since(span.start()))))
            }
            Field::LinkTraceId => self.links(|link| test(Datum::TraceId(link.trace_id()))),
            Field::LinkSpanId => self.links(|link| test(Datum::SpanId(link.span_id()))),
            Field::LinkTraceState => self.links(|link| text(link.trace_state().as_bytes(), test)),
        }
    }

    fn events(&self, mut test: impl FnMut(EventView<'a>) -> bool) -> bool {
        match self.event {
            Some(event) => test(event),
            None => self.span.events().any(test),
        }
    }

    fn links(&self, mut test: impl FnMut(LinkView<'a>) -> bool) -> bool {
        match self.link {
            Some(link) => test(link),
            None => self.span.links().any(test),
        }
    }
}

/// An empty text is an absent one, as in protobuf.
fn text<'a>(bytes: &'a [u8], test: Test<'_, 'a>) -> bool {
    !bytes.is_empty() && test(Datum::Value(Value::String(jaeger_model::Text::new(bytes))))
}

fn count<'a>(number: u64) -> Datum<'a> {
    Datum::Value(Value::Int(i64::try_from(number).unwrap_or(i64::MAX)))
}

fn holds<'a>(predicate: &Predicate, visit: impl Fn(Test<'_, 'a>) -> bool) -> bool {
    let present = || visit(&mut |_| true);
    let one_of = |constants: &[Constant]| {
        visit(&mut |datum| constants.iter().any(|c| compares(datum, Comparison::Eq, c)))
    };
    match predicate {
        Predicate::Exists => present(),
        Predicate::Compare(Comparison::Ne, constant) => {
            present() && !one_of(std::slice::from_ref(constant))
        }
        Predicate::Compare(by, constant) => visit(&mut |datum| compares(datum, *by, constant)),
        Predicate::In(constants) => one_of(constants),
        Predicate::NotIn(constants) => present() && !one_of(constants),
        Predicate::Matches(pattern) => {
            visit(&mut |datum| texts(datum, &mut |text| pattern.is_match(text)))
        }
    }
}

/// The texts of a value: itself, or those in an array.
fn texts(datum: Datum<'_>, test: &mut dyn FnMut(&[u8]) -> bool) -> bool {
    match datum {
        Datum::Value(Value::String(text)) => test(text.as_bytes()),
        Datum::Value(Value::Array(values)) => values
            .into_iter()
            .any(|value| texts(Datum::Value(value), test)),
        Datum::TraceId(id) => test(id.to_hex().as_bytes()),
        Datum::SpanId(id) => test(id.to_string().as_bytes()),
        _ => false,
    }
}

/// Whether a value compares with a constant in the constant's type.
fn compares(datum: Datum<'_>, by: Comparison, constant: &Constant) -> bool {
    let ordering = match (datum, constant) {
        (Datum::Value(Value::Array(values)), _) => {
            return values
                .into_iter()
                .any(|value| compares(Datum::Value(value), by, constant));
        }
        (Datum::Value(value), constant) => value_ordering(value, constant),
        (Datum::Duration(left), Constant::Duration(right)) => {
            Some(i128::from(left).cmp(&i128::from(*right)))
        }
        (Datum::Time(left), Constant::Time(right)) => Some(left.cmp(right)),
        (Datum::Kind(left), Constant::Kind(right)) => equality(left == *right),
        (Datum::Status(left), Constant::Status(right)) => equality(left == *right),
        (Datum::TraceId(left), Constant::TraceId(right)) => equality(left == *right),
        (Datum::SpanId(left), Constant::SpanId(right)) => equality(left == *right),
        _ => None,
    };
    satisfies(ordering, by)
}

fn value_ordering(value: Value<'_>, constant: &Constant) -> Option<Ordering> {
    match (value, constant) {
        (Value::String(left), Constant::Untyped(right) | Constant::Text(right)) => {
            Some(left.as_bytes().cmp(right.as_bytes()))
        }
        (Value::Bool(left), Constant::Bool(right)) => equality(left == *right),
        (Value::Bool(left), Constant::Untyped(right)) => {
            equality(right == if left { "true" } else { "false" })
        }
        (Value::Bytes(_), Constant::Untyped(right)) => equality(value.to_text() == right.as_str()),
        (Value::Int(_) | Value::Double(_), _) => {
            numbers_ordering(Number::of(value)?, Number::of_constant(constant)?)
        }
        _ => None,
    }
}

/// Equal, or not comparable.
fn equality(equal: bool) -> Option<Ordering> {
    equal.then_some(Ordering::Equal)
}

fn satisfies(ordering: Option<Ordering>, by: Comparison) -> bool {
    ordering.is_some_and(|ordering| match by {
        Comparison::Eq => ordering.is_eq(),
        Comparison::Ne => ordering.is_ne(),
        Comparison::Lt => ordering.is_lt(),
        Comparison::Lte => ordering.is_le(),
        Comparison::Gt => ordering.is_gt(),
        Comparison::Gte => ordering.is_ge(),
    })
}

/// Compares two values of a span in the type they share.
fn data_compare(left: Datum<'_>, by: Comparison, right: Datum<'_>) -> bool {
    let ordering = match (left, right) {
        (Datum::Value(Value::Array(values)), _) => {
            return values
                .into_iter()
                .any(|value| data_compare(Datum::Value(value), by, right));
        }
        (_, Datum::Value(Value::Array(values))) => {
            return values
                .into_iter()
                .any(|value| data_compare(left, by, Datum::Value(value)));
        }
        (Datum::Value(Value::String(left)), Datum::Value(Value::String(right))) => {
            Some(left.as_bytes().cmp(right.as_bytes()))
        }
        (Datum::Value(left), Datum::Value(right)) => match (Number::of(left), Number::of(right)) {
            (Some(left), Some(right)) => numbers_ordering(left, right),
            _ => equality(left == right),
        },
        (Datum::Duration(left), Datum::Duration(right)) => Some(left.cmp(&right)),
        (Datum::Time(left), Datum::Time(right)) => Some(left.cmp(&right)),
        (Datum::TraceId(left), Datum::TraceId(right)) => equality(left == right),
        (Datum::SpanId(left), Datum::SpanId(right)) => equality(left == right),
        _ => None,
    };
    satisfies(ordering, by)
}

#[derive(Clone, Copy)]
enum Number {
    Int(i64),
    Double(f64),
}

impl Number {
    fn of(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Int(value) => Some(Self::Int(value)),
            Value::Double(value) => Some(Self::Double(value)),
            _ => None,
        }
    }

    fn of_constant(constant: &Constant) -> Option<Self> {
        match constant {
            Constant::Int(value) => Some(Self::Int(*value)),
            Constant::Double(value) => Some(Self::Double(*value)),
            Constant::Untyped(text) => match text.parse() {
                Ok(value) => Some(Self::Int(value)),
                Err(_) => text.parse().ok().map(Self::Double),
            },
            _ => None,
        }
    }
}

fn numbers_ordering(left: Number, right: Number) -> Option<Ordering> {
    match (left, right) {
        (Number::Int(left), Number::Int(right)) => Some(left.cmp(&right)),
        (Number::Double(left), Number::Double(right)) => left.partial_cmp(&right),
        (Number::Int(left), Number::Double(right)) => int_with_double(left, right),
        (Number::Double(left), Number::Int(right)) => {
            int_with_double(right, left).map(Ordering::reverse)
        }
    }
}

/// Compares without the rounding that a conversion of large integers to a double would bring.
fn int_with_double(left: i64, right: f64) -> Option<Ordering> {
    let rounded = (left as f64).partial_cmp(&right)?;
    // Where the rounded values are equal, `right` is whole and fits.
    Some(rounded.then_with(|| i128::from(left).cmp(&(right as i128))))
}

/// Whether a span carries a tag of Jaeger's search form.
fn has_tag(span: &SpanView<'_>, key: &str, text: &str) -> bool {
    let is_tag =
        |attribute: Attribute<'_>| attribute.key == key && attribute.value.to_text() == text;
    // The service has a field of its own in the form and is no tag there.
    let of_resource =
        |attribute: Attribute<'_>| attribute.key != "service.name" && is_tag(attribute);
    span.attributes().any(is_tag)
        || span.resource().attributes().any(of_resource)
        || span.scope().attributes().any(is_tag)
        || span
            .events()
            .any(|event| (key == "event" && event.name() == text) || event.attributes().any(is_tag))
        || span.links().any(|link| link.attributes().any(is_tag))
        || facts::of_scope(span)
            .chain(facts::of_fields(span))
            .any(is_tag)
        || (key == reserved::FORMAT && span.all_attributes().any(is_tag))
}
