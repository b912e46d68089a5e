//! Strings, numbers and ids as Go's encoder writes them into JSON, which clients have seen for ten years.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use jaeger_model::{SpanId, TraceId};

/// Whole numbers up to here are exact in JavaScript; larger ones are strings.
const SAFE_MAX: u64 = (1 << 53) - 1;

/// A string, with what HTML and JavaScript trip over escaped, and each byte that is not UTF-8 replaced by U+FFFD.
pub(super) fn push_text(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'"');
    if str::from_utf8(text).is_ok() {
        push_escaped(out, text);
    } else {
        for chunk in text.utf8_chunks() {
            push_escaped(out, chunk.valid().as_bytes());
            for _broken in chunk.invalid() {
                out.extend_from_slice(b"\\ufffd");
            }
        }
    }
    out.push(b'"');
}

fn push_escaped(out: &mut Vec<u8>, text: &[u8]) {
    let mut rest = text;
    while let Some(at) = rest.iter().position(|byte| may_need_escape(*byte)) {
        let (plain, special) = rest.split_at(at);
        out.extend_from_slice(plain);
        rest = push_special(out, special);
    }
    out.extend_from_slice(rest);
}

/// True also for the first byte of the two line separators that old JavaScript refuses in strings.
fn may_need_escape(byte: u8) -> bool {
    matches!(byte, 0..=0x1f | b'"' | b'\\' | b'<' | b'>' | b'&' | 0xe2)
}

/// Writes the first character and returns what follows it.
fn push_special<'t>(out: &mut Vec<u8>, text: &'t [u8]) -> &'t [u8] {
    match text {
        [0xe2, 0x80, 0xa8, rest @ ..] => {
            out.extend_from_slice(b"\\u2028");
            rest
        }
        [0xe2, 0x80, 0xa9, rest @ ..] => {
            out.extend_from_slice(b"\\u2029");
            rest
        }
        [byte, rest @ ..] => {
            push_escape(out, *byte);
            rest
        }
        [] => text,
    }
}

fn push_escape(out: &mut Vec<u8>, byte: u8) {
    match byte {
        b'"' | b'\\' => out.extend([b'\\', byte]),
        b'\n' => out.extend_from_slice(b"\\n"),
        b'\r' => out.extend_from_slice(b"\\r"),
        b'\t' => out.extend_from_slice(b"\\t"),
        0x08 => out.extend_from_slice(b"\\b"),
        0x0c => out.extend_from_slice(b"\\f"),
        0..=0x1f | b'<' | b'>' | b'&' => {
            out.extend_from_slice(b"\\u00");
            push_hex(out, &[byte]);
        }
        _ => out.push(byte),
    }
}

/// A whole number without a sign.
pub(super) fn push_number(out: &mut Vec<u8>, number: u64) {
    out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

/// A whole number, as a string where JavaScript would round it.
pub(super) fn push_int(out: &mut Vec<u8>, number: i64) {
    let mut buffer = itoa::Buffer::new();
    let digits = buffer.format(number).as_bytes();
    if number.unsigned_abs() <= SAFE_MAX {
        out.extend_from_slice(digits);
    } else {
        push_text(out, digits);
    }
}

/// A number, or where JSON has none the string that Jaeger's search compares it with.
pub(super) fn push_double(out: &mut Vec<u8>, number: f64) {
    if number.is_nan() {
        out.extend_from_slice(b"\"NaN\"");
    } else if number.is_infinite() {
        let text: &[u8] = if number > 0.0 {
            b"\"+Inf\""
        } else {
            b"\"-Inf\""
        };
        out.extend_from_slice(text);
    } else if number == 0.0 && number.is_sign_negative() {
        // JavaScript's form drops the sign.
        out.extend_from_slice(b"-0");
    } else {
        let mut buffer = ryu_js::Buffer::new();
        out.extend_from_slice(buffer.format_finite(number).as_bytes());
    }
}

/// A string of base64; `null` when there is no byte.
pub(super) fn push_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    if bytes.is_empty() {
        out.extend_from_slice(b"null");
        return;
    }
    out.push(b'"');
    out.extend_from_slice(BASE64_STANDARD.encode(bytes).as_bytes());
    out.push(b'"');
}

/// A string of 16 digits when the upper half is zero, else of 32.
pub(super) fn push_trace_id(out: &mut Vec<u8>, id: TraceId) {
    out.push(b'"');
    match id.high() {
        0 => push_hex(out, &id.low().to_be_bytes()),
        _ => push_hex(out, &id.0),
    }
    out.push(b'"');
}

/// A string of 16 digits.
pub(super) fn push_span_id(out: &mut Vec<u8>, id: SpanId) {
    out.push(b'"');
    push_hex(out, &id.0);
    out.push(b'"');
}

fn push_hex(out: &mut Vec<u8>, bytes: &[u8]) {
    for byte in bytes {
        out.extend([byte >> 4, byte & 0x0f].map(|digit| match digit {
            0..=9 => b'0' + digit,
            _ => b'a' + digit - 10,
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(push: impl Fn(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        push(&mut out);
        String::from_utf8(out).expect("JSON is UTF-8")
    }

    #[test]
    fn strings_have_the_escapes_of_go() {
        let cases: &[(&[u8], &str)] = &[
            (b"", ""),
            (b"plain", "plain"),
            (b"\"\\/", "\\\"\\\\/"),
            (b"\n\r\t\x08\x0c", "\\n\\r\\t\\b\\f"),
            (b"\x00\x1b\x1f\x7f", "\\u0000\\u001b\\u001f\x7f"),
            (b"<b>&'", "\\u003cb\\u003e\\u0026'"),
            (
                "a\u{2028}b\u{2029}c\u{2027}".as_bytes(),
                "a\\u2028b\\u2029c\u{2027}",
            ),
            ("zażółć 漢字 🚀 €".as_bytes(), "zażółć 漢字 🚀 €"),
            (b"a\xffb", "a\\ufffdb"),
            (b"\xe2\x82", "\\ufffd\\ufffd"),
            (b"\xed\xa0\x80<", "\\ufffd\\ufffd\\ufffd\\u003c"),
            (b"\xe2", "\\ufffd"),
        ];
        for (text, expected) in cases {
            assert_eq!(
                written(|out| push_text(out, text)),
                format!("\"{expected}\"")
            );
        }
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
            assert_eq!(written(|out| push_double(out, number)), expected);
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
            assert_eq!(written(|out| push_int(out, number)), expected);
        }
    }

    #[test]
    fn ids_and_bytes_are_strings_of_digits() {
        let short = TraceId::from_halves(0, 0xabc);
        let long = TraceId::from_halves(1, 2);
        let ids = written(|out| {
            push_trace_id(out, short);
            push_trace_id(out, long);
            push_span_id(out, SpanId::from_u64(0xf0));
        });
        assert_eq!(
            ids,
            "\"0000000000000abc\"\"00000000000000010000000000000002\"\"00000000000000f0\""
        );
        assert_eq!(written(|out| push_bytes(out, &[0, 1, 0xfe])), "\"AAH+\"");
        assert_eq!(written(|out| push_bytes(out, &[])), "null");
    }
}
