//! What stands around every answer of `/api`: data, total, limit, offset, errors.
//!
//! The members are always there and in this order. `limit` and `offset` are always 0, as they are
//! in Jaeger; `total` counts services and operations alone.

use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::{IntoResponse as _, Response};
use jaeger_model::TraceId;

use crate::failure::Failure;
use crate::json;
use crate::params::Params;
use crate::pretty;

/// What is wrong with a part of an answer.
#[derive(Debug, Clone)]
pub(crate) struct Trouble {
    pub(crate) code: Option<StatusCode>,
    pub(crate) message: String,
    pub(crate) trace_id: Option<TraceId>,
}

impl Trouble {
    /// A trace that was asked for beside others is unknown.
    pub(crate) fn trace_not_found(id: TraceId) -> Self {
        Self {
            code: None,
            message: TRACE_NOT_FOUND.to_owned(),
            trace_id: Some(id),
        }
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.push(b'{');
        if let Some(code) = self.code {
            json::number_member(out, "code", u64::from(code.as_u16()));
        }
        json::text_member(out, "msg", &self.message);
        if let Some(id) = self.trace_id {
            json::name(out, "traceID");
            json::trace_id(out, id);
        }
        out.push(b'}');
    }
}

/// Returns an answer whose data `write_data` writes. No errors at all are `null`.
pub(crate) fn enclosed(
    write_data: impl FnOnce(&mut Vec<u8>),
    total: usize,
    errors: Option<&[Trouble]>,
) -> Vec<u8> {
    let mut out = b"{\"data\":".to_vec();
    write_data(&mut out);
    out.extend_from_slice(format!(",\"total\":{total},\"limit\":0,\"offset\":0,").as_bytes());
    out.extend_from_slice(b"\"errors\":");
    match errors {
        Some(errors) => json::list(&mut out, errors, |out, error| error.write(out)),
        None => json::null(&mut out),
    }
    out.push(b'}');
    out
}

/// Returns the reply that carries an answer.
pub(crate) fn reply(body: Vec<u8>, params: &Params) -> Response {
    let body = match params.pretty_print() {
        true => pretty::indented(&body),
        false => body,
    };
    json_reply(body)
}

/// Returns a successful reply whose body is JSON.
pub(crate) fn json_reply(body: Vec<u8>) -> Response {
    ([(CONTENT_TYPE, "application/json")], body).into_response()
}

/// Returns the reply that carries an error.
pub(crate) fn failed(failure: &Failure) -> Response {
    let trouble = Trouble {
        code: Some(failure.status),
        message: failure.message.clone(),
        trace_id: None,
    };
    error_reply(failure.status, enclosed(json::null, 0, Some(&[trouble])))
}

/// Returns an unsuccessful reply: JSON that Go calls plain text, with an end of line.
pub(crate) fn error_reply(status: StatusCode, mut body: Vec<u8>) -> Response {
    body.push(b'\n');
    let headers = [
        (CONTENT_TYPE, "text/plain; charset=utf-8"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (status, headers, body).into_response()
}

/// The words for a trace that nobody knows.
pub(crate) const TRACE_NOT_FOUND: &str = "trace not found";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_members_are_always_there() {
        let text = |body: Vec<u8>| String::from_utf8(body).unwrap();
        assert_eq!(
            text(enclosed(json::null, 0, None)),
            r#"{"data":null,"total":0,"limit":0,"offset":0,"errors":null}"#
        );
        let unknown = Trouble::trace_not_found(TraceId::from_halves(0, 0xabc));
        let refused = Trouble {
            code: Some(StatusCode::BAD_REQUEST),
            message: "no".to_owned(),
            trace_id: None,
        };
        assert_eq!(
            text(enclosed(
                |out| out.extend(b"[]"),
                2,
                Some(&[unknown, refused])
            )),
            concat!(
                r#"{"data":[],"total":2,"limit":0,"offset":0,"errors":["#,
                r#"{"msg":"trace not found","traceID":"0000000000000abc"},"#,
                r#"{"code":400,"msg":"no"}]}"#
            )
        );
    }
}
