//! Field numbers of `jaeger/api_v2` and of the two types of Google that it uses, by message.

/// `SpansResponseChunk`.
pub(super) mod chunk {
    /// repeated Span
    pub(crate) const SPANS: u32 = 1;
}

/// `Process`.
pub(super) mod process {
    /// string
    pub(crate) const SERVICE_NAME: u32 = 1;
    /// repeated KeyValue
    pub(crate) const TAGS: u32 = 2;
}

/// `Span`.
pub(super) mod span {
    /// bytes, 16
    pub(crate) const TRACE_ID: u32 = 1;
    /// bytes, 8
    pub(crate) const SPAN_ID: u32 = 2;
    /// string
    pub(crate) const OPERATION_NAME: u32 = 3;
    /// repeated SpanRef
    pub(crate) const REFERENCES: u32 = 4;
    /// uint32
    pub(crate) const FLAGS: u32 = 5;
    /// Timestamp
    pub(crate) const START_TIME: u32 = 6;
    /// Duration
    pub(crate) const DURATION: u32 = 7;
    /// repeated KeyValue
    pub(crate) const TAGS: u32 = 8;
    /// repeated Log
    pub(crate) const LOGS: u32 = 9;
    /// Process
    pub(crate) const PROCESS: u32 = 10;
    /// repeated string
    pub(crate) const WARNINGS: u32 = 12;
}

/// `SpanRef`.
pub(super) mod span_ref {
    /// bytes, 16
    pub(crate) const TRACE_ID: u32 = 1;
    /// bytes, 8
    pub(crate) const SPAN_ID: u32 = 2;
    /// enum SpanRefType
    pub(crate) const REF_TYPE: u32 = 3;
}

/// `Log`.
pub(super) mod log {
    /// Timestamp
    pub(crate) const TIMESTAMP: u32 = 1;
    /// repeated KeyValue
    pub(crate) const FIELDS: u32 = 2;
}

/// `KeyValue`. Its type says which of the values counts.
pub(super) mod key_value {
    /// string
    pub(crate) const KEY: u32 = 1;
    /// enum ValueType
    pub(crate) const V_TYPE: u32 = 2;
    /// string
    pub(crate) const V_STR: u32 = 3;
    /// bool
    pub(crate) const V_BOOL: u32 = 4;
    /// int64
    pub(crate) const V_INT64: u32 = 5;
    /// double
    pub(crate) const V_FLOAT64: u32 = 6;
    /// bytes
    pub(crate) const V_BINARY: u32 = 7;
}

/// `ValueType`; a string, which has the number 0, is not written.
pub(super) mod value_type {
    pub(crate) const BOOL: u64 = 1;
    pub(crate) const INT64: u64 = 2;
    pub(crate) const FLOAT64: u64 = 3;
    pub(crate) const BINARY: u64 = 4;
}

/// `SpanRefType`; child-of has the number 0.
pub(super) const FOLLOWS_FROM: u64 = 1;

/// `Timestamp` and `Duration`.
pub(super) mod time {
    /// int64
    pub(crate) const SECONDS: u32 = 1;
    /// int32
    pub(crate) const NANOS: u32 = 2;
}
