//! What the messages of both APIs ask, in the words of storage.

use std::collections::HashMap;

use jaeger_model::{Tenant, Timestamp};
use jaeger_proto::{api_v2, api_v3};
use jaeger_storage::expression::form::Form;
use jaeger_storage::{TimeRange, TraceQuery};

use crate::failure::Failure;
use crate::search::{bounded, range};

/// What a search asks.
#[derive(Debug)]
pub(super) struct Search {
    form: Form,
    pub(super) start: Option<Timestamp>,
    pub(super) end: Option<Timestamp>,
    limit: i64,
    pub(super) raw: bool,
}

impl From<api_v2::TraceQueryParameters> for Search {
    fn from(sent: api_v2::TraceQueryParameters) -> Self {
        Self {
            form: Form {
                service: given(sent.service_name),
                operation: given(sent.operation_name),
                tags: pairs(sent.tags),
                duration_min_ns: duration(sent.duration_min),
                duration_max_ns: duration(sent.duration_max),
            },
            start: time(sent.start_time_min),
            end: time(sent.start_time_max),
            limit: sent.search_depth.into(),
            raw: sent.raw_traces,
        }
    }
}

impl From<api_v3::TraceQueryParameters> for Search {
    fn from(sent: api_v3::TraceQueryParameters) -> Self {
        Self {
            form: Form {
                service: given(sent.service_name),
                operation: given(sent.operation_name),
                tags: pairs(sent.attributes),
                duration_min_ns: duration(sent.duration_min),
                duration_max_ns: duration(sent.duration_max),
            },
            start: time(sent.start_time_min),
            end: time(sent.start_time_max),
            limit: sent.search_depth.into(),
            raw: sent.raw_traces,
        }
    }
}

impl Search {
    /// Returns the query; nothing when it ends before it starts. A bound that is not given is none.
    pub(super) fn into_query(
        self,
        tenant: Tenant,
        limit_max: usize,
    ) -> Result<Option<TraceQuery>, Failure> {
        let start = self.start.unwrap_or_default();
        let Some(range) = range(start, self.end.unwrap_or(Timestamp::MAX)) else {
            return Ok(None);
        };
        let query = TraceQuery::new(tenant, range, self.form.into_expression(range))?;
        Ok(Some(query.with_limit(bounded(self.limit, limit_max))))
    }
}

/// Returns where a trace by id probably lies, if both times are given.
pub(super) fn hint(
    start: Option<prost_types::Timestamp>,
    end: Option<prost_types::Timestamp>,
) -> Option<TimeRange> {
    let (start, end) = time(start).zip(time(end))?;
    range(start, end)
}

/// Returns a time, as near as we can have it. To Go the first moment of the year 1 is none.
pub(super) fn time(sent: Option<prost_types::Timestamp>) -> Option<Timestamp> {
    let sent = sent.filter(|sent| (sent.seconds, sent.nanos) != (YEAR_1_S, 0))?;
    let ns = nanos(sent.seconds, sent.nanos).max(0);
    Some(Timestamp(u64::try_from(ns).unwrap_or(u64::MAX)))
}

/// Returns a bound of the duration; zero is none.
fn duration(sent: Option<prost_types::Duration>) -> Option<i64> {
    let sent = sent?;
    let ns = nanos(sent.seconds, sent.nanos);
    let nearest = if ns < 0 { i64::MIN } else { i64::MAX };
    Some(i64::try_from(ns).unwrap_or(nearest)).filter(|ns| *ns != 0)
}

fn nanos(seconds: i64, nanos: i32) -> i128 {
    i128::from(seconds) * 1_000_000_000 + i128::from(nanos)
}

fn given(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn pairs(sent: HashMap<String, String>) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = sent.into_iter().collect();
    pairs.sort_unstable();
    pairs
}

/// The time that Go calls zero, in seconds since 1970.
const YEAR_1_S: i64 = -62_135_596_800;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_as_near_as_we_can_have_them() {
        let cases = [
            ((0, 0), Some(0)),
            ((1, 5), Some(1_000_000_005)),
            ((-1, 0), Some(0)),
            ((YEAR_1_S, 0), None),
            ((YEAR_1_S, 1), Some(0)),
            ((i64::MAX, i32::MAX), Some(u64::MAX)),
            ((i64::MIN, i32::MIN), Some(0)),
        ];
        for ((seconds, nanos), expected) in cases {
            let sent = prost_types::Timestamp { seconds, nanos };
            let expected = expected.map(Timestamp);
            assert_eq!(time(Some(sent)), expected, "{seconds} {nanos}");
        }
        assert_eq!(time(None), None);
    }

    #[test]
    fn durations_keep_their_sign_and_zero_is_none() {
        let cases = [
            ((0, 0), None),
            ((0, 7), Some(7)),
            ((-1, -5), Some(-1_000_000_005)),
            ((i64::MAX, 0), Some(i64::MAX)),
            ((i64::MIN, 0), Some(i64::MIN)),
        ];
        for ((seconds, nanos), expected) in cases {
            let sent = prost_types::Duration { seconds, nanos };
            assert_eq!(duration(Some(sent)), expected, "{seconds} {nanos}");
        }
        assert_eq!(duration(None), None);
    }

    #[test]
    fn a_search_takes_over_what_is_given() {
        let sent = api_v3::TraceQueryParameters {
            service_name: "a".to_owned(),
            attributes: [("k", "v"), ("j", "")]
                .map(|(key, text)| (key.to_owned(), text.to_owned()))
                .into(),
            search_depth: -1,
            ..Default::default()
        };
        let search = Search::from(sent);
        let expected = Form {
            service: Some("a".to_owned()),
            tags: vec![
                ("j".to_owned(), String::new()),
                ("k".to_owned(), "v".to_owned()),
            ],
            ..Form::default()
        };
        assert_eq!(search.form, expected);
        let query = search.into_query(Tenant::default(), 9).unwrap().unwrap();
        assert_eq!((query.range(), query.limit()), (TimeRange::ALL, 9));
    }
}
