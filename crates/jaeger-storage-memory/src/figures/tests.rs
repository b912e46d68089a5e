use std::sync::atomic::AtomicBool;
use std::time::Duration;

use jaeger_model::otlp::{resource_spans, scope_spans, span, traces_data};
use jaeger_model::wire::Writer;
use jaeger_model::{Limits, SpanBatch, Tenant, Timestamp};
use jaeger_storage::{MetricQuery, MetricSeries, MetricTimes, TimeRange};

use super::*;

/// Spans of one name, one in each of these minutes.
fn spans(name: &str, minutes: impl IntoIterator<Item = u64>) -> SpanBatch {
    lasting(name, minutes.into_iter().map(|minute| (minute, 1)))
}

/// Spans of one name, one for each of these minutes and durations in nanoseconds.
fn lasting(name: &str, spans: impl IntoIterator<Item = (u64, u64)>) -> SpanBatch {
    let mut writer = Writer::default();
    writer.message(traces_data::RESOURCE_SPANS, |w| {
        w.message(resource_spans::SCOPE_SPANS, |w| {
            for (id, (minute, duration_ns)) in (1_u64..).zip(spans) {
                w.message(scope_spans::SPANS, |w| {
                    w.bytes(span::TRACE_ID, &[1; 16]);
                    w.bytes(span::SPAN_ID, &id.to_be_bytes());
                    w.bytes(span::NAME, name.as_bytes());
                    let start = minute * MINUTE_NS;
                    w.fixed64(span::START_TIME_UNIX_NANO, start);
                    w.fixed64(span::END_TIME_UNIX_NANO, start + duration_ns);
                });
            }
        });
    });
    let scanned = SpanBatch::scan(writer.into_bytes().into(), &Limits::default()).unwrap();
    scanned.batch
}

fn figures(bytes_max: usize, series_max: usize) -> Figures {
    Figures::new(&Config {
        bytes_max: bytes_max * PART_OF_BYTES,
        operations_max: series_max,
        ..Config::default()
    })
}

fn count(figures: &mut Figures, batch: &SpanBatch) {
    batch.spans().for_each(|span| figures.count(0, &span));
}

/// Calls by operation in a window of so many minutes.
fn calls(figures: &Figures, last_minute: u64, minutes: u64) -> Vec<(Option<String>, u64)> {
    let at = Timestamp(last_minute * MINUTE_NS);
    let range = TimeRange { start: at, end: at };
    let window = Duration::from_nanos(minutes * MINUTE_NS);
    let query = MetricQuery {
        tenant: Tenant::default(),
        services: Vec::new(),
        group_by_operation: true,
        kinds: Vec::new(),
        times: MetricTimes::new(range, window, window).unwrap(),
    };
    let services = FxHashMap::from_iter([(0, "a")]);
    let value = |window: &Window| Some(window.calls as f64);
    let series = figures.series(&query, &services, value, &AtomicBool::new(false));
    let shown = series.into_iter().map(|series: MetricSeries| {
        let last = series.points.last().and_then(|point| point.value);
        (series.operation, last.unwrap_or_default() as u64)
    });
    shown.collect()
}

/// What everything takes, counted anew.
fn held(figures: &Figures) -> usize {
    let cells = figures.minutes.values().flat_map(FxHashMap::values);
    let cells: usize = cells.map(Cell::bytes).sum();
    let names: usize = figures.series.keys().map(|series| series.bytes()).sum();
    figures.minutes.len() * MINUTE_BYTES + cells + names
}

/// What a minute takes with one cell that has one duration.
fn minute_bytes() -> usize {
    let mut one = figures(1 << 20, 10);
    count(&mut one, &spans("b", [1]));
    let first = one.bytes();
    count(&mut one, &spans("b", [2]));
    one.bytes() - first
}

fn named(name: &str, count: u64) -> (Option<String>, u64) {
    (Some(name.to_owned()), count)
}

#[test]
fn the_minute_that_came_first_goes_first() {
    let mut figures = figures(100 * minute_bytes(), 10);
    count(&mut figures, &spans("a", [9_000]));
    count(&mut figures, &spans("b", 1_000..1_200));
    assert!(figures.bytes() <= figures.bytes_max);
    assert_eq!(figures.minutes.len(), figures.arrival.len());
    assert!(calls(&figures, 9_000, 1).is_empty());
    assert_eq!(calls(&figures, 1_199, 10), [named("b", 10)]);
    assert_eq!(calls(&figures, 1_199, 1_000), [named("b", 99)]);
    assert_eq!(
        figures.series.len(),
        1,
        "a series without a minute is forgotten"
    );
}

