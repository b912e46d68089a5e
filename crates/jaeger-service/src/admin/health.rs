//! Whether the process is ready, and how that reads in Jaeger's words.

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use parking_lot::Mutex;
use serde::Serialize;

use crate::clock::{Clock, rfc3339};
use crate::duration;

/// Whether the process is ready. Clones share it; it begins not ready.
#[derive(Debug, Clone)]
pub struct Health {
    clock: Arc<dyn Clock>,
    up: Arc<Mutex<Option<Up>>>,
}

/// When the process became ready, in both times of the clock.
#[derive(Debug, Clone, Copy)]
struct Up {
    since_ns: u64,
    since: Duration,
}

impl Health {
    /// Returns the health of a process that is not ready yet.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            up: Arc::default(),
        }
    }

    /// Returns whether the process is ready.
    pub fn is_ready(&self) -> bool {
        self.up.lock().is_some()
    }

    /// Says that the process is ready from now on.
    pub fn set_ready(&self) {
        let now = Up {
            since_ns: self.clock.now_ns(),
            since: self.clock.monotonic(),
        };
        self.up.lock().get_or_insert(now);
    }

    /// Says that the process is not ready, or not any more.
    pub fn set_not_ready(&self) {
        *self.up.lock() = None;
    }

    /// Returns Jaeger's answer.
    pub(super) fn answer(&self) -> Response {
        let up = *self.up.lock();
        let (code, answer) = match up {
            Some(up) => (
                StatusCode::OK,
                Answer {
                    status: "Server available",
                    up_since: rfc3339(up.since_ns),
                    uptime: duration::format(self.clock.monotonic().saturating_sub(up.since)),
                },
            ),
            None => (
                StatusCode::SERVICE_UNAVAILABLE,
                Answer {
                    status: "Server not available",
                    up_since: String::from("0001-01-01T00:00:00Z"),
                    uptime: String::new(),
                },
            ),
        };
        let body = serde_json::to_string(&answer).unwrap_or_default();
        (code, [(CONTENT_TYPE, "application/json")], body).into_response()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    status: &'static str,
    up_since: String,
    uptime: String,
}
