//! A JSON object of texts, read as Go's scanner reads it: the same errors at the same places.

use crate::strconv;

/// What a value is, in Go's words.
enum Found {
    Null,
    Text(String),
    Other(&'static str),
}

pub(super) struct Reader<'a> {
    rest: &'a str,
    members: Vec<(String, String)>,
    /// The first value of a wrong type: what it is and what was wanted. Go reads on to the end.
    mismatch: Option<(&'static str, &'static str)>,
}

const DEPTH_MAX: usize = 100;
const BEGINNING_OF_VALUE: &str = "looking for beginning of value";
const TEXT: &str = "string";
const OBJECT: &str = "map[string]string";

impl<'a> Reader<'a> {
    pub(super) fn new(json: &'a str) -> Self {
        Self {
            rest: json,
            members: Vec::new(),
            mismatch: None,
        }
    }

    /// Reads the whole text and returns the members of its object.
    pub(super) fn members(mut self) -> Result<Vec<(String, String)>, String> {
        self.document()?;
        match self.mismatch {
            Some((found, wanted)) => Err(format!(
                "json: cannot unmarshal {found} into Go value of type {wanted}"
            )),
            None => Ok(self.members),
        }
    }
}

impl Reader<'_> {
    fn document(&mut self) -> Result<(), String> {
        let found = self.value(0)?;
        self.skip_blanks();
        if !self.rest.is_empty() {
            return self.unexpected("after top-level value");
        }
        match found {
            Found::Null | Found::Other("object") => {}
            Found::Text(_) => self.mismatch = Some((TEXT, OBJECT)),
            Found::Other(kind) => self.mismatch = Some((kind, OBJECT)),
        }
        Ok(())
    }

    fn value(&mut self, depth: usize) -> Result<Found, String> {
        if depth > DEPTH_MAX {
            return Err("exceeded max depth".to_owned());
        }
        self.skip_blanks();
        match self.rest.bytes().next() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => self.text().map(Found::Text),
            Some(b't') => self.word("true").map(|()| Found::Other("bool")),
            Some(b'f') => self.word("false").map(|()| Found::Other("bool")),
            Some(b'n') => self.word("null").map(|()| Found::Null),
            Some(b'-' | b'0'..=b'9') => self.number().map(|()| Found::Other("number")),
            _ => self.unexpected(BEGINNING_OF_VALUE),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Found, String> {
        self.advance(1);
        self.skip_blanks();
        if self.take('}') {
            return Ok(Found::Other("object"));
        }
        loop {
            self.skip_blanks();
            if !self.rest.starts_with('"') {
                return self.unexpected("looking for beginning of object key string");
            }
            let key = self.text()?;
            self.skip_blanks();
            if !self.take(':') {
                return self.unexpected("after object key");
            }
            let found = self.value(depth + 1)?;
            if depth == 0 {
                self.member(key, found);
            }
            self.skip_blanks();
            if self.take('}') {
                return Ok(Found::Other("object"));
            }
            if !self.take(',') {
                return self.unexpected("after object key:value pair");
            }
        }
    }

    fn member(&mut self, key: String, found: Found) {
        match found {
            Found::Text(text) => self.members.push((key, text)),
            Found::Null => self.members.push((key, String::new())),
            Found::Other(kind) => {
                self.mismatch.get_or_insert((kind, TEXT));
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Found, String> {
        self.advance(1);
        self.skip_blanks();
        if self.take(']') {
            return Ok(Found::Other("array"));
        }
        loop {
            self.value(depth + 1)?;
            self.skip_blanks();
            if self.take(']') {
                return Ok(Found::Other("array"));
            }
            if !self.take(',') {
                return self.unexpected("after array element");
            }
        }
    }

    fn text(&mut self) -> Result<String, String> {
        self.advance(1);
        let mut text = String::new();
        loop {
            match self.rest.chars().next() {
                Some('"') => {
                    self.advance(1);
                    return Ok(text);
                }
                Some('\\') => {
                    self.advance(1);
                    text.push(self.escape()?);
                }
                None | Some('\0'..' ') => return self.unexpected("in string literal"),
                Some(c) => {
                    self.advance(c.len_utf8());
                    text.push(c);
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, String> {
        let c = match self.rest.bytes().next() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.advance(1);
                return self.code_point();
            }
            _ => return self.unexpected("in string escape code"),
        };
        self.advance(1);
        Ok(c)
    }

    /// Half of a pair that stands alone is U+FFFD, as in Go.
    fn code_point(&mut self) -> Result<char, String> {
        let unit = self.code_unit()?;
        if !(0xd800..0xdc00).contains(&unit) || !self.rest.starts_with("\\u") {
            return Ok(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let before = self.rest;
        self.advance(2);
        let low = self.code_unit()?;
        if (0xdc00..0xe000).contains(&low) {
            let joined = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
            return Ok(char::from_u32(joined).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        self.rest = before;
        Ok(char::REPLACEMENT_CHARACTER)
    }

    fn code_unit(&mut self) -> Result<u32, String> {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.rest.chars().next().and_then(|c| c.to_digit(16));
            let Some(digit) = digit else {
                return self.unexpected("in \\u hexadecimal character escape");
            };
            unit = unit * 16 + digit;
            self.advance(1);
        }
        Ok(unit)
    }

    fn word(&mut self, word: &str) -> Result<(), String> {
        for (index, c) in word.char_indices() {
            if !self.take(c) {
                return match index {
                    0 => self.unexpected(BEGINNING_OF_VALUE),
                    _ => self.unexpected(&format!("in literal {word} (expecting '{c}')")),
                };
            }
        }
        Ok(())
    }

    fn number(&mut self) -> Result<(), String> {
        self.take('-');
        if !self.take('0') && self.digits() == 0 {
            return self.unexpected("in numeric literal");
        }
        if self.take('.') && self.digits() == 0 {
            return self.unexpected("after decimal point in numeric literal");
        }
        if self.take('e') || self.take('E') {
            if !self.take('+') {
                self.take('-');
            }
            if self.digits() == 0 {
                return self.unexpected("in exponent of numeric literal");
            }
        }
        Ok(())
    }

    fn digits(&mut self) -> usize {
        let count = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        self.advance(count);
        count
    }

    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
    }

    fn take(&mut self, c: char) -> bool {
        match self.rest.strip_prefix(c) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn advance(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    fn unexpected<T>(&self, context: &str) -> Result<T, String> {
        Err(match self.rest.bytes().next() {
            None => "unexpected end of JSON input".to_owned(),
            Some(b'\'') => format!(r"invalid character '\'' {context}"),
            Some(b'"') => format!("invalid character '\"' {context}"),
            Some(byte) => {
                // Go looks at one byte at a time.
                let shown = char::from(byte).to_string();
                let quoted = strconv::quote(shown.as_bytes());
                format!("invalid character '{}' {context}", quoted.trim_matches('"'))
            }
        })
    }
}
