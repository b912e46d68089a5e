//! Tags that are held back until the whole span is known, because a field may say the same.

use jaeger_model::facts;

use super::endpoint::{NET_HOST_IP, NET_PEER_IP, PEER_SERVICE};

/// Scope tags of older exporters.
pub(super) const LIBRARY_NAME: &str = "otel.library.name";
pub(super) const LIBRARY_VERSION: &str = "otel.library.version";

const KEYS: [&str; 10] = [
    facts::SPAN_KIND,
    facts::STATUS_DESCRIPTION,
    facts::TRACE_STATE,
    facts::SCOPE_NAME,
    facts::SCOPE_VERSION,
    LIBRARY_NAME,
    LIBRARY_VERSION,
    PEER_SERVICE,
    NET_HOST_IP,
    NET_PEER_IP,
];

/// The first text of each such key.
#[derive(Debug, Default)]
pub(super) struct Held(Vec<(&'static str, Vec<u8>)>);

impl Held {
    /// Holds a tag back. False when it is none of these, holds no text or is another of the same key.
    pub(super) fn hold(&mut self, key: &[u8], text: &[u8]) -> bool {
        let Some(key) = KEYS.into_iter().find(|known| known.as_bytes() == key) else {
            return false;
        };
        let is_new = !text.is_empty() && self.0.iter().all(|(held, _)| *held != key);
        if is_new {
            self.0.push((key, text.to_vec()));
        }
        is_new
    }

    pub(super) fn take(&mut self, key: &str) -> Option<Vec<u8>> {
        let index = self.0.iter().position(|(held, _)| *held == key)?;
        Some(self.0.remove(index).1)
    }

    /// Drops a tag that says what is said elsewhere.
    pub(super) fn forget(&mut self, key: &str, text: &[u8]) {
        self.0.retain(|(held, value)| *held != key || value != text);
    }

    /// What nobody had a field for.
    pub(super) fn take_all(&mut self) -> Vec<(&'static str, Vec<u8>)> {
        std::mem::take(&mut self.0)
    }
}
