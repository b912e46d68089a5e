//! JSON straight into OTLP bytes: serde drives, nothing is kept but the bytes written so far.
//!
//! One visitor interprets the tables in `schema`. Lists are counted and values measured in depth as they come, so an
//! input over its budget is refused before memory is spent on the rest of it.

use std::fmt;

use jaeger_model::wire::Writer;
use jaeger_model::{BatchErrorKind, Limits, Scanned};
use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::schema::{Kind, Member, Message, TRACES_DATA};
use super::slot::Slot;
use crate::{DecodeError, DecodeErrorKind, otlp};

/// Arrays and maps within each other. Each takes up to four levels of JSON, of which `serde_json` allows 127.
const DEPTH_MAX: usize = 28;

/// Decodes the JSON of an `ExportTraceServiceRequest`; `null` is an empty one.
///
/// # Errors
/// When the bytes are no JSON of that form, an id in them is none, or they are more than `limits` allow. A span whose
/// trace id is zero or missing is left out alone.
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Scanned, DecodeError> {
    if bytes.len() > limits.bytes {
        return Err(DecodeError {
            kind: BatchErrorKind::TooManyBytes(limits.bytes).into(),
            offset: limits.bytes,
            reading: TRACES_DATA.name,
        });
    }
    // OTLP takes half the bytes of its JSON or less.
    let mut writer = Writer::with_capacity(bytes.len() / 2);
    let mut progress = Progress::new(limits);
    let object = Object {
        message: &TRACES_DATA,
        writer: &mut writer,
        progress: &mut progress,
    };
    if let Err(error) = object.deserialize(&mut serde_json::Deserializer::from_slice(bytes)) {
        return Err(progress.into_error(bytes, &error));
    }
    Ok(otlp::decode(writer.into_bytes().into(), limits)?)
}

/// How far reading has come, for budgets and error texts.
pub(super) struct Progress {
    elements_max: usize,
    elements: usize,
    depth_max: usize,
    depth: usize,
    member: &'static str,
    /// Set by the error that ends everything.
    over_budget: Option<BatchErrorKind>,
}

impl Progress {
    fn new(limits: &Limits) -> Self {
        Self {
            elements_max: limits.elements,
            elements: 0,
            depth_max: limits.depth.min(DEPTH_MAX),
            depth: 0,
            member: TRACES_DATA.name,
            over_budget: None,
        }
    }

    fn count<E: de::Error>(&mut self) -> Result<(), E> {
        self.elements += 1;
        if self.elements > self.elements_max {
            return Err(self.refuse(BatchErrorKind::TooManyElements(self.elements_max)));
        }
        Ok(())
    }

    fn enter<E: de::Error>(&mut self) -> Result<(), E> {
        self.depth += 1;
        if self.depth > self.depth_max {
            return Err(self.refuse(BatchErrorKind::TooDeep(self.depth_max)));
        }
        Ok(())
    }

    fn refuse<E: de::Error>(&mut self, kind: BatchErrorKind) -> E {
        let error = E::custom(&kind);
        self.over_budget = Some(kind);
        error
    }

    fn into_error(self, bytes: &[u8], error: &serde_json::Error) -> DecodeError {
        DecodeError {
            kind: match self.over_budget {
                Some(kind) => kind.into(),
                None => DecodeErrorKind::Json(error.to_string()),
            },
            offset: offset(bytes, error.line(), error.column()),
            reading: self.member,
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

/// An object, whose content is written as that of a message. Its value says whether it was there, and not null.
struct Object<'s> {
    message: &'static Message,
    writer: &'s mut Writer,
    progress: &'s mut Progress,
}

impl<'de> DeserializeSeed<'de> for Object<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", self.message.name)
    }

    fn visit_none<E: de::Error>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_map(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        let mut has_once = false;
        while let Some(member) = map.next_key_seed(Key(self.message))? {
            let Some(member) = member else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            self.progress.member = member.camel;
            let is_there = map.next_value_seed(Slot {
                member,
                writer: &mut *self.writer,
                progress: &mut *self.progress,
            })?;
            if matches!(member.kind, Kind::Once(_))
                && is_there
                && std::mem::replace(&mut has_once, true)
            {
                return Err(de::Error::duplicate_field(member.camel));
            }
        }
        Ok(true)
    }
}

/// The name of a member, which need not be UTF-8.
struct Key(&'static Message);

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Option<&'static Member>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_bytes(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Option<&'static Member>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_bytes<E: de::Error>(self, name: &[u8]) -> Result<Self::Value, E> {
        Ok(self.0.member(name))
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.member(name.as_bytes()))
    }
}

/// Writes an object as a field. Null writes an empty message, and the result is false.
pub(super) fn write_object<'de, D: Deserializer<'de>>(
    message: &'static Message,
    field: u32,
    writer: &mut Writer,
    progress: &mut Progress,
    deserializer: D,
) -> Result<bool, D::Error> {
    if message.nests {
        progress.enter::<D::Error>()?;
    }
    let is_there = writer.message(field, |writer| {
        let object = Object {
            message,
            writer,
            progress: &mut *progress,
        };
        object.deserialize(deserializer)
    })?;
    if message.nests {
        progress.depth -= 1;
    }
    Ok(is_there)
}

/// One object of a list.
pub(super) struct Item<'s> {
    pub(super) message: &'static Message,
    pub(super) field: u32,
    pub(super) writer: &'s mut Writer,
    pub(super) progress: &'s mut Progress,
}

impl<'de> DeserializeSeed<'de> for Item<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.progress.count::<D::Error>()?;
        write_object(
            self.message,
            self.field,
            self.writer,
            self.progress,
            deserializer,
        )?;
        Ok(())
    }
}
