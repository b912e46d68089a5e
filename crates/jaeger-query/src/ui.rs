//! `/api/ui/v1`: what the web UI asks beyond Jaeger's own API.
//!
//! A trace goes out as columns, one array for each property of its spans; what a page shows of
//! single spans is asked for when somebody looks at it. Errors have the form of `/api/v3`. Only the
//! UI of the same release is promised anything here.

mod attribute;
mod badge;
mod cells;
mod columns;
mod completion;
mod events;
mod find;
mod in_common;
mod interned;
mod keys;
mod order;
mod overview;
mod quality;
mod rows;
mod spans;
mod sweep;
mod tail;
mod text;
mod trace;
mod views;
mod whole;

use axum::body::Body;
use axum::http::Method;

use crate::api::{Answer, Api, Question};

pub use columns::trace_columns;
pub(crate) use tail::Tails;
pub(crate) use trace::TracePart;
pub(crate) use views::Views;

/// What a request to `/api/ui/v1` asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UiRoute<'p> {
    Trace { id: &'p str, part: TracePart },
    Overview,
    Cells,
    InCommon,
    Attributes,
    Values,
    Tail,
    Quality,
}

impl<'p> UiRoute<'p> {
    /// Returns what the steps of a path behind `/api/ui/v1/` ask.
    pub(crate) fn of(steps: &[&'p str]) -> Option<Self> {
        Some(match *steps {
            ["traces", id, part] => Self::Trace {
                id,
                part: TracePart::from_word(part)?,
            },
            ["overview"] => Self::Overview,
            ["cells"] => Self::Cells,
            ["in-common"] => Self::InCommon,
            ["attributes"] => Self::Attributes,
            ["values"] => Self::Values,
            ["tail"] => Self::Tail,
            ["quality"] => Self::Quality,
            _ => return None,
        })
    }

    pub(crate) fn method(self) -> Method {
        match self {
            Self::InCommon => Method::POST,
            _ => Method::GET,
        }
    }

    /// Returns the path with a name in place of what varies.
    pub(crate) fn pattern(self) -> &'static str {
        match self {
            Self::Trace { part, .. } => part.pattern(),
            Self::Overview => "/api/ui/v1/overview",
            Self::Cells => "/api/ui/v1/cells",
            Self::InCommon => "/api/ui/v1/in-common",
            Self::Attributes => "/api/ui/v1/attributes",
            Self::Values => "/api/ui/v1/values",
            Self::Tail => "/api/ui/v1/tail",
            Self::Quality => "/api/ui/v1/quality",
        }
    }
}

/// Answers a request to `/api/ui/v1`.
pub(crate) async fn answer(
    api: &Api,
    route: UiRoute<'_>,
    question: &Question,
    body: Body,
) -> Answer {
    match route {
        UiRoute::Trace { id, part } => trace::answer(api, question, id, part).await,
        UiRoute::Overview => overview::answer(api, question).await,
        UiRoute::Cells => cells::answer(api, question).await,
        UiRoute::InCommon => in_common::answer(api, question, body).await,
        UiRoute::Attributes => completion::attributes(api, question).await,
        UiRoute::Values => completion::values(api, question).await,
        UiRoute::Tail => tail::answer(api, question).await,
        UiRoute::Quality => quality::answer(api, question).await,
    }
}
