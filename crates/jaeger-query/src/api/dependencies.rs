//! Who calls whom.

use jaeger_model::Timestamp;
use jaeger_storage::{Dependency, DependencyQuery, TimeRange};

use crate::api::{Answer, Api, Question};
use crate::envelope::{self, enclosed};
use crate::failure::Failure;
use crate::json;
use crate::params::Params;

/// `GET /api/dependencies?endTs=&lookback=&service=&errors=`, times in milliseconds.
///
/// With `errors=true`, which is ours, each pair says as well how many calls failed.
pub(crate) async fn all(api: &Api, question: &Question) -> Answer {
    let mut found = match range(&question.params, api.clock.now_ns())? {
        Some(range) => {
            let tenant = question.tenant.clone();
            let query = DependencyQuery { tenant, range };
            api.storage.dependencies.dependencies(query).await?
        }
        None => Vec::new(),
    };
    let service = question.params.get("service");
    if !service.is_empty() {
        found.retain(|calls| calls.parent == service || calls.child == service);
    }
    let with_errors = question.params.get("errors") == "true";
    let write = |out: &mut Vec<u8>, calls: &Dependency| write(out, calls, with_errors);
    let data = |out: &mut Vec<u8>| json::list(out, &found, write);
    Ok(envelope::reply(enclosed(data, 0, None), &question.params))
}

fn write(out: &mut Vec<u8>, calls: &Dependency, with_errors: bool) {
    out.push(b'{');
    json::text_member(out, "parent", &calls.parent);
    json::text_member(out, "child", &calls.child);
    json::number_member(out, "callCount", calls.call_count);
    if with_errors {
        json::number_member(out, "errorCount", calls.error_count);
    }
    out.push(b'}');
}

/// Jaeger takes neither of the two ends to be inside; nothing when there is no time between them.
fn range(params: &Params, now_ns: u64) -> Result<Option<TimeRange>, Failure> {
    let ns = |ms: Option<i64>| ms.map(|ms| i128::from(ms) * NS_PER_MS);
    let end_ns = ns(params.number("endTs")?).unwrap_or(i128::from(now_ns));
    let lookback_ns = ns(params.number("lookback")?).unwrap_or(LOOKBACK_NS);
    let (first, last) = (end_ns - lookback_ns + 1, end_ns - 1);
    if last < first || last < 0 {
        return Ok(None);
    }
    let timestamp = |ns: i128| Timestamp(u64::try_from(ns.max(0)).unwrap_or(u64::MAX));
    Ok(Some(TimeRange {
        start: timestamp(first),
        end: timestamp(last),
    }))
}

const NS_PER_MS: i128 = 1_000_000;
const LOOKBACK_NS: i128 = 24 * 3_600 * 1_000 * NS_PER_MS;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failed_calls_are_told_if_asked_for() {
        let calls = Dependency {
            parent: "web".to_owned(),
            child: "db".to_owned(),
            call_count: 3,
            error_count: 1,
        };
        let cases = [
            (false, r#"{"parent":"web","child":"db","callCount":3}"#),
            (
                true,
                r#"{"parent":"web","child":"db","callCount":3,"errorCount":1}"#,
            ),
        ];
        for (with_errors, expected) in cases {
            let mut out = Vec::new();
            write(&mut out, &calls, with_errors);
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }

    #[test]
    fn both_ends_are_outside() {
        let now_ns = 86_400_000_000_500;
        let cases = [
            ("", Some((501, now_ns - 1))),
            ("endTs=5&lookback=2", Some((3_000_001, 4_999_999))),
            ("endTs=5&lookback=0", None),
            ("endTs=5&lookback=-9", None),
            ("endTs=0&lookback=1000", None),
            ("endTs=-1&lookback=1000", None),
            ("endTs=1&lookback=9223372036854775807", Some((0, 999_999))),
        ];
        for (query, expected) in cases {
            let range = range(&Params::parse(query), now_ns).unwrap();
            let range = range.map(|range| (range.start.0, range.end.0));
            assert_eq!(range, expected, "{query}");
        }
    }
}
