//! What a trace must look like in Jaeger's JSON, from the sent log and the table in `tests/clients/README.md`.
//! What Zipkin's clients send is in [`crate::zipkin`].

use serde_json::{Map, Value, json};

use crate::client::{Client, Language, Transport};
use crate::sent::{Attributes, Event, Sent, Typed};

/// Compares every field of every span with what was sent.
pub(crate) fn compare(client: &Client, sent: &[Sent], shown: &Value) {
    let spans = shown["spans"].as_array().expect("spans");
    for sent in sent {
        let span = spans
            .iter()
            .find(|span| span["spanID"] == json!(sent.span_id))
            .unwrap_or_else(|| panic!("{client}: no span {}", sent.span_id));
        let expected = Expected { client, sent };
        let process = span["processID"].as_str().expect("a process");
        expected.compare_process(&shown["processes"][process]);
        expected.compare_times(span);
        let name = &sent.name;
        let mut span = span.as_object().expect("an object").clone();
        for compared_before in ["processID", "startTime", "duration"] {
            span.remove(compared_before);
        }
        let tags = sorted(span.remove("tags").expect("tags"));
        assert_eq!(tags, sorted(expected.tags()), "{client}: tags of {name}");
        expected.compare_logs(&span.remove("logs").expect("logs"));
        assert_eq!(Value::Object(span), expected.rest(), "{client}: {name}");
    }
}

struct Expected<'a> {
    client: &'a Client,
    sent: &'a Sent,
}

