//! The parameter of the sampling doors, read as Go reads a query string.
//!
//! A part with a semicolon or a broken escape in it does not count and the others stay. Names are
//! compared exactly.

use percent_encoding::percent_decode_str;

/// Returns the service that is asked for; nothing unless it is named once. The empty name is one.
pub(crate) fn service(query: Option<&str>) -> Option<String> {
    let parts = query.unwrap_or_default().split('&');
    let parts = parts.filter(|part| !part.is_empty() && !part.contains(';'));
    let mut named = parts.filter_map(|part| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let value = unescape(value)?;
        (unescape(name)? == "service").then_some(value)
    });
    let service = named.next()?;
    named.next().is_none().then_some(service)
}

/// Returns the text without its escapes, `+` as a blank; nothing when an escape is broken. What is
/// not UTF-8 then becomes U+FFFD.
fn unescape(text: &str) -> Option<String> {
    let is_escape = |after: &str| {
        let digits = after.bytes().take(2);
        digits.filter(u8::is_ascii_hexdigit).count() == 2
    };
    let is_sound = text.split('%').skip(1).all(is_escape);
    is_sound.then(|| {
        let text = text.replace('+', " ");
        percent_decode_str(&text).decode_utf8_lossy().into_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_a_service_that_is_named_once() {
        let cases = [
            (None, None),
            (Some(""), None),
            (Some("service"), Some("")),
            (Some("service="), Some("")),
            (Some("&x=1&service=a%20b+c%2B&"), Some("a b c+")),
            (Some("%73ervice=%c3%a4=b"), Some("ä=b")),
            (Some("service=a&service=b"), None),
            (Some("service=a&service"), None),
            (Some("Service=a"), None),
            (Some("service=a;b"), None),
            (Some("service=a&x;y=1&z=%"), Some("a")),
            (Some("service=%"), None),
            (Some("service=%4"), None),
            (Some("service=%4g"), None),
            (Some("service=%%41"), None),
            (Some("service=%411"), Some("A1")),
            (Some("service=%ff"), Some("\u{fffd}")),
        ];
        for (query, expected) in cases {
            assert_eq!(service(query).as_deref(), expected, "{query:?}");
        }
    }
}
