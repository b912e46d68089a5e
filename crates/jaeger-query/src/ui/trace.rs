//! What is asked of one trace: gathered, put right, and answered off the threads that serve sockets.

use std::sync::Arc;

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::IntoResponse as _;
use jaeger_service::budget::Grant;
use jaeger_storage::bearer_token;
use tokio_util::sync::CancellationToken;

use super::attribute::Wanted;
use super::events::Window;
use super::find::Terms;
use super::rows::Rows;
use super::spans::Ids;
use super::views::Viewed;
use super::{attribute, columns, events, find, keys, spans};
use crate::api::{Answer, Api, Question};
use crate::envelope::TRACE_NOT_FOUND;
use crate::failure::Failure;
use crate::gathered::HeldBody;
use crate::params::Params;
use crate::render::Rendering;
use crate::reply::{self, BYTES_AT_ONCE_MAX};
use crate::strconv;

/// What is wanted of a trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TracePart {
    Columns,
    Spans,
    Find,
    Keys,
    Attribute,
    Events,
}

impl TracePart {
    pub(super) fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "columns" => Self::Columns,
            "spans" => Self::Spans,
            "find" => Self::Find,
            "keys" => Self::Keys,
            "attribute" => Self::Attribute,
            "events" => Self::Events,
            _ => return None,
        })
    }

    pub(super) fn pattern(self) -> &'static str {
        match self {
            Self::Columns => "/api/ui/v1/traces/{trace_id}/columns",
            Self::Spans => "/api/ui/v1/traces/{trace_id}/spans",
            Self::Find => "/api/ui/v1/traces/{trace_id}/find",
            Self::Keys => "/api/ui/v1/traces/{trace_id}/keys",
            Self::Attribute => "/api/ui/v1/traces/{trace_id}/attribute",
            Self::Events => "/api/ui/v1/traces/{trace_id}/events",
        }
    }
}

/// `GET /api/ui/v1/traces/{id}/{part}`
pub(super) async fn answer(api: &Api, question: &Question, id: &str, part: TracePart) -> Answer {
    let id = strconv::parse_trace_id(id)
        .map_err(|reason| Failure::bad_request(format!("malformed trace id: {reason}")))?;
    let asked = Asked::read(part, &question.params)?;
    let content_type = HeaderValue::from_static(asked.content_type());
    let is_raw = question.params.flag("raw")?;
    let rendering = api.rendering(is_raw);
    let viewed = Viewed {
        tenant: question.tenant.clone(),
        token: bearer_token::current(),
        id,
        is_raw,
    };
    let kept = match asked {
        // Who opens a trace wants it as it is now.
        Asked::Columns => None,
        _ => api.views.get(&viewed, question.params.get("etag")),
    };
    let (rows, mut grant) = match kept {
        Some(rows) => (rows, api.replies.grant()),
        None => read(api, viewed, rendering).await?,
    };
    let is_short = rows.held_bytes() <= BYTES_AT_ONCE_MAX;
    let write = move |abandoned: &CancellationToken| asked.answered(&rows, rendering, abandoned);
    let body = reply::made(is_short, write).await?;
    grant.cover(body.len())?;
    let mut response = HeldBody::body(body, grant).into_response();
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    Ok(response)
}

/// Returns a trace as it is now, and the grant for a reply that is made of it.
async fn read(
    api: &Api,
    viewed: Viewed,
    rendering: Rendering,
) -> Result<(Arc<Rows>, Grant), Failure> {
    let mut gathered = api.gathering();
    if !api
        .gather(&viewed.tenant, viewed.id, None, &mut gathered)
        .await?
    {
        return Err(Failure::new(StatusCode::NOT_FOUND, TRACE_NOT_FOUND));
    }
    let is_short = gathered.stored_bytes() <= BYTES_AT_ONCE_MAX;
    let (traces, grant) = gathered.into_parts();
    let Some(trace) = traces.into_iter().next() else {
        return Err(Failure::new(StatusCode::NOT_FOUND, TRACE_NOT_FOUND));
    };
    let rows = reply::made(is_short, move |_| Arc::new(Rows::of(trace, rendering))).await?;
    api.views.keep(viewed, &rows, &api.replies);
    Ok((rows, grant))
}

/// A question about a trace, with its parameters.
enum Asked {
    Columns,
    Spans(Ids),
    Find(Terms),
    Keys,
    Attribute(Wanted),
    Events(Window),
}

impl Asked {
    fn read(part: TracePart, params: &Params) -> Result<Self, Failure> {
        Ok(match part {
            TracePart::Columns => Self::Columns,
            TracePart::Spans => Self::Spans(Ids::read(params.get("ids"))?),
            TracePart::Find => Self::Find(Terms::read(params.get("text"))?),
            TracePart::Keys => Self::Keys,
            TracePart::Attribute => Self::Attribute(Wanted::read(params.get("key"))?),
            TracePart::Events => Self::Events(Window::read(params)?),
        })
    }

    fn content_type(&self) -> &'static str {
        match self {
            Self::Columns => "application/vnd.jaeger.columns",
            _ => "application/json",
        }
    }

    fn answered(
        &self,
        rows: &Rows,
        rendering: Rendering,
        abandoned: &CancellationToken,
    ) -> Vec<u8> {
        match self {
            Self::Columns => columns::written(rows, abandoned),
            Self::Spans(ids) => spans::written(ids, rows, rendering),
            Self::Find(terms) => find::written(terms, rows, abandoned),
            Self::Keys => keys::written(rows, abandoned),
            Self::Attribute(wanted) => attribute::written(wanted, rows, abandoned),
            Self::Events(window) => events::written(*window, rows, abandoned),
        }
    }
}
