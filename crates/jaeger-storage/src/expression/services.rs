//! Which traces can not match because of the services that they have.

use super::{
    Comparison, Constant, Field, Predicate, Reference, SpanExpression, TraceExpression, TraceField,
};

impl TraceExpression {
    /// Whether a trace may match of which nothing is known but which services have spans in it.
    ///
    /// A backend that keeps these passes over the others without reading them: `false` is certain.
    pub fn may_match(&self, has_service: &dyn Fn(&str) -> bool) -> bool {
        match self {
            Self::Spans(condition) => condition.may_match(has_service),
            Self::Field(TraceField::Service, predicate) => is_there(predicate, has_service),
            Self::And(parts) => parts.iter().all(|part| part.may_match(has_service)),
            Self::Or(parts) => parts.iter().any(|part| part.may_match(has_service)),
            Self::Field(..) | Self::Not(_) => true,
        }
    }
}

impl SpanExpression {
    fn may_match(&self, has_service: &dyn Fn(&str) -> bool) -> bool {
        match self {
            Self::Leaf(Reference::Field(Field::ResourceService), predicate) => {
                is_there(predicate, has_service)
            }
            Self::And(parts) => parts.iter().all(|part| part.may_match(has_service)),
            Self::Or(parts) => parts.iter().any(|part| part.may_match(has_service)),
            Self::Leaf(..)
            | Self::References(..)
            | Self::Some(..)
            | Self::Tag { .. }
            | Self::Not(_) => true,
        }
    }
}

fn is_there(predicate: &Predicate, has_service: &dyn Fn(&str) -> bool) -> bool {
    match predicate {
        Predicate::Compare(
            Comparison::Eq,
            Constant::Text(service) | Constant::Untyped(service),
        ) => has_service(service),
        _ => true,
    }
}
