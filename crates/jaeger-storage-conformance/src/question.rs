//! A search in the words of its case, for a door to put into its own.

use anyhow::{Context as _, Result, bail};
use chrono::DateTime;
use jaeger_model::{Tenant, Timestamp, duration};
use jaeger_storage::expression::form::Form;
use jaeger_storage::{Sort, SpanExpression, TimeRange, TraceExpression, TraceQuery};
use serde_json::{Map, Value};

use crate::door::{Refused, refused};
use crate::file::{FormSpec, QuerySpec, repeated};
use crate::fixture::{BASE_NS, Fixture};

/// A search in the words of its case.
#[derive(Clone, Debug)]
pub struct Question {
    /// Whose traces.
    pub tenant: Tenant,
    /// When; it may end before it starts.
    pub range: TimeRange,
    /// Whether the case itself gives an end of the range; else it takes in the whole file.
    pub is_bounded: bool,
    /// How many traces at most, if that is said.
    pub limit: Option<usize>,
    /// The word for the order, if one is asked for.
    pub sort: Option<String>,
    /// Which traces.
    pub wanted: Wanted,
}

/// Which traces are asked for.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// All in the range.
    Everything,
    /// Those that an expression in JSON holds for.
    Filter(String),
    /// Those that an expression as text holds for.
    Text(String),
    /// Those with a span that Jaeger's form describes.
    Form(Words),
}

/// What is typed into Jaeger's form.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// The service.
    pub service: Option<String>,
    /// The operation.
    pub operation: Option<String>,
    /// Keys and texts of tags.
    pub tags: Vec<(String, String)>,
    /// The shortest duration, with its unit.
    pub duration_min: Option<String>,
    /// The longest.
    pub duration_max: Option<String>,
}

impl Question {
    pub(crate) fn of(spec: &QuerySpec, fixture: &Fixture, tenant: &Tenant) -> Result<Self> {
        let wanted = match (&spec.filter, &spec.text, &spec.form) {
            (Some(filter), _, None) => Wanted::Filter(with_times_written_out(filter).to_string()),
            (None, Some(text), None) => Wanted::Text(text.clone()),
            (None, None, Some(form)) => Wanted::Form(Words::of(form)?),
            (None, None, None) => Wanted::Everything,
            _ => bail!("a query has a filter, a text or both, or a form"),
        };
        let (start, end) = (spec.start_ns(), spec.end_ns());
        Ok(Self {
            tenant: tenant.clone(),
            range: range(fixture, start, end),
            is_bounded: start.or(end).is_some(),
            limit: spec.limit,
            sort: spec.sort.clone(),
            wanted,
        })
    }

    /// The question as storages take it.
    ///
    /// # Errors
    /// [`Refused`] when it makes no sense.
    pub fn query(&self) -> Result<TraceQuery> {
        let expression = match &self.wanted {
            Wanted::Everything => TraceExpression::Spans(SpanExpression::And(Vec::new())),
            Wanted::Filter(json) => {
                TraceExpression::from_json(json).map_err(|error| Refused(error.to_string()))?
            }
            Wanted::Text(text) => TraceExpression::from_text(text).map_err(refused)?,
            Wanted::Form(words) => words.form()?.into_expression(self.range),
        };
        let mut query =
            TraceQuery::new(self.tenant.clone(), self.range, expression).map_err(refused)?;
        if let Some(limit) = self.limit {
            query = query.with_limit(limit);
        }
        if let Some(sort) = &self.sort {
            query = query.with_sort(Sort::from_word(sort).map_err(refused)?);
        }
        Ok(query)
    }
}

impl Words {
    fn of(spec: &FormSpec) -> Result<Self> {
        let tags = spec.tags.iter();
        let tags = tags.map(|(key, value)| Ok((key.clone(), text_of(value)?)));
        Ok(Self {
            service: spec.service.clone(),
            operation: spec.operation.clone(),
            tags: tags.collect::<Result<_>>()?,
            duration_min: spec.min_duration.clone(),
            duration_max: spec.max_duration.clone(),
        })
    }

    fn form(&self) -> Result<Form> {
        let duration = |text: &Option<String>| {
            let parsed = text.as_deref().map(duration::parse).transpose();
            parsed.map_err(|error| Refused(error.to_string()))
        };
        Ok(Form {
            service: self.service.clone(),
            operation: self.operation.clone(),
            tags: self.tags.clone(),
            duration_min_ns: duration(&self.duration_min)?,
            duration_max_ns: duration(&self.duration_max)?,
        })
    }
}

/// The range between two times after the base; a missing one is that of the whole file.
pub(crate) fn range(fixture: &Fixture, from_ns: Option<i64>, to_ns: Option<i64>) -> TimeRange {
    let whole = fixture.range();
    let start = from_ns.map(|ns| BASE_NS + ns);
    let end = to_ns.map(|ns| BASE_NS + ns);
    TimeRange {
        start: start
            .or(whole.map(|range| range.0))
            .map_or(Timestamp(0), time),
        end: end
            .or(whole.map(|range| range.1))
            .map_or(Timestamp::MAX, time),
    }
}

pub(crate) fn time(ns: i64) -> Timestamp {
    Timestamp(u64::try_from(ns).unwrap_or_default())
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
