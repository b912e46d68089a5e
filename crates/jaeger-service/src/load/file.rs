//! Reads a configuration file: YAML (and so JSON) of nested or dotted keys, as texts with lines.
//!
//! A scalar stays the text that was written (`1.10`, `010`, `yes`): the option's type decides what
//! it means. Aliases are refused, since 236 bytes of them can stand for gigabytes.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::str::Chars;

use yaml_rust2::parser::{Event, Parser};
use yaml_rust2::scanner::{Marker, TScalarStyle};

use crate::options::{ConfigError, join};

/// One key of the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) text: String,
    pub(super) line: usize,
}

/// Reads the file, at most 1 MiB of it.
pub(super) fn read(path: &Path) -> Result<Vec<Entry>, ConfigError> {
    let refused = |reason| ConfigError::File {
        path: path.to_owned(),
        reason,
    };
    let text = text_of(path).map_err(|error| refused(error.to_string()))?;
    entries(&text).map_err(refused)
}

fn text_of(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    let length = File::open(path)?
        .take(FILE_BYTES_MAX + 1)
        .read_to_string(&mut text)?;
    if length as u64 > FILE_BYTES_MAX {
        let message = format!("it has more than {FILE_BYTES_MAX} bytes");
        return Err(io::Error::new(io::ErrorKind::InvalidData, message));
    }
    Ok(text)
}

fn entries(text: &str) -> Result<Vec<Entry>, String> {
    let mut reader = Reader {
        parser: Parser::new_from_str(text),
        found: BTreeMap::new(),
    };
    reader.stream()?;
    let found = reader.found.into_iter();
    Ok(found
        .map(|(name, (text, line))| Entry { name, text, line })
        .collect())
}

struct Reader<'a> {
    parser: Parser<Chars<'a>>,
    found: BTreeMap<String, (String, usize)>,
}

impl Reader<'_> {
    /// Reads no document, an empty one, or one whose root is a mapping.
    fn stream(&mut self) -> Result<(), String> {
        self.next()?;
        if self.next()?.0 == Event::StreamEnd {
            return Ok(());
        }
        match self.next()? {
            (Event::MappingStart(..), _) => self.mapping("", 0)?,
            (Event::Scalar(text, TScalarStyle::Plain, ..), _) if is_null(&text) => {}
            (_, mark) => return Err(at(mark, "expected options, each a key and a value")),
        }
        self.next()?;
        match self.next()? {
            (Event::StreamEnd, _) => Ok(()),
            (_, mark) => Err(at(mark, "expected one document")),
        }
    }

    fn mapping(&mut self, prefix: &str, depth: usize) -> Result<(), String> {
        loop {
            match self.next()? {
                (Event::MappingEnd, _) => return Ok(()),
                (_, mark) if depth == DEPTH_MAX => return Err(at(mark, "nested too deeply")),
                (Event::Scalar(key, ..), _) => self.value(&join(prefix, &key), depth)?,
                (_, mark) => return Err(at(mark, "expected an option name")),
            }
        }
    }

    fn value(&mut self, name: &str, depth: usize) -> Result<(), String> {
        match self.next()? {
            // A key without a value is one that was commented out by half.
            (Event::Scalar(text, TScalarStyle::Plain, ..), _) if is_null(&text) => Ok(()),
            (Event::Scalar(text, ..), mark) => self.found(name, text, mark),
            (Event::MappingStart(..), _) => self.mapping(name, depth + 1),
            (Event::SequenceStart(..), mark) => {
                let text = self.sequence()?;
                self.found(name, text, mark)
            }
            (_, mark) => Err(at(mark, NO_ALIASES)),
        }
    }

    /// Returns a sequence of scalars as the comma list that a flag would be.
    fn sequence(&mut self) -> Result<String, String> {
        let mut parts = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(parts.join(",")),
                (Event::Scalar(text, ..), _) => parts.push(text),
                (Event::Alias(_), mark) => return Err(at(mark, NO_ALIASES)),
                (_, mark) => return Err(at(mark, "expected a list of plain values")),
            }
        }
    }

    fn found(&mut self, name: &str, text: String, mark: Marker) -> Result<(), String> {
        match self.found.insert(name.to_owned(), (text, mark.line())) {
            None => Ok(()),
            Some((_, line)) => Err(at(mark, &format!("{name} was set in line {line} already"))),
        }
    }

    fn next(&mut self) -> Result<(Event, Marker), String> {
        self.parser
            .next_token()
            .map_err(|error| at(*error.marker(), error.info()))
    }
}

fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

fn at(mark: Marker, message: &str) -> String {
    format!("line {}: {message}", mark.line())
}

const FILE_BYTES_MAX: u64 = 1 << 20;
const DEPTH_MAX: usize = 16;
const NO_ALIASES: &str = "aliases are not supported here";

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Result<Vec<(String, String, usize)>, String> {
        let found = entries(text)?.into_iter();
        Ok(found
            .map(|entry| (entry.name, entry.text, entry.line))
            .collect())
    }

    #[test]
    fn keeps_scalars_as_the_text_that_was_written() {
        let text = "\
# what an operator writes
collector:
  queue-size: 010
  tags: [a=b, 'c=d']
  otlp.enabled: True
Es:
  version: 1.10
  password: \"\"
  index:
log-level: ~
";
        let expected = [
            ("Es.password", "", 8),
            ("Es.version", "1.10", 7),
            ("collector.otlp.enabled", "True", 5),
            ("collector.queue-size", "010", 3),
            ("collector.tags", "a=b,c=d", 4),
        ];
        let expected = expected.map(|(name, text, line)| (name.to_owned(), text.to_owned(), line));
        assert_eq!(read_text(text).unwrap(), expected);
    }

    #[test]
    fn reads_json_and_nothing_at_all() {
        let one = vec![(String::from("a.b"), String::from("1"), 1)];
        assert_eq!(read_text(r#"{"a": {"b": 1}}"#).unwrap(), one);
        for text in ["", "# nothing\n", "---\n", "~\n"] {
            assert_eq!(read_text(text), Ok(Vec::new()), "{text:?}");
        }
    }

    #[test]
    fn refuses_with_the_line() {
        let check = |text: &str, reason: &str| assert_eq!(read_text(text).unwrap_err(), reason);
        check(
            "a: 1\nb: &x 2\nc: *x\n",
            "line 3: aliases are not supported here",
        );
        check("a: 1\na: 2\n", "line 2: a was set in line 1 already");
        check(
            "a.b: 1\na:\n  b: 2\n",
            "line 3: a.b was set in line 1 already",
        );
        check("- a\n", "line 1: expected options, each a key and a value");
        check("a: [[1]]\n", "line 1: expected a list of plain values");
        assert!(
            read_text("a: 1\n---\nb: 2\n")
                .unwrap_err()
                .ends_with("expected one document")
        );
        assert!(
            read_text(&"{a: ".repeat(40))
                .unwrap_err()
                .ends_with("nested too deeply")
        );
        assert!(read_text("a: 'open\n").unwrap_err().starts_with("line "));
    }

    #[test]
    fn refuses_a_file_that_is_too_large() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), " ".repeat(1 + (1 << 20))).unwrap();
        let error = read(file.path()).unwrap_err().to_string();
        assert!(error.ends_with("it has more than 1048576 bytes"), "{error}");
    }
}
