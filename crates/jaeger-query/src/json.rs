//! JSON as Go's `encoding/json` writes it, straight into bytes, which clients have seen for ten years.
//!
//! What stands in the JSON of spans is here too: numbers that JavaScript would round, ids and bytes. OTLP's own JSON is
//! written by `jaeger-codec`.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use jaeger_model::{SpanId, TraceId};

/// Whole numbers up to here are exact in JavaScript; larger ones are strings.
const SAFE_MAX: u64 = (1 << 53) - 1;

/// Writes what Go writes for a list that was never made.
pub(crate) fn null(out: &mut Vec<u8>) {
    out.extend_from_slice(b"null");
}

/// Writes a list of what `item` writes.
pub(crate) fn list<T>(
    out: &mut Vec<u8>,
    items: impl IntoIterator<Item = T>,
    mut item: impl FnMut(&mut Vec<u8>, T),
) {
    out.push(b'[');
    for (index, each) in items.into_iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        item(out, each);
    }
    out.push(b']');
}

/// Writes a name and its colon, and the comma before it unless it is the first of its object.
pub(crate) fn name(out: &mut Vec<u8>, name: &str) {
    if out.last() != Some(&b'{') {
        out.push(b',');
    }
    text(out, name);
    out.push(b':');
}

/// Writes a member whose value is a text.
pub(crate) fn text_member(out: &mut Vec<u8>, member: &str, value: &str) {
    name(out, member);
    text(out, value);
}

/// Writes a member whose value is a number.
pub(crate) fn number_member(out: &mut Vec<u8>, member: &str, value: u64) {
    name(out, member);
    number(out, value);
}

/// Writes a string, with what HTML and JavaScript trip over escaped, and each byte that is not UTF-8 replaced by U+FFFD.
pub(crate) fn text(out: &mut Vec<u8>, text: impl AsRef<[u8]>) {
    let text = text.as_ref();
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

/// Writes a whole number without a sign.
pub(crate) fn number(out: &mut Vec<u8>, number: u64) {
    out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

/// Writes a whole number, as a string where JavaScript would round it.
pub(crate) fn int(out: &mut Vec<u8>, number: i64) {
    let mut buffer = itoa::Buffer::new();
    let digits = buffer.format(number);
    if number.unsigned_abs() <= SAFE_MAX {
        out.extend_from_slice(digits.as_bytes());
    } else {
        text(out, digits);
    }
}

/// Writes a number, or where JSON has none the string that Jaeger's search compares it with.
pub(crate) fn double(out: &mut Vec<u8>, number: f64) {
    if number.is_nan() {
        text(out, "NaN");
    } else if number.is_infinite() {
        text(out, if number > 0.0 { "+Inf" } else { "-Inf" });
    } else if number == 0.0 && number.is_sign_negative() {
        // JavaScript's form drops the sign.
        out.extend_from_slice(b"-0");
    } else {
        let mut buffer = ryu_js::Buffer::new();
        out.extend_from_slice(buffer.format_finite(number).as_bytes());
    }
}

/// Writes a string of base64; `null` when there is no byte.
pub(crate) fn bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    if bytes.is_empty() {
        return null(out);
    }
    out.push(b'"');
    out.extend_from_slice(BASE64_STANDARD.encode(bytes).as_bytes());
    out.push(b'"');
}

/// Writes a string of 16 digits when the upper half is zero, else of 32.
pub(crate) fn trace_id(out: &mut Vec<u8>, id: TraceId) {
    out.push(b'"');
    match id.high() {
        0 => push_hex(out, &id.low().to_be_bytes()),
        _ => push_hex(out, &id.0),
    }
    out.push(b'"');
}

/// Writes a string of 16 digits.
pub(crate) fn span_id(out: &mut Vec<u8>, id: SpanId) {
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
mod tests;
