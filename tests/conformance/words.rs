//! Questions in the words of the API: paths with their parameters.

use anyhow::Result;
use jaeger_service::clock::rfc3339;
use jaeger_storage::PageToken;
use jaeger_storage_conformance::door::Unasked;
use jaeger_storage_conformance::question::{Question, Wanted, Words};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

/// A path with its parameters.
#[derive(Debug)]
pub(crate) struct Path(String);

impl Path {
    /// A path without parameters.
    pub(crate) fn new(path: &str) -> Self {
        Self(path.to_owned())
    }

    /// With a parameter.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.0.push(if self.0.contains('?') { '&' } else { '?' });
        self.0.push_str(name);
        self.0.push('=');
        self.0.extend(utf8_percent_encode(value, NON_ALPHANUMERIC));
        self
    }

    fn with_any(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// The path, unless it is longer than clients can send.
    pub(crate) fn text(&self) -> Result<&str> {
        match self.0.len() {
            0..=URL_BYTES_MAX => Ok(&self.0),
            _ => Err(Unasked("it is longer than a URL may be").into()),
        }
    }
}

/// A search of `/api/v3` under `path`.
pub(crate) fn of_v3(path: &str, question: &Question, page: Option<&PageToken>) -> Result<Path> {
    if question.range.end < question.range.start {
        return Err(Unasked("a range that ends before it starts is answered with nothing").into());
    }
    let limit = question.limit.map(|limit| limit.to_string());
    let path = Path::new(path)
        .with("query.startTimeMin", &rfc3339(question.range.start.0))
        .with("query.startTimeMax", &rfc3339(question.range.end.0))
        .with("query.rawTraces", "true")
        .with_any("query.searchDepth", limit.as_deref())
        .with_any("query.sort", question.sort.as_deref());
    let path = match &question.wanted {
        Wanted::Everything => path,
        Wanted::Filter(json) => path.with("query.filter", json),
        Wanted::Text(text) if text.is_empty() => {
            return Err(Unasked("an empty text is no text to the API").into());
        }
        Wanted::Text(text) => path.with("q", text),
        Wanted::Form(words) => path
            .with_any("query.serviceName", words.service.as_deref())
            .with_any("query.operationName", words.operation.as_deref())
            .with_any("query.attributes", tags(words).as_deref())
            .with_any("query.durationMin", words.duration_min.as_deref())
            .with_any("query.durationMax", words.duration_max.as_deref()),
    };
    Ok(path.with_any("query.pageToken", page.map(PageToken::as_str)))
}

/// The same search of `/api/traces`, if it can be asked there: the times of that API are whole microseconds, so only a
/// range that takes in all spans is the same, and it has neither orders nor pages.
pub(crate) fn of_form(question: &Question) -> Option<Path> {
    let Wanted::Form(words) = &question.wanted else {
        return None;
    };
    if question.is_bounded || question.sort.is_some() {
        return None;
    }
    let limit = question.limit.map(|limit| limit.to_string());
    let path = Path::new("/api/traces")
        .with("start", &question.range.start.as_micros().to_string())
        .with("end", &question.range.end.as_micros().to_string())
        .with("raw", "true")
        .with_any("limit", limit.as_deref())
        .with_any("service", words.service.as_deref())
        .with_any("operation", words.operation.as_deref())
        .with_any("tags", tags(words).as_deref())
        .with_any("minDuration", words.duration_min.as_deref())
        .with_any("maxDuration", words.duration_max.as_deref());
    Some(path)
}

fn tags(words: &Words) -> Option<String> {
    let tags = words.tags.iter();
    let tags: Map<String, Value> = tags
        .map(|(key, text)| (key.clone(), text.as_str().into()))
        .collect();
    (!tags.is_empty()).then(|| Value::Object(tags).to_string())
}

/// The `http` crate takes less than 64 KiB with the address before it.
const URL_BYTES_MAX: usize = 65_000;
