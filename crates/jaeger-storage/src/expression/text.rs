//! The text form of a trace expression: TraceQL's syntax, which people know from Grafana Tempo.
//!
//! ```text
//! { service = "cart" && span:status = error }          one span group
//! { .a = 1 } && !{ span:duration > 1s }                between groups; `!` means that no span matches
//! { trace:duration > 300ms && event{ event.k = "v" } } a trace field, and what must hold on one event
//! ```
//!
//! A condition on the trace may stand in a group, as in TraceQL, and holds there on every span alike. What TraceQL
//! says beyond this (structure, pipelines, arithmetic) is known and refused by its name.

mod comparison;
mod condition;
mod lexer;
mod operand;
mod parser;
#[cfg(test)]
mod tests;
mod words;

use super::TraceExpression;
use crate::{Error, ErrorKind};

/// Bytes of text.
const BYTES_MAX: usize = 64 << 10;

/// Why a text is not a trace expression.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message} (at line {line}, column {column})")]
pub struct TextError {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
    /// What is wrong: what was found and what was expected.
    pub message: String,
}

impl From<TextError> for Error {
    fn from(error: TextError) -> Self {
        Self::new(ErrorKind::InvalidQuery, error.to_string())
    }
}

/// What a text says.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The question.
    pub expression: TraceExpression,
    /// The hints that mean nothing here, by their names.
    pub ignored_hints: Vec<String>,
}

/// Reads the text form.
///
/// # Errors
/// What is wrong and where.
pub fn parse(text: &str) -> Result<Parsed, TextError> {
    if text.len() > BYTES_MAX {
        let fault = Fault::new(0, format!("the text is longer than {BYTES_MAX} bytes"));
        return Err(fault.in_text(text));
    }
    parser::parse(text).map_err(|fault| fault.in_text(text))
}

impl TraceExpression {
    /// Reads the text form; its hints change nothing.
    ///
    /// # Errors
    /// An invalid query: what is wrong and where.
    pub fn from_text(text: &str) -> crate::Result<Self> {
        Ok(parse(text)?.expression)
    }
}

/// What is wrong at which byte.
#[derive(Debug)]
struct Fault {
    at: usize,
    message: String,
}

type Parse<T> = Result<T, Fault>;

impl Fault {
    fn new(at: usize, message: impl Into<String>) -> Self {
        Self {
            at,
            message: message.into(),
        }
    }

    fn in_text(self, text: &str) -> TextError {
        let before = text.get(..self.at).unwrap_or(text);
        let line = before.rsplit('\n').next().unwrap_or_default();
        TextError {
            line: before.matches('\n').count() + 1,
            column: line.chars().count() + 1,
            message: self.message,
        }
    }
}

/// One part as it is, several joined.
fn one_or<T>(mut parts: Vec<T>, join: impl FnOnce(Vec<T>) -> T) -> T {
    match parts.len() {
        1 => parts.swap_remove(0),
        _ => join(parts),
    }
}

fn not_supported(what: &str, at: usize) -> Fault {
    let what = shortened(what);
    Fault::new(at, format!("`{what}` is not supported yet"))
}

/// As much of what stands in the text as a message shows.
fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}
