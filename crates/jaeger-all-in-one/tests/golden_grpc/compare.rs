//! Compares a reply with what was recorded, or with what is wanted in its place.

use std::fmt::Debug;

use serde_json::Value;
use tonic::Code;

use crate::departures::Instead;
use crate::recording::Exchange;
use crate::reshape::{difference, reshaped, sort, trace_ids};

/// A reply as it is compared.
pub(crate) struct Reply {
    pub(crate) code: Code,
    pub(crate) message: String,
    /// All messages as one, a text of their bytes if they are none; nothing when none came.
    pub(crate) body: Option<Value>,
}

/// Returns how a reply differs from the recording.
pub(crate) fn with_recording(reply: &Reply, exchange: &Exchange) -> Result<(), String> {
    let recorded = &exchange.recorded;
    same_code(recorded.code, reply)?;
    if !exchange.loose.iter().any(|name| name == "message") {
        same("message", &recorded.message, &reply.message)?;
    }
    match &recorded.trace_ids {
        Some(ids) => same_traces(ids, reply, exchange),
        None => same_body(recorded.body.as_ref(), reply, exchange),
    }
}

/// Returns how a reply differs from what is wanted in place of the recording.
pub(crate) fn with_departure(
    reply: &Reply,
    exchange: &Exchange,
    instead: &Instead,
) -> Result<(), String> {
    match instead {
        Instead::Ended(code) => same_code(*code, reply),
        Instead::Said(code, message) => {
            same_code(*code, reply)?;
            same("message", *message, reply.message.as_str())
        }
        Instead::Traces(ids) => {
            same_code(Code::Ok, reply)?;
            let wanted: Vec<_> = ids.iter().map(|id| Value::from(*id)).collect();
            let found = trace_ids(reply.body.as_ref());
            same("traces", &wanted, &found)
        }
        Instead::But { unordered, changes } => {
            let mut exchange = exchange.clone();
            exchange
                .unordered
                .extend(unordered.iter().map(|&name| name.to_owned()));
            for (place, text) in *changes {
                let body = exchange.recorded.body.as_mut();
                change(body.expect("a body is recorded"), place, text);
            }
            with_recording(reply, &exchange)
        }
    }
}

fn same<T: PartialEq + Debug + ?Sized>(what: &str, wanted: &T, found: &T) -> Result<(), String> {
    match wanted == found {
        true => Ok(()),
        false => Err(format!("{what}: wanted {wanted:?}, found {found:?}")),
    }
}

/// Says in which words a call was refused that was not to be.
fn same_code(wanted: Code, reply: &Reply) -> Result<(), String> {
    let said = &reply.message;
    same("code", &wanted, &reply.code).map_err(|difference| format!("{difference} {said:?}"))
}

fn same_traces(wanted: &[Value], reply: &Reply, exchange: &Exchange) -> Result<(), String> {
    let mut wanted = wanted.to_vec();
    let mut found = trace_ids(reply.body.as_ref());
    if exchange.unordered.iter().any(|name| name == "trace_ids") {
        sort(&mut wanted);
        sort(&mut found);
    }
    same("traces", &wanted, &found)
}

fn same_body(wanted: Option<&Value>, reply: &Reply, exchange: &Exchange) -> Result<(), String> {
    match (wanted, &reply.body) {
        (None, None) => Ok(()),
        (Some(wanted), Some(found)) => {
            let wanted = reshaped(wanted, exchange);
            match difference("$", &wanted, &reshaped(found, exchange)) {
                Some(difference) => Err(difference),
                None => Ok(()),
            }
        }
        (wanted, found) => Err(format!("wanted {wanted:?}, found {found:?}")),
    }
}

/// Puts what is wanted in the place of what was recorded, or takes that out.
fn change(body: &mut Value, place: &str, text: &str) {
    let (parent, name) = place.rsplit_once('/').expect("a place has a name");
    let parent = body.pointer_mut(parent);
    let parent = parent.unwrap_or_else(|| panic!("nothing is recorded at {place}"));
    match (parent, text) {
        (Value::Object(members), "") => {
            members.remove(name).expect("a member is recorded");
        }
        (Value::Object(members), text) => {
            let wanted = serde_json::from_str(text).expect("what is wanted is JSON");
            members.insert(name.to_owned(), wanted);
        }
        (Value::Array(items), "") => {
            items.remove(name.parse().expect("an index"));
        }
        (other, _) => panic!("{place} is in {other}"),
    }
}
