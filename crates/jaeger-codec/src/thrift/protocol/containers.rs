//! Lists, sets and maps: their headers hold counts, which are believed only as far as there are bytes for them.

use jaeger_model::BatchErrorKind;

use super::{List, Map, Protocol, Reader, Type};
use crate::{DecodeError, DecodeErrorKind};

type Result<T> = std::result::Result<T, DecodeError>;

impl Reader<'_> {
    /// Reads a list whose members `visit` reads one by one.
    pub fn read_list(&mut self, mut visit: impl FnMut(&mut Self) -> Result<()>) -> Result<()> {
        for _ in 0..self.list_begin()?.len {
            visit(self)?;
        }
        Ok(())
    }

    /// The header of a list or set that stands next, without moving; `None` when it makes no sense.
    pub fn peek_list(&self) -> Option<List> {
        let mut ahead = *self;
        ahead.list_begin().ok()
    }

    /// The header of a list.
    pub fn list_begin(&mut self) -> Result<List> {
        self.pending_bool = None;
        let header = self.u8()?;
        let (element, code, len) = match self.protocol {
            Protocol::Compact => {
                let code = header & 0x0f;
                let len = match header >> 4 {
                    15 => self.varint32()?,
                    short => i32::from(short),
                };
                (Type::from_compact(code), code, len)
            }
            Protocol::Binary => (Type::from_binary(header), header, self.i32()?),
        };
        if len == 0 {
            return Ok(List { element, len: 0 });
        }
        let kind = element.ok_or_else(|| self.error(DecodeErrorKind::UnknownType(code)))?;
        let len = self.size(len, kind.size_min(self.protocol))?;
        self.count(len)?;
        Ok(List { element, len })
    }

    /// The header of a set.
    pub fn set_begin(&mut self) -> Result<List> {
        self.list_begin()
    }

    /// The header of a map; its pairs follow, key and value in turn.
    pub fn map_begin(&mut self) -> Result<Map> {
        self.pending_bool = None;
        let ((key, key_code), (value, value_code), len) = match self.protocol {
            Protocol::Compact => {
                let len = self.varint32()?;
                let codes = if len == 0 { 0 } else { self.u8()? };
                let (key, value) = (codes >> 4, codes & 0x0f);
                let (keys, values) = (Type::from_compact(key), Type::from_compact(value));
                ((keys, key), (values, value), len)
            }
            Protocol::Binary => {
                let (key, value) = (self.u8()?, self.u8()?);
                let (keys, values) = (Type::from_binary(key), Type::from_binary(value));
                ((keys, key), (values, value), self.i32()?)
            }
        };
        if len == 0 {
            return Ok(Map { key, value, len: 0 });
        }
        let known = |kind: Option<Type>, code| {
            kind.ok_or_else(|| self.error(DecodeErrorKind::UnknownType(code)))
        };
        let sizes = known(key, key_code)?.size_min(self.protocol)
            + known(value, value_code)?.size_min(self.protocol);
        let len = self.size(len, sizes)?;
        self.count(len)?;
        Ok(Map { key, value, len })
    }

    fn count(&mut self, elements: usize) -> Result<()> {
        let Some(left) = self.elements_left.checked_sub(elements) else {
            let kind = BatchErrorKind::TooManyElements(self.elements_max);
            return Err(self.error(kind.into()));
        };
        self.elements_left = left;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Budget;
    use super::*;

    #[test]
    fn elements_are_counted_over_the_whole_message() {
        let budget = Budget {
            bytes: 100,
            elements: 5,
        };
        let lists = [0x33, 1, 2, 3, 0x33, 1, 2, 3];
        let mut reader = Reader::new(&lists, Protocol::Compact, budget).expect("small");
        reader.skip(Type::List).expect("within the budget");
        let error = reader.skip(Type::List).expect_err("over the budget");
        assert!(error.is_over_budget());
        assert_eq!(error.offset, 5);
    }
}
