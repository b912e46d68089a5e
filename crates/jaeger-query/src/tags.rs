//! The `tags` parameter: a JSON object of texts, refused in the words of Go's `encoding/json`.
//!
//! People type this parameter by hand and look at what comes back, and so do tests of clients; a
//! reader that says where Go would stop is shorter than one that translates another's errors.

mod reader;

use std::collections::BTreeMap;

use reader::Reader;

/// Adds the members of a JSON object to `tags`; a key that is there gets the new text. `null` in
/// place of a text is the empty one, in place of the object it is no member.
pub(crate) fn add_json(tags: &mut BTreeMap<String, String>, json: &str) -> Result<(), String> {
    tags.extend(Reader::new(json).members()?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<BTreeMap<String, String>, String> {
        let mut tags = BTreeMap::from([("a".to_owned(), "old".to_owned())]);
        add_json(&mut tags, json).map(|()| tags)
    }

    #[test]
    fn adds_members_and_replaces_texts() {
        let cases: [(&str, &[(&str, &str)]); 9] = [
            ("null", &[("a", "old")]),
            ("{}", &[("a", "old")]),
            (r#" { "b" : "c" } "#, &[("a", "old"), ("b", "c")]),
            (r#"{"a":"new"}"#, &[("a", "new")]),
            (r#"{"b":"1","b":"2"}"#, &[("a", "old"), ("b", "2")]),
            (r#"{"a":null,"":""}"#, &[("", ""), ("a", "")]),
            (r#"{"\u0061":"\n\"\/ä"}"#, &[("a", "\n\"/ä")]),
            (r#"{"a":"\ud83d\ude00 x"}"#, &[("a", "\u{1f600} x")]),
            (
                r#"{"a":"\ud83d\u0041\udc00"}"#,
                &[("a", "\u{fffd}A\u{fffd}")],
            ),
        ];
        for (json, expected) in cases {
            let tags = read(json).unwrap();
            let tags: Vec<_> = tags.iter().map(|(k, t)| (k.as_str(), t.as_str())).collect();
            assert_eq!(tags, expected, "{json}");
        }
    }

    #[test]
    fn refuses_in_the_words_of_go() {
        let wrong_type = |found: &str, wanted: &str| {
            format!("json: cannot unmarshal {found} into Go value of type {wanted}")
        };
        let deep = "[".repeat(200);
        let cases = [
            ("", "unexpected end of JSON input".to_owned()),
            (" ", "unexpected end of JSON input".to_owned()),
            (r#"{"a":"#, "unexpected end of JSON input".to_owned()),
            (r#"{"a":"b"#, "unexpected end of JSON input".to_owned()),
            ("5", wrong_type("number", "map[string]string")),
            (r#""a""#, wrong_type("string", "map[string]string")),
            ("[]", wrong_type("array", "map[string]string")),
            (r#"{"a":-0.5e3}"#, wrong_type("number", "string")),
            (r#"{"a":true,"b":1}"#, wrong_type("bool", "string")),
            (r#"{"a":{"b":"c"}}"#, wrong_type("object", "string")),
            (r#"{"a":["b"]}"#, wrong_type("array", "string")),
            (
                "abc",
                "invalid character 'a' looking for beginning of value".to_owned(),
            ),
            (
                "{'a'}",
                r"invalid character '\'' looking for beginning of object key string".to_owned(),
            ),
            (
                r#"{"a":1}x"#,
                "invalid character 'x' after top-level value".to_owned(),
            ),
            (
                r#"{"a":"\x"}"#,
                "invalid character 'x' in string escape code".to_owned(),
            ),
            (
                "{\"a\":\"\n\"}",
                r"invalid character '\n' in string literal".to_owned(),
            ),
            (
                "nul!",
                "invalid character '!' in literal null (expecting 'l')".to_owned(),
            ),
            (deep.as_str(), "exceeded max depth".to_owned()),
        ];
        for (json, expected) in cases {
            assert_eq!(read(json), Err(expected), "{json}");
        }
    }
}
