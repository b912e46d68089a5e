//! The vectors that every parser of the text form reads, and expressions written out at random.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::expression::{Comparison, Constant, Level, Predicate, Reference, SpanExpression};

const VECTORS: &str = include_str!("../../../../jaeger-storage-conformance/cases/text.json");

/// Text, JSON form and what is expected of every case.
fn vectors() -> Vec<(String, Value, Value)> {
    let file: Value = serde_json::from_str(VECTORS).unwrap();
    let cases = file["cases"].as_array().unwrap().iter();
    let of_case = |case: &Value| {
        let query = &case["query"];
        let text = query["text"].as_str().unwrap().to_owned();
        (text, query["filter"].clone(), case["expect"].clone())
    };
    cases.map(of_case).collect()
}

fn shown(expression: &TraceExpression) -> String {
    format!("{expression:?}")
}

#[test]
fn both_forms_come_to_the_same_expression() {
    let mut count = 0;
    for (text, json, _) in vectors().iter().filter(|(_, json, _)| !json.is_null()) {
        let from_json = TraceExpression::from_json(&json.to_string());
        let from_text = TraceExpression::from_text(text);
        assert_eq!(
            from_text.as_ref().map(shown).map_err(ToString::to_string),
            from_json.as_ref().map(shown).map_err(ToString::to_string),
            "{text}"
        );
        assert!(from_text.is_ok(), "{text}");
        count += 1;
    }
    assert!(count > 100, "{count} vectors");
}

#[test]
fn says_what_is_wrong_and_where() {
    let mut count = 0;
    for (text, _, expect) in vectors().iter().filter(|(_, json, _)| json.is_null()) {
        let error = parse(text).unwrap_err();
        let place = (error.line as u64, error.column as u64);
        let expected = (expect["line"].as_u64(), expect["column"].as_u64());
        assert_eq!((Some(place.0), Some(place.1)), expected, "{text}: {error}");
        let begins = expect["message"].as_str().unwrap();
        assert!(error.message.starts_with(begins), "{text}: {error}");
        count += 1;
    }
    assert!(count > 80, "{count} vectors");
}

#[test]
fn is_an_invalid_query_that_names_the_place() {
    let error = TraceExpression::from_text("{ .a =\n }").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidQuery);
    assert_eq!(
        error.to_string(),
        "expected an attribute, a field or a value, found `}` (at line 2, column 2)"
    );
}

#[test]
fn names_the_hints_that_mean_nothing() {
    let cases: [(&str, &[&str]); 4] = [
        ("{}", &[]),
        ("{} with (most_recent=true)", &[]),
        ("{} with (most_recent=false)", &["most_recent"]),
        ("{} with (a=1, most_recent=true, b=\"x\")", &["a", "b"]),
    ];
    for (text, ignored) in cases {
        assert_eq!(parse(text).unwrap().ignored_hints, ignored, "{text}");
    }
}

#[test]
fn the_json_form_holds_as_many_patterns() {
    let filter = |count: usize| {
        let part = r#"{"call": {"op": "regex", "args": [{"attr": {"key": "k"}}, {"scalar": {"value": "a"}}]}}"#;
        format!(
            r#"{{"op": "or", "args": [{}]}}"#,
            vec![part; count].join(", ")
        )
    };
    let most = TraceExpression::from_json(&filter(32));
    assert!(most.is_ok(), "{most:?}");
    let error = TraceExpression::from_json(&filter(33)).unwrap_err();
    assert!(
        error.to_string().contains("more than 32 patterns"),
        "{error}"
    );
}

#[test]
fn is_bounded() {
    let patterns = |count: usize| {
        let patterns = vec![".a =~ `x`"; count];
        format!("{{ {} }}", patterns.join(" || "))
    };
    let alternatives = |count: usize| {
        let parts = vec!["(trace:spans > 1 && .a = 1)"; count];
        format!("{{ {} }}", parts.join(" || "))
    };
    let padded = |bytes: usize| format!("{{}}{}", " ".repeat(bytes - 2));
    let cases = [
        (patterns(32), None),
        (patterns(33), Some("there are more than 32 patterns")),
        (alternatives(16), None),
        (alternatives(17), Some("the group mixes conditions")),
        (padded(65_536), None),
        (padded(65_537), Some("the text is longer than 65536 bytes")),
        ("(".repeat(60_000), Some("nested deeper than 20 levels")),
        ("!".repeat(60_000), Some("nested deeper than 20 levels")),
        (
            format!("{{ {}", "event{".repeat(9_000)),
            Some("nested deeper than 20 levels"),
        ),
    ];
    for (text, complaint) in cases {
        let start: String = text.chars().take(60).collect();
        match (parse(&text), complaint) {
            (Ok(_), None) => {}
            (Err(error), Some(complaint)) => {
                assert!(error.message.starts_with(complaint), "{start}: {error}");
            }
            (parsed, _) => panic!("{start}: {parsed:?}"),
        }
    }
}