impl Expected<'_> {
    fn is_thrift(&self) -> bool {
        self.client.transport.is_thrift()
    }

    fn compare_process(&self, process: &Value) {
        let Self { client, sent } = self;
        assert_eq!(process["serviceName"], json!(sent.service), "{client}");
        let tags = match (self.is_thrift(), client.language) {
            (true, Language::Python | Language::Node) => Vec::new(),
            _ => self.tags_of(without_service_name(&sent.resource)),
        };
        let shown = process.get("tags").cloned().unwrap_or_else(|| json!([]));
        assert_eq!(sorted(shown), sorted(tags.into()), "{client}: process tags");
    }

    /// Thrift has microseconds, shortened by each library in its own way.
    fn compare_times(&self, span: &Value) {
        let shown = |field: &str| span[field].as_u64().expect("a number");
        self.compare_time("startTime", shown("startTime"), self.sent.start_ns);
        self.compare_time("duration", shown("duration"), self.sent.duration_ns());
    }

    fn compare_time(&self, field: &str, shown: u64, sent_ns: u64) {
        let Self { client, sent } = self;
        let expected = self.shortened(sent_ns);
        // Node computes in floating point.
        let slack = u64::from(self.is_thrift() && client.language == Language::Node);
        assert!(
            (expected..=expected + slack).contains(&shown),
            "{client}: {field} of {}: {shown}, not {expected}",
            sent.name
        );
    }

    fn shortened(&self, sent_ns: u64) -> u64 {
        match (self.is_thrift(), self.client.language) {
            (true, Language::Python) => (sent_ns + 500) / 1_000,
            _ => sent_ns / 1_000,
        }
    }

    fn tags(&self) -> Value {
        let sent = self.sent;
        let mut tags = self.tags_of(sent.attributes.iter());
        let python = self.client.language == Language::Python;
        let node = self.client.language == Language::Node;
        if self.is_thrift() && (python || node) {
            tags.extend(self.tags_of(sent.resource.iter()));
        }
        if sent.status != "unset" {
            let code = sent.status.to_uppercase();
            tags.push(string_tag("otel.status_code", &code));
            if !sent.status_message.is_empty() {
                tags.push(string_tag("otel.status_description", &sent.status_message));
            }
            if sent.status == "error" {
                tags.push(tag("error", "bool", json!(true)));
            }
        }
        if !self.is_thrift() || python || sent.kind != "internal" {
            tags.push(string_tag("span.kind", &sent.kind));
        }
        tags.extend(self.scope_tags());
        if self.is_thrift() && self.shortened(sent.duration_ns()) == 0 {
            // What Jaeger says of a span of less than a microsecond.
            let said = "RHVyYXRpb24gY2FuJ3QgYmUgbmVnYXRpdmUsIHNvIGl0IGlzIGNoYW5nZWQgdG8gZGVmYXVsdCB2YWx1ZQ==";
            tags.push(tag("InvalidNegativeDuration", "binary", json!(said)));
        }
        match self.client.transport {
            Transport::ThriftHttp => tags.push(string_tag("@jaeger@format", "jaeger")),
            Transport::ThriftUdp => tags.push(string_tag("@jaeger@format", "proto")),
            _ => {}
        }
        tags.into()
    }

    fn scope_tags(&self) -> Vec<Value> {
        let scope = &self.sent.scope;
        let version = scope.version.as_str();
        let of = |prefix: &str, version: Option<&str>| {
            let name = string_tag(&format!("{prefix}.name"), &scope.name);
            let version = version.map(|version| string_tag(&format!("{prefix}.version"), version));
            [Some(name), version].into_iter().flatten()
        };
        let unless_empty = (!version.is_empty()).then_some(version);
        match (self.is_thrift(), self.client.language) {
            (false, _) => of("otel.scope", unless_empty).collect(),
            (true, Language::Python) => of("otel.library", Some(version))
                .chain(of("otel.scope", Some(version)))
                .collect(),
            (true, Language::Node) => {
                of("otel.library", unless_empty.or(Some("undefined"))).collect()
            }
            (true, _) => of("otel.library", unless_empty).collect(),
        }
    }

    fn compare_logs(&self, shown: &Value) {
        let Self { client, sent } = self;
        let shown = shown.as_array().expect("logs");
        assert_eq!(
            shown.len(),
            sent.events.len(),
            "{client}: logs of {}",
            sent.name
        );
        for (log, event) in shown.iter().zip(&sent.events) {
            let timestamp = log["timestamp"].as_u64().expect("a number");
            self.compare_time("timestamp", timestamp, event.time_ns);
            let fields = log["fields"].as_array().expect("fields");
            let name = self.event_name(event);
            let named = if self.is_thrift() && client.language == Language::Python {
                fields.last()
            } else {
                fields.first()
            };
            assert_eq!(named, Some(&name), "{client}: the name of an event");
            let mut expected = self.tags_of(event.attributes.iter());
            expected.push(name);
            assert_eq!(
                sorted(log["fields"].clone()),
                sorted(expected.into()),
                "{client}: fields of {}",
                event.name
            );
        }
    }

    fn event_name(&self, event: &Event) -> Value {
        let key = match (self.is_thrift(), self.client.language) {
            (true, Language::Python) => "message",
            _ => "event",
        };
        string_tag(key, &event.name)
    }

    /// The span but for tags, logs, times and process.
    fn rest(&self) -> Value {
        let sent = self.sent;
        let reference = |kind: &str, trace: &str, span: &str| json!({"refType": kind, "traceID": trace, "spanID": span});
        let parent = (!sent.parent_span_id.is_empty())
            .then(|| reference("CHILD_OF", &sent.trace_id, &sent.parent_span_id));
        let links = sent
            .links
            .iter()
            .map(|link| reference("FOLLOWS_FROM", &link.trace_id, &link.span_id));
        let mut rest = json!({
            "traceID": sent.trace_id,
            "spanID": sent.span_id,
            "operationName": sent.name,
            "references": parent.into_iter().chain(links).collect::<Vec<_>>(),
            "warnings": null,
        });
        if self.is_thrift() {
            rest["flags"] = json!(1);
        }
        rest
    }

    fn tags_of<'a>(
        &self,
        attributes: impl IntoIterator<Item = (&'a String, &'a Typed)>,
    ) -> Vec<Value> {
        attributes
            .into_iter()
            .map(|(key, value)| match value.kind.strip_suffix("[]") {
                Some(_) => string_tag(key, &self.array_text(value)),
                None => {
                    let shown = readable_by_browsers(&value.value);
                    tag(key, self.kind_of(value), shown)
                }
            })
            .collect()
    }

    /// A number of JavaScript has no type of its own, and OTLP makes an integer of a whole one.
    fn kind_of<'a>(&self, value: &'a Typed) -> &'a str {
        let is_untyped = !self.is_thrift() && self.client.language == Language::Node;
        if is_untyped && value.kind == "float64" && value.value.is_i64() {
            return "int64";
        }
        &value.kind
    }

    /// An array as its library writes it; OTLP's are shown as JSON.
    fn array_text(&self, array: &Typed) -> String {
        let values = array.value.as_array().expect("an array");
        let language = match self.is_thrift() {
            true => self.client.language,
            false => Language::Go,
        };
        let is_float = array.kind == "float64[]";
        match language {
            Language::Python => {
                let texts: Vec<_> = values
                    .iter()
                    .map(|value| python_text(value, is_float))
                    .collect();
                format!("({})", texts.join(", "))
            }
            Language::Node => {
                let texts: Vec<_> = values
                    .iter()
                    .map(|value| match value {
                        Value::String(text) => text.clone(),
                        other => whole(other).to_string(),
                    })
                    .collect();
                texts.join(",")
            }
            _ => values.iter().map(whole).collect::<Value>().to_string(),
        }
    }
}

