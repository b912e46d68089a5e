//! Any storage, with its calls counted and timed under Jaeger's metric names.
//!
//! | Metric | Type | Labels |
//! |---|---|---|
//! | `jaeger_storage_requests_total` | counter | kind, operation, role, result |
//! | `jaeger_storage_latency` | histogram, seconds | kind, operation, role, result |
//! | `jaeger_storage_responses` | histogram, items of an answer that came | kind, operation, role |
//!
//! `kind` is the backend, `role` primary or archive, `result` ok or err. Jaeger counts reads alone; `write_spans`,
//! `find_summaries`, `get_attribute_keys`, `get_attribute_values` and `get_dependencies` are operations of ours, and
//! `get_latencies`, `get_call_rates` and `get_error_rates` stand beside them. A read whose caller went away before its
//! end is not counted.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures::future::BoxFuture;
use futures::{FutureExt, Stream, StreamExt};
use jaeger_model::{Tenant, TraceId};
use jaeger_service::metrics::{Counter, DEFAULT_BUCKETS, Histogram};
use jaeger_service::{Clock, Metrics};

use crate::{
    Archive, AttributeKeyQuery, AttributeValueQuery, Capabilities, Dependency, DependencyQuery,
    DependencyStore, GetTrace, MetricQuery, MetricReader, MetricSeries, Operation, OperationQuery,
    Page, Result, SpanWriter, Storage, TraceChunk, TraceQuery, TraceReader, TraceStream,
    TraceSummary, WriteRequest,
};

/// Returns `storage` with everything it does counted and timed. `kind` is the backend's name.
pub fn metered(storage: Storage, kind: &str, metrics: &Metrics, clock: &Arc<dyn Clock>) -> Storage {
    let primary = Arc::new(Operations::new(kind, "primary", metrics, clock));
    let figures = |reader: Arc<dyn MetricReader>| -> Arc<dyn MetricReader> {
        Arc::new(Metered::new(reader, &primary))
    };
    let archive = |archive: Archive| {
        let operations = Arc::new(Operations::new(kind, "archive", metrics, clock));
        Archive {
            writer: Arc::new(Metered::new(archive.writer, &operations)),
            reader: Arc::new(Metered::new(archive.reader, &operations)),
        }
    };
    Storage {
        writer: Arc::new(Metered::new(storage.writer, &primary)),
        reader: Arc::new(Metered::new(storage.reader, &primary)),
        dependencies: Arc::new(Metered::new(storage.dependencies, &primary)),
        metrics: storage.metrics.map(figures),
        archive: storage.archive.map(archive),
    }
}

/// One side of a storage and the metrics of its role.
struct Metered<T: ?Sized> {
    operations: Arc<Operations>,
    inner: Arc<T>,
}

/// The metrics of every operation of one role.
struct Operations {
    clock: Arc<dyn Clock>,
    write: Meter,
    get_trace: Meter,
    find_traces: Meter,
    find_trace_ids: Meter,
    find_summaries: Meter,
    services: Meter,
    operations: Meter,
    attribute_keys: Meter,
    attribute_values: Meter,
    dependencies: Meter,
    latencies: Meter,
    call_rates: Meter,
    error_rates: Meter,
}

/// The metrics of one operation; the two are of answers and of errors.
#[derive(Clone)]
struct Meter {
    requests: [Counter; 2],
    latency: [Histogram; 2],
    responses: Histogram,
}

/// An operation under way.
struct Call {
    clock: Arc<dyn Clock>,
    meter: Meter,
    started: Duration,
}

impl<T: ?Sized> Metered<T> {
    fn new(inner: Arc<T>, operations: &Arc<Operations>) -> Self {
        Self {
            operations: Arc::clone(operations),
            inner,
        }
    }

    fn call(&self, meter: &Meter) -> Call {
        let clock = Arc::clone(&self.operations.clock);
        Call {
            started: clock.monotonic(),
            meter: meter.clone(),
            clock,
        }
    }

