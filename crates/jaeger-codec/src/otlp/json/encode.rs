//! OTLP bytes as JSON, member for member as the OpenTelemetry collector writes them: what has its default value is left
//! out, but `resource`, `scope`, `status` and the `value` of an attribute always stand.

use jaeger_model::otlp::{resource, resource_spans, scope, scope_spans, span};
use jaeger_model::wire::{Field, Reader};
use jaeger_model::{
    Attribute, EventView, LinkView, ResourceView, ScopeView, SpanView, StatusCode, Text, Value,
    facts,
};

use super::text::{push_base64, push_double, push_id, push_text};
use crate::jaeger;

/// Appends spans as a `TracesData` object. Neighbours of one resource and scope stand under it together.
///
/// Our own marks are left out, and so are, in spans that came in one of Jaeger's formats, the attributes that only
/// repeat a field.
pub fn encode<'a>(spans: impl IntoIterator<Item = SpanView<'a>>, out: &mut Vec<u8>) {
    let mut json = Json { out };
    let mut last: Option<SpanView<'a>> = None;
    json.open(b'{');
    for span in spans {
        let same_resource = last.is_some_and(|last| last.resource() == span.resource());
        let same_scope = same_resource && last.is_some_and(|last| last.scope() == span.scope());
        match last {
            None => {
                json.key("resourceSpans");
                json.open(b'[');
            }
            Some(last) if !same_resource => {
                json.close_scope(last.scope());
                json.close_resource(last.resource());
            }
            Some(last) if !same_scope => json.close_scope(last.scope()),
            Some(_) => {}
        }
        if !same_resource {
            json.open_resource(span.resource());
        }
        if !same_scope {
            json.open_scope(span.scope());
        }
        json.span(&span);
        last = Some(span);
    }
    if let Some(last) = last {
        json.close_scope(last.scope());
        json.close_resource(last.resource());
        json.close(b']');
    }
    json.close(b'}');
}

struct Json<'o> {
    out: &'o mut Vec<u8>,
}

