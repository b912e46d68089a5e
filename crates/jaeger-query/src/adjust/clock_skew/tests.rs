use super::*;
use crate::adjust::Adjusted;
use crate::adjust::fixture::{Sketch, trace};
use jaeger_model::Value;

const MAX: Duration = Duration::from_secs(5);
const OFF: Duration = Duration::ZERO;

/// A span on the host with that number; 0 is no known host.
fn at(host: u8, id: u64, parent: u64, start_us: u64, duration_us: u64) -> Sketch<'static> {
    const HOSTS: [&[(&str, Value<'static>)]; 4] = [
        &[],
        &[("ip", Value::Int(1))],
        &[("ip", Value::Int(2))],
        &[("ip", Value::Int(3))],
    ];
    Sketch {
        id,
        parent,
        start_us,
        duration_us,
        resource: HOSTS[usize::from(host)],
        ..Sketch::default()
    }
}

fn corrected(sketches: &[Sketch<'_>], max: Duration) -> Vec<(i64, Vec<String>)> {
    let trace = trace(sketches);
    let Adjusted {
        mut spans,
        family,
        mut warnings,
    } = Adjusted::raw(&trace);
    correct(&mut spans, &family, max, &mut warnings);
    let spans = spans.iter();
    spans
        .map(|span| (span.shift_ns, warnings.take(span)))
        .collect()
}

fn shifts_us(sketches: &[Sketch<'_>]) -> Vec<f64> {
    let spans = corrected(sketches, MAX).into_iter();
    spans.map(|(shift, _)| shift as f64 / 1_000.0).collect()
}

#[test]
fn a_child_of_another_host_moves_into_its_parent() {
    const START: u64 = 10_000_000;
    for (start_us, duration_us, expected) in [
        (START + 100_000, 100_000, 0.0),
        (START, 1_000_000, 0.0),
        (START + 500_000, 500_001, -250_000.5),
        (START - 1, 100_000, 450_001.0),
        (START + 2_000_000, 100_000, -1_550_000.0),
        (START - 3_000_000, 500_000, 3_250_000.0),
        (START - 2_000_000, 2_000_000, 2_000_000.0),
        (START + 500_000, 2_000_000, 0.0),
        (START + 300_000, 1_000_000, -300_000.0),
        (START + 5_000_000, 1_000_000, -5_000_000.0),
        (START + 5_000_001, 1_000_000, 0.0),
    ] {
        let child = at(2, 2, 1, start_us, duration_us);
        let shifts = shifts_us(&[at(1, 1, 0, START, 1_000_000), child]);
        assert_eq!(shifts, [0.0, expected], "{start_us} {duration_us}");
    }
}

#[test]
fn what_is_below_on_the_same_host_moves_with_it() {
    let shifts = shifts_us(&[
        at(1, 1, 0, 0, 1_000_000),
        at(2, 2, 1, 2_000_000, 500_000),
        at(2, 3, 2, 9_000_000, 100_000),
        at(3, 4, 2, 2_200_000, 100_000),
        at(3, 5, 4, 2_210_000, 10_000),
        at(1, 6, 2, 300_000, 100_000),
    ]);
    let expected = [
        0.0,
        -1_750_000.0,
        -1_750_000.0,
        -1_750_000.0,
        -1_750_000.0,
        0.0,
    ];
    assert_eq!(shifts, expected);
}

#[test]
fn spans_without_a_known_host_are_each_compared() {
    let shifts = shifts_us(&[
        at(0, 1, 0, 0, 1_000_000),
        at(0, 2, 1, 2_000_000, 100_000),
        at(0, 3, 2, 2_000_000, 100_000),
        at(1, 4, 0, 0, 1_000_000),
        at(1, 5, 4, 2_000_000, 100_000),
    ]);
    assert_eq!(shifts, [0.0, -1_550_000.0, -1_550_000.0, 0.0, 0.0]);
}

#[test]
fn what_is_not_done_is_said() {
    let pair = [
        at(1, 1, 0, 0, 1_000_000),
        at(2, 2, 1, 3_600_000_000, 1_000_000),
    ];
    let cases = [
        (
            OFF,
            "clock skew adjustment disabled; not applying calculated delta of -1h0m0s",
        ),
        (
            MAX,
            "max clock skew adjustment delta of 5s exceeded; not applying calculated delta of -1h0m0s",
        ),
    ];
    for (max, warning) in cases {
        let expected = [(0, vec![]), (0, vec![warning.to_owned()])];
        assert_eq!(corrected(&pair, max), expected);
    }
    let applied = corrected(&pair, Duration::from_secs(3_600));
    let said = "This span's timestamps were adjusted by -1h0m0s".to_owned();
    assert_eq!(applied, [(0, vec![]), (-3_600_000_000_000, vec![said])]);
}

#[test]
fn missing_parents_and_shared_ids_are_said() {
    let spans = [
        at(1, 1, 0xdead, 0, 10),
        at(1, 2, 0, 0, 10),
        at(1, 2, 0, 5, 10),
    ];
    let warnings: Vec<_> = corrected(&spans, OFF).into_iter().map(|s| s.1).collect();
    let orphan = "invalid parent span IDs=000000000000dead; skipping clock skew adjustment";
    let duplicate = "duplicate span IDs; skipping clock skew adjustment";
    let expected = [vec![orphan.to_owned()], vec![], vec![duplicate.to_owned()]];
    assert_eq!(warnings, expected);
}

#[test]
fn cycles_end_and_stay_as_they_are() {
    let spans = [
        at(1, 1, 1, 0, 10),
        at(2, 2, 1, 1_000, 10),
        at(1, 3, 4, 0, 10),
        at(2, 4, 3, 5_000, 10),
    ];
    let untouched = corrected(&spans, MAX)
        .iter()
        .all(|(shift, warnings)| *shift == 0 && warnings.is_empty());
    assert!(untouched);
}

#[test]
fn a_chain_may_be_as_deep_as_a_trace_is_long() {
    const DEPTH: u64 = 100_000;
    // Each host runs a millisecond ahead of the one that called it.
    let spans: Vec<_> = (1..=DEPTH)
        .map(|id| at(1 + (id % 2) as u8, id, id - 1, 1_000 * id, 10))
        .collect();
    let shifts = corrected(&spans, Duration::from_secs(3_600));
    let last = shifts.last().map(|(shift, _)| *shift);
    assert_eq!(last, Some(-1_000_000 * (DEPTH as i64 - 1)));
}
