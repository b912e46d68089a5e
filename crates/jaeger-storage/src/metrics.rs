//! Rate, errors and duration of calls over time: the figures of Jaeger's Monitor page.
//!
//! A point says what happened in the stretch of time that leads up to its moment. How finely a
//! backend can tell the moments of calls apart is its [`MetricReader::min_step`].

use std::fmt;
use std::time::Duration;

use futures::future::BoxFuture;
use jaeger_model::{SpanKind, Tenant, Timestamp};

use crate::{Error, ErrorKind, Result, TimeRange};

/// Asks how the calls of services went.
#[derive(Clone, Debug)]
pub struct MetricQuery {
    /// Whose they are.
    pub tenant: Tenant,
    /// The services, by their names.
    pub services: Vec<String>,
    /// A series for each operation in place of one for each service.
    pub group_by_operation: bool,
    /// Only spans of these kinds; of any kind when none is given.
    pub kinds: Vec<SpanKind>,
    /// When.
    pub times: MetricTimes,
}

/// The moments of a series and how long before each of them counts. Made by [`MetricTimes::new`]
/// alone, so that no backend is asked for more points than it can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MetricTimes {
    first: Timestamp,
    step_ns: u64,
    count: u64,
    rate_per_ns: u64,
}

/// How the calls of a service went, or those of one of its operations.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricSeries {
    /// The service.
    pub service: String,
    /// The operation, if the series are grouped so.
    pub operation: Option<String>,
    /// What is known, by time. Moments before the first call are left out.
    pub points: Vec<MetricPoint>,
}

/// One value of a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MetricPoint {
    /// The moment.
    pub at: Timestamp,
    /// The value; nothing where calls would be needed for one and there were none.
    pub value: Option<f64>,
}

/// Knows how calls went.
///
/// Series come sorted by service and operation. A backend may leave out series that a reply could
/// not hold, those with the fewest calls first.
pub trait MetricReader: fmt::Debug + Send + Sync {
    /// The duration in milliseconds that a share of `quantile` of the calls did not exceed.
    fn latencies(
        &self,
        query: MetricQuery,
        quantile: f64,
    ) -> BoxFuture<'_, Result<Vec<MetricSeries>>>;

    /// Calls a second.
    fn call_rates(&self, query: MetricQuery) -> BoxFuture<'_, Result<Vec<MetricSeries>>>;

    /// The share of calls whose status is error.
    fn error_rates(&self, query: MetricQuery) -> BoxFuture<'_, Result<Vec<MetricSeries>>>;

    /// The least step at which two points can differ.
    fn min_step(&self) -> Duration;
}

impl MetricTimes {
    /// Moments in one query at most, which is Prometheus' bound too.
    pub const COUNT_MAX: u64 = 11_000;

    /// The moments from the start of the range on, one each `step`, none after its end. What
    /// happened in the time of `rate_per` before a moment counts for it.
    ///
    /// # Errors
    /// When the range ends before it starts, a duration is zero, or there would be more than
    /// [`Self::COUNT_MAX`] moments.
    pub fn new(range: TimeRange, step: Duration, rate_per: Duration) -> Result<Self> {
        if range.end < range.start {
            return Err(invalid("the time range ends before it starts"));
        }
        let (step_ns, rate_per_ns) = (in_ns(step), in_ns(rate_per));
        if step_ns == 0 {
            return Err(invalid("the step must be more than nothing"));
        }
        if rate_per_ns == 0 {
            return Err(invalid("the time of a rate must be more than nothing"));
        }
        let steps = range.end.since(range.start) / step_ns;
        if steps >= Self::COUNT_MAX {
            return Err(invalid(format!(
                "more than {} points in a series: take a larger step or less time",
                Self::COUNT_MAX
            )));
        }
        Ok(Self {
            first: range.start,
            step_ns,
            count: steps + 1,
            rate_per_ns,
        })
    }

    /// Each moment, the earliest first.
    pub fn iter(&self) -> impl Iterator<Item = Timestamp> + use<> {
        let Self {
            first,
            step_ns,
            count,
            ..
        } = *self;
        (0..count).map(move |index| Timestamp(first.0 + index * step_ns))
    }

    /// How many moments there are; at least one.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The first of them.
    pub fn first(&self) -> Timestamp {
        self.first
    }

    /// The last of them.
    pub fn last(&self) -> Timestamp {
        Timestamp(self.first.0 + (self.count - 1) * self.step_ns)
    }

    /// How many nanoseconds before a moment count for it; at least one.
    pub fn rate_per_ns(&self) -> u64 {
        self.rate_per_ns
    }
}

fn in_ns(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidQuery, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(start: u64, end: u64, step_ns: u64, rate_per_ns: u64) -> Result<MetricTimes> {
        let range = TimeRange {
            start: Timestamp(start),
            end: Timestamp(end),
        };
        let step = Duration::from_nanos(step_ns);
        MetricTimes::new(range, step, Duration::from_nanos(rate_per_ns))
    }

    #[test]
    fn moments_go_from_the_start_by_steps_to_the_end() {
        let cases: [(u64, u64, u64, &[u64]); 5] = [
            (10, 10, 5, &[10]),
            (10, 14, 5, &[10]),
            (10, 15, 5, &[10, 15]),
            (10, 24, 5, &[10, 15, 20]),
            (u64::MAX - 1, u64::MAX, 1, &[u64::MAX - 1, u64::MAX]),
        ];
        for (start, end, step, expected) in cases {
            let times = times(start, end, step, 1).unwrap();
            let moments: Vec<_> = times.iter().map(|at| at.0).collect();
            assert_eq!(moments, expected, "{start} to {end} by {step}");
            assert_eq!(times.count(), expected.len() as u64);
            assert_eq!(times.first().0, expected[0]);
            assert_eq!(Some(&times.last().0), expected.last());
        }
    }

    #[test]
    fn refuses_what_has_no_answer_of_bounded_size() {
        let cases = [
            (2, 1, 1, 1, "the time range ends before it starts"),
            (0, 1, 0, 1, "the step must be more than nothing"),
            (0, 1, 1, 0, "the time of a rate must be more than nothing"),
            (0, 11_000, 1, 1, "more than 11000 points in a series"),
            (0, u64::MAX, 1, 1, "more than 11000 points in a series"),
        ];
        for (start, end, step, rate_per, begin) in cases {
            let error = times(start, end, step, rate_per).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidQuery);
            assert!(error.to_string().starts_with(begin), "{error}");
        }
        assert!(times(0, 10_999, 1, 1).is_ok());
    }
}
