//! Reads both protocols from hostile bytes.

use std::mem;

use jaeger_model::BatchErrorKind;

use super::{Budget, DEPTH_MAX, Field, Header, Protocol, Type};
use crate::{DecodeError, DecodeErrorKind};

/// A cursor over one message. A copy is a bookmark: it reads the same bytes again on the budget of that moment.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    position: usize,
    pub(super) protocol: Protocol,
    bytes_max: usize,
    pub(super) elements_max: usize,
    pub(super) elements_left: usize,
    reading: &'static str,
    /// Id of the last field of the innermost struct; compact field headers count from it.
    last_id: i16,
    /// The same of the structs around it.
    outer_ids: [i16; DEPTH_MAX],
    depth: usize,
    /// The value of a bool field, which a compact field header holds.
    pub(super) pending_bool: Option<bool>,
}

type Result<T> = std::result::Result<T, DecodeError>;

impl<'a> Reader<'a> {
    /// Starts at the first byte.
    ///
    /// # Errors
    /// When there are more bytes than the budget has.
    pub fn new(bytes: &'a [u8], protocol: Protocol, budget: Budget) -> Result<Self> {
        let reader = Self {
            bytes,
            position: 0,
            protocol,
            bytes_max: budget.bytes,
            elements_max: budget.elements,
            elements_left: budget.elements,
            reading: "message",
            last_id: 0,
            outer_ids: [0; DEPTH_MAX],
            depth: 0,
            pending_bool: None,
        };
        if bytes.len() > budget.bytes {
            return Err(reader.error(BatchErrorKind::TooManyBytes(budget.bytes).into()));
        }
        Ok(reader)
    }

    /// Where the next token starts, in bytes from the start.
    pub fn position(&self) -> usize {
        self.position
    }

    /// An error at this place.
    pub fn error(&self, kind: DecodeErrorKind) -> DecodeError {
        DecodeError {
            kind,
            offset: self.position,
            reading: self.reading,
        }
    }

