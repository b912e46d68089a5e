//! Objects and arrays, driven by serde: what reads them is told each member and each element as it comes.

use std::fmt;

use jaeger_model::BatchErrorKind;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::{DecodeError, DecodeErrorKind};

/// What is read as a whole, for error texts.
pub(super) const SPANS: &str = "spans";

/// How far reading has come, for error texts.
pub(super) struct Progress {
    /// The member that was begun last.
    reading: &'static str,
    /// Set by the error that ends everything.
    over_budget: Option<BatchErrorKind>,
}

impl Progress {
    pub(super) fn new() -> Self {
        Self {
            reading: SPANS,
            over_budget: None,
        }
    }

    pub(super) fn refuse<E: de::Error>(&mut self, kind: BatchErrorKind) -> E {
        let error = E::custom(&kind);
        self.over_budget = Some(kind);
        error
    }

    pub(super) fn into_error(self, bytes: &[u8], error: &serde_json::Error) -> DecodeError {
        DecodeError {
            kind: match self.over_budget {
                Some(kind) => kind.into(),
                None => DecodeErrorKind::Json(error.to_string()),
            },
            offset: offset(bytes, error.line(), error.column()),
            reading: self.reading,
        }
    }
}

fn offset(bytes: &[u8], line: usize, column: usize) -> usize {
    let before: usize = bytes
        .split(|&byte| byte == b'\n')
        .take(line.saturating_sub(1))
        .map(|line| line.len() + 1)
        .sum();
    (before + column).min(bytes.len())
}

/// What reads an object.
pub(super) trait Members<'de> {
    /// The object, for error texts.
    const WHAT: &'static str;
    /// The members that it has.
    const NAMES: &'static [&'static str];

    fn progress(&mut self) -> &mut Progress;

    /// Reads the value of one of its members.
    fn member<A: MapAccess<'de>>(
        &mut self,
        name: &'static str,
        map: &mut A,
    ) -> Result<(), A::Error>;
}

/// An object; `None` for null.
pub(super) struct Object<M>(pub(super) M);

impl<'de, M: Members<'de>> DeserializeSeed<'de> for Object<M> {
    type Value = Option<M>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<M>, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de, M: Members<'de>> Visitor<'de> for Object<M> {
    type Value = Option<M>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(M::WHAT)
    }

    fn visit_none<E: de::Error>(self) -> Result<Option<M>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<M>, D::Error> {
        deserializer.deserialize_map(self)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Option<M>, A::Error> {
        while let Some(name) = map.next_key_seed(Name(M::NAMES))? {
            match name {
                Some(name) => {
                    self.0.progress().reading = name;
                    self.0.member(name, &mut map)?;
                }
                None => {
                    map.next_value::<de::IgnoredAny>()?;
                }
            }
        }
        Ok(Some(self.0))
    }
}

/// The name of a member, which need not be UTF-8; `None` for one that nobody reads.
struct Name(&'static [&'static str]);

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Option<&'static str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_bytes(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Option<&'static str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_bytes<E: de::Error>(self, name: &[u8]) -> Result<Self::Value, E> {
        let known = self.0.iter().find(|known| known.as_bytes() == name);
        Ok(known.copied())
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Self::Value, E> {
        self.visit_bytes(name.as_bytes())
    }
}

/// What reads the elements of an array.
pub(super) trait Each<'de> {
    /// The array, for error texts.
    const WHAT: &'static str;

    fn element<D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error>;
}

/// An array; null is one without elements.
pub(super) struct List<T>(pub(super) T);

impl<'de, T: Each<'de>> DeserializeSeed<'de> for List<T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de, T: Each<'de>> Visitor<'de> for List<T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::WHAT)
    }

    fn visit_none<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        loop {
            if list.next_element_seed(Element(&mut self.0))?.is_none() {
                return Ok(());
            }
        }
    }
}

struct Element<'s, T>(&'s mut T);

impl<'de, T: Each<'de>> DeserializeSeed<'de> for Element<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.0.element(deserializer)
    }
}
