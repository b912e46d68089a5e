//! What is counted. Every series is there from the start, at 0.

use jaeger_service::Metrics;
use jaeger_service::metrics::{Counter, Counters};

use crate::store::Reload;

/// What Jaeger counts at a door for sampling.
#[derive(Debug)]
pub(crate) struct DoorMetrics {
    /// Answers in the spelling of `/sampling`.
    pub(crate) named: Counter,
    /// Answers in the spelling of `/`.
    pub(crate) numbered: Counter,
    /// Requests that name no service, or more than one.
    pub(crate) unnamed: Counter,
    /// Answers that the spelling of `/` has no words for.
    pub(crate) unspeakable: Counter,
}

impl DoorMetrics {
    /// The metrics of the door of the role whose metrics begin with `prefix`.
    pub(crate) fn new(metrics: &Metrics, prefix: &str) -> Self {
        let requests = metrics.counters(
            &format!("{prefix}_http_server_requests_total"),
            "Requests for a sampling strategy that were answered, by the spelling of the answer.",
            &["type"],
        );
        let errors = metrics.counters(
            &format!("{prefix}_http_server_errors_total"),
            "Requests for a sampling strategy that were not answered.",
            &["source", "status"],
        );
        // These cannot happen here, but alerts ask for them.
        for source in ["collector-proxy", "proto", "write"] {
            errors.with_label_values(&[source, "5xx"]);
        }
        Self {
            named: requests.with_label_values(&["sampling"]),
            numbered: requests.with_label_values(&["sampling-legacy"]),
            unnamed: errors.with_label_values(&["all", "4xx"]),
            unspeakable: errors.with_label_values(&["thrift", "5xx"]),
        }
    }
}

/// What is counted of the file.
#[derive(Debug)]
pub(crate) struct StoreMetrics {
    reloads: Counters,
}

impl StoreMetrics {
    pub(crate) fn new(metrics: &Metrics) -> Self {
        let reloads = metrics.counters(
            "jaeger_sampling_strategies_reloads_total",
            "Times the file of sampling strategies was read again, by what became of it.",
            &["result"],
        );
        for result in [Reload::Changed, Reload::Unchanged, Reload::Failed] {
            reloads.with_label_values(&[result.word()]);
        }
        Self { reloads }
    }

    pub(crate) fn count(&self, result: Reload) {
        self.reloads.with_label_values(&[result.word()]).inc();
    }
}
