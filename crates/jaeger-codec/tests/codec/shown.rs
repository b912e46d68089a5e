//! A batch as OTLP JSON by its views, our own marks included: what the golden files expect.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use jaeger_model::{
    Attribute, EventView, LinkView, SpanBatch, SpanKind, SpanView, StatusCode, Text, Value,
};
use serde_json::{Value as Json, json};

/// The whole batch. What has its default value is left out.
pub(crate) fn traces(batch: &SpanBatch) -> Json {
    let spans: Vec<_> = batch.spans().collect();
    let resource_spans = spans
        .chunk_by(|a, b| a.resource() == b.resource())
        .map(resource_spans);
    object([("resourceSpans", list(resource_spans))])
}

fn resource_spans(spans: &[SpanView<'_>]) -> Json {
    let resource = spans[0].resource();
    let scope_spans = spans
        .chunk_by(|a, b| a.scope() == b.scope())
        .map(scope_spans);
    object([
        (
            "resource",
            message([("attributes", list(resource.attributes().map(attribute)))]),
        ),
        ("scopeSpans", list(scope_spans)),
        ("schemaUrl", text(resource.schema_url())),
    ])
}

fn scope_spans(spans: &[SpanView<'_>]) -> Json {
    let scope = spans[0].scope();
    object([
        (
            "scope",
            message([
                ("name", text(scope.name())),
                ("version", text(scope.version())),
                ("attributes", list(scope.attributes().map(attribute))),
            ]),
        ),
        ("spans", list(spans.iter().map(span))),
        ("schemaUrl", text(scope.schema_url())),
    ])
}

fn span(span: &SpanView<'_>) -> Json {
    let parent = span.parent_span_id().unwrap_or_default();
    let kind = (span.kind() != SpanKind::Unspecified).then(|| json!(span.kind().number()));
    let code = (span.status() != StatusCode::Unset).then(|| json!(span.status().number()));
    object([
        ("traceId", id(&span.trace_id().0)),
        ("spanId", id(&span.span_id().0)),
        ("traceState", text(span.trace_state())),
        ("parentSpanId", id(&parent.0)),
        ("flags", number(u64::from(span.trace_flags()))),
        ("name", text(span.name())),
        ("kind", kind),
        ("startTimeUnixNano", nanos(span.start().0)),
        ("endTimeUnixNano", nanos(span.end().0)),
        ("attributes", list(span.all_attributes().map(attribute))),
        ("events", list(span.events().map(event))),
        ("links", list(span.links().map(link))),
        (
            "status",
            message([("message", text(span.status_message())), ("code", code)]),
        ),
    ])
}

fn event(event: EventView<'_>) -> Json {
    object([
        ("timeUnixNano", nanos(event.time().0)),
        ("name", text(event.name())),
        ("attributes", list(event.attributes().map(attribute))),
        (
            "droppedAttributesCount",
            number(event.dropped_attributes_count()),
        ),
    ])
}

fn link(link: LinkView<'_>) -> Json {
    object([
        ("traceId", id(&link.trace_id().0)),
        ("spanId", id(&link.span_id().0)),
        ("traceState", text(link.trace_state())),
        ("attributes", list(link.attributes().map(attribute))),
        (
            "droppedAttributesCount",
            number(link.dropped_attributes_count()),
        ),
        ("flags", number(u64::from(link.flags()))),
    ])
}

fn attribute(attribute: Attribute<'_>) -> Json {
    json!({"key": attribute.key.to_str(), "value": any_value(attribute.value)})
}

fn any_value(value: Value<'_>) -> Json {
    match value {
        Value::Empty => json!({}),
        Value::String(text) => json!({"stringValue": text.to_str()}),
        Value::Bool(value) => json!({"boolValue": value}),
        Value::Int(value) => json!({"intValue": value.to_string()}),
        Value::Double(value) => json!({"doubleValue": double(value)}),
        Value::Bytes(bytes) => json!({"bytesValue": BASE64_STANDARD.encode(bytes)}),
        Value::Array(values) => {
            let values = list(values.map(any_value));
            json!({"arrayValue": object([("values", values)])})
        }
        Value::Map(attributes) => {
            let values = list(attributes.map(attribute));
            json!({"kvlistValue": object([("values", values)])})
        }
    }
}

/// What JSON has no number for is a string.
fn double(value: f64) -> Json {
    if value.is_finite() {
        json!(value)
    } else if value.is_nan() {
        json!("NaN")
    } else if value > 0.0 {
        json!("Infinity")
    } else {
        json!("-Infinity")
    }
}

type Members<const N: usize> = [(&'static str, Option<Json>); N];

fn object<const N: usize>(members: Members<N>) -> Json {
    let there = members
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Json::Object(there.collect())
}

/// An object, unless nothing is in it.
fn message<const N: usize>(members: Members<N>) -> Option<Json> {
    let object = object(members);
    (object != json!({})).then_some(object)
}

fn list(items: impl Iterator<Item = Json>) -> Option<Json> {
    let items: Vec<_> = items.collect();
    (!items.is_empty()).then_some(Json::Array(items))
}

fn text(text: Text<'_>) -> Option<Json> {
    (!text.is_empty()).then(|| json!(text.to_str()))
}

fn number(number: u64) -> Option<Json> {
    (number != 0).then(|| json!(number))
}

fn nanos(nanos: u64) -> Option<Json> {
    (nanos != 0).then(|| json!(nanos.to_string()))
}

fn id(bytes: &[u8]) -> Option<Json> {
    bytes
        .iter()
        .any(|&byte| byte != 0)
        .then(|| json!(hex(bytes)))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
