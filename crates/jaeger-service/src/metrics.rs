//! Metrics: families of counters, gauges and histograms, served as Prometheus text.
//!
//! The names are Jaeger's, so that its dashboards and alerts keep working; they are written out in
//! full where a metric is made. Asking for a family a second time returns the same one, since two
//! roles or two doors in one process may share it. Hot code keeps the resolved metric
//! (`family.with_label_values(..)`) rather than the family.

mod bounded_label;
mod process;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use parking_lot::Mutex;
use prometheus::core::Collector;
use prometheus::{HistogramOpts, Opts, Registry, TextEncoder};
use tracing::error;

pub use bounded_label::{BoundedLabel, normalized_label};
pub use prometheus::{
    DEFAULT_BUCKETS, Histogram, HistogramVec as Histograms, IntCounter as Counter,
    IntCounterVec as Counters, IntGauge as Gauge, IntGaugeVec as Gauges,
};

use crate::metrics::process::ProcessCollector;
use crate::version::Version;

/// The metrics of one process. Clones share them.
#[derive(Clone, Default)]
pub struct Metrics {
    registry: Registry,
    families: Arc<Mutex<HashMap<String, Family>>>,
}

enum Family {
    Counters(Counters),
    Gauges(Gauges),
    Histograms(Histograms),
}

impl Metrics {
    /// Returns an empty set of metrics.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the counter `name`.
    pub fn counter(&self, name: &str, help: &str) -> Counter {
        self.counters(name, help, &[]).with_label_values(UNLABELLED)
    }

    /// Returns the gauge `name`.
    pub fn gauge(&self, name: &str, help: &str) -> Gauge {
        self.gauges(name, help, &[]).with_label_values(UNLABELLED)
    }

    /// Returns the histogram `name` with these upper bounds, in seconds for times.
    pub fn histogram(&self, name: &str, help: &str, buckets: &[f64]) -> Histogram {
        self.histograms(name, help, &[], buckets)
            .with_label_values(UNLABELLED)
    }

    /// Returns the family of counters `name` with these label names.
    pub fn counters(&self, name: &str, help: &str, labels: &[&str]) -> Counters {
        let make = || Counters::new(Opts::new(name, help), labels);
        let known = |family: &Family| match family {
            Family::Counters(counters) => Some(counters.clone()),
            _ => None,
        };
        self.family(name, make, known, Family::Counters)
    }

    /// Returns the family of gauges `name` with these label names.
    pub fn gauges(&self, name: &str, help: &str, labels: &[&str]) -> Gauges {
        let make = || Gauges::new(Opts::new(name, help), labels);
        let known = |family: &Family| match family {
            Family::Gauges(gauges) => Some(gauges.clone()),
            _ => None,
        };
        self.family(name, make, known, Family::Gauges)
    }

    /// Returns the family of histograms `name` with these label names and upper bounds.
    pub fn histograms(
        &self,
        name: &str,
        help: &str,
        labels: &[&str],
        buckets: &[f64],
    ) -> Histograms {
        let options = || HistogramOpts::new(name, help).buckets(buckets.to_vec());
        let make = || Histograms::new(options(), labels);
        let known = |family: &Family| match family {
            Family::Histograms(histograms) => Some(histograms.clone()),
            _ => None,
        };
        self.family(name, make, known, Family::Histograms)
    }

    /// Adds memory, processor time, start time and open files of this process.
    pub fn add_process(&self) {
        match ProcessCollector::new() {
            Ok(collector) => self.register("process", collector),
            Err(error) => error!(%error, "failed to make the process metrics"),
        }
    }

    /// Adds `<prefix>_build_info`, always 1, with what was built as labels.
    pub fn add_build_info(&self, prefix: &str, version: &Version) {
        let labels = ["revision", "version", "build_date"];
        self.gauges(
            &format!("{prefix}_build_info"),
            "What was built; always 1.",
            &labels,
        )
        .with_label_values(&[version.git_commit, version.git_version, version.build_date])
        .set(1);
    }

