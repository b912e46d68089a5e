//! Asks a storage what a case asks, and compares.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail, ensure};
use chrono::DateTime;
use jaeger_model::{Tenant, Timestamp, TraceId, duration};
use jaeger_storage::expression::form::Form;
use jaeger_storage::{
    AttributeKeyQuery, AttributeValueQuery, DependencyQuery, ErrorKind, GetTrace, OperationQuery,
    Page, Sort, SpanExpression, Storage, TimeRange, TraceExpression, TraceQuery, TraceReaderExt,
    TraceSummary, WriteRequest,
};
use serde_json::{Map, Value, json};

use crate::file::{AttributesSpec, Case, File, FormSpec, QuerySpec, repeated};
use crate::fixture::{BASE_NS, Fixture, kind};

/// A storage with the spans of one file in it.
pub(crate) struct Checker<'s> {
    storage: &'s Storage,
    tenant: Tenant,
    fixture: Fixture,
}

impl<'s> Checker<'s> {
    /// Writes the spans of a file.
    pub(crate) async fn load(storage: &'s Storage, name: &str, file: &File) -> Result<Self> {
        let tenant = Tenant::new(name);
        let fixture = Fixture::new(file)?;
        for batch in fixture.batches(file)? {
            storage
                .writer
                .write(WriteRequest {
                    tenant: tenant.clone(),
                    batch,
                })
                .await?;
        }
        Ok(Self {
            storage,
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
            return Ok(json!(
                self.storage.reader.services(self.tenant.clone()).await?
            ));
        }
        if let Some(spec) = &case.operations {
            return self.operations(&spec.service, spec.kind.as_deref()).await;
        }
        if let Some(spec) = &case.dependencies {
            return self.dependencies(spec.end_ms, spec.lookback_ms).await;
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
        let query = self.query(spec)?;
        let reader = &self.storage.reader;
        let ids = reader.find_trace_ids(query.clone()).await?.items;
        let traces = reader.traces(query.clone()).await?.items;
        let summaries = reader.find_summaries(query).await?.items;
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
        let mut pages = Vec::new();
        let mut query = self.query(spec)?;
        loop {
            let Page { items, next } = self.storage.reader.find_trace_ids(query).await?;
            if !items.is_empty() {
                pages.push(self.names(&items));
            }
            let Some(token) = next else {
                return Ok(json!(pages));
            };
            ensure!(pages.len() < 1_000, "the pages never end");
            query = self.query(spec)?.with_page(&token).map_err(refused)?;
        }
    }

    async fn summaries(&self, spec: &QuerySpec) -> Result<Value> {
        let found = self
            .storage
            .reader
            .find_summaries(self.query(spec)?)
            .await?
            .items;
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
        let request = GetTrace {
            tenant: self.tenant.clone(),
            id,
            hint: None,
        };
        let Some(trace) = self.storage.reader.trace(request).await? else {
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
        let operations = self.storage.reader.operations(query).await?;
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
            start: time(end - lookback_ms * 1_000_000),
            end: time(end),
        };
        let query = DependencyQuery {
            tenant: self.tenant.clone(),
            range,
        };
        let found = self.storage.dependencies.dependencies(query).await?;
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
        Ok(json!(self.storage.reader.attribute_keys(query).await?))
    }

    async fn attribute_values(&self, spec: &AttributesSpec) -> Result<Value> {
        let query = AttributeValueQuery {
            tenant: self.tenant.clone(),
            key: spec.key.clone().context("a key")?,
            range: self.attribute_range(spec),
            limit: spec.limit.unwrap_or(1_000),
        };
        Ok(json!(self.storage.reader.attribute_values(query).await?))
    }

    fn attribute_range(&self, spec: &AttributesSpec) -> TimeRange {
        let ns = |ms: Option<i64>| ms.map(|ms| ms * 1_000_000);
        self.range(ns(spec.from_ms), ns(spec.to_ms))
    }

    fn names(&self, ids: &[TraceId]) -> Value {
        ids.iter()
            .map(|id| Value::from(self.fixture.name(*id)))
            .collect()
    }

    fn query(&self, spec: &QuerySpec) -> Result<TraceQuery> {
        let range = self.range(spec.start_ns(), spec.end_ns());
        let expression = match (&spec.filter, &spec.text, &spec.form) {
            (Some(filter), _, None) => {
                let json = with_times_written_out(filter).to_string();
                TraceExpression::from_json(&json).map_err(|error| Refused(error.to_string()))?
            }
            (None, Some(text), None) => TraceExpression::from_text(text).map_err(refused)?,
            (None, None, Some(form)) => form_of(form)?.into_expression(range),
            (None, None, None) => TraceExpression::Spans(SpanExpression::And(Vec::new())),
            _ => bail!("a query has a filter, a text or both, or a form"),
        };
        let mut query = TraceQuery::new(self.tenant.clone(), range, expression).map_err(refused)?;
        if let Some(limit) = spec.limit {
            query = query.with_limit(limit);
        }
        if let Some(sort) = &spec.sort {
            query = query.with_sort(Sort::from_word(sort).map_err(refused)?);
        }
        Ok(query)
    }

    fn range(&self, from_ns: Option<i64>, to_ns: Option<i64>) -> TimeRange {
        let whole = self.fixture.range();
        let start = from_ns
            .map(|ns| BASE_NS + ns)
            .or(whole.map(|range| range.0));
        let end = to_ns.map(|ns| BASE_NS + ns).or(whole.map(|range| range.1));
        TimeRange {
            start: start.map_or(Timestamp(0), time),
            end: end.map_or(Timestamp::MAX, time),
        }
    }
}

/// The storage, or its door, said that the query makes no sense.
#[derive(Debug)]
struct Refused(String);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "refused: {}", self.0)
    }
}

