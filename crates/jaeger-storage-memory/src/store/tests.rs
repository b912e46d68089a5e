use futures::TryStreamExt;
use futures::executor::block_on;
use jaeger_model::SpanBatch;
use jaeger_storage::{TimeRange, TraceChunk};

use super::*;
use crate::fixture::{Sketch, batch, trace_id};
use crate::trace::chunks;

fn store(bytes_max: usize) -> Store {
    Store::new(&Config {
        bytes_max,
        ..Config::default()
    })
}

fn write(store: &mut Store, batch: &SpanBatch) {
    let (mut spans, mut above) = (batch.spans(), Above::default());
    while !store.write_slice(&mut spans, &mut above) {}
}

fn spans(store: &Store, trace: u64) -> usize {
    let trace = store.trace(trace_id(trace));
    trace.map_or(0, |trace| trace.spans().len())
}

/// Calls by who makes and who takes them.
fn calls(store: &Store) -> Vec<(String, String, u64)> {
    let dependencies = store.dependencies(TimeRange::ALL).into_iter();
    let calls = dependencies.map(|found| (found.parent, found.child, found.call_count));
    calls.collect()
}

#[test]
fn calls_are_counted_once_in_whatever_order_spans_come() {
    for len in [1_u64, 2, 3, 15, 16, 17, 60] {
        let (odd, even) = ((1..=len).step_by(2), (2..=len).step_by(2));
        for order in [
            (1..=len).collect::<Vec<_>>(),
            (1..=len).rev().collect(),
            odd.clone().chain(even.clone()).collect(),
            even.chain(odd).collect(),
        ] {
            let mut store = store(1 << 30);
            for id in order.iter().chain(&order) {
                let service = match id.is_multiple_of(2) {
                    true => "even",
                    false => "odd",
                };
                let sketch = Sketch {
                    id: *id,
                    parent: id - 1,
                    ..Sketch::default()
                };
                write(&mut store, &batch(&[(service, &[sketch])]));
            }
            assert_eq!(spans(&store, 1), order.len(), "{order:?}");
            let call = |parent: &str, child: &str, count: u64| {
                (parent.to_owned(), child.to_owned(), count)
            };
            let mut expected = vec![
                call("even", "odd", (len - 1) / 2),
                call("odd", "even", len / 2),
            ];
            expected.retain(|(_, _, count)| *count > 0);
            assert_eq!(calls(&store), expected, "{order:?}");
        }
    }
}

#[test]
fn spans_of_one_id_are_told_apart_and_called_once() {
    let mut store = store(1 << 30);
    let child = |id| Sketch {
        id,
        parent: 7,
        ..Sketch::default()
    };
    let shared = |name| Sketch {
        id: 7,
        name,
        ..Sketch::default()
    };
    let children: Vec<_> = (100..120).map(child).collect();
    write(&mut store, &batch(&[("child", &children)]));
    for name in ["first", "second", "first"] {
        write(&mut store, &batch(&[("parent", &[shared(name)])]));
    }
    assert_eq!(spans(&store, 1), 22);
    let expected = (String::from("parent"), String::from("child"), 20);
    assert_eq!(calls(&store), [expected]);
}

#[test]
fn an_id_of_zero_has_no_children() {
    let mut store = store(1 << 30);
    write(&mut store, &batch(&[("a", &[Sketch::default()])]));
    let zero = Sketch {
        id: 0,
        ..Sketch::default()
    };
    write(&mut store, &batch(&[("b", &[zero])]));
    assert_eq!(spans(&store, 1), 2);
    assert!(calls(&store).is_empty());
}

#[test]
fn a_trace_may_have_half_of_the_bytes() {
    const BYTES_MAX: usize = 200_000;
    let long = "x".repeat(2_000);
    // Once the spans are long, once what is above them.
    for (service, value_len) in [("web", 2_000), (long.as_str(), 0)] {
        let mut store = store(BYTES_MAX);
        for id in 1..=200 {
            let sketch = Sketch {
                id,
                value_len,
                ..Sketch::default()
            };
            let service = format!("{service}{}", id * (2_000 - value_len as u64));
            write(&mut store, &batch(&[(service.as_str(), &[sketch])]));
        }
        let kept = spans(&store, 1);
        assert!((20..60).contains(&kept), "{kept}");
        assert!(store.bytes() <= BYTES_MAX, "{}", store.bytes());
        assert_eq!(store.take_losses().dropped_spans, 200 - kept as u64);

        let other = Sketch {
            trace: 2,
            ..Sketch::default()
        };
        write(&mut store, &batch(&[("web", &[other])]));
        assert_eq!([spans(&store, 1), spans(&store, 2)], [kept, 1]);
    }
}

#[test]
fn a_resource_that_is_too_large_takes_no_room() {
    let mut store = store(10_000);
    let sketches = [1, 2].map(|id| Sketch {
        id,
        trace: id,
        ..Sketch::default()
    });
    write(&mut store, &batch(&[("web", &sketches[..1])]));
    let bytes = store.bytes();
    let long = "x".repeat(6_000);
    write(&mut store, &batch(&[(long.as_str(), &sketches[1..])]));
    assert_eq!([spans(&store, 1), spans(&store, 2)], [1, 0]);
    assert_eq!(store.bytes(), bytes);
}

