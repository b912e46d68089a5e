//! Ids, bytes and characters as JSON strings hold them.

use std::borrow::Cow;
use std::fmt;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::prelude::BASE64_STANDARD;
use jaeger_model::Text;

const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// Why a string is not an id.
#[derive(Debug)]
pub(super) enum IdError {
    Length { digits: usize, expected: usize },
    NotHex,
}

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { digits, expected } => write!(
                f,
                "length mismatch: an id of {expected} hexadecimal digits has {digits} characters"
            ),
            Self::NotHex => f.write_str("an id has a character that is not a hexadecimal digit"),
        }
    }
}

/// An id from all its hexadecimal digits, in either case; `None` from an empty string.
pub(super) fn parse_id<const N: usize>(text: &[u8]) -> Result<Option<[u8; N]>, IdError> {
    if text.is_empty() {
        return Ok(None);
    }
    let (pairs, rest) = text.as_chunks::<2>();
    if pairs.len() != N || !rest.is_empty() {
        return Err(IdError::Length {
            digits: text.len(),
            expected: 2 * N,
        });
    }
    let mut id = [0; N];
    for (byte, [high, low]) in id.iter_mut().zip(pairs) {
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Ok(Some(id))
}

fn digit(character: u8) -> Result<u8, IdError> {
    match character {
        b'0'..=b'9' => Ok(character - b'0'),
        b'a'..=b'f' => Ok(character - b'a' + 10),
        b'A'..=b'F' => Ok(character - b'A' + 10),
        _ => Err(IdError::NotHex),
    }
}

/// Bytes from base64 of either alphabet, padded or not.
pub(crate) fn parse_base64(text: &[u8]) -> Result<Vec<u8>, base64::DecodeError> {
    STANDARD.decode(text).or_else(|_| URL_SAFE.decode(text))
}

/// A string with U+FFFD for each half of a surrogate pair that its escapes gave without the other half. What is not
/// UTF-8 in other ways stays.
pub(crate) fn without_surrogates(text: &[u8]) -> Cow<'_, [u8]> {
    let is_half = |window: &[u8]| matches!(window, [0xed, 0xa0..=0xbf, 0x80..=0xbf]);
    if !text.windows(3).any(is_half) {
        return Cow::Borrowed(text);
    }
    let mut mended = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, behind)) = rest.split_first() {
        match rest.split_at_checked(3) {
            Some((half, behind)) if is_half(half) => {
                mended.extend_from_slice("\u{fffd}".as_bytes());
                rest = behind;
            }
            _ => {
                mended.push(*first);
                rest = behind;
            }
        }
    }
    Cow::Owned(mended)
}

/// A string of the hexadecimal digits of an id.
pub(super) fn push_id(out: &mut Vec<u8>, id: &[u8]) {
    out.push(b'"');
    for byte in id {
        out.extend([byte >> 4, byte & 0x0f].map(|digit| match digit {
            0..=9 => b'0' + digit,
            _ => b'a' + digit - 10,
        }));
    }
    out.push(b'"');
}

/// A string of base64.
pub(super) fn push_base64(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'"');
    out.extend(BASE64_STANDARD.encode(bytes).into_bytes());
    out.push(b'"');
}

/// A string, broken UTF-8 in it replaced by U+FFFD.
pub(super) fn push_text(out: &mut Vec<u8>, text: Text<'_>) {
    out.push(b'"');
    let text = text.to_str();
    let runs = text
        .as_bytes()
        .chunk_by(|a, b| !is_special(*a) && !is_special(*b));
    for run in runs {
        match *run {
            [special] if is_special(special) => push_escape(out, special),
            _ => out.extend_from_slice(run),
        }
    }
    out.push(b'"');
}

fn is_special(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | 0..=0x1f)
}

fn push_escape(out: &mut Vec<u8>, byte: u8) {
    match byte {
        b'\n' => out.extend(b"\\n"),
        b'\r' => out.extend(b"\\r"),
        b'\t' => out.extend(b"\\t"),
        0..=0x1f => out.extend(format!("\\u{byte:04x}").into_bytes()),
        _ => out.extend([b'\\', byte]),
    }
}

/// A number as JavaScript writes it, or a string where JSON has no number.
pub(super) fn push_double(out: &mut Vec<u8>, value: f64) {
    if value.is_finite() {
        // JavaScript drops the sign of zero.
        let sign: &[u8] = if value == 0.0 && value.is_sign_negative() {
            b"-"
        } else {
            b""
        };
        out.extend(sign);
        out.extend(ryu_js::Buffer::new().format_finite(value).as_bytes());
    } else {
        push_text(out, ryu_js::Buffer::new().format(value).into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(push: impl Fn(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        push(&mut out);
        String::from_utf8(out).expect("JSON is UTF-8")
    }

    #[test]
    fn numbers_look_as_javascript_prints_them() {
        for (value, expected) in [
            (1.0, "1"),
            (-0.0, "-0"),
            (0.1, "0.1"),
            (1e21, "1e+21"),
            (1e-7, "1e-7"),
            (123_456_789_012_345_680.0, "123456789012345680"),
            (f64::NAN, "\"NaN\""),
            (f64::NEG_INFINITY, "\"-Infinity\""),
        ] {
            assert_eq!(text_of(|out| push_double(out, value)), expected);
        }
    }

    #[test]
    fn strings_are_escaped_and_repaired() {
        let hostile = b"\"\\\n\t\x00\x1b<\xff\xe2\x82\xac";
        assert_eq!(
            text_of(|out| push_text(out, Text::new(hostile))),
            "\"\\\"\\\\\\n\\t\\u0000\\u001b<\u{fffd}\u{20ac}\""
        );
    }

    #[test]
    fn ids_have_all_their_digits() {
        assert_eq!(parse_id(b"0aB1").ok(), Some(Some([0x0a, 0xb1])));
        assert_eq!(parse_id::<2>(b"").ok(), Some(None));
        assert_eq!(text_of(|out| push_id(out, &[0x0a, 0xb1])), "\"0ab1\"");
        let wrong: [(&[u8], &str); 3] = [
            (b"0ab", "length mismatch"),
            (b"0ab1ff", "length mismatch"),
            (b"0abx", "not a hexadecimal digit"),
        ];
        for (text, expected) in wrong {
            let error = parse_id::<2>(text).expect_err("no id").to_string();
            assert!(error.contains(expected), "{error}");
        }
    }

    #[test]
    fn base64_comes_in_both_alphabets_with_and_without_padding() {
        for text in ["+/8=", "+/8", "-_8", "-_8="] {
            assert_eq!(parse_base64(text.as_bytes()), Ok(vec![0xfb, 0xff]));
        }
        assert!(parse_base64(b"?").is_err());
    }
}
