//! Protobuf's wire format (protobuf.dev, "Encoding"): a reader that never trusts a length, and a writer.

use crate::Value;
use crate::otlp::{any_value, key_value, list};

/// Why bytes are not a protobuf message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    /// The message ends inside a field.
    #[error("it ends inside a field")]
    Truncated,
    /// A length reaches beyond the enclosing message.
    #[error("a length reaches beyond the enclosing message")]
    LengthOutOfBounds,
    /// A varint of more than ten bytes.
    #[error("a varint is longer than ten bytes")]
    VarintTooLong,
    /// Field number 0 or above 2^29 - 1.
    #[error("a field number is out of range")]
    BadFieldNumber,
    /// Wire types 3, 4, 6 and 7.
    #[error("wire type {0} is not in use")]
    BadWireType(u8),
    /// A known field has another wire type than its definition.
    #[error("field {0} has an unexpected wire type")]
    UnexpectedType(u32),
}

/// The value of one field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Field<'a> {
    /// Wire type 0.
    Varint(u64),
    /// Wire type 1.
    Fixed64(u64),
    /// Wire type 2: text, bytes or a nested message.
    Bytes(&'a [u8]),
    /// Wire type 5.
    Fixed32(u32),
}

/// Reads the fields of one message in order. After an error it is at its end.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl<'a> Reader<'a> {
    /// Reads the fields of the message in `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, position: 0 }
    }

    /// Where the next field starts, in bytes from the start of the message.
    pub fn position(&self) -> usize {
        self.position
    }

    /// The next field number and value, `None` at the end.
    #[inline]
    pub fn next_field(&mut self) -> Result<Option<(u32, Field<'a>)>, WireError> {
        if self.position >= self.bytes.len() {
            return Ok(None);
        }
        let field = self.read_field();
        if field.is_err() {
            self.position = self.bytes.len();
        }
        field.map(Some)
    }

    #[inline]
    fn read_field(&mut self) -> Result<(u32, Field<'a>), WireError> {
        let tag = self.varint()?;
        let number = u32::try_from(tag >> 3).map_err(|_| WireError::BadFieldNumber)?;
        if number == 0 || number > 0x1fff_ffff {
            return Err(WireError::BadFieldNumber);
        }
        let value = match tag & 7 {
            0 => Field::Varint(self.varint()?),
            1 => Field::Fixed64(u64::from_le_bytes(self.array()?)),
            2 => Field::Bytes(self.length_delimited()?),
            5 => Field::Fixed32(u32::from_le_bytes(self.array()?)),
            other => return Err(WireError::BadWireType(other as u8)),
        };
        Ok((number, value))
    }

    /// Reads a length and that many bytes.
    #[inline]
    pub(crate) fn length_delimited(&mut self) -> Result<&'a [u8], WireError> {
        let length = self.varint()?;
        let length = usize::try_from(length).map_err(|_| WireError::LengthOutOfBounds)?;
        let end = self
            .position
            .checked_add(length)
            .ok_or(WireError::LengthOutOfBounds)?;
        let bytes = self
            .bytes
            .get(self.position..end)
            .ok_or(WireError::LengthOutOfBounds)?;
        self.position = end;
        Ok(bytes)
    }

    #[inline]
    fn varint(&mut self) -> Result<u64, WireError> {
        match self.bytes.get(self.position) {
            Some(&byte) if byte < 0x80 => {
                self.position += 1;
                Ok(u64::from(byte))
            }
            _ => self.long_varint(),
        }
    }

    fn long_varint(&mut self) -> Result<u64, WireError> {
        let mut value = 0u64;
        for shift in (0..70).step_by(7) {
            let byte = *self.bytes.get(self.position).ok_or(WireError::Truncated)?;
            self.position += 1;
            // The tenth byte holds one bit; what lies above it is dropped, as in every implementation.
            value |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(WireError::VarintTooLong)
    }

    #[inline]
    fn array<const N: usize>(&mut self) -> Result<[u8; N], WireError> {
        let rest = self
            .bytes
            .get(self.position..)
            .ok_or(WireError::Truncated)?;
        let array = *rest.first_chunk::<N>().ok_or(WireError::Truncated)?;
        self.position += N;
        Ok(array)
    }
}

/// The fields of a message that the scan has accepted; ends early at anything it would not have.
impl<'a> Iterator for Reader<'a> {
    type Item = (u32, Field<'a>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.next_field().ok().flatten()
    }
}