impl std::error::Error for Refused {}

fn refused(error: jaeger_storage::Error) -> anyhow::Error {
    match error.kind() {
        ErrorKind::InvalidQuery => Refused(error.to_string()).into(),
        _ => error.into(),
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

fn time(ns: i64) -> Timestamp {
    Timestamp(u64::try_from(ns).unwrap_or_default())
}

fn form_of(spec: &FormSpec) -> Result<Form> {
    let duration = |text: &Option<String>| {
        let parsed = text.as_deref().map(duration::parse).transpose();
        parsed.map_err(|error| Refused(error.to_string()))
    };
    let tags = spec
        .tags
        .iter()
        .map(|(key, value)| Ok((key.clone(), text_of(value)?)));
    Ok(Form {
        service: spec.service.clone(),
        operation: spec.operation.clone(),
        tags: tags.collect::<Result<_>>()?,
        duration_min_ns: duration(&spec.min_duration)?,
        duration_max_ns: duration(&spec.max_duration)?,
    })
}

fn text_of(value: &Value) -> Result<String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Object(object) => repeated(object).context("a text"),
        other => bail!("expected a text, found {other}"),
    }
}

/// `{"at_ms": n}` as RFC 3339 and `{"repeated": …}` as the long text, wherever they stand.
fn with_times_written_out(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(with_times_written_out).collect(),
        Value::Object(object) => written_out(object).unwrap_or_else(|| {
            let members = object.iter();
            members
                .map(|(key, inner)| (key.clone(), with_times_written_out(inner)))
                .collect()
        }),
        other => other.clone(),
    }
}

fn written_out(object: &Map<String, Value>) -> Option<Value> {
    if let Some(text) = repeated(object) {
        return Some(text.into());
    }
    let unit = [("at_ms", 1_000_000), ("at_us", 1_000), ("at_ns", 1)];
    let ns = unit
        .iter()
        .find_map(|(key, scale)| Some(object.get(*key)?.as_i64()? * scale))?;
    let time = DateTime::from_timestamp_nanos(BASE_NS + ns);
    Some(
        time.to_rfc3339_opts(chrono::SecondsFormat::Nanos, true)
            .into(),
    )
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
