//! What is put into a page of the web UI before it is served.
//!
//! The places are those that Jaeger's page has had for years: assignments of defaults, and the base
//! of all links. A page without some of them is served without what belongs there.

use crate::base_path::BasePath;
use crate::page::ui_config::UiConfig;

/// What a page is told about the process that serves it.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) base: BasePath,
    /// What was built, as JSON.
    pub(super) version: String,
    pub(super) has_archive: bool,
    pub(super) has_metrics: bool,
    pub(super) searches_all_services: bool,
}

impl Told {
    /// Returns `page` with all of it, and with the configuration of the UI, if there is one.
    pub(super) fn fill(&self, page: &str, ui_config: Option<&UiConfig>) -> String {
        let Self {
            has_archive,
            has_metrics,
            searches_all_services,
            ..
        } = self;
        let storage = format!(r#"{{"archiveStorage":{has_archive}}}"#);
        let backend = format!(
            r#"{{"archiveStorage":{has_archive},"metricsStorage":{has_metrics},"searchWithoutServiceName":{searches_all_services},"aiAssistant":false,"uiApi":{UI_API}}}"#
        );
        let base = format!(r#"<base href="{}""#, self.base.href());
        let mut page = page.replace(r#"<base href="/""#, &base);
        page = match ui_config {
            Some(UiConfig::Json(json)) => assign(&page, "CONFIG", json),
            Some(UiConfig::JavaScript(script)) => insert(&page, script),
            None => page,
        };
        page = assign(&page, "STORAGE_CAPABILITIES", &storage);
        page = assign(&page, "BACKEND_CAPABILITIES", &backend);
        assign(&page, "VERSION", &self.version)
    }
}

/// Puts `json` in place of the default wherever the default is assigned, with or without blanks.
fn assign(page: &str, what: &str, json: &str) -> String {
    let variable = format!("JAEGER_{what}");
    let default = format!("DEFAULT_{what};");
    let mut out = String::with_capacity(page.len() + json.len());
    let mut rest = page;
    while let Some((before, after)) = rest.split_once(variable.as_str()) {
        out.push_str(before);
        out.push_str(&variable);
        let value = after.trim_start_matches(' ').strip_prefix('=');
        let value = value.map(|value| value.trim_start_matches(' '));
        rest = match value.and_then(|value| value.strip_prefix(default.as_str())) {
            Some(behind) => {
                out.push_str(" = ");
                out.push_str(json);
                out.push(';');
                behind
            }
            None => after,
        };
    }
    out.push_str(rest);
    out
}

/// Puts `script` in place of each line that marks its place, and of the line behind that one, as
/// Jaeger does.
fn insert(page: &str, script: &str) -> String {
    let mut out = String::with_capacity(page.len() + script.len());
    let mut lines = page.split_inclusive('\n');
    while let Some(line) = lines.next() {
        if !is_mark(line) {
            out.push_str(line);
            continue;
        }
        out.push_str(script);
        out.push('\n');
        lines.next();
    }
    out
}

fn is_mark(line: &str) -> bool {
    let comment = line.trim_start().strip_prefix("//").map(str::trim_start);
    let start = comment.and_then(|comment| comment.get(..MARK.len()));
    start.is_some_and(|start| start.eq_ignore_ascii_case(MARK))
}

const MARK: &str = "JAEGER_CONFIG_JS";
/// The version of `/api/ui` that is served, for our own UI.
const UI_API: u8 = 1;

#[cfg(test)]
mod tests {
    use super::*;

    fn told(base: &str) -> Told {
        Told {
            base: BasePath::new(base).unwrap(),
            version: String::from(r#"{"gitVersion":"v1"}"#),
            has_archive: true,
            has_metrics: false,
            searches_all_services: true,
        }
    }

    #[test]
    fn fills_the_places_of_a_page() {
        let cases = [
            (r#"<base href="/" x/>"#, r#"<base href="/jaeger/" x/>"#),
            (r#"<base href="/a"/>"#, r#"<base href="/a"/>"#),
            (
                "const JAEGER_CONFIG = DEFAULT_CONFIG; b",
                r#"const JAEGER_CONFIG = {"a":1}; b"#,
            ),
            (
                "JAEGER_CONFIG=DEFAULT_CONFIG;",
                r#"JAEGER_CONFIG = {"a":1};"#,
            ),
            (
                "JAEGER_CONFIG  =  DEFAULT_CONFIG;JAEGER_CONFIG=DEFAULT_CONFIG;",
                r#"JAEGER_CONFIG = {"a":1};JAEGER_CONFIG = {"a":1};"#,
            ),
            (
                "// JAEGER_CONFIG_JS\nreturn JAEGER_CONFIG;",
                "// JAEGER_CONFIG_JS\nreturn JAEGER_CONFIG;",
            ),
            (
                "JAEGER_STORAGE_CAPABILITIES = DEFAULT_STORAGE_CAPABILITIES;",
                r#"JAEGER_STORAGE_CAPABILITIES = {"archiveStorage":true};"#,
            ),
            (
                "JAEGER_BACKEND_CAPABILITIES = DEFAULT_BACKEND_CAPABILITIES;",
                r#"JAEGER_BACKEND_CAPABILITIES = {"archiveStorage":true,"metricsStorage":false,"searchWithoutServiceName":true,"aiAssistant":false,"uiApi":1};"#,
            ),
            (
                "JAEGER_VERSION = DEFAULT_VERSION;",
                r#"JAEGER_VERSION = {"gitVersion":"v1"};"#,
            ),
        ];
        for (page, expected) in cases {
            let config = UiConfig::Json(String::from(r#"{"a":1}"#));
            let filled = told("/jaeger").fill(page, Some(&config));
            assert_eq!(filled, expected, "{page}");
        }
    }

    #[test]
    fn a_script_takes_the_place_of_two_lines() {
        let cases = [
            ("a\n  // JAEGER_CONFIG_JS\n// gone\nb", "a\nSCRIPT\nb"),
            ("//jaeger_config_js is here\ngone", "SCRIPT\n"),
            (
                "JAEGER_CONFIG = DEFAULT_CONFIG;",
                "JAEGER_CONFIG = DEFAULT_CONFIG;",
            ),
        ];
        for (page, expected) in cases {
            let config = UiConfig::JavaScript(String::from("SCRIPT"));
            assert_eq!(told("/").fill(page, Some(&config)), expected, "{page}");
        }
    }

    #[test]
    fn without_a_configuration_the_default_stays() {
        let page = r#"<base href="/">JAEGER_CONFIG = DEFAULT_CONFIG;"#;
        assert_eq!(told("/").fill(page, None), page);
    }
}
