//! What two operands and the sign between them ask.

use super::super::typed::Typed;
use super::super::{Comparison, Constant, Pattern, Predicate, SpanExpression};
use super::condition::Condition;
use super::operand::{Operand, Side};
use super::words::{Subject, Value};
use super::{Fault, Parse, shortened};

/// The sign of a comparison.
#[derive(Clone, Copy, Debug)]
pub(super) struct Operator {
    pub(super) at: usize,
    pub(super) sign: &'static str,
    pub(super) asks: Asks,
}

/// What a sign asks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Asks {
    Compares(Comparison),
    Matches,
    MatchesNot,
}

impl Asks {
    pub(super) fn from_sign(sign: &str) -> Option<Self> {
        Some(match sign {
            "=" => Self::Compares(Comparison::Eq),
            "!=" => Self::Compares(Comparison::Ne),
            "<" => Self::Compares(Comparison::Lt),
            "<=" => Self::Compares(Comparison::Lte),
            ">" => Self::Compares(Comparison::Gt),
            ">=" => Self::Compares(Comparison::Gte),
            "=~" => Self::Matches,
            "!~" => Self::MatchesNot,
            _ => return None,
        })
    }
}

/// Patterns that one text may still hold: each may take as much memory as a pattern can.
#[derive(Debug)]
pub(super) struct PatternBudget(usize);

impl Default for PatternBudget {
    fn default() -> Self {
        Self(Self::MAX)
    }
}

impl PatternBudget {
    const MAX: usize = Pattern::IN_QUERY_MAX;

    fn compile(&mut self, pattern: &str, at: usize) -> Parse<Pattern> {
        let Some(left) = self.0.checked_sub(1) else {
            let message = format!("there are more than {} patterns", Self::MAX);
            return Err(Fault::new(at, message));
        };
        self.0 = left;
        Pattern::anchored(pattern)
            .map_err(|error| Fault::new(at, format!("the pattern does not parse: {error}")))
    }
}

/// The condition that a comparison stands for.
pub(super) fn condition(
    left: Operand<'_>,
    operator: Operator,
    right: Operand<'_>,
    patterns: &mut PatternBudget,
) -> Parse<Condition> {
    match (left.side, right.side) {
        (Side::Subject(one), Side::Subject(other)) => references(one, operator, other, right.at),
        (Side::Subject(subject), Side::Value(value)) => {
            let constant = Written {
                at: right.at,
                written: right.written,
                value,
            };
            leaf(subject, operator, constant, patterns)
        }
        (Side::Value(value), Side::Subject(subject)) => {
            let constant = Written {
                at: left.at,
                written: left.written,
                value,
            };
            leaf(subject, mirrored(operator)?, constant, patterns)
        }
        (Side::Value(_), Side::Value(_)) => Err(Fault::new(
            left.at,
            "expected an attribute or a field on one side of the comparison",
        )),
    }
}

/// A value, and where and how it is written.
struct Written<'t> {
    at: usize,
    written: &'t str,
    value: Value,
}

/// `500 < .k` asks the same as `.k > 500`.
fn mirrored(operator: Operator) -> Parse<Operator> {
    let comparison = match operator.asks {
        Asks::Compares(Comparison::Lt) => Comparison::Gt,
        Asks::Compares(Comparison::Lte) => Comparison::Gte,
        Asks::Compares(Comparison::Gt) => Comparison::Lt,
        Asks::Compares(Comparison::Gte) => Comparison::Lte,
        Asks::Compares(same) => same,
        Asks::Matches | Asks::MatchesNot => {
            let message = format!("expected the pattern behind `{}`", operator.sign);
            return Err(Fault::new(operator.at, message));
        }
    };
    Ok(Operator {
        asks: Asks::Compares(comparison),
        ..operator
    })
}

fn references(left: Subject, operator: Operator, right: Subject, at: usize) -> Parse<Condition> {
    let (Subject::Span(left), Subject::Span(right)) = (left, right) else {
        let message = "a field of the trace compares with a value alone";
        return Err(Fault::new(at, message));
    };
    let Asks::Compares(by) = operator.asks else {
        return Err(Fault::new(at, "expected a pattern in quotes"));
    };
    if !Typed::of_reference(&left).compares_with(Typed::of_reference(&right)) {
        return Err(Fault::new(at, "the two sides have different types"));
    }
    Ok(Condition::Span(SpanExpression::References(left, by, right)))
}

