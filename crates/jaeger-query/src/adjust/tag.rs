//! An attribute as Jaeger shows it: of one of five types, and in an order.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use jaeger_model::{Attribute, Text, Value};

use super::ip;

/// A key and a value of one of Jaeger's types.
#[derive(Clone, Debug)]
pub(crate) struct Tag<'a> {
    pub(crate) key: Text<'a>,
    pub(crate) value: TagValue<'a>,
}

/// What has no type of its own in Jaeger is text: arrays and maps as JSON, and no value at all as nothing.
#[derive(Clone, Debug)]
pub(crate) enum TagValue<'a> {
    Text(Cow<'a, [u8]>),
    Bool(bool),
    Int(i64),
    Double(f64),
    Bytes(&'a [u8]),
}

impl<'a> From<Attribute<'a>> for Tag<'a> {
    fn from(attribute: Attribute<'a>) -> Self {
        let value = match attribute.value {
            Value::Empty => TagValue::Text(Cow::default()),
            Value::String(text) => TagValue::Text(Cow::Borrowed(text.as_bytes())),
            Value::Bool(value) => TagValue::Bool(value),
            Value::Int(value) => TagValue::Int(value),
            Value::Double(value) => TagValue::Double(value),
            Value::Bytes(value) => TagValue::Bytes(value),
            nested @ (Value::Array(_) | Value::Map(_)) => {
                TagValue::Text(Cow::Owned(nested.to_json().into_bytes()))
            }
        };
        Self {
            key: attribute.key,
            value,
        }
    }
}

impl Tag<'_> {
    /// Jaeger's order: by key, then by type, then by value.
    pub(crate) fn compare(&self, other: &Self) -> Ordering {
        self.key
            .cmp(&other.key)
            .then_with(|| self.value.compare(&other.value))
    }

    /// Makes text of an IPv4 address that was sent as a number.
    pub(crate) fn write_out_ip(&mut self) {
        if !ip::is_key(self.key) {
            return;
        }
        let address = match self.value {
            TagValue::Int(number) => ip::dotted(number),
            TagValue::Double(number) => ip::dotted(number as i64),
            _ => return,
        };
        self.value = TagValue::Text(Cow::Owned(address.into_bytes()));
    }
}

impl TagValue<'_> {
    /// The name of the type in Jaeger's JSON.
    pub(crate) fn type_name(&self) -> &'static str {
        match self {
            Self::Text(_) => "string",
            Self::Bool(_) => "bool",
            Self::Int(_) => "int64",
            Self::Double(_) => "float64",
            Self::Bytes(_) => "binary",
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Text(_) => 0,
            Self::Bool(_) => 1,
            Self::Int(_) => 2,
            Self::Double(_) => 3,
            Self::Bytes(_) => 4,
        }
    }

    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Text(one), Self::Text(two)) => one.cmp(two),
            (Self::Bool(one), Self::Bool(two)) => one.cmp(two),
            (Self::Int(one), Self::Int(two)) => one.cmp(two),
            (Self::Double(one), Self::Double(two)) => one.total_cmp(two),
            (Self::Bytes(one), Self::Bytes(two)) => one.cmp(two),
            (one, two) => one.rank().cmp(&two.rank()),
        }
    }
}

impl Hash for Tag<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
        self.value.rank().hash(state);
        match &self.value {
            TagValue::Text(text) => text.hash(state),
            TagValue::Bool(value) => value.hash(state),
            TagValue::Int(value) => value.hash(state),
            TagValue::Double(value) => value.to_bits().hash(state),
            TagValue::Bytes(bytes) => bytes.hash(state),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag<'a>(key: &'a str, value: Value<'a>) -> Tag<'a> {
        Tag::from(Attribute {
            key: key.into(),
            value,
        })
    }

    #[test]
    fn tags_are_sorted_by_key_then_type_then_value() {
        let sorted = [
            tag("", Value::from("empty")),
            tag("B", Value::from("upper")),
            tag("b", Value::from("10")),
            tag("b", Value::from("9")),
            tag("b", Value::Bool(false)),
            tag("b", Value::Bool(true)),
            tag("b", Value::Int(9)),
            tag("b", Value::Int(10)),
            tag("b", Value::Double(-1.5)),
            tag("b", Value::Double(f64::NAN)),
            tag("b", Value::Bytes(&[1])),
            tag("b", Value::Bytes(&[2])),
            tag("ä", Value::from("umlaut")),
        ];
        for (at, one) in sorted.iter().enumerate() {
            for (other_at, other) in sorted.iter().enumerate() {
                assert_eq!(one.compare(other), at.cmp(&other_at), "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn addresses_sent_as_numbers_are_written_out() {
        for (key, value, expected) in [
            ("ip", Value::Int(134_744_072), Some("8.8.8.8")),
            ("ip", Value::Double(2_130_706_433.0), Some("127.0.0.1")),
            ("peer.ipv4", Value::Int(-1), Some("255.255.255.255")),
            ("peer.ipv4", Value::Int(1_099_511_627_777), Some("0.0.0.1")),
            ("peer.ipv4", Value::Bool(true), None),
            ("peer.ip", Value::Int(134_744_072), None),
        ] {
            let mut tag = tag(key, value);
            tag.write_out_ip();
            let text = match &tag.value {
                TagValue::Text(text) => Some(&**text),
                _ => None,
            };
            assert_eq!(text, expected.map(str::as_bytes), "{key} {value:?}");
        }
    }
}
