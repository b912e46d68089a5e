//! The configuration of the web UI: a JSON object, put into its page as Go writes it again, with
//! its names sorted and what HTML trips over escaped.

use std::path::Path;

use anyhow::{Context as _, bail};
use serde_json::{Map, Value};

use crate::json;

/// Returns what a page is given of the file `path` whose bytes are `bytes`.
pub(super) fn for_page(path: &Path, bytes: &[u8]) -> anyhow::Result<String> {
    let extension = path.extension().and_then(|extension| extension.to_str());
    match extension.map(str::to_ascii_lowercase).as_deref() {
        Some("json") => {}
        Some("js") => bail!(
            "a configuration in JavaScript is not served, since it runs in the page of everybody \
             who looks at traces; write its object as a .json file"
        ),
        _ => bail!("its name must end in .json"),
    }
    let members: Option<Map<String, Value>> =
        serde_json::from_slice(bytes).context("it is no JSON object")?;
    let mut out = Vec::with_capacity(bytes.len());
    match members {
        Some(members) => write_object(&mut out, &members),
        None => json::null(&mut out),
    }
    Ok(String::from_utf8(out)?)
}

fn write(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Null => json::null(out),
        Value::Bool(value) => out.extend_from_slice(value.to_string().as_bytes()),
        // To Go every number is a float, as it is to the page.
        Value::Number(number) => json::double(out, number.as_f64().unwrap_or_default()),
        Value::String(text) => json::text(out, text),
        Value::Array(values) => json::list(out, values, write),
        Value::Object(members) => write_object(out, members),
    }
}

fn write_object(out: &mut Vec<u8>, members: &Map<String, Value>) {
    let mut members: Vec<(&String, &Value)> = members.iter().collect();
    members.sort_unstable_by_key(|(name, _)| *name);
    out.push(b'{');
    for (index, (name, value)) in members.into_iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        json::text(out, name);
        out.push(b':');
        write(out, value);
    }
    out.push(b'}');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_it_as_go_does() {
        let cases = [
            ("{}", "{}"),
            (" null ", "null"),
            (
                r#"{"menu":[{"label":"a & <b>","url":"http://x/?a=1&b=2"}],"archiveEnabled":true,"big":1.50,"n":12345678901234567890}"#,
                r#"{"archiveEnabled":true,"big":1.5,"menu":[{"label":"a \u0026 \u003cb\u003e","url":"http://x/?a=1\u0026b=2"}],"n":12345678901234567000}"#,
            ),
            (
                r#"{"a":{"y":[{},{"k":null}],"x":{}},"":-1}"#,
                r#"{"":-1,"a":{"x":{},"y":[{},{"k":null}]}}"#,
            ),
        ];
        for (given, expected) in cases {
            let page = for_page(Path::new("ui.json"), given.as_bytes()).unwrap();
            assert_eq!(page, expected, "{given}");
        }
    }

    #[test]
    fn refuses_what_is_no_object_in_json() {
        let cases = [
            ("ui.json", "", "no JSON object"),
            ("ui.json", "[]", "no JSON object"),
            ("ui.json", r#"{"a":1"#, "no JSON object"),
            ("ui.js", "{}", "JavaScript"),
            ("ui.yaml", "{}", ".json"),
            ("ui", "{}", ".json"),
        ];
        for (path, given, said) in cases {
            let error = for_page(Path::new(path), given.as_bytes()).unwrap_err();
            assert!(format!("{error:#}").contains(said), "{path}: {error:#}");
        }
    }
}
