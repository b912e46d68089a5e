//! What the API answered, as the suite compares it.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use jaeger_codec::otlp::json;
use jaeger_model::{Limits, SpanBatch, SpanId, SpanKind, SpanView, Timestamp, Trace, TraceId};
use jaeger_storage::{Dependency, Operation, ServiceSummary, TraceSummary};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A member that must be there and of this type.
pub(crate) fn member<T: DeserializeOwned>(value: &Value, name: &str) -> Result<T> {
    let member = value.get(name).with_context(|| format!("no {name}"))?;
    serde_json::from_value(member.clone()).with_context(|| name.to_owned())
}

/// Traces as OTLP, in the order of the reply.
pub(crate) fn traces(reply: &Value) -> Result<Vec<Trace>> {
    let spans = reply.get("result").context("no result")?.to_string();
    let limits = Limits {
        bytes: usize::MAX,
        ..Limits::default()
    };
    let scanned = json::decode(spans.as_bytes(), &limits)?;
    ensure!(scanned.rejected == 0, "{:?}", scanned.first_rejection);
    let mut places = HashMap::<TraceId, usize>::new();
    let mut traces = Vec::<(TraceId, Vec<SpanView<'_>>)>::new();
    for span in scanned.batch.spans() {
        let id = span.trace_id();
        let place = *places.entry(id).or_insert(traces.len());
        if place == traces.len() {
            traces.push((id, Vec::new()));
        }
        traces[place].1.push(span);
    }
    let traces = traces.into_iter().map(|(id, spans)| {
        let mut trace = Trace::new(id);
        trace.push(Arc::new(SpanBatch::from_iter(spans)));
        trace
    });
    Ok(traces.collect())
}

/// The ids of the traces in the UI's form.
pub(crate) fn ids_in_ui_form(reply: &Value) -> Result<Vec<TraceId>> {
    let traces: Vec<Value> = member(reply, "data")?;
    let ids = traces.iter().map(|trace| {
        let id: String = member(trace, "traceID")?;
        Ok(TraceId::from_hex(&id)?)
    });
    ids.collect()
}

/// The ids of the spans of the one trace in the UI's form, sorted.
pub(crate) fn span_ids_in_ui_form(reply: &Value) -> Result<Vec<SpanId>> {
    let [trace]: [Value; 1] = member(reply, "data")?;
    let spans: Vec<Value> = member(&trace, "spans")?;
    let ids = spans.iter().map(|span| {
        let id: String = member(span, "spanID")?;
        Ok(SpanId::from_hex(&id)?)
    });
    let mut ids: Vec<_> = ids.collect::<Result<_>>()?;
    ids.sort_unstable();
    Ok(ids)
}

/// The same of a trace.
pub(crate) fn span_ids(trace: &Trace) -> Vec<SpanId> {
    let mut ids: Vec<_> = trace
        .spans()
        .map(|span: SpanView<'_>| span.span_id())
        .collect();
    ids.sort_unstable();
    ids
}

/// The operations in the form of `/api/v3`.
pub(crate) fn operations(reply: &Value) -> Result<Vec<Operation>> {
    let found: Vec<Value> = member(reply, "operations")?;
    let operations = found.iter().map(|operation| {
        let word = operation.get("spanKind").and_then(Value::as_str);
        let kind = word.map_or(Some(SpanKind::Unspecified), SpanKind::from_word);
        Ok(Operation {
            name: member(operation, "name")?,
            kind: kind.context("an unknown kind")?,
        })
    });
    operations.collect()
}

/// The calls between services.
pub(crate) fn dependencies(reply: &Value) -> Result<Vec<Dependency>> {
    let found: Vec<Value> = member(reply, "data")?;
    let calls = found.iter().map(|calls| {
        Ok(Dependency {
            parent: member(calls, "parent")?,
            child: member(calls, "child")?,
            call_count: member(calls, "callCount")?,
            error_count: member(calls, "errorCount")?,
        })
    });
    calls.collect()
}

/// The summaries.
pub(crate) fn summaries(reply: &Value) -> Result<Vec<TraceSummary>> {
    let found: Vec<Summary> = member(reply, "summaries")?;
    found.into_iter().map(Summary::read).collect()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Summary {
    trace_id: String,
    root_service_name: String,
    root_operation_name: String,
    min_start_time_unix_nano: String,
    max_end_time_unix_nano: String,
    span_count: u64,
    error_span_count: u64,
    orphan_span_count: u64,
    services: Vec<Service>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Service {
    name: String,
    span_count: u64,
    error_span_count: u64,
}

impl Summary {
    fn read(self) -> Result<TraceSummary> {
        let services = self.services.into_iter().map(|service| ServiceSummary {
            name: service.name,
            span_count: service.span_count,
            error_count: service.error_span_count,
        });
        Ok(TraceSummary {
            trace_id: TraceId::from_hex(&self.trace_id)?,
            root_service: self.root_service_name,
            root_name: self.root_operation_name,
            start: Timestamp(self.min_start_time_unix_nano.parse()?),
            end: Timestamp(self.max_end_time_unix_nano.parse()?),
            span_count: self.span_count,
            error_count: self.error_span_count,
            orphan_count: self.orphan_span_count,
            services: services.collect(),
        })
    }
}
