//! `GET /api/ui/v1/quality`: how good the spans of each service are, checked on its newest traces.
//!
//! It says what a team can do about its own instrumentation: each [check] is about single spans,
//! with some of them as examples. A sample is looked at, so the counts are not those of all spans.

mod check;
mod report;
mod subject;

use axum::response::Response;
use jaeger_model::Timestamp;
use jaeger_storage::expression::form::Form;
use jaeger_storage::{TimeRange, TraceQuery};

use crate::api::{Answer, Api, Question};
use crate::failure::Failure;
use crate::params::Params;
use crate::ui::quality::report::Report;
use crate::ui::whole::{newest, work_through};
use crate::{envelope, json};

/// Answers with what was found in the traces of a service, or in all traces.
pub(super) async fn answer(api: &Api, question: &Question) -> Answer {
    let range = last_hours(&question.params, api.clock.now_ns())?;
    let service = question.params.get("service");
    let form = Form {
        service: (!service.is_empty()).then(|| service.to_owned()),
        ..Form::default()
    };
    let query = TraceQuery::new(question.tenant.clone(), range, form.into_expression(range))?;
    let requests = newest(api, query, TRACES_MAX).await?;
    let until = api.clock.monotonic().saturating_add(api.timeout / 2);
    let report = Report::new(service, range.end);
    let (report, _) = work_through(api, requests, report, until, Report::add).await?;
    Ok(reply(&report))
}

/// The hours before now that are looked at.
fn last_hours(params: &Params, now_ns: u64) -> Result<TimeRange, Failure> {
    let hours = params.number("hours")?.unwrap_or(HOURS);
    let hours = u64::try_from(hours).unwrap_or_default().clamp(1, HOURS_MAX);
    Ok(TimeRange {
        start: Timestamp(now_ns.saturating_sub(hours * HOUR_NS)),
        end: Timestamp(now_ns),
    })
}

fn reply(report: &Report) -> Response {
    let mut body = b"{".to_vec();
    json::number_member(&mut body, "traces", report.traces());
    json::number_member(&mut body, "spans", report.spans());
    json::name(&mut body, "services");
    json::list(&mut body, report.services(), |out, (service, quality)| {
        quality.write(service, out);
    });
    body.push(b'}');
    envelope::json_reply(body)
}

const TRACES_MAX: usize = 500;
const HOURS: i64 = 48;
const HOURS_MAX: u64 = 30 * 24;
const HOUR_NS: u64 = 3_600_000_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_back_so_many_hours() {
        let now_ns = 1_000 * HOUR_NS;
        let cases = [
            ("", 952),
            ("hours=1", 999),
            ("hours=0", 999),
            ("hours=-5", 999),
            ("hours=9223372036854775807", 280),
        ];
        for (query, start_hour) in cases {
            let range = last_hours(&Params::parse(query), now_ns).unwrap();
            let expected = (start_hour * HOUR_NS, now_ns);
            assert_eq!((range.start.0, range.end.0), expected, "{query}");
        }
        assert!(last_hours(&Params::parse("hours=x"), now_ns).is_err());
    }
}
