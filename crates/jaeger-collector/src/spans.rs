//! Jaeger's counters of spans: by service, kept per batch rather than per span.
//!
//! A batch is walked once and grouped by service and debug flag, of which it rarely has more than one; the labels are
//! looked up per group.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;
use std::time::Duration;

use jaeger_codec::jaeger;
use jaeger_model::{SpanBatch, SpanView, Text, Value};
use jaeger_receivers::sink::{Format, Transport};
use jaeger_service::Metrics;
use jaeger_service::metrics::{BoundedLabel, Counter, Counters, DEFAULT_BUCKETS, Gauge, Histogram};
use parking_lot::Mutex;
use rustc_hash::FxHashSet;

/// The metrics of spans on their way through the collector.
pub(crate) struct SpanMetrics {
    received: Families,
    rejected: Families,
    saved: Families,
    received_services: BoundedLabel,
    saved_services: BoundedLabel,
    seen_services: Mutex<FxHashSet<Arc<str>>>,
    dropped: Counter,
    batch_size: Gauge,
    spans_bytes: Gauge,
    service_names: Gauge,
    save_latency: Histogram,
}

/// Spans, and traces: spans without a parent.
struct Families {
    spans: Counters,
    traces: Counters,
}

/// What became of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is stored.
    Saved,
    /// It is not, and its client knows.
    Refused,
    /// It is not, and nobody could be told.
    Lost,
}

/// The spans of a batch by the labels that come from them.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    groups: BTreeMap<(String, bool), Group>,
}

#[derive(Debug, Default)]
struct Group {
    spans: u64,
    /// By place in [`SAMPLER_TYPES`].
    traces: [u64; SAMPLER_TYPES.len()],
}

impl SpanMetrics {
    pub(crate) fn new(metrics: &Metrics) -> Self {
        let host = host_name();
        let host = [host.as_str()];
        let name = |name: &str| format!("jaeger_collector_{name}");
        let gauge = |metric: &str, help: &str| {
            let family = metrics.gauges(&name(metric), help, &["host"]);
            family.with_label_values(&host)
        };
        let histogram = |metric: &str, help: &str| {
            let family = metrics.histograms(&name(metric), help, &["host"], DEFAULT_BUCKETS);
            family.with_label_values(&host)
        };
        let dropped = metrics.counters(
            &name("spans_dropped_total"),
            "Spans that were lost, since nobody could be told to send them again.",
            &["host"],
        );
        // What Jaeger's dashboards ask for of a queue that we do not have.
        gauge("queue_length", "Spans in the queue; there is none.");
        gauge("queue_capacity", "Room in the queue; there is none.");
        histogram("in_queue_latency", "Time in the queue; there is none.");

        let by_arrival = ["svc", "debug", "format", "transport"];
        let rejected = Families::new(metrics, "rejected", "refused by a filter", &by_arrival);
        let received = Families::new(metrics, "received", "received", &by_arrival);
        for format in FORMATS {
            for transport in TRANSPORTS {
                received.show(&[format, transport]);
                rejected.show(&[format, transport]);
            }
        }
        let by_result = ["svc", "debug", "result"];
        let saved = Families::new(metrics, "saved_by_svc", "written", &by_result);
        saved.show(&["ok"]);
        saved.show(&["err"]);
        Self {
            received,
            rejected,
            saved,
            received_services: BoundedLabel::new(BoundedLabel::SERVICES_MAX),
            saved_services: BoundedLabel::new(BoundedLabel::SERVICES_MAX),
            seen_services: Mutex::default(),
            dropped: dropped.with_label_values(&host),
            batch_size: gauge("batch_size", "Spans of the last batch."),
            spans_bytes: gauge("spans_bytes", "Bytes of all spans so far."),
            service_names: gauge("spans_serviceNames", "Different service names so far."),
            save_latency: histogram("save_latency", "How long writing a batch took, in seconds."),
        }
    }

    /// Counts what came, and returns the counts for [`Self::written`].
    pub(crate) fn received(
        &self,
        batch: &SpanBatch,
        format: Format,
        transport: Transport,
    ) -> Counts {
        let counts = Counts::of(batch, format);
        self.batch_size.set(clamped(batch.len()));
        self.spans_bytes.add(clamped(batch.bytes().len()));
        for ((service, debug), group) in &counts.groups {
            let service = self.received_services.value(service);
            self.remember(&service);
            let labels = [
                &*service,
                debug_label(*debug),
                format.label(),
                transport.label(),
            ];
            self.received.add(&labels, group);
        }
        counts
    }

    /// Counts what is not going to be written.
    pub(crate) fn rejected(&self, batch: &SpanBatch, format: Format, transport: Transport) {
        for ((service, debug), group) in &Counts::of(batch, format).groups {
            let service = self.received_services.value(service);
            let labels = [
                &*service,
                debug_label(*debug),
                format.label(),
                transport.label(),
            ];
            self.rejected.add(&labels, group);
        }
    }

