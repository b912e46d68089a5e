//! What a client was sent already.

use std::collections::{HashMap, VecDeque};

use jaeger_model::TraceId;
use jaeger_storage::TraceSummary;

/// The traces that were sent last, with how long each was then.
#[derive(Debug, Default)]
pub(super) struct Seen {
    span_counts: HashMap<TraceId, u64>,
    /// The ids in the order in which they came first.
    order: VecDeque<TraceId>,
}

impl Seen {
    /// Returns whether the trace is new or has other spans than it had, and takes note of it.
    pub(super) fn is_news(&mut self, trace: &TraceSummary) -> bool {
        let before = self.span_counts.insert(trace.trace_id, trace.span_count);
        if before.is_none() {
            self.order.push_back(trace.trace_id);
            self.forget();
        }
        before != Some(trace.span_count)
    }

    fn forget(&mut self) {
        while self.order.len() > REMEMBERED_MAX {
            if let Some(id) = self.order.pop_front() {
                self.span_counts.remove(&id);
            }
        }
    }
}

/// More than are shown in the time in which spans may be late.
const REMEMBERED_MAX: usize = 4_096;

#[cfg(test)]
mod tests {
    use jaeger_model::Timestamp;

    use super::*;

    fn trace(id: u64, span_count: u64) -> TraceSummary {
        TraceSummary {
            trace_id: TraceId::from_halves(0, id),
            root_service: String::new(),
            root_name: String::new(),
            start: Timestamp(0),
            end: Timestamp(0),
            span_count,
            error_count: 0,
            orphan_count: 0,
            services: Vec::new(),
        }
    }

    #[test]
    fn a_trace_is_news_when_it_has_grown() {
        let mut seen = Seen::default();
        let cases = [
            (1, 1, true),
            (1, 1, false),
            (2, 1, true),
            (1, 2, true),
            (1, 2, false),
            (2, 1, false),
        ];
        for (id, span_count, expected) in cases {
            let is_news = seen.is_news(&trace(id, span_count));
            assert_eq!(is_news, expected, "{id} {span_count}");
        }
    }

    #[test]
    fn forgets_what_came_first() {
        let mut seen = Seen::default();
        for id in 0..2 * REMEMBERED_MAX as u64 {
            assert!(seen.is_news(&trace(id, 1)));
        }
        assert_eq!(seen.span_counts.len(), REMEMBERED_MAX);
        assert_eq!(seen.order.len(), REMEMBERED_MAX);
        assert!(!seen.is_news(&trace(2 * REMEMBERED_MAX as u64 - 1, 1)));
        assert!(seen.is_news(&trace(0, 1)));
    }
}
