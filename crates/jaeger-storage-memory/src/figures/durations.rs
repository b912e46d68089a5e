//! Durations in buckets, and quantiles of them as Prometheus' `histogram_quantile` estimates them.
//!
//! A bucket is as wide as a sixteenth of the power of two below it, so a guess inside of one is off
//! by that share of the duration at most. The web UI names the buckets with the same arithmetic.

use crate::footprint::allocated;

/// How many bits below the highest one of a duration choose its bucket.
const STEP_BITS: u32 = 4;
/// The buckets between a duration and its double.
const STEPS: u64 = 1 << STEP_BITS;
/// What is not longer than 512 ns is in one bucket, so that a microsecond is not.
const SHORTEST_BIT: u32 = 9;
/// What is longer than 73 minutes is in one bucket.
const LONGEST_BIT: u32 = 42;
/// The bucket without an upper bound.
const LAST: u64 = (LONGEST_BIT - SHORTEST_BIT) as u64 * STEPS + 1;
pub(super) const BUCKETS: usize = LAST as usize + 1;

const NS_PER_MS: f64 = 1e6;

/// How many calls took how long: the buckets that have any, in order. Most have a few of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Durations(Vec<(u16, u32)>);

impl Durations {
    /// The bytes that they take beside themselves.
    pub(super) fn bytes(&self) -> usize {
        allocated(self.0.capacity() * size_of::<(u16, u32)>())
    }

    /// The buckets with their calls.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, u32)> {
        let buckets = self.0.iter();
        buckets.map(|(bucket, calls)| (usize::from(*bucket), *calls))
    }

    pub(super) fn calls(&self) -> u64 {
        self.0.iter().map(|(_, calls)| u64::from(*calls)).sum()
    }

    /// Counts a call. A bucket that would take more memory, but may not, leaves it to its
    /// neighbour.
    pub(super) fn count(&mut self, duration_ns: u64, may_grow: bool) {
        self.add_calls(bucket_of(duration_ns), 1, may_grow);
    }

    pub(super) fn add(&mut self, other: &Self) {
        for (bucket, calls) in &other.0 {
            self.add_calls(*bucket, *calls, true);
        }
    }

    fn add_calls(&mut self, bucket: u16, calls: u32, may_grow: bool) {
        let has_room = may_grow || self.0.len() < self.0.capacity() || self.0.is_empty();
        match self.0.binary_search_by_key(&bucket, |(known, _)| *known) {
            Err(place) if has_room => self.0.insert(place, (bucket, calls)),
            Ok(place) | Err(place) => self.add_to_nearest(place, bucket, calls),
        }
    }

    /// Adds calls to the bucket, which is at the place or missing there, or to the neighbour that
    /// is nearer.
    fn add_to_nearest(&mut self, place: usize, bucket: u16, calls: u32) {
        let beside = self.0.iter_mut().skip(place.saturating_sub(1)).take(2);
        let nearest = beside.min_by_key(|(known, _)| known.abs_diff(bucket));
        if let Some((_, known)) = nearest {
            *known = known.saturating_add(calls);
        }
    }
}

/// The number of the bucket for a duration.
fn bucket_of(duration_ns: u64) -> u16 {
    // A bound belongs to the bucket below it.
    let below = duration_ns.saturating_sub(1);
    let bucket = match below.checked_ilog2() {
        Some(LONGEST_BIT..) => LAST,
        Some(bit @ SHORTEST_BIT..) => {
            let step = (below >> (bit - STEP_BITS)) - STEPS;
            u64::from(bit - SHORTEST_BIT) * STEPS + step + 1
        }
        _ => 0,
    };
    bucket as u16
}

/// The upper bound of a bucket that has one, which is in it.
fn bound_ns(bucket: u64) -> u64 {
    let (doubling, step) = (bucket / STEPS, bucket % STEPS);
    (STEPS + step) << (doubling + u64::from(SHORTEST_BIT - STEP_BITS))
}

/// The duration that a share of `quantile` does not exceed, in milliseconds; nothing without any
/// duration.
///
/// Inside its bucket it is interpolated; beyond the last bound it is that bound. Shares that there
/// are not are infinitely long or short.
pub(crate) fn quantile_ms(counts: &[u64; BUCKETS], quantile: f64) -> Option<f64> {
    let total: u64 = counts.iter().sum();
    if total == 0 || quantile.is_nan() {
        return None;
    }
    if quantile < 0.0 {
        return Some(f64::NEG_INFINITY);
    }
    if quantile > 1.0 {
        return Some(f64::INFINITY);
    }
    let rank = quantile * total as f64;
    let mut below = 0_u64;
    let mut lower_ns = 0_u64;
    for (count, upper_ns) in counts.iter().zip((0..LAST).map(bound_ns)) {
        if *count > 0 && (below + count) as f64 >= rank {
            let share = (rank - below as f64) / *count as f64;
            let found_ns = lower_ns as f64 + (upper_ns - lower_ns) as f64 * share;
            return Some(found_ns / NS_PER_MS);
        }
        below += count;
        lower_ns = upper_ns;
    }
    Some(lower_ns as f64 / NS_PER_MS)
}

#[cfg(test)]
mod tests;
