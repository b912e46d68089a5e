//! Compares a reply with what was recorded, or with what is wanted in its place.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::client::Reply;
use crate::departures::Instead;
use crate::recording::{Exchange, Port};
use crate::reshape::{difference, reshaped};

/// Returns how a reply differs from the recording.
pub(crate) fn with_recording(reply: &Reply, exchange: &Exchange) -> Result<(), String> {
    let recorded = &exchange.recorded;
    if exchange.is_defect || exchange.has_wrapped {
        let wanted = match recorded.status {
            400.. => 200,
            status => status,
        };
        return same("status", &wanted, &reply.status);
    }
    same("status", &recorded.status, &reply.status)?;
    same_headers(reply, exchange)?;
    if let Some(href) = &recorded.base_href {
        return same("base element", href, &base_href(&reply.text()));
    }
    if !exchange.is_body_compared {
        return Ok(());
    }
    if let Some(ids) = &recorded.trace_ids {
        return same_traces(reply, exchange, ids);
    }
    same_body(reply, exchange)?;
    same_bytes(reply, exchange)
}

/// Returns how a reply differs from what is wanted in place of the recording.
pub(crate) fn with_departure(reply: &Reply, instead: &Instead) -> Result<(), String> {
    match instead {
        Instead::Status(status) => same("status", status, &reply.status),
        Instead::Message(status, message) => {
            same("status", status, &reply.status)?;
            let body = reply.json();
            let found = body["errors"][0]["msg"].as_str();
            same("message", *message, found.unwrap_or_default())
        }
        Instead::Traces(wanted) => {
            same("status", &200, &reply.status)?;
            let mut wanted: Vec<Value> = wanted.iter().map(|id| Value::from(*id)).collect();
            let mut found = trace_ids(&reply.json());
            wanted.sort_by_cached_key(Value::to_string);
            found.sort_by_cached_key(Value::to_string);
            same("traces", &Value::from(wanted), &Value::from(found))
        }
    }
}

fn same<T: PartialEq + std::fmt::Debug + ?Sized>(
    what: &str,
    wanted: &T,
    found: &T,
) -> Result<(), String> {
    match wanted == found {
        true => Ok(()),
        false => Err(format!("{what}: wanted {wanted:?}, found {found:?}")),
    }
}

/// Some headers of the query port are other ones on purpose: `/api/v3` says that it is JSON, as
/// Jaeger 2 does, what may be compressed says so, and the page of our UI says what it may load.
fn same_headers(reply: &Reply, exchange: &Exchange) -> Result<(), String> {
    let mut wanted = exchange.recorded.headers.clone();
    let mut found: BTreeMap<_, _> = reply.headers.clone();
    found.retain(|name, _| !NOT_RECORDED.contains(&name.as_str()));
    if matches!(exchange.sent.port, Port::Query) {
        if exchange.sent.path.contains("/api/v3/")
            && exchange.recorded.status == 200
            && exchange.recorded.base_href.is_none()
        {
            wanted.insert("content-type".to_owned(), "application/json".to_owned());
        }
        found.retain(|name, value| (name.as_str(), value.as_str()) != COMPRESSIBLE);
        let media_type = found.get("content-type").map(String::as_str);
        if media_type == Some("text/html; charset=utf-8") {
            let is_ours = |name: &String| OF_OUR_PAGE.contains(&name.as_str());
            found.retain(|name, _| wanted.contains_key(name) || !is_ours(name));
        }
    }
    same("headers", &wanted, &found)
}

fn same_traces(reply: &Reply, exchange: &Exchange, ids: &Value) -> Result<(), String> {
    let body = reply.json();
    let mut found = trace_ids(&body);
    let mut wanted = ids.as_array().cloned().unwrap_or_default();
    if exchange.unordered.iter().any(|name| name == "data") {
        wanted.sort_by_cached_key(Value::to_string);
        found.sort_by_cached_key(Value::to_string);
    }
    same("traces", &Value::from(wanted), &Value::from(found))?;
    same("errors", &exchange.recorded.errors, &body["errors"])
}

fn trace_ids(body: &Value) -> Vec<Value> {
    let traces = body["data"].as_array().into_iter().flatten();
    traces.map(|trace| trace["traceID"].clone()).collect()
}

fn same_body(reply: &Reply, exchange: &Exchange) -> Result<(), String> {
    let Some(first) = exchange.recorded.bodies.first() else {
        return Ok(());
    };
    let found = reshaped(&reply.json(), exchange);
    let mut bodies = exchange.recorded.bodies.iter();
    if bodies.any(|body| reshaped(body, exchange) == found) {
        return Ok(());
    }
    match difference("$", &reshaped(first, exchange), &found) {
        Some(difference) => Err(difference),
        None => Ok(()),
    }
}

/// The exact bytes, where the recording has them. Those of OTLP JSON on `/api/v3` are another
/// program's by intent, and those of an error text of Go's decoder are chance.
fn same_bytes(reply: &Reply, exchange: &Exchange) -> Result<(), String> {
    let Some(wanted) = &exchange.recorded.bytes else {
        return Ok(());
    };
    let is_otlp = exchange.sent.path.contains("/api/v3/traces");
    let is_chance = !exchange.loose.is_empty() || !exchange.volatile.is_empty();
    let is_otlp_error =
        matches!(exchange.sent.port, Port::OtlpHttp) && exchange.recorded.status >= 400;
    if (is_otlp && reply.status == 200) || is_chance || is_otlp_error {
        return Ok(());
    }
    if is_broken_thrift(exchange) {
        return Ok(());
    }
    if wanted == EMPTY_PARTIAL_SUCCESS {
        // The specification wants no partial success at all.
        return same("bytes of the body", &0, &reply.body.len());
    }
    let at = wanted.iter().zip(&reply.body).position(|(a, b)| a != b);
    match at {
        None => same("bytes of the body", &wanted.len(), &reply.body.len()),
        Some(at) => {
            let (wanted, found) = (around(wanted, at), around(&reply.body, at));
            Err(format!(
                "byte {at} of the body: wanted {wanted:?}, found {found:?}"
            ))
        }
    }
}

/// Where a Thrift body breaks is told in our words; `reshape` compares the rest of the text.
fn is_broken_thrift(exchange: &Exchange) -> bool {
    matches!(exchange.sent.port, Port::ThriftHttp) && exchange.recorded.status == 400
}

fn around(bytes: &[u8], at: usize) -> String {
    let part = &bytes[at.saturating_sub(60)..(at + 60).min(bytes.len())];
    String::from_utf8_lossy(part).into_owned()
}

fn base_href(page: &str) -> String {
    let href = page.split("<base href=\"").nth(1);
    let href = href.and_then(|rest| rest.split('"').next());
    href.unwrap_or("(none)").to_owned()
}

const EMPTY_PARTIAL_SUCCESS: &[u8] = &[0x0a, 0x00];

/// Says that another client may get these bytes compressed.
const COMPRESSIBLE: (&str, &str) = ("vary", "accept-encoding");

const OF_OUR_PAGE: [&str; 3] = [
    "content-security-policy",
    "referrer-policy",
    "x-content-type-options",
];

/// What recordings leave out.
const NOT_RECORDED: [&str; 5] = [
    "date",
    "content-length",
    "connection",
    "transfer-encoding",
    "traceresponse",
];
