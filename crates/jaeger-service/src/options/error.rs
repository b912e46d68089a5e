//! Why a configuration was refused, in one line an operator can act on.
//!
//! Every variant ends the process with exit code 64. No variant shows the value of a secret.

use std::path::PathBuf;

use crate::options::Origin;

/// A configuration that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// No option has this name.
    #[error("unknown option {name} ({origin}){}", did_you_mean(.nearest.as_deref()))]
    Unknown {
        /// The name as it was given.
        name: String,
        /// Where it was given.
        origin: Origin,
        /// The known name that looks most like it.
        nearest: Option<String>,
    },
    /// The text is not a value of the option's type.
    #[error("invalid value {value:?} for {name} ({origin}): {reason}")]
    Invalid {
        /// The option.
        name: String,
        /// The text as it was given, masked for secrets.
        value: String,
        /// Where it was given.
        origin: Origin,
        /// What was expected.
        reason: String,
    },
    /// Values that are fine alone and not together.
    #[error("{0}")]
    Contradiction(String),
    /// The configuration file cannot be used at all.
    #[error("failed to read {}: {reason}", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The command line cannot be understood.
    #[error("{0}")]
    CommandLine(String),
}

impl ConfigError {
    /// Returns the error of values that contradict each other.
    pub fn contradiction(message: impl Into<String>) -> Self {
        Self::Contradiction(message.into())
    }
}

/// Returns the candidate that looks most like `name`, unless none does.
pub(crate) fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let name = name.to_ascii_lowercase();
    let (distance, candidate) = candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&name, candidate), candidate))
        .min_by_key(|(distance, _)| *distance)?;
    (distance <= 1 + name.len() / 4).then(|| candidate.to_owned())
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest
        .map(|name| format!("; did you mean {name}?"))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_nearest_name_or_none() {
        let names = ["collector.queue-size", "collector.num-workers", "log-level"];
        let check = |given: &str, expected: Option<&str>| {
            assert_eq!(nearest(given, names).as_deref(), expected, "{given}");
        };
        check("collector.queue-sise", Some("collector.queue-size"));
        check("collector.queue_size", Some("collector.queue-size"));
        check("Collector.Queue-Size", Some("collector.queue-size"));
        check("loglevel", Some("log-level"));
        check("es.server-urls", None);
    }
}
