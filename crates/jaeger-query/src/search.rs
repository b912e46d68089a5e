//! Jaeger's search form as parameters of a request, read into a query.
//!
//! The order in which parameters are looked at is Jaeger's: it decides which of two mistakes a
//! client is told about.

use std::collections::BTreeMap;

use jaeger_model::{Tenant, Timestamp, TraceId, duration};
use jaeger_storage::expression::form::Form;
use jaeger_storage::{TimeRange, TraceQuery};

use crate::failure::Failure;
use crate::params::Params;
use crate::{strconv, tags};

/// What a search of `/api/traces` asks.
#[derive(Debug)]
pub(crate) struct Search {
    form: Form,
    /// When; nothing when it ends before it starts.
    pub(crate) range: Option<TimeRange>,
    limit: i64,
    /// The traces that are asked for by id; then nothing else counts.
    pub(crate) ids: Vec<TraceId>,
    pub(crate) raw: bool,
}

impl Search {
    /// Reads the parameters. Unless it is told, a search looks at the two days before `now_ns`.
    pub(crate) fn read(params: &Params, now_ns: u64) -> Result<Self, Failure> {
        let start = params.number("start")?.map(first_ns);
        let end = params.number("end")?.map(last_ns);
        let tags = tags(params)?;
        let limit = match params.get("limit") {
            "" => LIMIT,
            text => strconv::parse_int_32(text).map_err(Failure::bad_request)?,
        };
        let duration_min_ns = duration_ns(params, "minDuration")?;
        let duration_max_ns = duration_ns(params, "maxDuration")?;
        let ids = trace_ids(params)?;
        let raw = params.flag("raw")?;
        if let (Some(min), Some(max)) = (duration_min_ns, duration_max_ns)
            && max < min
        {
            return Err(Failure::bad_request(
                "'maxDuration' should be greater than 'minDuration'",
            ));
        }
        Ok(Self {
            form: Form {
                service: given(params, "service"),
                operation: given(params, "operation"),
                tags: tags.into_iter().collect(),
                duration_min_ns,
                duration_max_ns,
            },
            range: range(
                start.unwrap_or(Timestamp(now_ns.saturating_sub(LOOKBACK_NS))),
                end.unwrap_or(Timestamp(now_ns)),
            ),
            limit,
            ids,
            raw,
        })
    }

    /// Returns the query; nothing when no time is asked for.
    pub(crate) fn into_query(
        self,
        tenant: Tenant,
        limit_max: usize,
    ) -> Result<Option<TraceQuery>, Failure> {
        let Some(range) = self.range else {
            return Ok(None);
        };
        let query = TraceQuery::new(tenant, range, self.form.into_expression(range))?;
        Ok(Some(query.with_limit(bounded(self.limit, limit_max))))
    }
}

/// Returns how many traces a reply may have: as many as asked for, but never more than the maximum,
/// which zero and less ask for.
pub(crate) fn bounded(limit: i64, limit_max: usize) -> usize {
    let limit = usize::try_from(limit).unwrap_or_default();
    match limit {
        0 => limit_max,
        limit => limit.min(limit_max),
    }
}

/// Returns the range between two times, unless it ends before it starts.
pub(crate) fn range(start: Timestamp, end: Timestamp) -> Option<TimeRange> {
    (start <= end).then_some(TimeRange { start, end })
}

/// Returns where a trace by id probably lies: `start` and `end` must be numbers if they are given,
/// and are a hint if both are.
pub(crate) fn hint(params: &Params) -> Result<Option<TimeRange>, Failure> {
    let start = params.number("start")?.map(first_ns);
    let end = params.number("end")?.map(last_ns);
    Ok(start.zip(end).and_then(|(start, end)| range(start, end)))
}

/// Reads a duration with its unit. None at all is no bound, and so is zero.
pub(crate) fn duration_bound(text: &str) -> Result<Option<i64>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    match duration::parse(text) {
        Ok(ns) => Ok(Some(ns).filter(|ns| *ns != 0)),
        Err(error) => Err(format!("time: {error}")),
    }
}

/// Returns a parameter that is a text, unless it is empty.
fn given(params: &Params, name: &str) -> Option<String> {
    let text = params.get(name);
    (!text.is_empty()).then(|| text.to_owned())
}

/// The first nanosecond of a microsecond; there is none before 1970.
fn first_ns(us: i64) -> Timestamp {
    let us = u64::try_from(us).unwrap_or_default();
    Timestamp(us.saturating_mul(1_000))
}

/// The last nanosecond of a microsecond.
fn last_ns(us: i64) -> Timestamp {
    match u64::try_from(us) {
        Ok(us) => Timestamp(us.saturating_mul(1_000).saturating_add(999)),
        Err(_) => Timestamp(0),
    }
}

fn duration_ns(params: &Params, name: &str) -> Result<Option<i64>, Failure> {
    duration_bound(params.get(name)).map_err(|reason| Failure::parameter(name, reason))
}

