//! The doors over HTTP: which strategy a service has.
//!
//! Paths, codes and texts are Jaeger's. Where that sends a client from `//sampling` to `/sampling`,
//! the answer comes at once, since clients that are told a base URL with a slash at its end ask so
//! and not all of them follow.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::Response;
use axum::routing::any;
use jaeger_service::Metrics;
use percent_encoding::percent_decode_str;

use crate::metrics::DoorMetrics;
use crate::store::StrategyStore;
use crate::{json, parameter};

/// Returns what answers at the agent's port: `/sampling`, and `/` in the old spelling.
pub fn router(store: Arc<StrategyStore>, metrics: &Metrics) -> Router {
    let door = Arc::new(Door {
        store,
        metrics: DoorMetrics::new(metrics, "jaeger_agent"),
    });
    Router::new().fallback(move |request: Request| {
        let door = Arc::clone(&door);
        async move { door.at_the_agent(&request) }
    })
}

/// Returns what answers `/api/sampling` at the collector's port, to be merged with what answers the
/// rest there.
pub fn api_sampling(store: Arc<StrategyStore>, metrics: &Metrics) -> Router {
    let door = Arc::new(Door {
        store,
        metrics: DoorMetrics::new(metrics, "jaeger_collector"),
    });
    let answer = any(move |request: Request| {
        let door = Arc::clone(&door);
        async move { door.answer(&request, Spelling::Named) }
    });
    Router::new().route("/api/sampling", answer)
}

/// What answers the requests to one door.
#[derive(Debug)]
struct Door {
    store: Arc<StrategyStore>,
    metrics: DoorMetrics,
}

/// How an answer is written.
#[derive(Debug, Clone, Copy)]
enum Spelling {
    /// The kind of strategy is a word.
    Named,
    /// The kind of strategy is a number.
    Numbered,
}

impl Door {
    fn at_the_agent(&self, request: &Request) -> Response {
        let path = percent_decode_str(request.uri().path()).decode_utf8_lossy();
        match path.trim_start_matches('/') {
            "sampling" => self.answer(request, Spelling::Named),
            "" => self.answer(request, Spelling::Numbered),
            _ => go_error(StatusCode::NOT_FOUND, "404 page not found"),
        }
    }

    fn answer(&self, request: &Request, spelling: Spelling) -> Response {
        if request.method() != Method::GET {
            return with_status(StatusCode::METHOD_NOT_ALLOWED, Body::empty());
        }
        let Some(service) = parameter::service(request.uri().query()) else {
            self.metrics.unnamed.inc();
            let text = "'service' parameter must be provided once";
            return go_error(StatusCode::BAD_REQUEST, text);
        };
        let answer = self.store.answer(&service);
        match spelling {
            Spelling::Named => {
                self.metrics.named.inc();
                of_json(json::named(&answer))
            }
            Spelling::Numbered => match json::numbered(&answer) {
                Some(text) => {
                    self.metrics.numbered.inc();
                    of_json(text)
                }
                None => {
                    self.metrics.unspeakable.inc();
                    let text = "cannot marshall to JSON";
                    go_error(StatusCode::INTERNAL_SERVER_ERROR, text)
                }
            },
        }
    }
}

fn of_json(text: String) -> Response {
    with_type(StatusCode::OK, "application/json", Body::from(text))
}

/// A text as Go's `http.Error` sends it.
fn go_error(status: StatusCode, text: &str) -> Response {
    let body = Body::from(format!("{text}\n"));
    let mut response = with_type(status, "text/plain; charset=utf-8", body);
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn with_type(status: StatusCode, media_type: &'static str, body: Body) -> Response {
    let mut response = with_status(status, body);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

fn with_status(status: StatusCode, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
}
