//! The values of members: objects and lists go on to `decode`, scalars are written here.

use std::fmt;

use jaeger_model::wire::Writer;
use serde::de::{self, DeserializeSeed, Deserializer, SeqAccess, Visitor};

use super::decode::{Item, Progress, write_object};
use super::schema::{Kind, Member};
use super::text::{parse_base64, parse_id, without_surrogates};

/// The value of a member, or one value of a list, written as a field. Null is no value and writes nothing.
pub(super) struct Slot<'s> {
    pub(super) member: &'static Member,
    pub(super) writer: &'s mut Writer,
    pub(super) progress: &'s mut Progress,
}

impl<'de> DeserializeSeed<'de> for Slot<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        match self.member.kind {
            Kind::Object(message) | Kind::Once(message) => {
                let start = self.writer.len();
                let is_there = write_object(
                    message,
                    self.member.field,
                    self.writer,
                    self.progress,
                    deserializer,
                )?;
                if !is_there {
                    self.writer.truncate(start);
                }
                Ok(is_there)
            }
            Kind::List(_) | Kind::Text | Kind::Base64 | Kind::TraceId | Kind::SpanId => {
                deserializer.deserialize_option(self)
            }
            _ => deserializer.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for Slot<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.member.kind {
            Kind::Object(_) | Kind::Once(_) => "an object",
            Kind::List(_) => "an array of objects",
            Kind::Text => "a string",
            Kind::Base64 => "a string in base64",
            Kind::TraceId => "a string of 32 hexadecimal digits",
            Kind::SpanId => "a string of 16 hexadecimal digits",
            Kind::Bool => "true or false",
            Kind::Double => "a number",
            Kind::Int64 => "a 64-bit integer",
            Kind::Fixed64 => "a 64-bit integer without a sign",
            Kind::Uint32 | Kind::Fixed32 => "a 32-bit integer without a sign",
            Kind::Enum(_) => "the name or number of an enum value",
        })
    }

    fn visit_none<E: de::Error>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_unit<E: de::Error>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        match self.member.kind {
            Kind::List(_) => deserializer.deserialize_seq(self),
            _ => deserializer.deserialize_bytes(self),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<bool, A::Error> {
        let Kind::List(message) = self.member.kind else {
            return Err(de::Error::invalid_type(de::Unexpected::Seq, &self));
        };
        loop {
            let item = Item {
                message,
                field: self.member.field,
                writer: &mut *self.writer,
                progress: &mut *self.progress,
            };
            if list.next_element_seed(item)?.is_none() {
                return Ok(true);
            }
        }
    }

    fn visit_bytes<E: de::Error>(self, text: &[u8]) -> Result<bool, E> {
        let field = self.member.field;
        match self.member.kind {
            Kind::TraceId => {
                if let Some(id) = parse_id::<16>(text).map_err(E::custom)? {
                    self.writer.bytes(field, &id);
                }
            }
            Kind::SpanId => {
                if let Some(id) = parse_id::<8>(text).map_err(E::custom)? {
                    self.writer.bytes(field, &id);
                }
            }
            Kind::Base64 => {
                let bytes = parse_base64(text).map_err(E::custom)?;
                self.writer.bytes(field, &bytes);
            }
            _ => self.writer.bytes(field, &without_surrogates(text)),
        }
        Ok(true)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<bool, E> {
        match self.member.kind {
            Kind::Bool => self.writer.varint(self.member.field, u64::from(value)),
            _ => return Err(E::invalid_type(de::Unexpected::Bool(value), &self)),
        }
        Ok(true)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<bool, E> {
        self.integer(i128::from(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<bool, E> {
        self.integer(i128::from(value))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<bool, E> {
        match self.member.kind {
            Kind::Double => self.writer.fixed64(self.member.field, value.to_bits()),
            _ => return Err(E::invalid_type(de::Unexpected::Float(value), &self)),
        }
        Ok(true)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<bool, E> {
        let unexpected = || E::invalid_value(de::Unexpected::Str(text), &self);
        match self.member.kind {
            Kind::Double => {
                let value: f64 = text.parse().map_err(|_| unexpected())?;
                self.visit_f64(value)
            }
            Kind::Enum(names) => {
                let named = names.iter().find(|(name, _)| *name == text);
                let (_, value) = named.ok_or_else(unexpected)?;
                self.integer(i128::from(*value))
            }
            Kind::Bool => Err(unexpected()),
            _ => {
                let value: i128 = text.parse().map_err(|_| unexpected())?;
                self.integer(value)
            }
        }
    }
}

impl Slot<'_> {
    fn integer<E: de::Error>(self, value: i128) -> Result<bool, E> {
        let out_of_range = |_| E::custom(format_args!("{value} is out of range"));
        let field = self.member.field;
        match self.member.kind {
            Kind::Fixed64 => {
                let value = u64::try_from(value).map_err(out_of_range)?;
                self.writer.fixed64(field, value);
            }
            Kind::Fixed32 => {
                let value = u32::try_from(value).map_err(out_of_range)?;
                self.writer.fixed32(field, value);
            }
            Kind::Uint32 => {
                let value = u32::try_from(value).map_err(out_of_range)?;
                self.writer.varint(field, u64::from(value));
            }
            Kind::Int64 => {
                let value = i64::try_from(value).map_err(out_of_range)?;
                self.writer.varint(field, value.cast_unsigned());
            }
            Kind::Enum(_) => {
                let value = i32::try_from(value).map_err(out_of_range)?;
                self.writer.varint(field, i64::from(value).cast_unsigned());
            }
            // Every integer of 64 bits has a nearest double.
            Kind::Double => self.writer.fixed64(field, (value as f64).to_bits()),
            _ => {
                let unexpected = de::Unexpected::Other("integer");
                return Err(E::invalid_type(unexpected, &self));
            }
        }
        Ok(true)
    }
}