fn tags(params: &Params) -> Result<BTreeMap<String, String>, Failure> {
    let mut read = BTreeMap::new();
    for tag in params.all("tag") {
        let Some((key, text)) = tag.split_once(':') else {
            return Err(Failure::bad_request(format!(
                "malformed 'tag' parameter, expecting key:value, received: {tag}"
            )));
        };
        read.insert(key.to_owned(), text.to_owned());
    }
    for json in params.all("tags") {
        tags::add_json(&mut read, json).map_err(|reason| {
            Failure::bad_request(format!(
                "malformed 'tags' parameter, cannot unmarshal JSON: {reason}"
            ))
        })?;
    }
    Ok(read)
}

fn trace_ids(params: &Params) -> Result<Vec<TraceId>, Failure> {
    if params.all("traceID").nth(TRACE_IDS_MAX).is_some() {
        return Err(Failure::bad_request(format!(
            "cannot parse traceID param: more than {TRACE_IDS_MAX} of them"
        )));
    }
    let ids = params.all("traceID").map(strconv::parse_trace_id);
    ids.collect::<Result<_, _>>()
        .map_err(|reason| Failure::bad_request(format!("cannot parse traceID param: {reason}")))
}

const LIMIT: i64 = 100;
const LOOKBACK_NS: u64 = 2 * 24 * 3_600 * 1_000_000_000;
const TRACE_IDS_MAX: usize = 1_000;

#[cfg(test)]
mod tests {
    use super::*;

    const NOW_NS: u64 = 1_704_067_200_000_000_000;

    fn read(query: &str) -> Result<Search, String> {
        Search::read(&Params::parse(query), NOW_NS).map_err(|failure| failure.message)
    }

    #[test]
    fn looks_at_two_days_unless_told() {
        let two_days = LOOKBACK_NS;
        let cases = [
            ("", Some((NOW_NS - two_days, NOW_NS))),
            ("start=5", Some((5_000, NOW_NS))),
            ("end=5", None),
            ("start=5&end=5", Some((5_000, 5_999))),
            ("start=6&end=5", None),
            ("start=-1&end=-1", Some((0, 0))),
            ("start=9223372036854775807", None),
            ("start=0&end=9223372036854775807", Some((0, u64::MAX))),
            (
                "lookback=zzz&start=&end=",
                Some((NOW_NS - two_days, NOW_NS)),
            ),
        ];
        for (query, expected) in cases {
            let range = read(query).unwrap().range;
            let range = range.map(|range| (range.start.0, range.end.0));
            assert_eq!(range, expected, "{query}");
        }
    }

    #[test]
    fn reads_every_part_of_the_form() {
        let search = read(
            "service=a&service=b&operation=c&tag=k:1:2&tag=k:3&tags={%22j%22:%22x%22}\
             &minDuration=1ms&maxDuration=0&limit=7&raw=T",
        )
        .unwrap();
        let pair = |key: &str, text: &str| (key.to_owned(), text.to_owned());
        let expected = Form {
            service: Some("a".to_owned()),
            operation: Some("c".to_owned()),
            tags: vec![pair("j", "x"), pair("k", "3")],
            duration_min_ns: Some(1_000_000),
            duration_max_ns: None,
        };
        assert_eq!(search.form, expected);
        assert!(search.raw);
        let query = search.into_query(Tenant::default(), 5).unwrap().unwrap();
        assert_eq!(query.limit(), 5);
    }

    #[test]
    fn tells_about_the_mistake_that_jaeger_tells_about() {
        let cases = [
            (
                "start=x&end=y&tag=bad",
                "unable to parse param 'start': strconv.ParseInt: parsing \"x\": invalid syntax",
            ),
            (
                "tag=bad&tags=x&limit=x",
                "malformed 'tag' parameter, expecting key:value, received: bad",
            ),
            (
                "limit=2147483648&minDuration=y",
                "strconv.ParseInt: parsing \"2147483648\": value out of range",
            ),
            (
                "minDuration=5&traceID=xyz",
                "unable to parse param 'minDuration': time: missing unit in duration \"5\"",
            ),
            (
                "traceID=xyz&raw=yes",
                "cannot parse traceID param: strconv.ParseUint: parsing \"xyz\": invalid syntax",
            ),
            (
                "raw=yes&minDuration=2s&maxDuration=1s",
                "unable to parse param 'raw': strconv.ParseBool: parsing \"yes\": invalid syntax",
            ),
            (
                "minDuration=-1s&maxDuration=-2s",
                "'maxDuration' should be greater than 'minDuration'",
            ),
        ];
        for (query, expected) in cases {
            assert_eq!(read(query).map(|_| ()), Err(expected.to_owned()), "{query}");
        }
    }

    #[test]
    fn a_limit_of_nothing_is_the_maximum() {
        let cases = [
            (i64::MIN, 9),
            (-1, 9),
            (0, 9),
            (1, 1),
            (9, 9),
            (10, 9),
            (i64::MAX, 9),
        ];
        for (limit, expected) in cases {
            assert_eq!(bounded(limit, 9), expected, "{limit}");
        }
    }

    #[test]
    fn a_hint_never_hides_a_trace() {
        let hinted = |query: &str| hint(&Params::parse(query)).map_err(|failure| failure.message);
        assert_eq!(hinted("start=9&end=1"), Ok(None));
        assert_eq!(hinted("start=9"), Ok(None));
        assert!(hinted("start=1&end=9").unwrap().is_some());
        assert!(hinted("end=1.5").is_err());
    }
}
