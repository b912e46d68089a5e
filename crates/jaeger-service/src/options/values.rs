//! The texts that were given for options, and where each came from.
//!
//! A value stays text until its option's type reads it, so that every layer speaks the same
//! language and an error can show what was written.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use crate::options::{ConfigError, OptionValue};

/// Texts by option name. Setting a name again replaces what a lower layer said.
#[derive(Clone, Default)]
pub struct Values {
    given: BTreeMap<String, (String, Origin)>,
}

impl Values {
    /// Gives `name` the value `text`.
    pub fn set(&mut self, name: &str, text: impl Into<String>, origin: Origin) {
        self.given.insert(name.to_owned(), (text.into(), origin));
    }

    /// Returns the text given for `name` and where it came from.
    pub fn get(&self, name: &str) -> Option<(&str, &Origin)> {
        self.given
            .get(name)
            .map(|(text, origin)| (text.as_str(), origin))
    }

    /// Reads the value of `name`, or returns `default` when none was given.
    pub fn read<T: OptionValue>(&self, name: &str, default: T) -> Result<T, ConfigError> {
        let Some((text, origin)) = self.get(name) else {
            return Ok(default);
        };
        T::parse(text).map_err(|reason| ConfigError::Invalid {
            name: name.to_owned(),
            value: if T::SECRET {
                String::from("***")
            } else {
                without_passwords(text)
            },
            origin: origin.clone(),
            reason,
        })
    }
}

/// Names and origins only: a text may be a secret.
impl fmt::Debug for Values {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_map()
            .entries(self.given.iter().map(|(name, (_, origin))| (name, origin)))
            .finish()
    }
}

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Nobody gave one.
    Default,
    /// A key in the configuration file.
    File {
        /// The file.
        path: PathBuf,
        /// The line of the value, from 1.
        line: usize,
    },
    /// The environment variable of this name.
    Environment(String),
    /// A flag.
    Flag,
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => formatter.write_str("default"),
            Self::File { path, line } => write!(formatter, "{}:{line}", path.display()),
            Self::Environment(name) => write!(formatter, "environment {name}"),
            Self::Flag => formatter.write_str("flag"),
        }
    }
}

/// Returns `text` with user, password and query of every URL in it masked.
pub(crate) fn without_passwords(text: &str) -> String {
    let mut parts = text.split("://");
    let mut masked = String::from(parts.next().unwrap_or_default());
    for part in parts {
        let end = part.find(['/', ',', '?', '#', ' ']).unwrap_or(part.len());
        let (authority, rest) = part.split_at(end);
        masked.push_str("://");
        match authority.rsplit_once('@') {
            Some((_, host)) => {
                masked.push_str("***@");
                masked.push_str(host);
            }
            None => masked.push_str(authority),
        }
        masked.push_str(rest);
    }
    without_queries(&masked)
}

fn without_queries(text: &str) -> String {
    let mut masked = String::new();
    let mut rest = text;
    while let Some((front, behind)) = rest.split_once("://") {
        let end = behind.find(['?', ' ']).unwrap_or(behind.len());
        let (place, behind) = behind.split_at(end);
        masked.extend([front, "://", place]);
        rest = behind;
        if behind.starts_with('?') {
            masked.push_str("?***");
            (_, rest) = behind.split_at(query_len(behind));
        }
    }
    masked + rest
}

/// A query ends with a space, or with a comma before another URL.
fn query_len(text: &str) -> usize {
    let end = text.find(' ').unwrap_or(text.len());
    let (query, _) = text.split_at(end);
    let other = query.split_once("://");
    let comma = other.and_then(|(front, _)| front.rfind(','));
    comma.unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Secret;

    #[test]
    fn masks_what_may_be_secret_in_urls() {
        let check = |given: &str, expected: &str| assert_eq!(without_passwords(given), expected);
        check("plain, text: 1@2", "plain, text: 1@2");
        check("http://a:9200", "http://a:9200");
        check(
            "https://u:p@a:9200/x,http://u:q@b",
            "https://***@a:9200/x,http://***@b",
        );
        check("plain? yes", "plain? yes");
        check("http://a/x?token=t", "http://a/x?***");
        check("http://u:p@a?t=1,2#f", "http://***@a?***");
        check(
            "http://a?t=1,2,http://b/?u,c http://d?v and more? no",
            "http://a?***,http://b/?*** http://d?*** and more? no",
        );
        check("http://a?to=http://b?token=t", "http://a?***");
    }

    #[test]
    fn shows_no_secret_when_printed_for_debugging() {
        let mut values = Values::default();
        values.set("es.password", "hunter2", Origin::Flag);
        assert_eq!(format!("{values:?}"), r#"{"es.password": Flag}"#);
        let secret = values.read("es.password", Secret::default()).unwrap();
        assert_eq!(format!("{secret:?} {secret}"), "*** ***");
        assert_eq!(secret.expose(), "hunter2");
    }
}