impl Json<'_> {
    fn open(&mut self, bracket: u8) {
        self.out.push(bracket);
    }

    fn close(&mut self, bracket: u8) {
        self.out.push(bracket);
    }

    /// Puts a comma before a member or element unless it is the first.
    fn separate(&mut self) {
        if !matches!(self.out.last(), Some(b'{' | b'[')) {
            self.out.push(b',');
        }
    }

    fn key(&mut self, name: &str) {
        self.separate();
        self.out.push(b'"');
        self.out.extend(name.as_bytes());
        self.out.extend(b"\":");
    }

    /// A list of objects, unless it is empty.
    fn list<T>(
        &mut self,
        name: &str,
        items: impl Iterator<Item = T>,
        write: impl Fn(&mut Self, T),
    ) {
        let mut items = items.peekable();
        if items.peek().is_none() {
            return;
        }
        self.key(name);
        self.open(b'[');
        for item in items {
            self.separate();
            self.open(b'{');
            write(self, item);
            self.close(b'}');
        }
        self.close(b']');
    }

    fn attributes<'a>(&mut self, attributes: impl Iterator<Item = Attribute<'a>>) {
        self.list("attributes", attributes, Self::attribute);
    }

    fn text(&mut self, name: &str, text: Text<'_>) {
        if !text.is_empty() {
            self.key(name);
            push_text(self.out, text);
        }
    }

    fn id(&mut self, name: &str, id: &[u8]) {
        if id.iter().any(|&byte| byte != 0) {
            self.key(name);
            push_id(self.out, id);
        }
    }

    /// An integer of 32 bits. What a sender put above them is dropped, as every reader of protobuf does.
    fn number(&mut self, name: &str, number: u64) {
        let number = number & u64::from(u32::MAX);
        if number != 0 {
            self.key(name);
            self.out
                .extend(itoa::Buffer::new().format(number).as_bytes());
        }
    }

    fn nanos(&mut self, name: &str, nanos: u64) {
        if nanos != 0 {
            self.key(name);
            push_text(self.out, itoa::Buffer::new().format(nanos).into());
        }
    }

    fn open_resource(&mut self, resource: ResourceView<'_>) {
        self.separate();
        self.open(b'{');
        self.key("resource");
        self.open(b'{');
        self.attributes(resource.attributes());
        let envelope = resource.envelope();
        let message = submessage(&envelope, resource_spans::RESOURCE);
        self.dropped(message, resource::DROPPED_ATTRIBUTES_COUNT);
        self.close(b'}');
        self.key("scopeSpans");
        self.open(b'[');
    }

    fn close_resource(&mut self, resource: ResourceView<'_>) {
        self.close(b']');
        self.text("schemaUrl", resource.schema_url());
        self.close(b'}');
    }

    fn open_scope(&mut self, scope: ScopeView<'_>) {
        self.separate();
        self.open(b'{');
        self.key("scope");
        self.open(b'{');
        self.text("name", scope.name());
        self.text("version", scope.version());
        self.attributes(scope.attributes());
        let envelope = scope.envelope();
        let message = submessage(&envelope, scope_spans::SCOPE);
        self.dropped(message, scope::DROPPED_ATTRIBUTES_COUNT);
        self.close(b'}');
        self.key("spans");
        self.open(b'[');
    }

    fn close_scope(&mut self, scope: ScopeView<'_>) {
        self.close(b']');
        self.text("schemaUrl", scope.schema_url());
        self.close(b'}');
    }

    fn dropped(&mut self, message: &[u8], field: u32) {
        self.number("droppedAttributesCount", varint(message, field));
    }

    fn span(&mut self, span: &SpanView<'_>) {
        self.separate();
        self.open(b'{');
        self.id("traceId", &span.trace_id().0);
        self.id("spanId", &span.span_id().0);
        self.text("traceState", span.trace_state());
        if let Some(parent) = span.parent_span_id() {
            self.id("parentSpanId", &parent.0);
        }
        self.number("flags", u64::from(span.trace_flags()));
        self.text("name", span.name());
        self.number("kind", span.kind().number());
        self.nanos("startTimeUnixNano", span.start().0);
        self.nanos("endTimeUnixNano", span.end().0);
        let is_jaegers = jaeger::format(span).is_some();
        let repeats = |attribute: &Attribute<'_>| facts::repeats_a_field(span, attribute);
        self.attributes(span.attributes().filter(|a| !(is_jaegers && repeats(a))));
        self.dropped(span.bytes(), span::DROPPED_ATTRIBUTES_COUNT);
        self.list("events", span.events(), Self::event);
        let dropped = varint(span.bytes(), span::DROPPED_EVENTS_COUNT);
        self.number("droppedEventsCount", dropped);
        self.list("links", span.links(), Self::link);
        let dropped = varint(span.bytes(), span::DROPPED_LINKS_COUNT);
        self.number("droppedLinksCount", dropped);
        self.status(span.status(), span.status_message());
        self.close(b'}');
    }

    fn status(&mut self, code: StatusCode, message: Text<'_>) {
        self.key("status");
        self.open(b'{');
        self.text("message", message);
        self.number("code", code.number());
        self.close(b'}');
    }

    fn event(&mut self, event: EventView<'_>) {
        self.nanos("timeUnixNano", event.time().0);
        self.text("name", event.name());
        self.attributes(event.attributes());
        self.number("droppedAttributesCount", event.dropped_attributes_count());
    }

    fn link(&mut self, link: LinkView<'_>) {
        self.id("traceId", &link.trace_id().0);
        self.id("spanId", &link.span_id().0);
        self.text("traceState", link.trace_state());
        self.attributes(link.attributes());
        self.number("droppedAttributesCount", link.dropped_attributes_count());
        self.number("flags", u64::from(link.flags()));
    }

    fn attribute(&mut self, attribute: Attribute<'_>) {
        self.text("key", attribute.key);
        self.key("value");
        self.open(b'{');
        self.any_value(attribute.value);
        self.close(b'}');
    }

    /// The one member of an AnyValue, which stands even if it is zero or empty.
    fn any_value(&mut self, value: Value<'_>) {
        match value {
            Value::Empty => {}
            Value::String(text) => {
                self.key("stringValue");
                push_text(self.out, text);
            }
            Value::Bool(value) => {
                self.key("boolValue");
                let word = if value { "true" } else { "false" };
                self.out.extend(word.as_bytes());
            }
            Value::Int(value) => {
                self.key("intValue");
                push_text(self.out, itoa::Buffer::new().format(value).into());
            }
            Value::Double(value) => {
                self.key("doubleValue");
                push_double(self.out, value);
            }
            Value::Bytes(value) => {
                self.key("bytesValue");
                push_base64(self.out, value);
            }
            Value::Array(values) => {
                self.key("arrayValue");
                self.open(b'{');
                self.list("values", values, Self::any_value);
                self.close(b'}');
            }
            Value::Map(attributes) => {
                self.key("kvlistValue");
                self.open(b'{');
                self.list("values", attributes, Self::attribute);
                self.close(b'}');
            }
        }
    }
}

fn submessage(message: &[u8], wanted: u32) -> &[u8] {
    let found = Reader::new(message).find_map(|field| match field {
        (number, Field::Bytes(content)) if number == wanted => Some(content),
        _ => None,
    });
    found.unwrap_or_default()
}

fn varint(message: &[u8], wanted: u32) -> u64 {
    Reader::new(message)
        .filter_map(|field| match field {
            (number, Field::Varint(value)) if number == wanted => Some(value),
            _ => None,
        })
        .last()
        .unwrap_or_default()
}
