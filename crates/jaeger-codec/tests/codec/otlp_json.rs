//! OTLP in JSON: the spellings that the OpenTelemetry collector accepts, and how we write it.

use jaeger_codec::DecodeError;
use jaeger_codec::otlp::json;
use jaeger_model::{Limits, SpanBatch};

pub(crate) const TRACE: &str = "5b8efff798038103d269b633813fc60c";
const SPAN: &str = "eee19b7ec3c1b174";

pub(crate) fn decode(text: &str) -> Result<SpanBatch, DecodeError> {
    json::decode(text.as_bytes(), &Limits::default()).map(|scanned| scanned.batch)
}

fn encode(batch: &SpanBatch) -> String {
    let mut text = Vec::new();
    json::encode(batch.spans(), &mut text);
    String::from_utf8(text).expect("JSON is UTF-8")
}

/// A request of one span with these members.
pub(crate) fn request(members: &str) -> String {
    format!("{{\"resourceSpans\":[{{\"scopeSpans\":[{{\"spans\":[{{{members}}}]}}]}}]}}")
}

/// The same with the ids first.
pub(crate) fn with_ids(members: &str) -> String {
    request(&format!(
        "\"traceId\":\"{TRACE}\",\"spanId\":\"{SPAN}\",{members}"
    ))
}

/// Reads a request and writes it again: what stands between the ids and the status.
pub(crate) fn read(request: &str) -> String {
    let text = encode(&decode(request).unwrap_or_else(|error| panic!("{request}: {error}")));
    let start = format!(
        "{{\"resourceSpans\":[{{\"resource\":{{}},\"scopeSpans\":[{{\"scope\":{{}},\"spans\":[\
         {{\"traceId\":\"{TRACE}\",\"spanId\":\"{SPAN}\","
    );
    let end = "\"status\":{}}]}]}]}";
    let members = text
        .strip_prefix(&start)
        .and_then(|rest| rest.strip_suffix(end))
        .unwrap_or_else(|| panic!("{request} became {text}"));
    members.trim_end_matches(',').to_owned()
}

/// An attribute `a` of this value.
fn attribute(value: &str) -> String {
    format!("\"attributes\":[{{\"key\":\"a\",\"value\":{{{value}}}}}]")
}

#[test]
fn members_have_many_spellings() {
    let cases = [
        // Enums by name and number, the unknown ones too.
        ("\"kind\":2", "\"kind\":2"),
        ("\"kind\":\"SPAN_KIND_SERVER\"", "\"kind\":2"),
        ("\"kind\":\"SPAN_KIND_UNSPECIFIED\"", ""),
        ("\"kind\":99", ""),
        ("\"kind\":-1", ""),
        // 64-bit integers as strings and numbers.
        ("\"startTimeUnixNano\":\"5\"", "\"startTimeUnixNano\":\"5\""),
        ("\"startTimeUnixNano\":5", "\"startTimeUnixNano\":\"5\""),
        (
            "\"endTimeUnixNano\":18446744073709551615",
            "\"endTimeUnixNano\":\"18446744073709551615\"",
        ),
        // 32-bit integers as both, too.
        ("\"flags\":257", "\"flags\":257"),
        ("\"flags\":\"257\"", "\"flags\":257"),
        ("\"droppedEventsCount\":\"7\"", "\"droppedEventsCount\":7"),
        // snake_case.
        (
            "\"start_time_unix_nano\":\"5\"",
            "\"startTimeUnixNano\":\"5\"",
        ),
        ("\"end_time_unix_nano\":5", "\"endTimeUnixNano\":\"5\""),
        ("\"trace_state\":\"a=1\"", "\"traceState\":\"a=1\""),
        (
            "\"parent_span_id\":\"00f067aa0ba902b7\"",
            "\"parentSpanId\":\"00f067aa0ba902b7\"",
        ),
        (
            "\"dropped_attributes_count\":3",
            "\"droppedAttributesCount\":3",
        ),
        ("\"dropped_links_count\":3", "\"droppedLinksCount\":3"),
        // Ids in either case, and an empty or zero parent.
        (
            "\"parentSpanId\":\"00F067AA0BA902B7\"",
            "\"parentSpanId\":\"00f067aa0ba902b7\"",
        ),
        ("\"parentSpanId\":\"\"", ""),
        ("\"parentSpanId\":\"0000000000000000\"", ""),
        // Null is no value.
        ("\"name\":null", ""),
        ("\"kind\":null", ""),
        ("\"startTimeUnixNano\":null", ""),
        ("\"parentSpanId\":null", ""),
        ("\"attributes\":null", ""),
        ("\"events\":null,\"links\":null", ""),
        ("\"status\":null", ""),
        ("\"flags\":null", ""),
        // What nobody knows is ignored.
        (
            "\"x\":{\"name\":[1,{\"y\":null}]},\"name\":\"b\"",
            "\"name\":\"b\"",
        ),
        // Of a scalar that comes twice the last counts; lists are joined.
        ("\"name\":\"a\",\"name\":\"b\"", "\"name\":\"b\""),
        (
            "\"events\":[{\"name\":\"a\"}],\"events\":[{\"name\":\"b\"}]",
            "\"events\":[{\"name\":\"a\"},{\"name\":\"b\"}]",
        ),
        // Escapes and white space.
        (
            " \"name\" :\n\t\"\\u0041\\n\\\"\" ",
            "\"name\":\"A\\n\\\"\"",
        ),
    ];
    for (members, expected) in cases {
        assert_eq!(read(&with_ids(members)), expected, "{members}");
    }
}

