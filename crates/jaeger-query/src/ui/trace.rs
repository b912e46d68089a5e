//! What is asked of one trace: gathered, put right, and answered off the threads that serve sockets.

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use jaeger_model::Trace;
use tokio_util::sync::CancellationToken;

use super::attribute::Wanted;
use super::events::Window;
use super::find::Terms;
use super::rows::Rows;
use super::spans::Ids;
use super::{attribute, columns, events, find, keys, spans};
use crate::adjust::{AdjustedSpan, adjust};
use crate::api::{Answer, Api, Question};
use crate::envelope::TRACE_NOT_FOUND;
use crate::failure::Failure;
use crate::params::Params;
use crate::render::Rendering;
use crate::{reply, strconv};

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
    let rendering = api.rendering(question.params.flag("raw")?);
    let mut gathered = api.gathering();
    let tenant = &question.tenant;
    if !api.gather(tenant, id, None, &mut gathered).await? {
        return Err(Failure::new(StatusCode::NOT_FOUND, TRACE_NOT_FOUND));
    }
    let write = move |traces: &[Trace], abandoned: &CancellationToken| match traces {
        [trace, ..] => asked.answered(trace, rendering, abandoned),
        [] => Vec::new(),
    };
    let mut response = reply::of_traces(gathered, false, write).await?;
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    Ok(response)
}

/// Returns the spans as they are shown, in the order they are stored in.
pub(super) fn shown(trace: &Trace, rendering: Rendering) -> Vec<AdjustedSpan<'_>> {
    match rendering {
        Rendering::Raw => trace.spans().map(AdjustedSpan::as_stored).collect(),
        Rendering::Adjusted { max_clock_skew } => adjust(trace, max_clock_skew),
    }
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
        trace: &Trace,
        rendering: Rendering,
        abandoned: &CancellationToken,
    ) -> Vec<u8> {
        let shown = shown(trace, rendering);
        match self {
            Self::Columns => columns::written(trace.id(), &Rows::of(shown), abandoned),
            Self::Spans(ids) => spans::written(ids, shown, rendering),
            Self::Find(terms) => find::written(terms, &Rows::of(shown), abandoned),
            Self::Keys => keys::written(&shown, abandoned),
            Self::Attribute(wanted) => attribute::written(wanted, &Rows::of(shown), abandoned),
            Self::Events(window) => events::written(*window, &Rows::of(shown), abandoned),
        }
    }
}