/// A browser reads numbers as doubles; the API writes those beyond their precision as text.
fn readable_by_browsers(value: &Value) -> Value {
    const PRECISE_MAX: u64 = (1 << 53) - 1;
    match value.as_i64() {
        Some(number) if number.unsigned_abs() > PRECISE_MAX => json!(number.to_string()),
        _ => value.clone(),
    }
}

fn python_text(value: &Value, is_float: bool) -> String {
    match value {
        Value::String(text) => format!("'{text}'"),
        Value::Bool(true) => String::from("True"),
        Value::Bool(false) => String::from("False"),
        other if is_float => format!("{:?}", other.as_f64().expect("a number")),
        other => other.to_string(),
    }
}

/// A whole number without the `.0` that this language gives it.
fn whole(value: &Value) -> Value {
    match value.as_f64() {
        Some(number) if value.is_f64() && number.fract() == 0.0 => json!(number as i64),
        _ => value.clone(),
    }
}

fn without_service_name(resource: &Attributes) -> impl Iterator<Item = (&String, &Typed)> {
    resource.iter().filter(|(key, _)| *key != "service.name")
}

pub(crate) fn string_tag(key: &str, value: &str) -> Value {
    tag(key, "string", json!(value))
}

pub(crate) fn tag(key: &str, kind: &str, value: Value) -> Value {
    // A float may be written as a whole number; as numbers they are the same.
    let value = match kind {
        "float64" => json!(value.as_f64()),
        _ => value,
    };
    json!({"key": key, "type": kind, "value": value})
}

/// Tags as a multiset, their floats as floats.
pub(crate) fn sorted(tags: Value) -> Vec<Value> {
    let mut tags: Vec<Value> = match tags {
        Value::Array(tags) => tags.into_iter().map(with_float).collect(),
        other => panic!("no list: {other}"),
    };
    tags.sort_by_key(Value::to_string);
    tags
}

fn with_float(shown: Value) -> Value {
    let empty = Map::new();
    let members = shown.as_object().unwrap_or(&empty);
    let text = |member: &str| members.get(member).and_then(Value::as_str);
    match (text("key"), text("type")) {
        (Some(key), Some(kind)) => tag(key, kind, members["value"].clone()),
        _ => shown,
    }
}
