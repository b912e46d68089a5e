//! What is said of a trace without showing its spans.

use std::collections::{BTreeMap, HashSet};

use jaeger_model::{SpanView, StatusCode, Timestamp, TraceId};

/// A trace in a list of results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceSummary {
    /// Its id.
    pub trace_id: TraceId,
    /// The service of the earliest span without a parent; empty when every span has one.
    pub root_service: String,
    /// The name of that span.
    pub root_name: String,
    /// The earliest start of a span.
    pub start: Timestamp,
    /// The latest end of a span.
    pub end: Timestamp,
    /// Number of spans.
    pub span_count: u64,
    /// Spans whose status is error.
    pub error_count: u64,
    /// Spans whose parent is not in the trace.
    pub orphan_count: u64,
    /// Its services, sorted by name.
    pub services: Vec<ServiceSummary>,
}

/// A service's share in a trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceSummary {
    /// Its name.
    pub name: String,
    /// Its spans.
    pub span_count: u64,
    /// Those whose status is error.
    pub error_count: u64,
}

impl TraceSummary {
    /// Summarises all spans of a trace.
    pub fn of(trace_id: TraceId, spans: &[SpanView<'_>]) -> Self {
        let ids: HashSet<_> = spans.iter().map(SpanView::span_id).collect();
        let is_orphan = |span: &&SpanView<'_>| {
            span.parent_span_id()
                .is_some_and(|parent| !ids.contains(&parent))
        };
        let roots = spans.iter().filter(|span| span.parent_span_id().is_none());
        let root = roots.min_by_key(|span| (span.start(), span.span_id()));
        Self {
            trace_id,
            root_service: root.map(service_of).unwrap_or_default(),
            root_name: root
                .map(|root| root.name().to_str().into_owned())
                .unwrap_or_default(),
            start: spans.iter().map(SpanView::start).min().unwrap_or_default(),
            end: spans
                .iter()
                .map(|span| span.end().max(span.start()))
                .max()
                .unwrap_or_default(),
            span_count: spans.len() as u64,
            error_count: spans.iter().filter(|span| is_error(span)).count() as u64,
            orphan_count: spans.iter().filter(is_orphan).count() as u64,
            services: services_of(spans),
        }
    }

    /// Nanoseconds from the earliest start to the latest end.
    pub fn duration_ns(&self) -> u64 {
        self.end.since(self.start)
    }
}

fn services_of(spans: &[SpanView<'_>]) -> Vec<ServiceSummary> {
    let mut services = BTreeMap::<String, (u64, u64)>::new();
    for span in spans {
        let (count, errors) = services.entry(service_of(span)).or_default();
        *count += 1;
        *errors += u64::from(is_error(span));
    }
    let services = services.into_iter();
    services
        .map(|(name, (span_count, error_count))| ServiceSummary {
            name,
            span_count,
            error_count,
        })
        .collect()
}

fn service_of(span: &SpanView<'_>) -> String {
    span.resource()
        .service_name()
        .unwrap_or_default()
        .to_str()
        .into_owned()
}

fn is_error(span: &SpanView<'_>) -> bool {
    span.status() == StatusCode::Error
}
