//! Values as text: what Jaeger's search compares with, and arrays and maps as JSON.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::{Text, Value};

impl<'a> Value<'a> {
    /// The text that a tag of Jaeger's search form is compared with: integers in decimal, floats as Go's `%.10g`, bytes
    /// in hexadecimal, arrays and maps as [JSON](Self::to_json).
    pub fn to_text(&self) -> Cow<'a, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::String(text) => text.to_str(),
            Self::Bool(true) => Cow::Borrowed("true"),
            Self::Bool(false) => Cow::Borrowed("false"),
            Self::Int(value) => Cow::Owned(value.to_string()),
            Self::Double(value) => Cow::Owned(go_general(*value)),
            Self::Bytes(bytes) => Cow::Owned(hex(bytes)),
            Self::Array(_) | Self::Map(_) => Cow::Owned(self.to_json()),
        }
    }

    /// As JSON the way Go writes it: the members of maps sorted by key, bytes in base64, `<`, `>` and `&` escaped. What
    /// JSON has no number for is a string.
    pub fn to_json(&self) -> String {
        let mut json = String::new();
        self.write_json(&mut json);
        json
    }

    fn write_json(&self, json: &mut String) {
        match self {
            Self::Empty => json.push_str("null"),
            Self::String(text) => write_json_string(json, *text),
            Self::Bool(value) => json.push_str(if *value { "true" } else { "false" }),
            Self::Int(value) => json.push_str(&value.to_string()),
            Self::Double(value) if value.is_finite() => {
                json.push_str(ryu_js::Buffer::new().format_finite(*value));
            }
            Self::Double(value) => write_json_string(json, go_general(*value).as_str().into()),
            Self::Bytes(bytes) => {
                write_json_string(json, BASE64_STANDARD.encode(bytes).as_str().into());
            }
            Self::Array(values) => write_joined(json, ['[', ']'], *values, |json, value| {
                value.write_json(json);
            }),
            Self::Map(attributes) => {
                let sorted: BTreeMap<_, _> = attributes.map(|a| (a.key, a.value)).collect();
                write_joined(
                    json,
                    ['{', '}'],
                    sorted.into_iter(),
                    |json, (key, value)| {
                        write_json_string(json, key);
                        json.push(':');
                        value.write_json(json);
                    },
                );
            }
        }
    }
}

fn write_joined<T>(
    json: &mut String,
    [open, close]: [char; 2],
    items: impl Iterator<Item = T>,
    write: impl Fn(&mut String, T),
) {
    json.push(open);
    for (index, item) in items.enumerate() {
        if index > 0 {
            json.push(',');
        }
        write(json, item);
    }
    json.push(close);
}

/// A JSON string with Go's escapes, HTML's special characters among them.
fn write_json_string(json: &mut String, text: Text<'_>) {
    json.push('"');
    for character in text.to_str().chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            '\u{8}' => json.push_str("\\b"),
            '\u{c}' => json.push_str("\\f"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => {
                // Writing to a String cannot fail.
                let _infallible = write!(json, "\\u{:04x}", u32::from(character));
            }
            other => json.push(other),
        }
    }
    json.push('"');
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _infallible = write!(text, "{byte:02x}");
            text
        })
}

/// Go's `strconv.FormatFloat(value, 'g', 10, 64)`.
fn go_general(value: f64) -> String {
    const PRECISION: i32 = 10;
    if value.is_nan() {
        return "NaN".into();
    }
    if value.is_infinite() {
        return if value > 0.0 {
            "+Inf".into()
        } else {
            "-Inf".into()
        };
    }
    let scientific = format!("{:.*e}", PRECISION as usize - 1, value);
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let mantissa = without_trailing_zeros(mantissa);
    let digits = mantissa.bytes().filter(u8::is_ascii_digit).count() as i32;
    // Go prefers the plain form for a whole number that has all its digits.
    let threshold = if digits > exponent {
        digits.min(PRECISION)
    } else {
        PRECISION
    };
    if exponent < -4 || exponent >= threshold {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{mantissa}e{sign}{:02}", exponent.abs());
    }
    let decimals = usize::try_from(PRECISION - 1 - exponent).unwrap_or_default();
    without_trailing_zeros(&format!("{value:.decimals$}")).to_owned()
}

fn without_trailing_zeros(number: &str) -> &str {
    match number.contains('.') {
        true => number.trim_end_matches('0').trim_end_matches('.'),
        false => number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_look_as_go_prints_them() {
        let cases = [
            (0.0, "0"),
            (3.0, "3"),
            (-2.5, "-2.5"),
            (0.1, "0.1"),
            (1e-9, "1e-09"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (100_000.0, "100000"),
            (1_234_567_890.0, "1234567890"),
            (12_345_678_901.0, "1.23456789e+10"),
            (1e21, "1e+21"),
            (1.0 / 3.0, "0.3333333333"),
            (f64::INFINITY, "+Inf"),
            (f64::NAN, "NaN"),
        ];
        for (value, expected) in cases {
            assert_eq!(Value::Double(value).to_text(), expected);
        }
    }

    #[test]
    fn bytes_are_hexadecimal_and_text_is_itself() {
        assert_eq!(Value::Bytes(&[0, 0xff]).to_text(), "00ff");
        assert_eq!(Value::from("a<b").to_text(), "a<b");
        assert_eq!(Value::from("a<b\"\n").to_json(), "\"a\\u003cb\\\"\\n\"");
    }
}
