//! The text as tokens, one at a time, so that the first error is the one that is told.

use super::{Fault, Parse};

/// A piece of the text.
#[derive(Debug)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind<'t>,
    /// Its first byte.
    pub(super) at: usize,
    /// As it is written.
    pub(super) written: &'t str,
}

/// What a piece is.
#[derive(Debug, PartialEq)]
pub(super) enum Kind<'t> {
    /// Punctuation or an operator.
    Sign(&'static str),
    /// A bare word, a field with its level in front (`span:name`) included.
    Word(&'t str),
    /// `.key`, or `scope.key`.
    Attribute {
        scope: &'t str,
        key: String,
    },
    /// Text in quotes.
    Text(String),
    /// Digits, with or without fraction and exponent.
    Number(&'t str),
    /// Digits with letters behind them.
    Duration(&'t str),
    End,
}

/// The longest come first where one begins another.
const SIGNS: [&str; 37] = [
    "!>>", "!<<", "&>>", "&<<", "&&", "||", "!=", "!~", "!>", "!<", "&>", "&<", "&~", "=~", ">=",
    "<=", ">>", "<<", "{", "}", "(", ")", "=", ">", "<", "!", "~", "|", "&", ",", "+", "-", "*",
    "/", "%", "^", ":",
];

#[derive(Debug)]
pub(super) struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// The next token; the end again and again once it is reached.
    pub(super) fn token(&mut self) -> Parse<Token<'t>> {
        self.take_while(char::is_whitespace);
        let at = self.at;
        let kind = self.kind()?;
        let written = self.since(at);
        Ok(Token { kind, at, written })
    }

    /// The text from a byte on, up to where the last token ended.
    pub(super) fn since(&self, at: usize) -> &'t str {
        self.text.get(at..self.at).unwrap_or_default()
    }

    fn kind(&mut self) -> Parse<Kind<'t>> {
        let Some(first) = self.peek() else {
            return Ok(Kind::End);
        };
        match first {
            '"' => self.quoted().map(Kind::Text),
            '`' => self.raw().map(Kind::Text),
            '0'..='9' => Ok(self.number()),
            '.' if self.second().is_some_and(|c| c.is_ascii_digit()) => Ok(self.number()),
            '.' => self.attribute(""),
            c if starts_word(c) => self.word(),
            c => self.sign(c),
        }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn second(&self) -> Option<char> {
        self.rest().chars().nth(1)
    }

    fn bump(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'t str {
        let at = self.at;
        let rest = self.rest();
        self.at += rest.find(|c: char| !wanted(c)).unwrap_or(rest.len());
        self.since(at)
    }

    fn sign(&mut self, first: char) -> Parse<Kind<'t>> {
        let rest = self.rest();
        match SIGNS.into_iter().find(|sign| rest.starts_with(*sign)) {
            Some(sign) => {
                self.at += sign.len();
                Ok(Kind::Sign(sign))
            }
            None => Err(Fault::new(self.at, format!("{first:?} means nothing here"))),
        }
    }

    fn number(&mut self) -> Kind<'t> {
        let at = self.at;
        self.take_while(|c| c.is_ascii_digit());
        if self.peek() == Some('.') {
            self.bump();
            self.take_while(|c| c.is_ascii_digit());
        }
        self.exponent();
        if self.peek().is_some_and(char::is_alphabetic) {
            self.take_while(|c| c.is_alphanumeric() || c == '.');
            return Kind::Duration(self.since(at));
        }
        Kind::Number(self.since(at))
    }

    /// An `e` without digits behind it is left where it is.
    fn exponent(&mut self) {
        let rest = self.rest();
        let Some(behind) = rest.strip_prefix(['e', 'E']) else {
            return;
        };
        let digits = behind.strip_prefix(['+', '-']).unwrap_or(behind);
        if digits.starts_with(|c: char| c.is_ascii_digit()) {
            self.at += rest.len() - digits.len();
            self.take_while(|c| c.is_ascii_digit());
        }
    }

    fn word(&mut self) -> Parse<Kind<'t>> {
        let at = self.at;
        let word = self.take_while(continues_word);
        if self.peek() == Some('.') {
            return self.attribute(word);
        }
        let behind_colon = self.rest().strip_prefix(':');
        if behind_colon.is_some_and(|behind| behind.starts_with(starts_word)) {
            self.bump();
            self.take_while(continues_word);
        }
        Ok(Kind::Word(self.since(at)))
    }

    /// The key goes on until a blank or a sign; what is in quotes may hold both.
    fn attribute(&mut self, scope: &'t str) -> Parse<Kind<'t>> {
        self.bump();
        let at = self.at;
        let mut key = String::new();
        loop {
            match self.peek() {
                Some('"') => key.push_str(&self.quoted()?),
                Some(c) if continues_key(c) => {
                    key.push_str(self.take_while(|c| c != '"' && continues_key(c)));
                }
                _ => break,
            }
        }
        if self.at == at {
            return Err(Fault::new(at, "expected the name of an attribute"));
        }
        Ok(Kind::Attribute { scope, key })
    }

    fn quoted(&mut self) -> Parse<String> {
        let at = self.at;
        self.bump();
        let mut text = String::new();
        loop {
            text.push_str(self.take_while(|c| c != '"' && c != '\\'));
            match self.bump() {
                Some('"') => return Ok(text),
                Some(_) => text.push(self.escaped()?),
                None => return Err(unclosed(at)),
            }
        }
    }

    /// What stands behind a backslash.
    fn escaped(&mut self) -> Parse<char> {
        let at = self.at - 1;
        let escaped = match self.bump() {
            Some(c @ ('"' | '\\')) => Some(c),
            Some('n') => Some('\n'),
            Some('r') => Some('\r'),
            Some('t') => Some('\t'),
            Some('u') => self.code_point(4),
            Some('U') => self.code_point(8),
            _ => None,
        };
        escaped.ok_or_else(|| {
            Fault::new(
                at,
                r#"expected one of \\ \" \n \r \t \uXXXX \UXXXXXXXX; text in backticks has no escapes"#,
            )
        })
    }

    fn code_point(&mut self, digits: usize) -> Option<char> {
        let digits = self.rest().get(..digits)?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        self.at += digits.len();
        u32::from_str_radix(digits, 16)
            .ok()
            .and_then(char::from_u32)
    }

    fn raw(&mut self) -> Parse<String> {
        let at = self.at;
        self.bump();
        let text = self.take_while(|c| c != '`').to_owned();
        match self.bump() {
            Some(_) => Ok(text),
            None => Err(unclosed(at)),
        }
    }
}

fn unclosed(at: usize) -> Fault {
    Fault::new(at, "the text that begins here has no end")
}

fn starts_word(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_'
}

fn continues_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn continues_key(c: char) -> bool {
    !c.is_whitespace() && !"{}()=~!<>&|^,".contains(c)
}
