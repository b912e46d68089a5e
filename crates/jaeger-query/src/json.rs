//! JSON as Go's `encoding/json` writes it, straight into bytes.

/// Writes a text in quotes. Like Go's, it may stand in HTML.
pub(crate) fn text(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    for c in text.chars() {
        match c {
            '"' => out.extend_from_slice(b"\\\""),
            '\\' => out.extend_from_slice(b"\\\\"),
            '\n' => out.extend_from_slice(b"\\n"),
            '\r' => out.extend_from_slice(b"\\r"),
            '\t' => out.extend_from_slice(b"\\t"),
            '\u{8}' => out.extend_from_slice(b"\\b"),
            '\u{c}' => out.extend_from_slice(b"\\f"),
            '\0'..' ' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                out.extend_from_slice(format!("\\u{:04x}", u32::from(c)).as_bytes());
            }
            _ => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    out.push(b'"');
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
    out.extend_from_slice(value.to_string().as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_as_go_does() {
        let cases = [
            ("a \"b\" \\", r#""a \"b\" \\""#),
            ("<c> & ä", "\"\\u003cc\\u003e \\u0026 ä\""),
            (
                "\n\r\t\u{8}\u{c}\u{1}\u{7f}",
                "\"\\n\\r\\t\\b\\f\\u0001\u{7f}\"",
            ),
            ("\u{2028}\u{2029}\u{fffd}", "\"\\u2028\\u2029\u{fffd}\""),
        ];
        for (given, written) in cases {
            let mut out = Vec::new();
            text(&mut out, given);
            assert_eq!(String::from_utf8(out).unwrap(), written);
        }
    }

    #[test]
    fn puts_commas_between_members() {
        let mut out = vec![b'{'];
        text_member(&mut out, "a", "{");
        number_member(&mut out, "b", 1);
        out.push(b'}');
        assert_eq!(String::from_utf8(out).unwrap(), r#"{"a":"{","b":1}"#);
    }
}
