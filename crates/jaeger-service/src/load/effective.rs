//! The effective configuration: every option with its value, secrets masked, and its origin.
//!
//! Its text is itself a configuration file, but for the secrets: `--print-config` of one process can
//! be the `--config-file` of the next.

use std::borrow::Cow;
use std::fmt;

use crate::options::{OptionDefinition, Origin, Values, without_passwords};

/// Every option with its value and origin, in the order of the definitions.
#[derive(Debug, Clone)]
pub struct Effective {
    lines: Vec<Line>,
}

#[derive(Debug, Clone)]
struct Line {
    name: String,
    text: String,
    origin: Origin,
}

impl Effective {
    pub(super) fn new(definitions: &[OptionDefinition], values: &Values) -> Self {
        Self {
            lines: definitions
                .iter()
                .map(|each| Line::new(each, values))
                .collect(),
        }
    }

    /// Returns what the start line says of the options: which layers gave any, and how many.
    pub fn sources(&self) -> String {
        let count = |wanted: fn(&Origin) -> bool| {
            self.lines
                .iter()
                .filter(|line| wanted(&line.origin))
                .count()
        };
        let file = self.lines.iter().find_map(|line| match &line.origin {
            Origin::File { path, .. } => Some(path),
            _ => None,
        });
        let mut sources = Vec::new();
        if let Some(path) = file {
            let options = count(|origin| matches!(origin, Origin::File { .. }));
            sources.push(format!("{options} from {}", path.display()));
        }
        let variables = count(|origin| matches!(origin, Origin::Environment(_)));
        if variables > 0 {
            sources.push(format!("{variables} from the environment"));
        }
        let flags = count(|origin| matches!(origin, Origin::Flag));
        if flags > 0 {
            sources.push(format!("{flags} from flags"));
        }
        if sources.is_empty() {
            String::from("defaults")
        } else {
            sources.join(", ")
        }
    }
}

impl Line {
    fn new(definition: &OptionDefinition, values: &Values) -> Self {
        let (text, origin) = match values.get(&definition.name) {
            Some((text, origin)) => (text, origin.clone()),
            None => (definition.default.as_str(), Origin::Default),
        };
        let text = if definition.secret && !text.is_empty() {
            String::from("***")
        } else {
            without_passwords(text)
        };
        Self {
            name: definition.name.clone(),
            text,
            origin,
        }
    }
}

impl fmt::Display for Effective {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Line { name, text, origin } in &self.lines {
            writeln!(formatter, "{name}: {}  # {origin}", scalar(text))?;
        }
        Ok(())
    }
}

/// Returns `text` as a YAML scalar, quoted unless it is as plain as can be.
fn scalar(text: &str) -> Cow<'_, str> {
    let starts_plainly = text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '/');
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-+/,=".contains(c);
    // A colon is harmless inside a word and a mapping at its end.
    let has_plain_colons = !text.ends_with(':');
    let is_word = text.chars().all(|c| is_plain(c) || c == ':');
    if starts_plainly && has_plain_colons && is_word && !text.eq_ignore_ascii_case("null") {
        return Cow::Borrowed(text);
    }
    Cow::Owned(serde_json::to_string(text).unwrap_or_default())
}
