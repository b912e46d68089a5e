//! The traits of `jaeger-storage` over the stores of all tenants.

mod metrics;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures::FutureExt;
use futures::future::BoxFuture;
use jaeger_model::{Attribute, SpanView, Tenant, TraceId};
use jaeger_service::{Clock, Metrics};
use jaeger_storage::evaluate::Subject;
use jaeger_storage::query::Position;
use jaeger_storage::{
    Archive, AttributeKeyQuery, AttributeValueQuery, Capabilities, Dependency, DependencyQuery,
    DependencyStore, Durability, Error, ErrorKind, GetTrace, MetricReader, Operation,
    OperationQuery, Page, Result, Sort, SpanWriter, Storage, TimeRange, TraceExpression,
    TraceQuery, TraceReader, TraceStream, TraceSummary, WriteRequest,
};

use crate::Config;
use crate::meters::Meters;
use crate::store::Store;
use crate::tenants::Tenants;
use crate::trace::{StoredTrace, chunks};

/// Spans in memory, a store for each tenant.
#[derive(Clone, Debug)]
pub struct MemoryStorage {
    tenants: Arc<Tenants>,
    role: Role,
}

/// What a storage is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// It takes what comes. Of a trace that is too large the rest is dropped: to come again would
    /// not help, and what came with it is welcome.
    Primary,
    /// It is asked for one trace, and takes all of it or says that it does not.
    Archive,
}

impl MemoryStorage {
    /// An empty storage with an archive beside it.
    pub fn open(config: Config, metrics: &Metrics, clock: &Arc<dyn Clock>) -> Storage {
        let new = |config, role, name| {
            let meters = Meters::new(name, metrics, clock);
            let tenants = Arc::new(Tenants::new(config, meters));
            Arc::new(Self { tenants, role })
        };
        let primary = new(config, Role::Primary, "primary");
        let archive = new(config.archive(), Role::Archive, "archive");
        let figures = || -> Arc<dyn MetricReader> { Arc::<Self>::clone(&primary) };
        Storage {
            writer: Arc::<Self>::clone(&primary),
            reader: Arc::<Self>::clone(&primary),
            metrics: config.metrics.then(figures),
            dependencies: primary,
            archive: Some(Archive {
                writer: Arc::<Self>::clone(&archive),
                reader: archive,
            }),
        }
    }

    /// The traces of a tenant that may match and one of whose spans may start in the range.
    fn candidates(
        &self,
        tenant: &Tenant,
        range: TimeRange,
        expression: &TraceExpression,
    ) -> Vec<Arc<StoredTrace>> {
        let candidates = |store: &Store| store.candidates(range, expression);
        self.tenants.read(tenant, candidates)
    }

    fn write_now(&self, request: &WriteRequest) -> Result<()> {
        let dropped = self.tenants.write(&request.tenant, &request.batch)?;
        match self.role {
            Role::Archive if dropped > 0 => Err(Error::new(
                ErrorKind::Internal,
                "the trace is too large for the archive, a part of it is stored",
            )),
            Role::Archive | Role::Primary => Ok(()),
        }
    }

    /// Runs a search on the blocking pool; dropping the future ends it.
    fn search<T: Send + 'static>(
        &self,
        query: TraceQuery,
        show: impl Fn(&StoredTrace) -> T + Send + 'static,
    ) -> BoxFuture<'static, Result<Page<Vec<T>>>> {
        let candidates = self.candidates(query.tenant(), query.range(), query.expression());
        blocking(move |cancelled| {
            let found = find(&query, &candidates, cancelled);
            let next = found.next.map(|last| query.page_after(last));
            Page {
                items: found.traces.iter().map(|trace| show(trace)).collect(),
                next,
            }
        })
    }

    /// Counts what `of` shows of each span of the traces in a range; the most frequent come first.
    fn most_frequent(
        &self,
        tenant: &Tenant,
        range: TimeRange,
        limit: usize,
        of: impl Fn(&Attribute<'_>) -> Option<String> + Send + 'static,
    ) -> BoxFuture<'static, Result<Vec<String>>> {
        let candidates = self.candidates(tenant, range, &TraceExpression::And(Vec::new()));
        blocking(move |cancelled| {
            let mut counts = BTreeMap::<String, u64>::new();
            for trace in candidates
                .iter()
                .take_while(|_| !cancelled.load(Ordering::Relaxed))
            {
                for span in trace
                    .spans()
                    .iter()
                    .filter(|span| range.contains(span.start()))
                {
                    let shown = attributes_of_every_level(span).filter_map(|a| of(&a));
                    shown.for_each(|text| *counts.entry(text).or_default() += 1);
                }
            }
            let mut counted: Vec<_> = counts.into_iter().collect();
            counted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            counted
                .into_iter()
                .take(limit)
                .map(|(text, _)| text)
                .collect()
        })
    }
}

fn attributes_of_every_level<'a>(
    span: &SpanView<'a>,
) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
    let of_events = span.events().flat_map(|event| event.attributes());
    let of_links = span.links().flat_map(|link| link.attributes());
    let above = span
        .resource()
        .attributes()
        .chain(span.scope().attributes());
    span.attributes()
        .chain(above)
        .chain(of_events)
        .chain(of_links)
}

