//! Attributes that tell of the library a span was made with, and so speak of the process rather than of the span.

use jaeger_model::Text;

const KEYS: [&str; 5] = [
    "telemetry.sdk.language",
    "telemetry.sdk.name",
    "telemetry.sdk.version",
    "telemetry.distro.name",
    "telemetry.distro.version",
];

/// True for the key of an attribute that is shown with the process, wherever it was sent.
pub(crate) fn is_key(key: Text<'_>) -> bool {
    key.as_bytes().starts_with(b"telemetry.") && KEYS.iter().any(|known| key == *known)
}
