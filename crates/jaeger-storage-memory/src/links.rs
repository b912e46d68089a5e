//! Who calls whom, counted when the second of two spans arrives.

use std::collections::BTreeMap;

use jaeger_model::Timestamp;
use jaeger_storage::{Dependency, TimeRange};
use rustc_hash::FxHashMap;

/// What a call needs to know of a span.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Caller {
    pub(crate) service: u32,
    pub(crate) start: Timestamp,
    pub(crate) is_error: bool,
}

/// Calls between services by the minute in which the called span started.
///
/// They outlive their spans, so they have a bound of their own; beyond it the earliest minute goes.
#[derive(Debug, Default)]
pub(crate) struct Links {
    minutes: BTreeMap<u64, FxHashMap<(u32, u32), Calls>>,
    /// Pairs of all minutes.
    pairs: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct Calls {
    count: u64,
    errors: u64,
}

const MINUTE_NS: u64 = 60_000_000_000;
/// Some 20 MB.
const PAIRS_MAX: usize = 200_000;

impl Links {
    /// Counts a call from `parent` to the service of `child`, unless they are one.
    pub(crate) fn count(&mut self, parent: u32, child: &Caller) {
        if parent == child.service {
            return;
        }
        let minute = self.minutes.entry(child.start.0 / MINUTE_NS).or_default();
        let known = minute.len();
        let calls = minute.entry((parent, child.service)).or_default();
        calls.count += 1;
        calls.errors += u64::from(child.is_error);
        self.pairs += minute.len() - known;
        while self.pairs > PAIRS_MAX
            && let Some((_, earliest)) = self.minutes.pop_first()
        {
            self.pairs -= earliest.len();
        }
    }

    /// The calls of the minutes that touch the range.
    pub(crate) fn between(
        &self,
        range: TimeRange,
        name: impl Fn(u32) -> String,
    ) -> Vec<Dependency> {
        let mut sums = BTreeMap::<(String, String), Calls>::new();
        let minutes = range.start.0 / MINUTE_NS..=range.end.0 / MINUTE_NS;
        for (_, calls) in self.minutes.range(minutes) {
            for ((parent, child), calls) in calls {
                let sum = sums.entry((name(*parent), name(*child))).or_default();
                sum.count += calls.count;
                sum.errors += calls.errors;
            }
        }
        let sums = sums.into_iter();
        sums.map(|((parent, child), calls)| Dependency {
            parent,
            child,
            call_count: calls.count,
            error_count: calls.errors,
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earliest_minute_goes_when_there_are_too_many() {
        let mut links = Links::default();
        let minutes = PAIRS_MAX as u64 + 10;
        for minute in 0..minutes {
            let child = Caller {
                service: 1,
                start: Timestamp(minute * MINUTE_NS),
                is_error: false,
            };
            links.count(0, &child);
            links.count(0, &child);
        }
        assert_eq!(links.pairs, PAIRS_MAX);
        let found = links.between(TimeRange::ALL, |service| service.to_string());
        let counts: Vec<_> = found.iter().map(|found| found.call_count).collect();
        assert_eq!(counts, [2 * PAIRS_MAX as u64]);
        let first = TimeRange {
            start: Timestamp(0),
            end: Timestamp(10 * MINUTE_NS - 1),
        };
        assert!(links.between(first, |_| String::new()).is_empty());
    }
}