#[test]
fn the_trace_that_came_first_goes_with_its_resource() {
    let mut store = store(1 << 30);
    let name = |trace: u64| format!("{trace}{}", "x".repeat(10_000));
    for trace in 1..=3 {
        let sketch = Sketch {
            trace,
            ..Sketch::default()
        };
        write(&mut store, &batch(&[(name(trace).as_str(), &[sketch])]));
    }
    let before = store.bytes();
    store.give_way(10_000);
    assert!((10_000..20_000).contains(&(before - store.bytes())));
    let kept = [1, 2, 3].map(|trace| spans(&store, trace));
    assert_eq!(kept, [0, 1, 1]);
    assert_eq!(store.take_losses().evicted_traces, 1);
}

#[test]
fn no_more_traces_stay_than_there_may_be() {
    let mut store = Store::new(&Config {
        traces_max: 2,
        ..Config::default()
    });
    let sketches = [1, 2, 1, 3].map(|trace| Sketch {
        trace,
        ..Sketch::default()
    });
    write(&mut store, &batch(&[("web", &sketches)]));
    assert_eq!([1, 2, 3].map(|trace| spans(&store, trace)), [0, 1, 1]);
}

#[test]
fn everything_is_given_back() {
    let mut store = store(1 << 30);
    for trace in 1..=50_u64 {
        let sketches: Vec<_> = (1..=trace)
            .rev()
            .map(|id| Sketch {
                trace,
                id,
                parent: id / 2,
                start_ns: id * 60_000_000_000,
                is_error: id == 3,
                ..Sketch::default()
            })
            .collect();
        let (some, rest) = sketches.split_at(sketches.len() / 2);
        write(&mut store, &batch(&[("web", some), ("app", rest)]));
    }
    // Those that are read meanwhile do not count.
    let read = store.candidates(TimeRange::ALL, &TraceExpression::And(Vec::new()));
    assert_eq!(read.len(), 50);
    assert!(!calls(&store).is_empty());
    assert_eq!(store.services(), ["app", "web"]);
    let sketch = Sketch {
        trace: 50,
        id: 1_000,
        ..Sketch::default()
    };
    write(&mut store, &batch(&[("web", &[sketch])]));

    store.give_way(usize::MAX);
    assert_eq!(store.bytes(), 0);
    assert!(calls(&store).is_empty() && store.services().is_empty());
    let counts = read.iter().map(|trace| trace.spans().len());
    assert_eq!(counts.sum::<usize>(), (1..=50).sum::<usize>());
}

#[test]
fn chunks_are_bounded_whatever_they_are_made_of() {
    const LARGE: usize = 400_000;
    let mut store = store(1 << 30);
    let [first, second] = ["a", "b"].map(|name| name.repeat(LARGE));
    for id in 1..=10 {
        let service = match id % 2 {
            0 => first.as_str(),
            _ => second.as_str(),
        };
        let sketch = Sketch {
            id,
            value_len: 10,
            ..Sketch::default()
        };
        write(&mut store, &batch(&[(service, &[sketch])]));
    }
    let trace = store.trace(trace_id(1)).unwrap();
    let chunks: Vec<_> = block_on(chunks(vec![trace]).try_collect()).unwrap();
    let counts: Vec<_> = chunks.iter().map(|chunk| chunk.spans.len()).collect();
    assert_eq!(counts, [2; 5]);
    for TraceChunk { spans, .. } in chunks {
        assert!((2 * LARGE..3 * LARGE).contains(&spans.bytes_len()));
        let batch = SpanBatch::from_iter(spans.iter());
        assert!(batch.bytes().len().abs_diff(spans.bytes_len()) < 100);
    }
}

#[test]
fn traces_without_the_service_that_is_asked_for_are_passed_over() {
    let mut store = Store::new(&Config {
        services_max: 2,
        ..Config::default()
    });
    // There is room for two names in the lists: nobody knows whether the fourth has the fifth.
    let traces: [&[&str]; 4] = [&["web"], &["app", "web"], &["app"], &["db"]];
    for (trace, services) in (1..).zip(traces) {
        for (id, service) in (1..).zip(services) {
            let sketch = Sketch {
                trace,
                id,
                ..Sketch::default()
            };
            write(&mut store, &batch(&[(service, &[sketch])]));
        }
    }
    let cases: &[(&str, &[u64])] = &[
        (r#"{ resource.service.name = "web" }"#, &[1, 2, 4]),
        (r#"{ resource.service.name = "app" }"#, &[2, 3, 4]),
        (r#"{ resource.service.name = "none" }"#, &[4]),
        (r#"{ resource.service.name != "web" }"#, &[1, 2, 3, 4]),
        (
            r#"{ resource.service.name = "app" && span:name = "x" }"#,
            &[2, 3, 4],
        ),
        (
            r#"{ resource.service.name = "app" } && { resource.service.name = "web" }"#,
            &[2, 4],
        ),
        (
            r#"{ resource.service.name = "app" || name = "x" }"#,
            &[1, 2, 3, 4],
        ),
    ];
    for (text, expected) in cases {
        let expression = TraceExpression::from_text(text).unwrap();
        let candidates = store.candidates(TimeRange::ALL, &expression);
        let mut found: Vec<_> = candidates.iter().map(|trace| trace.id).collect();
        found.sort_unstable();
        let expected: Vec<_> = expected.iter().copied().map(trace_id).collect();
        assert_eq!(found, expected, "{text}");
    }
}
