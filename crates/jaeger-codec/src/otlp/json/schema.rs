//! OTLP's messages as JSON spells them, by member: name, field number, and how its value is written.

use jaeger_model::otlp::{
    any_value, event, key_value, link, list, resource, resource_spans, scope, scope_spans, span,
    status, traces_data,
};

/// A message: what an object of it may have in it.
pub(super) struct Message {
    /// For error texts.
    pub(super) name: &'static str,
    pub(super) members: &'static [Member],
    /// True when values of any depth may stand in it.
    pub(super) nests: bool,
}

/// A member of an object.
pub(super) struct Member {
    pub(super) camel: &'static str,
    snake: &'static str,
    pub(super) field: u32,
    pub(super) kind: Kind,
}

/// The value of a member.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Object(&'static Message),
    /// An object that must not come twice: its content would have two meanings.
    Once(&'static Message),
    List(&'static Message),
    Text,
    Base64,
    TraceId,
    SpanId,
    Bool,
    Double,
    Int64,
    Uint32,
    Fixed32,
    Fixed64,
    /// A number, or one of these words.
    Enum(&'static [(&'static str, i32)]),
}

impl Message {
    /// The member of this name in either spelling.
    pub(super) fn member(&self, name: &[u8]) -> Option<&'static Member> {
        self.members
            .iter()
            .find(|member| member.camel.as_bytes() == name || member.snake.as_bytes() == name)
    }
}

const fn member(camel: &'static str, snake: &'static str, field: u32, kind: Kind) -> Member {
    Member {
        camel,
        snake,
        field,
        kind,
    }
}

/// A member whose name is one word.
const fn word(name: &'static str, field: u32, kind: Kind) -> Member {
    member(name, name, field, kind)
}

const fn dropped(field: u32) -> Member {
    member(
        "droppedAttributesCount",
        "dropped_attributes_count",
        field,
        Kind::Uint32,
    )
}

const fn schema_url(field: u32) -> Member {
    member("schemaUrl", "schema_url", field, Kind::Text)
}

pub(super) static TRACES_DATA: Message = Message {
    name: "TracesData",
    members: &[member(
        "resourceSpans",
        "resource_spans",
        traces_data::RESOURCE_SPANS,
        Kind::List(&RESOURCE_SPANS),
    )],
    nests: false,
};

static RESOURCE_SPANS: Message = Message {
    name: "ResourceSpans",
    members: &[
        word("resource", resource_spans::RESOURCE, Kind::Once(&RESOURCE)),
        member(
            "scopeSpans",
            "scope_spans",
            resource_spans::SCOPE_SPANS,
            Kind::List(&SCOPE_SPANS),
        ),
        schema_url(resource_spans::SCHEMA_URL),
    ],
    nests: false,
};

static RESOURCE: Message = Message {
    name: "Resource",
    members: &[
        word("attributes", resource::ATTRIBUTES, Kind::List(&KEY_VALUE)),
        dropped(resource::DROPPED_ATTRIBUTES_COUNT),
    ],
    nests: false,
};

static SCOPE_SPANS: Message = Message {
    name: "ScopeSpans",
    members: &[
        word("scope", scope_spans::SCOPE, Kind::Once(&SCOPE)),
        word("spans", scope_spans::SPANS, Kind::List(&SPAN)),
        schema_url(scope_spans::SCHEMA_URL),
    ],
    nests: false,
};

static SCOPE: Message = Message {
    name: "InstrumentationScope",
    members: &[
        word("name", scope::NAME, Kind::Text),
        word("version", scope::VERSION, Kind::Text),
        word("attributes", scope::ATTRIBUTES, Kind::List(&KEY_VALUE)),
        dropped(scope::DROPPED_ATTRIBUTES_COUNT),
    ],
    nests: false,
};

