//! The JSON form of a trace expression: a superset of Jaeger's structured filter (its RFC 0005).
//!
//! ```json
//! {"op": "eq", "args": [{"attr": {"key": "k"}}, {"scalar": {"value": "v"}}]}      one span group, Jaeger's filter
//! {"spans": {"op": …, "args": […]}}, {"spans": {}}                                the same, any span
//! {"and": [E, …]}, {"or": [E, …]}, {"not": E}                                     between groups
//! {"trace": "duration", "op": "gt", "value": "300ms"}                            a trace field
//! ```

use std::cell::Cell;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::typed::Typed;
use super::{
    Comparison, Constant, Field, Level, Nested, Pattern, Predicate, Reference, SpanExpression,
    TraceExpression, TraceField,
};

/// Why a JSON text is not a trace expression.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message} (at {path})")]
pub struct JsonError {
    /// Where, as a path from the top: `$.args[1].call`.
    pub path: String,
    /// What is wrong.
    pub message: String,
}

type Result<T> = std::result::Result<T, JsonError>;

/// How deep calls may nest, as in Jaeger.
const DEPTH_MAX: usize = 20;
/// Bytes of JSON.
const BYTES_MAX: usize = 256 << 10;

impl TraceExpression {
    /// Reads the JSON form.
    ///
    /// # Errors
    /// What is wrong and where.
    pub fn from_json(text: &str) -> Result<Self> {
        let top = Place {
            path: "$".to_owned(),
            depth: 0,
            patterns: Rc::default(),
        };
        if text.len() > BYTES_MAX {
            return top.error(format!("the expression is longer than {BYTES_MAX} bytes"));
        }
        let value: Value = serde_json::from_str(text).map_err(|error| JsonError {
            path: top.path.clone(),
            message: error.to_string(),
        })?;
        trace_expression(&value, &top)
    }
}

/// Where the reader stands.
struct Place {
    path: String,
    depth: usize,
    /// Patterns of the whole expression so far.
    patterns: Rc<Cell<usize>>,
}

impl Place {
    fn error<T>(&self, message: impl Into<String>) -> Result<T> {
        Err(JsonError {
            path: self.path.clone(),
            message: message.into(),
        })
    }

    fn member(&self, name: &str) -> Self {
        Self {
            path: format!("{}.{name}", self.path),
            depth: self.depth + 1,
            patterns: Rc::clone(&self.patterns),
        }
    }

    fn item(&self, index: usize) -> Self {
        Self {
            path: format!("{}[{index}]", self.path),
            depth: self.depth,
            patterns: Rc::clone(&self.patterns),
        }
    }

    fn object<'v>(&self, value: &'v Value) -> Result<&'v Map<String, Value>> {
        if self.depth > DEPTH_MAX * 2 {
            return self.error(format!("nested deeper than {DEPTH_MAX} calls"));
        }
        value
            .as_object()
            .map_or_else(|| self.error("expected an object"), Ok)
    }

    fn array<'v>(&self, value: &'v Value) -> Result<&'v [Value]> {
        value.as_array().map_or_else(
            || self.error("expected an array"),
            |array| Ok(array.as_slice()),
        )
    }

    fn text<'v>(&self, value: &'v Value) -> Result<&'v str> {
        value
            .as_str()
            .map_or_else(|| self.error("expected a string"), Ok)
    }

    /// Refuses members that mean nothing here.
    fn only(&self, object: &Map<String, Value>, known: &[&str]) -> Result<()> {
        match object.keys().find(|key| !known.contains(&key.as_str())) {
            Some(key) => self.error(format!(
                "unknown member {key:?}, expected {}",
                known.join(", ")
            )),
            None => Ok(()),
        }
    }
}

