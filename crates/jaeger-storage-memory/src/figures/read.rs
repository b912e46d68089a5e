//! Series of points made from the minutes.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};

use jaeger_storage::{MetricPoint, MetricQuery, MetricSeries, MetricTimes};
use rustc_hash::FxHashMap;

use super::{BUCKETS, Cell, Figures, MINUTE_NS, Series};

/// What happened in the minutes that count for a point: those of its window's length up to and
/// including the one in which it lies.
#[derive(Debug)]
pub(crate) struct Window {
    pub(crate) seconds: u64,
    pub(crate) calls: u64,
    pub(crate) errors: u64,
    pub(crate) durations: [u64; BUCKETS],
}

/// The service and, if grouped so, the operation.
type Labels<'f> = (&'f str, Option<Cow<'f, str>>);
/// The sums of minutes in order; a minute of one cell is that cell.
type Minutes<'f> = Vec<(u64, Cow<'f, Cell>)>;

/// Stands for the operations beyond the bound.
const OTHER_OPERATIONS: &str = "(other operations)";
/// Points in one answer at most.
const POINTS_MAX: usize = 500_000;

impl Figures {
    /// Returns the series that a query asks for, with the value that `value` makes of each window.
    /// `services` are those that are asked for, by their numbers.
    pub(crate) fn series(
        &self,
        query: &MetricQuery,
        services: &FxHashMap<u32, &str>,
        value: impl Fn(&Window) -> Option<f64>,
        cancelled: &AtomicBool,
    ) -> Vec<MetricSeries> {
        let found = self.minutes_of(query, services, cancelled).into_iter();
        let mut found = busiest(found.collect(), query.times.count());
        found.sort_unstable_by(|(left, _), (right, _)| left.cmp(right));
        let wanted = found
            .into_iter()
            .take_while(|_| !cancelled.load(Ordering::Relaxed));
        let series = wanted.map(|((service, operation), minutes)| MetricSeries {
            service: service.to_owned(),
            operation: operation.map(Cow::into_owned),
            points: points(&minutes, &query.times, &value),
        });
        series.collect()
    }

    /// The minutes of each series, in order.
    fn minutes_of<'f>(
        &'f self,
        query: &MetricQuery,
        services: &FxHashMap<u32, &'f str>,
        cancelled: &AtomicBool,
    ) -> FxHashMap<Labels<'f>, Minutes<'f>> {
        let mut found = FxHashMap::<Labels<'f>, Minutes<'f>>::default();
        let first = (query.times.first().0 / MINUTE_NS).saturating_sub(length(&query.times) - 1);
        let last = query.times.last().0 / MINUTE_NS;
        let minutes = self.minutes.range(first..=last);
        for (minute, cells) in minutes.take_while(|_| !cancelled.load(Ordering::Relaxed)) {
            for (series, cell) in cells {
                let Some(service) = services.get(&series.service) else {
                    continue;
                };
                if !query.kinds.is_empty() && !query.kinds.contains(&series.kind) {
                    continue;
                }
                let operation = query.group_by_operation.then(|| series.operation());
                let minutes = found.entry((*service, operation)).or_default();
                match minutes.last_mut() {
                    Some((last, sum)) if *last == *minute => sum.to_mut().add(cell),
                    _ => minutes.push((*minute, Cow::Borrowed(cell))),
                }
            }
        }
        found
    }
}

impl Series {
    fn operation(&self) -> Cow<'_, str> {
        match &self.name {
            Some(name) => String::from_utf8_lossy(name),
            None => Cow::Borrowed(OTHER_OPERATIONS),
        }
    }
}

impl Window {
    fn of_seconds(seconds: u64) -> Self {
        Self {
            seconds,
            calls: 0,
            errors: 0,
            durations: [0; BUCKETS],
        }
    }

    fn add(&mut self, cell: &Cell) {
        self.calls += cell.calls();
        self.errors += u64::from(cell.errors);
        for (bucket, calls) in cell.durations.iter() {
            if let Some(sum) = self.durations.get_mut(bucket) {
                *sum += u64::from(calls);
            }
        }
    }

    fn remove(&mut self, cell: &Cell) {
        self.calls -= cell.calls();
        self.errors -= u64::from(cell.errors);
        for (bucket, calls) in cell.durations.iter() {
            if let Some(sum) = self.durations.get_mut(bucket) {
                *sum -= u64::from(calls);
            }
        }
    }
}

/// How many minutes count for a point.
fn length(times: &MetricTimes) -> u64 {
    times.rate_per_ns().div_ceil(MINUTE_NS)
}

/// Leaves out the series with the fewest calls when there would be too many points.
fn busiest<L>(mut found: Vec<(L, Minutes<'_>)>, points: u64) -> Vec<(L, Minutes<'_>)> {
    let points = usize::try_from(points).unwrap_or(usize::MAX);
    let most = (POINTS_MAX / points.max(1)).max(1);
    if found.len() > most {
        let calls =
            |minutes: &Minutes<'_>| minutes.iter().map(|(_, cell)| cell.calls()).sum::<u64>();
        found.sort_by_cached_key(|(_, minutes)| std::cmp::Reverse(calls(minutes)));
        found.truncate(most);
    }
    found
}

fn points(
    minutes: &[(u64, Cow<'_, Cell>)],
    times: &MetricTimes,
    value: impl Fn(&Window) -> Option<f64>,
) -> Vec<MetricPoint> {
    let length = length(times);
    let begin = minutes.first().map_or(u64::MAX, |(minute, _)| *minute);
    let mut window = Window::of_seconds(length * (MINUTE_NS / 1_000_000_000));
    let mut entering = minutes.iter().peekable();
    let mut leaving = minutes.iter().peekable();
    let known = times.iter().filter(|at| at.0 / MINUTE_NS >= begin);
    let points = known.map(|at| {
        let last = at.0 / MINUTE_NS;
        while let Some((_, cell)) = entering.next_if(|(minute, _)| *minute <= last) {
            window.add(cell);
        }
        while let Some((_, cell)) = leaving.next_if(|(minute, _)| *minute + length <= last) {
            window.remove(cell);
        }
        MetricPoint {
            at,
            value: value(&window),
        }
    });
    points.collect()
}
