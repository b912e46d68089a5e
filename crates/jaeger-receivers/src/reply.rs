//! What is answered: the one table from cause to code, and its words in each protocol.
//!
//! The codes decide whether a client sends the same bytes again. A client over gRPC throws a batch
//! away at RESOURCE_EXHAUSTED unless a hint comes with it, and over HTTP at anything but 429, 502,
//! 503 and 504; so what may work later is UNAVAILABLE and 503 with a hint, and what never will is not.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use jaeger_model::wire::Writer;
use tonic::{Code, Status};

use crate::sink::{Cause, Refusal};

/// What one cause is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The code over gRPC, and in the status that OTLP sends over HTTP.
    pub code: Code,
    /// The status over HTTP.
    pub status: StatusCode,
    /// When to come again, in seconds. Clients give up on hints of more than a few.
    pub retry_after_s: Option<u32>,
    /// The word in metrics.
    pub word: &'static str,
}

impl Cause {
    /// Every cause.
    pub const ALL: [Self; 7] = [
        Self::Undecodable,
        Self::TooLarge,
        Self::Overloaded,
        Self::TimedOut,
        Self::TenantMissing,
        Self::TenantUnknown,
        Self::Internal,
    ];

    /// What this cause is answered with.
    pub fn reply(self) -> Reply {
        let (code, status, retry_after_s, word) = match self {
            Self::Undecodable => (Code::InvalidArgument, 400, None, "undecodable"),
            Self::TooLarge => (Code::ResourceExhausted, 413, None, "too_large"),
            Self::Overloaded => (Code::Unavailable, 503, Some(1), "overloaded"),
            Self::TimedOut => (Code::DeadlineExceeded, 504, None, "timed_out"),
            Self::TenantMissing => (Code::Unauthenticated, 401, None, "tenant_missing"),
            Self::TenantUnknown => (Code::PermissionDenied, 403, None, "tenant_unknown"),
            Self::Internal => (Code::Internal, 500, None, "internal"),
        };
        Reply {
            code,
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            retry_after_s,
            word,
        }
    }
}

/// The two ways of OTLP over HTTP to write a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OtlpForm {
    Protobuf,
    Json,
}

impl OtlpForm {
    /// The media type, of requests and of replies.
    pub(crate) const fn media_type(self) -> &'static str {
        match self {
            Self::Protobuf => "application/x-protobuf",
            Self::Json => "application/json",
        }
    }
}

/// A refusal over gRPC.
pub(crate) fn grpc(refusal: &Refusal) -> Response {
    let reply = refusal.cause.reply();
    let message = shortened(&refusal.message);
    let details = match detail(refusal.cause, message) {
        Some((name, detail)) => status_with(reply.code, message, name, &detail).into(),
        None => Bytes::new(),
    };
    Status::with_details(reply.code, message, details).into_http()
}

/// The answer over gRPC to a call of what is not served.
pub(crate) fn unimplemented(message: &str) -> Response {
    Status::unimplemented(shortened(message)).into_http()
}

/// A refusal over HTTP in the words of OTLP: a `google.rpc.Status` in the form of the request.
pub(crate) fn otlp_http(refusal: &Refusal, form: OtlpForm) -> Response {
    let reply = refusal.cause.reply();
    let message = shortened(&refusal.message);
    let body = match form {
        OtlpForm::Protobuf => Body::from(status(reply.code, message).into_bytes()),
        OtlpForm::Json => {
            let status = serde_json::json!({ "code": reply.code as i32, "message": message });
            Body::from(status.to_string())
        }
    };
    hinted(reply, with_type(reply.status, form.media_type(), body))
}

/// A refusal over HTTP in the words of Jaeger.
pub(crate) fn thrift_http(refusal: &Refusal) -> Response {
    let reply = refusal.cause.reply();
    hinted(reply, go_error(reply.status, &refusal.message))
}

