//! Writes both protocols.

use super::{Header, List, Map, Protocol, Type};

/// Appends the tokens of one message. What it is told it writes; only sizes and field headers are its own doing.
#[derive(Clone, Debug)]
pub struct Writer {
    bytes: Vec<u8>,
    protocol: Protocol,
    /// Id of the last field of the innermost struct; compact field headers count from it.
    last_id: i16,
    /// The same of the structs around it.
    outer_ids: Vec<i16>,
}

impl Writer {
    /// A writer of nothing yet.
    pub fn new(protocol: Protocol) -> Self {
        Self {
            bytes: Vec::new(),
            protocol,
            last_id: 0,
            outer_ids: Vec::new(),
        }
    }

    /// What was written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// The header of a message, in the strict form where the protocol has two.
    pub fn message_begin(&mut self, header: Header<'_>) {
        match self.protocol {
            Protocol::Compact => {
                self.bytes.extend([0x82, header.kind << 5 | 1]);
                self.varint(u64::from(header.sequence.cast_unsigned()));
                self.binary(header.method);
            }
            Protocol::Binary => {
                self.bytes.extend([0x80, 0x01, 0x00, header.kind]);
                self.binary(header.method);
                self.i32(header.sequence);
            }
        }
    }

    /// Enters a struct.
    pub fn struct_begin(&mut self) {
        self.outer_ids.push(std::mem::take(&mut self.last_id));
    }

    /// Leaves a struct.
    pub fn struct_end(&mut self) {
        self.bytes.push(0);
        self.last_id = self.outer_ids.pop().unwrap_or_default();
    }

    /// A struct as the value of a field or as a member of a container.
    pub fn write_struct(&mut self, content: impl FnOnce(&mut Self)) {
        self.struct_begin();
        content(self);
        self.struct_end();
    }

    /// The header of a field that is no bool.
    pub fn field(&mut self, id: i16, kind: Type) {
        match self.protocol {
            Protocol::Compact => self.compact_field(id, kind.compact_code()),
            Protocol::Binary => {
                self.bytes.push(kind.binary_code());
                self.i16(id);
            }
        }
    }

    /// A whole bool field: the compact protocol holds the value in the header.
    pub fn bool_field(&mut self, id: i16, value: bool) {
        match self.protocol {
            Protocol::Compact => self.compact_field(id, if value { 1 } else { 2 }),
            Protocol::Binary => {
                self.field(id, Type::Bool);
                self.bool(value);
            }
        }
    }

    fn compact_field(&mut self, id: i16, code: u8) {
        let delta = i32::from(id) - i32::from(self.last_id);
        match u8::try_from(delta) {
            Ok(delta @ 1..=15) => self.bytes.push(delta << 4 | code),
            _ => {
                self.bytes.push(code);
                self.i16(id);
            }
        }
        self.last_id = id;
    }

    /// The header of a list or set whose members follow.
    pub fn list(&mut self, list: List) {
        let kind = list.element.unwrap_or(Type::Byte);
        let short = u8::try_from(list.len).ok().filter(|&len| len < 15);
        match (self.protocol, short) {
            (Protocol::Compact, Some(len)) => self.bytes.push(len << 4 | kind.compact_code()),
            (Protocol::Compact, None) => {
                self.bytes.push(0xf0 | kind.compact_code());
                self.varint(u64::from(size(list.len)));
            }
            (Protocol::Binary, _) => {
                self.bytes.push(kind.binary_code());
                self.bytes.extend(size(list.len).to_be_bytes());
            }
        }
    }

    /// The header of a map whose pairs follow, key and value in turn.
    pub fn map(&mut self, map: Map) {
        let key = map.key.unwrap_or(Type::Byte);
        let value = map.value.unwrap_or(Type::Byte);
        match self.protocol {
            Protocol::Compact => {
                self.varint(u64::from(size(map.len)));
                if map.len > 0 {
                    self.bytes
                        .push(key.compact_code() << 4 | value.compact_code());
                }
            }
            Protocol::Binary => {
                self.bytes.extend([key.binary_code(), value.binary_code()]);
                self.bytes.extend(size(map.len).to_be_bytes());
            }
        }
    }

    /// A bool as a member of a container.
    pub fn bool(&mut self, value: bool) {
        self.bytes.push(match (self.protocol, value) {
            (_, true) => 1,
            (Protocol::Compact, false) => 2,
            (Protocol::Binary, false) => 0,
        });
    }

    /// An 8-bit integer.
    pub fn byte(&mut self, value: i8) {
        self.bytes.push(value.cast_unsigned());
    }

    /// A 16-bit integer.
    pub fn i16(&mut self, value: i16) {
        match self.protocol {
            Protocol::Compact => self.varint(zigzag(i64::from(value))),
            Protocol::Binary => self.bytes.extend(value.to_be_bytes()),
        }
    }

    /// A 32-bit integer.
    pub fn i32(&mut self, value: i32) {
        match self.protocol {
            Protocol::Compact => self.varint(zigzag(i64::from(value))),
            Protocol::Binary => self.bytes.extend(value.to_be_bytes()),
        }
    }

    /// A 64-bit integer.
    pub fn i64(&mut self, value: i64) {
        match self.protocol {
            Protocol::Compact => self.varint(zigzag(value)),
            Protocol::Binary => self.bytes.extend(value.to_be_bytes()),
        }
    }

    /// A floating point number.
    pub fn double(&mut self, value: f64) {
        match self.protocol {
            Protocol::Compact => self.bytes.extend(value.to_le_bytes()),
            Protocol::Binary => self.bytes.extend(value.to_be_bytes()),
        }
    }

    /// Text or bytes.
    pub fn binary(&mut self, value: &[u8]) {
        match self.protocol {
            Protocol::Compact => self.varint(u64::from(size(value.len()))),
            Protocol::Binary => self.bytes.extend(size(value.len()).to_be_bytes()),
        }
        self.bytes.extend_from_slice(value);
    }

    /// A UUID.
    pub fn uuid(&mut self, value: [u8; 16]) {
        self.bytes.extend(value);
    }

    fn varint(&mut self, mut value: u64) {
        loop {
            let [low, ..] = value.to_le_bytes();
            value >>= 7;
            if value == 0 {
                self.bytes.push(low & 0x7f);
                return;
            }
            self.bytes.push(low | 0x80);
        }
    }
}

/// Sizes on the wire have 31 bits. No batch comes near that: its offsets have 32.
fn size(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

/// Small negative numbers are small on the wire.
fn zigzag(value: i64) -> u64 {
    (value << 1 ^ value >> 63).cast_unsigned()
}
