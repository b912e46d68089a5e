//! The figures of the Monitor page: parameters, and what the storage says of them.
//!
//! Without figures in the storage they are checked all the same, then Jaeger says that it is
//! disabled.

mod family;

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use jaeger_model::{SpanKind, Tenant, Timestamp};
use jaeger_storage::{MetricQuery, MetricReader, MetricSeries, MetricTimes, TimeRange};

use self::family::Family;
use crate::api::{Answer, Api, Question};
use crate::envelope::{self, enclosed};
use crate::failure::Failure;
use crate::params::Params;
use crate::route::Metric;
use crate::{json, strconv};

/// `GET /api/metrics/{latencies,calls,errors,minstep}`
pub(crate) async fn of(api: &Api, metric: Metric, question: &Question) -> Answer {
    match metric {
        Metric::Latencies => latencies(api, question).await,
        Metric::Calls => calls(api, question).await,
        Metric::Errors => errors(api, question).await,
        Metric::MinStep => min_step(api, question),
    }
}

async fn latencies(api: &Api, question: &Question) -> Answer {
    let quantile = strconv::parse_float(question.params.get("quantile"))
        .map_err(|reason| Failure::parameter("quantile", reason))?;
    let asked = Asked::read(&question.params, api.clock.now_ns())?;
    let reader = reader(api)?;
    let family = Family::latencies(quantile, asked.group_by_operation);
    let query = asked.into_query(question.tenant.clone())?;
    let series = reader.latencies(query, quantile).await?;
    shown(api, question, family, series).await
}

async fn calls(api: &Api, question: &Question) -> Answer {
    let asked = Asked::read(&question.params, api.clock.now_ns())?;
    let reader = reader(api)?;
    let family = Family::call_rates(asked.group_by_operation);
    let query = asked.into_query(question.tenant.clone())?;
    let series = reader.call_rates(query).await?;
    shown(api, question, family, series).await
}

async fn errors(api: &Api, question: &Question) -> Answer {
    let asked = Asked::read(&question.params, api.clock.now_ns())?;
    let reader = reader(api)?;
    let family = Family::error_rates(asked.group_by_operation);
    let query = asked.into_query(question.tenant.clone())?;
    let series = reader.error_rates(query).await?;
    shown(api, question, family, series).await
}

fn min_step(api: &Api, question: &Question) -> Answer {
    let step_ms = u64::try_from(reader(api)?.min_step().as_millis()).unwrap_or(u64::MAX);
    let body = enclosed(|out| json::number(out, step_ms), 0, None);
    Ok(envelope::reply(body, &question.params))
}

fn reader(api: &Api) -> Result<&Arc<dyn MetricReader>, Failure> {
    api.storage.metrics.as_ref().ok_or_else(|| {
        Failure::new(
            StatusCode::NOT_IMPLEMENTED,
            "metrics querying is currently disabled",
        )
    })
}

async fn shown(
    api: &Api,
    question: &Question,
    family: Family,
    series: Vec<MetricSeries>,
) -> Answer {
    let grant = api.replies.grant();
    family::answer(family, series, question.params.pretty_print(), grant).await
}

/// What the parameters of all figures say; times are in milliseconds.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    services: Vec<String>,
    group_by_operation: bool,
    kinds: Vec<SpanKind>,
    end: i64,
    lookback: i64,
    step: i64,
    rate_per: i64,
}

impl Asked {
    fn read(params: &Params, now_ns: u64) -> Result<Self, Failure> {
        let services = services(params);
        if services.is_empty() {
            let reason = "please provide at least one service name";
            return Err(Failure::parameter("service", reason));
        }
        let now_ms = i64::try_from(now_ns / NS_PER_MS).unwrap_or(i64::MAX);
        Ok(Self {
            services,
            group_by_operation: params.flag("groupByOperation")?,
            kinds: kinds(params)?,
            end: params.number("endTs")?.unwrap_or(now_ms),
            lookback: params.number("lookback")?.unwrap_or(LOOKBACK_MS),
            step: params.number("step")?.unwrap_or(STEP_MS),
            rate_per: params.number("ratePer")?.unwrap_or(RATE_PER_MS),
        })
    }

    fn into_query(self, tenant: Tenant) -> Result<MetricQuery, Failure> {
        let range = TimeRange {
            start: timestamp(self.end.saturating_sub(self.lookback)),
            end: timestamp(self.end),
        };
        let times = MetricTimes::new(range, duration(self.step), duration(self.rate_per))?;
        Ok(MetricQuery {
            tenant,
            services: self.services,
            group_by_operation: self.group_by_operation,
            kinds: self.kinds,
            times,
        })
    }
}

/// The names that are asked for. The UI joins several with commas, which may also stand in a name.
fn services(params: &Params) -> Vec<String> {
    let given = params.all("service");
    let names = given.flat_map(|given| {
        let parts = given.split(',').filter(move |part| *part != given);
        std::iter::once(given).chain(parts)
    });
    names.map(str::to_owned).collect()
}

