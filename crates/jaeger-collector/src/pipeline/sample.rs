//! Batches for the tests of the steps, and what they show.

use jaeger_codec::{jaeger, otlp};
use jaeger_model::{Attribute, Limits, SpanBatch, SpanView};

/// A batch with one span. `resource` are attributes, `span` the members of the span, both in JSON.
pub(super) fn one_span(resource: &str, span: &str) -> SpanBatch {
    of_json(&format!(
        r#"{{"resourceSpans":[{{"resource":{{"attributes":[{resource}]}},"scopeSpans":[{{"spans":[
            {{"traceId":"0000000000000000000000000000000a","spanId":"000000000000000b",{span}}}]}}]}}]}}"#
    ))
}

/// A batch with a span for each of these services.
pub(super) fn of_services(services: &[&str]) -> SpanBatch {
    let spans: Vec<_> = services
        .iter()
        .enumerate()
        .map(|(index, service)| {
            let name = text("service.name", service);
            format!(
                r#"{{"resource":{{"attributes":[{name}]}},"scopeSpans":[{{"spans":[
                    {{"traceId":"0000000000000000000000000000000a","spanId":"{:016x}",{LASTING}}}]}}]}}"#,
                index + 1
            )
        })
        .collect();
    of_json(&format!(r#"{{"resourceSpans":[{}]}}"#, spans.join(",")))
}

pub(super) fn of_json(json: &str) -> SpanBatch {
    let scanned = otlp::json::decode(json.as_bytes(), &Limits::default());
    scanned.unwrap().batch
}

/// An attribute in JSON.
pub(super) fn text(key: &str, value: &str) -> String {
    format!(r#"{{"key":"{key}","value":{{"stringValue":"{value}"}}}}"#)
}

pub(super) fn only(batch: &SpanBatch) -> SpanView<'_> {
    let mut spans = batch.spans();
    assert_eq!(spans.len(), 1);
    spans.next().unwrap()
}

/// What is set: a line for each of name, resource attributes, attributes, events, links, status, and warnings.
pub(super) fn shown(span: &SpanView<'_>) -> Vec<String> {
    let mut lines = vec![format!("name: {}", span.name())];
    let mut add = |what: &str, text: String| {
        if !text.is_empty() {
            lines.push(format!("{what}: {text}"));
        }
    };
    add("resource", pairs(span.resource().attributes()));
    add("scope", pairs(span.scope().attributes()));
    add("span", pairs(span.attributes()));
    for event in span.events() {
        add(
            &format!("event {}", event.name()),
            pairs(event.attributes()),
        );
    }
    for link in span.links() {
        add("link", pairs(link.attributes()));
    }
    add("status", span.status_message().to_string());
    add("state", span.trace_state().to_string());
    for warning in jaeger::warnings(span) {
        add("warning", warning);
    }
    lines
}

fn pairs<'a>(attributes: impl Iterator<Item = Attribute<'a>>) -> String {
    let pairs = attributes.map(|attribute| {
        let Attribute { key, value } = attribute;
        format!("{key}={}", value.to_text())
    });
    pairs.collect::<Vec<_>>().join(" ")
}

/// True when both are one batch and not a copy of it.
pub(super) fn is_same(one: &SpanBatch, other: &SpanBatch) -> bool {
    let [one, other] = [one, other].map(|batch| (batch.bytes().as_ptr(), batch.bytes().len()));
    one == other
}

/// Times of a span that need no repair.
pub(super) const LASTING: &str = r#""startTimeUnixNano":"1","endTimeUnixNano":"2""#;
