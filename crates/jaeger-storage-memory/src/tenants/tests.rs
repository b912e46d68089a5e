use jaeger_service::Context;

use super::*;
use crate::fixture::{Sketch, batch, trace_id};

fn tenants(config: Config) -> (Tenants, Context) {
    let context = Context::for_test();
    let meters = Meters::new("primary", &context.metrics, &context.clock);
    (Tenants::new(config, meters), context)
}

/// Writes one trace of this many bytes and a little more.
fn write(tenants: &Tenants, name: &str, trace: u64, value_len: usize) -> Result<u64> {
    let sketch = Sketch {
        trace,
        value_len,
        ..Sketch::default()
    };
    tenants.write(&Tenant::new(name), &batch(&[("web", &[sketch])]))
}

fn has(tenants: &Tenants, name: &str, trace: u64) -> bool {
    let tenant = Tenant::new(name);
    tenants.read(&tenant, |store| store.trace(trace_id(trace)).is_some())
}

#[test]
fn the_tenant_with_the_most_makes_room() {
    const BYTES_MAX: usize = 400_000;
    let (tenants, context) = tenants(Config {
        bytes_max: BYTES_MAX,
        ..Config::default()
    });
    write(&tenants, "small", 1, 10_000).unwrap();
    for trace in 1..=100 {
        write(&tenants, "large", trace, 10_000).unwrap();
        assert!(tenants.excess() == 0, "{trace}");
    }
    write(&tenants, "small", 2, 10_000).unwrap();
    assert!(has(&tenants, "small", 1) && has(&tenants, "small", 2));
    let kept = (1..=100).filter(|trace| has(&tenants, "large", *trace));
    let kept: Vec<_> = kept.collect();
    assert!(kept.len() > 25, "{kept:?}");
    assert_eq!(kept.last(), Some(&100));

    let taken = tenants.bytes.load(Ordering::Relaxed);
    let of = |name| tenants.read(&Tenant::new(name), Store::bytes);
    assert_eq!(taken, of("small") + of("large"));
    let text = context.metrics.encode();
    for line in [
        format!("jaeger_memory_bytes{{role=\"primary\"}} {taken}\n"),
        format!(
            "jaeger_memory_evicted_traces_total{{role=\"primary\"}} {}\n",
            100 - kept.len()
        ),
        String::from("jaeger_memory_dropped_spans_total{role=\"primary\"} 0\n"),
        String::from("jaeger_memory_unlisted_spans_total{role=\"primary\"} 0\n"),
    ] {
        assert!(text.contains(&line), "{line} in {text}");
    }
}

#[test]
fn spans_that_are_dropped_are_counted() {
    let (tenants, context) = tenants(Config {
        bytes_max: 10_000,
        ..Config::default()
    });
    assert_eq!(write(&tenants, "", 1, 6_000).unwrap(), 1);
    assert_eq!(write(&tenants, "", 2, 1_000).unwrap(), 0);
    let line = "jaeger_memory_dropped_spans_total{role=\"primary\"} 1\n";
    let text = context.metrics.encode();
    assert!(text.contains(line), "{text}");
}

#[test]
fn there_are_only_so_many_tenants() {
    for (tenants_max, is_taken) in [(2, false), (3, true), (0, true)] {
        let (tenants, _) = tenants(Config {
            tenants_max,
            ..Config::default()
        });
        for name in ["a", "b", "a"] {
            assert!(!has(&tenants, "who only asks", 1));
            write(&tenants, name, 1, 0).unwrap();
        }
        let written = write(&tenants, "c", 1, 0);
        let refused = written.err().map(|error| error.kind());
        let expected = (!is_taken).then_some(ErrorKind::Unavailable);
        assert_eq!(refused, expected, "{tenants_max}");
        assert_eq!(has(&tenants, "c", 1), is_taken);
        write(&tenants, "b", 2, 0).unwrap();
    }
}
