//! The `/loglevel` page, which speaks like the one of Jaeger's logger.

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use http_body_util::{BodyExt as _, Limited};
use serde::Deserialize;
use tracing::warn;

use crate::common::LogLevel;
use crate::logging::LevelControl;
use crate::options::OptionValue as _;

pub(super) fn tell(control: &LevelControl) -> Response {
    json(StatusCode::OK, "level", &control.level().render())
}

pub(super) async fn set(control: &LevelControl, body: Body) -> Response {
    match asked_level(body).await {
        Ok(level) => {
            control.set_level(level);
            warn!(level = level.render(), "log level changed");
            tell(control)
        }
        Err(reason) => json(StatusCode::BAD_REQUEST, "error", &reason),
    }
}

/// Takes JSON, as Jaeger does, and the form `level=debug`, which is easier to type.
async fn asked_level(body: Body) -> Result<LogLevel, String> {
    let body = Limited::new(body, BODY_BYTES_MAX).collect().await;
    let bytes = body.map_err(|error| error.to_string())?.to_bytes();
    let text = String::from_utf8_lossy(&bytes);
    match text.strip_prefix("level=") {
        Some(level) => LogLevel::parse(level.trim()),
        None => {
            let asked: Asked = serde_json::from_str(&text).map_err(|error| error.to_string())?;
            LogLevel::parse(&asked.level)
        }
    }
}

#[derive(Deserialize)]
struct Asked {
    level: String,
}

fn json(code: StatusCode, member: &str, text: &str) -> Response {
    let body = serde_json::json!({ member: text }).to_string();
    (code, [(CONTENT_TYPE, "application/json")], body).into_response()
}

const BODY_BYTES_MAX: usize = 1_024;
