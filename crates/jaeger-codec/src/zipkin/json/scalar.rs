//! Texts, ids, numbers and the values of binary annotations.

use std::borrow::Cow;
use std::fmt;

use jaeger_model::{SpanId, TraceId};
use serde::de::{self, DeserializeSeed, Deserializer, Unexpected, Visitor};

use crate::otlp::json::text::without_surrogates;

/// A string, which need not be UTF-8; empty for null.
pub(super) struct Text;

impl<'de> DeserializeSeed<'de> for Text {
    type Value = Cow<'de, [u8]>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for Text {
    type Value = Cow<'de, [u8]>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(&[]))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_bytes(self)
    }

    fn visit_borrowed_bytes<E: de::Error>(self, text: &'de [u8]) -> Result<Self::Value, E> {
        Ok(without_surrogates(text))
    }

    fn visit_bytes<E: de::Error>(self, text: &[u8]) -> Result<Self::Value, E> {
        Ok(Cow::Owned(without_surrogates(text).into_owned()))
    }
}

/// An id by its hexadecimal digits; `None` when there are none. Zeros in front of more digits than it has do not count.
#[derive(Clone, Copy)]
pub(super) struct Id {
    pub(super) digits_max: usize,
    /// The numbers of digits that v1 insists on.
    pub(super) lengths: &'static [usize],
}

impl<'de> DeserializeSeed<'de> for Id {
    type Value = Option<u128>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let text = Text.deserialize(deserializer)?;
        if text.is_empty() {
            return Ok(None);
        }
        if !(self.lengths.is_empty() || self.lengths.contains(&text.len())) {
            return Err(de::Error::custom("an id has a wrong length"));
        }
        let value = self.value(&text);
        value.map(Some).ok_or_else(|| {
            let digits = self.digits_max;
            de::Error::custom(format_args!("an id is not of {digits} hexadecimal digits"))
        })
    }
}

impl Id {
    fn value(self, text: &[u8]) -> Option<u128> {
        let zeros = text.iter().take_while(|byte| **byte == b'0').count();
        let digits = text.get(zeros..)?;
        if digits.len() > self.digits_max {
            return None;
        }
        digits.iter().try_fold(0, |value: u128, byte| {
            let digit = char::from(*byte).to_digit(16)?;
            Some(value << 4 | u128::from(digit))
        })
    }
}

/// An id of 128 bits, zero when there is none.
pub(super) fn trace_id(id: Option<u128>) -> TraceId {
    TraceId(id.unwrap_or_default().to_be_bytes())
}

/// An id of 64 bits, zero when there is none.
pub(super) fn span_id(id: Option<u128>) -> SpanId {
    SpanId::from_u64(trace_id(id).low())
}

/// An integer within bounds; `None` for null.
#[derive(Clone, Copy)]
pub(super) struct Integer {
    pub(super) min: i64,
    pub(super) max: i64,
}

impl<'de> DeserializeSeed<'de> for Integer {
    type Value = Option<i64>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for Integer {
    type Value = Option<i64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an integer from {} to {}", self.min, self.max)
    }

    fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_i64(self)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Self::Value, E> {
        if value < self.min || value > self.max {
            return Err(E::invalid_value(Unexpected::Signed(value), &self));
        }
        Ok(Some(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Self::Value, E> {
        match i64::try_from(value) {
            Ok(value) => self.visit_i64(value),
            Err(_) => Err(E::invalid_value(Unexpected::Unsigned(value), &self)),
        }
    }
}

/// A string, number or bool as it was sent; null is an empty string.
pub(super) struct Any;

/// What [`Any`] found.
pub(super) enum Sent<'de> {
    Text(Cow<'de, [u8]>),
    Bool(bool),
    Int(i64),
    Double(f64),
}

impl<'de> DeserializeSeed<'de> for Any {
    type Value = Sent<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Any {
    type Value = Sent<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, a number, true or false")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(Sent::Text(Cow::Borrowed(&[])))
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Sent::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Sent::Int(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Self::Value, E> {
        // The nearest number that OTLP has.
        Ok(i64::try_from(value).map_or(Sent::Double(value as f64), Sent::Int))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Sent::Double(value))
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Sent::Text(Cow::Borrowed(text.as_bytes())))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Sent::Text(Cow::Owned(text.as_bytes().to_vec())))
    }
}

impl<'de> Sent<'de> {
    /// The text of an annotation, which is one.
    pub(super) fn into_text(self) -> Cow<'de, [u8]> {
        match self {
            Self::Text(text) => text,
            Self::Bool(value) => value.to_string().into_bytes().into(),
            Self::Int(value) => value.to_string().into_bytes().into(),
            Self::Double(value) => value.to_string().into_bytes().into(),
        }
    }
}
