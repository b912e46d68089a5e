//! Attributes that carry what OTLP has no field for.
//!
//! Only the codec and the collector write them. They stand outside a span's hash and are left out of OTLP
//! output; such a key from a client is renamed, so nobody can forge one.

/// What every reserved key starts with.
pub const PREFIX: &str = "@jaeger@";
/// Jaeger's span flags, an integer as sent (bit 0 sampled, 1 debug, 3 firehose).
pub const FLAGS: &str = "@jaeger@flags";
/// The format a span arrived in, as Jaeger names it.
pub const FORMAT: &str = "@jaeger@format";
/// Texts that say what was repaired in a span, an array of strings.
pub const WARNINGS: &str = "@jaeger@warnings";
/// Put before a reserved key that a client sent.
pub const RENAMED: &str = "client.";

/// True for a key that only the codec and the collector may write.
pub fn is_reserved(key: &[u8]) -> bool {
    key.starts_with(PREFIX.as_bytes())
}
