//! A batch, and how to find it again.

use jaeger_tests::Jaeger;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue, any_value};
use opentelemetry_proto::tonic::resource::v1::Resource;
use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, ScopeSpans, Span};
use serde_json::{Value, json};

/// 8,192 spans, as many as the collector batches unless told otherwise: 64 traces of 128 spans, four to a service.
pub(crate) struct Batch {
    number: u64,
}

impl Batch {
    /// The batch of this number, which has no trace with another in common.
    pub(crate) fn new(number: u64) -> Self {
        Self { number }
    }

    /// The request that carries it, some 2 MiB before compression.
    pub(crate) fn request(&self) -> ExportTraceServiceRequest {
        let traces: Vec<_> = self.traces().collect();
        let resource_spans = traces
            .chunks(TRACES / SERVICES)
            .zip(0..)
            .map(|(traces, service)| of_service(service, traces))
            .collect();
        ExportTraceServiceRequest { resource_spans }
    }

    /// The id of one of its traces.
    pub(crate) fn a_trace(&self) -> String {
        self.traces().next().map(shown_id).unwrap_or_default()
    }

    /// Every span is there as it was sent, and is there once.
    pub(crate) async fn is_stored(&self, jaeger: &Jaeger) {
        for trace in self.traces() {
            let id = shown_id(trace);
            let shown = jaeger.get_json(&format!("/api/traces/{id}?raw=true")).await;
            let shown = shown["data"][0]["spans"].as_array().expect("spans");
            let mut shown: Vec<_> = shown.iter().map(essence).collect();
            shown.sort_by_key(Value::to_string);
            let mut sent: Vec<_> = spans(trace).map(|span| sent_essence(&id, span)).collect();
            sent.sort_by_key(Value::to_string);
            assert_eq!(shown, sent);
        }
    }

    fn traces(&self) -> impl Iterator<Item = u64> + use<> {
        let count = TRACES as u64;
        let first = self.number * count;
        first..first + count
    }
}

fn of_service(number: usize, traces: &[u64]) -> ResourceSpans {
    let service = text("service.name", &format!("service-{number}"));
    let spans = traces.iter().flat_map(|&trace| {
        spans(trace).map(move |span| Span {
            trace_id: trace_id(trace).to_be_bytes().to_vec(),
            span_id: span.to_be_bytes().to_vec(),
            name: name(span),
            start_time_unix_nano: START_NS,
            end_time_unix_nano: START_NS + span,
            attributes: vec![text("padding", &PADDING.repeat(5)), number_of(span)],
            ..Span::default()
        })
    });
    ResourceSpans {
        resource: Some(Resource {
            attributes: vec![service],
            ..Resource::default()
        }),
        scope_spans: vec![ScopeSpans {
            spans: spans.collect(),
            ..ScopeSpans::default()
        }],
        ..ResourceSpans::default()
    }
}

/// What tells a span from all others.
fn sent_essence(trace: &str, span: u64) -> Value {
    json!([trace, format!("{span:016x}"), name(span), span])
}

fn essence(shown: &Value) -> Value {
    let mut tags = shown["tags"].as_array().expect("tags").iter();
    let number = tags.find(|tag| tag["key"] == json!(NUMBER));
    let number = number.map_or(Value::Null, |tag| tag["value"].clone());
    json!([
        shown["traceID"],
        shown["spanID"],
        shown["operationName"],
        number
    ])
}

/// The numbers of the spans of a trace, which no other has.
fn spans(trace: u64) -> impl Iterator<Item = u64> {
    let first = trace * SPANS_OF_A_TRACE + 1;
    first..first + SPANS_OF_A_TRACE
}

fn trace_id(trace: u64) -> u128 {
    (1 << 127) | u128::from(trace)
}

fn shown_id(trace: u64) -> String {
    format!("{:032x}", trace_id(trace))
}

fn name(span: u64) -> String {
    format!("operation-{}", span % 16)
}

fn number_of(span: u64) -> KeyValue {
    let number = i64::try_from(span).expect("a small number");
    attribute(NUMBER, any_value::Value::IntValue(number))
}

fn text(key: &str, text: &str) -> KeyValue {
    attribute(key, any_value::Value::StringValue(text.to_owned()))
}

fn attribute(key: &str, value: any_value::Value) -> KeyValue {
    KeyValue {
        key: key.to_owned(),
        value: Some(AnyValue { value: Some(value) }),
        ..KeyValue::default()
    }
}

const TRACES: usize = 64;
const SERVICES: usize = 16;
const SPANS_OF_A_TRACE: u64 = 128;
const START_NS: u64 = 1_700_000_000_000_000_000;
const NUMBER: &str = "span.number";
const PADDING: &str = "what a span says of itself ";