fn trace_expression(value: &Value, place: &Place) -> Result<TraceExpression> {
    let object = place.object(value)?;
    if object.contains_key("trace") {
        return trace_field(object, place);
    }
    if object.contains_key("op") {
        return call(value, place).map(TraceExpression::Spans);
    }
    let mut members = object.iter();
    let (Some((name, inner)), None) = (members.next(), members.next()) else {
        return place.error("expected one of op, spans, trace, and, or, not");
    };
    let place = place.member(name);
    match name.as_str() {
        "spans" => match inner.as_object() {
            Some(object) if object.is_empty() => {
                Ok(TraceExpression::Spans(SpanExpression::And(Vec::new())))
            }
            _ => call(inner, &place).map(TraceExpression::Spans),
        },
        "and" => trace_expressions(inner, &place).map(TraceExpression::And),
        "or" => trace_expressions(inner, &place).map(TraceExpression::Or),
        "not" => trace_expression(inner, &place)
            .map(Box::new)
            .map(TraceExpression::Not),
        _ => place.error("expected one of op, spans, trace, and, or, not"),
    }
}

fn trace_expressions(value: &Value, place: &Place) -> Result<Vec<TraceExpression>> {
    let items = place.array(value)?;
    if items.is_empty() {
        return place.error("expected at least one expression");
    }
    items
        .iter()
        .enumerate()
        .map(|(i, item)| trace_expression(item, &place.item(i)))
        .collect()
}

fn trace_field(object: &Map<String, Value>, place: &Place) -> Result<TraceExpression> {
    place.only(object, &["trace", "op", "value"])?;
    let name = place.member("trace");
    let word = name.text(object.get("trace").unwrap_or(&Value::Null))?;
    let Some(field) = TraceField::from_word(word) else {
        return name.error(format!("unknown trace field {word:?}"));
    };
    let op = place
        .member("op")
        .text(object.get("op").unwrap_or(&Value::Null))?;
    let value_place = place.member("value");
    let typed = Typed::of_trace(field);
    let constants = match object.get("value") {
        None => Vec::new(),
        Some(Value::Array(values)) => {
            let each = |(i, value)| plain_constant(value, typed, &value_place.item(i));
            values.iter().enumerate().map(each).collect::<Result<_>>()?
        }
        Some(value) => vec![plain_constant(value, typed, &value_place)?],
    };
    let is_list = object.get("value").is_some_and(Value::is_array);
    let predicate = predicate(op, constants, is_list, typed, place)?;
    Ok(TraceExpression::Field(field, predicate))
}

/// A constant written as a bare JSON value.
fn plain_constant(value: &Value, typed: Typed, place: &Place) -> Result<Constant> {
    match value {
        Value::String(text) => typed_constant(typed, text, "", place),
        Value::Number(_) | Value::Bool(_) => typed_constant(typed, &value.to_string(), "", place),
        _ => place.error("expected a string or a number"),
    }
}

fn call(value: &Value, place: &Place) -> Result<SpanExpression> {
    let object = place.object(value)?;
    place.only(object, &["op", "args"])?;
    let op = place
        .member("op")
        .text(object.get("op").unwrap_or(&Value::Null))?;
    let args_place = place.member("args");
    let args = args_place.array(object.get("args").unwrap_or(&Value::Null))?;
    let calls = || {
        if args.is_empty() {
            return args_place.error(format!("{op} needs arguments"));
        }
        args.iter()
            .enumerate()
            .map(|(i, arg)| nested_call(arg, &args_place.item(i)))
            .collect()
    };
    match (op, args) {
        ("and", _) => calls().map(SpanExpression::And),
        ("or", _) => calls().map(SpanExpression::Or),
        ("not", [arg]) => nested_call(arg, &args_place.item(0))
            .map(Box::new)
            .map(SpanExpression::Not),
        ("some", [of, arg]) => {
            let nested = nested(of, &args_place.item(0))?;
            let part = nested_call(arg, &args_place.item(1))?;
            if part.looks_into(nested) {
                return args_place.error("some() within some() of the same level");
            }
            Ok(SpanExpression::Some(nested, Box::new(part)))
        }
        ("exists", [subject]) => {
            let subject = reference(subject, &args_place.item(0))?;
            Ok(SpanExpression::Leaf(subject, Predicate::Exists))
        }
        ("not" | "exists", _) => args_place.error(format!("{op} takes one argument")),
        (_, [left, right]) => comparison(op, left, right, place),
        _ => args_place.error(format!("{op} takes two arguments")),
    }
}