#[test]
fn ids_are_read_in_both_spellings_and_cases() {
    let (trace, span) = (TRACE.to_uppercase(), SPAN.to_uppercase());
    let members = format!("\"trace_id\":\"{trace}\",\"span_id\":\"{span}\",\"name\":\"a\"");
    assert_eq!(read(&request(&members)), "\"name\":\"a\"");
}

#[test]
fn envelopes_have_both_spellings_and_nulls_too() {
    let span = format!("{{\"traceId\":\"{TRACE}\",\"spanId\":\"{SPAN}\",\"name\":\"a\"}}");
    for text in [
        format!("{{\"resource_spans\":[{{\"scope_spans\":[{{\"spans\":[{span}]}}]}}]}}"),
        format!(
            "{{\"resourceSpans\":[{{\"resource\":null,\"schemaUrl\":null,\"scopeSpans\":[\
             {{\"scope\":null,\"spans\":[{span}],\"schema_url\":null}}]}}]}}"
        ),
    ] {
        assert_eq!(read(&text), "\"name\":\"a\"");
    }
}

#[test]
fn members_come_in_any_order() {
    let span = format!("{{\"name\":\"a\",\"spanId\":\"{SPAN}\",\"traceId\":\"{TRACE}\"}}");
    let text = format!(
        "{{\"resourceSpans\":[{{\"scopeSpans\":[{{\"spans\":[{span}],\"scope\":{{\"name\":\"s\"}}}}],\
         \"resource\":{{\"droppedAttributesCount\":1}}}}]}}"
    );
    let expected = format!(
        "{{\"resourceSpans\":[{{\"resource\":{{\"droppedAttributesCount\":1}},\"scopeSpans\":[\
         {{\"scope\":{{\"name\":\"s\"}},\"spans\":[{{\"traceId\":\"{TRACE}\",\"spanId\":\"{SPAN}\",\
         \"name\":\"a\",\"status\":{{}}}}]}}]}}]}}"
    );
    assert_eq!(encode(&decode(&text).expect("a request")), expected);
}

