//! Why bytes were refused.

use jaeger_model::wire::WireError;
use jaeger_model::{BatchError, BatchErrorKind};

/// Why bytes were refused as a whole, and where.
///
/// The text of [`kind`](Self::kind) alone is Jaeger's wording where Jaeger has one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind} (byte {offset}, in {reading})")]
pub struct DecodeError {
    /// What the caller decides by.
    pub kind: DecodeErrorKind,
    /// Where, in bytes from the start.
    pub offset: usize,
    /// The struct or member that was being read.
    pub reading: &'static str,
}

impl DecodeError {
    /// True when the sender should send less, false when it should send something else.
    pub fn is_over_budget(&self) -> bool {
        match &self.kind {
            DecodeErrorKind::TooDeep | DecodeErrorKind::TooLarge(_) => true,
            DecodeErrorKind::Batch(kind) => kind.is_over_budget(),
            _ => false,
        }
    }
}

/// The ways to be unusable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeErrorKind {
    /// The message ends before what it declares.
    #[error("the message ends early")]
    Truncated,
    /// A type that no Thrift protocol has.
    #[error("Unknown data type {0}")]
    UnknownType(u8),
    /// Structs and containers within each other beyond the limit.
    #[error("Depth limit exceeded")]
    TooDeep,
    /// A declared size that no message may have.
    #[error("size exceeded max allowed: {0}")]
    TooLarge(i32),
    /// A declared size below zero.
    #[error("negative size: {0}")]
    NegativeSize(i32),
    /// A variable-length integer that does not fit its type.
    #[error("a varint is too long for its type")]
    VarintTooLong,
    /// A field id that does not fit 16 bits.
    #[error("a field id is out of range")]
    BadFieldId,
    /// A message header of another protocol or version.
    #[error("not a message of this protocol")]
    BadVersion,
    /// A field without which the struct means nothing.
    #[error("Required field {0} is not set")]
    MissingField(&'static str),
    /// A value that means nothing.
    #[error("{0}")]
    BadValue(&'static str),
    /// Not a protobuf message.
    #[error("not a protobuf message: {0}")]
    Protobuf(#[from] WireError),
    /// An id in bytes that has another number of them than such ids have.
    #[error("invalid length for {0}")]
    BadIdLength(&'static str),
    /// Not JSON, or JSON of another form.
    #[error("{0}")]
    Json(String),
    /// What the batch as a whole may not be.
    #[error(transparent)]
    Batch(#[from] BatchErrorKind),
}

impl From<BatchError> for DecodeError {
    fn from(error: BatchError) -> Self {
        Self {
            kind: error.kind.into(),
            offset: error.offset,
            reading: error.message,
        }
    }
}
