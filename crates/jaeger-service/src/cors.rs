//! Which pages of browsers may use a port (CORS), answered as the library of Jaeger's receivers
//! answers.
//!
//! Unlike there, `*` as the list of origins allows any page but none with credentials. This tells
//! browsers what to let through; who is no browser is not kept out by it.

use axum::body::Body;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD,
    HOST, ORIGIN, VARY,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::Response;

/// What is allowed; nothing without origins.
#[derive(Debug, Clone)]
pub struct Cors {
    /// Those that are named, with `*` for a part of a name.
    origins: Vec<String>,
    is_any_origin: bool,
    headers: Vec<String>,
    methods: Methods,
}

/// What pages may do.
#[derive(Debug, Clone, Copy)]
pub struct Methods {
    /// Those of any origin, where `*` lets all of them in.
    pub of_any: &'static [&'static str],
    /// Those of an origin that is named.
    pub of_named: &'static [&'static str],
}

impl Cors {
    /// Allows these origins and, for them, these headers. `*` in an origin stands for any text.
    pub fn new(origins: &[String], headers: &[String], methods: Methods) -> Self {
        let lower = |list: &[String]| list.iter().map(|text| text.to_ascii_lowercase()).collect();
        let mut origins: Vec<String> = lower(origins);
        let is_any_origin = origins.iter().any(|origin| origin == "*");
        origins.retain(|origin| origin != "*");
        Self {
            origins,
            is_any_origin,
            headers: lower(headers),
            methods,
        }
    }

    /// Returns whether no origin is allowed.
    pub fn is_off(&self) -> bool {
        self.origins.is_empty() && !self.is_any_origin
    }

    /// Returns the answer to a browser that asks what it may send, if this is one.
    pub fn preflight(&self, request: &Parts) -> Option<Response> {
        if request.method != Method::OPTIONS {
            return None;
        }
        let method = request.headers.get(ACCESS_CONTROL_REQUEST_METHOD)?;
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        let headers = response.headers_mut();
        headers.insert(VARY, HeaderValue::from_static(PREFLIGHT_VARY));
        let asked = request.headers.get(ACCESS_CONTROL_REQUEST_HEADERS);
        let is_allowed =
            self.allows_headers(asked) && self.allow(method.as_bytes(), &request.headers, headers);
        if is_allowed {
            headers.insert(ACCESS_CONTROL_ALLOW_METHODS, method.clone());
            if let Some(asked) = asked {
                headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, asked.clone());
            }
        }
        Some(response)
    }

    /// Marks a reply that is not the answer to a preflight.
    pub fn mark(&self, request: &Parts, response: &mut Response) {
        let headers = response.headers_mut();
        headers.append(VARY, HeaderValue::from_static("Origin"));
        self.allow(
            request.method.as_str().as_bytes(),
            &request.headers,
            headers,
        );
    }

    /// Returns whether a request that may change something comes from a page that may not make it.
    ///
    /// Browsers send many of these without asking first and keep but the reply from the page. They
    /// say where the page is from; one that is from here needs no leave.
    pub fn is_foreign(&self, request: &Parts) -> bool {
        let headers = &request.headers;
        let is_safe = matches!(request.method, Method::GET | Method::HEAD | Method::OPTIONS);
        let Some(origin) = headers.get(ORIGIN).filter(|_| !is_safe) else {
            return false;
        };
        let is_from_here = match headers.get("sec-fetch-site") {
            Some(site) => matches!(site.as_bytes(), b"same-origin" | b"none"),
            None => host(request).is_some_and(|host| is_at(origin, host)),
        };
        !is_from_here && !self.is_named(request.method.as_str().as_bytes(), origin)
    }

    /// Allows the origin of a request, if it is one of those.
    fn allow(&self, method: &[u8], request: &HeaderMap, response: &mut HeaderMap) -> bool {
        let Some(origin) = request.get(ORIGIN) else {
            return false;
        };
        if self.is_any_origin && holds(self.methods.of_any, method) {
            response.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
            return true;
        }
        let is_named = self.is_named(method, origin);
        if is_named {
            response.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
            let credentials = HeaderValue::from_static("true");
            response.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, credentials);
        }
        is_named
    }

    fn is_named(&self, method: &[u8], origin: &HeaderValue) -> bool {
        let origin = String::from_utf8_lossy(origin.as_bytes()).to_ascii_lowercase();
        let mut origins = self.origins.iter();
        holds(self.methods.of_named, method) && origins.any(|allowed| matches(allowed, &origin))
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

fn holds(methods: &[&str], method: &[u8]) -> bool {
    methods.iter().any(|known| known.as_bytes() == method)
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

/// Returns the host that a request is for, with its port.
fn host(request: &Parts) -> Option<&[u8]> {
    let sent = request.headers.get(HOST).map(HeaderValue::as_bytes);
    sent.or_else(|| request.uri.authority().map(|host| host.as_str().as_bytes()))
}

fn is_at(origin: &HeaderValue, host: &[u8]) -> bool {
    let origin = String::from_utf8_lossy(origin.as_bytes());
    let at = origin.split_once("://");
    at.is_some_and(|(_, at)| at.as_bytes().eq_ignore_ascii_case(host))
}

const PREFLIGHT_VARY: &str =
    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

#[cfg(test)]
mod tests;