#[test]
fn names_beyond_the_bound_count_for_the_rest() {
    let mut figures = figures(1 << 20, 2);
    for name in ["a", "b", "c", "d", "a"] {
        count(&mut figures, &spans(name, [7]));
    }
    let expected = [named("(other operations)", 2), named("a", 2), named("b", 1)];
    assert_eq!(calls(&figures, 7, 1), expected);
}

#[test]
fn long_names_are_held_by_their_beginning() {
    let mut figures = figures(1 << 20, 10);
    let long = "x".repeat(3_000);
    count(&mut figures, &spans(&long, [7]));
    count(&mut figures, &spans(&(long + "y"), [7]));
    assert_eq!(
        calls(&figures, 7, 1),
        [named(&"x".repeat(NAME_BYTES_MAX), 2)]
    );
}

#[test]
fn bytes_are_given_back_with_the_minutes() {
    let mut figures = figures(2_000, 1_000);
    for minute in 0..5_000 {
        count(
            &mut figures,
            &spans(&format!("name {}", minute % 50), [minute]),
        );
    }
    assert_eq!(figures.bytes(), held(&figures));
    assert!(figures.bytes() <= 2_000, "{}", figures.bytes());
    while figures.forget_first() {}
    assert_eq!((figures.bytes(), figures.series.len()), (0, 0));
}

#[test]
fn bytes_grow_with_the_durations_and_are_given_back() {
    let mut figures = figures(1 << 20, 10);
    let mut before = 0;
    for doubling in 9..42 {
        let spans = (0..10).map(|minute| (minute, 1_u64 << doubling));
        count(&mut figures, &lasting("a", spans.clone()));
        let bytes = figures.bytes();
        assert_eq!(bytes, held(&figures));
        assert!(bytes >= before, "{bytes} after {before}");
        count(&mut figures, &lasting("a", spans));
        assert_eq!(figures.bytes(), bytes, "a duration that is known");
        before = bytes;
    }
    assert!(before > 10 * 33 * size_of::<(u16, u32)>(), "{before}");
    assert_eq!(calls(&figures, 9, 10), [named("a", 2 * 33 * 10)]);
    while figures.forget_first() {
        assert_eq!(figures.bytes(), held(&figures));
    }
    assert_eq!((figures.bytes(), figures.series.len()), (0, 0));
}

#[test]
fn minutes_make_room_for_durations() {
    let mut figures = figures(9 * minute_bytes() + 120, 10);
    for minute in 0..9 {
        count(&mut figures, &spans("b", [minute]));
    }
    assert_eq!(figures.minutes.len(), 9);
    count(
        &mut figures,
        &lasting("b", (9..20).map(|bit| (8, 1_u64 << bit))),
    );
    assert!(figures.minutes.len() < 9);
    assert!(figures.bytes() <= figures.bytes_max);
    assert_eq!(figures.bytes(), held(&figures));
    assert_eq!(calls(&figures, 8, 1), [named("b", 12)]);
}

#[test]
fn the_last_minute_does_not_grow_without_room() {
    let mut figures = figures(minute_bytes() + 150, 10);
    let durations = (0..2_000).map(|step| (7, 1_000 + step * 10_000));
    count(&mut figures, &lasting("b", durations));
    let grown = figures.bytes();
    assert_eq!(grown, held(&figures));
    assert!(grown < 2 * figures.bytes_max, "{grown}");
    count(
        &mut figures,
        &lasting("b", (0..64).map(|bit| (7, 1_u64 << bit))),
    );
    assert_eq!(figures.bytes(), grown);
    assert_eq!(calls(&figures, 7, 1), [named("b", 2_064)]);
}

#[test]
fn nothing_is_counted_when_nothing_may_be_kept() {
    let mut figures = Figures::new(&Config {
        metrics: false,
        ..Config::default()
    });
    count(&mut figures, &spans("a", [7]));
    assert_eq!(figures.bytes(), 0);
    assert!(figures.series.is_empty());
}
