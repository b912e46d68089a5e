//! The web UI that is compiled in.
//!
//! Its page is made for each answer: its scripts carry a number that nobody can know before, and no
//! other script runs, whatever is written in a span. Nor does it reach a host that the configuration
//! of the UI does not name.

use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tracing::error;

use super::HTML;
use super::files::media_type;
use super::policy::Outside;

/// Returns the reply that carries the page, whose text has a place for the number.
pub(super) fn page(text: &[u8], outside: &Outside) -> Response {
    let mut number = [0; 16];
    if let Err(error) = getrandom::fill(&mut number) {
        error!(%error, "the system gives no random bytes");
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    let nonce = STANDARD.encode(number);
    let text = String::from_utf8_lossy(text);
    let text = text.replacen(PLACE, &format!("nonce=\"{nonce}\""), 1);
    let policy = outside.policy(&nonce);
    let headers = [
        (CONTENT_TYPE, HTML),
        (CONTENT_SECURITY_POLICY, policy.as_str()),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // Addresses of pages say what was searched for.
        (REFERRER_POLICY, "same-origin"),
    ];
    (headers, text).into_response()
}

/// Returns the reply that carries the file at `path` below `static/`, in the smallest form that the
/// client accepts. Its name changes with what is in it, so it may be kept for ever.
pub(super) fn file(path: &str, accepted: &HeaderMap) -> Option<Response> {
    let file = jaeger_ui::file(&format!("static/{path}"))?;
    let accepts = |coding: &str| {
        let mut lists = accepted.get_all(ACCEPT_ENCODING).iter();
        lists.any(|list| list.to_str().is_ok_and(|list| names(list, coding)))
    };
    let (bytes, coding) = match (file.brotli, file.gzip) {
        (Some(brotli), _) if accepts("br") => (brotli, Some("br")),
        (_, Some(gzip)) if accepts("gzip") => (gzip, Some("gzip")),
        _ => (file.plain, None),
    };
    let headers = [
        (CONTENT_TYPE, media_type(path.as_ref())),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (VARY, "accept-encoding"),
    ];
    let coding = coding.map(|coding| [(CONTENT_ENCODING, coding)]);
    Some((headers, coding, bytes).into_response())
}

/// Whether a list of codings names one, and does not forbid it.
fn names(list: &str, wanted: &str) -> bool {
    list.split(',').any(|item| {
        let (coding, weight) = item.split_once(';').unwrap_or((item, ""));
        let weight = weight.trim().trim_start_matches("q=");
        let is_forbidden = weight.parse::<f32>().is_ok_and(|weight| weight == 0.0);
        coding.trim().eq_ignore_ascii_case(wanted) && !is_forbidden
    })
}

const PLACE: &str = "nonce=\"\"";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coding_is_named_unless_it_is_forbidden() {
        let cases = [
            ("gzip, deflate, br", "br", true),
            ("gzip;q=1.0, BR ; q=0.5", "br", true),
            ("br;q=0, gzip", "br", false),
            ("brotli", "br", false),
            ("", "br", false),
        ];
        for (list, coding, expected) in cases {
            assert_eq!(names(list, coding), expected, "{list}");
        }
    }

    #[test]
    fn each_page_has_a_number_of_its_own() {
        let text = br#"<script nonce=""></script> nonce="" "#;
        let policies = [(); 2].map(|()| {
            let page = page(text, &Outside::default());
            let policy = page.headers().get(CONTENT_SECURITY_POLICY).unwrap();
            policy.to_str().unwrap().to_owned()
        });
        assert!(policies[0].contains("script-src 'self' 'nonce-"));
        assert_ne!(policies[0], policies[1]);
    }
}
