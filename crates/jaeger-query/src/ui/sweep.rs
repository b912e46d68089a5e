//! All traces that a search finds, newest first: for what is said of them together, which a first
//! page alone would get wrong.
//!
//! There is an end to it, of traces and of time. That there was more is told.

use std::ops::ControlFlow;

use jaeger_storage::{TraceQuery, TraceSummary};

use crate::api::Api;
use crate::failure::Failure;
use crate::json;

/// How much of what there is was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reached {
    All,
    Part,
}

impl Reached {
    /// Writes a member that says whether there was more.
    pub(super) fn write(self, out: &mut Vec<u8>) {
        json::name(out, "truncated");
        let is_part = self == Self::Part;
        out.extend_from_slice(is_part.to_string().as_bytes());
    }

    /// As far as the one that did not come as far.
    pub(super) fn and(self, other: Self) -> Self {
        match self {
            Self::All => other,
            Self::Part => Self::Part,
        }
    }
}

/// Hands each trace that `search` finds to `take` until that breaks. Order, limit and page of the
/// search do not count.
pub(super) async fn sweep(
    api: &Api,
    search: &TraceQuery,
    mut take: impl FnMut(TraceSummary) -> ControlFlow<()> + Send,
) -> Result<Reached, Failure> {
    let first = TraceQuery::new(
        search.tenant().clone(),
        search.range(),
        search.expression().clone(),
    )?;
    let until = api.clock.monotonic().saturating_add(api.timeout / 4);
    let mut left = TRACES_MAX;
    let mut query = first.clone();
    loop {
        let query_of_page = query.with_limit(left.min(PAGE_TRACES));
        let page = api.storage.reader.find_summaries(query_of_page).await?;
        left = left.saturating_sub(page.items.len());
        for trace in page.items {
            if take(trace).is_break() {
                return Ok(Reached::Part);
            }
        }
        let Some(token) = page.next else {
            return Ok(Reached::All);
        };
        if left == 0 || api.clock.monotonic() >= until {
            return Ok(Reached::Part);
        }
        query = first.clone().with_page(&token)?;
    }
}

const TRACES_MAX: usize = 10_000;
const PAGE_TRACES: usize = 2_000;
