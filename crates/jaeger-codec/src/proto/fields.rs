//! Field numbers of `jaeger/api_v2` and of the two types of Google that it uses, by message.

use jaeger_model::wire::Writer;

/// `PostSpansRequest`.
pub mod post_spans_request {
    /// Batch
    pub const BATCH: u32 = 1;
}

/// `Batch`; the spans of `SpansResponseChunk` have the same number.
pub mod batch {
    /// repeated Span
    pub const SPANS: u32 = 1;
    /// Process
    pub const PROCESS: u32 = 2;
}

/// `Process`.
pub mod process {
    /// string
    pub const SERVICE_NAME: u32 = 1;
    /// repeated KeyValue
    pub const TAGS: u32 = 2;
}

/// `Span`.
pub mod span {
    /// bytes, 16 or 8
    pub const TRACE_ID: u32 = 1;
    /// bytes, 8
    pub const SPAN_ID: u32 = 2;
    /// string
    pub const OPERATION_NAME: u32 = 3;
    /// repeated SpanRef
    pub const REFERENCES: u32 = 4;
    /// uint32
    pub const FLAGS: u32 = 5;
    /// Timestamp
    pub const START_TIME: u32 = 6;
    /// Duration
    pub const DURATION: u32 = 7;
    /// repeated KeyValue
    pub const TAGS: u32 = 8;
    /// repeated Log
    pub const LOGS: u32 = 9;
    /// Process
    pub const PROCESS: u32 = 10;
    /// repeated string
    pub const WARNINGS: u32 = 12;
}

/// `SpanRef`.
pub mod span_ref {
    /// bytes, 16 or 8
    pub const TRACE_ID: u32 = 1;
    /// bytes, 8
    pub const SPAN_ID: u32 = 2;
    /// enum SpanRefType
    pub const REF_TYPE: u32 = 3;
}

/// `Log`.
pub mod log {
    /// Timestamp
    pub const TIMESTAMP: u32 = 1;
    /// repeated KeyValue
    pub const FIELDS: u32 = 2;
}

/// `KeyValue`. Its type says which of the values counts.
pub mod key_value {
    /// string
    pub const KEY: u32 = 1;
    /// enum ValueType
    pub const V_TYPE: u32 = 2;
    /// string
    pub const V_STR: u32 = 3;
    /// bool
    pub const V_BOOL: u32 = 4;
    /// int64
    pub const V_INT64: u32 = 5;
    /// double
    pub const V_FLOAT64: u32 = 6;
    /// bytes
    pub const V_BINARY: u32 = 7;
}

/// `ValueType`; a string, which has the number 0, is not written.
pub mod value_type {
    /// Text.
    pub const STRING: i32 = 0;
    /// True or false.
    pub const BOOL: i32 = 1;
    /// A whole number.
    pub const INT64: i32 = 2;
    /// A double.
    pub const FLOAT64: i32 = 3;
    /// Bytes.
    pub const BINARY: i32 = 4;
}

/// `SpanRefType`; child-of has the number 0.
pub const FOLLOWS_FROM: i32 = 1;

/// `Timestamp` and `Duration`.
pub mod time {
    /// int64
    pub const SECONDS: u32 = 1;
    /// int32
    pub const NANOS: u32 = 2;
}

/// Writes a member of an enum.
pub fn enumerated(w: &mut Writer, field: u32, number: i32) {
    w.varint(field, i64::from(number).cast_unsigned());
}
