//! Which pages of browsers may send spans, answered as the original's library answers.
//!
//! Unlike there, `*` as the list of origins allows any page but none with credentials.

use axum::body::Body;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD,
    ORIGIN, VARY,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::Response;

/// What is allowed; nothing by default.
pub(crate) struct Cors {
    origins: Vec<String>,
    headers: Vec<String>,
}

impl Cors {
    /// Allows these origins and, for them, these headers. `*` in an origin stands for any text.
    pub(crate) fn new(origins: &[String], headers: &[String]) -> Self {
        let lower = |list: &[String]| list.iter().map(|text| text.to_ascii_lowercase()).collect();
        Self {
            origins: lower(origins),
            headers: lower(headers),
        }
    }

    /// Returns the answer to a browser that asks what it may send, if this is one.
    pub(crate) fn preflight(&self, request: &Parts) -> Option<Response> {
        if request.method != Method::OPTIONS {
            return None;
        }
        let method = request.headers.get(ACCESS_CONTROL_REQUEST_METHOD)?;
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        let headers = response.headers_mut();
        headers.insert(VARY, HeaderValue::from_static(PREFLIGHT_VARY));
        let asked = request.headers.get(ACCESS_CONTROL_REQUEST_HEADERS);
        if method == "POST" && self.allows_headers(asked) && self.allow(&request.headers, headers) {
            headers.insert(ACCESS_CONTROL_ALLOW_METHODS, method.clone());
            if let Some(asked) = asked {
                headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, asked.clone());
            }
        }
        Some(response)
    }

    /// Marks a reply that is not the answer to a preflight.
    pub(crate) fn mark(&self, request: &Parts, response: &mut Response) {
        let headers = response.headers_mut();
        headers.insert(VARY, HeaderValue::from_static("Origin"));
        if request.method == Method::POST {
            self.allow(&request.headers, headers);
        }
    }

    /// Allows the origin of a request, if it is one of those.
    fn allow(&self, request: &HeaderMap, response: &mut HeaderMap) -> bool {
        let Some(origin) = request.get(ORIGIN) else {
            return false;
        };
        if self.origins.iter().any(|allowed| allowed == "*") {
            response.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
            return true;
        }
        let text = String::from_utf8_lossy(origin.as_bytes()).to_ascii_lowercase();
        let is_allowed = self.origins.iter().any(|allowed| matches(allowed, &text));
        if is_allowed {
            response.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
            let credentials = HeaderValue::from_static("true");
            response.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, credentials);
        }
        is_allowed
    }

    fn allows_headers(&self, asked: Option<&HeaderValue>) -> bool {
        let asked = asked.map(|value| String::from_utf8_lossy(value.as_bytes()));
        let asked = asked.unwrap_or_default().to_ascii_lowercase();
        let is_allowed = |name: &str| {
            name.is_empty()
                || name == "origin"
                || self
                    .headers
                    .iter()
                    .any(|allowed| allowed == "*" || allowed == name)
        };
        asked.split(',').map(str::trim).all(is_allowed)
    }
}

/// One `*` in `pattern` stands for any text.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, end)) => text
            .strip_prefix(start)
            .is_some_and(|rest| rest.ends_with(end)),
    }
}

const PREFLIGHT_VARY: &str =
    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn cors() -> Cors {
        let origins = ["https://app.example", "https://*.corp.example"].map(str::to_owned);
        Cors::new(&origins, &["Content-Type".to_owned()])
    }

    fn request(method: &str, headers: &[(&str, &str)]) -> Parts {
        let request = Request::builder().method(method).uri("/v1/traces");
        let request = headers.iter().fold(request, |request, (name, value)| {
            request.header(*name, *value)
        });
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn a_preflight_is_always_answered() {
        let cases = [
            ("https://app.example", "POST", "content-type", true),
            (
                "https://a.b.corp.example",
                "POST",
                "Content-Type, origin",
                true,
            ),
            ("https://app.example", "POST", "", true),
            ("https://corp.example", "POST", "content-type", false),
            ("https://app.example.evil", "POST", "content-type", false),
            ("https://app.example", "GET", "content-type", false),
            ("https://app.example", "POST", "x-other", false),
        ];
        for (origin, method, headers, is_allowed) in cases {
            let parts = request(
                "OPTIONS",
                &[
                    ("origin", origin),
                    ("access-control-request-method", method),
                    ("access-control-request-headers", headers),
                ],
            );
            let response = cors().preflight(&parts).unwrap();
            assert_eq!(response.status(), StatusCode::NO_CONTENT);
            assert_eq!(response.headers()[VARY], PREFLIGHT_VARY);
            let allowed = response.headers().get(ACCESS_CONTROL_ALLOW_ORIGIN);
            assert_eq!(
                allowed.map(HeaderValue::as_bytes),
                is_allowed.then_some(origin.as_bytes()),
                "{origin} {method} {headers}"
            );
            assert_eq!(
                response
                    .headers()
                    .contains_key(ACCESS_CONTROL_ALLOW_METHODS),
                is_allowed
            );
        }
        let plain = request("OPTIONS", &[("origin", "https://app.example")]);
        assert!(cors().preflight(&plain).is_none());
    }

    #[test]
    fn any_origin_gets_no_credentials() {
        let cors = Cors::new(&["*".to_owned()], &[]);
        let mut response = Response::new(Body::empty());
        cors.mark(&request("POST", &[("origin", "http://x")]), &mut response);
        assert_eq!(response.headers()[ACCESS_CONTROL_ALLOW_ORIGIN], "*");
        assert_eq!(response.headers()[VARY], "Origin");
        assert!(
            !response
                .headers()
                .contains_key(ACCESS_CONTROL_ALLOW_CREDENTIALS)
        );
    }
}
