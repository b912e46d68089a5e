//! Durations in buckets, and quantiles of them as Prometheus' `histogram_quantile` estimates them.

/// The upper bounds of the buckets, each included, in milliseconds: those with which OpenTelemetry's
/// span metrics feed the Monitor page. One more bucket is for what is slower.
const BOUNDS_MS: [u64; 16] = [
    2, 4, 6, 8, 10, 50, 100, 200, 400, 800, 1_000, 1_400, 2_000, 5_000, 10_000, 15_000,
];
pub(super) const BUCKETS: usize = BOUNDS_MS.len() + 1;

const NS_PER_MS: u64 = 1_000_000;

/// The index of the bucket for a duration.
pub(super) fn bucket_of(duration_ns: u64) -> usize {
    BOUNDS_MS.partition_point(|bound_ms| bound_ms * NS_PER_MS < duration_ns)
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
    let mut lower_ms = 0_u64;
    for (count, upper_ms) in counts.iter().zip(BOUNDS_MS) {
        if *count > 0 && (below + count) as f64 >= rank {
            let share = (rank - below as f64) / *count as f64;
            return Some(lower_ms as f64 + (upper_ms - lower_ms) as f64 * share);
        }
        below += count;
        lower_ms = upper_ms;
    }
    Some(lower_ms as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn upper_bounds_belong_to_their_bucket() {
        let cases = [
            (0, 0),
            (1, 0),
            (2_000_000, 0),
            (2_000_001, 1),
            (10_000_000, 4),
            (10_000_001, 5),
            (15_000_000_000, 15),
            (15_000_000_001, 16),
            (u64::MAX, 16),
        ];
        for (duration_ns, bucket) in cases {
            assert_eq!(bucket_of(duration_ns), bucket, "{duration_ns}");
        }
    }

    #[test]
    fn quantiles_are_interpolated_inside_a_bucket() {
        let infinite = f64::INFINITY;
        type Case = (&'static [(usize, u64)], f64, Option<f64>);
        let cases: [Case; 15] = [
            (&[], 0.5, None),
            (&[(0, 4)], 0.0, Some(0.0)),
            (&[(0, 4)], 0.5, Some(1.0)),
            (&[(0, 4)], 1.0, Some(2.0)),
            (&[(1, 1)], 0.5, Some(3.0)),
            (&[(4, 2)], 0.0, Some(8.0)),
            (&[(0, 1), (1, 1)], 0.5, Some(2.0)),
            (&[(0, 1), (1, 1)], 0.75, Some(3.0)),
            (&[(0, 5), (5, 5)], 0.75, Some(30.0)),
            (&[(0, 1), (16, 1)], 1.0, Some(15_000.0)),
            (&[(16, 3)], 0.1, Some(15_000.0)),
            (&[(0, 1)], -0.1, Some(-infinite)),
            (&[(0, 1)], 1.1, Some(infinite)),
            (&[(0, 1)], f64::NAN, None),
            (&[(0, u64::MAX / 2)], 0.5, Some(1.0)),
        ];
        for (filled, quantile, expected) in cases {
            let mut counts = [0; BUCKETS];
            for (bucket, count) in filled {
                counts[*bucket] = *count;
            }
            assert_eq!(
                quantile_ms(&counts, quantile),
                expected,
                "{filled:?} {quantile}"
            );
        }
    }
}
