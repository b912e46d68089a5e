//! Asks a storage what a case asks, and compares.

mod metrics;

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail, ensure};
use jaeger_model::{Tenant, Timestamp, TraceId};
use jaeger_storage::{
    AttributeKeyQuery, AttributeValueQuery, DependencyQuery, OperationQuery, Page, TimeRange,
    TraceSummary, WriteRequest,
};
use serde_json::{Value, json};

use crate::door::{Door, Refused};
use crate::file::{AttributesSpec, Case, File, QuerySpec};
use crate::fixture::{BASE_NS, Fixture, kind};
use crate::question::{self, Question};

/// A storage with the spans of one file in it, and the door to it.
pub(crate) struct Checker<'d, D> {
    door: &'d D,
    tenant: Tenant,
    fixture: Fixture,
}

impl<'d, D: Door> Checker<'d, D> {
    /// Writes the spans of a file.
    pub(crate) async fn load(door: &'d D, name: &str, file: &File) -> Result<Self> {
        let tenant = Tenant::new(name);
        let fixture = Fixture::new(file)?;
        for batch in fixture.batches(file)? {
            let tenant = tenant.clone();
            door.write(WriteRequest { tenant, batch }).await?;
        }
        Ok(Self {
            door,
            tenant,
            fixture,
        })
    }

    /// Runs one case, in each form in which it is given.
    pub(crate) async fn check(&self, case: &Case) -> Result<()> {
        self.check_form(case).await?;
        match case.as_text() {
            Some(twin) => self.check_form(&twin).await.context("as text"),
            None => Ok(()),
        }
    }

    async fn check_form(&self, case: &Case) -> Result<()> {
        match self.answer(case).await {
            Ok(answer) if case.dependencies.is_some() && !self.door.tells_failed_calls() => {
                compare(
                    &without_failed_calls(&case.expect),
                    without_failed_calls(&answer),
                )
            }
            Ok(answer) => compare(&case.expect, answer),
            Err(error) => match error.downcast_ref::<Refused>() {
                Some(Refused(message)) if is_expected(message, &case.expect) => Ok(()),
                _ => Err(error),
            },
        }
    }

    async fn answer(&self, case: &Case) -> Result<Value> {
        if let Some(query) = &case.query {
            return self.find(query).await;
        }
        if let Some(query) = &case.pages {
            return self.pages(query).await;
        }
        if let Some(query) = &case.summaries {
            return self.summaries(query).await;
        }
        if let Some(name) = &case.get {
            return self.get(name).await;
        }
        if case.services == Some(true) {
            return Ok(json!(self.door.services(&self.tenant).await?));
        }
        if let Some(spec) = &case.operations {
            return self.operations(&spec.service, spec.kind.as_deref()).await;
        }
        if let Some(spec) = &case.dependencies {
            return self.dependencies(spec.end_ms, spec.lookback_ms).await;
        }
        if let Some(spec) = &case.metrics {
            return self.metrics(spec).await;
        }
        if let Some(spec) = &case.attribute_keys {
            return self.attribute_keys(spec).await;
        }
        match &case.attribute_values {
            Some(spec) => self.attribute_values(spec).await,
            None => bail!("the case asks nothing"),
        }
    }

    /// Finds the traces in the three ways there are; they must agree.
    async fn find(&self, spec: &QuerySpec) -> Result<Value> {
        let question = self.question(spec)?;
        let ids = self.door.find_ids(&question, None).await?.items;
        let traces = self.door.find_traces(&question).await?;
        let summaries = self.door.find_summaries(&question).await?;
        ensure!(
            traces.iter().map(|t| t.id()).eq(ids.iter().copied()),
            "traces differ from ids"
        );
        ensure!(
            summaries.iter().map(|s| s.trace_id).eq(ids.iter().copied()),
            "summaries differ"
        );
        Ok(self.names(&ids))
    }

    async fn pages(&self, spec: &QuerySpec) -> Result<Value> {
        let question = self.question(spec)?;
        let mut pages = Vec::new();
        let mut token = None;
        loop {
            let page = self.door.find_ids(&question, token.as_ref());
            let Page { items, next } = page.await?;
            if !items.is_empty() {
                pages.push(self.names(&items));
            }
            if next.is_none() {
                return Ok(json!(pages));
            }
            ensure!(pages.len() < 1_000, "the pages never end");
            token = next;
        }
    }

    async fn summaries(&self, spec: &QuerySpec) -> Result<Value> {
        let found = self.door.find_summaries(&self.question(spec)?).await?;
        let shown: Vec<_> = found.iter().map(|summary| self.summary(summary)).collect();
        Ok(json!(shown))
    }

    fn summary(&self, summary: &TraceSummary) -> Value {
        let ms = |time: Timestamp| (time.0 as i64 - BASE_NS) / 1_000_000;
        let services = summary.services.iter();
        let services: Vec<_> = services
            .map(|s| json!([s.name, s.span_count, s.error_count]))
            .collect();
        json!({
            "trace": self.fixture.name(summary.trace_id),
            "root_service": summary.root_service,
            "root_name": summary.root_name,
            "start_ms": ms(summary.start),
            "end_ms": ms(summary.end),
            "spans": summary.span_count,
            "errors": summary.error_count,
            "orphans": summary.orphan_count,
            "services": services,
        })
    }

