//! Jaeger's search form as one span group.

use jaeger_model::Timestamp;

use super::{Comparison, Constant, Field, Predicate, Reference, SpanExpression, TraceExpression};
use crate::TimeRange;

/// What Jaeger's search form asks. All of it must hold on one and the same span, the time range included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// The service, exactly.
    pub service: Option<String>,
    /// The span name, exactly.
    pub operation: Option<String>,
    /// Keys and texts; each must be found.
    pub tags: Vec<(String, String)>,
    /// The shortest duration of the span, in nanoseconds.
    pub duration_min_ns: Option<i64>,
    /// The longest.
    pub duration_max_ns: Option<i64>,
}

impl Form {
    /// The form as an expression.
    pub fn into_expression(self, range: TimeRange) -> TraceExpression {
        let Timestamp(start) = range.start;
        let Timestamp(end) = range.end;
        let mut conditions = vec![
            compare(Field::StartTime, Comparison::Gte, Constant::Time(start)),
            compare(Field::StartTime, Comparison::Lte, Constant::Time(end)),
        ];
        let texts = [
            (Field::ResourceService, self.service),
            (Field::Name, self.operation),
        ];
        for (field, text) in texts {
            conditions.extend(text.map(|t| compare(field, Comparison::Eq, Constant::Text(t))));
        }
        let durations = [
            (Comparison::Gte, self.duration_min_ns),
            (Comparison::Lte, self.duration_max_ns),
        ];
        for (comparison, ns) in durations {
            conditions
                .extend(ns.map(|ns| compare(Field::Duration, comparison, Constant::Duration(ns))));
        }
        let tags = self.tags.into_iter();
        conditions.extend(tags.map(|(key, text)| SpanExpression::Tag { key, text }));
        TraceExpression::Spans(SpanExpression::And(conditions))
    }
}

fn compare(field: Field, comparison: Comparison, constant: Constant) -> SpanExpression {
    SpanExpression::Leaf(
        Reference::Field(field),
        Predicate::Compare(comparison, constant),
    )
}