fn leaf(
    subject: Subject,
    operator: Operator,
    constant: Written<'_>,
    patterns: &mut PatternBudget,
) -> Parse<Condition> {
    if matches!(constant.value, Value::Nil) {
        return presence(subject, operator);
    }
    let typed = match &subject {
        Subject::Span(reference) => Typed::of_reference(reference),
        Subject::Trace(field) => Typed::of_trace(*field),
    };
    let Asks::Compares(by) = operator.asks else {
        return matches(subject, typed, operator, &constant, patterns);
    };
    if by.is_ordered() && !typed.is_ordered() {
        let message = format!("`{}` needs values that have an order", operator.sign);
        return Err(Fault::new(operator.at, message));
    }
    let constant = typed_constant(typed, constant)?;
    Ok(Condition::leaf(subject, Predicate::Compare(by, constant)))
}

fn presence(subject: Subject, operator: Operator) -> Parse<Condition> {
    let present = Condition::leaf(subject, Predicate::Exists);
    match operator.asks {
        Asks::Compares(Comparison::Ne) => Ok(present),
        Asks::Compares(Comparison::Eq) => Ok(present.negated()),
        _ => Err(Fault::new(operator.at, "nil takes `=` or `!=`")),
    }
}

/// What does not match must be there.
fn matches(
    subject: Subject,
    typed: Typed,
    operator: Operator,
    constant: &Written<'_>,
    patterns: &mut PatternBudget,
) -> Parse<Condition> {
    if !matches!(typed, Typed::Attribute | Typed::Text) {
        let message = format!(
            "`{}` takes an attribute or a field that is text",
            operator.sign
        );
        return Err(Fault::new(operator.at, message));
    }
    let Value::Text(pattern) = &constant.value else {
        return Err(expected(constant, "a pattern in quotes"));
    };
    let pattern = patterns.compile(pattern, constant.at)?;
    if operator.asks == Asks::Matches {
        return Ok(Condition::leaf(subject, Predicate::Matches(pattern)));
    }
    let present = Condition::leaf(subject.clone(), Predicate::Exists);
    let found = Condition::leaf(subject, Predicate::Matches(pattern));
    Ok(Condition::all(vec![present, found.negated()]))
}

fn typed_constant(typed: Typed, constant: Written<'_>) -> Parse<Constant> {
    let found = match (typed, &constant.value) {
        (Typed::Attribute, Value::Text(text)) => Some(Constant::Text(text.clone())),
        (Typed::Attribute, Value::Bool(value)) => Some(Constant::Bool(*value)),
        (Typed::Attribute, Value::Double(value)) => Some(Constant::Double(*value)),
        (Typed::Attribute | Typed::Number, Value::Int(value)) => Some(Constant::Int(*value)),
        (Typed::Duration, Value::Duration(ns)) => Some(Constant::Duration(*ns)),
        (Typed::Kind, Value::Kind(kind)) => Some(Constant::Kind(*kind)),
        (Typed::Status, Value::Status(status)) => Some(Constant::Status(*status)),
        (Typed::Text | Typed::TraceId | Typed::SpanId, Value::Text(text)) => typed.constant(text),
        _ => None,
    };
    found.ok_or_else(|| expected(&constant, in_quotes(typed)))
}

fn in_quotes(typed: Typed) -> &'static str {
    match typed {
        Typed::Attribute => "text in quotes, a number, true or false",
        Typed::Text => "text in quotes",
        Typed::TraceId => "a trace id of up to 32 hexadecimal digits in quotes",
        Typed::SpanId => "a span id of up to 16 hexadecimal digits in quotes",
        other => other.expected(),
    }
}

fn expected(constant: &Written<'_>, what: &str) -> Fault {
    let found = shortened(constant.written);
    Fault::new(constant.at, format!("expected {what}, found `{found}`"))
}
