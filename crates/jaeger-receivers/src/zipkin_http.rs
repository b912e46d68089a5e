//! Zipkin's formats over HTTP: v1 in JSON and Thrift, v2 in JSON and protobuf.
//!
//! As at the receiver that Jaeger embeds, any path is served, and v1 is what names itself so; a Content-Type that is
//! not exactly that of Thrift or protobuf means JSON. `X-B3-Flags: 1` makes all spans of its request debug ones.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use jaeger_codec::thrift::protocol::Protocol;
use jaeger_codec::{DecodeError, zipkin};
use jaeger_model::{Limits, Scanned};
use jaeger_service::cors::Cors;

use crate::door::{Door, Origin, Taken, undecoded};
use crate::inflate::Encoding;
use crate::reply;
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
            let mut response = match door.answered(take(door, &head, body)).await {
                Ok(_) => reply::empty(StatusCode::ACCEPTED),
                Err(refusal) => reply::thrift_http(&refusal),
            };
            cors.mark(&head, &mut response);
            response
        }
    })
}

async fn take(door: &Door, head: &Parts, body: Body) -> Result<Taken, Refusal> {
    let tenant = door.tenant(&head.headers)?;
    let encoding = Encoding::of_request(&head.headers)?;
    let (decode, is_debug) = (decoder(head), is_debug(head));
    let held = door.receive(body).await?;
    let decoding = door.decode(held, encoding, move |bytes, limits| {
        decode(&bytes, limits, is_debug).map_err(refusal)
    });
    let (scanned, _grant) = decoding.await?;
    let origin = Origin {
        format: Format::Zipkin,
        transport: Transport::Http,
    };
    door.hand_over(tenant, scanned, origin).await
}

type Decode = fn(&[u8], &Limits, bool) -> Result<Scanned, DecodeError>;

fn decoder(head: &Parts) -> Decode {
    let is_v1 = head.uri.path().contains("api/v1/spans");
    let content_type = head.headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    match (is_v1, content_type) {
        (true, Some(b"application/x-thrift")) => v1_thrift,
        (true, _) => zipkin::json::decode_v1,
        (false, Some(b"application/x-protobuf")) => zipkin::proto::decode_v2,
        (false, _) => zipkin::json::decode_v2,
    }
}

fn v1_thrift(bytes: &[u8], limits: &Limits, is_debug: bool) -> Result<Scanned, DecodeError> {
    zipkin::thrift::decode_list(bytes, Protocol::Binary, limits, is_debug)
}

fn is_debug(head: &Parts) -> bool {
    let flags = head.headers.get("x-b3-flags");
    flags.is_some_and(|flags| flags.as_bytes() == b"1")
}

fn refusal(error: DecodeError) -> Refusal {
    undecoded(error.is_over_budget(), error.to_string())
}
