//! The rules of redaction, as they are written in an option.

use jaeger_service::options::OptionValue;
use regex::bytes::{NoExpand, Regex};

/// What stands in place of what was masked.
pub(super) const MASK: &str = "***";

/// What is done with the attributes that a rule fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// They are left out.
    Delete,
    /// A hash of the value stands in its place.
    Hash,
    /// [`MASK`] stands in place of the value.
    Mask,
}

/// Rules of redaction. Of those for keys the first that fits decides; those for values come after.
#[derive(Clone, Debug, Default)]
pub struct Redactions {
    keys: Vec<(Action, Keys)>,
    values: Vec<Regex>,
    /// As they were written.
    entries: Vec<String>,
}

/// Which keys a rule fits.
#[derive(Clone, Debug)]
enum Keys {
    One(String),
    Matching(Regex),
}

impl Redactions {
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// True when there are rules for values.
    pub(super) fn has_values(&self) -> bool {
        !self.values.is_empty()
    }

    /// What is done with the attributes of this key.
    pub(super) fn action(&self, key: &[u8]) -> Option<Action> {
        let found = self.keys.iter().find(|(_, keys)| match keys {
            Keys::One(one) => one.as_bytes() == key,
            Keys::Matching(pattern) => pattern.is_match(key),
        });
        found.map(|(action, _)| *action)
    }

    /// The text with what the rules for values fit masked; `None` when they fit nothing.
    pub(super) fn masked(&self, text: &[u8]) -> Option<Vec<u8>> {
        let mut masked: Option<Vec<u8>> = None;
        for pattern in &self.values {
            let text = masked.as_deref().unwrap_or(text);
            if pattern.is_match(text) {
                let replaced = pattern.replace_all(text, NoExpand(MASK.as_bytes()));
                masked = Some(replaced.into_owned());
            }
        }
        masked
    }

    fn add(&mut self, entry: &str) -> Result<(), String> {
        let (action, target) = entry.split_once(':').ok_or(EXPECTED)?;
        let pattern = target
            .strip_prefix('/')
            .and_then(|pattern| pattern.strip_suffix('/'));
        let action = match action {
            "delete" => Action::Delete,
            "hash" => Action::Hash,
            "mask" => Action::Mask,
            "mask-value" => {
                let pattern = pattern.ok_or("mask-value takes a pattern: mask-value:/PATTERN/")?;
                self.values.push(regex(pattern)?);
                return Ok(());
            }
            _ => return Err(EXPECTED.to_owned()),
        };
        let keys = match (pattern, target) {
            (Some(pattern), _) => Keys::Matching(regex(pattern)?),
            (None, "") => return Err(EXPECTED.to_owned()),
            (None, key) => Keys::One(key.to_owned()),
        };
        self.keys.push((action, keys));
        Ok(())
    }
}

fn regex(pattern: &str) -> Result<Regex, String> {
    match pattern {
        "" => Err(String::from("an empty pattern fits everything")),
        pattern => Regex::new(pattern).map_err(|error| error.to_string()),
    }
}

/// A list whose patterns may have commas in them.
impl OptionValue for Redactions {
    const KIND: &'static str = "list";
    const LIST: bool = true;

    fn parse(text: &str) -> Result<Self, String> {
        let mut rules = Self::default();
        let mut rest = text;
        loop {
            rest = rest.trim_start_matches([',', ' ', '\t']);
            if rest.is_empty() {
                return Ok(rules);
            }
            let (entry, behind) = rest.split_at(entry_len(rest)?);
            let entry = entry.trim_end();
            rules.add(entry)?;
            rules.entries.push(entry.to_owned());
            rest = behind;
        }
    }

    fn render(&self) -> String {
        self.entries.join(",")
    }
}

/// Bytes of the first entry of a list.
fn entry_len(list: &str) -> Result<usize, String> {
    let until_comma = list.find(',').unwrap_or(list.len());
    match list.split_once(":/") {
        Some((action, pattern)) if action.len() < until_comma => {
            let open = action.len() + ":/".len();
            let end = pattern_len(pattern).ok_or("a pattern ends with a slash: /PATTERN/")?;
            Ok(open + end + "/".len())
        }
        _ => Ok(until_comma),
    }
}

/// Bytes in front of the slash that closes a pattern: the first behind which the entry ends.
fn pattern_len(pattern: &str) -> Option<usize> {
    let mut is_escaped = false;
    for (index, c) in pattern.char_indices() {
        if c == '/' && !is_escaped {
            let behind = pattern.get(index + 1..)?.trim_start();
            if behind.is_empty() || behind.starts_with(',') {
                return Some(index);
            }
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    None
}

const EXPECTED: &str = "expected delete:KEY, hash:KEY, mask:KEY or mask-value:/PATTERN/, where a KEY may be a /PATTERN/";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_rules_and_writes_them_back() {
        let cases: &[(&str, &[&str])] = &[
            ("", &[]),
            (" , ", &[]),
            ("delete:a", &["delete:a"]),
            (" delete:a ,hash:b:c,", &["delete:a", "hash:b:c"]),
            (
                r"mask:/^a{1,2}$/ , mask-value:/\d{13,16}/,delete:x",
                &["mask:/^a{1,2}$/", r"mask-value:/\d{13,16}/", "delete:x"],
            ),
            ("mask:/a/b/,hash:/c/", &["mask:/a/b/", "hash:/c/"]),
            (r"mask:/a\/,b/", &[r"mask:/a\/,b/"]),
        ];
        for (text, entries) in cases {
            let rules = Redactions::parse(text).unwrap();
            assert_eq!(rules.entries, *entries, "{text}");
            let again = Redactions::parse(&rules.render()).unwrap();
            assert_eq!(again.entries, rules.entries);
        }
    }

    #[test]
    fn refuses_what_is_no_rule() {
        let pattern = "a pattern ends with a slash: /PATTERN/";
        let value = "mask-value takes a pattern: mask-value:/PATTERN/";
        let cases = [
            ("a", EXPECTED),
            ("delete", EXPECTED),
            ("delete:", EXPECTED),
            ("Delete:a", EXPECTED),
            ("drop:a", EXPECTED),
            ("mask:a,b", EXPECTED),
            ("mask:/a", pattern),
            ("mask:/a,b", pattern),
            ("mask-value:a", value),
            ("mask://", "an empty pattern fits everything"),
        ];
        for (text, expected) in cases {
            assert_eq!(Redactions::parse(text).unwrap_err(), expected, "{text}");
        }
        assert!(Redactions::parse("mask:/(/").is_err());
    }

    #[test]
    fn the_first_rule_that_fits_a_key_decides() {
        let rules = Redactions::parse("hash:user.id,delete:/^user/,mask:user.name").unwrap();
        let cases = [
            ("user.id", Some(Action::Hash)),
            ("user.name", Some(Action::Delete)),
            ("my.user", None),
            ("", None),
        ];
        for (key, expected) in cases {
            assert_eq!(rules.action(key.as_bytes()), expected, "{key}");
        }
    }

    #[test]
    fn masks_only_what_a_pattern_fits() {
        let rules = Redactions::parse(r"mask-value:/\d{4}/,mask-value:/[a-z]+@[a-z]+/").unwrap();
        let cases: &[(&[u8], Option<&[u8]>)] = &[
            (b"", None),
            (b"123", None),
            (b"pin 1234, 5678", Some(b"pin ***, ***")),
            (b"a@b 1234 \xff", Some(b"*** *** \xff")),
        ];
        for (text, expected) in cases {
            assert_eq!(rules.masked(text).as_deref(), *expected, "{text:?}");
        }
    }
}
