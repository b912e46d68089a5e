//! Text that is not UTF-8, which protobuf's readers refuse with all that stands around it.
//!
//! Spans are kept as they came. A reader of OTLP is shown U+FFFD where their text is broken, as one
//! of JSON is.

use std::str;

use jaeger_model::otlp::{
    any_value, event, key_value, link, list, resource, resource_spans, scope, scope_spans, span,
    status, traces_data,
};
use jaeger_model::wire::{Field, Reader, Writer};

/// Returns the bytes of a `TracesData` with all its text repaired.
pub(super) fn repaired(traces: Vec<u8>) -> Vec<u8> {
    if is_text(&traces, Message::Traces) {
        return traces;
    }
    let mut w = Writer::with_capacity(traces.len());
    repair(&mut w, &traces, Message::Traces);
    w.into_bytes()
}

/// The messages that have text in them.
#[derive(Clone, Copy)]
enum Message {
    Traces,
    ResourceSpans,
    Resource,
    ScopeSpans,
    Scope,
    Span,
    Event,
    Link,
    Status,
    KeyValue,
    AnyValue,
    Array,
    List,
}

/// What the bytes of a field are.
enum Bytes {
    Text,
    Message(Message),
    Other,
}

impl Message {
    fn bytes(self, number: u32) -> Bytes {
        let message = match (self, number) {
            (Self::Traces, traces_data::RESOURCE_SPANS) => Self::ResourceSpans,
            (Self::ResourceSpans, resource_spans::RESOURCE) => Self::Resource,
            (Self::ResourceSpans, resource_spans::SCOPE_SPANS) => Self::ScopeSpans,
            (Self::Resource, resource::ATTRIBUTES) => Self::KeyValue,
            (Self::ScopeSpans, scope_spans::SCOPE) => Self::Scope,
            (Self::ScopeSpans, scope_spans::SPANS) => Self::Span,
            (Self::Scope, scope::ATTRIBUTES) => Self::KeyValue,
            (Self::Span, span::ATTRIBUTES) => Self::KeyValue,
            (Self::Span, span::EVENTS) => Self::Event,
            (Self::Span, span::LINKS) => Self::Link,
            (Self::Span, span::STATUS) => Self::Status,
            (Self::Event, event::ATTRIBUTES) => Self::KeyValue,
            (Self::Link, link::ATTRIBUTES) => Self::KeyValue,
            (Self::KeyValue, key_value::VALUE) => Self::AnyValue,
            (Self::AnyValue, any_value::ARRAY) => Self::Array,
            (Self::AnyValue, any_value::KVLIST) => Self::List,
            (Self::Array, list::VALUES) => Self::AnyValue,
            (Self::List, list::VALUES) => Self::KeyValue,
            (Self::ResourceSpans, resource_spans::SCHEMA_URL)
            | (Self::ScopeSpans, scope_spans::SCHEMA_URL)
            | (Self::Scope, scope::NAME | scope::VERSION)
            | (Self::Span, span::NAME | span::TRACE_STATE)
            | (Self::Event, event::NAME)
            | (Self::Link, link::TRACE_STATE)
            | (Self::Status, status::MESSAGE)
            | (Self::KeyValue, key_value::KEY)
            | (Self::AnyValue, any_value::STRING) => return Bytes::Text,
            _ => return Bytes::Other,
        };
        Bytes::Message(message)
    }
}

/// Whether all text of a message is. Messages were scanned, so they are no deeper than that allows.
fn is_text(bytes: &[u8], message: Message) -> bool {
    Reader::new(bytes).all(|(number, field)| match (field, message.bytes(number)) {
        (Field::Bytes(text), Bytes::Text) => str::from_utf8(text).is_ok(),
        (Field::Bytes(inner), Bytes::Message(message)) => is_text(inner, message),
        _ => true,
    })
}

fn repair(w: &mut Writer, bytes: &[u8], message: Message) {
    for (number, field) in Reader::new(bytes) {
        match (field, message.bytes(number)) {
            (Field::Bytes(text), Bytes::Text) => {
                w.bytes(number, String::from_utf8_lossy(text).as_bytes());
            }
            (Field::Bytes(inner), Bytes::Message(message)) => {
                w.message(number, |w| repair(w, inner, message));
            }
            (Field::Bytes(bytes), Bytes::Other) => w.bytes(number, bytes),
            (Field::Varint(value), _) => w.varint(number, value),
            (Field::Fixed64(value), _) => w.fixed64(number, value),
            (Field::Fixed32(value), _) => w.fixed32(number, value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A span with this text in each place that has any.
    fn traces(text: &[u8]) -> Vec<u8> {
        let value = |w: &mut Writer, field: u32| {
            w.message(field, |w| {
                w.bytes(key_value::KEY, text);
                w.message(key_value::VALUE, |w| {
                    w.message(any_value::KVLIST, |w| {
                        w.message(list::VALUES, |w| {
                            w.message(key_value::VALUE, |w| w.bytes(any_value::STRING, text));
                        });
                    });
                });
            });
        };
        let mut w = Writer::default();
        w.message(traces_data::RESOURCE_SPANS, |w| {
            w.bytes(resource_spans::SCHEMA_URL, text);
            w.message(resource_spans::RESOURCE, |w| value(w, resource::ATTRIBUTES));
            w.message(resource_spans::SCOPE_SPANS, |w| {
                w.message(scope_spans::SCOPE, |w| w.bytes(scope::NAME, text));
                w.message(scope_spans::SPANS, |w| {
                    w.bytes(span::TRACE_ID, &[0xff; 16]);
                    w.bytes(span::NAME, text);
                    w.fixed64(span::START_TIME_UNIX_NANO, 7);
                    w.fixed32(span::FLAGS, 1);
                    w.varint(span::KIND, 2);
                    value(w, span::ATTRIBUTES);
                    w.message(span::EVENTS, |w| w.bytes(event::NAME, text));
                    w.message(span::LINKS, |w| value(w, link::ATTRIBUTES));
                    w.message(span::STATUS, |w| w.bytes(status::MESSAGE, text));
                });
            });
        });
        w.into_bytes()
    }

    #[test]
    fn only_text_that_is_broken_is_changed() {
        let good = traces("ä".as_bytes());
        assert_eq!(repaired(good.clone()), good);
        assert_eq!(repaired(traces(b"a\xff")), traces("a\u{fffd}".as_bytes()));
    }
}
