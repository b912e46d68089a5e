//! A label whose values come from clients, kept from growing without bound.
//!
//! Jaeger's rule: the first 4000 names of a family get their own time series, the rest share
//! `other-services`. Of a long name only the beginning counts, so that names whose beginnings are
//! the same share a series.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use parking_lot::RwLock;

/// The values of one label of one family.
pub struct BoundedLabel {
    known: RwLock<HashSet<Arc<str>>>,
    other: Arc<str>,
    values_max: usize,
}

impl BoundedLabel {
    /// Jaeger's bound of service names.
    pub const SERVICES_MAX: usize = 4_000;

    /// Returns a label with at most `values_max` values besides `other-services`.
    pub fn new(values_max: usize) -> Self {
        Self {
            known: RwLock::default(),
            other: Arc::from(OTHER),
            values_max,
        }
    }

    /// Returns the value to use for `name`: the normal form of its beginning, or `other-services`
    /// once there are too many.
    pub fn value(&self, name: &str) -> Arc<str> {
        let name = normalized_label(beginning(name));
        if let Some(known) = self.known.read().get(&*name) {
            return Arc::clone(known);
        }
        let mut known = self.known.write();
        if let Some(known) = known.get(&*name) {
            return Arc::clone(known);
        }
        if known.len() >= self.values_max {
            return Arc::clone(&self.other);
        }
        let value: Arc<str> = Arc::from(&*name);
        known.insert(Arc::clone(&value));
        value
    }
}

impl Default for BoundedLabel {
    fn default() -> Self {
        Self::new(Self::SERVICES_MAX)
    }
}

impl fmt::Debug for BoundedLabel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values = self.known.read().len();
        formatter
            .debug_struct("BoundedLabel")
            .field("values", &values)
            .finish_non_exhaustive()
    }
}

/// Returns Jaeger's normal form of a name: lower case, any byte outside `[a-z0-9-.]` is `_`, and no
/// name at all is `__unknown`.
pub fn normalized_label(name: &str) -> Cow<'_, str> {
    if name.is_empty() {
        return Cow::Borrowed("__unknown");
    }
    if name.bytes().all(is_normal) {
        return Cow::Borrowed(name);
    }
    let normal = name.bytes().map(|byte| byte.to_ascii_lowercase());
    Cow::Owned(
        normal
            .map(|byte| {
                if is_normal(byte) {
                    char::from(byte)
                } else {
                    '_'
                }
            })
            .collect(),
    )
}

const fn is_normal(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.')
}

/// The part of a name that is used.
fn beginning(name: &str) -> &str {
    let (beginning, _) = name.split_at(name.floor_char_boundary(NAME_BYTES_MAX));
    beginning
}

const OTHER: &str = "other-services";
/// Far more than names have, and little enough for every series to repeat it.
const NAME_BYTES_MAX: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normalizes_names_as_jaeger_does() {
        let check = |name: &str, normal: &str| assert_eq!(normalized_label(name), normal);
        check("front-end.v2", "front-end.v2");
        check("Front End/2", "front_end_2");
        check("é", "__");
        check("", "__unknown");
    }

    #[test]
    fn of_a_long_name_the_beginning_is_used() {
        let label = BoundedLabel::default();
        for (name, expected) in [
            ("x".repeat(256), "x".repeat(256)),
            ("x".repeat(100_000), "x".repeat(256)),
            // A character is not cut in two.
            ("x".repeat(255) + "\u{e9}y", "x".repeat(255)),
            ("x".repeat(254) + "\u{e9}y", "x".repeat(254) + "__"),
        ] {
            assert_eq!(*label.value(&name), *expected, "{} bytes", name.len());
        }
        assert_eq!(label.known.read().len(), 3);
    }

    #[test]
    fn the_names_beyond_the_bound_share_one_value() {
        let label = BoundedLabel::new(2);
        let values: Vec<_> = ["a", "B", "c", "b", "A", "d"]
            .map(|name| label.value(name).to_string())
            .into();
        assert_eq!(
            values,
            ["a", "b", "other-services", "b", "a", "other-services"]
        );
    }
}
