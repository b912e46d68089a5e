//! Brings the body of a reply into a shape in which what is chance does not show.

use serde_json::{Map, Value, json};

use crate::recording::{Exchange, Port};

/// Returns a body as it is to be compared.
pub(crate) fn reshaped(body: &Value, exchange: &Exchange) -> Value {
    let is = |names: &[String], name: &str| names.iter().any(|each| each == name);
    let mut body = body.clone();
    each_value(&mut body, &mut |value| {
        one_number(value);
        for name in &exchange.volatile {
            hide(value, name, "(varies)");
        }
        for name in &exchange.loose {
            hide(value, name, "(a text of Go's decoder)");
        }
        spans_alone(value);
        in_our_words(value, exchange.sent.port);
        if is(&exchange.unordered, "spans") {
            processes_in_place(value);
        }
    });
    if is(&exchange.unordered, "warnings") {
        body = warnings_apart(body);
    }
    each_value(&mut body, &mut |value| {
        if let Value::Object(members) = value {
            for (name, member) in members {
                if is(&exchange.unordered, name) {
                    sort(member);
                }
            }
        }
    });
    body
}

/// Calls `change` for every value, the inner ones first.
fn each_value(value: &mut Value, change: &mut impl FnMut(&mut Value)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| each_value(item, change)),
        Value::Object(members) => members
            .values_mut()
            .for_each(|member| each_value(member, change)),
        _ => {}
    }
    change(value);
}

/// `3.0` and `3` are one number.
fn one_number(value: &mut Value) {
    let whole = value
        .as_f64()
        .filter(|number| value.is_f64() && number.fract() == 0.0 && number.abs() < EXACT_BELOW);
    if let Some(whole) = whole {
        *value = Value::from(whole as i64);
    }
}

fn hide(value: &mut Value, name: &str, with: &str) {
    if let Some(member) = value.get_mut(name) {
        *member = Value::from(with);
    }
}

/// OTLP puts spans under scopes under resources, in whatever groups; clients take them out again.
/// What OTLP has no field for is not shown in it, neither the input format nor warnings.
fn spans_alone(value: &mut Value) {
    let Some(Value::Array(resources)) = value.get("resourceSpans") else {
        return;
    };
    let mut spans = Vec::new();
    for of_resource in resources {
        for of_scope in items(&of_resource["scopeSpans"]) {
            for span in items(&of_scope["spans"]) {
                let (resource, scope) = (&of_resource["resource"], &of_scope["scope"]);
                let mut span = span.clone();
                unmark(&mut span);
                spans.push(json!({"resource": resource, "scope": scope, "span": span}));
            }
        }
    }
    // Which group comes first says nothing.
    spans.sort_by_cached_key(|each| ["traceId", "spanId"].map(|id| each["span"][id].to_string()));
    value["resourceSpans"] = Value::Array(spans);
}

fn unmark(span: &mut Value) {
    let Value::Object(members) = span else {
        return;
    };
    if let Some(Value::Array(attributes)) = members.get_mut("attributes") {
        attributes.retain(|attribute| {
            let key = attribute["key"].as_str().unwrap_or_default();
            !["@jaeger@format", "@jaeger@warnings"].contains(&key)
        });
        if attributes.is_empty() {
            members.remove("attributes");
        }
    }
}

/// The place in a broken body is told in our words, and a page of ours says how to ask for the next.
fn in_our_words(value: &mut Value, port: Port) {
    match value {
        Value::String(text)
            if matches!(port, Port::ThriftHttp) && text.starts_with(BROKEN_BODY) =>
        {
            text.truncate(BROKEN_BODY.len());
        }
        Value::Object(members) => {
            members.remove("nextPageToken");
        }
        _ => {}
    }
}

/// Which process is called `p1` depends on the order of spans.
fn processes_in_place(value: &mut Value) {
    let Value::Object(trace) = value else {
        return;
    };
    let Some(Value::Object(processes)) = trace.get("processes").cloned() else {
        return;
    };
    let Some(Value::Array(spans)) = trace.get_mut("spans") else {
        return;
    };
    for span in spans.iter_mut().filter_map(Value::as_object_mut) {
        let process = span.remove("processID");
        let process = process.and_then(|id| processes.get(id.as_str()?).cloned());
        span.insert("process".to_owned(), process.unwrap_or_default());
    }
    trace.remove("processes");
}

/// All warnings of the reply as one list, off their spans.
fn warnings_apart(mut body: Value) -> Value {
    let mut warnings = Vec::new();
    each_value(&mut body, &mut |value| {
        let Value::Object(members) = value else {
            return;
        };
        if let Some(Value::Array(found)) = members.remove("warnings") {
            warnings.extend(found);
        }
    });
    let mut warnings = Value::Array(warnings);
    sort(&mut warnings);
    json!({"body": body, "warnings": warnings})
}

fn sort(list: &mut Value) {
    if let Value::Array(items) = list {
        items.sort_by_cached_key(Value::to_string);
    }
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Returns where two values differ first, and how.
pub(crate) fn difference(path: &str, wanted: &Value, found: &Value) -> Option<String> {
    match (wanted, found) {
        (Value::Object(wanted), Value::Object(found)) => members_differ(path, wanted, found),
        (Value::Array(wanted), Value::Array(found)) => {
            let pairs = wanted.iter().zip(found).enumerate();
            let mut inside = pairs.filter_map(|(index, (wanted, found))| {
                difference(&format!("{path}[{index}]"), wanted, found)
            });
            inside.next().or_else(|| {
                let (wanted, found) = (wanted.len(), found.len());
                (wanted != found).then(|| format!("{path}: {wanted} items wanted, {found} found"))
            })
        }
        _ => (wanted != found).then(|| {
            let (wanted, found) = (shortened(wanted), shortened(found));
            format!("{path}: wanted {wanted}, found {found}")
        }),
    }
}

fn members_differ(
    path: &str,
    wanted: &Map<String, Value>,
    found: &Map<String, Value>,
) -> Option<String> {
    let missing = wanted.keys().find(|name| !found.contains_key(*name));
    if let Some(name) = missing {
        return Some(format!(
            "{path}.{name}: wanted {}, missing",
            shortened(&wanted[name])
        ));
    }
    let extra = found.keys().find(|name| !wanted.contains_key(*name));
    if let Some(name) = extra {
        return Some(format!(
            "{path}.{name}: not wanted, found {}",
            shortened(&found[name])
        ));
    }
    let mut inside = wanted
        .iter()
        .filter_map(|(name, wanted)| difference(&format!("{path}.{name}"), wanted, &found[name]));
    inside.next()
}

fn shortened(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(SHOWN_CHARS_MAX) {
        Some(_) => text
            .chars()
            .take(SHOWN_CHARS_MAX)
            .chain("...".chars())
            .collect(),
        None => text,
    }
}

const BROKEN_BODY: &str = "Unable to process request body: ";
const EXACT_BELOW: f64 = 9_007_199_254_740_992.0;
const SHOWN_CHARS_MAX: usize = 300;
