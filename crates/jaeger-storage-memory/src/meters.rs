//! What the memory backend says of itself.
//!
//! | Metric | Type | What |
//! |---|---|---|
//! | `jaeger_memory_bytes` | gauge | bytes that are taken, as the bound counts them |
//! | `jaeger_memory_evicted_traces_total` | counter | traces that made room for others |
//! | `jaeger_memory_dropped_spans_total` | counter | spans that were not stored since their trace is too large |
//! | `jaeger_memory_unlisted_spans_total` | counter | spans whose service or operation is in no list |
//!
//! Their label `role` is primary or archive.

use std::sync::Arc;
use std::time::Duration;

use jaeger_service::metrics::{Counter, Gauge};
use jaeger_service::{Clock, Metrics};
use parking_lot::Mutex;
use tracing::warn;

use crate::store::Losses;

/// The metrics of one role, and what is warned of.
#[derive(Debug)]
pub(crate) struct Meters {
    bytes: Gauge,
    evicted_traces: Counter,
    dropped_spans: Counter,
    unlisted_spans: Counter,
    clock: Arc<dyn Clock>,
    /// When there was a warning of dropped spans.
    warned: Mutex<Option<Duration>>,
}

/// There is one warning in this time.
const WARNED_EVERY: Duration = Duration::from_secs(60);

impl Meters {
    pub(crate) fn new(role: &str, metrics: &Metrics, clock: &Arc<dyn Clock>) -> Self {
        let counter = |name: &str, help: &str| {
            let family = metrics.counters(name, help, &["role"]);
            family.with_label_values(&[role])
        };
        let bytes = metrics.gauges(
            "jaeger_memory_bytes",
            "Bytes of spans and what is kept beside them, as memory.max-bytes counts them.",
            &["role"],
        );
        Self {
            bytes: bytes.with_label_values(&[role]),
            evicted_traces: counter(
                "jaeger_memory_evicted_traces_total",
                "Traces that made room in memory for others.",
            ),
            dropped_spans: counter(
                "jaeger_memory_dropped_spans_total",
                "Spans that were not stored in memory since their trace is too large.",
            ),
            unlisted_spans: counter(
                "jaeger_memory_unlisted_spans_total",
                "Spans whose service or operation is in no list: too many of them, or too long.",
            ),
            clock: Arc::clone(clock),
            warned: Mutex::default(),
        }
    }

    /// Shows how many bytes are taken.
    pub(crate) fn taken(&self, bytes: usize) {
        self.bytes.set(i64::try_from(bytes).unwrap_or(i64::MAX));
    }

    /// Counts what was lost, and warns now and then of what nobody is told.
    pub(crate) fn lost(&self, losses: Losses) {
        self.evicted_traces.inc_by(losses.evicted_traces);
        self.dropped_spans.inc_by(losses.dropped_spans);
        self.unlisted_spans.inc_by(losses.unlisted_spans);
        if losses.dropped_spans > 0 && self.is_time_to_warn() {
            let dropped = self.dropped_spans.get();
            warn!(
                dropped,
                "spans are not stored, their trace takes half of memory.max-bytes"
            );
        }
    }

    fn is_time_to_warn(&self) -> bool {
        let now = self.clock.monotonic();
        let mut warned = self.warned.lock();
        let is_time = warned.is_none_or(|last| now.saturating_sub(last) >= WARNED_EVERY);
        if is_time {
            *warned = Some(now);
        }
        is_time
    }
}

#[cfg(test)]
mod tests {
    use jaeger_service::ManualClock;

    use super::*;

    #[test]
    fn warns_once_a_minute() {
        let manual = Arc::new(ManualClock::at_ns(0));
        let clock: Arc<dyn Clock> = Arc::<ManualClock>::clone(&manual);
        let meters = Meters::new("primary", &Metrics::new(), &clock);
        for (seconds, is_time) in [(0, true), (59, false), (1, true), (30, false), (60, true)] {
            manual.advance(Duration::from_secs(seconds));
            assert_eq!(meters.is_time_to_warn(), is_time, "{seconds}");
        }
    }
}
