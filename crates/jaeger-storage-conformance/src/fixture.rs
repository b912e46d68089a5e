//! The traces of a case file as OTLP batches.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use jaeger_model::otlp::{
    any_value, event, key_value, link, list, resource, resource_spans, scope, scope_spans, span,
    status, traces_data,
};
use jaeger_model::wire::Writer;
use jaeger_model::{Limits, SpanBatch, SpanId, SpanKind, TraceId};
use serde_json::Value;
use xxhash_rust::xxh3::xxh3_128;

use crate::file::{File, SpanEntry, SpanSpec, repeated};

/// The base time of every file: a whole hour in November 2023.
pub(crate) const BASE_NS: i64 = 1_699_999_200_000_000_000;

/// The traces of a file, with the ids that their names stand for.
pub(crate) struct Fixture {
    ids: BTreeMap<String, TraceId>,
    spans: Vec<(String, SpanSpec)>,
}

impl Fixture {
    pub(crate) fn new(file: &File) -> Result<Self> {
        let mut fixture = Self {
            ids: BTreeMap::new(),
            spans: Vec::new(),
        };
        for (name, trace) in &file.traces.0 {
            let id = match &trace.id {
                Some(hex) => TraceId::from_hex(hex)?,
                None => TraceId(xxh3_128(name.as_bytes()).to_be_bytes()),
            };
            fixture.ids.insert(name.clone(), id);
            for entry in &trace.spans {
                fixture.add(name, entry);
            }
        }
        Ok(fixture)
    }

    fn add(&mut self, trace: &str, entry: &SpanEntry) {
        match entry {
            SpanEntry::One(span) => self.spans.push((trace.to_owned(), span.as_ref().clone())),
            SpanEntry::Repeat { repeat } => {
                let ids = 1..=repeat.count;
                let spans = ids.map(|id| SpanSpec {
                    id,
                    ..repeat.span.clone()
                });
                self.spans
                    .extend(spans.map(|span| (trace.to_owned(), span)));
            }
        }
    }

    pub(crate) fn id(&self, name: &str) -> Option<TraceId> {
        self.ids.get(name).copied()
    }

    /// The name that an id stands for.
    pub(crate) fn name(&self, id: TraceId) -> String {
        let found = self.ids.iter().find(|(_, known)| **known == id);
        found.map_or_else(|| id.to_string(), |(name, _)| name.clone())
    }

    /// First start and last start, end or event of anything, in nanoseconds since 1970.
    pub(crate) fn range(&self) -> Option<(i64, i64)> {
        let start = self.spans.iter().map(|(_, span)| span.start_ns()).min()?;
        let end = self.spans.iter().map(|(_, span)| span.start_ns()).max()?;
        Some((BASE_NS + start, BASE_NS + end))
    }

    /// What is written, call by call.
    pub(crate) fn batches(&self, file: &File) -> Result<Vec<SpanBatch>> {
        match &file.writes {
            Some(writes) => writes.iter().map(|refs| self.batch_of(refs)).collect(),
            None => {
                let names = file.traces.0.iter().map(|(name, _)| name);
                names
                    .map(|name| self.batch(|(trace, _)| trace == name))
                    .collect()
            }
        }
    }

    fn batch_of(&self, refs: &[(String, u64)]) -> Result<SpanBatch> {
        let mut spans = Vec::new();
        for (trace, id) in refs {
            let before = spans.len();
            spans.extend(
                self.spans
                    .iter()
                    .filter(|(t, span)| t == trace && span.id == *id),
            );
            ensure!(spans.len() > before, "no span {id} in {trace}");
        }
        self.encode(&spans)
    }

    fn batch(&self, wanted: impl Fn(&&(String, SpanSpec)) -> bool) -> Result<SpanBatch> {
        self.encode(&self.spans.iter().filter(wanted).collect::<Vec<_>>())
    }

    fn encode(&self, spans: &[&(String, SpanSpec)]) -> Result<SpanBatch> {
        let mut writer = Writer::default();
        for (trace, span) in spans {
            let id = self.id(trace).context("a trace of the file")?;
            writer.message(traces_data::RESOURCE_SPANS, |w| {
                self.resource_spans(w, id, span)
            })?;
        }
        let scanned = SpanBatch::scan(writer.into_bytes().into(), &Limits::default())?;
        ensure!(scanned.rejected == 0, "{:?}", scanned.first_rejection);
        Ok(scanned.batch)
    }

    fn resource_spans(&self, w: &mut Writer, trace: TraceId, spec: &SpanSpec) -> Result<()> {
        w.message(resource_spans::RESOURCE, |w| {
            if let Some(service) = &spec.service {
                w.attribute(
                    resource::ATTRIBUTES,
                    b"service.name",
                    service.as_str().into(),
                );
            }
            attributes(w, resource::ATTRIBUTES, &spec.resource)
        })?;
        w.bytes_if_any(
            resource_spans::SCHEMA_URL,
            spec.resource_schema_url.as_bytes(),
        );
        w.message(resource_spans::SCOPE_SPANS, |w| {
            if let Some(spec) = &spec.scope {
                w.message(scope_spans::SCOPE, |w| {
                    w.bytes_if_any(scope::NAME, spec.name.as_bytes());
                    w.bytes_if_any(scope::VERSION, spec.version.as_bytes());
                    attributes(w, scope::ATTRIBUTES, &spec.attributes)
                })?;
                w.bytes_if_any(scope_spans::SCHEMA_URL, spec.schema_url.as_bytes());
            }
            w.message(scope_spans::SPANS, |w| self.span(w, trace, spec))
        })
    }

