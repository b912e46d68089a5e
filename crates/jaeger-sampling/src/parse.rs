//! A file of strategies, read as leniently as Jaeger reads it: names of members in any case, `null`
//! for nothing, unknown members passed over, the last of two. A value of the wrong type refuses the
//! file, and the error says where.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::answer::{OperationRate, Sampling};
use crate::strategies::{Strategies, Strategy};

/// Why a file of strategies cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// It is not JSON.
    #[error("the strategies are not JSON: {0}")]
    Syntax(String),
    /// Something in it is of another type than it should be.
    #[error("{place} must be {expected}, not {found}")]
    Type {
        /// Where, such as `service_strategies[2].param`.
        place: String,
        /// What should be there.
        expected: &'static str,
        /// What is there.
        found: &'static str,
    },
}

/// A file that can be used.
#[derive(Debug)]
pub(crate) struct Parsed {
    pub(crate) strategies: Strategies,
    /// What of it is not done as it says, each with its place; the first of them.
    pub(crate) notices: Vec<String>,
}

impl Strategies {
    /// Reads a file of strategies. Where that says no probability, or a kind of strategy that is not
    /// known, `default_probability` stands.
    ///
    /// # Errors
    /// If it is not JSON, or something in it is of the wrong type.
    pub fn parse(bytes: &[u8], default_probability: f64) -> Result<Self, ParseError> {
        parse(bytes, default_probability).map(|parsed| parsed.strategies)
    }
}

/// Reads a file of strategies.
pub(crate) fn parse(bytes: &[u8], default_probability: f64) -> Result<Parsed, ParseError> {
    let text = String::from_utf8_lossy(bytes);
    let value: Value =
        serde_json::from_str(&text).map_err(|error| ParseError::Syntax(error.to_string()))?;
    let mut reader = Reader {
        default_probability,
        notices: Vec::new(),
    };
    let strategies = reader.document(&value)?;
    Ok(Parsed {
        strategies,
        notices: reader.notices,
    })
}

struct Reader {
    default_probability: f64,
    notices: Vec<String>,
}

impl Reader {
    fn document(&mut self, value: &Value) -> Result<Strategies, ParseError> {
        let mut strategies = Strategies::without_file(self.default_probability);
        let Some(document) = object(value, "the document")? else {
            return Ok(strategies);
        };
        if let Some(default) = object(member(document, DEFAULT), DEFAULT)? {
            strategies.default = self.strategy(default, DEFAULT)?;
        }
        let services = list(member(document, SERVICES), SERVICES)?;
        for (index, service) in services.iter().enumerate() {
            let place = format!("{SERVICES}[{index}]");
            let service = entry(service, &place)?;
            let name = text(member(service, "service"), &place, "service")?;
            let strategy = self.strategy(service, &place)?;
            strategies.services.insert(name.to_owned(), strategy);
        }
        Ok(strategies)
    }

    fn strategy(
        &mut self,
        given: &Map<String, Value>,
        place: &str,
    ) -> Result<Strategy, ParseError> {
        let sampling = self.sampling(given, place)?;
        let place = format!("{place}.{OPERATIONS}");
        let listed = list(member(given, OPERATIONS), &place)?;
        let mut operations = Vec::new();
        for (index, operation) in listed.iter().enumerate() {
            let place = format!("{place}[{index}]");
            operations.extend(self.operation(entry(operation, &place)?, &place)?);
        }
        Ok(Strategy {
            sampling,
            operations: (!listed.is_empty()).then_some(operations),
        })
    }

    fn operation(
        &mut self,
        given: &Map<String, Value>,
        place: &str,
    ) -> Result<Option<OperationRate>, ParseError> {
        let operation = Arc::from(text(member(given, "operation"), place, "operation")?);
        match self.sampling(given, place)? {
            Sampling::Probabilistic(probability) => Ok(Some(OperationRate {
                operation,
                probability,
            })),
            Sampling::RateLimiting(_) => {
                self.notice(format!(
                    "{place} is left out: an operation cannot be rate limited"
                ));
                Ok(None)
            }
        }
    }

    fn sampling(
        &mut self,
        given: &Map<String, Value>,
        place: &str,
    ) -> Result<Sampling, ParseError> {
        let kind = text(member(given, "type"), place, "type")?;
        let parameter = number(member(given, "param"), place, "param")?;
        Ok(match kind {
            "probabilistic" => Sampling::Probabilistic(parameter),
            // Towards zero, and no further than clients can count.
            "ratelimiting" => Sampling::RateLimiting(parameter as i32),
            _ => {
                self.notice(format!(
                    "{place}.type is neither probabilistic nor ratelimiting, so the default \
                     probability is used"
                ));
                Sampling::Probabilistic(self.default_probability)
            }
        })
    }

    fn notice(&mut self, notice: String) {
        if self.notices.len() < NOTICES_MAX {
            self.notices.push(notice);
        }
    }
}