/// A text as Go's `http.Error` sends it, but not a client's own long words again.
pub(crate) fn go_error(status: StatusCode, text: &str) -> Response {
    let body = Body::from(format!("{}\n", shortened(text)));
    let mut response = with_type(status, "text/plain; charset=utf-8", body);
    response
        .headers_mut()
        .insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// What is answered where there is nothing.
pub(crate) fn not_found() -> Response {
    go_error(StatusCode::NOT_FOUND, "404 page not found")
}

/// A reply without a body.
pub(crate) fn empty(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// A reply with a body of the given type.
pub(crate) fn with_type(status: StatusCode, media_type: &'static str, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

fn hinted(reply: Reply, mut response: Response) -> Response {
    if let Some(seconds) = reply.retry_after_s {
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// The detail that a client finds in a status: when to come again, or what was wrong.
fn detail(cause: Cause, message: &str) -> Option<(&'static str, Writer)> {
    let mut detail = Writer::default();
    if let Some(seconds) = cause.reply().retry_after_s {
        detail.message(RETRY_INFO_DELAY, |delay| {
            delay.varint(DURATION_SECONDS, u64::from(seconds));
        });
        return Some((RETRY_INFO, detail));
    }
    if cause == Cause::Undecodable {
        detail.message(BAD_REQUEST_VIOLATIONS, |violation| {
            violation.bytes(VIOLATION_DESCRIPTION, message.as_bytes());
        });
        return Some((BAD_REQUEST, detail));
    }
    None
}

/// `google.rpc.Status`.
fn status(code: Code, message: &str) -> Writer {
    let mut status = Writer::default();
    status.varint(STATUS_CODE, u64::from((code as i32).unsigned_abs()));
    status.bytes(STATUS_MESSAGE, message.as_bytes());
    status
}

fn status_with(code: Code, message: &str, name: &str, detail: &Writer) -> Vec<u8> {
    let mut status = status(code, message);
    status.message(STATUS_DETAILS, |any| {
        any.bytes(ANY_TYPE_URL, name.as_bytes());
        any.bytes(ANY_VALUE, &detail.clone().into_bytes());
    });
    status.into_bytes()
}

/// The beginning of a text, so much as fits a header.
fn shortened(text: &str) -> &str {
    let end = text.floor_char_boundary(MESSAGE_BYTES_MAX);
    text.get(..end).unwrap_or_default()
}

const MESSAGE_BYTES_MAX: usize = 1_000;

// Numbers and names of the messages in google/rpc/status.proto and error_details.proto.
const STATUS_CODE: u32 = 1;
const STATUS_MESSAGE: u32 = 2;
const STATUS_DETAILS: u32 = 3;
const ANY_TYPE_URL: u32 = 1;
const ANY_VALUE: u32 = 2;
const RETRY_INFO: &str = "type.googleapis.com/google.rpc.RetryInfo";
const RETRY_INFO_DELAY: u32 = 1;
const DURATION_SECONDS: u32 = 1;
const BAD_REQUEST: &str = "type.googleapis.com/google.rpc.BadRequest";
const BAD_REQUEST_VIOLATIONS: u32 = 1;
const VIOLATION_DESCRIPTION: u32 = 2;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_work_later_is_retryable() {
        for cause in Cause::ALL {
            let reply = cause.reply();
            let is_retryable = matches!(cause, Cause::Overloaded | Cause::TimedOut);
            let grpc = matches!(reply.code, Code::Unavailable | Code::DeadlineExceeded);
            let http = matches!(reply.status.as_u16(), 429 | 502 | 503 | 504);
            assert_eq!((grpc, http), (is_retryable, is_retryable), "{cause:?}");
        }
    }

    #[test]
    fn writes_the_status_of_grpc() {
        let refusal = Refusal::new(Cause::Overloaded, "full");
        let response = grpc(&refusal);
        let status = Status::from_header_map(response.headers()).unwrap();
        assert_eq!(
            (status.code(), status.message()),
            (Code::Unavailable, "full")
        );
        let mut expected: Vec<u8> = vec![8, 14, 18, 4];
        expected.extend_from_slice(b"full");
        expected.extend_from_slice(&[26, 48, 10, 40]);
        expected.extend_from_slice(RETRY_INFO.as_bytes());
        expected.extend_from_slice(&[18, 4, 10, 2, 8, 1]);
        assert_eq!(status.details(), expected);
        let refusal = Refusal::new(Cause::TooLarge, "big");
        let status = Status::from_header_map(grpc(&refusal).headers()).unwrap();
        assert!(status.details().is_empty());
    }

    #[test]
    fn a_message_fits_a_header() {
        let long = format!(
            "{}é{}",
            "a".repeat(MESSAGE_BYTES_MAX - 1),
            "b".repeat(5_000)
        );
        assert_eq!(shortened(&long), "a".repeat(MESSAGE_BYTES_MAX - 1));
        assert_eq!(shortened("é"), "é");
    }
}