    /// The header of a message; its arguments follow as a struct.
    pub fn message_begin(&mut self) -> Result<Header<'a>> {
        match self.protocol {
            Protocol::Compact => self.compact_header(),
            Protocol::Binary => self.binary_header(),
        }
    }

    fn compact_header(&mut self) -> Result<Header<'a>> {
        let id = self.u8()?;
        let kind_and_version = self.u8()?;
        if id != 0x82 || kind_and_version & 0x1f != 1 {
            return Err(self.error(DecodeErrorKind::BadVersion));
        }
        let sequence = self.varint32()?;
        let method = self.binary()?;
        Ok(Header {
            method,
            kind: kind_and_version >> 5,
            sequence,
        })
    }

    /// The sign of the first word tells the strict form from the old one, which starts with the length of the name.
    fn binary_header(&mut self) -> Result<Header<'a>> {
        let [high, low, _, kind] = self.array()?;
        let word = i32::from_be_bytes([high, low, 0, 0]);
        if word >= 0 {
            return self.old_binary_header();
        }
        if [high, low] != [0x80, 0x01] {
            return Err(self.error(DecodeErrorKind::BadVersion));
        }
        let method = self.binary()?;
        let sequence = self.i32()?;
        Ok(Header {
            method,
            kind,
            sequence,
        })
    }

    fn old_binary_header(&mut self) -> Result<Header<'a>> {
        self.position = self.position.saturating_sub(4);
        let method = self.binary()?;
        let kind = self.u8()?;
        let sequence = self.i32()?;
        Ok(Header {
            method,
            kind,
            sequence,
        })
    }

    /// Enters a struct.
    pub fn struct_begin(&mut self) -> Result<()> {
        let Some(slot) = self.outer_ids.get_mut(self.depth) else {
            return Err(self.error(DecodeErrorKind::TooDeep));
        };
        *slot = mem::take(&mut self.last_id);
        self.depth += 1;
        self.pending_bool = None;
        Ok(())
    }

    /// Leaves a struct, after [`field_begin`](Self::field_begin) said that there is no further field.
    pub fn struct_end(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.last_id = self.outer_ids.get(self.depth).copied().unwrap_or_default();
        self.pending_bool = None;
    }

    /// The next field of a struct, `None` at its end.
    pub fn field_begin(&mut self) -> Result<Option<Field>> {
        self.pending_bool = None;
        let code = self.u8()?;
        match self.protocol {
            Protocol::Compact => self.compact_field(code),
            Protocol::Binary if code == 0 => Ok(None),
            Protocol::Binary => {
                let kind = Type::from_binary(code)
                    .ok_or_else(|| self.error(DecodeErrorKind::UnknownType(code)))?;
                let id = self.i16()?;
                Ok(Some(Field { id, kind }))
            }
        }
    }

    fn compact_field(&mut self, header: u8) -> Result<Option<Field>> {
        let (delta, code) = (header >> 4, header & 0x0f);
        if code == 0 {
            return Ok(None);
        }
        let kind = Type::from_compact(code)
            .ok_or_else(|| self.error(DecodeErrorKind::UnknownType(code)))?;
        let id = match delta {
            0 => self.i16()?,
            delta => self
                .last_id
                .checked_add(i16::from(delta))
                .ok_or_else(|| self.error(DecodeErrorKind::BadFieldId))?,
        };
        self.last_id = id;
        self.pending_bool = (kind == Type::Bool).then_some(code == 1);
        Ok(Some(Field { id, kind }))
    }

    /// Reads a struct field by field. `visit` reads the value and says true, or leaves it and says false: then the
    /// value is skipped.
    pub fn read_struct(
        &mut self,
        name: &'static str,
        mut visit: impl FnMut(&mut Self, Field) -> Result<bool>,
    ) -> Result<()> {
        let outer = mem::replace(&mut self.reading, name);
        self.struct_begin()?;
        while let Some(field) = self.field_begin()? {
            if !visit(self, field)? {
                self.skip(field.kind)?;
            }
        }
        self.struct_end();
        self.reading = outer;
        Ok(())
    }

    /// A bool, from the header of its field where that holds it.
    pub fn bool(&mut self) -> Result<bool> {
        if let Some(value) = self.pending_bool.take() {
            return Ok(value);
        }
        let byte = self.u8()?;
        Ok(match self.protocol {
            Protocol::Compact => byte == 1,
            Protocol::Binary => byte != 0,
        })
    }

    /// An 8-bit integer.
    pub fn byte(&mut self) -> Result<i8> {
        Ok(self.u8()?.cast_signed())
    }

    /// A 16-bit integer.
    pub fn i16(&mut self) -> Result<i16> {
        match self.protocol {
            Protocol::Compact => i16::try_from(zigzag(self.varint(16)?))
                .map_err(|_| self.error(DecodeErrorKind::VarintTooLong)),
            Protocol::Binary => self.array().map(i16::from_be_bytes),
        }
    }

    /// A 32-bit integer.
    pub fn i32(&mut self) -> Result<i32> {
        match self.protocol {
            Protocol::Compact => i32::try_from(zigzag(self.varint(32)?))
                .map_err(|_| self.error(DecodeErrorKind::VarintTooLong)),
            Protocol::Binary => self.array().map(i32::from_be_bytes),
        }
    }

    /// A 64-bit integer.
    pub fn i64(&mut self) -> Result<i64> {
        match self.protocol {
            Protocol::Compact => self.varint(64).map(zigzag),
            Protocol::Binary => self.array().map(i64::from_be_bytes),
        }
    }

    /// A floating point number.
    pub fn double(&mut self) -> Result<f64> {
        match self.protocol {
            Protocol::Compact => self.array().map(f64::from_le_bytes),
            Protocol::Binary => self.array().map(f64::from_be_bytes),
        }
    }

    /// Text or bytes, as they are.
    pub fn binary(&mut self) -> Result<&'a [u8]> {
        let len = match self.protocol {
            Protocol::Compact => self.varint32()?,
            Protocol::Binary => self.array().map(i32::from_be_bytes)?,
        };
        let len = self.size(len, 1)?;
        let value = self.rest().get(..len);
        let value = value.ok_or_else(|| self.error(DecodeErrorKind::Truncated))?;
        self.position += len;
        Ok(value)
    }

    /// A UUID.
    pub fn uuid(&mut self) -> Result<[u8; 16]> {
        self.array()
    }

    /// Holds a declared size against the bytes that are there.
    pub(super) fn size(&self, declared: i32, size_min: usize) -> Result<usize> {
        let size = usize::try_from(declared)
            .map_err(|_| self.error(DecodeErrorKind::NegativeSize(declared)))?;
        if size > self.bytes_max {
            return Err(self.error(DecodeErrorKind::TooLarge(declared)));
        }
        if size.saturating_mul(size_min) > self.rest().len() {
            return Err(self.error(DecodeErrorKind::Truncated));
        }
        Ok(size)
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.position..).unwrap_or_default()
    }

    #[inline]
    pub(super) fn u8(&mut self) -> Result<u8> {
        let Some(&byte) = self.bytes.get(self.position) else {
            return Err(self.error(DecodeErrorKind::Truncated));
        };
        self.position += 1;
        Ok(byte)
    }

    #[inline]
    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        let Some(array) = self.rest().first_chunk() else {
            return Err(self.error(DecodeErrorKind::Truncated));
        };
        self.position += N;
        Ok(*array)
    }

    /// A size or sequence number: unsigned on the wire, and what does not fit i32 shows as negative.
    pub(super) fn varint32(&mut self) -> Result<i32> {
        let value = u32::try_from(self.varint(32)?)
            .map_err(|_| self.error(DecodeErrorKind::VarintTooLong))?;
        Ok(value.cast_signed())
    }

    /// A varint of at most `bits` bits.
    #[inline]
    fn varint(&mut self, bits: u32) -> Result<u64> {
        let mut value = 0;
        for shift in (0..bits).step_by(7) {
            let byte = self.u8()?;
            let part = u64::from(byte & 0x7f);
            if part >> (bits - shift).min(7) != 0 {
                break;
            }
            value |= part << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(self.error(DecodeErrorKind::VarintTooLong))
    }
}

