//! Skips values of any shape without recursion, so no nesting can exhaust the stack.

use super::{DEPTH_MAX, Reader, Type};
use crate::{DecodeError, DecodeErrorKind};

/// A value that was entered and is not skipped to its end.
#[derive(Clone, Copy)]
enum Open {
    Struct,
    /// Members of a list or set, or keys and values in turn.
    Members {
        next: Type,
        then: Type,
        left: usize,
    },
}

impl Reader<'_> {
    /// Skips a value of this type.
    ///
    /// # Errors
    /// When it ends early, has an unknown type in it or is nested deeper than [`DEPTH_MAX`].
    pub fn skip(&mut self, kind: Type) -> Result<(), DecodeError> {
        let mut around = Vec::new();
        let mut next = Some(kind);
        loop {
            if let Some(kind) = next.take()
                && let Some(opened) = self.enter(kind)?
            {
                if around.len() >= DEPTH_MAX {
                    return Err(self.error(DecodeErrorKind::TooDeep));
                }
                around.push(opened);
            }
            match around.last_mut() {
                None => return Ok(()),
                Some(Open::Members { left: 0, .. }) => {
                    around.pop();
                }
                Some(Open::Members {
                    next: member,
                    then,
                    left,
                }) => {
                    *left -= 1;
                    next = Some(*member);
                    std::mem::swap(member, then);
                }
                Some(Open::Struct) => match self.field_begin()? {
                    Some(field) => next = Some(field.kind),
                    None => {
                        self.struct_end();
                        around.pop();
                    }
                },
            }
        }
    }

    /// Skips a scalar; of anything else only the header.
    fn enter(&mut self, kind: Type) -> Result<Option<Open>, DecodeError> {
        match kind {
            Type::Bool => self.bool().map(|_| None),
            Type::Byte => self.byte().map(|_| None),
            Type::Double => self.double().map(|_| None),
            Type::I16 => self.i16().map(|_| None),
            Type::I32 => self.i32().map(|_| None),
            Type::I64 => self.i64().map(|_| None),
            Type::Binary => self.binary().map(|_| None),
            Type::Uuid => self.uuid().map(|_| None),
            Type::Struct => self.struct_begin().map(|()| Some(Open::Struct)),
            Type::List | Type::Set => {
                let list = self.list_begin()?;
                Ok(list.element.map(|element| Open::Members {
                    next: element,
                    then: element,
                    left: list.len,
                }))
            }
            Type::Map => {
                let map = self.map_begin()?;
                Ok(map.key.zip(map.value).map(|(key, value)| Open::Members {
                    next: key,
                    then: value,
                    left: map.len.saturating_mul(2),
                }))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Budget, Protocol};
    use super::*;

    const BUDGET: Budget = Budget {
        bytes: 1 << 20,
        elements: 1 << 20,
    };

    #[test]
    fn nesting_is_refused_at_its_limit_and_not_before() {
        for (depth, fits) in [(DEPTH_MAX, true), (DEPTH_MAX + 1, false), (100_000, false)] {
            // Lists of one list each; the innermost is empty.
            let mut lists = vec![0x19_u8; depth - 1];
            lists.push(0x09);
            // Structs with one struct each.
            let mut structs = vec![0x1c_u8; depth - 1];
            structs.extend(vec![0; depth]);
            for (kind, bytes) in [(Type::List, lists), (Type::Struct, structs)] {
                let mut reader =
                    Reader::new(&bytes, Protocol::Compact, BUDGET).expect("within the budget");
                let skipped = reader.skip(kind);
                assert_eq!(skipped.is_ok(), fits, "{kind:?} {depth}");
                if let Err(error) = skipped {
                    assert_eq!(error.kind.to_string(), "Depth limit exceeded");
                } else {
                    assert_eq!(reader.position(), bytes.len());
                }
            }
        }
    }

    #[test]
    fn maps_are_skipped_key_and_value_in_turn() {
        // Two pairs of a byte and a string, then a marker.
        let bytes = [2, 0x38, 1, 2, b'a', b'b', 9, 0, 0x7f];
        let mut reader = Reader::new(&bytes, Protocol::Compact, BUDGET).expect("small");
        reader.skip(Type::Map).expect("a map");
        assert_eq!(reader.byte(), Ok(0x7f));
    }
}
