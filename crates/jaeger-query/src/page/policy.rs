//! The policy of the built-in page: which hosts besides its own server it may load from and send to.
//!
//! None, unless the configuration of the UI brings scripts with it: then the hosts that these name,
//! and no others. Links lead anywhere without it.

use std::collections::BTreeMap;

use serde_json::Value;
use tracing::info;

use super::ui_config::UiConfig;

/// The hosts that the configuration of the UI brings with it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Outside {
    has_google_analytics: bool,
    /// As a policy says them, each with the key that names it.
    hosts: BTreeMap<String, &'static str>,
    /// How often one was named beyond [`HOSTS_MAX`].
    left_out: usize,
}

impl Outside {
    /// Returns what a configuration names, in the form in which the page is given it.
    pub(super) fn named_by(config: &UiConfig) -> Self {
        let mut outside = Self::default();
        match config {
            UiConfig::Json(json) => outside.add_json(json),
            UiConfig::JavaScript(script) => {
                outside.has_google_analytics = sets_google_analytics(script);
                outside.add_script(script, "the configuration in JavaScript");
            }
        }
        outside
    }

    fn add_json(&mut self, json: &str) {
        // This program wrote it, so that it can be read.
        let config: Value = serde_json::from_str(json).unwrap_or_default();
        let id = config.pointer("/tracking/gaID");
        let id = id.or_else(|| config.get("gaTrackingID"));
        self.has_google_analytics = id.and_then(Value::as_str).is_some_and(|id| !id.is_empty());
        let scripts = config.get("scripts").and_then(Value::as_array);
        for script in scripts.into_iter().flatten() {
            let member = |name: &str| script.get(name).and_then(Value::as_str);
            if let (Some("inline"), Some(text)) = (member("type"), member("text")) {
                self.add_script(text, "scripts");
            }
        }
    }

    /// Adds the hosts of all addresses that a string of the script begins with.
    fn add_script(&mut self, script: &str, named_by: &'static str) {
        // Minified scripts write slashes so.
        let script = script.replace("\\/", "/");
        for behind in script.split(['"', '\'', '`']).skip(1) {
            let Some(host) = host_of(behind) else {
                continue;
            };
            if self.hosts.len() < HOSTS_MAX {
                self.hosts.entry(host).or_insert(named_by);
            } else if !self.hosts.contains_key(&host) {
                self.left_out += 1;
            }
        }
    }

    /// Returns the policy of a page whose scripts carry `nonce`.
    pub(super) fn policy(&self, nonce: &str) -> String {
        let script = self.sources(&ANALYTICS_SCRIPTS);
        let images = self.sources(&ANALYTICS_IMAGES);
        let connect = self.sources(&ANALYTICS_CONNECT);
        // Frames around it are not forbidden: pages of a trace are shown within others.
        format!(
            "default-src 'self'; img-src 'self' data:{images}; connect-src 'self'{connect}; \
             object-src 'none'; base-uri 'self'; form-action 'self'; \
             script-src 'self' 'nonce-{nonce}'{script}"
        )
    }

    fn sources(&self, analytics: &[&str]) -> String {
        let analytics = analytics.iter().filter(|_| self.has_google_analytics);
        let named = self.hosts.keys().map(String::as_str);
        let sources = analytics.copied().chain(named);
        sources.map(|source| format!(" {source}")).collect()
    }

    /// Says in the log what the page may reach, and why; nothing if that is its own server alone.
    pub(super) fn log(&self) {
        let hosts = self.described();
        if !hosts.is_empty() {
            let left_out = self.left_out;
            info!(
                hosts,
                left_out, "the web UI may reach hosts that its configuration names"
            );
        }
    }

    fn described(&self) -> String {
        let mut analytics: Vec<&str> = [
            ANALYTICS_SCRIPTS.as_slice(),
            ANALYTICS_IMAGES.as_slice(),
            ANALYTICS_CONNECT.as_slice(),
        ]
        .concat();
        analytics.sort_unstable();
        analytics.dedup();
        analytics.retain(|_| self.has_google_analytics);
        let analytics = analytics.into_iter().map(|host| (host, "tracking.gaID"));
        let named = self.hosts.iter().map(|(host, by)| (host.as_str(), *by));
        let said = analytics.chain(named);
        let said: Vec<String> = said.map(|(host, by)| format!("{host} ({by})")).collect();
        said.join(", ")
    }
}

/// Returns the host of the address that `text` begins with, as a policy says it. One that is put
/// together while the script runs has none.
fn host_of(text: &str) -> Option<String> {
    let scheme = SCHEMES.iter().find(|scheme| text.starts_with(**scheme))?;
    let rest = text.strip_prefix(*scheme)?;
    let is_part = |part: char| part.is_ascii_alphanumeric() || matches!(part, '-' | '.' | ':');
    let host = rest.split(|part: char| !is_part(part)).next()?;
    let ends_there = rest
        .strip_prefix(host)?
        .chars()
        .next()
        .is_none_or(|next| matches!(next, '/' | '?' | '#'));
    let (name, port) = match host.split_once(':') {
        Some((name, port)) => (name, Some(port)),
        None => (host, None),
    };
    let is_port = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
    let is_name = name.len() <= NAME_BYTES_MAX && name.split('.').all(is_label);
    // Two slashes alone begin many a text that is no address.
    let is_address = *scheme != ANY_SCHEME || name.contains('.');
    if !(ends_there && is_port && is_name && is_address) {
        return None;
    }
    let scheme = scheme.trim_start_matches(ANY_SCHEME);
    Some(format!("{scheme}{}", host.to_ascii_lowercase()))
}

fn is_label(label: &str) -> bool {
    !label.is_empty() && !label.starts_with('-') && !label.ends_with('-')
}

/// Whether a script gives one of the keys of Google Analytics a value, or may do so.
fn sets_google_analytics(script: &str) -> bool {
    let is_set = |behind: &str| {
        let behind = behind.trim_start_matches(['"', '\'']).trim_start();
        let value = behind.strip_prefix([':', '=']).map(str::trim_start);
        value.is_some_and(|value| !NO_IDS.iter().any(|none| value.starts_with(none)))
    };
    let keys = ["gaID", "gaTrackingID"];
    keys.iter().any(|key| script.split(key).skip(1).any(is_set))
}

/// A policy of more would not fit into the headers that proxies take.
const HOSTS_MAX: usize = 32;
const NAME_BYTES_MAX: usize = 253;
/// The last is that of the page.
const SCHEMES: [&str; 5] = ["https://", "http://", "wss://", "ws://", ANY_SCHEME];
const ANY_SCHEME: &str = "//";
/// What stands in the place of an id where there is none; the last is a comparison.
const NO_IDS: [&str; 5] = ["null", "undefined", "''", "\"\"", "="];
/// What Google Analytics asks policies for.
const ANALYTICS_SCRIPTS: [&str; 1] = ["https://*.googletagmanager.com"];
const ANALYTICS_IMAGES: [&str; 2] = [
    "https://*.google-analytics.com",
    "https://*.googletagmanager.com",
];
const ANALYTICS_CONNECT: [&str; 3] = [
    "https://*.google-analytics.com",
    "https://*.analytics.google.com",
    "https://*.googletagmanager.com",
];

#[cfg(test)]
mod tests;
