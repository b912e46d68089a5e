//! Jaeger's Thrift over HTTP: `POST /api/traces` with a bare batch in the binary protocol.
//!
//! As at the original's port, a Content-Encoding is not looked at, and texts are escaped for pages.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{MatchedPath, Request};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use bytes::Bytes;
use jaeger_codec::thrift::jaeger::{Mark, decode_batch};
use jaeger_codec::thrift::protocol::Protocol;
use jaeger_model::{Limits, Scanned};
use jaeger_service::Clock;

use crate::door::{Door, Origin, Taken, undecoded};
use crate::media_type;
use crate::metrics::{HttpMetrics, Outcome};
use crate::path::{Asked, asked};
use crate::reply;
use crate::sink::{Cause, Format, Refusal, Transport};

/// What answers the requests to one door.
struct ThriftHttp {
    door: Door,
    metrics: HttpMetrics,
    clock: Arc<dyn Clock>,
}

/// Returns what answers the requests to `door`, those of `beside` among them.
pub(crate) fn router(
    door: Door,
    metrics: HttpMetrics,
    clock: Arc<dyn Clock>,
    beside: Router,
) -> Router {
    let http = Arc::new(ThriftHttp {
        door,
        metrics,
        clock,
    });
    let observer = Arc::clone(&http);
    let beside = beside.layer(from_fn(move |request: Request, next: Next| {
        let http = Arc::clone(&observer);
        async move { http.observed(request, next).await }
    }));
    beside.fallback(move |request: Request| {
        let http = Arc::clone(&http);
        async move { http.answer(request).await }
    })
}

impl ThriftHttp {
    async fn answer(&self, request: Request) -> Response {
        let began = self.clock.monotonic();
        let (head, body) = request.into_parts();
        let (path, response) = match asked(&head.uri) {
            Asked::Path(path) if path == PATH => (PATH, self.post(&head, body).await),
            Asked::Path(_) => (OTHER_PATH, self.misdirected(reply::not_found())),
            Asked::Elsewhere(location) => {
                let mut response = reply::empty(StatusCode::MOVED_PERMANENTLY);
                response.headers_mut().insert(LOCATION, location);
                (OTHER_PATH, self.misdirected(response))
            }
        };
        let took = self.clock.monotonic().saturating_sub(began);
        self.metrics
            .observe(&head.method, path, response.status(), took);
        response
    }

    /// Answers a request to what is served beside.
    async fn observed(&self, request: Request, next: Next) -> Response {
        let began = self.clock.monotonic();
        let method = request.method().clone();
        let path: Option<MatchedPath> = request.extensions().get().cloned();
        let response = next.run(request).await;
        let took = self.clock.monotonic().saturating_sub(began);
        let path = path.as_ref().map_or(OTHER_PATH, MatchedPath::as_str);
        self.metrics.observe(&method, path, response.status(), took);
        response
    }

    async fn post(&self, head: &Parts, body: Body) -> Response {
        if head.method != Method::POST {
            return self.misdirected(reply::empty(StatusCode::METHOD_NOT_ALLOWED));
        }
        if let Err(message) = check_type(head) {
            return self.misdirected(reply::go_error(StatusCode::BAD_REQUEST, &message));
        }
        match self.door.answered(self.take(head, body)).await {
            Ok(_) => reply::empty(StatusCode::ACCEPTED),
            Err(refusal) => reply::thrift_http(&worded(refusal)),
        }
    }

    async fn take(&self, head: &Parts, body: Body) -> Result<Taken, Refusal> {
        let tenant = self.door.tenant(&head.headers)?;
        let held = self.door.receive(body).await?;
        let (scanned, _grant) = self.door.decode(held, None, decode).await?;
        let origin = Origin {
            format: Format::Jaeger,
            transport: Transport::Http,
        };
        self.door.hand_over(tenant, scanned, origin).await
    }

    fn misdirected(&self, response: Response) -> Response {
        self.door.metrics.count(Outcome::Misdirected);
        response
    }
}

fn decode(bytes: Bytes, limits: &Limits) -> Result<Scanned, Refusal> {
    let mark = Mark { format: "jaeger" };
    match decode_batch(&bytes, Protocol::Binary, limits, mark) {
        Ok(decoded) => Ok(decoded.scanned),
        Err(error) => Err(undecoded(error.is_over_budget(), error.kind.to_string())),
    }
}

fn check_type(head: &Parts) -> Result<(), String> {
    let value = head.headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    match media_type::parse(value.unwrap_or_default()) {
        Ok(media_type) if MEDIA_TYPES.contains(&media_type.as_str()) => Ok(()),
        Ok(media_type) => Err(format!(
            "Unsupported content type: {}",
            escaped(&media_type)
        )),
        Err(error) => Err(format!("Cannot parse content type: {error}")),
    }
}

/// Puts the words before a refusal that the original puts there.
fn worded(refusal: Refusal) -> Refusal {
    let Refusal { cause, message } = refusal;
    let message = match cause {
        Cause::Undecodable | Cause::TooLarge => {
            format!("Unable to process request body: {}", escaped(&message))
        }
        Cause::Overloaded | Cause::TimedOut => {
            format!("Cannot submit Jaeger batch: {}", escaped(&message))
        }
        Cause::TenantMissing | Cause::TenantUnknown | Cause::Internal => escaped(&message),
    };
    Refusal { cause, message }
}

/// Returns `text` as it is written in a page, in Go's spelling of the entities.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&#34;")
        .replace('\'', "&#39;")
}

const PATH: &str = "/api/traces";
/// The path in metrics of all others.
const OTHER_PATH: &str = "other";
const MEDIA_TYPES: [&str; 2] = [
    "application/x-thrift",
    "application/vnd.apache.thrift.binary",
];
