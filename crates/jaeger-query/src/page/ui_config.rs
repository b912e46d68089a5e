//! The configuration of the web UI: a JSON object, put into its page as Go writes it again, with
//! its names sorted and what HTML trips over escaped; or a script that makes such an object.

use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use serde_json::{Map, Value};

use crate::json;

/// A configuration as a page takes it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum UiConfig {
    /// An object.
    Json(String),
    /// A script that defines `UIConfig()`, which returns the object.
    JavaScript(String),
}

/// Returns what a page is given of the file `path` whose bytes are `bytes`.
pub(super) fn for_page(path: &Path, bytes: &[u8]) -> anyhow::Result<UiConfig> {
    let extension = path.extension().and_then(|extension| extension.to_str());
    match extension.map(str::to_ascii_lowercase).as_deref() {
        Some("json") => of_json(bytes).map(UiConfig::Json),
        Some("js") => of_javascript(bytes).map(UiConfig::JavaScript),
        _ => bail!("its name must end in .json or .js"),
    }
}

fn of_json(bytes: &[u8]) -> anyhow::Result<String> {
    let members: Option<Map<String, Value>> =
        serde_json::from_slice(bytes).context("it is no JSON object")?;
    let mut out = Vec::with_capacity(bytes.len());
    match members {
        Some(members) => write_object(&mut out, &members),
        None => json::null(&mut out),
    }
    Ok(String::from_utf8(out)?)
}

/// A script runs in the page of everybody who looks at traces; whoever may start this program may
/// say what it does there.
fn of_javascript(bytes: &[u8]) -> anyhow::Result<String> {
    let script = str::from_utf8(bytes).context("it is no UTF-8")?.trim();
    ensure!(
        defines_ui_config(script),
        "it must define function UIConfig()"
    );
    let ends_early = script.to_ascii_lowercase().contains("</script");
    ensure!(!ends_early, "it must not contain </script");
    Ok(script.to_owned())
}

/// Whether there is `function UIConfig() {`, with blanks where Jaeger's pattern has them.
fn defines_ui_config(script: &str) -> bool {
    script.split("function").skip(1).any(|behind| {
        let name = behind.trim_start();
        let rest = name.strip_prefix("UIConfig").map(str::trim_start);
        let rest = rest
            .and_then(|rest| rest.strip_prefix('('))
            .map(str::trim_start);
        let rest = rest
            .and_then(|rest| rest.strip_prefix(')'))
            .map(str::trim_start);
        name.len() < behind.len() && rest.is_some_and(|rest| rest.starts_with('{'))
    })
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
            assert_eq!(page, UiConfig::Json(expected.to_owned()), "{given}");
        }
    }

    #[test]
    fn takes_a_script_that_defines_it() {
        let cases = [
            "function UIConfig() { return {}; }",
            " const a = 1; function  UIConfig ( ) {return {a};}\n",
        ];
        for given in cases {
            let page = for_page(Path::new("ui.JS"), given.as_bytes()).unwrap();
            assert_eq!(page, UiConfig::JavaScript(given.trim().to_owned()));
        }
    }

    #[test]
    fn refuses_what_makes_no_object() {
        let cases = [
            ("ui.json", "", "no JSON object"),
            ("ui.json", "[]", "no JSON object"),
            ("ui.json", r#"{"a":1"#, "no JSON object"),
            ("ui.js", "{}", "UIConfig()"),
            ("ui.js", "functionUIConfig() {}", "UIConfig()"),
            ("ui.js", "function UIConfig(a) {}", "UIConfig()"),
            (
                "ui.js",
                "function UIConfig() { return '</SCRIPT>' }",
                "</script",
            ),
            ("ui.yaml", "{}", ".json"),
            ("ui", "{}", ".json"),
        ];
        for (path, given, said) in cases {
            let error = for_page(Path::new(path), given.as_bytes()).unwrap_err();
            assert!(format!("{error:#}").contains(said), "{path}: {error:#}");
        }
    }
}
