//! OTLP over gRPC: the one method `Export` of the trace service.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use jaeger_codec::otlp;
use jaeger_model::wire::Writer;
use jaeger_model::{Limits, Scanned};

use crate::door::{Door, Origin, Taken, undecoded};
use crate::grpc::{self, Message, PREFIX_LEN};
use crate::inflate::Encoding;
use crate::metrics::Outcome;
use crate::reply;
use crate::sink::{Cause, Format, Refusal, Transport};

/// Returns what answers the calls of `door`.
pub(crate) fn router(door: Door) -> Router {
    let door = Arc::new(door);
    Router::new().fallback(move |request: Request| {
        let door = Arc::clone(&door);
        async move { answer(&door, request).await }
    })
}

async fn answer(door: &Door, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let encoding = match addressed(&head).and_then(|()| encoding(&head.headers)) {
        Ok(encoding) => encoding,
        Err(response) => {
            door.metrics.count(Outcome::Misdirected);
            return *response;
        }
    };
    match door.answered(export(door, &head, body, encoding)).await {
        Ok(taken) => grpc::ok(&taken.export_response()),
        Err(refusal) => reply::grpc(&refusal),
    }
}

async fn export(
    door: &Door,
    head: &Parts,
    body: Body,
    encoding: Option<Encoding>,
) -> Result<Taken, Refusal> {
    let tenant = door.tenant(&head.headers)?;
    let incoming = door.incoming(body, door.limits().bytes.saturating_add(PREFIX_LEN));
    let message = door.in_time(Message::receive(incoming)).await?;
    let encoding = match (message.is_compressed, encoding) {
        (false, _) => None,
        (true, Some(encoding)) => Some(encoding),
        (true, None) => {
            let message = "the message is compressed, but grpc-encoding does not say how";
            return Err(Refusal::new(Cause::Undecodable, message));
        }
    };
    let (scanned, _grant) = door.decode(message.held, encoding, decode_protobuf).await?;
    let origin = Origin {
        format: Format::Otlp,
        transport: Transport::Grpc,
    };
    door.hand_over(tenant, scanned, origin).await
}

/// Decodes a request in protobuf.
pub(crate) fn decode_protobuf(bytes: Bytes, limits: &Limits) -> Result<Scanned, Refusal> {
    otlp::decode(bytes, limits)
        .map_err(|error| undecoded(error.kind.is_over_budget(), error.to_string()))
}

/// Refuses what is no call of the one method, in a box since that is rare and large.
fn addressed(head: &Parts) -> Result<(), Box<Response>> {
    let content_type = head.headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    let after = content_type.and_then(|value| value.strip_prefix(MEDIA_TYPE));
    if !matches!(after, Some([] | [b'+' | b';', ..])) {
        let text = "only calls of gRPC are served here";
        return Err(Box::new(reply::go_error(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            text,
        )));
    }
    if head.method != Method::POST {
        let mut response = reply::empty(StatusCode::METHOD_NOT_ALLOWED);
        response
            .headers_mut()
            .insert(ALLOW, HeaderValue::from_static("POST"));
        return Err(Box::new(response));
    }
    let path = head.uri.path();
    let message = match path
        .strip_prefix('/')
        .and_then(|path| path.rsplit_once('/'))
    {
        Some((SERVICE, METHOD)) => return Ok(()),
        Some((SERVICE, method)) => format!("unknown method {method} for service {SERVICE}"),
        Some((service, _)) => format!("unknown service {service}"),
        None => format!("malformed method name: {path:?}"),
    };
    Err(Box::new(reply::unimplemented(&message)))
}

fn encoding(headers: &HeaderMap) -> Result<Option<Encoding>, Box<Response>> {
    let Some(name) = headers.get("grpc-encoding").map(HeaderValue::as_bytes) else {
        return Ok(None);
    };
    if name == b"identity" {
        return Ok(None);
    }
    if let Some(encoding) = Encoding::named(name) {
        return Ok(Some(encoding));
    }
    let name = String::from_utf8_lossy(name);
    let message = format!("grpc-encoding {name} is not supported");
    let mut response = reply::unimplemented(&message);
    let accepted = HeaderValue::from_static("gzip,zstd,identity");
    response
        .headers_mut()
        .insert("grpc-accept-encoding", accepted);
    Err(Box::new(response))
}

impl Taken {
    /// `ExportTraceServiceResponse` in protobuf: no bytes when everything was taken.
    pub(crate) fn export_response(&self) -> Vec<u8> {
        let mut response = Writer::default();
        if self.rejected > 0 {
            response.message(PARTIAL_SUCCESS, |partial| {
                partial.varint(REJECTED_SPANS, self.rejected as u64);
                partial.bytes(ERROR_MESSAGE, self.message().as_bytes());
            });
        }
        response.into_bytes()
    }
}

const MEDIA_TYPE: &[u8] = b"application/grpc";
const SERVICE: &str = "opentelemetry.proto.collector.trace.v1.TraceService";
const METHOD: &str = "Export";

// Field numbers of collector/trace/v1/trace_service.proto.
const PARTIAL_SUCCESS: u32 = 1;
const REJECTED_SPANS: u32 = 1;
const ERROR_MESSAGE: u32 = 2;