/// A text and what it stands for.
type Written<T> = (String, T);

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn any_text() -> impl Strategy<Value = String> {
    vec(any::<char>(), 0..8).prop_map(|chars| chars.into_iter().collect())
}

fn constant() -> impl Strategy<Value = Written<Constant>> {
    use prop::num::f64::{NEGATIVE, NORMAL, POSITIVE, SUBNORMAL, ZERO};
    prop_oneof![
        any_text().prop_map(|text| (quoted(&text), Constant::Text(text))),
        any::<i64>().prop_map(|value| (value.to_string(), Constant::Int(value))),
        (POSITIVE | NEGATIVE | NORMAL | SUBNORMAL | ZERO)
            .prop_map(|value| (format!("{value:?}"), Constant::Double(value))),
        any::<bool>().prop_map(|value| (value.to_string(), Constant::Bool(value))),
    ]
}

fn condition() -> impl Strategy<Value = Written<SpanExpression>> {
    let scope = prop::sample::select(vec![
        ("", None),
        ("span", Some(Level::Span)),
        ("resource", Some(Level::Resource)),
        ("instrumentation", Some(Level::Scope)),
        ("event", Some(Level::Event)),
        ("link", Some(Level::Link)),
    ]);
    let sign = prop::sample::select(vec![
        ("=", Comparison::Eq),
        ("!=", Comparison::Ne),
        ("<", Comparison::Lt),
        ("<=", Comparison::Lte),
        (">", Comparison::Gt),
        (">=", Comparison::Gte),
    ]);
    let leaf = (scope, any_text(), sign, constant()).prop_map(
        |((scope, level), key, (sign, comparison), (written, constant))| {
            let text = format!("{scope}.{} {sign} {written}", quoted(&key));
            let predicate = Predicate::Compare(comparison, constant);
            let reference = Reference::Attribute { key, level };
            (text, SpanExpression::Leaf(reference, predicate))
        },
    );
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 2..4).prop_map(|parts| joined(parts, " && ", SpanExpression::And)),
            vec(inner.clone(), 2..4).prop_map(|parts| joined(parts, " || ", SpanExpression::Or)),
            inner.prop_map(|(text, part)| {
                (format!("!({text})"), SpanExpression::Not(Box::new(part)))
            }),
        ]
    })
}

fn question() -> impl Strategy<Value = Written<TraceExpression>> {
    let group =
        condition().prop_map(|(text, part)| (format!("{{{text}}}"), TraceExpression::Spans(part)));
    group.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 2..4).prop_map(|parts| joined(parts, "&&", TraceExpression::And)),
            vec(inner.clone(), 2..4).prop_map(|parts| joined(parts, "||", TraceExpression::Or)),
            inner.prop_map(|(text, part)| {
                (format!("!({text})"), TraceExpression::Not(Box::new(part)))
            }),
        ]
    })
}

fn joined<T>(parts: Vec<Written<T>>, sign: &str, join: fn(Vec<T>) -> T) -> Written<T> {
    let (texts, parts): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
    let texts: Vec<_> = texts.iter().map(|text| format!("({text})")).collect();
    (texts.join(sign), join(parts))
}

proptest! {
    #[test]
    fn reads_what_was_written_out((text, written) in question()) {
        let read = TraceExpression::from_text(&text);
        let read = read.as_ref().map(shown).map_err(ToString::to_string);
        prop_assert_eq!(read, Ok(shown(&written)), "{}", text);
    }

    #[test]
    fn any_text_is_read_or_refused_with_its_place(
        anything: String,
        which: prop::sample::Index,
        flips: Vec<(prop::sample::Index, char)>,
    ) {
        let (vector, ..) = which.get(&vectors()).clone();
        let mut damaged: Vec<_> = vector.chars().collect();
        for (at, with) in flips {
            if !damaged.is_empty() {
                let at = at.index(damaged.len());
                damaged[at] = with;
            }
        }
        for text in [anything, damaged.into_iter().collect()] {
            if let Err(error) = parse(&text) {
                prop_assert!(error.line <= text.split('\n').count(), "{}: {}", text, error);
            }
        }
    }
}
