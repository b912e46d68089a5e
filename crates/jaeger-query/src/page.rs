//! The page that stands where the web UI will be.

use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::{IntoResponse as _, Response};

use crate::base_path::BasePath;

/// Returns the text of the page. Its links are relative to the base path.
pub(crate) fn text(base: &BasePath) -> String {
    let href = base.href();
    format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<base href="{href}">
<title>Jaeger</title>
</head>
<body>
<h1>Jaeger</h1>
<p>The web UI is not part of this build yet. The query API is served:</p>
<ul>
<li><a href="api/services">Services</a></li>
<li><a href="api/traces">Traces of the last two days</a></li>
<li><a href="api/dependencies">Dependencies</a></li>
<li><a href="api/v3/services">Services, API v3</a></li>
</ul>
</body>
</html>
"#
    )
}

/// Returns the reply that carries the page.
pub(crate) fn reply(text: &str) -> Response {
    let headers = [(CONTENT_TYPE, "text/html; charset=utf-8")];
    (headers, text.to_owned()).into_response()
}

/// Returns the reply for a file that is not there.
pub(crate) fn missing_asset() -> Response {
    let headers = [
        (CONTENT_TYPE, "text/plain; charset=utf-8"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (StatusCode::NOT_FOUND, headers, "404 page not found\n").into_response()
}
