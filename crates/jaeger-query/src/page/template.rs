//! What is put into a page of the web UI before it is served.
//!
//! The places are those that Jaeger's page has had for years: assignments of defaults, and the base
//! of all links. A page without some of them is served without what belongs there.

use crate::base_path::BasePath;

/// What a page is told about the process that serves it.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) base: BasePath,
    /// What was built, as JSON.
    pub(super) version: String,
    pub(super) has_archive: bool,
    pub(super) has_metrics: bool,
}

impl Told {
    /// Returns `page` with all of it, and with the configuration of the UI, as JSON, if there is
    /// one.
    pub(super) fn fill(&self, page: &str, ui_config: Option<&str>) -> String {
        let Self {
            has_archive,
            has_metrics,
            ..
        } = self;
        let storage = format!(r#"{{"archiveStorage":{has_archive}}}"#);
        let backend = format!(
            r#"{{"archiveStorage":{has_archive},"metricsStorage":{has_metrics},"aiAssistant":false}}"#
        );
        let base = format!(r#"<base href="{}""#, self.base.href());
        let mut page = page.replace(r#"<base href="/""#, &base);
        if let Some(ui_config) = ui_config {
            page = assign(&page, "CONFIG", ui_config);
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn told(base: &str) -> Told {
        Told {
            base: BasePath::new(base).unwrap(),
            version: String::from(r#"{"gitVersion":"v1"}"#),
            has_archive: true,
            has_metrics: false,
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
                r#"JAEGER_BACKEND_CAPABILITIES = {"archiveStorage":true,"metricsStorage":false,"aiAssistant":false};"#,
            ),
            (
                "JAEGER_VERSION = DEFAULT_VERSION;",
                r#"JAEGER_VERSION = {"gitVersion":"v1"};"#,
            ),
        ];
        for (page, expected) in cases {
            let filled = told("/jaeger").fill(page, Some(r#"{"a":1}"#));
            assert_eq!(filled, expected, "{page}");
        }
    }

    #[test]
    fn without_a_configuration_the_default_stays() {
        let page = r#"<base href="/">JAEGER_CONFIG = DEFAULT_CONFIG;"#;
        assert_eq!(told("/").fill(page, None), page);
    }
}