static SPAN: Message = Message {
    name: "Span",
    members: &[
        member("traceId", "trace_id", span::TRACE_ID, Kind::TraceId),
        member("spanId", "span_id", span::SPAN_ID, Kind::SpanId),
        member("traceState", "trace_state", span::TRACE_STATE, Kind::Text),
        member(
            "parentSpanId",
            "parent_span_id",
            span::PARENT_SPAN_ID,
            Kind::SpanId,
        ),
        word("name", span::NAME, Kind::Text),
        word("kind", span::KIND, Kind::Enum(SPAN_KINDS)),
        member(
            "startTimeUnixNano",
            "start_time_unix_nano",
            span::START_TIME_UNIX_NANO,
            Kind::Fixed64,
        ),
        member(
            "endTimeUnixNano",
            "end_time_unix_nano",
            span::END_TIME_UNIX_NANO,
            Kind::Fixed64,
        ),
        word("attributes", span::ATTRIBUTES, Kind::List(&KEY_VALUE)),
        dropped(span::DROPPED_ATTRIBUTES_COUNT),
        word("events", span::EVENTS, Kind::List(&EVENT)),
        member(
            "droppedEventsCount",
            "dropped_events_count",
            span::DROPPED_EVENTS_COUNT,
            Kind::Uint32,
        ),
        word("links", span::LINKS, Kind::List(&LINK)),
        member(
            "droppedLinksCount",
            "dropped_links_count",
            span::DROPPED_LINKS_COUNT,
            Kind::Uint32,
        ),
        word("status", span::STATUS, Kind::Object(&STATUS)),
        word("flags", span::FLAGS, Kind::Fixed32),
    ],
    nests: false,
};

static EVENT: Message = Message {
    name: "Event",
    members: &[
        member(
            "timeUnixNano",
            "time_unix_nano",
            event::TIME_UNIX_NANO,
            Kind::Fixed64,
        ),
        word("name", event::NAME, Kind::Text),
        word("attributes", event::ATTRIBUTES, Kind::List(&KEY_VALUE)),
        dropped(event::DROPPED_ATTRIBUTES_COUNT),
    ],
    nests: false,
};

static LINK: Message = Message {
    name: "Link",
    members: &[
        member("traceId", "trace_id", link::TRACE_ID, Kind::TraceId),
        member("spanId", "span_id", link::SPAN_ID, Kind::SpanId),
        member("traceState", "trace_state", link::TRACE_STATE, Kind::Text),
        word("attributes", link::ATTRIBUTES, Kind::List(&KEY_VALUE)),
        dropped(link::DROPPED_ATTRIBUTES_COUNT),
        word("flags", link::FLAGS, Kind::Fixed32),
    ],
    nests: false,
};

static STATUS: Message = Message {
    name: "Status",
    members: &[
        word("message", status::MESSAGE, Kind::Text),
        word("code", status::CODE, Kind::Enum(STATUS_CODES)),
    ],
    nests: false,
};

static KEY_VALUE: Message = Message {
    name: "KeyValue",
    members: &[
        word("key", key_value::KEY, Kind::Text),
        word("value", key_value::VALUE, Kind::Object(&ANY_VALUE)),
    ],
    nests: false,
};

static ANY_VALUE: Message = Message {
    name: "AnyValue",
    members: &[
        member("stringValue", "string_value", any_value::STRING, Kind::Text),
        member("boolValue", "bool_value", any_value::BOOL, Kind::Bool),
        member("intValue", "int_value", any_value::INT, Kind::Int64),
        member(
            "doubleValue",
            "double_value",
            any_value::DOUBLE,
            Kind::Double,
        ),
        member(
            "arrayValue",
            "array_value",
            any_value::ARRAY,
            Kind::Object(&ARRAY_VALUE),
        ),
        member(
            "kvlistValue",
            "kvlist_value",
            any_value::KVLIST,
            Kind::Object(&KEY_VALUE_LIST),
        ),
        member("bytesValue", "bytes_value", any_value::BYTES, Kind::Base64),
    ],
    nests: false,
};

static ARRAY_VALUE: Message = Message {
    name: "ArrayValue",
    members: &[word("values", list::VALUES, Kind::List(&ANY_VALUE))],
    nests: true,
};

static KEY_VALUE_LIST: Message = Message {
    name: "KeyValueList",
    members: &[word("values", list::VALUES, Kind::List(&KEY_VALUE))],
    nests: true,
};

const SPAN_KINDS: &[(&str, i32)] = &[
    ("SPAN_KIND_UNSPECIFIED", 0),
    ("SPAN_KIND_INTERNAL", 1),
    ("SPAN_KIND_SERVER", 2),
    ("SPAN_KIND_CLIENT", 3),
    ("SPAN_KIND_PRODUCER", 4),
    ("SPAN_KIND_CONSUMER", 5),
];

const STATUS_CODES: &[(&str, i32)] = &[
    ("STATUS_CODE_UNSET", 0),
    ("STATUS_CODE_OK", 1),
    ("STATUS_CODE_ERROR", 2),
];
