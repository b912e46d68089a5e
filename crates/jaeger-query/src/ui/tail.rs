//! `GET /api/ui/v1/tail`: traces as they arrive, as server-sent events.
//!
//! Storage is asked once a second for what started since it was asked last, and a while before
//! that, since spans come late. A trace is sent again when it has grown. Of a flood only the newest
//! are shown. A tail ends with the process, when its client goes, and after a quarter of an hour; a
//! browser that still wants it asks again.

mod seen;

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderName, StatusCode};
use axum::response::IntoResponse as _;
use futures::stream;
use jaeger_model::{Tenant, Timestamp};
use jaeger_service::Clock;
use jaeger_storage::bearer_token::{BearerToken, current, scope};
use jaeger_storage::{Error, TimeRange, TraceExpression, TraceQuery, TraceReader, TraceSummary};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Interval, MissedTickBehavior};
use tokio_util::sync::CancellationToken;
use tracing::debug;

use crate::api::{Answer, Api, Question};
use crate::failure::Failure;
use crate::ui::tail::seen::Seen;
use crate::v3::{search, summaries};

/// The tails of all clients.
#[derive(Debug)]
pub(crate) struct Tails {
    places: Arc<Semaphore>,
    shutdown: CancellationToken,
}

impl Tails {
    /// No tail yet; all of them will end when `shutdown` is cancelled.
    pub(crate) fn new(shutdown: CancellationToken) -> Self {
        Self {
            places: Arc::new(Semaphore::new(AT_A_TIME_MAX)),
            shutdown,
        }
    }

    fn place(&self) -> Result<OwnedSemaphorePermit, Failure> {
        Arc::clone(&self.places).try_acquire_owned().map_err(|_| {
            Failure::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "too many pages show traces as they arrive, try again",
            )
        })
    }
}

/// Answers with the traces for which the search holds, from ten seconds ago on.
pub(super) async fn answer(api: &Api, question: &Question) -> Answer {
    let form = search::form(&question.params)?;
    let expression = search::expression(&question.params, form, TimeRange::ALL)?;
    let mut ticks = tokio::time::interval(PERIOD);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let began = api.clock.monotonic();
    let tail = Tail {
        reader: Arc::clone(&api.storage.reader),
        clock: Arc::clone(&api.clock),
        shutdown: api.tails.shutdown.clone(),
        tenant: question.tenant.clone(),
        token: current(),
        expression,
        ticks,
        is_begun: false,
        since_ns: api.clock.now_ns(),
        spoke: began,
        until: began.saturating_add(LIFE),
        seen: Seen::default(),
        _place: api.tails.place()?,
    };
    let events = stream::unfold(tail, |mut tail| async move {
        let events = tail.next().await?;
        Some((Ok::<_, Infallible>(events), tail))
    });
    let headers = [
        (CONTENT_TYPE, "text/event-stream"),
        (CACHE_CONTROL, "no-store"),
        // Some proxies wait for more unless they are told.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    Ok((headers, Body::from_stream(events)).into_response())
}

/// One client's tail.
struct Tail {
    reader: Arc<dyn TraceReader>,
    clock: Arc<dyn Clock>,
    shutdown: CancellationToken,
    tenant: Tenant,
    /// Storage is asked for who began the tail.
    token: Option<BearerToken>,
    expression: TraceExpression,
    ticks: Interval,
    is_begun: bool,
    /// When storage was asked last.
    since_ns: u64,
    /// When something was sent last.
    spoke: Duration,
    until: Duration,
    seen: Seen,
    _place: OwnedSemaphorePermit,
}

impl Tail {
    /// Returns what is to be sent next; nothing at the end.
    async fn next(&mut self) -> Option<Bytes> {
        if !std::mem::replace(&mut self.is_begun, true) {
            return Some(Bytes::from_static(BEGIN));
        }
        let shutdown = self.shutdown.clone();
        tokio::select! {
            biased;
            () = shutdown.cancelled() => None,
            events = self.events() => events,
        }
    }

    /// Waits until there are events, or until it is time to show that there is still somebody.
    async fn events(&mut self) -> Option<Bytes> {
        loop {
            self.ticks.tick().await;
            let now = self.clock.monotonic();
            if now >= self.until {
                return None;
            }
            let events = match scope(self.token.clone(), self.ask()).await {
                Ok(traces) => written(&traces),
                // The client comes again, and storage counts what it could not do.
                Err(error) => {
                    debug!(error = error.to_string(), "a tail ends early");
                    return None;
                }
            };
            let is_silent = now.saturating_sub(self.spoke) >= SILENCE_MAX;
            if !events.is_empty() || is_silent {
                self.spoke = now;
                return Some(match events.is_empty() {
                    true => Bytes::from_static(STILL_HERE),
                    false => events.into(),
                });
            }
        }
    }

    /// Returns the traces that were not sent yet, or have grown, the oldest first.
    async fn ask(&mut self) -> Result<Vec<TraceSummary>, Error> {
        let now_ns = self.clock.now_ns();
        let range = TimeRange {
            start: Timestamp(self.since_ns.saturating_sub(LATE_NS).min(now_ns)),
            end: Timestamp(now_ns),
        };
        let query = TraceQuery::new(self.tenant.clone(), range, self.expression.clone())?;
        let found = self
            .reader
            .find_summaries(query.with_limit(SHOWN_MAX))
            .await?;
        self.since_ns = now_ns;
        let mut traces = found.items;
        traces.retain(|trace| self.seen.is_news(trace));
        traces.reverse();
        Ok(traces)
    }
}

/// JSON has no line ends of its own, so each event is two lines.
fn written(traces: &[TraceSummary]) -> Vec<u8> {
    let mut out = Vec::new();
    for trace in traces {
        out.extend_from_slice(b"event: trace\ndata: ");
        summaries::write(&mut out, trace);
        out.extend_from_slice(b"\n\n");
    }
    out
}

/// How long a browser waits, in milliseconds, before it asks again.
const BEGIN: &[u8] = b"retry: 2000\n\n";
const STILL_HERE: &[u8] = b": still here\n\n";
const AT_A_TIME_MAX: usize = 64;
/// Traces that are shown at a time.
const SHOWN_MAX: usize = 200;
const PERIOD: Duration = Duration::from_secs(1);
const SILENCE_MAX: Duration = Duration::from_secs(10);
const LIFE: Duration = Duration::from_secs(15 * 60);
/// How late spans may come.
const LATE_NS: u64 = 10_000_000_000;
