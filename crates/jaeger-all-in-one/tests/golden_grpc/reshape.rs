//! Brings the body of a reply into a shape in which what is chance does not show.

use serde_json::{Map, Value, json};

use crate::recording::Exchange;

/// Returns a body as it is to be compared.
pub(crate) fn reshaped(body: &Value, exchange: &Exchange) -> Value {
    let mut body = body.clone();
    spans_alone(&mut body);
    each_object(&mut body, &mut |members: &mut Map<String, Value>| {
        for name in &exchange.loose {
            if let Some(member) = members.get_mut(name) {
                *member = Value::from("(a text of Go's decoder)");
            }
        }
        for name in &exchange.unordered {
            if let Some(Value::Array(items)) = members.get_mut(name) {
                sort(items);
            }
        }
    });
    body
}

/// The traces of a reply, in the order in which their first spans came.
pub(crate) fn trace_ids(body: Option<&Value>) -> Vec<Value> {
    let mut ids = Vec::new();
    let Some(body) = body else {
        return ids;
    };
    let resources = items(&body["resource_spans"]).iter();
    let scopes = resources.flat_map(|of_resource| items(&of_resource["scope_spans"]));
    let otlp = scopes.flat_map(|of_scope| items(&of_scope["spans"]));
    for span in items(&body["spans"]).iter().chain(otlp) {
        let id = &span["trace_id"];
        if !ids.contains(id) {
            ids.push(id.clone());
        }
    }
    ids
}

pub(crate) fn sort(items: &mut [Value]) {
    items.sort_by_cached_key(Value::to_string);
}

/// Calls `change` for every object, the inner ones first.
fn each_object(value: &mut Value, change: &mut impl FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| each_object(item, change)),
        Value::Object(members) => {
            members
                .values_mut()
                .for_each(|member| each_object(member, change));
            change(members);
        }
        _ => {}
    }
}

/// OTLP puts spans under scopes under resources, in whatever groups; clients take them out again.
fn spans_alone(body: &mut Value) {
    let Some(Value::Array(resources)) = body.get("resource_spans") else {
        return;
    };
    let mut spans = Vec::new();
    for of_resource in resources {
        for of_scope in items(&of_resource["scope_spans"]) {
            for span in items(&of_scope["spans"]) {
                let resource = or_empty(&of_resource["resource"]);
                let scope = or_empty(&of_scope["scope"]);
                let mut span = span.clone();
                unmark(&mut span);
                spans.push(json!({"resource": resource, "scope": scope, "span": span}));
            }
        }
    }
    spans.sort_by_cached_key(|it| ["trace_id", "span_id"].map(|id| it["span"][id].to_string()));
    body["resource_spans"] = Value::Array(spans);
}

/// To a reader an empty message is as good as none.
fn or_empty(message: &Value) -> Value {
    match message {
        Value::Null => json!({}),
        message => message.clone(),
    }
}

/// What OTLP has no field for is not shown in it, neither the input format nor warnings.
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
    if members.get("status") == Some(&json!({})) {
        members.remove("status");
    }
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Returns where two values differ first, and how.
pub(crate) fn difference(path: &str, wanted: &Value, found: &Value) -> Option<String> {
    match (wanted, found) {
        (Value::Object(wanted), Value::Object(found)) => {
            let names = wanted.keys().chain(found.keys());
            let mut inside = names.filter_map(|name| {
                let path = format!("{path}.{name}");
                match (wanted.get(name), found.get(name)) {
                    (Some(wanted), Some(found)) => difference(&path, wanted, found),
                    (Some(wanted), None) => Some(format!("{path}: wanted {wanted}, missing")),
                    (None, Some(found)) => Some(format!("{path}: not wanted, found {found}")),
                    (None, None) => None,
                }
            });
            inside.next()
        }
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
        _ => (wanted != found).then(|| format!("{path}: wanted {wanted}, found {found}")),
    }
}
