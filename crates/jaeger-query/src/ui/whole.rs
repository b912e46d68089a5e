//! Whole traces, a few at a time, for what nobody can say without their spans.
//!
//! They hold memory from the budget of all replies while they are read and worked through, which is
//! done on the blocking pool and ends when nobody waits for it any longer.

use std::time::Duration;

use futures::StreamExt as _;
use jaeger_model::{Tenant, Trace};
use jaeger_storage::{GetTrace, TimeRange, TraceQuery, TraceSummary};

use crate::api::Api;
use crate::failure::Failure;
use crate::gathered::Gathered;
use crate::reply;
use crate::ui::sweep::Reached;

/// Returns how to read the newest traces that a search finds.
pub(super) async fn newest(
    api: &Api,
    query: TraceQuery,
    count: usize,
) -> Result<Vec<GetTrace>, Failure> {
    let tenant = query.tenant().clone();
    let found = api.storage.reader.find_summaries(query.with_limit(count));
    let found = found.await?.items;
    Ok(found.iter().map(|trace| request(&tenant, trace)).collect())
}

/// Returns how to read a trace that was found.
pub(super) fn request(tenant: &Tenant, trace: &TraceSummary) -> GetTrace {
    GetTrace {
        tenant: tenant.clone(),
        id: trace.trace_id,
        hint: Some(TimeRange {
            start: trace.start,
            end: trace.end,
        }),
    }
}

/// Shows the traces to `work` one after another, as long as the clock's monotonic time is not
/// `until`. What it keeps of them is in the `state`.
pub(super) async fn work_through<S: Send + 'static>(
    api: &Api,
    requests: Vec<GetTrace>,
    mut state: S,
    until: Duration,
    work: fn(&mut S, &Trace),
) -> Result<(S, Reached), Failure> {
    let mut reached = Reached::All;
    let mut gathered = api.gathering();
    for request in requests {
        if api.clock.monotonic() >= until {
            reached = Reached::Part;
            break;
        }
        reached = reached.and(read(api, request, &mut gathered).await?);
        if gathered.stored_bytes() >= AT_A_TIME_BYTES {
            let full = std::mem::replace(&mut gathered, api.gathering());
            state = worked(full, state, work).await?;
        }
    }
    let state = worked(gathered, state, work).await?;
    Ok((state, reached))
}

/// Of a very long trace the first part stands for all of it.
async fn read(api: &Api, request: GetTrace, gathered: &mut Gathered) -> Result<Reached, Failure> {
    let mut chunks = api.storage.reader.get_trace(request);
    let mut spans = 0;
    while let Some(chunk) = chunks.next().await {
        if spans >= SPANS_OF_TRACE_MAX {
            return Ok(Reached::Part);
        }
        let chunk = chunk?;
        spans += chunk.spans.len();
        gathered.add(chunk)?;
    }
    Ok(Reached::All)
}

async fn worked<S: Send + 'static>(
    gathered: Gathered,
    mut state: S,
    work: fn(&mut S, &Trace),
) -> Result<S, Failure> {
    let (traces, grant) = gathered.into_parts();
    let working = reply::off_the_sockets(move |abandoned| {
        // Work goes on for a while when its client has gone, and so does its claim to the memory.
        let _grant = grant;
        for trace in traces.iter().take_while(|_| !abandoned.is_cancelled()) {
            work(&mut state, trace);
        }
        state
    });
    working.await
}

/// Stored spans that are worked through in one go.
const AT_A_TIME_BYTES: usize = 4 << 20;
/// Spans of one trace that are looked at.
pub(super) const SPANS_OF_TRACE_MAX: usize = 20_000;
