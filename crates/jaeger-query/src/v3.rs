//! `/api/v3`: traces as OTLP JSON, as Jaeger 2 answers, and what is ours beside it: filters, orders
//! and pages.
//!
//! An answer has no envelope but `result`; an error is `{"error":{"httpCode":…,"message":…}}`.

mod rfc3339;
pub(crate) mod search;
pub(crate) mod summaries;

use axum::http::StatusCode;
use axum::response::Response;
use jaeger_model::Trace;
use jaeger_storage::PageToken;
use tokio_util::sync::CancellationToken;

use crate::api::services::operations_of;
use crate::api::{Answer, Api, Question};
use crate::failure::Failure;
use crate::gathered::Gathered;
use crate::params::Params;
use crate::render::{self, Rendering};
use crate::route::V3Route;
use crate::v3::search::V3Search;
use crate::{envelope, json, reply, strconv};

/// Answers a request to `/api/v3`.
pub(crate) async fn answer(api: &Api, route: V3Route<'_>, question: &Question) -> Answer {
    match route {
        V3Route::Services => services(api, question).await,
        V3Route::Operations => operations(api, question).await,
        V3Route::Trace { id } => trace(api, question, id).await,
        V3Route::Search => find(api, question).await,
        V3Route::Summaries => summaries::find(api, question).await,
    }
}

async fn services(api: &Api, question: &Question) -> Answer {
    let services = api.storage.reader.services(question.tenant.clone()).await?;
    let mut body = vec![b'{'];
    if !services.is_empty() {
        json::name(&mut body, "services");
        json::list(&mut body, &services, json::text);
    }
    body.push(b'}');
    Ok(envelope::json_reply(body))
}

/// An unspecified kind is left out.
async fn operations(api: &Api, question: &Question) -> Answer {
    let params = &question.params;
    let kind = named(params, ["spanKind", "span_kind"]).1;
    let found = operations_of(api, &question.tenant, params.get("service"), kind).await?;
    let mut body = vec![b'{'];
    json::name(&mut body, "operations");
    json::list(&mut body, &found, |out, operation| {
        out.push(b'{');
        json::text_member(out, "name", &operation.name);
        if !operation.kind.as_str().is_empty() {
            json::text_member(out, "spanKind", operation.kind.as_str());
        }
        out.push(b'}');
    });
    body.push(b'}');
    Ok(envelope::json_reply(body))
}

async fn trace(api: &Api, question: &Question, id: &str) -> Answer {
    let id = strconv::parse_trace_id(id).map_err(|reason| malformed("trace_id", reason))?;
    let params = &question.params;
    let start = search::time(named(params, ["startTime", "start_time"]))?;
    let end = search::time(named(params, ["endTime", "end_time"]))?;
    let raw = flag(named(params, ["rawTraces", "raw_traces"]))?;
    let hint = start
        .zip(end)
        .and_then(|(start, end)| crate::search::range(start, end));
    let mut gathered = api.gathering();
    api.gather(&question.tenant, id, hint, &mut gathered)
        .await?;
    shown(gathered, api.rendering(raw), None).await
}

async fn find(api: &Api, question: &Question) -> Answer {
    let search = V3Search::read(&question.params, &question.tenant, api.limit_max)?;
    let rendering = api.rendering(search.raw);
    let mut gathered = api.gathering();
    let mut next = None;
    if let Some(query) = search.query {
        let page = api.storage.reader.find_traces(query).await?;
        gathered.take_in(page.items).await?;
        next = page.next;
    }
    shown(gathered, rendering, next).await
}

/// No traces at all are an error, in Jaeger of both releases.
async fn shown(gathered: Gathered, rendering: Rendering, next: Option<PageToken>) -> Answer {
    if gathered.is_empty() && next.is_none() {
        return Err(Failure::new(StatusCode::NOT_FOUND, "No traces found"));
    }
    let write = move |traces: &[Trace], abandoned: &CancellationToken| {
        let mut body = b"{\"result\":".to_vec();
        render::otlp_json(traces, rendering, abandoned, &mut body);
        close(&mut body, next.as_ref());
        body
    };
    reply::of_traces(gathered, false, write).await
}

/// Ends the object of an answer that may have another page behind it.
fn close(body: &mut Vec<u8>, next: Option<&PageToken>) {
    if let Some(next) = next {
        json::text_member(body, "nextPageToken", next.as_str());
    }
    body.push(b'}');
}

/// Returns the first of the names that is given, with its value; the last one without a value when
/// none is. Jaeger 2 writes names in camelCase, its first releases in snake_case, and an error
/// should speak of the name that was sent.
fn named<'p, const N: usize>(
    params: &'p Params,
    names: [&'static str; N],
) -> (&'static str, &'p str) {
    let values = names.into_iter().map(|name| (name, params.get(name)));
    let mut found = ("", "");
    for (name, value) in values {
        found = (name, value);
        if !value.is_empty() {
            break;
        }
    }
    found
}

fn flag((name, text): (&'static str, &str)) -> Result<bool, Failure> {
    match text {
        "" => Ok(false),
        text => strconv::parse_bool(text).map_err(|reason| malformed(name, reason)),
    }
}

fn malformed(name: &str, reason: impl std::fmt::Display) -> Failure {
    Failure::bad_request(format!("malformed parameter {name}: {reason}"))
}

/// Returns the reply that carries an error.
pub(crate) fn failed(failure: &Failure) -> Response {
    let mut body = b"{\"error\":{".to_vec();
    let code = u64::from(failure.status.as_u16());
    json::number_member(&mut body, "httpCode", code);
    json::text_member(&mut body, "message", &failure.message);
    body.extend_from_slice(b"}}");
    envelope::error_reply(failure.status, body)
}