    async fn get(&self, name: &str) -> Result<Value> {
        let id = match self.fixture.id(name) {
            Some(id) => id,
            None => TraceId::from_hex(name)?,
        };
        let Some(trace) = self.door.trace(&self.tenant, id).await? else {
            return Ok(Value::Null);
        };
        ensure!(
            trace.spans().all(|span| span.trace_id() == id),
            "a span of another trace"
        );
        ensure!(
            trace.distinct_spans().len() == trace.len(),
            "a span came twice"
        );
        let mut spans: Vec<_> = trace.spans().map(|span| span.span_id().to_u64()).collect();
        spans.sort_unstable();
        Ok(json!({ "spans": spans }))
    }

    async fn operations(&self, service: &str, word: Option<&str>) -> Result<Value> {
        let kind = word.map(|word| kind(Some(word))).transpose()?;
        let service = service.to_owned();
        let query = OperationQuery {
            tenant: self.tenant.clone(),
            service,
            kind,
        };
        let operations = self.door.operations(query).await?;
        let shown = operations.iter().map(|operation| {
            let kind = operation.kind.as_str();
            json!([
                operation.name,
                if kind.is_empty() { "unspecified" } else { kind }
            ])
        });
        Ok(shown.collect())
    }

    async fn dependencies(&self, end_ms: i64, lookback_ms: i64) -> Result<Value> {
        let end = BASE_NS + end_ms * 1_000_000;
        let range = TimeRange {
            start: question::time(end - lookback_ms * 1_000_000),
            end: question::time(end),
        };
        let query = DependencyQuery {
            tenant: self.tenant.clone(),
            range,
        };
        let found = self.door.dependencies(query).await?;
        let shown = found
            .iter()
            .map(|d| json!([d.parent, d.child, d.call_count, d.error_count]));
        Ok(shown.collect())
    }

    async fn attribute_keys(&self, spec: &AttributesSpec) -> Result<Value> {
        let query = AttributeKeyQuery {
            tenant: self.tenant.clone(),
            range: self.attribute_range(spec),
            limit: spec.limit.unwrap_or(1_000),
        };
        Ok(json!(self.door.attribute_keys(query).await?))
    }

    async fn attribute_values(&self, spec: &AttributesSpec) -> Result<Value> {
        let query = AttributeValueQuery {
            tenant: self.tenant.clone(),
            key: spec.key.clone().context("a key")?,
            range: self.attribute_range(spec),
            limit: spec.limit.unwrap_or(1_000),
        };
        Ok(json!(self.door.attribute_values(query).await?))
    }

    fn attribute_range(&self, spec: &AttributesSpec) -> TimeRange {
        let ns = |ms: Option<i64>| ms.map(|ms| ms * 1_000_000);
        question::range(&self.fixture, ns(spec.from_ms), ns(spec.to_ms))
    }

    fn names(&self, ids: &[TraceId]) -> Value {
        ids.iter()
            .map(|id| Value::from(self.fixture.name(*id)))
            .collect()
    }

    fn question(&self, spec: &QuerySpec) -> Result<Question> {
        Question::of(spec, &self.fixture, &self.tenant)
    }
}

/// Whether a refusal is what the case expects, with its place and the begin of its message where they are given.
fn is_expected(message: &str, expect: &Value) -> bool {
    let begin = expect.get("message").and_then(Value::as_str);
    let place = match (expect.get("line"), expect.get("column")) {
        (Some(line), Some(column)) => format!("(at line {line}, column {column})"),
        _ => String::new(),
    };
    expect.get("error").and_then(Value::as_str) == Some("invalid_query")
        && message.starts_with(begin.unwrap_or_default())
        && message.ends_with(&place)
}

/// Calls between services as they are told where nobody says which of them failed.
fn without_failed_calls(calls: &Value) -> Value {
    let calls = calls.as_array().into_iter().flatten();
    calls
        .map(|call| {
            let told = call.as_array().into_iter().flatten().take(3);
            told.cloned().collect::<Value>()
        })
        .collect()
}

fn compare(expected: &Value, answer: Value) -> Result<()> {
    if let Some(set) = expected.get("set") {
        let members = |value: &Value| -> BTreeSet<String> {
            value
                .as_array()
                .into_iter()
                .flatten()
                .map(Value::to_string)
                .collect()
        };
        let count = answer.as_array().map_or(0, Vec::len);
        ensure!(
            members(set) == members(&answer) && members(set).len() == count,
            "expected in any order {set}, got {answer}"
        );
        return Ok(());
    }
    if let Some(count) = expected.get("count") {
        let spans = answer.get("spans").and_then(Value::as_array).map(Vec::len);
        ensure!(
            spans.map(Value::from).as_ref() == Some(count),
            "expected {count} spans, got {spans:?}"
        );
        return Ok(());
    }
    ensure!(
        *expected == answer,
        "expected {expected}, got {}",
        shortened(&answer.to_string())
    );
    Ok(())
}

fn shortened(text: &str) -> String {
    text.chars().take(600).collect()
}
