//! The bearer token that a request brings, read as Jaeger reads it.

use axum::http::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use jaeger_storage::bearer_token::BearerToken;
use tracing::debug;

/// Returns the token of a request over HTTP. One that cannot be read is none, and no reason to refuse
/// the request.
pub(crate) fn of_request(headers: &HeaderMap) -> Option<BearerToken> {
    let sent = headers.get(AUTHORIZATION).filter(|sent| !sent.is_empty());
    let sent = sent.or_else(|| headers.get("x-forwarded-access-token"))?;
    let parts: Vec<&str> = sent.to_str().ok()?.split(' ').collect();
    match *parts.as_slice() {
        ["Bearer", token] | [token] => BearerToken::new(token),
        // Of another kind.
        [_, _] => None,
        _ => {
            debug!("an authorization header has too many parts, so no token is passed on");
            None
        }
    }
}

/// Returns the token of a call of gRPC, which is no more than itself.
///
/// # Errors
/// If there are several.
pub(crate) fn of_call(metadata: &HeaderMap) -> Result<Option<BearerToken>, &'static str> {
    let mut tokens = metadata.get_all("bearer.token").iter();
    let token = tokens.next().map(HeaderValue::to_str);
    match tokens.next() {
        Some(_) => Err("malformed token: multiple tokens found"),
        None => Ok(token.and_then(Result::ok).and_then(BearerToken::new)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Lines = [(&'static str, &'static str)];

    fn headers(lines: &Lines) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for &(name, value) in lines {
            headers.append(name, HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn a_request_has_a_token_in_either_header() {
        const FORWARDED: &str = "x-forwarded-access-token";
        let cases: [(&Lines, Option<&str>); 13] = [
            (&[], None),
            (&[("authorization", "Bearer a")], Some("a")),
            (&[("authorization", "a")], Some("a")),
            (&[("authorization", "Basic a")], None),
            (&[("authorization", "bearer a")], None),
            (&[("authorization", "Bearer a b")], None),
            (&[("authorization", "Bearer  a")], None),
            (&[("authorization", "Bearer ")], None),
            (&[(FORWARDED, "Bearer a")], Some("a")),
            (&[(FORWARDED, "a")], Some("a")),
            (&[("authorization", ""), (FORWARDED, "a")], Some("a")),
            (&[("authorization", "Basic b"), (FORWARDED, "a")], None),
            (&[("authorization", "a"), ("authorization", "b")], Some("a")),
        ];
        for (lines, token) in cases {
            let found = of_request(&headers(lines));
            assert_eq!(found, token.and_then(BearerToken::new), "{lines:?}");
        }
    }

    #[test]
    fn a_call_has_one_token_or_none() {
        const NAME: &str = "bearer.token";
        let cases: [(&Lines, Result<_, _>); 5] = [
            (&[], Ok(None)),
            (&[(NAME, "a b")], Ok(Some("a b"))),
            (&[(NAME, "")], Ok(None)),
            (&[("authorization", "Bearer a")], Ok(None)),
            (
                &[(NAME, "a"), (NAME, "a")],
                Err("malformed token: multiple tokens found"),
            ),
        ];
        for (lines, token) in cases {
            let found = of_call(&headers(lines));
            let expected = token.map(|token: Option<&str>| token.and_then(BearerToken::new));
            assert_eq!(found, expected, "{lines:?}");
        }
    }
}
