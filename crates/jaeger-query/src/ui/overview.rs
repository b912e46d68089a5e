//! `GET /api/ui/v1/overview`: all traces that a search finds, seen from afar. How many there are,
//! how many of them failed, how long they took and when, and whose they are.

mod chosen;
mod facet;
mod heat;

use std::ops::ControlFlow;

use jaeger_model::Timestamp;
use jaeger_storage::{TimeRange, TraceQuery, TraceSummary};

use crate::api::{Answer, Api, Question};
use crate::ui::overview::chosen::Chosen;
use crate::ui::overview::facet::Facet;
use crate::ui::overview::heat::Heat;
use crate::ui::sweep::{Reached, sweep};
use crate::v3::search::V3Search;
use crate::{envelope, json};

/// Answers with figures over the traces of a search, not over its first page alone; and over the
/// values of each attribute that a `facet` names, which only the spans of the newest tell.
pub(super) async fn answer(api: &Api, question: &Question) -> Answer {
    let search = V3Search::read(&question.params, &question.tenant, api.limit_max)?;
    let mut chosen = Chosen::read(&question.params)?;
    // Counts are there until the reply is written, and traces come and go beside them.
    let (_, mut held) = api.gathering().into_parts();
    held.cover(chosen.bytes_max())?;
    let mut seen = Seen::default();
    let mut reached = Reached::All;
    if let Some(query) = &search.query {
        let take = |trace: TraceSummary| {
            seen.take(&trace);
            chosen.take(&question.tenant, &trace);
            ControlFlow::Continue(())
        };
        reached = sweep(api, query, take).await?;
    }
    let chosen = chosen.counted(api).await?;
    let range = search.query.as_ref().map_or(NEVER, TraceQuery::range);
    let mut body = Vec::new();
    seen.write(range, reached, chosen, &mut body);
    Ok(envelope::json_reply(body))
}

/// What is kept of the traces.
#[derive(Debug, Default)]
struct Seen {
    marks: Vec<Mark>,
    services: Facet,
    operations: Facet,
    statuses: Facet,
}

/// A trace as a point.
#[derive(Debug, Clone, Copy)]
struct Mark {
    start_ns: u64,
    duration_ns: u64,
    is_failed: bool,
}

/// Traces, and those of them with a failed span.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Count {
    traces: u64,
    failed: u64,
}

impl Seen {
    fn take(&mut self, trace: &TraceSummary) {
        let is_failed = trace.error_count > 0;
        self.marks.push(Mark {
            start_ns: trace.start.0,
            duration_ns: trace.duration_ns().min(DURATION_NS_MAX),
            is_failed,
        });
        for service in &trace.services {
            self.services.add(&service.name, is_failed);
        }
        self.operations.add(&trace.root_name, is_failed);
        let status = if is_failed { "error" } else { "ok" };
        self.statuses.add(status, is_failed);
    }

    fn write(self, range: TimeRange, reached: Reached, chosen: Chosen, out: &mut Vec<u8>) {
        let heat = Heat::of(&self.marks, range);
        let mut total = Count::default();
        let mut durations = Vec::with_capacity(self.marks.len());
        for mark in &self.marks {
            total.add(mark.is_failed);
            durations.push(mark.duration_ns);
        }
        durations.sort_unstable();

        out.push(b'{');
        json::number_member(out, "traces", total.traces);
        json::number_member(out, "failed", total.failed);
        reached.write(out);
        json::number_member(out, "p50", percentile(&durations, 50));
        json::number_member(out, "p95", percentile(&durations, 95));
        json::text_member(out, "start", &heat.axis.start.0.to_string());
        json::text_member(out, "end", &heat.axis.end.0.to_string());
        json::name(out, "heat");
        heat.write(out);
        json::name(out, "facets");
        out.push(b'{');
        for (name, facet) in [
            ("service", self.services),
            ("operation", self.operations),
            ("status", self.statuses),
        ] {
            json::name(out, name);
            facet.write(out);
        }
        chosen.write(out);
        out.extend_from_slice(b"}}");
    }
}

impl Count {
    fn add(&mut self, is_failed: bool) {
        self.traces += 1;
        self.failed += u64::from(is_failed);
    }
}

/// The smallest duration that so many of a hundred do not exceed; 0 when there is none.
fn percentile(sorted: &[u64], of_hundred: usize) -> u64 {
    let rank = (sorted.len() * of_hundred).div_ceil(100);
    let found = sorted.get(rank.saturating_sub(1));
    found.copied().unwrap_or_default()
}

/// Longer than 146 years is only wrong: no row of the map has to hold it.
const DURATION_NS_MAX: u64 = 1 << 62;

/// The range of a search that asks for no time.
const NEVER: TimeRange = TimeRange {
    start: Timestamp(0),
    end: Timestamp(0),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_durations_that_there_are() {
        let hundred: Vec<u64> = (1..=100).collect();
        let cases: [(&[u64], u64, u64); 4] = [
            (&[], 0, 0),
            (&[7], 7, 7),
            (&[1, 2, 3, 4], 2, 4),
            (&hundred, 50, 95),
        ];
        for (sorted, p50, p95) in cases {
            let found = (percentile(sorted, 50), percentile(sorted, 95));
            assert_eq!(found, (p50, p95), "{sorted:?}");
        }
    }
}
