//! Numbers, words and ids as Go's `strconv` reads them, with the errors that clients of Jaeger know.

use std::num::IntErrorKind;

use jaeger_model::TraceId;

/// Reads a whole number of 64 bits.
pub(crate) fn parse_int(text: &str) -> Result<i64, String> {
    whole("ParseInt", text, text.parse::<i64>())
}

/// Reads a whole number that must fit 32 bits.
pub(crate) fn parse_int_32(text: &str) -> Result<i64, String> {
    whole("ParseInt", text, text.parse::<i32>().map(i64::from))
}

/// Reads a whole number the way Go's `Atoi` does, which is [`parse_int`] under another name.
pub(crate) fn atoi(text: &str) -> Result<i64, String> {
    whole("Atoi", text, text.parse::<i64>())
}

/// Reads one of Go's words for true and false.
pub(crate) fn parse_bool(text: &str) -> Result<bool, String> {
    match text {
        "1" | "t" | "T" | "TRUE" | "true" | "True" => Ok(true),
        "0" | "f" | "F" | "FALSE" | "false" | "False" => Ok(false),
        _ => Err(invalid("ParseBool", text.as_bytes())),
    }
}

/// Reads a fraction.
pub(crate) fn parse_float(text: &str) -> Result<f64, String> {
    text.parse()
        .map_err(|_| invalid("ParseFloat", text.as_bytes()))
}

/// Reads up to 32 hexadecimal digits. Jaeger reads the two halves apart and complains about one.
pub(crate) fn parse_trace_id(text: &str) -> Result<TraceId, String> {
    let bytes = text.as_bytes();
    if bytes.len() > 32 {
        return Err(format!(
            "TraceID cannot be longer than 32 hex characters: {text}"
        ));
    }
    TraceId::from_hex(text).map_err(|_| {
        let (high, low) = bytes.split_at(bytes.len().saturating_sub(16));
        let is_hex = !high.is_empty() && high.iter().all(u8::is_ascii_hexdigit);
        let half = if high.is_empty() || is_hex { low } else { high };
        invalid("ParseUint", half)
    })
}

/// Returns the text in quotes, as Go's `Quote` writes it.
pub(crate) fn quote(bytes: &[u8]) -> String {
    let mut quoted = String::from('"');
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '"' => quoted.push_str("\\\""),
                '\\' => quoted.push_str("\\\\"),
                '\u{7}' => quoted.push_str("\\a"),
                '\u{8}' => quoted.push_str("\\b"),
                '\t' => quoted.push_str("\\t"),
                '\n' => quoted.push_str("\\n"),
                '\u{b}' => quoted.push_str("\\v"),
                '\u{c}' => quoted.push_str("\\f"),
                '\r' => quoted.push_str("\\r"),
                '\0'..' ' | '\u{7f}' => quoted.push_str(&format!("\\x{:02x}", u32::from(c))),
                c if c.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
                c => quoted.push(c),
            }
        }
        for byte in chunk.invalid() {
            quoted.push_str(&format!("\\x{byte:02x}"));
        }
    }
    quoted.push('"');
    quoted
}

fn whole(
    function: &str,
    text: &str,
    read: Result<i64, std::num::ParseIntError>,
) -> Result<i64, String> {
    read.map_err(|error| match error.kind() {
        IntErrorKind::PosOverflow | IntErrorKind::NegOverflow => {
            let quoted = quote(text.as_bytes());
            format!("strconv.{function}: parsing {quoted}: value out of range")
        }
        _ => invalid(function, text.as_bytes()),
    })
}

fn invalid(function: &str, text: &[u8]) -> String {
    format!(
        "strconv.{function}: parsing {}: invalid syntax",
        quote(text)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_whole_numbers() {
        let cases = [
            ("007", Ok(7)),
            ("+5", Ok(5)),
            ("-1", Ok(-1)),
            ("", Err("strconv.ParseInt: parsing \"\": invalid syntax")),
            (
                "1_0",
                Err("strconv.ParseInt: parsing \"1_0\": invalid syntax"),
            ),
            (
                "0x10",
                Err("strconv.ParseInt: parsing \"0x10\": invalid syntax"),
            ),
            (
                "9223372036854775808",
                Err("strconv.ParseInt: parsing \"9223372036854775808\": value out of range"),
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(parse_int(text), expected.map_err(str::to_owned), "{text}");
        }
        assert!(
            parse_int_32("2147483648")
                .unwrap_err()
                .ends_with("value out of range")
        );
        assert_eq!(parse_int_32("-2147483648"), Ok(-2_147_483_648));
    }

    #[test]
    fn complains_about_the_half_of_an_id() {
        let cases = [
            ("xyz", "strconv.ParseUint: parsing \"xyz\": invalid syntax"),
            ("", "strconv.ParseUint: parsing \"\": invalid syntax"),
            ("+12", "strconv.ParseUint: parsing \"+12\": invalid syntax"),
            (
                "0x01b2c3d4e5f60718",
                "strconv.ParseUint: parsing \"0x\": invalid syntax",
            ),
            (
                "1111111111111111gggggggggggggggg",
                "strconv.ParseUint: parsing \"gggggggggggggggg\": invalid syntax",
            ),
            (
                "111111111111111111111111111111111",
                "TraceID cannot be longer than 32 hex characters: 111111111111111111111111111111111",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(parse_trace_id(text), Err(expected.to_owned()), "{text}");
        }
        assert_eq!(parse_trace_id("ABC"), Ok(TraceId::from_halves(0, 0xabc)));
        // The cut falls into a character, which must not matter.
        assert!(parse_trace_id("é1111111111111111").is_err());
    }

    #[test]
    fn quotes_as_go_does() {
        let cases: [(&[u8], &str); 4] = [
            (b"a\"\\", r#""a\"\\""#),
            (b"\n\x01\x7f", r#""\n\x01\x7f""#),
            ("ä".as_bytes(), "\"ä\""),
            (b"\xff", r#""\xff""#),
        ];
        for (bytes, expected) in cases {
            assert_eq!(quote(bytes), expected);
        }
    }
}
