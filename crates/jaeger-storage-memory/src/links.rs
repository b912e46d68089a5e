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
#[derive(Debug, Default)]
pub(crate) struct Links {
    minutes: BTreeMap<u64, FxHashMap<(u32, u32), Calls>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Calls {
    count: u64,
    errors: u64,
}

const MINUTE_NS: u64 = 60_000_000_000;

impl Links {
    /// Counts a call from `parent` to the service of `child`, unless they are one.
    pub(crate) fn count(&mut self, parent: u32, child: &Caller) {
        if parent == child.service {
            return;
        }
        let minute = self.minutes.entry(child.start.0 / MINUTE_NS).or_default();
        let calls = minute.entry((parent, child.service)).or_default();
        calls.count += 1;
        calls.errors += u64::from(child.is_error);
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
