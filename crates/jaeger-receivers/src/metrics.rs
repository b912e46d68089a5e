//! What the doors count. Every series is there from the start, at 0.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use jaeger_service::Metrics;
use jaeger_service::metrics::{Counter, Counters, DEFAULT_BUCKETS, Gauge, Histograms};

use crate::sink::{Cause, Refusal};

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All of it was taken.
    Ok,
    /// Some spans were left out.
    Partial,
    /// It was not taken.
    Refused(Cause),
    /// It asked for something that is not served at this door.
    Misdirected,
    /// A datagram without bytes.
    Empty,
    /// A datagram for which the queue had no place.
    Dropped,
}

impl Outcome {
    const OF_REQUESTS: [Self; 10] = [
        Self::Ok,
        Self::Partial,
        Self::Refused(Cause::Undecodable),
        Self::Refused(Cause::TooLarge),
        Self::Refused(Cause::Overloaded),
        Self::Refused(Cause::TimedOut),
        Self::Refused(Cause::TenantMissing),
        Self::Refused(Cause::TenantUnknown),
        Self::Refused(Cause::Internal),
        Self::Misdirected,
    ];

    /// The value of the label `outcome`.
    fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Partial => "partial",
            Self::Refused(cause) => cause.reply().word,
            Self::Misdirected => "misdirected",
            Self::Empty => "empty",
            Self::Dropped => "dropped",
        }
    }
}

/// What one door counts.
pub(crate) struct DoorMetrics {
    door: &'static str,
    requests: Counters,
    rejected_spans: Counter,
}

impl DoorMetrics {
    /// The metrics of the door called `door`.
    pub(crate) fn new(metrics: &Metrics, door: &'static str) -> Self {
        let requests = metrics.counters(
            "jaeger_receiver_requests_total",
            "Requests and datagrams by the door they came to and by what became of them.",
            &["door", "outcome"],
        );
        for outcome in Outcome::OF_REQUESTS {
            requests.with_label_values(&[door, outcome.word()]);
        }
        let rejected_spans = metrics.counters(
            "jaeger_receiver_rejected_spans_total",
            "Spans without a usable id that were left out of requests that were taken.",
            &["door"],
        );
        Self {
            door,
            requests,
            rejected_spans: rejected_spans.with_label_values(&[door]),
        }
    }

    /// Counts a request.
    pub(crate) fn count(&self, outcome: Outcome) {
        self.requests
            .with_label_values(&[self.door, outcome.word()])
            .inc();
    }

    /// Counts spans that were left out of a request.
    pub(crate) fn count_rejected_spans(&self, spans: usize) {
        self.rejected_spans.inc_by(spans as u64);
    }
}

impl From<&Refusal> for Outcome {
    fn from(refusal: &Refusal) -> Self {
        Self::Refused(refusal.cause)
    }
}

/// How long requests over HTTP take: Jaeger's metric.
pub(crate) struct HttpMetrics {
    durations: Histograms,
}

impl HttpMetrics {
    pub(crate) fn new(metrics: &Metrics) -> Self {
        let durations = metrics.histograms(
            "jaeger_collector_http_request_duration",
            "Seconds that requests took, by method, path and status.",
            &["method", "path", "status"],
            DEFAULT_BUCKETS,
        );
        durations.with_label_values(&["POST", "/api/traces", "202"]);
        Self { durations }
    }

    /// Observes a request. A path is the pattern of a route or `other`, so that clients cannot make series.
    pub(crate) fn observe(&self, method: &Method, path: &str, status: StatusCode, took: Duration) {
        let method = match *method {
            Method::GET
            | Method::HEAD
            | Method::POST
            | Method::PUT
            | Method::DELETE
            | Method::OPTIONS
            | Method::PATCH => method.as_str(),
            _ => "other",
        };
        self.durations
            .with_label_values(&[method, path, status.as_str()])
            .observe(took.as_secs_f64());
    }
}

/// What Jaeger's agent counts at a port for datagrams, and what it does not: what the kernel drops.
pub(crate) struct UdpMetrics {
    /// Datagrams that came into the queue.
    pub(crate) queued: Counter,
    /// Datagrams for which the queue had no place.
    pub(crate) dropped: Counter,
    /// Failures to read from the socket.
    pub(crate) read_errors: Counter,
    /// Datagrams that could not be decoded or stored.
    pub(crate) handler_errors: Counter,
    /// Datagrams in the queue.
    pub(crate) queue_size: Gauge,
    /// Bytes of the last datagram.
    pub(crate) packet_size: Gauge,
    /// Datagrams that the kernel had no place for.
    pub(crate) kernel_dropped: Counter,
}

impl UdpMetrics {
    /// The metrics of a port behind which is `door`, with its protocol and model.
    pub(crate) fn new(metrics: &Metrics, door: &DoorMetrics, values: [&str; 2]) -> Self {
        for outcome in [Outcome::Empty, Outcome::Dropped] {
            door.requests
                .with_label_values(&[door.door, outcome.word()]);
        }
        let labels = ["protocol", "model"];
        let counter = |name: &str, help: &str| {
            let name = format!("jaeger_agent_thrift_udp_{name}_total");
            let family = metrics.counters(&name, help, &labels);
            family.with_label_values(&values)
        };
        let gauge = |name: &str, help: &str| {
            let name = format!("jaeger_agent_thrift_udp_{name}");
            metrics
                .gauges(&name, help, &labels)
                .with_label_values(&values)
        };
        let kernel_dropped = metrics.counters(
            "jaeger_receiver_kernel_dropped_datagrams_total",
            "Datagrams that the kernel threw away since the socket's buffer was full.",
            &["door"],
        );
        Self {
            queued: counter("server_packets_processed", "Datagrams that were queued."),
            dropped: counter(
                "server_packets_dropped",
                "Datagrams that did not fit the queue.",
            ),
            read_errors: counter("server_read_errors", "Failures to read from the socket."),
            handler_errors: counter(
                "t_processor_handler_errors",
                "Datagrams that could not be decoded or stored.",
            ),
            queue_size: gauge("server_queue_size", "Datagrams in the queue."),
            packet_size: gauge("server_packet_size", "Bytes of the last datagram."),
            kernel_dropped: kernel_dropped.with_label_values(&[door.door]),
        }
    }
}
