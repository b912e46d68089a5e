//! Traces: searched for, by id, several by their ids, and archived.

use axum::http::StatusCode;
use jaeger_model::{Trace, TraceId};
use jaeger_storage::{GetTrace, TraceReaderExt as _, WriteRequest};
use tokio_util::sync::CancellationToken;

use crate::api::{Answer, Api, Question};
use crate::envelope::{self, TRACE_NOT_FOUND, Trouble, enclosed};
use crate::failure::Failure;
use crate::gathered::Gathered;
use crate::render::{self, Rendering};
use crate::search::{self, Search};
use crate::{json, reply, strconv};

/// `GET /api/traces`
pub(crate) async fn search(api: &Api, question: &Question) -> Answer {
    let search = Search::read(&question.params, api.clock.now_ns())?;
    let rendering = api.rendering(search.raw);
    if !search.ids.is_empty() {
        return by_ids(api, question, &search, rendering).await;
    }
    let query = search.into_query(question.tenant.clone(), api.limit_max)?;
    let mut gathered = api.gathering();
    if let Some(query) = query {
        let found = api.storage.reader.find_traces(query).await?;
        gathered.take_in(found.items).await?;
    }
    shown(question, gathered, rendering, None).await
}

/// The traces that were asked for, in that order and as often; each unknown one is an error beside
/// them.
async fn by_ids(api: &Api, question: &Question, search: &Search, rendering: Rendering) -> Answer {
    let mut gathered = api.gathering();
    let mut unknown = Vec::new();
    for id in &search.ids {
        let tenant = &question.tenant;
        if !api.gather(tenant, *id, search.range, &mut gathered).await? {
            unknown.push(Trouble::trace_not_found(*id));
        }
    }
    let errors = (!unknown.is_empty()).then_some(unknown);
    shown(question, gathered, rendering, errors).await
}

/// `GET /api/traces/{id}`
pub(crate) async fn get(api: &Api, question: &Question, id: &str) -> Answer {
    let id = trace_id(id)?;
    let hint = search::hint(&question.params)?;
    let raw = question.params.flag("raw")?;
    let mut gathered = api.gathering();
    let tenant = &question.tenant;
    if !api.gather(tenant, id, hint, &mut gathered).await? {
        return Err(not_found());
    }
    shown(question, gathered, api.rendering(raw), None).await
}

/// `POST /api/archive/{id}`
pub(crate) async fn archive(api: &Api, question: &Question, id: &str) -> Answer {
    let id = trace_id(id)?;
    let hint = search::hint(&question.params)?;
    let Some(archive) = &api.storage.archive else {
        return Err(Failure::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "archive span storage was not configured",
        ));
    };
    let request = GetTrace {
        tenant: question.tenant.clone(),
        id,
        hint,
    };
    let trace = api.storage.reader.trace(request).await?;
    for part in trace.ok_or_else(not_found)?.parts() {
        let request = WriteRequest {
            tenant: question.tenant.clone(),
            batch: part.iter().collect(),
        };
        archive.writer.write(request).await?;
    }
    let body = enclosed(|out| out.extend_from_slice(b"[]"), 0, Some(&[]));
    Ok(envelope::reply(body, &question.params))
}

async fn shown(
    question: &Question,
    gathered: Gathered,
    rendering: Rendering,
    errors: Option<Vec<Trouble>>,
) -> Answer {
    let write = move |traces: &[Trace], abandoned: &CancellationToken| {
        written(traces, rendering, errors.as_deref(), abandoned)
    };
    reply::of_traces(gathered, question.params.pretty_print(), write).await
}

/// Returns the traces in the envelope; part of them when nobody waits any longer.
pub(crate) fn written(
    traces: &[Trace],
    rendering: Rendering,
    errors: Option<&[Trouble]>,
    abandoned: &CancellationToken,
) -> Vec<u8> {
    let wanted = traces.iter().take_while(|_| !abandoned.is_cancelled());
    let data = |out: &mut Vec<u8>| {
        json::list(out, wanted, |out, trace| {
            render::ui_json(trace, rendering, abandoned, out);
        });
    };
    enclosed(data, 0, errors)
}

fn trace_id(text: &str) -> Result<TraceId, Failure> {
    strconv::parse_trace_id(text).map_err(Failure::bad_request)
}

fn not_found() -> Failure {
    Failure::new(StatusCode::NOT_FOUND, TRACE_NOT_FOUND)
}
