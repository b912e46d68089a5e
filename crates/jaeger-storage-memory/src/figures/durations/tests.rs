use super::*;

/// Durations and the bounds that they lie between, which the web UI is tested with as well.
const EXAMPLES: &str = include_str!("../../../testdata/buckets.csv");

const LONGEST_NS: u64 = 1 << LONGEST_BIT;

fn counts(filled: &[(u64, u64)]) -> [u64; BUCKETS] {
    let mut counts = [0; BUCKETS];
    for (duration_ns, count) in filled {
        counts[usize::from(bucket_of(*duration_ns))] += *count;
    }
    counts
}

#[test]
fn a_duration_lies_between_the_bounds_of_its_bucket() {
    let lines = EXAMPLES.lines().skip(1);
    for line in lines {
        let fields = line.split(',').map(|field| field.parse::<u64>().unwrap());
        let fields: Vec<u64> = fields.collect();
        let bucket = u64::from(bucket_of(fields[0]));
        let above = bucket.checked_sub(1).map_or(0, bound_ns);
        assert_eq!((above, bound_ns(bucket)), (fields[1], fields[2]), "{line}");
    }
}

#[test]
fn upper_bounds_belong_to_their_bucket() {
    for bucket in 0..LAST {
        let bound = bound_ns(bucket);
        let found = (bucket_of(bound), bucket_of(bound + 1));
        assert_eq!(found, (bucket as u16, bucket as u16 + 1), "{bound}");
    }
    assert_eq!((bucket_of(0), bucket_of(u64::MAX)), (0, LAST as u16));
    assert_eq!(bound_ns(LAST - 1), LONGEST_NS);
}

#[test]
fn one_duration_is_guessed_within_a_sixteenth() {
    let mut duration_ns = 513;
    while duration_ns <= LONGEST_NS {
        let counts = counts(&[(duration_ns, 1_000)]);
        for quantile in [0.0, 0.5, 0.95, 0.99, 1.0] {
            let guess_ns = quantile_ms(&counts, quantile).unwrap() * NS_PER_MS;
            let error = (guess_ns / duration_ns as f64 - 1.0).abs();
            assert!(error <= 0.0625, "{duration_ns} ns, {quantile}: {guess_ns}");
        }
        duration_ns += duration_ns / 37 + 1;
    }
}

#[test]
fn quantiles_are_interpolated_inside_a_bucket() {
    const MS: u64 = 1_000_000;
    let infinite = f64::INFINITY;
    let longest_ms = Some(LONGEST_NS as f64 / NS_PER_MS);
    type Case = (&'static [(u64, u64)], f64, Option<f64>);
    let cases: [Case; 17] = [
        (&[], 0.5, None),
        // Up to 512 ns.
        (&[(1, 4)], 0.0, Some(0.0)),
        (&[(1, 4)], 0.5, Some(0.000_256)),
        (&[(1, 4)], 1.0, Some(0.000_512)),
        // Up to 544 ns.
        (&[(513, 2)], 0.0, Some(0.000_512)),
        (&[(513, 1)], 0.5, Some(0.000_528)),
        (&[(1, 1), (513, 1)], 0.5, Some(0.000_512)),
        (&[(1, 1), (513, 1)], 0.75, Some(0.000_528)),
        // From 48.234496 to 50.331648 ms.
        (&[(MS, 5), (50 * MS, 5)], 0.75, Some(49.283_072)),
        (&[(50 * MS, 3)], 1.0, Some(50.331_648)),
        (&[(1, 1), (LONGEST_NS + 1, 1)], 1.0, longest_ms),
        (&[(u64::MAX, 3)], 0.1, longest_ms),
        (&[(LONGEST_NS, 3)], 1.0, longest_ms),
        (&[(1, 1)], -0.1, Some(-infinite)),
        (&[(1, 1)], 1.1, Some(infinite)),
        (&[(1, 1)], f64::NAN, None),
        (&[(1, u64::MAX / 2)], 0.5, Some(0.000_256)),
    ];
    for (filled, quantile, expected) in cases {
        let found = quantile_ms(&counts(filled), quantile);
        assert_eq!(found, expected, "{filled:?} {quantile}");
    }
}

#[test]
fn buckets_are_kept_in_order_and_once() {
    let mut durations = Durations::default();
    for duration_ns in [600, 1, 600, u64::MAX, 520, 2] {
        durations.count(duration_ns, true);
    }
    let last = BUCKETS - 1;
    assert_eq!(
        durations.iter().collect::<Vec<_>>(),
        [(0, 2), (1, 1), (3, 2), (last, 1)]
    );
    let mut sum = Durations::default();
    sum.count(560, true);
    sum.add(&durations);
    sum.add(&durations);
    assert_eq!(
        sum.iter().collect::<Vec<_>>(),
        [(0, 4), (1, 2), (2, 1), (3, 4), (last, 2)]
    );
    assert_eq!(sum.calls(), 13);
}

#[test]
fn without_room_the_nearest_bucket_counts() {
    let mut durations = Durations::default();
    durations.count(bound_ns(100), false);
    let (room, bytes) = (durations.0.capacity() as u64, durations.bytes());
    for bucket in 1..room {
        durations.count(bound_ns(100 + 10 * bucket), false);
    }
    let highest = 100 + 10 * (room - 1);
    for bucket in [0, 97, 104, highest - 4, highest + 9, LAST - 1] {
        durations.count(bound_ns(bucket), false);
    }
    let buckets: Vec<_> = durations.iter().collect();
    assert_eq!(buckets.len() as u64, room, "{buckets:?}");
    assert_eq!(buckets.first(), Some(&(100, 4)));
    assert_eq!(buckets.last(), Some(&(highest as usize, 4)));
    assert_eq!(durations.calls(), room + 6);
    assert_eq!(durations.bytes(), bytes);
}
