//! OTLP in JSON: what is refused, in which words and where.

use jaeger_codec::DecodeErrorKind;
use jaeger_codec::otlp::json;
use jaeger_model::{BatchErrorKind, Limits};

use crate::otlp_json::{TRACE, decode, read, request, with_ids};

/// Arrays and maps within each other that fit what `serde_json` reads.
const DEPTH_MAX: usize = 28;

#[test]
fn ids_of_a_wrong_length_are_refused_by_that_word() {
    for members in [
        "\"traceId\":\"5b8efff798038103\"".to_owned(),
        format!("\"traceId\":\"{TRACE}0\""),
        // Base64, as protobuf's own JSON has it.
        "\"traceId\":\"W47/95gDgQPSabYzgT/GDA==\"".to_owned(),
        format!("\"traceId\":\"{TRACE}\",\"spanId\":\"b174\""),
        format!("\"traceId\":\"{TRACE}\",\"parentSpanId\":\"{TRACE}\""),
        format!("\"traceId\":\"{TRACE}\",\"links\":[{{\"traceId\":\"1\"}}]"),
    ] {
        let error = decode(&request(&members)).expect_err(&members);
        assert!(
            error.kind.to_string().contains("length mismatch"),
            "{error}"
        );
        assert!(!error.is_over_budget());
    }
}

/// Members of a span that are refused, the value that is wrong, and the member that holds it.
const WRONG_VALUES: [(&str, &str, &str); 19] = [
    ("\"startTimeUnixNano\":@", "\"-1\"", "startTimeUnixNano"),
    ("\"startTimeUnixNano\":@", "-1", "startTimeUnixNano"),
    (
        "\"startTimeUnixNano\":@",
        "18446744073709551616",
        "startTimeUnixNano",
    ),
    ("\"endTimeUnixNano\":@", "\"now\"", "endTimeUnixNano"),
    ("\"endTimeUnixNano\":@", "\"\"", "endTimeUnixNano"),
    ("\"kind\":@", "\"SERVER\"", "kind"),
    ("\"kind\":@", "true", "kind"),
    ("\"kind\":@", "4294967296", "kind"),
    ("\"flags\":@", "4294967296", "flags"),
    ("\"droppedLinksCount\":@", "-1", "droppedLinksCount"),
    ("\"name\":@", "5", "name"),
    ("\"name\":@", "[\"a\"]", "name"),
    ("\"attributes\":@", "{}", "attributes"),
    ("\"status\":@", "2", "status"),
    ("\"events\":[{\"name\":@}]", "{}", "name"),
    (
        "\"attributes\":[{\"value\":{\"boolValue\":@}}]",
        "\"true\"",
        "boolValue",
    ),
    (
        "\"attributes\":[{\"value\":{\"intValue\":@}}]",
        "1.5",
        "intValue",
    ),
    (
        "\"attributes\":[{\"value\":{\"bytesValue\":@}}]",
        "\"?\"",
        "bytesValue",
    ),
    (
        "\"traceId\":@",
        "\"zb8efff798038103d269b633813fc60c\"",
        "traceId",
    ),
];

#[test]
fn wrong_values_are_refused_with_their_member_and_place() {
    for (members, value, member) in WRONG_VALUES {
        // A line of its own, since places are counted over lines.
        let before = format!("\n{}", members.split('@').next().unwrap_or_default());
        let text = request(&format!("\n{}", members.replace('@', value)));
        let start = text.find(&before).expect("the member") + before.len();
        let error = decode(&text).expect_err(&text);
        assert!(matches!(error.kind, DecodeErrorKind::Json(_)), "{error}");
        assert_eq!(error.reading, member, "{error}");
        let place = start..=start + value.len() + 1;
        assert!(place.contains(&error.offset), "{text:?}: {error}");
    }
}

#[test]
fn what_is_no_request_is_refused() {
    let protobuf = "\n\u{10}\u{12}\u{e}\u{12}\u{c}\n";
    for text in [
        "",
        " \n",
        "[]",
        "5",
        "\"x\"",
        "true",
        "{",
        "{]",
        "nul",
        "{\"resourceSpans\":{}}",
        protobuf,
    ] {
        let error = decode(text).expect_err(text);
        assert!(matches!(error.kind, DecodeErrorKind::Json(_)), "{error}");
        assert!(!error.is_over_budget());
        assert!(error.offset <= text.len());
    }
}

#[test]
fn a_resource_or_scope_comes_once() {
    for text in [
        "{\"resourceSpans\":[{\"resource\":{},\"resource\":{}}]}",
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"scope\":{},\"scope\":{}}]}]}",
    ] {
        let error = decode(text).expect_err(text);
        assert!(error.kind.to_string().contains("duplicate"), "{error}");
    }
    let once = "{\"resourceSpans\":[{\"resource\":null,\"resource\":{},\"resource\":null}]}";
    assert!(decode(once).is_ok());
}

#[test]
fn nesting_is_refused_at_its_limit_and_not_before() {
    let forms = [
        ("{\"arrayValue\":{\"values\":[", "]}}"),
        (
            "{\"kvlistValue\":{\"values\":[{\"key\":\"k\",\"value\":",
            "}]}}",
        ),
    ];
    for (open, close) in forms {
        for (depth, fits) in [(DEPTH_MAX, true), (DEPTH_MAX + 1, false), (50_000, false)] {
            let value = format!(
                "{}{{\"intValue\":\"7\"}}{}",
                open.repeat(depth),
                close.repeat(depth)
            );
            let members = format!("\"attributes\":[{{\"key\":\"a\",\"value\":{value}}}]");
            let text = with_ids(&members);
            let outcome = decode(&text);
            assert_eq!(outcome.is_ok(), fits, "{depth}");
            let Err(error) = outcome else {
                assert_eq!(read(&text), members);
                continue;
            };
            let kind = BatchErrorKind::TooDeep(DEPTH_MAX);
            assert_eq!(error.kind, DecodeErrorKind::Batch(kind));
            assert!(error.is_over_budget());
            let innermost = text.find("intValue").expect("the value");
            assert!((1..=innermost).contains(&error.offset), "{}", error.offset);
        }
    }
}

#[test]
fn more_than_the_limits_allow_is_refused_as_too_much() {
    let roomy = Limits::default();
    let span = format!("{{\"traceId\":\"{TRACE}\"}}");
    let two_spans =
        format!("{{\"resourceSpans\":[{{\"scopeSpans\":[{{\"spans\":[{span},{span}]}}]}}]}}");
    let three_attributes = with_ids("\"attributes\":[{},{},{}]");
    let cases = [
        (
            &two_spans,
            Limits { bytes: 10, ..roomy },
            BatchErrorKind::TooManyBytes(10),
        ),
        (
            &two_spans,
            Limits { spans: 1, ..roomy },
            BatchErrorKind::TooManySpans(1),
        ),
        // A list of one each, but for the attributes.
        (
            &three_attributes,
            Limits {
                elements: 5,
                ..roomy
            },
            BatchErrorKind::TooManyElements(5),
        ),
    ];
    for (text, limits, kind) in cases {
        let error = json::decode(text.as_bytes(), &limits).expect_err("too much");
        assert!(error.is_over_budget());
        assert!(error.offset <= text.len());
        assert_eq!(error.kind, DecodeErrorKind::Batch(kind));
    }
    let limits = Limits {
        bytes: two_spans.len(),
        spans: 2,
        elements: 6,
        ..roomy
    };
    assert!(json::decode(two_spans.as_bytes(), &limits).is_ok());
}
