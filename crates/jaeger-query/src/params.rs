//! The query string, read as Go reads it.
//!
//! A parameter with a semicolon or a broken escape in it is dropped and the others stay. Names are
//! compared exactly; where one value is wanted the first counts.

use crate::failure::Failure;
use crate::strconv;

/// The parameters of a request, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Params {
    pairs: Vec<(String, String)>,
}

impl Params {
    pub(crate) fn parse(query: &str) -> Self {
        let parts = query.split('&').filter(|part| !part.is_empty());
        let parts = parts.filter(|part| !part.contains(';'));
        let pairs = parts.filter_map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            Some((unescape(name)?, unescape(value)?))
        });
        Self {
            pairs: pairs.collect(),
        }
    }

    /// Returns the first value of a parameter, empty when there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// Returns every value of a parameter.
    pub(crate) fn all<'p>(&'p self, name: &str) -> impl Iterator<Item = &'p str> {
        let named = self.pairs.iter().filter(move |(given, _)| given == name);
        named.map(|(_, value)| value.as_str())
    }

    /// Returns a value that is a word of Go's for true or false; false when there is none.
    pub(crate) fn flag(&self, name: &str) -> Result<bool, Failure> {
        match self.get(name) {
            "" => Ok(false),
            text => strconv::parse_bool(text).map_err(|reason| Failure::parameter(name, reason)),
        }
    }

    /// Returns a value that is a whole number; nothing when there is none.
    pub(crate) fn number(&self, name: &str) -> Result<Option<i64>, Failure> {
        match self.get(name) {
            "" => Ok(None),
            text => strconv::parse_int(text)
                .map(Some)
                .map_err(|reason| Failure::parameter(name, reason)),
        }
    }

    /// Returns whether the reply is for people.
    pub(crate) fn pretty_print(&self) -> bool {
        !matches!(self.get("prettyPrint"), "" | "false")
    }
}

/// Returns the text without its escapes, `+` as a blank; nothing when an escape is broken. What is
/// not UTF-8 then becomes U+FFFD.
pub(crate) fn unescape(text: &str) -> Option<String> {
    let mut plain = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        plain.push(match byte {
            b'+' => b' ',
            b'%' => (hex_digit(bytes.next()?)? << 4) | hex_digit(bytes.next()?)?,
            byte => byte,
        });
    }
    Some(match String::from_utf8(plain) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    })
}

fn hex_digit(byte: u8) -> Option<u8> {
    let digit = char::from(byte).to_digit(16)?;
    u8::try_from(digit).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_go_reads() {
        let cases: [(&str, &[(&str, &str)]); 12] = [
            ("", &[]),
            ("a=1&b=2", &[("a", "1"), ("b", "2")]),
            ("&&a=1&", &[("a", "1")]),
            ("a=1&a=2", &[("a", "1"), ("a", "2")]),
            ("a", &[("a", "")]),
            ("a==b=", &[("a", "=b=")]),
            ("%61=%2B+%c3%a4", &[("a", "+ ä")]),
            ("a=1;b=2&c=3", &[("c", "3")]),
            ("a=%3B", &[("a", ";")]),
            ("a=%zz&b=%2&c=%", &[]),
            ("%zz=1&b=2", &[("b", "2")]),
            ("a=%ff&b=a?b", &[("a", "\u{fffd}"), ("b", "a?b")]),
        ];
        for (query, pairs) in cases {
            let read = Params::parse(query).pairs;
            let read: Vec<_> = read.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            assert_eq!(read, pairs, "{query}");
        }
    }

    #[test]
    fn is_pretty_unless_told_otherwise() {
        let cases = [
            ("", false),
            ("prettyPrint", false),
            ("prettyPrint=false", false),
            ("prettyPrint=0", true),
            ("prettyPrint=FALSE", true),
            ("prettyPrint=true", true),
        ];
        for (query, pretty) in cases {
            assert_eq!(Params::parse(query).pretty_print(), pretty, "{query}");
        }
    }
}
