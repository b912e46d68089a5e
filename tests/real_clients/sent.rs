//! The sent log: what a client's library handed to its exporter.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// A span as the library had it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Sent {
    pub(crate) trace_id: String,
    pub(crate) span_id: String,
    /// Empty for a root.
    pub(crate) parent_span_id: String,
    pub(crate) service: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) start_ns: u64,
    pub(crate) end_ns: u64,
    pub(crate) status: String,
    pub(crate) status_message: String,
    pub(crate) scope: Scope,
    pub(crate) attributes: Attributes,
    pub(crate) events: Vec<Event>,
    pub(crate) links: Vec<Link>,
    pub(crate) resource: Attributes,
    /// Who says so, in Zipkin's words.
    pub(crate) local: Option<Endpoint>,
    /// Who is at the other side, in Zipkin's words.
    pub(crate) remote: Option<Endpoint>,
    /// Whether the other side has a span of the same id, as Zipkin's servers do.
    #[serde(default)]
    pub(crate) shared: bool,
}

/// Attributes by key.
pub(crate) type Attributes = BTreeMap<String, Typed>;

/// A value with its type: `string`, `bool`, `int64`, `float64`, or one of these and `[]`.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Typed {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) value: Value,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Scope {
    pub(crate) name: String,
    pub(crate) version: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Event {
    pub(crate) name: String,
    pub(crate) time_ns: u64,
    pub(crate) attributes: Attributes,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Link {
    pub(crate) trace_id: String,
    pub(crate) span_id: String,
}

/// A side of a call.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Endpoint {
    /// May be empty.
    pub(crate) service: String,
    pub(crate) ipv4: Option<String>,
    pub(crate) port: Option<u16>,
}

impl Sent {
    /// Groups spans by their trace.
    pub(crate) fn by_trace(spans: Vec<Self>) -> BTreeMap<String, Vec<Self>> {
        let mut traces = BTreeMap::<_, Vec<_>>::new();
        for span in spans {
            traces.entry(span.trace_id.clone()).or_default().push(span);
        }
        traces
    }

    pub(crate) fn duration_ns(&self) -> u64 {
        self.end_ns - self.start_ns
    }

    /// The attribute as text, as a search would have it.
    pub(crate) fn text(&self, key: &str) -> Option<String> {
        match &self.attributes.get(key)?.value {
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        }
    }
}