#[test]
fn values_have_many_spellings() {
    let cases = [
        ("\"stringValue\":\"\"", "\"stringValue\":\"\""),
        ("\"string_value\":\"x\"", "\"stringValue\":\"x\""),
        ("\"boolValue\":false", "\"boolValue\":false"),
        ("\"bool_value\":true", "\"boolValue\":true"),
        ("\"intValue\":0", "\"intValue\":\"0\""),
        ("\"intValue\":\"-5\"", "\"intValue\":\"-5\""),
        (
            "\"int_value\":-9223372036854775808",
            "\"intValue\":\"-9223372036854775808\"",
        ),
        ("\"doubleValue\":0", "\"doubleValue\":0"),
        ("\"doubleValue\":3", "\"doubleValue\":3"),
        ("\"doubleValue\":-2.5e3", "\"doubleValue\":-2500"),
        ("\"doubleValue\":1e21", "\"doubleValue\":1e+21"),
        ("\"double_value\":\"1.5\"", "\"doubleValue\":1.5"),
        ("\"doubleValue\":\"NaN\"", "\"doubleValue\":\"NaN\""),
        (
            "\"doubleValue\":\"-Infinity\"",
            "\"doubleValue\":\"-Infinity\"",
        ),
        // Both alphabets of base64, padded or not.
        ("\"bytesValue\":\"+/8=\"", "\"bytesValue\":\"+/8=\""),
        ("\"bytesValue\":\"-_8\"", "\"bytesValue\":\"+/8=\""),
        ("\"bytes_value\":\"\"", "\"bytesValue\":\"\""),
        // No value, in three ways.
        ("", ""),
        ("\"stringValue\":null", ""),
        ("\"x\":1", ""),
        // Of two values the last counts.
        ("\"stringValue\":\"x\",\"intValue\":1", "\"intValue\":\"1\""),
        (
            "\"intValue\":1,\"stringValue\":\"x\"",
            "\"stringValue\":\"x\"",
        ),
        // Arrays and maps.
        ("\"arrayValue\":{}", "\"arrayValue\":{}"),
        ("\"array_value\":{\"values\":[]}", "\"arrayValue\":{}"),
        ("\"kvlist_value\":{\"values\":null}", "\"kvlistValue\":{}"),
        (
            "\"arrayValue\":{\"values\":[{\"intValue\":1},{},{\"kvlistValue\":{\"values\":[\
             {\"key\":\"k\",\"value\":{\"boolValue\":true}},{\"key\":\"\"}]}}]}",
            "\"arrayValue\":{\"values\":[{\"intValue\":\"1\"},{},{\"kvlistValue\":{\"values\":[\
             {\"key\":\"k\",\"value\":{\"boolValue\":true}},{\"value\":{}}]}}]}",
        ),
    ];
    for (value, expected) in cases {
        assert_eq!(read(&with_ids(&attribute(value))), attribute(expected));
    }
}

#[test]
fn what_the_encoder_writes_it_reads() {
    let everything = format!(
        "{{\"resourceSpans\":[{{\"resource\":{{\"attributes\":[\
         {{\"key\":\"service.name\",\"value\":{{\"stringValue\":\"a\"}}}}],\
         \"droppedAttributesCount\":1}},\"scopeSpans\":[{{\"scope\":{{\"name\":\"s\",\
         \"version\":\"1\",\"attributes\":[{{\"key\":\"k\",\"value\":{{\"boolValue\":true}}}}],\
         \"droppedAttributesCount\":2}},\"spans\":[{{\"traceId\":\"{TRACE}\",\
         \"spanId\":\"{SPAN}\",\"traceState\":\"a=1\",\"parentSpanId\":\"00f067aa0ba902b7\",\
         \"flags\":769,\"name\":\"GET /\",\"kind\":3,\"startTimeUnixNano\":\"1\",\
         \"endTimeUnixNano\":\"2\",\"attributes\":[{{\"key\":\"n\",\"value\":{{\"intValue\":\"-1\"\
         }}}}],\"droppedAttributesCount\":3,\"events\":[{{\"timeUnixNano\":\"1\",\"name\":\"e\",\
         \"attributes\":[{{\"key\":\"d\",\"value\":{{\"doubleValue\":0.5}}}}],\
         \"droppedAttributesCount\":4}}],\"droppedEventsCount\":5,\"links\":[{{\"traceId\":\
         \"{TRACE}\",\"spanId\":\"00f067aa0ba902b7\",\"traceState\":\"b=2\",\"attributes\":[\
         {{\"key\":\"l\",\"value\":{{\"bytesValue\":\"AP8=\"}}}}],\"droppedAttributesCount\":6,\
         \"flags\":1}}],\"droppedLinksCount\":7,\"status\":{{\"message\":\"m\",\"code\":2}}}}],\
         \"schemaUrl\":\"u\"}}],\"schemaUrl\":\"v\"}}]}}"
    );
    let batch = decode(&everything).expect("a request");
    assert_eq!(encode(&batch), everything);
}

#[test]
fn status_codes_have_names_too() {
    for code in ["2", "\"STATUS_CODE_ERROR\""] {
        let status = format!("\"status\":{{\"code\":{code}}}");
        let text = encode(&decode(&with_ids(&status)).expect("a request"));
        assert!(text.contains("\"status\":{\"code\":2}"), "{text}");
    }
}

