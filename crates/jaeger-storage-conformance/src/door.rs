//! How the suite reaches what it asks: a storage itself, or one behind an API.

use std::fmt;

use anyhow::{Context as _, Result};
use jaeger_model::{Tenant, Trace, TraceId};
use jaeger_storage::{
    AttributeKeyQuery, AttributeValueQuery, Dependency, DependencyQuery, ErrorKind, GetTrace,
    MetricQuery, MetricSeries, Operation, OperationQuery, Page, PageToken, Storage,
    TraceReaderExt as _, TraceSummary, WriteRequest,
};

use crate::question::Question;

/// Where the suite writes spans and asks for them.
///
/// An answer is an error of one of two types when there is a reason that the suite knows of: [`Refused`], which a case
/// may expect, and [`Unasked`], which leaves the case out. Any other error fails the case.
pub trait Door: Sync {
    /// Stores a batch; when it is done the spans can be found.
    fn write(&self, request: WriteRequest) -> impl Future<Output = Result<()>> + Send;

    /// The ids of the traces found, on the first page or on that of a token.
    fn find_ids(
        &self,
        question: &Question,
        page: Option<&PageToken>,
    ) -> impl Future<Output = Result<Page<Vec<TraceId>>>> + Send;

    /// The traces found, on the first page.
    fn find_traces(&self, question: &Question) -> impl Future<Output = Result<Vec<Trace>>> + Send;

    /// What is to be said of them, on the first page.
    fn find_summaries(
        &self,
        question: &Question,
    ) -> impl Future<Output = Result<Vec<TraceSummary>>> + Send;

    /// One trace, `None` when it is unknown.
    fn trace(
        &self,
        tenant: &Tenant,
        id: TraceId,
    ) -> impl Future<Output = Result<Option<Trace>>> + Send;

    /// The names of all services.
    fn services(&self, tenant: &Tenant) -> impl Future<Output = Result<Vec<String>>> + Send;

    /// The operations of a service.
    fn operations(
        &self,
        query: OperationQuery,
    ) -> impl Future<Output = Result<Vec<Operation>>> + Send;

    /// Who calls whom.
    fn dependencies(
        &self,
        query: DependencyQuery,
    ) -> impl Future<Output = Result<Vec<Dependency>>> + Send;

    /// Attribute keys.
    fn attribute_keys(
        &self,
        query: AttributeKeyQuery,
    ) -> impl Future<Output = Result<Vec<String>>> + Send;

    /// Values of an attribute.
    fn attribute_values(
        &self,
        query: AttributeValueQuery,
    ) -> impl Future<Output = Result<Vec<String>>> + Send;

    /// How calls went over time.
    fn figures(
        &self,
        _: Figure,
        _: MetricQuery,
    ) -> impl Future<Output = Result<Vec<MetricSeries>>> + Send {
        async { Err(Unasked("the door does not show figures over time").into()) }
    }

    /// Whether it shows how calls went over time; else no case asks for it.
    fn shows_figures(&self) -> bool {
        false
    }

    /// Whether it tells how many calls between services failed.
    fn tells_failed_calls(&self) -> bool {
        true
    }
}

/// What is asked about calls over time.
#[derive(Clone, Copy, Debug)]
pub enum Figure {
    /// Calls a second.
    Calls,
    /// The share of calls that failed.
    Errors,
    /// The duration that this share of the calls did not exceed.
    Latencies(f64),
}

/// The question makes no sense, and this is what the door says about it.
#[derive(Debug)]
pub struct Refused(pub String);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused: {}", self.0)
    }
}

impl std::error::Error for Refused {}

/// The door has no words for the question, for this reason.
#[derive(Debug)]
pub struct Unasked(pub &'static str);

impl fmt::Display for Unasked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not asked: {}", self.0)
    }
}

impl std::error::Error for Unasked {}

/// A storage without anything in front of it.
impl Door for Storage {
    async fn write(&self, request: WriteRequest) -> Result<()> {
        Ok(self.writer.write(request).await?)
    }

    async fn find_ids(
        &self,
        question: &Question,
        page: Option<&PageToken>,
    ) -> Result<Page<Vec<TraceId>>> {
        let mut query = question.query()?;
        if let Some(token) = page {
            query = query.with_page(token).map_err(refused)?;
        }
        Ok(self.reader.find_trace_ids(query).await?)
    }

    async fn find_traces(&self, question: &Question) -> Result<Vec<Trace>> {
        let found = self.reader.traces(question.query()?).await?;
        Ok(found.items.into())
    }

    async fn find_summaries(&self, question: &Question) -> Result<Vec<TraceSummary>> {
        Ok(self.reader.find_summaries(question.query()?).await?.items)
    }

    async fn trace(&self, tenant: &Tenant, id: TraceId) -> Result<Option<Trace>> {
        let request = GetTrace {
            tenant: tenant.clone(),
            id,
            hint: None,
        };
        Ok(self.reader.trace(request).await?)
    }

    async fn services(&self, tenant: &Tenant) -> Result<Vec<String>> {
        Ok(self.reader.services(tenant.clone()).await?)
    }

    async fn operations(&self, query: OperationQuery) -> Result<Vec<Operation>> {
        Ok(self.reader.operations(query).await?)
    }

    async fn dependencies(&self, query: DependencyQuery) -> Result<Vec<Dependency>> {
        Ok(self.dependencies.dependencies(query).await?)
    }

    fn shows_figures(&self) -> bool {
        true
    }

    async fn figures(&self, figure: Figure, query: MetricQuery) -> Result<Vec<MetricSeries>> {
        let reader = self
            .metrics
            .as_ref()
            .context("the storage has no figures")?;
        Ok(match figure {
            Figure::Calls => reader.call_rates(query).await?,
            Figure::Errors => reader.error_rates(query).await?,
            Figure::Latencies(quantile) => reader.latencies(query, quantile).await?,
        })
    }

    async fn attribute_keys(&self, query: AttributeKeyQuery) -> Result<Vec<String>> {
        Ok(self.reader.attribute_keys(query).await?)
    }

    async fn attribute_values(&self, query: AttributeValueQuery) -> Result<Vec<String>> {
        Ok(self.reader.attribute_values(query).await?)
    }
}

/// The storage, or what checks its queries, said that the question makes no sense.
pub(crate) fn refused(error: jaeger_storage::Error) -> anyhow::Error {
    match error.kind() {
        ErrorKind::InvalidQuery => Refused(error.to_string()).into(),
        _ => error.into(),
    }
}
