//! Why a request is not answered, before it is known in which envelope that is said.

use std::error::Error as _;
use std::fmt::Display;

use axum::http::StatusCode;
use jaeger_service::budget::NotGranted;
use jaeger_storage::{Error, ErrorKind};
use tracing::error;

/// Why a request is not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) status: StatusCode,
    pub(crate) message: String,
}

impl Failure {
    pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
        }
    }

    /// The request makes no sense.
    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// A parameter of `/api` makes no sense.
    pub(crate) fn parameter(name: &str, reason: impl Display) -> Self {
        Self::bad_request(format!("unable to parse param '{name}': {reason}"))
    }

    /// Our own fault; what it was is for the log.
    pub(crate) fn internal(what: &str, reason: impl Display) -> Self {
        error!(error = %reason, "{what}");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, what)
    }
}

impl From<NotGranted> for Failure {
    fn from(not_granted: NotGranted) -> Self {
        match not_granted {
            NotGranted::Never(bytes) => Self::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                format!("the reply is larger than the {bytes} bytes that all replies may hold"),
            ),
            NotGranted::NotNow => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "too many replies are under way, try again",
            ),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let status = match error.kind() {
            ErrorKind::InvalidQuery => StatusCode::BAD_REQUEST,
            ErrorKind::Unsupported => StatusCode::NOT_IMPLEMENTED,
            ErrorKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            ErrorKind::Timeout => StatusCode::GATEWAY_TIMEOUT,
            ErrorKind::Corrupt | ErrorKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        };
        // That a backend cannot do something is no news, and clients could fill the log with it.
        if status.is_server_error() && error.kind() != ErrorKind::Unsupported {
            let cause = error.source().map(ToString::to_string);
            error!(%error, cause, "failed to read from storage");
        }
        Self::new(status, error.to_string())
    }
}
