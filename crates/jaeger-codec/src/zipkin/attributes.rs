//! Any JSON object as attributes, written as it is read.

use std::fmt;

use jaeger_model::otlp::{any_value, key_value, list};
use jaeger_model::wire::Writer;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

/// An object whose members are written as attributes.
pub(super) struct Attributes<'w> {
    pub(super) writer: &'w mut Writer,
    pub(super) field: u32,
    /// Arrays and objects that may still stand within each other.
    pub(super) depth_left: usize,
}

impl<'de> DeserializeSeed<'de> for Attributes<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Attributes<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let depth_left = self.depth_left;
        while let Some(key) = map.next_key::<String>()? {
            self.writer.message(self.field, |w| {
                w.bytes(key_value::KEY, key.as_bytes());
                w.message(key_value::VALUE, |w| {
                    map.next_value_seed(AnyValue {
                        writer: w,
                        depth_left,
                    })
                })
            })?;
        }
        Ok(())
    }
}

/// The content of an AnyValue.
struct AnyValue<'w> {
    writer: &'w mut Writer,
    depth_left: usize,
}

impl AnyValue<'_> {
    fn depth_within<E: de::Error>(&self) -> Result<usize, E> {
        let left = self.depth_left.checked_sub(1);
        left.ok_or_else(|| E::custom("values are nested too deeply"))
    }
}

impl<'de> DeserializeSeed<'de> for AnyValue<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for AnyValue<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<(), E> {
        self.writer.varint(any_value::BOOL, u64::from(value));
        Ok(())
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<(), E> {
        self.writer.varint(any_value::INT, value.cast_unsigned());
        Ok(())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<(), E> {
        match i64::try_from(value) {
            Ok(value) => self.visit_i64(value),
            // The nearest number that OTLP has.
            Err(_) => self.visit_f64(value as f64),
        }
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<(), E> {
        self.writer.fixed64(any_value::DOUBLE, value.to_bits());
        Ok(())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<(), E> {
        self.writer.bytes(any_value::STRING, text.as_bytes());
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<(), A::Error> {
        let depth_left = self.depth_within::<A::Error>()?;
        self.writer.message(any_value::ARRAY, |w| {
            while values
                .next_element_seed(Element(AnyValue {
                    writer: &mut *w,
                    depth_left,
                }))?
                .is_some()
            {}
            Ok(())
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let depth_left = self.depth_within::<A::Error>()?;
        self.writer.message(any_value::KVLIST, |writer| {
            let members = Attributes {
                writer,
                field: list::VALUES,
                depth_left,
            };
            members.visit_map(map)
        })
    }
}

/// A member of an array.
struct Element<'w>(AnyValue<'w>);

impl<'de> DeserializeSeed<'de> for Element<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let AnyValue { writer, depth_left } = self.0;
        writer.message(list::VALUES, |writer| {
            AnyValue { writer, depth_left }.deserialize(deserializer)
        })
    }
}
