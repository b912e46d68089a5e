//! What a case file holds. An unknown key anywhere is an error of the file.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    #[serde(rename = "about")]
    _about: String,
    pub(crate) traces: Ordered<TraceSpec>,
    pub(crate) writes: Option<Vec<Vec<(String, u64)>>>,
    pub(crate) cases: Vec<Case>,
}

/// The members of an object in the order of the file.
pub(crate) type Ordered<T> = OrderedMap<T>;

#[derive(Debug)]
pub(crate) struct OrderedMap<T>(pub(crate) Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OrderedMap<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> serde::de::Visitor<'de> for Visitor<T> {
            type Value = OrderedMap<T>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(OrderedMap(members))
            }
        }
        deserializer.deserialize_map(Visitor(std::marker::PhantomData))
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TraceSpec {
    pub(crate) id: Option<String>,
    pub(crate) spans: Vec<SpanEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum SpanEntry {
    Repeat { repeat: Box<Repeat> },
    One(Box<SpanSpec>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Repeat {
    pub(crate) count: u64,
    pub(crate) span: SpanSpec,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SpanSpec {
    #[serde(default)]
    pub(crate) id: u64,
    #[serde(default)]
    pub(crate) parent: u64,
    pub(crate) service: Option<String>,
    #[serde(default)]
    pub(crate) name: String,
    pub(crate) kind: Option<String>,
    pub(crate) start_ms: Option<i64>,
    pub(crate) start_us: Option<i64>,
    pub(crate) start_ns: Option<i64>,
    pub(crate) duration_ms: Option<i64>,
    pub(crate) duration_us: Option<i64>,
    pub(crate) duration_ns: Option<i64>,
    pub(crate) status: Option<String>,
    #[serde(default)]
    pub(crate) status_message: String,
    #[serde(default)]
    pub(crate) trace_state: String,
    #[serde(default)]
    pub(crate) attributes: Value,
    #[serde(default)]
    pub(crate) resource: Value,
    #[serde(default)]
    pub(crate) resource_schema_url: String,
    pub(crate) scope: Option<ScopeSpec>,
    #[serde(default)]
    pub(crate) events: Vec<EventSpec>,
    #[serde(default)]
    pub(crate) links: Vec<LinkSpec>,
}

impl SpanSpec {
    pub(crate) fn start_ns(&self) -> i64 {
        in_ns(self.start_ms, self.start_us, self.start_ns)
    }

    pub(crate) fn duration_ns(&self) -> i64 {
        in_ns(self.duration_ms, self.duration_us, self.duration_ns)
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ScopeSpec {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) schema_url: String,
    pub(crate) attributes: Value,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct EventSpec {
    pub(crate) name: String,
    at_ms: Option<i64>,
    at_us: Option<i64>,
    at_ns: Option<i64>,
    pub(crate) attributes: Value,
}

impl EventSpec {
    pub(crate) fn at_ns(&self) -> i64 {
        in_ns(self.at_ms, self.at_us, self.at_ns)
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinkSpec {
    pub(crate) trace: String,
    pub(crate) span: u64,
    #[serde(default)]
    pub(crate) attributes: Value,
    #[serde(default)]
    pub(crate) trace_state: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) query: Option<QuerySpec>,
    pub(crate) pages: Option<QuerySpec>,
    pub(crate) summaries: Option<QuerySpec>,
    pub(crate) get: Option<String>,
    pub(crate) services: Option<bool>,
    pub(crate) operations: Option<OperationsSpec>,
    pub(crate) dependencies: Option<DependenciesSpec>,
    pub(crate) metrics: Option<MetricsSpec>,
    pub(crate) attribute_keys: Option<AttributesSpec>,
    pub(crate) attribute_values: Option<AttributesSpec>,
    #[serde(default)]
    pub(crate) expect: Value,
}

impl Case {
    /// The same case with its question in the text form, when that is given beside the filter.
    pub(crate) fn as_text(&self) -> Option<Self> {
        let mut twin = self.clone();
        let queries = [&mut twin.query, &mut twin.pages, &mut twin.summaries];
        let query = queries.into_iter().flatten().next()?;
        query.filter.take()?;
        query.text.is_some().then_some(twin)
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct QuerySpec {
    from_ms: Option<i64>,
    from_us: Option<i64>,
    from_ns: Option<i64>,
    to_ms: Option<i64>,
    to_us: Option<i64>,
    to_ns: Option<i64>,
    pub(crate) limit: Option<usize>,
    pub(crate) sort: Option<String>,
    pub(crate) filter: Option<Value>,
    pub(crate) text: Option<String>,
    pub(crate) form: Option<FormSpec>,
}

impl QuerySpec {
    pub(crate) fn start_ns(&self) -> Option<i64> {
        given_ns(self.from_ms, self.from_us, self.from_ns)
    }

    pub(crate) fn end_ns(&self) -> Option<i64> {
        given_ns(self.to_ms, self.to_us, self.to_ns)
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct FormSpec {
    pub(crate) service: Option<String>,
    pub(crate) operation: Option<String>,
    pub(crate) tags: BTreeMap<String, Value>,
    pub(crate) min_duration: Option<String>,
    pub(crate) max_duration: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OperationsSpec {
    pub(crate) service: String,
    pub(crate) kind: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DependenciesSpec {
    pub(crate) lookback_ms: i64,
    pub(crate) end_ms: i64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AttributesSpec {
    pub(crate) key: Option<String>,
    pub(crate) limit: Option<usize>,
    pub(crate) from_ms: Option<i64>,
    pub(crate) to_ms: Option<i64>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MetricsSpec {
    pub(crate) of: String,
    pub(crate) quantile: Option<f64>,
    pub(crate) services: Vec<String>,
    #[serde(default)]
    pub(crate) by_operation: bool,
    #[serde(default)]
    pub(crate) kinds: Vec<String>,
    pub(crate) from_ms: i64,
    pub(crate) to_ms: i64,
    pub(crate) step_ms: Option<u64>,
    pub(crate) rate_per_ms: Option<u64>,
}

/// `{"repeated": {"text", "count", "end"}}`: a long string.
pub(crate) fn repeated(object: &Map<String, Value>) -> Option<String> {
    let spec = object.get("repeated")?;
    let text = spec.get("text")?.as_str()?;
    let count = usize::try_from(spec.get("count")?.as_u64()?).ok()?;
    let end = spec.get("end").and_then(Value::as_str).unwrap_or_default();
    Some(text.repeat(count) + end)
}

fn given_ns(ms: Option<i64>, us: Option<i64>, ns: Option<i64>) -> Option<i64> {
    ns.or(us.map(|us| us * 1_000))
        .or(ms.map(|ms| ms * 1_000_000))
}

fn in_ns(ms: Option<i64>, us: Option<i64>, ns: Option<i64>) -> i64 {
    given_ns(ms, us, ns).unwrap_or_default()
}
