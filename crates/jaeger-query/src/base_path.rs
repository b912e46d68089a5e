//! The path under which everything is served.

use jaeger_service::options::ConfigError;

/// The path under which everything is served. Empty for the root, else it begins with a slash and
/// does not end in one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BasePath(String);

impl BasePath {
    /// Returns the base path as it was configured; a slash at its end does no harm.
    pub(crate) fn new(text: &str) -> Result<Self, ConfigError> {
        let path = text.strip_suffix('/').unwrap_or(text);
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
        let mut steps = path.split('/');
        let is_absolute = steps.next() == Some("");
        let is_clean = steps.all(|step| {
            !step.is_empty() && step.chars().all(is_plain) && step != "." && step != ".."
        });
        if is_absolute && is_clean && !text.is_empty() {
            return Ok(Self(path.to_owned()));
        }
        Err(ConfigError::contradiction(format!(
            "query.base-path must begin with / and consist of letters, digits and -._~, not {text:?}"
        )))
    }

    /// Returns whether everything is served from the root.
    pub(crate) fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns what follows the base path, empty or from a slash on; nothing for a path outside.
    pub(crate) fn strip<'p>(&self, path: &'p str) -> Option<&'p str> {
        let rest = path.strip_prefix(self.0.as_str())?;
        (rest.is_empty() || rest.starts_with('/')).then_some(rest)
    }

    /// Returns what relative links of a page start from.
    pub(crate) fn href(&self) -> String {
        format!("{}/", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_is_inside() {
        let cases = [
            ("/", "/", Some("/")),
            ("/", "/api", Some("/api")),
            ("/jaeger", "/jaeger", Some("")),
            ("/jaeger/", "/jaeger/api", Some("/api")),
            ("/jaeger", "/jaegerx/api", None),
            ("/jaeger", "/api", None),
            ("/my/jaeger", "/my/api", None),
            ("/my/jaeger", "/my/jaeger/x", Some("/x")),
        ];
        for (base, path, rest) in cases {
            assert_eq!(
                BasePath::new(base).unwrap().strip(path),
                rest,
                "{base} {path}"
            );
        }
    }

    #[test]
    fn refuses_what_is_no_path() {
        for text in [
            "", "jaeger", "//", "/a//b", "/a b", "/a\"", "/..", "/a?b", "/%41",
        ] {
            assert!(BasePath::new(text).is_err(), "{text}");
        }
    }
}