/// Writes messages; nested ones are written in place and their length set afterwards.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// An empty writer with room for `capacity` bytes.
    pub fn with_capacity(capacity: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(capacity),
        }
    }

    /// What was written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Number of bytes written so far.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// True when nothing was written.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Forgets everything after the first `len` bytes: takes a half-written field back.
    pub fn truncate(&mut self, len: usize) {
        self.bytes.truncate(len);
    }

    /// Appends fields that are encoded already.
    pub fn raw(&mut self, fields: &[u8]) {
        self.bytes.extend_from_slice(fields);
    }

    /// A varint field: integers, enums and bool.
    pub fn varint(&mut self, field: u32, value: u64) {
        self.tag(field, 0);
        self.push_varint(value);
    }

    /// A fixed64 or double field.
    pub fn fixed64(&mut self, field: u32, value: u64) {
        self.tag(field, 1);
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    /// A fixed32 field.
    pub fn fixed32(&mut self, field: u32, value: u32) {
        self.tag(field, 5);
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    /// A string or bytes field, also when empty.
    pub fn bytes(&mut self, field: u32, value: &[u8]) {
        self.tag(field, 2);
        self.push_varint(value.len() as u64);
        self.bytes.extend_from_slice(value);
    }

    /// A varint field, left out when zero, as proto3 does.
    pub fn varint_if_any(&mut self, field: u32, value: u64) {
        if value != 0 {
            self.varint(field, value);
        }
    }

    /// A string or bytes field, left out when empty, as proto3 does.
    pub fn bytes_if_any(&mut self, field: u32, value: &[u8]) {
        if !value.is_empty() {
            self.bytes(field, value);
        }
    }

    /// The tag and length of a nested message whose `length` bytes are written next.
    pub(crate) fn message_header(&mut self, field: u32, length: usize) {
        self.tag(field, 2);
        self.push_varint(length as u64);
    }

    /// A nested message written by `content`, whose result is handed on.
    pub fn message<R>(&mut self, field: u32, content: impl FnOnce(&mut Self) -> R) -> R {
        self.tag(field, 2);
        let start = self.bytes.len();
        // One byte suffices for most messages; longer lengths move the content once.
        self.bytes.push(0);
        let result = content(self);
        let length = self.bytes.len() - start - 1;
        let mut encoded = [0u8; 10];
        let used = encode_varint(length as u64, &mut encoded);
        self.bytes
            .splice(start..=start, encoded.into_iter().take(used));
        result
    }

    /// A KeyValue.
    pub fn attribute(&mut self, field: u32, key: &[u8], value: Value<'_>) {
        self.message(field, |w| {
            w.bytes(key_value::KEY, key);
            w.message(key_value::VALUE, |w| w.any_value(value));
        });
    }

    /// The content of an AnyValue.
    pub fn any_value(&mut self, value: Value<'_>) {
        match value {
            Value::Empty => {}
            Value::String(text) => self.bytes(any_value::STRING, text.as_bytes()),
            Value::Bool(value) => self.varint(any_value::BOOL, u64::from(value)),
            Value::Int(value) => self.varint(any_value::INT, value as u64),
            Value::Double(value) => self.fixed64(any_value::DOUBLE, value.to_bits()),
            Value::Bytes(value) => self.bytes(any_value::BYTES, value),
            Value::Array(values) => self.message(any_value::ARRAY, |w| {
                for value in values {
                    w.message(list::VALUES, |w| w.any_value(value));
                }
            }),
            Value::Map(attributes) => self.message(any_value::KVLIST, |w| {
                for attribute in attributes {
                    w.attribute(list::VALUES, attribute.key.as_bytes(), attribute.value);
                }
            }),
        }
    }

    fn tag(&mut self, field: u32, wire_type: u8) {
        self.push_varint(u64::from(field) << 3 | u64::from(wire_type));
    }

    fn push_varint(&mut self, value: u64) {
        if value < 0x80 {
            self.bytes.push(value as u8);
            return;
        }
        let mut encoded = [0u8; 10];
        let used = encode_varint(value, &mut encoded);
        self.bytes.extend(encoded.into_iter().take(used));
    }
}

fn encode_varint(mut value: u64, into: &mut [u8; 10]) -> usize {
    let mut used = 0;
    for slot in into.iter_mut() {
        used += 1;
        *slot = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 {
            break;
        }
        *slot |= 0x80;
    }
    used
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes_at_every_length() {
        for length in [0usize, 1, 127, 128, 16_383, 16_384, 3_000_000] {
            let mut writer = Writer::default();
            writer.message(3, |w| w.bytes(1, &vec![7; length]));
            writer.varint(9, u64::MAX);
            let bytes = writer.into_bytes();
            let mut reader = Reader::new(&bytes);
            let Ok(Some((3, Field::Bytes(inner)))) = reader.next_field() else {
                panic!("{length}")
            };
            let expected = vec![7; length];
            assert_eq!(
                Reader::new(inner).next(),
                Some((1, Field::Bytes(&expected)))
            );
            assert_eq!(reader.next(), Some((9, Field::Varint(u64::MAX))));
            assert_eq!(reader.next(), None);
        }
    }

    #[test]
    fn refuses_what_is_not_protobuf() {
        let cases: &[(&[u8], WireError)] = &[
            (&[0x0a], WireError::Truncated),
            (&[0x0a, 0x05, 1], WireError::LengthOutOfBounds),
            (
                &[
                    0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01,
                ],
                WireError::LengthOutOfBounds,
            ),
            (&[0x08, 0x80], WireError::Truncated),
            (
                &[
                    0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                ],
                WireError::VarintTooLong,
            ),
            (&[0x09, 1, 2], WireError::Truncated),
            (&[0x00], WireError::BadFieldNumber),
            (&[0x0b], WireError::BadWireType(3)),
        ];
        for (bytes, expected) in cases {
            let mut reader = Reader::new(bytes);
            assert_eq!(reader.next_field(), Err(*expected), "{bytes:02x?}");
            assert_eq!(reader.next_field(), Ok(None), "at its end after an error");
        }
    }
}
