//! The suite's door through the query API, with OTLP before it.
//!
//! Where the API has two ways to ask the same, both are asked and must agree: services, operations, one trace, and a
//! form without bounds in time.

use std::net::SocketAddr;

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::{Request, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use jaeger_model::{SpanKind, Tenant, Trace, TraceId};
use jaeger_storage::{
    AttributeKeyQuery, AttributeValueQuery, Dependency, DependencyQuery, Operation, OperationQuery,
    Page, PageToken, TraceSummary, WriteRequest,
};
use jaeger_storage_conformance::Door;
use jaeger_storage_conformance::door::{Refused, Unasked};
use jaeger_storage_conformance::question::Question;
use jaeger_tests::Jaeger;
use serde_json::Value;

use crate::replies::{self, member};
use crate::sending::{Sender, Sending};
use crate::words::{self, Path};

/// The header that names the tenant.
pub(crate) const TENANT: &str = "x-tenant";

/// A door of an all-in-one.
#[derive(Debug)]
pub(crate) struct OverHttp {
    sender: Sender,
    query: SocketAddr,
    client: Client<HttpConnector, Full<Bytes>>,
}

impl OverHttp {
    /// The door of this one, with spans sent so.
    pub(crate) fn new(jaeger: &Jaeger, sending: Sending) -> Self {
        Self {
            sender: Sender::new(jaeger, sending),
            query: jaeger.address("query-http"),
            client: Client::builder(TokioExecutor::new()).build_http(),
        }
    }

    /// What is answered; nothing when there is no such thing.
    async fn ask(&self, tenant: &Tenant, path: &Path) -> Result<Option<Value>> {
        let request = Request::get(format!("http://{}{}", self.query, path.text()?))
            .header(TENANT, tenant.as_str())
            .body(Full::default())?;
        let reply = self.client.request(request).await?;
        let status = reply.status();
        let body = reply.collect().await?.to_bytes();
        let body: Value = serde_json::from_slice(&body).with_context(|| format!("{body:?}"))?;
        match status {
            StatusCode::OK => Ok(Some(body)),
            StatusCode::NOT_FOUND => Ok(None),
            StatusCode::BAD_REQUEST => Err(Refused(reason(&body)).into()),
            _ => bail!("{status}: {body}"),
        }
    }

    async fn ask_known(&self, tenant: &Tenant, path: &Path) -> Result<Value> {
        self.ask(tenant, path).await?.context("not found")
    }

    async fn summaries_of(&self, question: &Question, page: Option<&PageToken>) -> Result<Value> {
        let path = words::of_v3("/api/v3/trace-summaries", question, page)?;
        self.ask_known(&question.tenant, &path).await
    }
}

impl Door for OverHttp {
    async fn write(&self, request: WriteRequest) -> Result<()> {
        self.sender.send(&request).await
    }

    async fn find_ids(
        &self,
        question: &Question,
        page: Option<&PageToken>,
    ) -> Result<Page<Vec<TraceId>>> {
        let reply = self.summaries_of(question, page).await?;
        let found = replies::summaries(&reply)?;
        let ids: Vec<_> = found.iter().map(|summary| summary.trace_id).collect();
        // The form has no pages.
        let form = words::of_form(question).filter(|_| page.is_none());
        if let Some(path) = form {
            let reply = self.ask_known(&question.tenant, &path).await?;
            let same = replies::ids_in_ui_form(&reply)?;
            ensure!(
                same == ids,
                "/api/traces finds {same:?} in place of {ids:?}"
            );
        }
        let next = reply.get("nextPageToken").and_then(Value::as_str);
        Ok(Page {
            items: ids,
            next: next.map(|token| PageToken::new(token.to_owned())),
        })
    }

    async fn find_traces(&self, question: &Question) -> Result<Vec<Trace>> {
        let path = words::of_v3("/api/v3/traces", question, None)?;
        match self.ask(&question.tenant, &path).await? {
            Some(reply) => replies::traces(&reply),
            None => Ok(Vec::new()),
        }
    }

    async fn find_summaries(&self, question: &Question) -> Result<Vec<TraceSummary>> {
        replies::summaries(&self.summaries_of(question, None).await?)
    }

    async fn trace(&self, tenant: &Tenant, id: TraceId) -> Result<Option<Trace>> {
        let id = id.to_hex();
        let path = Path::new(&format!("/api/v3/traces/{id}")).with("rawTraces", "true");
        let reply = self.ask(tenant, &path).await?;
        let path = Path::new(&format!("/api/traces/{id}")).with("raw", "true");
        let in_ui_form = self.ask(tenant, &path).await?;
        let (Some(reply), Some(in_ui_form)) = (&reply, &in_ui_form) else {
            ensure!(reply.is_none() && in_ui_form.is_none(), "one knows {id}");
            return Ok(None);
        };
        let [trace] = <[Trace; 1]>::try_from(replies::traces(reply)?)
            .map_err(|traces| anyhow!("not one trace: {traces:?}"))?;
        ensure!(
            replies::span_ids(&trace) == replies::span_ids_in_ui_form(in_ui_form)?,
            "the two forms have different spans"
        );
        Ok(Some(trace))
    }

    async fn services(&self, tenant: &Tenant) -> Result<Vec<String>> {
        let reply = self.ask_known(tenant, &Path::new("/api/services")).await?;
        let names: Option<Vec<String>> = member(&reply, "data")?;
        let names = names.unwrap_or_default();
        let path = Path::new("/api/v3/services");
        let reply = self.ask_known(tenant, &path).await?;
        let same: Vec<String> = match reply.get("services") {
            Some(_) => member(&reply, "services")?,
            None => Vec::new(),
        };
        ensure!(same == names, "{same:?} in place of {names:?}");
        Ok(names)
    }

    async fn operations(&self, query: OperationQuery) -> Result<Vec<Operation>> {
        let kind = match query.kind {
            Some(SpanKind::Unspecified) => {
                return Err(Unasked("the API has no word for the unspecified kind").into());
            }
            kind => kind.map_or("", SpanKind::as_str),
        };
        let path = |path: &str| {
            Path::new(path)
                .with("service", &query.service)
                .with("spanKind", kind)
        };
        let of_v3 = path("/api/v3/operations");
        let operations = replies::operations(&self.ask_known(&query.tenant, &of_v3).await?)?;
        if !query.service.is_empty() {
            let of_v1 = path("/api/operations");
            let reply = self.ask_known(&query.tenant, &of_v1).await?;
            let same: Vec<Value> = member(&reply, "data")?;
            ensure!(same.len() == operations.len(), "{same:?}");
        }
        Ok(operations)
    }

    /// The API leaves out both ends, so it is asked for a millisecond more; no case has a span that starts there.
    async fn dependencies(&self, query: DependencyQuery) -> Result<Vec<Dependency>> {
        let (start, end) = (query.range.start.0, query.range.end.0);
        ensure!(
            start.is_multiple_of(NS_PER_MS) && end.is_multiple_of(NS_PER_MS),
            "the API takes milliseconds"
        );
        let path = Path::new("/api/dependencies")
            .with("errors", "true")
            .with("endTs", &(end / NS_PER_MS + 1).to_string())
            .with("lookback", &((end - start) / NS_PER_MS + 2).to_string());
        replies::dependencies(&self.ask_known(&query.tenant, &path).await?)
    }

    async fn attribute_keys(&self, _: AttributeKeyQuery) -> Result<Vec<String>> {
        Err(Unasked("the API does not list attribute keys").into())
    }

    async fn attribute_values(&self, _: AttributeValueQuery) -> Result<Vec<String>> {
        Err(Unasked("the API does not list values of attributes").into())
    }

    fn tells_failed_calls(&self) -> bool {
        false
    }
}

/// Why a question was refused, without the name of its parameter.
fn reason(reply: &Value) -> String {
    let of_v3 = reply.pointer("/error/message");
    let message = of_v3.or_else(|| reply.pointer("/errors/0/msg"));
    let message = message.and_then(Value::as_str).unwrap_or_default();
    let named = [
        "malformed parameter q: ",
        "malformed parameter query.filter: ",
    ];
    let reasons = named.iter().find_map(|name| message.strip_prefix(name));
    reasons.unwrap_or(message).to_owned()
}

const NS_PER_MS: u64 = 1_000_000;