#[test]
fn requests_without_spans_are_fine() {
    for text in [
        "{}",
        "null",
        " null ",
        "{\"resourceSpans\":null}",
        "{\"resourceSpans\":[]}",
        "{\"resourceSpans\":[{}]}",
        "{\"resourceSpans\":[null]}",
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[]}]}]}",
    ] {
        let batch = decode(text).expect(text);
        assert!(batch.is_empty(), "{text}");
        assert_eq!(encode(&batch), "{}");
    }
}

#[test]
fn what_follows_the_closing_brace_is_ignored() {
    for rest in ["}", " trailing", "{\"resourceSpans\":5}", "\0\u{ff}"] {
        let text = with_ids("\"name\":\"a\"") + rest;
        assert_eq!(read(&text), "\"name\":\"a\"", "{rest}");
    }
}

#[test]
fn spans_without_a_usable_trace_id_are_left_out_alone() {
    let zero = "0".repeat(32);
    for member in [
        String::new(),
        "\"traceId\":\"\",".to_owned(),
        "\"traceId\":null,".to_owned(),
        format!("\"traceId\":\"{zero}\","),
    ] {
        let text = format!(
            "{{\"resourceSpans\":[{{\"scopeSpans\":[{{\"spans\":[{{{member}\"spanId\":\"{SPAN}\"}},\
             {{\"traceId\":\"{TRACE}\",\"spanId\":\"{SPAN}\"}}]}}]}}]}}"
        );
        let scanned = json::decode(text.as_bytes(), &Limits::default()).expect("a request");
        assert_eq!((scanned.batch.len(), scanned.rejected), (1, 1), "{member}");
    }
}

#[test]
fn the_span_id_zero_is_kept_and_not_written() {
    for member in ["", ",\"spanId\":\"0000000000000000\""] {
        let text = request(&format!("\"traceId\":\"{TRACE}\"{member}"));
        let batch = decode(&text).expect("a request");
        let expected = format!("[{{\"traceId\":\"{TRACE}\",\"status\":{{}}}}]");
        assert!(encode(&batch).contains(&expected), "{}", encode(&batch));
    }
}

#[test]
fn reserved_keys_of_clients_are_renamed() {
    let forged = with_ids(
        "\"attributes\":[{\"key\":\"@jaeger@warnings\",\"value\":{\"stringValue\":\"x\"}}]",
    );
    let expected =
        "\"attributes\":[{\"key\":\"client.@jaeger@warnings\",\"value\":{\"stringValue\":\"x\"}}]";
    assert_eq!(read(&forged), expected);
}

#[test]
fn broken_text_is_repaired_where_it_is_shown() {
    let mut text = with_ids("\"name\":\"X\"").into_bytes();
    let at = text
        .iter()
        .rposition(|&byte| byte == b'X')
        .expect("the name");
    text[at] = 0xff;
    let scanned = json::decode(&text, &Limits::default()).expect("a request");
    let span = scanned.batch.spans().next().expect("a span");
    assert_eq!(span.name().as_bytes(), b"\xff");
    assert!(encode(&scanned.batch).contains("\"name\":\"\u{fffd}\""));
}

#[test]
fn neighbours_share_resource_and_scope() {
    let span = |name: &str| {
        format!(
            "{{\"traceId\":\"{TRACE}\",\"spanId\":\"{SPAN}\",\"name\":\"{name}\",\"status\":{{}}}}"
        )
    };
    let text = format!(
        "{{\"resourceSpans\":[{{\"resource\":{{}},\"scopeSpans\":[\
         {{\"scope\":{{\"name\":\"s\"}},\"spans\":[{},{}]}},\
         {{\"scope\":{{\"name\":\"t\"}},\"spans\":[{}]}}]}},\
         {{\"resource\":{{\"attributes\":[{{\"key\":\"k\",\"value\":{{}}}}]}},\"scopeSpans\":[\
         {{\"scope\":{{}},\"spans\":[{}],\"schemaUrl\":\"u\"}}],\"schemaUrl\":\"v\"}}]}}",
        span("a"),
        span("b"),
        span("c"),
        span("d"),
    );
    assert_eq!(encode(&decode(&text).expect("a request")), text);
}