/// Returns the member of this name, in another case if need be; null if there is none.
fn member<'v>(object: &'v Map<String, Value>, name: &str) -> &'v Value {
    let in_other_case = || {
        let mut members = object.iter();
        members.find(|(given, _)| given.eq_ignore_ascii_case(name))
    };
    object
        .get(name)
        .or_else(|| in_other_case().map(|(_, value)| value))
        .unwrap_or(&NULL)
}

fn object<'v>(value: &'v Value, place: &str) -> Result<Option<&'v Map<String, Value>>, ParseError> {
    match value {
        Value::Null => Ok(None),
        Value::Object(members) => Ok(Some(members)),
        other => Err(mismatch(place.to_owned(), "an object", other)),
    }
}

/// Reads an object of a list, which cannot be null.
fn entry<'v>(value: &'v Value, place: &str) -> Result<&'v Map<String, Value>, ParseError> {
    object(value, place)?.ok_or_else(|| mismatch(place.to_owned(), "an object", value))
}

fn list<'v>(value: &'v Value, place: &str) -> Result<&'v [Value], ParseError> {
    match value {
        Value::Null => Ok(&[]),
        Value::Array(values) => Ok(values),
        other => Err(mismatch(place.to_owned(), "a list", other)),
    }
}

fn text<'v>(value: &'v Value, place: &str, name: &str) -> Result<&'v str, ParseError> {
    match value {
        Value::Null => Ok(""),
        Value::String(text) => Ok(text),
        other => Err(mismatch(format!("{place}.{name}"), "a text", other)),
    }
}

fn number(value: &Value, place: &str, name: &str) -> Result<f64, ParseError> {
    let number = match value {
        Value::Null => Some(0.0),
        other => other.as_f64(),
    };
    number.ok_or_else(|| mismatch(format!("{place}.{name}"), "a number", value))
}

fn mismatch(place: String, expected: &'static str, value: &Value) -> ParseError {
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    ParseError::Type {
        place,
        expected,
        found,
    }
}

static NULL: Value = Value::Null;

const DEFAULT: &str = "default_strategy";
const SERVICES: &str = "service_strategies";
const OPERATIONS: &str = "operation_strategies";
const NOTICES_MAX: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_the_place() {
        let cases = [
            ("[]", "the document must be an object, not a list"),
            (
                r#"{"default_strategy":5}"#,
                "default_strategy must be an object, not a number",
            ),
            (
                r#"{"default_strategy":{"type":true}}"#,
                "default_strategy.type must be a text, not true or false",
            ),
            (
                r#"{"service_strategies":[{},{"param":"1"}]}"#,
                "service_strategies[1].param must be a number, not a text",
            ),
            (
                r#"{"service_strategies":[{},null]}"#,
                "service_strategies[1] must be an object, not null",
            ),
            (
                r#"{"service_strategies":[{"operation_strategies":[{},{"operation":{}}]}]}"#,
                "service_strategies[0].operation_strategies[1].operation must be a text, \
                 not an object",
            ),
            (
                r#"{"default_strategy":{"operation_strategies":{}}}"#,
                "default_strategy.operation_strategies must be a list, not an object",
            ),
            (
                "{\n \"default_strategy\": x}",
                "the strategies are not JSON: expected value at line 2 column 22",
            ),
        ];
        for (text, error) in cases {
            let parsed = Strategies::parse(text.as_bytes(), 0.001);
            assert_eq!(parsed.unwrap_err().to_string(), error, "{text}");
        }
    }

    #[test]
    fn tells_what_is_not_done_as_the_file_says() {
        let text = r#"{
            "default_strategy": {"type": "odd"},
            "service_strategies": [{
                "type": "probabilistic",
                "operation_strategies": [{"type": "ratelimiting"}, {}]
            }]
        }"#;
        let parsed = parse(text.as_bytes(), 0.001).unwrap();
        let untold =
            "is neither probabilistic nor ratelimiting, so the default probability is used";
        assert_eq!(
            parsed.notices,
            [
                format!("default_strategy.type {untold}"),
                String::from(
                    "service_strategies[0].operation_strategies[0] is left out: an operation \
                     cannot be rate limited"
                ),
                format!("service_strategies[0].operation_strategies[1].type {untold}"),
            ]
        );
    }

    #[test]
    fn tells_no_more_than_fits_a_log() {
        let text = format!(r#"{{"service_strategies":[{{}}{}]}}"#, ",{}".repeat(1_000));
        let parsed = parse(text.as_bytes(), 0.001).unwrap();
        assert_eq!(parsed.notices.len(), NOTICES_MAX);
    }

    #[test]
    fn passes_over_what_is_not_utf_8() {
        let text = b"{\"service_strategies\":[{\"service\":\"a\xff\",\"type\":\"ratelimiting\"}]}";
        let strategies = Strategies::parse(text, 0.001).unwrap();
        let answer = strategies.answer("a\u{fffd}");
        assert_eq!(answer.sampling, Sampling::RateLimiting(0));
    }
}
