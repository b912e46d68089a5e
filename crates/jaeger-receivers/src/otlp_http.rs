//! OTLP over HTTP, in protobuf and in JSON: `POST /v1/traces`.
//!
//! Texts, headers and the order of the checks are those of the OpenTelemetry collector that Jaeger
//! embeds. Reference: <https://opentelemetry.io/docs/specs/otlp/#otlphttp>.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use jaeger_codec::otlp::json;
use jaeger_model::{Limits, Scanned};
use jaeger_service::cors::Cors;

use crate::door::{Door, Origin, Taken, undecoded};
use crate::inflate::Encoding;
use crate::media_type;
use crate::metrics::Outcome;
use crate::otlp_grpc::decode_protobuf;
use crate::path::{Asked, asked};
use crate::reply::{self, OtlpForm};
use crate::sink::{Format, Refusal, Transport};

/// Returns what answers the requests to `door`.
pub(crate) fn router(door: Door, cors: Cors) -> Router {
    let door = Arc::new((door, cors));
    Router::new().fallback(move |request: Request| {
        let door = Arc::clone(&door);
        async move {
            let (door, cors) = &*door;
            let (head, body) = request.into_parts();
            if let Some(response) = cors.preflight(&head) {
                return response;
            }
            let mut response = answer(door, &head, body).await;
            cors.mark(&head, &mut response);
            response
        }
    })
}

async fn answer(door: &Door, head: &Parts, body: Body) -> Response {
    let form = match addressed(head) {
        Ok(form) => form,
        Err(response) => {
            door.metrics.count(Outcome::Misdirected);
            return *response;
        }
    };
    match door.answered(export(door, head, body, form)).await {
        Ok(taken) => ok(&taken, form),
        Err(refusal) => reply::otlp_http(&refusal, form),
    }
}

async fn export(door: &Door, head: &Parts, body: Body, form: OtlpForm) -> Result<Taken, Refusal> {
    let tenant = door.tenant(&head.headers)?;
    let encoding = Encoding::of_request(&head.headers)?;
    let held = door.receive(body).await?;
    let decode = match form {
        OtlpForm::Protobuf => decode_protobuf,
        OtlpForm::Json => decode_json,
    };
    let (scanned, _grant) = door.decode(held, encoding, decode).await?;
    let origin = Origin {
        format: Format::Otlp,
        transport: Transport::Http,
    };
    door.hand_over(tenant, scanned, origin).await
}

fn decode_json(bytes: Bytes, limits: &Limits) -> Result<Scanned, Refusal> {
    json::decode(&bytes, limits)
        .map_err(|error| undecoded(error.is_over_budget(), error.to_string()))
}

/// Returns the form of a request for the one path, and refuses others, in a box since that is rare
/// and large.
fn addressed(head: &Parts) -> Result<OtlpForm, Box<Response>> {
    match asked(&head.uri) {
        Asked::Path(path) if path == PATH => {}
        Asked::Path(_) => return Err(Box::new(reply::not_found())),
        Asked::Elsewhere(location) => {
            let mut response = reply::empty(StatusCode::TEMPORARY_REDIRECT);
            response.headers_mut().insert(LOCATION, location);
            return Err(Box::new(response));
        }
    }
    if head.method != Method::POST {
        return Err(refused(StatusCode::METHOD_NOT_ALLOWED, METHODS));
    }
    let content_type = head.headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    let media_type = media_type::parse(content_type.unwrap_or_default());
    let is_of = |form: &OtlpForm| media_type.as_deref() == Ok(form.media_type());
    [OtlpForm::Protobuf, OtlpForm::Json]
        .into_iter()
        .find(is_of)
        .ok_or_else(|| refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, MEDIA_TYPES))
}

fn refused(status: StatusCode, text: &'static str) -> Box<Response> {
    Box::new(reply::with_type(status, "text/plain", Body::from(text)))
}

fn ok(taken: &Taken, form: OtlpForm) -> Response {
    let body = match form {
        OtlpForm::Protobuf => Body::from(taken.export_response()),
        OtlpForm::Json => Body::from(json_response(taken)),
    };
    reply::with_type(StatusCode::OK, form.media_type(), body)
}

/// `ExportTraceServiceResponse` in JSON, where 64-bit integers are text.
fn json_response(taken: &Taken) -> String {
    if taken.rejected == 0 {
        return String::from(r#"{"partialSuccess":{}}"#);
    }
    let partial = serde_json::json!({
        "rejectedSpans": taken.rejected.to_string(),
        "errorMessage": taken.message(),
    });
    serde_json::json!({ "partialSuccess": partial }).to_string()
}

const PATH: &str = "/v1/traces";
const METHODS: &str = "405 method not allowed, supported: [POST]";
const MEDIA_TYPES: &str =
    "415 unsupported media type, supported: [application/json, application/x-protobuf]";