    /// Runs `answer` as a call whose answer has as many items as `count` says.
    fn run<'a, A: 'a>(
        &self,
        meter: &Meter,
        answer: BoxFuture<'a, Result<A>>,
        count: impl FnOnce(&A) -> usize + Send + 'a,
    ) -> BoxFuture<'a, Result<A>> {
        let call = self.call(meter);
        async move {
            let answer = answer.await;
            call.end(answer.as_ref().ok().map(count));
            answer
        }
        .boxed()
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for Metered<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Metered").field(&self.inner).finish()
    }
}

impl SpanWriter for Metered<dyn SpanWriter> {
    fn write(&self, request: WriteRequest) -> BoxFuture<'_, Result<()>> {
        let spans = request.batch.len();
        let written = self.inner.write(request);
        self.run(&self.operations.write, written, move |()| spans)
    }
}

impl TraceReader for Metered<dyn TraceReader> {
    fn get_trace(&self, request: GetTrace) -> TraceStream {
        let call = self.call(&self.operations.get_trace);
        MeteredStream::new(self.inner.get_trace(request), call).boxed()
    }

    fn find_traces(&self, query: TraceQuery) -> BoxFuture<'_, Result<Page<TraceStream>>> {
        let call = self.call(&self.operations.find_traces);
        let found = self.inner.find_traces(query);
        async move {
            match found.await {
                Ok(Page { items, next }) => Ok(Page {
                    items: MeteredStream::new(items, call).boxed(),
                    next,
                }),
                Err(error) => {
                    call.end(None);
                    Err(error)
                }
            }
        }
        .boxed()
    }

    fn find_trace_ids(&self, query: TraceQuery) -> BoxFuture<'_, Result<Page<Vec<TraceId>>>> {
        let found = self.inner.find_trace_ids(query);
        self.run(&self.operations.find_trace_ids, found, |page| {
            page.items.len()
        })
    }

    fn find_summaries(&self, query: TraceQuery) -> BoxFuture<'_, Result<Page<Vec<TraceSummary>>>> {
        let found = self.inner.find_summaries(query);
        self.run(&self.operations.find_summaries, found, |page| {
            page.items.len()
        })
    }

    fn services(&self, tenant: Tenant) -> BoxFuture<'_, Result<Vec<String>>> {
        let services = self.inner.services(tenant);
        self.run(&self.operations.services, services, Vec::len)
    }

    fn operations(&self, query: OperationQuery) -> BoxFuture<'_, Result<Vec<Operation>>> {
        let operations = self.inner.operations(query);
        self.run(&self.operations.operations, operations, Vec::len)
    }

    fn attribute_keys(&self, query: AttributeKeyQuery) -> BoxFuture<'_, Result<Vec<String>>> {
        let keys = self.inner.attribute_keys(query);
        self.run(&self.operations.attribute_keys, keys, Vec::len)
    }

    fn attribute_values(&self, query: AttributeValueQuery) -> BoxFuture<'_, Result<Vec<String>>> {
        let values = self.inner.attribute_values(query);
        self.run(&self.operations.attribute_values, values, Vec::len)
    }

    fn capabilities(&self) -> Capabilities {
        self.inner.capabilities()
    }
}

impl DependencyStore for Metered<dyn DependencyStore> {
    fn dependencies(&self, query: DependencyQuery) -> BoxFuture<'_, Result<Vec<Dependency>>> {
        let dependencies = self.inner.dependencies(query);
        self.run(&self.operations.dependencies, dependencies, Vec::len)
    }
}