/// Small negative numbers are small on the wire.
fn zigzag(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ -(value & 1).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOMY: Budget = Budget {
        bytes: 1 << 20,
        elements: 1 << 20,
    };

    fn compact(bytes: &[u8]) -> Reader<'_> {
        Reader::new(bytes, Protocol::Compact, ROOMY).expect("small")
    }

    fn binary(bytes: &[u8]) -> Reader<'_> {
        Reader::new(bytes, Protocol::Binary, ROOMY).expect("small")
    }

    #[test]
    fn a_varint_longer_than_its_type_is_refused() {
        assert_eq!(compact(&[0xff, 0xff, 0x03]).i16(), Ok(i16::MIN));
        assert_eq!(
            compact(&[0xff; 5][..]).i32().map_err(|e| e.kind),
            Err(DecodeErrorKind::VarintTooLong)
        );
        assert_eq!(compact(&[0xff, 0xff, 0xff, 0xff, 0x0f]).i32(), Ok(i32::MIN));
        let mut longest = [0xff; 10];
        longest[9] = 1;
        assert_eq!(compact(&longest).i64(), Ok(i64::MIN));
        longest[9] = 2;
        assert_eq!(
            compact(&longest).i64().map_err(|e| e.kind),
            Err(DecodeErrorKind::VarintTooLong)
        );
        assert_eq!(compact(&[0x80, 0x00]).i64(), Ok(0), "padding is harmless");
    }

    #[test]
    fn sizes_are_refused_before_anything_is_read() {
        let cases: [(Reader<'_>, DecodeErrorKind); 5] = [
            (
                binary(&[0xff, 0xff, 0xff, 0xff]),
                DecodeErrorKind::NegativeSize(-1),
            ),
            (
                binary(&[0x7f, 0xff, 0xff, 0xff]),
                DecodeErrorKind::TooLarge(i32::MAX),
            ),
            (binary(&[0, 0, 0, 5, 1]), DecodeErrorKind::Truncated),
            (
                compact(&[0xff, 0xff, 0xff, 0xff, 0x0f]),
                DecodeErrorKind::NegativeSize(-1),
            ),
            (compact(&[0x02, 1]), DecodeErrorKind::Truncated),
        ];
        for (mut reader, expected) in cases {
            assert_eq!(reader.binary().map_err(|e| e.kind), Err(expected));
        }
        let mut list_of_doubles = vec![0x04, 0, 0, 0, 2];
        list_of_doubles.extend([0; 15]);
        assert!(
            binary(&list_of_doubles).list_begin().is_err(),
            "one byte is missing"
        );
    }

    #[test]
    fn a_bool_does_not_outlive_its_field() {
        // A bool field, read as nothing, then a list of one bool.
        let mut reader = compact(&[0x11, 0x19, 0x12, 0x02, 0x00]);
        reader.struct_begin().expect("shallow");
        reader.field_begin().expect("a field").expect("the bool");
        reader.field_begin().expect("a field").expect("the list");
        assert_eq!(reader.list_begin().map(|list| list.len), Ok(1));
        assert_eq!(reader.bool(), Ok(false));
    }
}