    fn span(&self, w: &mut Writer, trace: TraceId, spec: &SpanSpec) -> Result<()> {
        w.bytes(span::TRACE_ID, &trace.0);
        w.bytes(span::SPAN_ID, &SpanId::from_u64(spec.id).0);
        if spec.parent != 0 {
            w.bytes(span::PARENT_SPAN_ID, &SpanId::from_u64(spec.parent).0);
        }
        w.bytes_if_any(span::TRACE_STATE, spec.trace_state.as_bytes());
        w.bytes_if_any(span::NAME, spec.name.as_bytes());
        w.varint(span::KIND, kind(spec.kind.as_deref())?.number());
        let start = BASE_NS + spec.start_ns();
        w.fixed64(span::START_TIME_UNIX_NANO, u64::try_from(start)?);
        w.fixed64(
            span::END_TIME_UNIX_NANO,
            u64::try_from(start + spec.duration_ns())?,
        );
        attributes(w, span::ATTRIBUTES, &spec.attributes)?;
        for spec in &spec.events {
            w.message(span::EVENTS, |w| {
                w.fixed64(event::TIME_UNIX_NANO, u64::try_from(start + spec.at_ns())?);
                w.bytes_if_any(event::NAME, spec.name.as_bytes());
                attributes(w, event::ATTRIBUTES, &spec.attributes)
            })?;
        }
        for spec in &spec.links {
            let trace = self
                .id(&spec.trace)
                .with_context(|| format!("trace {}", spec.trace))?;
            w.message(span::LINKS, |w| {
                w.bytes(link::TRACE_ID, &trace.0);
                w.bytes(link::SPAN_ID, &SpanId::from_u64(spec.span).0);
                w.bytes_if_any(link::TRACE_STATE, spec.trace_state.as_bytes());
                attributes(w, link::ATTRIBUTES, &spec.attributes)
            })?;
        }
        let code = match spec.status.as_deref() {
            None => 0,
            Some("ok") => 1,
            Some("error") => 2,
            Some(other) => bail!("unknown status {other}"),
        };
        w.message(span::STATUS, |w| {
            w.bytes_if_any(status::MESSAGE, spec.status_message.as_bytes());
            w.varint(status::CODE, code);
        });
        Ok(())
    }
}

pub(crate) fn kind(word: Option<&str>) -> Result<SpanKind> {
    match word {
        None | Some("unspecified") => Ok(SpanKind::Unspecified),
        Some(word) => SpanKind::from_word(word).with_context(|| format!("kind {word}")),
    }
}

/// Attributes as an object, or as a list of pairs where a key comes twice.
fn attributes(w: &mut Writer, field: u32, spec: &Value) -> Result<()> {
    let mut attribute = |key: &str, value: &Value| -> Result<()> {
        w.message(field, |w| {
            w.bytes(key_value::KEY, key.as_bytes());
            w.message(key_value::VALUE, |w| any_value(w, value))
        })
    };
    match spec {
        Value::Null => Ok(()),
        Value::Object(members) => members.iter().try_for_each(|(k, v)| attribute(k, v)),
        Value::Array(pairs) => {
            pairs
                .iter()
                .try_for_each(|pair| match pair.as_array().map(Vec::as_slice) {
                    Some([Value::String(key), value]) => attribute(key, value),
                    _ => bail!("expected [key, value], found {pair}"),
                })
        }
        other => bail!("expected attributes, found {other}"),
    }
}

fn any_value(w: &mut Writer, spec: &Value) -> Result<()> {
    match spec {
        Value::String(text) => w.bytes(any_value::STRING, text.as_bytes()),
        Value::Bool(value) => w.varint(any_value::BOOL, u64::from(*value)),
        Value::Number(number) => match number.as_i64() {
            Some(value) => w.varint(any_value::INT, value as u64),
            None => double(w, number.as_f64().context("a double")?),
        },
        Value::Object(tagged) => {
            if let Some(text) = repeated(tagged) {
                w.bytes(any_value::STRING, text.as_bytes());
                return Ok(());
            }
            let (tag, value) = tagged.iter().next().context("a tagged value")?;
            return tagged_value(w, tag, value);
        }
        other => bail!("expected a value, found {other}"),
    }
    Ok(())
}

fn tagged_value(w: &mut Writer, tag: &str, value: &Value) -> Result<()> {
    match tag {
        "int" => w.varint(any_value::INT, value.as_i64().context("an int")? as u64),
        "double" => double(w, value.as_f64().context("a double")?),
        "bytes" => {
            let bytes = BASE64_STANDARD.decode(value.as_str().context("base64")?)?;
            w.bytes(any_value::BYTES, &bytes);
        }
        "broken_text" => {
            let bytes = BASE64_STANDARD.decode(value.as_str().context("base64")?)?;
            w.bytes(any_value::STRING, &bytes);
        }
        "array" => {
            let values = value.as_array().context("an array")?;
            w.message(any_value::ARRAY, |w| {
                values
                    .iter()
                    .try_for_each(|v| w.message(list::VALUES, |w| any_value(w, v)))
            })?;
        }
        "map" => w.message(any_value::KVLIST, |w| attributes(w, list::VALUES, value))?,
        "empty" => {}
        other => bail!("unknown type {other}"),
    }
    Ok(())
}

fn double(w: &mut Writer, value: f64) {
    w.fixed64(any_value::DOUBLE, value.to_bits());
}