fn nested_call(value: &Value, place: &Place) -> Result<SpanExpression> {
    match sole_member(value, place)? {
        ("call", inner) => call(inner, &place.member("call")),
        (other, _) => place.error(format!("expected a call, found {other}")),
    }
}

fn comparison(op: &str, left: &Value, right: &Value, place: &Place) -> Result<SpanExpression> {
    let args = place.member("args");
    let (left, right, op) = match (is_reference(left), is_reference(right)) {
        (true, true) => {
            let Some(by) = Comparison::from_word(op) else {
                return place.error(format!("{op} does not compare two references"));
            };
            let left = reference(left, &args.item(0))?;
            let right = reference(right, &args.item(1))?;
            if !Typed::of_reference(&left).compares_with(Typed::of_reference(&right)) {
                return args.error("the two references have different types");
            }
            return Ok(SpanExpression::References(left, by, right));
        }
        (false, true) => (right, left, mirrored(op)),
        _ => (left, right, op),
    };
    let subject = reference(left, &args.item(0))?;
    let typed = Typed::of_reference(&subject);
    let (constants, is_list) = constants(right, typed, &args.item(1))?;
    Ok(SpanExpression::Leaf(
        subject,
        predicate(op, constants, is_list, typed, place)?,
    ))
}

/// `500 < x` asks the same as `x > 500`.
fn mirrored(op: &str) -> &str {
    match op {
        "gt" => "lt",
        "gte" => "lte",
        "lt" => "gt",
        "lte" => "gte",
        other => other,
    }
}

fn predicate(
    op: &str,
    constants: Vec<Constant>,
    is_list: bool,
    typed: Typed,
    place: &Place,
) -> Result<Predicate> {
    match (op, is_list) {
        ("in", true) => return Ok(Predicate::In(constants)),
        ("not_in", true) => return Ok(Predicate::NotIn(constants)),
        ("in" | "not_in", false) => return place.error(format!("{op} takes a list")),
        ("exists", _) if constants.is_empty() => return Ok(Predicate::Exists),
        (_, true) => return place.error(format!("{op} does not take a list")),
        _ => {}
    }
    let mut constants = constants.into_iter();
    let (Some(constant), None) = (constants.next(), constants.next()) else {
        return place.error(format!("{op} takes one value"));
    };
    if op == "regex" {
        return pattern(&constant, place);
    }
    match Comparison::from_word(op) {
        Some(by) if by.is_ordered() && !typed.is_ordered() => {
            place.error(format!("{op} needs values that have an order"))
        }
        Some(by) => Ok(Predicate::Compare(by, constant)),
        None => place.error(format!("unknown operator {op:?}")),
    }
}

fn pattern(constant: &Constant, place: &Place) -> Result<Predicate> {
    let (Constant::Untyped(pattern) | Constant::Text(pattern)) = constant else {
        return place.error("regex takes text");
    };
    // Counted before memory is taken for it.
    place.patterns.set(place.patterns.get() + 1);
    if place.patterns.get() > Pattern::IN_QUERY_MAX {
        let max = Pattern::IN_QUERY_MAX;
        return place.error(format!("there are more than {max} patterns"));
    }
    match Pattern::new(pattern) {
        Ok(pattern) => Ok(Predicate::Matches(pattern)),
        Err(error) => place.error(format!("regex does not parse: {error}")),
    }
}

