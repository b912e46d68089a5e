//! What every request goes through before it is known what it asks, and every reply after that.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use futures::FutureExt as _;
use jaeger_storage::bearer_token::scope;
use tower_http::compression::predicate::{NotForContentType, Predicate as _, SizeAbove};
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tracing::error;

use crate::api::{Answer, Api, Question};
use crate::failure::Failure;
use crate::params::{Params, unescape};
use crate::route::{self, Route};
use crate::{api, bearer_token, envelope, tenant, ui, v3};

/// Returns the router that serves everything.
///
/// One handler in place of routes: a wrong method, an escaped step and a path outside the base path
/// all have answers of their own. Small replies are not compressed, which would make them larger, nor
/// are events that a client waits for. The level is the fastest: a long trace is megabytes, and
/// somebody waits for it.
pub(crate) fn router(api: Arc<Api>) -> Router {
    let is_large = SizeAbove::new(COMPRESSED_BYTES_MIN);
    let compression = CompressionLayer::new()
        .gzip(true)
        .zstd(true)
        .quality(CompressionLevel::Fastest)
        .compress_when(is_large.and(NotForContentType::SSE));
    Router::new()
        .fallback(answer)
        .with_state(api)
        .layer(compression)
}

/// A panic is our fault and ends one request, not the connection with its other requests.
async fn answer(State(api): State<Arc<Api>>, request: Request) -> Response {
    let route = Route::of(request.method(), request.uri().path(), &api.base);
    let own_span = api.own_traces.begin(&request, route);
    let answered = AssertUnwindSafe(pass(&api, request)).catch_unwind().await;
    let mut response = answered.unwrap_or_else(|_| {
        error!("panic while a request was answered");
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        envelope::failed(&Failure::new(status, "internal error"))
    });
    if let Some(own_span) = own_span {
        api.own_traces.end(own_span, &mut response);
    }
    response
}

/// Pages of other sites have to do with the API alone. A browser that asks what they may do names no
/// tenant.
async fn pass(api: &Api, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let below_base = api.base.strip(head.uri.path());
    let is_api = below_base.is_some_and(|path| path.starts_with("/api/"));
    if !is_api || api.cors.is_off() {
        return let_in(api, &head, body).await;
    }
    if let Some(mut preflight) = api.cors.preflight(&head) {
        let headers = preflight.headers_mut();
        api.additional_headers.add_to(headers, None);
        return preflight;
    }
    let mut response = match api.cors.is_foreign(&head) {
        true => envelope::failed(&Failure::new(StatusCode::FORBIDDEN, FOREIGN)),
        false => let_in(api, &head, body).await,
    };
    api.cors.mark(&head, &mut response);
    response
}

async fn let_in(api: &Api, head: &Parts, body: Body) -> Response {
    let path = head.uri.path();
    if unescape(path).is_none() {
        return bad_request();
    }
    let tenant = match api.tenants.of(&head.headers) {
        Ok(tenant) => tenant,
        Err(refused) => return tenant::refused(refused),
    };
    let (route, mut response) = match route::cleaned(path) {
        Some(clean) => (Route::Page, moved(&clean, &head.uri)),
        None => {
            let route = Route::of(&head.method, path, &api.base);
            let question = Question {
                tenant,
                params: Params::parse(head.uri.query().unwrap_or_default()),
            };
            let token = match api.passes_bearer_tokens {
                true => bearer_token::of_request(&head.headers),
                false => None,
            };
            let replied = scope(token, reply(api, route, head, &question, body));
            (route, replied.await)
        }
    };
    // That a file is missing may not be kept as long as a file may.
    let is_missing = response.status() == StatusCode::NOT_FOUND;
    let is_file = matches!(route, Route::Asset { .. });
    let leave_out = (is_file && is_missing).then_some(CACHE_CONTROL);
    api.additional_headers
        .add_to(response.headers_mut(), leave_out.as_ref());
    response
}

async fn reply(
    api: &Api,
    route: Route<'_>,
    head: &Parts,
    question: &Question,
    body: Body,
) -> Response {
    let failed = match route {
        Route::V3(_) | Route::Ui(_) => v3::failed,
        _ => envelope::failed,
    };
    let answer = answer_to(api, route, head, question, body);
    let answer = tokio::time::timeout(api.timeout, answer).await;
    let answer = answer.unwrap_or_else(|_| {
        let status = StatusCode::GATEWAY_TIMEOUT;
        Err(Failure::new(status, "the answer took too long"))
    });
    answer.unwrap_or_else(|failure| failed(&failure))
}

async fn answer_to(
    api: &Api,
    route: Route<'_>,
    head: &Parts,
    question: &Question,
    body: Body,
) -> Answer {
    match route {
        Route::Page => Ok(api.page.reply()),
        Route::Asset { path } => Ok(api.page.file(path, &head.headers).await),
        Route::MethodNotAllowed => Ok(StatusCode::METHOD_NOT_ALLOWED.into_response()),
        Route::V3(route) => v3::answer(api, route, question).await,
        Route::Ui(route) => ui::answer(api, route, question, body).await,
        Route::Services => api::services::all(api, question).await,
        Route::Operations => api::services::operations(api, question).await,
        Route::OperationsOf { service } => {
            api::services::operation_names(api, question, service).await
        }
        Route::Search => api::traces::search(api, question).await,
        Route::Trace { id } => api::traces::get(api, question, id).await,
        Route::Archive { id } => api::traces::archive(api, question, id).await,
        Route::Dependencies => api::dependencies::all(api, question).await,
        Route::Transform => api::transform::transform(api, question, body).await,
        Route::Metrics(metric) => api::metrics::of(api, metric, question).await,
        Route::MadeUp => Err(Failure::new(
            StatusCode::NOT_IMPLEMENTED,
            "not served: Jaeger answers made-up data here",
        )),
    }
}

/// The same place under its clean path, with the query.
fn moved(clean: &str, uri: &Uri) -> Response {
    let location = match uri.query() {
        Some(query) => format!("{clean}?{query}"),
        None => clean.to_owned(),
    };
    match HeaderValue::try_from(location) {
        Ok(location) => (StatusCode::MOVED_PERMANENTLY, [(LOCATION, location)]).into_response(),
        Err(_) => bad_request(),
    }
}

/// The reply to a path with a broken escape; Go gives it before it looks at anything else.
fn bad_request() -> Response {
    let headers = [(CONTENT_TYPE, "text/plain; charset=utf-8")];
    (StatusCode::BAD_REQUEST, headers, "400 Bad Request").into_response()
}

const FOREIGN: &str = "pages of this origin may not do that: see query.http.cors.allowed-origins";
const COMPRESSED_BYTES_MIN: u64 = 1_024;
