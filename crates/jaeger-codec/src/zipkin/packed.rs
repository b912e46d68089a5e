//! What OpenTelemetry's Zipkin exporters pack into texts: an event as `name|attributes|dropped`, a link as
//! `trace id|span id|trace state|attributes|dropped`. The attributes are a JSON object.
//!
//! A text that is not quite of that form is no such thing, and stays the text that it is.

use std::str;

use jaeger_model::otlp::{event, link, span};
use jaeger_model::wire::Writer;
use jaeger_model::{SpanId, TraceId};
use serde::de::DeserializeSeed;

use super::attributes::Attributes;

/// Arrays and maps within each other, of which `serde_json` allows 127.
const DEPTH_MAX: usize = 28;

/// Writes the event that is packed into `value`, or nothing and says false.
pub(super) fn event(w: &mut Writer, time: u64, value: &[u8], depth_max: usize) -> bool {
    let Some((name, rest)) = split_first(value) else {
        return false;
    };
    let Some((attributes, dropped)) = attributes_and_dropped(rest) else {
        return false;
    };
    attempt(w, span::EVENTS, |w| {
        w.fixed64(event::TIME_UNIX_NANO, time);
        w.bytes_if_any(event::NAME, name);
        write_attributes(w, event::ATTRIBUTES, attributes, depth_max)?;
        if dropped > 0 {
            w.varint(event::DROPPED_ATTRIBUTES_COUNT, u64::from(dropped));
        }
        Some(())
    })
}

/// Writes the link that is packed into `value`, or nothing and says false.
pub(super) fn link(w: &mut Writer, value: &[u8], depth_max: usize) -> bool {
    let Some(Link {
        trace_id,
        span_id,
        state,
        attributes,
        dropped,
    }) = unpacked_link(value)
    else {
        return false;
    };
    attempt(w, span::LINKS, |w| {
        w.bytes(link::TRACE_ID, &trace_id.0);
        w.bytes(link::SPAN_ID, &span_id.0);
        w.bytes_if_any(link::TRACE_STATE, state);
        write_attributes(w, link::ATTRIBUTES, attributes, depth_max)?;
        if dropped > 0 {
            w.varint(link::DROPPED_ATTRIBUTES_COUNT, u64::from(dropped));
        }
        Some(())
    })
}

struct Link<'a> {
    trace_id: TraceId,
    span_id: SpanId,
    state: &'a [u8],
    attributes: &'a [u8],
    dropped: u32,
}

fn unpacked_link(value: &[u8]) -> Option<Link<'_>> {
    let (trace_id, rest) = split_first(value)?;
    let (span_id, rest) = split_first(rest)?;
    // A trace state may have bars in it, but no brace follows one.
    let brace = rest.windows(2).position(|pair| pair == b"|{")?;
    let (state, rest) = rest.split_at_checked(brace)?;
    let (attributes, dropped) = attributes_and_dropped(rest.get(1..)?)?;
    Some(Link {
        trace_id: TraceId::from_hex(str::from_utf8(trace_id).ok()?).ok()?,
        span_id: SpanId::from_hex(str::from_utf8(span_id).ok()?).ok()?,
        state,
        attributes,
        dropped,
    })
}

fn split_first(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let bar = text.iter().position(|byte| *byte == b'|')?;
    let (first, rest) = text.split_at_checked(bar)?;
    Some((first, rest.get(1..)?))
}

fn attributes_and_dropped(text: &[u8]) -> Option<(&[u8], u32)> {
    let bar = text.iter().rposition(|byte| *byte == b'|')?;
    let (attributes, dropped) = text.split_at_checked(bar)?;
    let dropped = str::from_utf8(dropped.get(1..)?).ok()?.parse().ok()?;
    attributes
        .starts_with(b"{")
        .then_some((attributes, dropped))
}

/// Writes a message, or takes back what was written of it.
fn attempt(w: &mut Writer, field: u32, content: impl FnOnce(&mut Writer) -> Option<()>) -> bool {
    let start = w.len();
    let is_whole = w.message(field, content).is_some();
    if !is_whole {
        w.truncate(start);
    }
    is_whole
}

fn write_attributes(w: &mut Writer, field: u32, json: &[u8], depth_max: usize) -> Option<()> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let seed = Attributes {
        writer: w,
        field,
        depth_left: depth_max.min(DEPTH_MAX),
    };
    seed.deserialize(&mut deserializer).ok()?;
    deserializer.end().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_quite_packed_leaves_nothing_behind() {
        let events = [
            "plain",
            "a|b",
            "a|b|c",
            "a|{}|",
            "a|{}|-1",
            "a|{|0",
            "a|{}x|0",
            "a|[]|0",
            "a|{\"k\":[|0",
        ];
        for text in events {
            let mut w = Writer::default();
            assert!(!event(&mut w, 1, text.as_bytes(), 28), "{text}");
            assert!(w.is_empty(), "{text}");
        }
        let links = [
            "",
            "1|2|{}|0",
            "x|2||{}|0",
            "1|x||{}|0",
            "1|2||{}",
            "|2||{}|0",
        ];
        for text in links {
            let mut w = Writer::default();
            assert!(!link(&mut w, text.as_bytes(), 28), "{text}");
            assert!(w.is_empty(), "{text}");
        }
    }

    #[test]
    fn names_attributes_and_counts_are_unpacked() {
        for text in ["a|{}|0", "|{}|5", "a|{\"k\":\"x|y\"}|1"] {
            let mut w = Writer::default();
            assert!(event(&mut w, 1, text.as_bytes(), 28), "{text}");
        }
        let link = unpacked_link(b"0a|0b|s=a|b|{\"k\":\"|{\"}|3").expect("a link");
        assert_eq!(link.trace_id, TraceId::from_halves(0, 10));
        assert_eq!(link.span_id, SpanId::from_u64(11));
        assert_eq!(link.state, b"s=a|b");
        assert_eq!(link.attributes, b"{\"k\":\"|{\"}");
        assert_eq!(link.dropped, 3);
    }

    #[test]
    fn nesting_is_bounded() {
        let deep = format!("a|{{\"k\":{}{}}}|0", "[".repeat(100), "]".repeat(100));
        assert!(!event(&mut Writer::default(), 1, deep.as_bytes(), 28));
        let shallow = "a|{\"k\":[[1]]}|0";
        assert!(event(&mut Writer::default(), 1, shallow.as_bytes(), 2));
        assert!(!event(&mut Writer::default(), 1, shallow.as_bytes(), 1));
    }
}
