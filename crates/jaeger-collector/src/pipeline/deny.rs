//! Spans of services that an operator does not want. Their senders are not told.

use jaeger_model::{SpanBatch, SpanView};
use rustc_hash::FxHashSet;

/// The names of services whose spans are not stored.
#[derive(Clone, Debug, Default)]
pub(super) struct Deny {
    services: FxHashSet<Vec<u8>>,
}

impl Deny {
    pub(super) fn new(services: Vec<String>) -> Self {
        let services = services.into_iter().map(String::into_bytes);
        Self {
            services: services.collect(),
        }
    }

    /// Returns the spans to be stored, the batch itself when these are all, and the others.
    pub(super) fn split(&self, batch: &SpanBatch) -> (SpanBatch, SpanBatch) {
        if self.services.is_empty() || !batch.spans().any(|span| self.is_denied(&span)) {
            return (batch.clone(), SpanBatch::empty());
        }
        let (denied, kept): (Vec<_>, Vec<_>) = batch.spans().partition(|span| self.is_denied(span));
        (kept.into_iter().collect(), denied.into_iter().collect())
    }

    fn is_denied(&self, span: &SpanView<'_>) -> bool {
        let service = span.resource().service_name().unwrap_or_default();
        self.services.contains(service.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::sample::{is_same, of_services};

    #[test]
    fn takes_the_spans_of_denied_services_out() {
        let cases: &[(&[&str], &[&str], &[&str])] = &[
            (&[], &["a", "b", "a"], &[]),
            (&["c", "A"], &["a", "b", "a"], &[]),
            (&["a"], &["b"], &["a", "a"]),
            (&["a", "b"], &[], &["a", "b", "a"]),
        ];
        let batch = of_services(&["a", "b", "a"]);
        for (services, expected_kept, expected_denied) in cases {
            let services = services.iter().copied().map(String::from);
            let (kept, denied) = Deny::new(services.collect()).split(&batch);
            assert_eq!(names(&kept), *expected_kept);
            assert_eq!(names(&denied), *expected_denied);
            assert_eq!(is_same(&kept, &batch), expected_denied.is_empty());
        }
    }

    #[test]
    fn the_hash_of_a_span_stays() {
        let batch = of_services(&["a", "b"]);
        let (kept, _) = Deny::new(vec![String::from("a")]).split(&batch);
        let hash = |batch: &SpanBatch| batch.spans().last().map(|span| span.hash());
        assert_eq!(hash(&kept), hash(&batch));
    }

    fn names(batch: &SpanBatch) -> Vec<String> {
        let names = batch.spans().map(|span| span.resource().service_name());
        names.flatten().map(|name| name.to_string()).collect()
    }
}
