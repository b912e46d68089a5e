//! What stands on a side of a comparison.

use super::words::{self, Subject, Value};
use super::{Fault, Parse, not_supported, shortened};

/// One side of a comparison.
#[derive(Debug)]
pub(super) struct Operand<'t> {
    /// Its first byte.
    pub(super) at: usize,
    /// As it is written.
    pub(super) written: &'t str,
    pub(super) side: Side,
}

/// What stands on a side.
#[derive(Debug)]
pub(super) enum Side {
    Subject(Subject),
    Value(Value),
}

/// The attribute `key` of a scope.
pub(super) fn attribute(scope: &str, key: String, at: usize) -> Parse<Side> {
    if scope == "parent" {
        return Err(not_supported("parent.", at));
    }
    if let Some(reference) = words::attribute(scope, key) {
        return Ok(Side::Subject(Subject::Span(reference)));
    }
    let scope = shortened(scope);
    let known = "span. resource. event. link. instrumentation.";
    Err(Fault::new(
        at,
        format!(
            "`{scope}.` is none of {known}; an attribute at any level begins with a point, as in `.{scope}`"
        ),
    ))
}

/// What a word stands for.
pub(super) fn word(word: &str, at: usize) -> Parse<Side> {
    if words::is_refused(word) {
        return Err(not_supported(word, at));
    }
    let side = words::field(word)
        .map(Side::Subject)
        .or_else(|| words::value(word).map(Side::Value));
    side.ok_or_else(|| {
        let word = shortened(word);
        Fault::new(
            at,
            if word.contains(':') {
                format!("there is no field `{word}`")
            } else {
                format!(
                    "there is no field `{word}`; the attribute is `.{word}`, the text `\"{word}\"`"
                )
            },
        )
    })
}

/// A number, whole unless it has a fraction or an exponent.
pub(super) fn number(digits: &str, at: usize) -> Parse<Value> {
    let value = if digits.contains(['.', 'e', 'E']) {
        let value = digits.parse::<f64>().ok();
        value.filter(|value| value.is_finite()).map(Value::Double)
    } else {
        digits.parse().map(Value::Int).ok()
    };
    value.ok_or_else(|| {
        let digits = shortened(digits);
        Fault::new(at, format!("{digits} does not fit into 64 bits"))
    })
}

/// A duration with its units.
pub(super) fn duration(text: &str, at: usize) -> Parse<Value> {
    let parsed = jaeger_model::duration::parse(text).map(Value::Duration);
    parsed.map_err(|_| {
        let text = shortened(text);
        let expected = "a number, or a duration in ns, us, ms, s, m or h";
        Fault::new(at, format!("expected {expected}, found `{text}`"))
    })
}