    /// Counts what became of it.
    pub(crate) fn written(&self, counts: &Counts, outcome: Outcome, taken: Duration) {
        self.save_latency.observe(taken.as_secs_f64());
        if outcome == Outcome::Lost {
            self.dropped.inc_by(counts.spans());
        }
        let result = if outcome == Outcome::Saved {
            "ok"
        } else {
            "err"
        };
        for ((service, debug), group) in &counts.groups {
            let service = match service.as_str() {
                "" => self.saved_services.value(NO_SERVICE),
                service => self.saved_services.value(service),
            };
            self.saved
                .add(&[&*service, debug_label(*debug), result], group);
        }
    }

    fn remember(&self, service: &Arc<str>) {
        let mut seen = self.seen_services.lock();
        if seen.insert(Arc::clone(service)) {
            self.service_names.set(clamped(seen.len()));
        }
    }
}

impl Counts {
    /// Counts the spans of a batch.
    pub(crate) fn of(batch: &SpanBatch, format: Format) -> Self {
        let mut counts = Self::default();
        let mut spans = batch.spans().peekable();
        while let Some(first) = spans.next() {
            let service = first.resource().service_name().unwrap_or_default();
            let debug = is_debug(&first, format);
            let group = counts.group(service, debug);
            group.add(&first);
            // Neighbours mostly share their resource.
            while let Some(next) = spans.next_if(|span| {
                let same = span.resource().service_name().unwrap_or_default() == service;
                same && is_debug(span, format) == debug
            }) {
                group.add(&next);
            }
        }
        counts
    }

    fn group(&mut self, service: Text<'_>, debug: bool) -> &mut Group {
        let service = service.to_str().into_owned();
        self.groups.entry((service, debug)).or_default()
    }

    /// Returns how many spans there are.
    pub(crate) fn spans(&self) -> u64 {
        self.groups.values().map(|group| group.spans).sum()
    }
}

impl Group {
    fn add(&mut self, span: &SpanView<'_>) {
        self.spans += 1;
        if span.parent_span_id().is_none() {
            let [.., unrecognized] = &mut self.traces;
            let count = match sampler_type(span) {
                Some(index) => self.traces.get_mut(index),
                None => Some(unrecognized),
            };
            count.into_iter().for_each(|count| *count += 1);
        }
    }
}

/// Returns the place in [`SAMPLER_TYPES`] of what the span says.
fn sampler_type(span: &SpanView<'_>) -> Option<usize> {
    let Value::String(said) = span.attribute("sampler.type")? else {
        return None;
    };
    SAMPLER_TYPES.iter().position(|known| said == *known)
}

/// OTLP has no such flags.
fn is_debug(span: &SpanView<'_>, format: Format) -> bool {
    const DEBUG: i64 = 2;
    format != Format::Otlp && jaeger::flags(span).is_some_and(|flags| flags & DEBUG != 0)
}

fn debug_label(debug: bool) -> &'static str {
    if debug { "true" } else { "false" }
}

fn clamped(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

impl Families {
    /// Makes `spans_<what>_total` and `traces_<what>_total`.
    fn new(metrics: &Metrics, what: &str, done: &str, labels: &[&str]) -> Self {
        let family = |of: &str, labels: &[&str]| {
            let name = format!("jaeger_collector_{of}_{what}_total");
            metrics.counters(&name, &format!("The {of} that were {done}."), labels)
        };
        let with_sampler: Vec<_> = labels.iter().copied().chain(["sampler_type"]).collect();
        Self {
            spans: family("spans", labels),
            traces: family("traces", &with_sampler),
        }
    }

    /// Makes the series of services beyond the bound, so that they are there with 0 from the start.
    fn show(&self, labels: &[&str]) {
        for debug in ["false", "true"] {
            let labels: Vec<_> = [OTHER_SERVICES, debug]
                .into_iter()
                .chain(labels.iter().copied())
                .collect();
            self.spans.with_label_values(&labels);
            for sampler in SAMPLER_TYPES {
                let labels: Vec<_> = labels.iter().copied().chain([sampler]).collect();
                self.traces.with_label_values(&labels);
            }
        }
    }

    fn add(&self, labels: &[&str], group: &Group) {
        self.spans.with_label_values(labels).inc_by(group.spans);
        for (sampler, count) in SAMPLER_TYPES.iter().zip(group.traces) {
            if count != 0 {
                let labels: Vec<_> = labels.iter().copied().chain([*sampler]).collect();
                self.traces.with_label_values(&labels).inc_by(count);
            }
        }
    }
}

/// The name of this machine, the label that Jaeger puts on what it counts of itself.
fn host_name() -> String {
    let name = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    match name.trim() {
        "" => String::from("unknown"),
        name => name.to_owned(),
    }
}

/// The last stands for all others.
const SAMPLER_TYPES: [&str; 5] = [
    "const",
    "probabilistic",
    "ratelimiting",
    "lowerbound",
    "unrecognized",
];
const FORMATS: [&str; 5] = ["jaeger", "otlp", "proto", "unknown", "zipkin"];
const TRANSPORTS: [&str; 4] = ["grpc", "http", "udp", "unknown"];
const OTHER_SERVICES: &str = "other-services";
const NO_SERVICE: &str = "empty-service-name";