/// Runs on the blocking pool, and is told when nobody waits for it any more.
fn blocking<T: Send + 'static>(
    work: impl FnOnce(&AtomicBool) -> T + Send + 'static,
) -> BoxFuture<'static, Result<T>> {
    let cancelled = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&cancelled);
    async move {
        let _on_drop = SetOnDrop(flag);
        let done = tokio::task::spawn_blocking(move || work(&cancelled)).await;
        done.map_err(|e| Error::new(ErrorKind::Internal, "the work broke off").with_source(e))
    }
    .boxed()
}

struct SetOnDrop(Arc<AtomicBool>);

impl Drop for SetOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

struct Found {
    traces: Vec<Arc<StoredTrace>>,
    /// The last position of the page when there is another.
    next: Option<Position>,
}

/// Evaluates the candidates, which come newest first.
fn find(query: &TraceQuery, candidates: &[Arc<StoredTrace>], cancelled: &AtomicBool) -> Found {
    let mut found = Vec::new();
    let mut begun = None;
    for trace in candidates {
        if cancelled.load(Ordering::Relaxed) {
            break;
        }
        // In the default order nothing that began earlier can still belong to this page.
        let is_complete = query.sort() == Sort::default() && found.len() > query.limit();
        if is_complete && begun.is_some_and(|begun| trace.begun() < begun) {
            break;
        }
        if let Some(position) = matching(query, trace) {
            begun = Some(trace.begun());
            found.push((position, trace));
        }
    }
    found.sort_by_key(|(position, _)| *position);
    let has_more = found.len() > query.limit();
    found.truncate(query.limit());
    Found {
        next: found
            .last()
            .filter(|_| has_more)
            .map(|(position, _)| *position),
        traces: found
            .into_iter()
            .map(|(_, trace)| Arc::clone(trace))
            .collect(),
    }
}

/// Where the trace stands in the answer, `None` when it does not belong there.
fn matching(query: &TraceQuery, trace: &StoredTrace) -> Option<Position> {
    let spans = trace.spans();
    spans
        .iter()
        .find(|span| query.range().contains(span.start()))?;
    let subject = Subject::new(trace.id, &spans);
    if !subject.matches(query.expression()) {
        return None;
    }
    let position = query.sort().position(subject.summary());
    query
        .after()
        .is_none_or(|after| position > after)
        .then_some(position)
}

impl SpanWriter for MemoryStorage {
    fn write(&self, request: WriteRequest) -> BoxFuture<'_, Result<()>> {
        let written = self.write_now(&request);
        async { written }.boxed()
    }
}

impl TraceReader for MemoryStorage {
    fn get_trace(&self, request: GetTrace) -> TraceStream {
        let trace = self
            .tenants
            .read(&request.tenant, |store| store.trace(request.id));
        chunks(trace.into_iter().collect())
    }

    fn find_traces(&self, query: TraceQuery) -> BoxFuture<'_, Result<Page<TraceStream>>> {
        let candidates = self.candidates(query.tenant(), query.range(), query.expression());
        blocking(move |cancelled| {
            let found = find(&query, &candidates, cancelled);
            let next = found.next.map(|last| query.page_after(last));
            Page {
                items: chunks(found.traces),
                next,
            }
        })
    }

    fn find_trace_ids(&self, query: TraceQuery) -> BoxFuture<'_, Result<Page<Vec<TraceId>>>> {
        self.search(query, |trace| trace.id)
    }

    fn find_summaries(&self, query: TraceQuery) -> BoxFuture<'_, Result<Page<Vec<TraceSummary>>>> {
        self.search(query, |trace| TraceSummary::of(trace.id, &trace.spans()))
    }

    fn services(&self, tenant: Tenant) -> BoxFuture<'_, Result<Vec<String>>> {
        let services = self.tenants.read(&tenant, Store::services);
        async { Ok(services) }.boxed()
    }

    fn operations(&self, query: OperationQuery) -> BoxFuture<'_, Result<Vec<Operation>>> {
        let OperationQuery {
            tenant,
            service,
            kind,
        } = query;
        let mut operations = self
            .tenants
            .read(&tenant, |store| store.operations(&service));
        operations.retain(|operation| kind.is_none_or(|kind| kind == operation.kind));
        async { Ok(operations) }.boxed()
    }

    fn attribute_keys(&self, query: AttributeKeyQuery) -> BoxFuture<'_, Result<Vec<String>>> {
        let key = |attribute: &Attribute<'_>| Some(attribute.key.to_str().into_owned());
        self.most_frequent(&query.tenant, query.range, query.limit, key)
    }

    fn attribute_values(&self, query: AttributeValueQuery) -> BoxFuture<'_, Result<Vec<String>>> {
        let AttributeValueQuery {
            tenant,
            key,
            range,
            limit,
        } = query;
        let value = move |attribute: &Attribute<'_>| {
            (attribute.key == key.as_str()).then(|| attribute.value.to_text().into_owned())
        };
        self.most_frequent(&tenant, range, limit, value)
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            search_without_service: true,
            trace_expressions: true,
            sorting: true,
            attribute_listing: true,
            durability: Durability::Memory,
        }
    }
}

impl DependencyStore for MemoryStorage {
    fn dependencies(&self, query: DependencyQuery) -> BoxFuture<'_, Result<Vec<Dependency>>> {
        let dependencies = self
            .tenants
            .read(&query.tenant, |store| store.dependencies(query.range));
        async { Ok(dependencies) }.boxed()
    }
}
