//! What was built: commit, version, date. Printed by `version`, served at `/version`, in the start
//! line and in `build_info`.

use serde::Serialize;

/// What was built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Version {
    /// The commit, empty unless the build was given `GIT_COMMIT`.
    pub git_commit: &'static str,
    /// The version with its `v`.
    pub git_version: &'static str,
    /// The date of the build, empty unless the build was given `BUILD_DATE`.
    pub build_date: &'static str,
}

impl Version {
    /// Returns the version of this program.
    pub const fn current() -> Self {
        Self {
            git_commit: or_empty(option_env!("GIT_COMMIT")),
            git_version: concat!("v", env!("CARGO_PKG_VERSION")),
            build_date: or_empty(option_env!("BUILD_DATE")),
        }
    }

    /// Returns Jaeger's JSON of it.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

const fn or_empty(text: Option<&'static str>) -> &'static str {
    match text {
        Some(text) => text,
        None => "",
    }
}