fn kinds(params: &Params) -> Result<Vec<SpanKind>, Failure> {
    let mut kinds = Vec::new();
    for word in params.all("spanKind") {
        kinds.push(kind(word).ok_or_else(|| {
            let reason = format!("unsupported span kind: '{word}'");
            Failure::parameter("spanKind", reason)
        })?);
    }
    if kinds.is_empty() {
        kinds.push(SpanKind::Server);
    }
    Ok(kinds)
}

/// Here alone has the kind that is none a word.
fn kind(word: &str) -> Option<SpanKind> {
    match word {
        "unspecified" => Some(SpanKind::Unspecified),
        word => SpanKind::from_word(word),
    }
}

/// There is nothing before 1970.
fn timestamp(ms: i64) -> Timestamp {
    let ms = u64::try_from(ms).unwrap_or_default();
    Timestamp(ms.saturating_mul(NS_PER_MS))
}

/// Less than nothing is nothing.
fn duration(ms: i64) -> Duration {
    Duration::from_millis(u64::try_from(ms).unwrap_or_default())
}

const NS_PER_MS: u64 = 1_000_000;
const LOOKBACK_MS: i64 = 3_600_000;
const STEP_MS: i64 = 5_000;
const RATE_PER_MS: i64 = 600_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Result<Asked, String> {
        let params = Params::parse(query);
        Asked::read(&params, 86_400_000_999_999).map_err(|failure| failure.message)
    }

    #[test]
    fn what_is_not_said_is_what_jaeger_takes() {
        let hour = Asked {
            services: vec![String::from("a")],
            group_by_operation: false,
            kinds: vec![SpanKind::Server],
            end: 86_400_000,
            lookback: 3_600_000,
            step: 5_000,
            rate_per: 600_000,
        };
        assert_eq!(read("service=a"), Ok(hour));
        let all = Asked {
            services: ["b,c", "b", "c", "a"].map(String::from).to_vec(),
            group_by_operation: true,
            kinds: vec![SpanKind::Unspecified, SpanKind::Client],
            end: 9,
            lookback: 4,
            step: 2,
            rate_per: 1,
        };
        let query = concat!(
            "service=b,c&service=a&groupByOperation=1&spanKind=unspecified&spanKind=client",
            "&endTs=9&lookback=4&step=2&ratePer=1"
        );
        assert_eq!(read(query), Ok(all));
    }

    #[test]
    fn mistakes_are_told_in_the_order_of_jaeger() {
        let cases = [
            (
                "groupByOperation=x",
                "unable to parse param 'service': please provide at least one service name",
            ),
            (
                "service=a&groupByOperation=x&spanKind=y",
                "unable to parse param 'groupByOperation': strconv.ParseBool: parsing \"x\": invalid syntax",
            ),
            (
                "service=a&spanKind=&endTs=x",
                "unable to parse param 'spanKind': unsupported span kind: ''",
            ),
            (
                "service=a&endTs=1.5&lookback=x",
                "unable to parse param 'endTs': strconv.ParseInt: parsing \"1.5\": invalid syntax",
            ),
            (
                "service=a&step=5s&ratePer=x",
                "unable to parse param 'step': strconv.ParseInt: parsing \"5s\": invalid syntax",
            ),
        ];
        for (query, expected) in cases {
            assert_eq!(read(query), Err(expected.to_owned()), "{query}");
        }
    }

    #[test]
    fn times_that_have_no_points_are_refused() {
        let cases = [
            ("service=a&endTs=10&lookback=4&step=2", Ok((6, 10, 3))),
            ("service=a&endTs=10&lookback=40&step=4", Ok((0, 8, 3))),
            ("service=a&endTs=-5&lookback=5", Ok((0, 0, 1))),
            (
                "service=a&endTs=9&lookback=-1",
                Err("the time range ends before it starts"),
            ),
            (
                "service=a&step=0",
                Err("the step must be more than nothing"),
            ),
            (
                "service=a&ratePer=-1",
                Err("the time of a rate must be more than nothing"),
            ),
            (
                "service=a&step=1",
                Err("more than 11000 points in a series: take a larger step or less time"),
            ),
            (
                "service=a&lookback=9223372036854775807&endTs=-9223372036854775808",
                Ok((0, 0, 1)),
            ),
        ];
        for (query, expected) in cases {
            let asked = read(query).unwrap();
            let times = asked.into_query(Tenant::default()).map(|query| {
                let times = query.times;
                let ms = |time: Timestamp| time.0 / NS_PER_MS;
                (ms(times.first()), ms(times.last()), times.count())
            });
            let times = times.map_err(|failure| failure.message);
            assert_eq!(times, expected.map_err(str::to_owned), "{query}");
        }
    }
}
