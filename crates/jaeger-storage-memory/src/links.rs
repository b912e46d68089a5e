//! Who calls whom, counted when the second of two spans arrives.

use std::collections::BTreeMap;

use jaeger_model::Timestamp;
use jaeger_storage::{Dependency, TimeRange};
use rustc_hash::FxHashMap;

use crate::Config;
use crate::footprint::place_bytes;

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
#[derive(Debug)]
pub(crate) struct Links {
    bytes_max: usize,
    minutes: BTreeMap<u64, FxHashMap<(u32, u32), Calls>>,
    bytes: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct Calls {
    count: u64,
    errors: u64,
}

const MINUTE_NS: u64 = 60_000_000_000;
/// The part of the bytes that the links of a tenant may take, and what they need at most.
const PART_OF_BYTES: usize = 16;
const BYTES_MAX: usize = 20 << 20;
/// What a minute costs beside its pairs.
const MINUTE_BYTES: usize = 160;
const PAIR_BYTES: usize = place_bytes::<((u32, u32), Calls)>();

impl Links {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            bytes_max: (config.bytes_max / PART_OF_BYTES).min(BYTES_MAX),
            minutes: BTreeMap::new(),
            bytes: 0,
        }
    }

    /// The bytes that they take.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Counts a call from `parent` to the service of `child`, unless they are one.
    pub(crate) fn count(&mut self, parent: u32, child: &Caller) {
        if parent == child.service {
            return;
        }
        let minute = child.start.0 / MINUTE_NS;
        let minute = self.minutes.entry(minute).or_insert_with(|| {
            self.bytes += MINUTE_BYTES;
            FxHashMap::default()
        });
        let calls = minute.entry((parent, child.service)).or_insert_with(|| {
            self.bytes += PAIR_BYTES;
            Calls::default()
        });
        calls.count += 1;
        calls.errors += u64::from(child.is_error);
        while self.bytes > self.bytes_max && self.forget_earliest() {}
    }

    /// Drops the earliest minute; returns whether there was one.
    pub(crate) fn forget_earliest(&mut self) -> bool {
        let Some((_, pairs)) = self.minutes.pop_first() else {
            return false;
        };
        self.bytes -= MINUTE_BYTES + pairs.len() * PAIR_BYTES;
        true
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
        const STAY: u64 = 50;
        let bytes_max = STAY as usize * (MINUTE_BYTES + PAIR_BYTES);
        let mut links = Links::new(&Config {
            bytes_max: bytes_max * PART_OF_BYTES,
            ..Config::default()
        });
        for minute in 0..STAY + 10 {
            let child = Caller {
                service: 1,
                start: Timestamp(minute * MINUTE_NS),
                is_error: false,
            };
            links.count(0, &child);
            links.count(0, &child);
        }
        assert_eq!(links.bytes(), bytes_max);
        let found = links.between(TimeRange::ALL, |service| service.to_string());
        let counts: Vec<_> = found.iter().map(|found| found.call_count).collect();
        assert_eq!(counts, [2 * STAY]);
        let first = TimeRange {
            start: Timestamp(0),
            end: Timestamp(10 * MINUTE_NS - 1),
        };
        assert!(links.between(first, |_| String::new()).is_empty());
        while links.forget_earliest() {}
        assert_eq!(links.bytes(), 0);
    }
}
