//! The compact and the binary protocol, token by token.
//!
//! Reference: <https://github.com/apache/thrift/tree/master/doc/specs>. The [`Reader`] borrows from one message and
//! never trusts it: a declared size is held against the bytes that are left, and one [`Budget`] covers the message.
//! Neither side knows any struct of Jaeger's.

mod containers;
mod reader;
mod skip;
mod writer;

pub use reader::Reader;
pub use writer::Writer;

use jaeger_model::Limits;

/// Structs and containers within each other.
pub const DEPTH_MAX: usize = 32;

/// The message type of a call without an answer.
pub const ONEWAY: u8 = 4;

/// How Thrift lays out its tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// Variable-length integers.
    Compact,
    /// Fixed-length integers. Message headers may be of the strict or of the old form.
    Binary,
}

/// What one message may cost.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// Bytes of the message; no size within it may be larger.
    pub bytes: usize,
    /// Members of all lists, sets and maps together.
    pub elements: usize,
}

impl From<&Limits> for Budget {
    fn from(limits: &Limits) -> Self {
        Self {
            bytes: limits.bytes,
            elements: limits.elements,
        }
    }
}

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// True or false.
    Bool,
    /// 8 bits.
    Byte,
    /// 64-bit floating point.
    Double,
    /// 16 bits.
    I16,
    /// 32 bits.
    I32,
    /// 64 bits.
    I64,
    /// Text or bytes.
    Binary,
    /// Fields.
    Struct,
    /// Pairs.
    Map,
    /// Distinct values.
    Set,
    /// Values in order.
    List,
    /// 16 bytes.
    Uuid,
}

impl Type {
    fn from_binary(code: u8) -> Option<Self> {
        Some(match code {
            2 => Self::Bool,
            3 => Self::Byte,
            4 => Self::Double,
            6 => Self::I16,
            8 => Self::I32,
            10 => Self::I64,
            11 => Self::Binary,
            12 => Self::Struct,
            13 => Self::Map,
            14 => Self::Set,
            15 => Self::List,
            16 => Self::Uuid,
            _ => return None,
        })
    }

    fn binary_code(self) -> u8 {
        match self {
            Self::Bool => 2,
            Self::Byte => 3,
            Self::Double => 4,
            Self::I16 => 6,
            Self::I32 => 8,
            Self::I64 => 10,
            Self::Binary => 11,
            Self::Struct => 12,
            Self::Map => 13,
            Self::Set => 14,
            Self::List => 15,
            Self::Uuid => 16,
        }
    }

    fn from_compact(code: u8) -> Option<Self> {
        Some(match code {
            1 | 2 => Self::Bool,
            3 => Self::Byte,
            4 => Self::I16,
            5 => Self::I32,
            6 => Self::I64,
            7 => Self::Double,
            8 => Self::Binary,
            9 => Self::List,
            10 => Self::Set,
            11 => Self::Map,
            12 => Self::Struct,
            13 => Self::Uuid,
            _ => return None,
        })
    }

    /// For a bool this is the code of `true`, which also stands for the type in containers.
    fn compact_code(self) -> u8 {
        match self {
            Self::Bool => 1,
            Self::Byte => 3,
            Self::I16 => 4,
            Self::I32 => 5,
            Self::I64 => 6,
            Self::Double => 7,
            Self::Binary => 8,
            Self::List => 9,
            Self::Set => 10,
            Self::Map => 11,
            Self::Struct => 12,
            Self::Uuid => 13,
        }
    }

    /// Fewest bytes that a value takes; never zero, so bytes bound counts.
    fn size_min(self, protocol: Protocol) -> usize {
        match (self, protocol) {
            (Self::Double, _) => 8,
            (Self::Uuid, _) => 16,
            (Self::I16, Protocol::Binary) => 2,
            (Self::I32 | Self::Binary, Protocol::Binary) => 4,
            (Self::I64, Protocol::Binary) => 8,
            (Self::List | Self::Set, Protocol::Binary) => 5,
            (Self::Map, Protocol::Binary) => 6,
            _ => 1,
        }
    }
}

/// The header of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header<'a> {
    /// The method that is called.
    pub method: &'a [u8],
    /// The message type; [`ONEWAY`] and 1, a call, mean the same here.
    pub kind: u8,
    /// Chosen by the sender.
    pub sequence: i32,
}

/// What stands before the value of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its number in the struct.
    pub id: i16,
    /// The type of the value that follows.
    pub kind: Type,
}

/// What stands before the members of a list or set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct List {
    /// The type of every member; an empty list may name none.
    pub element: Option<Type>,
    /// Number of members.
    pub len: usize,
}

/// What stands before the pairs of a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Map {
    /// The type of every key; an empty map may name none.
    pub key: Option<Type>,
    /// The type of every value; an empty map may name none.
    pub value: Option<Type>,
    /// Number of pairs.
    pub len: usize,
}
