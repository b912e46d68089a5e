//! What the data source can read.

use serde_json::{Value, json};

/// What must come.
#[derive(Debug)]
pub(crate) enum Shape {
    /// An envelope with these names, in any order.
    Names(&'static [&'static str]),
    /// An envelope with the traces of these ids.
    Traces(&'static [&'static str]),
    /// An envelope without calls between services.
    Dependencies,
    /// These names, of the API v3.
    V3Services(&'static [&'static str]),
    /// These names and kinds, of the API v3.
    V3Operations(&'static [(&'static str, &'static str)]),
    /// A trace of so many resources, of the API v3.
    V3Trace(usize),
}

impl Shape {
    /// Compares a reply, and fails where it cannot be read.
    pub(crate) fn holds(&self, what: &str, reply: &Value) {
        match self {
            Self::Names(names) => {
                assert_eq!(&texts(data(what, reply)), names, "{what}");
            }
            Self::Traces(ids) => {
                let traces = list(data(what, reply));
                let shown: Vec<_> = traces.iter().map(|trace| &trace["traceID"]).collect();
                assert_eq!(json!(shown), json!(ids), "{what}");
                traces.iter().for_each(trace_is_readable);
            }
            Self::Dependencies => assert_eq!(list(data(what, reply)).len(), 0, "{what}"),
            Self::V3Services(names) => assert_eq!(&texts(&reply["services"]), names, "{what}"),
            Self::V3Operations(operations) => {
                let expected: Vec<_> = operations
                    .iter()
                    .map(|(name, kind)| json!({"name": name, "spanKind": kind}))
                    .collect();
                assert_eq!(reply["operations"], json!(expected), "{what}");
            }
            Self::V3Trace(resources) => {
                let shown = list(&reply["result"]["resourceSpans"]);
                assert_eq!(shown.len(), *resources, "{what}");
                shown.iter().for_each(resource_is_readable);
            }
        }
    }
}

/// What is in the envelope of a reply without errors.
fn data<'a>(what: &str, reply: &'a Value) -> &'a Value {
    assert_eq!(reply["errors"], Value::Null, "{what}");
    &reply["data"]
}

fn trace_is_readable(trace: &Value) {
    // The first span names the trace, and one must be there.
    assert!(!list(&trace["spans"]).is_empty(), "{trace}");
    are_texts_or_null(&trace["warnings"]);
    for span in list(&trace["spans"]) {
        for field in ["traceID", "spanID", "processID", "operationName"] {
            assert!(span[field].is_string(), "{field} of {span}");
        }
        for field in ["startTime", "duration"] {
            assert!(span[field].is_i64(), "{field} of {span}");
        }
        let process = &trace["processes"][text(&span["processID"])];
        assert!(process["serviceName"].is_string(), "{process}");
        list(&process["tags"]).iter().for_each(tag_is_readable);
        list(&span["tags"]).iter().for_each(tag_is_readable);
        are_texts_or_null(&span["warnings"]);
        for reference in list(&span["references"]) {
            for field in ["refType", "traceID", "spanID"] {
                assert!(reference[field].is_string(), "{field} of {reference}");
            }
        }
        for log in list(&span["logs"]) {
            assert!(log["timestamp"].is_number(), "{log}");
            list(&log["fields"]).iter().for_each(tag_is_readable);
        }
    }
}

fn tag_is_readable(tag: &Value) {
    assert!(tag["key"].is_string() && tag["type"].is_string(), "{tag}");
    assert!(
        !tag["value"].is_object() && !tag["value"].is_null(),
        "{tag}"
    );
}

fn resource_is_readable(resource: &Value) {
    assert!(
        !list(&resource["resource"]["attributes"]).is_empty(),
        "{resource}"
    );
    for scope in list(&resource["scopeSpans"]) {
        for span in list(&scope["spans"]) {
            for field in [
                "traceId",
                "spanId",
                "name",
                "startTimeUnixNano",
                "endTimeUnixNano",
            ] {
                assert!(span[field].is_string(), "{field} of {span}");
            }
        }
    }
}

fn are_texts_or_null(value: &Value) {
    assert!(list(value).iter().all(Value::is_string), "{value}");
}

/// A list; `null` and nothing are empty ones.
fn list(value: &Value) -> &[Value] {
    match value {
        Value::Null => &[],
        other => other.as_array().expect("a list"),
    }
}

/// Texts in order.
fn texts(value: &Value) -> Vec<&str> {
    let mut texts: Vec<_> = list(value).iter().map(text).collect();
    texts.sort_unstable();
    texts
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}