    /// Returns all metrics in Prometheus' text format 0.0.4.
    pub fn encode(&self) -> String {
        TextEncoder::new()
            .encode_to_string(&self.registry.gather())
            .unwrap_or_else(|error| {
                error!(%error, "failed to encode the metrics");
                String::new()
            })
    }

    /// Returns the family `name`, made unless it is `known` already.
    ///
    /// # Panics
    ///
    /// If the name or a label is not one that Prometheus allows, or if the name is taken by a family
    /// of another type: both are mistakes in the program, met by any test that makes the metric.
    fn family<F: Clone + Collector + 'static>(
        &self,
        name: &str,
        make: impl Fn() -> prometheus::Result<F>,
        known: impl Fn(&Family) -> Option<F>,
        remember: impl Fn(F) -> Family,
    ) -> F {
        let mut families = self.families.lock();
        if let Some(family) = families.get(name) {
            return known(family).unwrap_or_else(|| panic!("{name} is a metric of another type"));
        }
        let family = make().unwrap_or_else(|error| panic!("{name} is no metric: {error}"));
        families.insert(name.to_owned(), remember(family.clone()));
        self.register(name, family.clone());
        family
    }

    fn register(&self, name: &str, collector: impl Collector + 'static) {
        if let Err(error) = self.registry.register(Box::new(collector)) {
            error!(%error, name, "failed to register a metric");
        }
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let families = self.families.lock().len();
        formatter
            .debug_struct("Metrics")
            .field("families", &families)
            .finish_non_exhaustive()
    }
}

/// The label values of a family without labels; the type cannot be guessed from none.
const UNLABELLED: &[&str] = &[];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_is_the_same_family() {
        let metrics = Metrics::new();
        let labels = ["svc"];
        let first = metrics.counters("spans_total", "Spans.", &labels);
        let second = metrics.counters("spans_total", "Spans.", &labels);
        first.with_label_values(&["a"]).inc();
        second.with_label_values(&["a"]).inc_by(2);
        let text = metrics.encode();
        assert!(
            text.contains("# TYPE spans_total counter\nspans_total{svc=\"a\"} 3\n"),
            "{text}"
        );
    }

    #[test]
    fn encodes_every_type() {
        let metrics = Metrics::new();
        metrics.counter("a_total", "A.").inc();
        metrics.gauge("b", "B.").set(-2);
        metrics
            .histogram("c_seconds", "C.", &[0.5, 1.0])
            .observe(0.7);
        let text = metrics.encode();
        for line in [
            "# HELP a_total A.\n",
            "\na_total 1\n",
            "\nb -2\n",
            "c_seconds_bucket{le=\"0.5\"} 0\n",
            "c_seconds_bucket{le=\"1\"} 1\n",
            "c_seconds_sum 0.7\n",
            "c_seconds_count 1\n",
        ] {
            assert!(text.contains(line), "{line} in {text}");
        }
    }

    #[test]
    fn tells_what_was_built_and_how_the_process_does() {
        let metrics = Metrics::new();
        let version = Version {
            git_commit: "c0ffee",
            git_version: "v1",
            build_date: "",
        };
        metrics.add_build_info("jaeger_collector", &version);
        metrics.add_process();
        let text = metrics.encode();
        let build =
            r#"jaeger_collector_build_info{build_date="",revision="c0ffee",version="v1"} 1"#;
        assert!(text.contains(build), "{text}");
        for name in [
            "process_resident_memory_bytes",
            "process_cpu_seconds_total",
            "process_start_time_seconds",
            "process_open_fds",
        ] {
            let line = text.lines().find(|line| line.starts_with(name)).unwrap();
            let value: f64 = line.rsplit_once(' ').unwrap().1.parse().unwrap();
            assert!(value >= 0.0, "{line}");
        }
    }
}
