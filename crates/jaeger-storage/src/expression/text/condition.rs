//! A condition inside a group, which may speak of the span and of the trace at once.
//!
//! A group asks for a span on which its condition holds. What it says of the trace is the same for every span, so it can
//! stand beside the group: `{ T && S }` is T and `{ S }`, `{ T || S }` is T or `{ S }`. Where the two are nested in each
//! other the condition is written out as alternatives first.

use super::super::{Predicate, SpanExpression, TraceExpression};
use super::one_or;
use super::words::Subject;

/// How many alternatives a group may come to.
const ALTERNATIVES_MAX: usize = 16;

/// A condition inside a group.
#[derive(Debug)]
pub(super) enum Condition {
    /// On the span alone.
    Span(SpanExpression),
    /// On the trace alone.
    Trace(TraceExpression),
    /// All of these hold, of both sorts.
    All(Vec<Self>),
    /// One of these holds, of both sorts.
    Any(Vec<Self>),
}

/// Conditions that together are one way to satisfy a group.
#[derive(Clone, Debug, Default)]
struct Alternative {
    of_trace: Vec<TraceExpression>,
    of_span: Vec<SpanExpression>,
}

impl Condition {
    pub(super) fn leaf(subject: Subject, predicate: Predicate) -> Self {
        match subject {
            Subject::Span(reference) => Self::Span(SpanExpression::Leaf(reference, predicate)),
            Subject::Trace(field) => Self::Trace(TraceExpression::Field(field, predicate)),
        }
    }

    pub(super) fn all(parts: Vec<Self>) -> Self {
        one_or(parts, |parts| match sorted(parts) {
            Sorted::Span(parts) => Self::Span(SpanExpression::And(parts)),
            Sorted::Trace(parts) => Self::Trace(TraceExpression::And(parts)),
            Sorted::Both(parts) => Self::All(parts),
        })
    }

    pub(super) fn any(parts: Vec<Self>) -> Self {
        one_or(parts, |parts| match sorted(parts) {
            Sorted::Span(parts) => Self::Span(SpanExpression::Or(parts)),
            Sorted::Trace(parts) => Self::Trace(TraceExpression::Or(parts)),
            Sorted::Both(parts) => Self::Any(parts),
        })
    }

    pub(super) fn negated(self) -> Self {
        let each =
            |parts: Vec<Self>| -> Vec<Self> { parts.into_iter().map(Self::negated).collect() };
        match self {
            Self::Span(part) => Self::Span(SpanExpression::Not(Box::new(part))),
            Self::Trace(part) => Self::Trace(TraceExpression::Not(Box::new(part))),
            Self::All(parts) => Self::any(each(parts)),
            Self::Any(parts) => Self::all(each(parts)),
        }
    }

    /// A trace with a span on which it holds; nothing when that comes to too many alternatives.
    pub(super) fn into_group(self) -> Option<TraceExpression> {
        let alternatives = self.alternatives()?;
        let parts = alternatives.into_iter().map(Alternative::into_group);
        Some(one_or(parts.collect(), TraceExpression::Or))
    }

    fn alternatives(self) -> Option<Vec<Alternative>> {
        match self {
            Self::Span(part) => Some(vec![Alternative::of_span(part)]),
            Self::Trace(part) => Some(vec![Alternative::of_trace(part)]),
            Self::Any(parts) => either(parts),
            Self::All(parts) => {
                let mut found = vec![Alternative::default()];
                for part in parts {
                    found = combined(found, &part.alternatives()?)?;
                }
                Some(found)
            }
        }
    }
}

/// What is of one sort stays together.
fn either(parts: Vec<Condition>) -> Option<Vec<Alternative>> {
    let (mut of_trace, mut of_span, mut mixed) = (Vec::new(), Vec::new(), Vec::new());
    for part in parts {
        match part {
            Condition::Trace(part) => of_trace.push(part),
            Condition::Span(part) => of_span.push(part),
            part => mixed.append(&mut part.alternatives()?),
        }
    }
    let mut found = Vec::new();
    if !of_trace.is_empty() {
        found.push(Alternative::of_trace(one_or(of_trace, TraceExpression::Or)));
    }
    if !of_span.is_empty() {
        found.push(Alternative::of_span(one_or(of_span, SpanExpression::Or)));
    }
    found.append(&mut mixed);
    (found.len() <= ALTERNATIVES_MAX).then_some(found)
}

/// Each of the one with each of the other.
fn combined(left: Vec<Alternative>, right: &[Alternative]) -> Option<Vec<Alternative>> {
    if left.len() * right.len() > ALTERNATIVES_MAX {
        return None;
    }
    let with_each = |left: Alternative| {
        right.iter().map(move |right| {
            let mut both = left.clone();
            both.of_trace.extend_from_slice(&right.of_trace);
            both.of_span.extend_from_slice(&right.of_span);
            both
        })
    };
    Some(left.into_iter().flat_map(with_each).collect())
}

impl Alternative {
    fn of_trace(part: TraceExpression) -> Self {
        Self {
            of_trace: vec![part],
            of_span: Vec::new(),
        }
    }

    fn of_span(part: SpanExpression) -> Self {
        Self {
            of_trace: Vec::new(),
            of_span: vec![part],
        }
    }

    /// What is said of the trace comes first.
    fn into_group(self) -> TraceExpression {
        let mut parts = self.of_trace;
        if !self.of_span.is_empty() {
            let condition = one_or(self.of_span, SpanExpression::And);
            parts.push(TraceExpression::Spans(condition));
        }
        one_or(parts, TraceExpression::And)
    }
}

/// Parts that are all of one sort, or not.
enum Sorted {
    Span(Vec<SpanExpression>),
    Trace(Vec<TraceExpression>),
    Both(Vec<Condition>),
}

fn sorted(parts: Vec<Condition>) -> Sorted {
    if parts.iter().all(|part| matches!(part, Condition::Span(_))) {
        let parts = parts.into_iter().filter_map(|part| match part {
            Condition::Span(part) => Some(part),
            _ => None,
        });
        return Sorted::Span(parts.collect());
    }
    if parts.iter().all(|part| matches!(part, Condition::Trace(_))) {
        let parts = parts.into_iter().filter_map(|part| match part {
            Condition::Trace(part) => Some(part),
            _ => None,
        });
        return Sorted::Trace(parts.collect());
    }
    Sorted::Both(parts)
}