impl MetricReader for Metered<dyn MetricReader> {
    fn latencies(
        &self,
        query: MetricQuery,
        quantile: f64,
    ) -> BoxFuture<'_, Result<Vec<MetricSeries>>> {
        let series = self.inner.latencies(query, quantile);
        self.run(&self.operations.latencies, series, Vec::len)
    }

    fn call_rates(&self, query: MetricQuery) -> BoxFuture<'_, Result<Vec<MetricSeries>>> {
        let series = self.inner.call_rates(query);
        self.run(&self.operations.call_rates, series, Vec::len)
    }

    fn error_rates(&self, query: MetricQuery) -> BoxFuture<'_, Result<Vec<MetricSeries>>> {
        let series = self.inner.error_rates(query);
        self.run(&self.operations.error_rates, series, Vec::len)
    }

    fn min_step(&self) -> Duration {
        self.inner.min_step()
    }
}

/// Traces on their way out: a call that ends with the stream.
struct MeteredStream {
    inner: TraceStream,
    /// Absent once it has ended.
    call: Option<Call>,
    last: Option<TraceId>,
    traces: usize,
}

impl MeteredStream {
    fn new(inner: TraceStream, call: Call) -> Self {
        Self {
            inner,
            call: Some(call),
            last: None,
            traces: 0,
        }
    }

    fn end(&mut self, traces: Option<usize>) {
        if let Some(call) = self.call.take() {
            call.end(traces);
        }
    }
}

impl Stream for MeteredStream {
    type Item = Result<TraceChunk>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = self.inner.poll_next_unpin(context);
        match &polled {
            Poll::Ready(Some(Ok(chunk))) => {
                if self.last.replace(chunk.trace_id) != Some(chunk.trace_id) {
                    self.traces += 1;
                }
            }
            Poll::Ready(Some(Err(_))) => self.end(None),
            Poll::Ready(None) => {
                let traces = self.traces;
                self.end(Some(traces));
            }
            Poll::Pending => {}
        }
        polled
    }
}

impl Call {
    /// Ends it with an answer of so many items, or with an error.
    fn end(self, items: Option<usize>) {
        let Meter {
            requests: [answers, errors],
            latency: [answered_in, failed_in],
            responses,
        } = self.meter;
        let taken = self.clock.monotonic().saturating_sub(self.started);
        let (requests, latency) = match items {
            Some(_) => (answers, answered_in),
            None => (errors, failed_in),
        };
        requests.inc();
        latency.observe(taken.as_secs_f64());
        if let Some(items) = items {
            responses.observe(items as f64);
        }
    }
}

impl Operations {
    fn new(kind: &str, role: &str, metrics: &Metrics, clock: &Arc<dyn Clock>) -> Self {
        let labels = ["kind", "operation", "role", "result"];
        let requests = metrics.counters(
            "jaeger_storage_requests_total",
            "Calls of the storage.",
            &labels,
        );
        let latency = metrics.histograms(
            "jaeger_storage_latency",
            "How long calls of the storage took, in seconds.",
            &labels,
            DEFAULT_BUCKETS,
        );
        let responses = metrics.histograms(
            "jaeger_storage_responses",
            "How many items the answers of the storage had.",
            &labels[..3],
            &RESPONSE_BUCKETS,
        );
        let meter = |operation: &str| Meter {
            requests: ["ok", "err"]
                .map(|result| requests.with_label_values(&[kind, operation, role, result])),
            latency: ["ok", "err"]
                .map(|result| latency.with_label_values(&[kind, operation, role, result])),
            responses: responses.with_label_values(&[kind, operation, role]),
        };
        Self {
            clock: Arc::clone(clock),
            write: meter("write_spans"),
            get_trace: meter("get_trace"),
            find_traces: meter("find_traces"),
            find_trace_ids: meter("find_trace_ids"),
            find_summaries: meter("find_summaries"),
            services: meter("get_services"),
            operations: meter("get_operations"),
            attribute_keys: meter("get_attribute_keys"),
            attribute_values: meter("get_attribute_values"),
            dependencies: meter("get_dependencies"),
            latencies: meter("get_latencies"),
            call_rates: meter("get_call_rates"),
            error_rates: meter("get_error_rates"),
        }
    }
}

const RESPONSE_BUCKETS: [f64; 6] = [1.0, 10.0, 100.0, 1_000.0, 10_000.0, 100_000.0];
