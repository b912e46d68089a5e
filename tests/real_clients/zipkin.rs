//! What a trace of Zipkin's clients must look like in Jaeger's JSON, from the sent log.

use serde_json::{Value, json};

use crate::client::{Client, Language};
use crate::expected::{sorted, string_tag, tag};
use crate::sent::{Endpoint, Sent};

/// Compares every field of every span with what was sent.
pub(crate) fn compare(client: &Client, sent: &[Sent], shown: &Value) {
    let spans = shown["spans"].as_array().expect("spans");
    for sent in sent {
        let (span, process) = spans
            .iter()
            .map(|span| (span, process_of(shown, span)))
            .find(|(span, process)| is_of(sent, span, process))
            .unwrap_or_else(|| panic!("{client}: no span {} of {}", sent.span_id, sent.service));
        let expected = Expected { client, sent };
        expected.compare_process(process);
        expected.compare_times(span);
        expected.compare_logs(&span["logs"]);
        assert_eq!(
            sorted(span["tags"].clone()),
            sorted(expected.tags().into()),
            "{client}: tags of {}",
            sent.name
        );
        let mut rest = span.as_object().expect("an object").clone();
        for compared_before in ["processID", "startTime", "duration", "logs", "tags"] {
            rest.remove(compared_before);
        }
        assert_eq!(Value::Object(rest), expected.rest(), "{client}");
    }
}

fn process_of<'a>(shown: &'a Value, span: &Value) -> &'a Value {
    &shown["processes"][span["processID"].as_str().expect("a process")]
}

/// Both sides of a call have one id.
fn is_of(sent: &Sent, span: &Value, process: &Value) -> bool {
    span["spanID"] == json!(sent.span_id) && process["serviceName"] == json!(sent.service)
}

struct Expected<'a> {
    client: &'a Client,
    sent: &'a Sent,
}

impl Expected<'_> {
    fn is_v1(&self) -> bool {
        self.client.transport.is_zipkin_v1()
    }

    /// The first format says of whom an annotation is, the second of whom a span is.
    fn compare_process(&self, process: &Value) {
        let mut tags = Vec::new();
        if let (true, Some(local)) = (self.is_v1(), &self.sent.local) {
            tags.extend(local.ipv4.as_deref().map(|ip| string_tag("ipv4", ip)));
            let port = local.port.map(|port| port.to_string());
            tags.extend(port.map(|port| string_tag("port", &port)));
        }
        let shown = process.get("tags").cloned().unwrap_or_else(|| json!([]));
        let client = self.client;
        assert_eq!(sorted(shown), sorted(tags.into()), "{client}: process tags");
    }

    fn compare_times(&self, span: &Value) {
        let sent = self.sent;
        self.compare_time("startTime", &span["startTime"], sent.start_ns);
        self.compare_time("duration", &span["duration"], sent.duration_ns());
    }

    fn compare_time(&self, field: &str, shown: &Value, sent_ns: u64) {
        let Self { client, sent } = self;
        let shown = shown.as_u64().expect("a number");
        let expected = sent_ns / 1_000;
        // Python computes in floating point, for one format in another order than for the others. A shared span of the
        // first format has no duration but two annotations, each cut by itself.
        let is_python = client.language == Language::ZipkinPython;
        let slack = u64::from(is_python) + u64::from(self.is_v1() && sent.shared);
        assert!(
            shown.abs_diff(expected) <= slack,
            "{client}: {field} of {}: {shown}, not {expected}",
            sent.name
        );
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
            self.compare_time("timestamp", &log["timestamp"], event.time_ns);
            assert_eq!(
                log["fields"],
                json!([string_tag("event", &event.name)]),
                "{client}"
            );
        }
    }

    fn tags(&self) -> Vec<Value> {
        let sent = self.sent;
        let mut tags: Vec<_> = sent
            .attributes
            .keys()
            .map(|key| string_tag(key, &sent.text(key).unwrap_or_default()))
            .collect();
        if sent.status == "error" {
            tags.push(string_tag("error", &sent.status_message));
            tags.push(tag("error", "bool", json!(true)));
            tags.push(string_tag("otel.status_code", "ERROR"));
        }
        if !sent.kind.is_empty() {
            tags.push(string_tag("span.kind", &sent.kind));
        }
        if let (false, Some(local)) = (self.is_v1(), &sent.local) {
            tags.extend(address_tags("net.host", local));
        }
        if let Some(remote) = &sent.remote {
            if !remote.service.is_empty() {
                tags.push(string_tag("peer.service", &remote.service));
            }
            tags.extend(address_tags("net.peer", remote));
        }
        tags
    }

    /// The span but for tags, logs, times and process.
    fn rest(&self) -> Value {
        let sent = self.sent;
        let parent = (!sent.parent_span_id.is_empty()).then(|| {
            json!({
                "refType": "CHILD_OF",
                "traceID": sent.trace_id,
                "spanID": sent.parent_span_id,
            })
        });
        json!({
            "traceID": sent.trace_id,
            "spanID": sent.span_id,
            "operationName": sent.name,
            "references": parent.into_iter().collect::<Vec<_>>(),
            "warnings": null,
        })
    }
}

fn address_tags(prefix: &str, endpoint: &Endpoint) -> Vec<Value> {
    let ip = endpoint.ipv4.as_deref();
    let ip = ip.map(|ip| string_tag(&format!("{prefix}.ip"), ip));
    let port = endpoint.port;
    let port = port.map(|port| tag(&format!("{prefix}.port"), "int64", json!(port)));
    ip.into_iter().chain(port).collect()
}
