//! JSON with line breaks, for people: what Go's `MarshalIndent` makes with four blanks.

/// Returns the compact JSON in `json` with line breaks. It is read as a stream, whatever its size.
pub(crate) fn indented(json: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(json.len() * 2);
    let mut depth = 0_usize;
    let mut in_text = false;
    let mut is_escaped = false;
    let mut bytes = json.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if in_text {
            out.push(byte);
            in_text = is_escaped || byte != b'"';
            is_escaped = !is_escaped && byte == b'\\';
            continue;
        }
        match byte {
            b'"' => {
                in_text = true;
                out.push(byte);
            }
            b'{' | b'[' => {
                out.push(byte);
                match bytes.next_if(|next| matches!(next, b'}' | b']')) {
                    Some(closing) => out.push(closing),
                    None => {
                        depth += 1;
                        break_line(&mut out, depth);
                    }
                }
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                break_line(&mut out, depth);
                out.push(byte);
            }
            b',' => {
                out.push(byte);
                break_line(&mut out, depth);
            }
            b':' => out.extend_from_slice(b": "),
            _ => out.push(byte),
        }
    }
    out
}

fn break_line(out: &mut Vec<u8>, depth: usize) {
    out.push(b'\n');
    out.resize(out.len() + depth * INDENT, b' ');
}

const INDENT: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_lines_as_go_does() {
        let cases = [
            ("null", "null"),
            ("[]", "[]"),
            (r#"{"a":{}}"#, "{\n    \"a\": {}\n}"),
            (
                r#"{"a":[1,"x:{,\"]\\"],"b":null}"#,
                "{\n    \"a\": [\n        1,\n        \"x:{,\\\"]\\\\\"\n    ],\n    \"b\": null\n}",
            ),
        ];
        for (compact, pretty) in cases {
            assert_eq!(
                String::from_utf8(indented(compact.as_bytes())).unwrap(),
                pretty
            );
        }
    }
}
