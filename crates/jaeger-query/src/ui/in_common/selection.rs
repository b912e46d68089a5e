//! Which traces are asked about: `{"search": …, "selection": …}`.

use std::collections::HashSet;

use jaeger_model::TraceId;
use jaeger_storage::TraceSummary;
use serde_json::Value;

use crate::failure::Failure;
use crate::strconv;

/// A question as it was sent.
#[derive(Debug)]
pub(super) struct Asked {
    /// The query string of the search.
    pub(super) search: String,
    pub(super) selection: Selection,
}

/// Some of the traces that a search finds: all that is said must hold.
#[derive(Debug)]
pub(super) struct Selection {
    ids: Option<HashSet<TraceId>>,
    /// With failed spans, or without any.
    errors: Option<bool>,
    start_ns: Bounds,
    duration_ns: Bounds,
}

/// A least and a greatest number; either may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bounds {
    min: Option<u64>,
    max: Option<u64>,
}

impl Asked {
    pub(super) fn read(body: &[u8]) -> Result<Self, Failure> {
        let asked: Value = serde_json::from_slice(body)
            .map_err(|error| Failure::bad_request(format!("the body is no JSON: {error}")))?;
        let search = asked.get("search").and_then(Value::as_str);
        let search = search.ok_or_else(|| Failure::bad_request("search must be a text"))?;
        let selection = asked.get("selection").unwrap_or(&Value::Null);
        Ok(Self {
            search: search.trim_start_matches('?').to_owned(),
            selection: Selection::read(selection)?,
        })
    }
}

impl Selection {
    fn read(selection: &Value) -> Result<Self, Failure> {
        let bounds = |min, max| {
            Ok::<_, Failure>(Bounds {
                min: nanoseconds(selection, min)?,
                max: nanoseconds(selection, max)?,
            })
        };
        let read = Self {
            ids: ids(selection)?,
            errors: flag(selection, "errors")?,
            start_ns: bounds("startMin", "startMax")?,
            duration_ns: bounds("durationMin", "durationMax")?,
        };
        match read.says_nothing() {
            false => Ok(read),
            true => Err(Failure::bad_request(
                "selection must have traceIds, errors, or a bound of start or duration",
            )),
        }
    }

    fn says_nothing(&self) -> bool {
        let bounds = [self.start_ns, self.duration_ns];
        let is_bounded = bounds.iter().any(|bounds| *bounds != Bounds::NONE);
        self.ids.is_none() && self.errors.is_none() && !is_bounded
    }

    /// True when the trace is one of them.
    pub(super) fn has(&self, trace: &TraceSummary) -> bool {
        let is_failed = trace.error_count > 0;
        let is_named = |ids: &HashSet<TraceId>| ids.contains(&trace.trace_id);
        self.ids.as_ref().is_none_or(is_named)
            && self.errors.is_none_or(|errors| errors == is_failed)
            && self.start_ns.hold(trace.start.0)
            && self.duration_ns.hold(trace.duration_ns())
    }

    /// True when failed traces are what was asked for.
    pub(super) fn asks_for_errors(&self) -> bool {
        self.errors == Some(true)
    }
}

impl Bounds {
    const NONE: Self = Self {
        min: None,
        max: None,
    };

    fn hold(self, number: u64) -> bool {
        self.min.is_none_or(|min| min <= number) && self.max.is_none_or(|max| number <= max)
    }
}

fn ids(selection: &Value) -> Result<Option<HashSet<TraceId>>, Failure> {
    let ids = match selection.get("traceIds") {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Array(ids)) => ids,
        Some(_) => return Err(wrong("traceIds", "a list of trace ids")),
    };
    let ids = ids.iter().map(|id| {
        let id = id
            .as_str()
            .ok_or_else(|| wrong("traceIds", "a list of trace ids"))?;
        strconv::parse_trace_id(id).map_err(Failure::bad_request)
    });
    ids.collect::<Result<_, _>>().map(Some)
}

fn flag(selection: &Value, name: &str) -> Result<Option<bool>, Failure> {
    match selection.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Bool(flag)) => Ok(Some(*flag)),
        Some(_) => Err(wrong(name, "true or false")),
    }
}

/// A number of 64 bits, which JavaScript can only send as a text.
fn nanoseconds(selection: &Value, name: &str) -> Result<Option<u64>, Failure> {
    let read = match selection.get(name) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(digits)) => digits.parse().ok(),
        Some(number) => number.as_u64(),
    };
    read.map(Some)
        .ok_or_else(|| wrong(name, "a number of nanoseconds"))
}

fn wrong(name: &str, wanted: &str) -> Failure {
    Failure::bad_request(format!("selection.{name} must be {wanted}"))
}

#[cfg(test)]
mod tests {
    use jaeger_model::Timestamp;

    use super::*;

    fn trace(id: u64, start_ns: u64, duration_ns: u64, errors: u64) -> TraceSummary {
        TraceSummary {
            trace_id: TraceId::from_halves(0, id),
            root_service: String::new(),
            root_name: String::new(),
            start: Timestamp(start_ns),
            end: Timestamp(start_ns + duration_ns),
            span_count: 1,
            error_count: errors,
            orphan_count: 0,
            services: Vec::new(),
        }
    }

    #[test]
    fn has_what_it_says() {
        let traces = [
            trace(1, 100, 10, 0),
            trace(2, 200, 20, 1),
            trace(3, 300, 30, 0),
        ];
        let cases: [(&str, &[usize]); 9] = [
            (r#"{"traceIds":[]}"#, &[]),
            (r#"{"traceIds":["1","0000000000000003"]}"#, &[0, 2]),
            (r#"{"errors":true}"#, &[1]),
            (r#"{"errors":false}"#, &[0, 2]),
            (r#"{"startMin":"200"}"#, &[1, 2]),
            (r#"{"startMin":"200","startMax":"200"}"#, &[1]),
            (r#"{"durationMax":"29","traceIds":null}"#, &[0, 1]),
            (r#"{"durationMin":30}"#, &[2]),
            (r#"{"errors":true,"durationMin":"30"}"#, &[]),
        ];
        for (selection, expected) in cases {
            let body = format!(r#"{{"search":"?q={{}}","selection":{selection}}}"#);
            let asked = Asked::read(body.as_bytes()).unwrap();
            assert_eq!(asked.search, "q={}");
            let has = |index: &usize| asked.selection.has(&traces[*index]);
            let found: Vec<_> = (0..traces.len()).filter(has).collect();
            assert_eq!(found, expected, "{selection}");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        let cases = [
            ("", "the body is no JSON"),
            ("[]", "search must be a text"),
            (r#"{"search":5}"#, "search must be a text"),
            (r#"{"search":""}"#, "selection must have"),
            (r#"{"search":"","selection":{}}"#, "selection must have"),
            (
                r#"{"search":"","selection":{"traceIds":"1"}}"#,
                "selection.traceIds",
            ),
            (
                r#"{"search":"","selection":{"traceIds":[1]}}"#,
                "selection.traceIds",
            ),
            (r#"{"search":"","selection":{"traceIds":["x"]}}"#, "strconv"),
            (
                r#"{"search":"","selection":{"errors":"yes"}}"#,
                "selection.errors",
            ),
            (
                r#"{"search":"","selection":{"startMin":"-1"}}"#,
                "selection.startMin",
            ),
            (
                r#"{"search":"","selection":{"durationMax":1.5}}"#,
                "selection.durationMax",
            ),
        ];
        for (body, said) in cases {
            let message = Asked::read(body.as_bytes()).unwrap_err().message;
            assert!(message.starts_with(said), "{body}: {message}");
        }
    }
}
