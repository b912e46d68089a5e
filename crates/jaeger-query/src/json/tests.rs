use super::*;

fn written(write: impl Fn(&mut Vec<u8>)) -> String {
    let mut out = Vec::new();
    write(&mut out);
    String::from_utf8(out).expect("JSON is UTF-8")
}

#[test]
fn strings_have_the_escapes_of_go() {
    let cases: &[(&[u8], &str)] = &[
        (b"", ""),
        (b"plain", "plain"),
        (b"a \"b\" \\/", "a \\\"b\\\" \\\\/"),
        (b"\n\r\t\x08\x0c", "\\n\\r\\t\\b\\f"),
        (b"\x00\x01\x1b\x1f\x7f", "\\u0000\\u0001\\u001b\\u001f\x7f"),
        (b"<b>&'", "\\u003cb\\u003e\\u0026'"),
        (
            "a\u{2028}b\u{2029}c\u{2027}\u{fffd}".as_bytes(),
            "a\\u2028b\\u2029c\u{2027}\u{fffd}",
        ),
        ("zażółć 漢字 🚀 €".as_bytes(), "zażółć 漢字 🚀 €"),
        (b"a\xffb", "a\\ufffdb"),
        (b"\xe2\x82", "\\ufffd\\ufffd"),
        (b"\xed\xa0\x80<", "\\ufffd\\ufffd\\ufffd\\u003c"),
        (b"\xe2", "\\ufffd"),
    ];
    for (given, expected) in cases {
        assert_eq!(written(|out| text(out, given)), format!("\"{expected}\""));
    }
}

#[test]
fn commas_stand_between_members_and_between_items() {
    let object = written(|out| {
        out.push(b'{');
        text_member(out, "a", "{");
        number_member(out, "b", 1);
        name(out, "c");
        list(out, [2, 3], number);
        name(out, "d");
        list(out, [], number);
        out.push(b'}');
    });
    assert_eq!(object, r#"{"a":"{","b":1,"c":[2,3],"d":[]}"#);
}

#[test]
fn floats_look_as_go_prints_them() {
    for (number, expected) in [
        (0.0, "0"),
        (-0.0, "-0"),
        (3.0, "3"),
        (-2.5, "-2.5"),
        (0.1, "0.1"),
        (1.0 / 3.0, "0.3333333333333333"),
        (1e-6, "0.000001"),
        (1e-7, "1e-7"),
        (1e20, "100000000000000000000"),
        (1e21, "1e+21"),
        (9_007_199_254_740_994.0, "9007199254740994"),
        (123_456_789_012.345, "123456789012.345"),
        (f64::MAX, "1.7976931348623157e+308"),
        (5e-324, "5e-324"),
        (f64::NAN, "\"NaN\""),
        (f64::INFINITY, "\"+Inf\""),
        (f64::NEG_INFINITY, "\"-Inf\""),
    ] {
        assert_eq!(written(|out| double(out, number)), expected);
    }
}

#[test]
fn integers_that_javascript_would_round_are_strings() {
    for (number, expected) in [
        (0, "0"),
        (-42, "-42"),
        (9_007_199_254_740_991, "9007199254740991"),
        (-9_007_199_254_740_991, "-9007199254740991"),
        (9_007_199_254_740_992, "\"9007199254740992\""),
        (i64::MIN, "\"-9223372036854775808\""),
    ] {
        assert_eq!(written(|out| int(out, number)), expected);
    }
}

#[test]
fn ids_and_bytes_are_strings_of_digits() {
    let short = TraceId::from_halves(0, 0xabc);
    let long = TraceId::from_halves(1, 2);
    let ids = written(|out| {
        trace_id(out, short);
        trace_id(out, long);
        span_id(out, SpanId::from_u64(0xf0));
    });
    assert_eq!(
        ids,
        "\"0000000000000abc\"\"00000000000000010000000000000002\"\"00000000000000f0\""
    );
    assert_eq!(written(|out| bytes(out, &[0, 1, 0xfe])), "\"AAH+\"");
    assert_eq!(written(|out| bytes(out, &[])), "null");
}
