//! Which path a request asks for, as Go's routers see it: decoded, and sent elsewhere if it is not
//! written in its shortest form.

use axum::http::{HeaderValue, Uri};
use jaeger_service::path::shortest;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What a request asks for.
pub(crate) enum Asked {
    /// A path in its shortest form, decoded.
    Path(String),
    /// A path that is spelled in another way; this is where it should be asked for.
    Elsewhere(HeaderValue),
}

/// Reads the path of a request.
pub(crate) fn asked(uri: &Uri) -> Asked {
    let path = percent_decode_str(uri.path()).decode_utf8_lossy();
    let shortest = shortest(&path);
    if shortest == path {
        return Asked::Path(shortest);
    }
    let mut location = utf8_percent_encode(&shortest, ESCAPED).to_string();
    if let Some(query) = uri.query() {
        location.push('?');
        location.push_str(query);
    }
    match HeaderValue::from_str(&location) {
        Ok(location) => Asked::Elsewhere(location),
        Err(_) => Asked::Path(shortest),
    }
}

const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_and_shortens() {
        let cases = [
            ("/v1/traces", Ok("/v1/traces")),
            ("/v1/%74races?x=1", Ok("/v1/traces")),
            ("/v1/traces/", Ok("/v1/traces/")),
            ("/", Ok("/")),
            ("//v1/traces?x=1", Err("/v1/traces?x=1")),
            ("/v1/./traces", Err("/v1/traces")),
            ("/v1/x/../traces/", Err("/v1/traces/")),
            ("/../../", Err("/")),
            ("//a%0d%0ab", Err("/a%0D%0Ab")),
        ];
        for (uri, expected) in cases {
            let asked = match asked(&uri.parse().unwrap()) {
                Asked::Path(path) => Ok(path),
                Asked::Elsewhere(location) => Err(location.to_str().unwrap().to_owned()),
            };
            let expected = expected.map(str::to_owned).map_err(str::to_owned);
            assert_eq!(asked, expected, "{uri}");
        }
    }
}
