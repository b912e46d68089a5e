//! The value of a Content-Type header, read as Go reads it: what Go refuses is refused here, with its
//! words, which Jaeger sends on to the client.

use std::collections::HashMap;

/// Returns the type without its parameters, in lower case.
pub(crate) fn parse(value: &[u8]) -> Result<String, &'static str> {
    let text = String::from_utf8_lossy(value);
    let text = text.trim_end();
    let (name, mut rest) = match text.split_once(';') {
        Some((name, _)) => (name, text.get(name.len()..).unwrap_or_default()),
        None => (text, ""),
    };
    let name = name.trim().to_ascii_lowercase();
    check_type(&name)?;
    // A map, since a header has room for 100,000 of them.
    let mut parameters = HashMap::<String, String>::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() || rest == ";" {
            return Ok(name);
        }
        let (key, value, after) = parameter(rest).ok_or("mime: invalid media parameter")?;
        if parameters.get(&key).is_some_and(|known| *known != value) {
            return Err("mime: duplicate parameter name");
        }
        parameters.insert(key, value);
        rest = after;
    }
}

fn check_type(name: &str) -> Result<(), &'static str> {
    let (first, rest) = token(name);
    if first.is_empty() {
        return Err("mime: no media type");
    }
    if rest.is_empty() {
        return Ok(());
    }
    let second = rest
        .strip_prefix('/')
        .ok_or("mime: expected slash after first token")?;
    match token(second) {
        ("", _) => Err("mime: expected token after slash"),
        (_, "") => Ok(()),
        _ => Err("mime: unexpected content after media subtype"),
    }
}

/// Splits `; key=value` off, the key in lower case.
fn parameter(text: &str) -> Option<(String, String, &str)> {
    let (key, rest) = token(text.strip_prefix(';')?.trim_start());
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    if key.is_empty() {
        return None;
    }
    let (value, rest) = match rest.strip_prefix('"') {
        Some(quoted) => quoted_text(quoted)?,
        None => match token(rest) {
            ("", _) => return None,
            (value, rest) => (value.to_owned(), rest),
        },
    };
    Some((key.to_ascii_lowercase(), value, rest))
}

/// Splits off the text up to the closing quote.
fn quoted_text(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = text.chars();
    loop {
        match characters.next()? {
            '"' => return Some((value, characters.as_str())),
            '\r' | '\n' => return None,
            '\\' => {
                let rest = characters.as_str();
                match rest.chars().next().filter(|next| is_special(*next)) {
                    Some(escaped) => {
                        value.push(escaped);
                        characters.next();
                    }
                    None => value.push('\\'),
                }
            }
            character => value.push(character),
        }
    }
}

/// Splits off the longest prefix that is a token; both parts may be empty.
fn token(text: &str) -> (&str, &str) {
    let is_part = |c: char| c.is_ascii_graphic() && !is_special(c);
    let end = text.find(|c: char| !is_part(c)).unwrap_or(text.len());
    text.split_at(end)
}

fn is_special(character: char) -> bool {
    r#"()<>@,;:\"/[]?="#.contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_go_does() {
        let cases: [(&str, Result<&str, &str>); 17] = [
            ("application/x-thrift", Ok("application/x-thrift")),
            (" Application/JSON ; charset=utf-8", Ok("application/json")),
            ("application/json; ", Ok("application/json")),
            (
                "application/json; ; a=1",
                Err("mime: invalid media parameter"),
            ),
            (r#"a/b; m="x;\"y"; n=1"#, Ok("a/b")),
            ("a/b; m=1; m=1", Ok("a/b")),
            ("a/b; m=1; M=2", Err("mime: duplicate parameter name")),
            ("thrift", Ok("thrift")),
            ("", Err("mime: no media type")),
            ("/", Err("mime: no media type")),
            ("text b", Err("mime: expected slash after first token")),
            ("text/<b>", Err("mime: expected token after slash")),
            (
                "a/b, c/d",
                Err("mime: unexpected content after media subtype"),
            ),
            ("a/b; charset", Err("mime: invalid media parameter")),
            ("a/b; a=b=c", Err("mime: invalid media parameter")),
            (r#"a/b; m="x"#, Err("mime: invalid media parameter")),
            ("\u{e9}/b", Err("mime: no media type")),
        ];
        for (value, expected) in cases {
            let expected = expected.map(str::to_owned);
            assert_eq!(parse(value.as_bytes()), expected, "{value}");
        }
    }

    #[test]
    fn reads_as_many_parameters_as_a_header_can_hold() {
        let blanks = "\u{3000}".repeat(30_000);
        let value = format!("a/b{}{blanks}", ";m=1".repeat(70_000));
        assert_eq!(parse(value.as_bytes()).as_deref(), Ok("a/b"));
    }
}