fn sole_member<'v>(value: &'v Value, place: &Place) -> Result<(&'v str, &'v Value)> {
    let mut members = place.object(value)?.iter();
    match (members.next(), members.next()) {
        (Some((name, inner)), None) => Ok((name, inner)),
        _ => place.error("expected one of attr, field, nested, scalar, list, call"),
    }
}

fn is_reference(value: &Value) -> bool {
    value.get("attr").is_some() || value.get("field").is_some()
}

fn reference(value: &Value, place: &Place) -> Result<Reference> {
    let (kind, inner) = sole_member(value, place)?;
    let place = place.member(kind);
    let object = place.object(inner)?;
    let level = match object
        .get("level")
        .map(|level| place.text(level))
        .transpose()?
    {
        None | Some("") => None,
        Some(word) => match Level::from_word(word) {
            Some(level) => Some(level),
            None => return place.error(format!("unknown level {word:?}")),
        },
    };
    match kind {
        "attr" => {
            place.only(object, &["key", "level"])?;
            let key = place
                .text(object.get("key").unwrap_or(&Value::Null))?
                .to_owned();
            Ok(Reference::Attribute { key, level })
        }
        "field" => {
            place.only(object, &["name", "level"])?;
            let name = place.text(object.get("name").unwrap_or(&Value::Null))?;
            match Field::from_name(level.unwrap_or(Level::Span), name) {
                Some(field) => Ok(Reference::Field(field)),
                None => place.error(format!("unknown field {name:?}")),
            }
        }
        _ => place.error("expected attr or field"),
    }
}

fn nested(value: &Value, place: &Place) -> Result<Nested> {
    let ("nested", inner) = sole_member(value, place)? else {
        return place.error("expected nested");
    };
    let place = place.member("nested");
    match place.object(inner)?.get("level").and_then(Value::as_str) {
        Some("event") => Ok(Nested::Event),
        Some("link") => Ok(Nested::Link),
        _ => place.error("expected the level event or link"),
    }
}

fn constants(value: &Value, typed: Typed, place: &Place) -> Result<(Vec<Constant>, bool)> {
    let (kind, inner) = sole_member(value, place)?;
    let place = place.member(kind);
    let object = place.object(inner)?;
    let hint = object.get("type").map_or(Ok(""), |hint| place.text(hint))?;
    match kind {
        "scalar" => {
            place.only(object, &["value", "type"])?;
            let text = place.text(object.get("value").unwrap_or(&Value::Null))?;
            Ok((vec![typed_constant(typed, text, hint, &place)?], false))
        }
        "list" => {
            place.only(object, &["values", "type"])?;
            let values = place.array(object.get("values").unwrap_or(&Value::Null))?;
            if values.is_empty() {
                return place.error("the list is empty");
            }
            let each = |value| typed_constant(typed, place.text(value)?, hint, &place);
            Ok((values.iter().map(each).collect::<Result<_>>()?, true))
        }
        _ => place.error("expected a scalar or a list"),
    }
}

/// A constant in the type of what it is compared with.
fn typed_constant(typed: Typed, text: &str, hint: &str, place: &Place) -> Result<Constant> {
    if typed == Typed::Attribute {
        return attribute_constant(text, hint, place);
    }
    typed.constant(text).map_or_else(
        || place.error(format!("{text:?} is not {}", typed.expected())),
        Ok,
    )
}

fn attribute_constant(text: &str, hint: &str, place: &Place) -> Result<Constant> {
    let constant = match hint {
        "" => Some(Constant::Untyped(text.to_owned())),
        "string" => Some(Constant::Text(text.to_owned())),
        "int" => text.parse().map(Constant::Int).ok(),
        "double" => text.parse().map(Constant::Double).ok(),
        "bool" => text.parse().map(Constant::Bool).ok(),
        other => return place.error(format!("unknown type {other:?}")),
    };
    constant.map_or_else(
        || place.error(format!("{text:?} is not of type {hint}")),
        Ok,
    )
}
