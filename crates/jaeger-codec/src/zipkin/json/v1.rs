//! Spans of v1.

use std::borrow::Cow;
use std::str;

use jaeger_model::{Text as TextView, Value};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess};

use super::endpoint::EndpointSeed;
use super::members::{Each, List, Members, Object, Progress};
use super::scalar::{Any, Id, Integer, Sent, Text, span_id, trace_id};
use crate::otlp::json::text::parse_base64;
use crate::zipkin::annotations::Annotations;
use crate::zipkin::draft::{Dialect, Draft};
use crate::zipkin::endpoint::Endpoint;
use crate::zipkin::gather::Gather;

const TRACE_ID: Id = Id {
    digits_max: 32,
    lengths: &[16, 32],
};
const SPAN_ID: Id = Id {
    digits_max: 16,
    lengths: &[16],
};
const INTEGER: Integer = Integer {
    min: i64::MIN,
    max: i64::MAX,
};

/// Reads one span; null is none.
pub(super) fn span<'de, D: Deserializer<'de>>(
    gather: &mut Gather,
    progress: &mut Progress,
    deserializer: D,
) -> Result<(), D::Error> {
    let members = Object(Span {
        draft: gather.begin(Dialect::V1),
        annotations: Annotations::default(),
        progress,
    });
    let Some(span) = members.deserialize(deserializer)? else {
        return Ok(());
    };
    let Span {
        mut draft,
        annotations,
        progress,
    } = span;
    if draft.trace_id.is_zero() {
        return Err(Error::custom("valid traceId required"));
    }
    if draft.span_id.is_zero() {
        return Err(Error::custom("valid span id required"));
    }
    annotations.settle(&mut draft);
    draft.finish().map_err(|kind| progress.refuse(kind))
}

struct Span<'s, 'de> {
    draft: Draft<'s, 'de>,
    annotations: Annotations<'de>,
    progress: &'s mut Progress,
}

impl<'de> Members<'de> for Span<'_, 'de> {
    const WHAT: &'static str = "a span";
    const NAMES: &'static [&'static str] = &[
        "traceId",
        "id",
        "parentId",
        "name",
        "timestamp",
        "duration",
        "debug",
        "annotations",
        "binaryAnnotations",
    ];

    fn progress(&mut self) -> &mut Progress {
        self.progress
    }

    fn member<A: MapAccess<'de>>(
        &mut self,
        name: &'static str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let draft = &mut self.draft;
        match name {
            "traceId" => draft.trace_id = trace_id(map.next_value_seed(TRACE_ID)?),
            "id" => draft.span_id = span_id(map.next_value_seed(SPAN_ID)?),
            "parentId" => {
                let id = map.next_value_seed(SPAN_ID)?;
                if id == Some(0) {
                    return Err(Error::custom("a parent id is zero"));
                }
                draft.parent_span_id = span_id(id);
            }
            "name" => draft.name(&map.next_value_seed(Text)?),
            "timestamp" => draft.start_us = map.next_value_seed(INTEGER)?,
            "duration" => draft.duration_us = map.next_value_seed(INTEGER)?,
            "debug" => draft.is_debug = map.next_value::<Option<bool>>()?.unwrap_or_default(),
            "annotations" => map.next_value_seed(List(Items {
                draft,
                annotations: &mut self.annotations,
                progress: &mut *self.progress,
                add: add_annotation,
            }))?,
            _ => map.next_value_seed(List(Items {
                draft,
                annotations: &mut self.annotations,
                progress: &mut *self.progress,
                add: add_tag,
            }))?,
        }
        Ok(())
    }
}

/// The elements of both arrays. Each is read as what either may have.
struct Items<'s, 'w, 'de> {
    draft: &'s mut Draft<'w, 'de>,
    annotations: &'s mut Annotations<'de>,
    progress: &'s mut Progress,
    add: fn(&mut Draft<'w, 'de>, &mut Annotations<'de>, Item<'_, 'de>),
}

impl<'de> Each<'de> for Items<'_, '_, 'de> {
    const WHAT: &'static str = "an array of annotations";

    fn element<D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
        if let Err(kind) = self.draft.count() {
            return Err(self.progress.refuse(kind));
        }
        let item = Object(Item {
            time_us: 0,
            key: Cow::Borrowed(&[]),
            value: Sent::Text(Cow::Borrowed(&[])),
            kind: Cow::Borrowed(&[]),
            host: None,
            progress: &mut *self.progress,
        });
        if let Some(item) = item.deserialize(deserializer)? {
            (self.add)(self.draft, self.annotations, item);
        }
        Ok(())
    }
}

fn add_annotation<'de>(
    draft: &mut Draft<'_, 'de>,
    annotations: &mut Annotations<'de>,
    item: Item<'_, 'de>,
) {
    let value = item.value.into_text();
    annotations.annotation(draft, item.time_us, &value, item.host);
}

fn add_tag<'de>(
    draft: &mut Draft<'_, 'de>,
    annotations: &mut Annotations<'de>,
    item: Item<'_, 'de>,
) {
    let bytes;
    let value = match (&*item.kind, &item.value) {
        (b"BYTES", Sent::Text(text)) => match parse_base64(text) {
            Ok(decoded) => {
                bytes = decoded;
                Value::Bytes(&bytes)
            }
            Err(_) => Value::String(TextView::new(text)),
        },
        (kind, sent) => typed(kind, sent),
    };
    annotations.tag(draft, &item.key, value, item.host);
}

/// The value by its type, as it was sent when it is not of that type.
fn typed<'a>(kind: &[u8], sent: &'a Sent<'_>) -> Value<'a> {
    match (kind, sent) {
        (b"DOUBLE", Sent::Int(value)) => Value::Double(*value as f64),
        (_, Sent::Text(text)) => {
            let parsed = str::from_utf8(text).ok().and_then(|text| match kind {
                b"BOOL" => text.parse().ok().map(Value::Bool),
                b"I16" | b"I32" | b"I64" => text.parse().ok().map(Value::Int),
                b"DOUBLE" => text.parse().ok().map(Value::Double),
                _ => None,
            });
            parsed.unwrap_or(Value::String(TextView::new(text)))
        }
        (_, Sent::Bool(value)) => Value::Bool(*value),
        (_, Sent::Int(value)) => Value::Int(*value),
        (_, Sent::Double(value)) => Value::Double(*value),
    }
}

struct Item<'s, 'de> {
    time_us: i64,
    key: Cow<'de, [u8]>,
    value: Sent<'de>,
    kind: Cow<'de, [u8]>,
    host: Option<Endpoint<'de>>,
    progress: &'s mut Progress,
}

impl<'de> Members<'de> for Item<'_, 'de> {
    const WHAT: &'static str = "an annotation";
    const NAMES: &'static [&'static str] = &["timestamp", "key", "value", "type", "endpoint"];

    fn progress(&mut self) -> &mut Progress {
        self.progress
    }

    fn member<A: MapAccess<'de>>(
        &mut self,
        name: &'static str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match name {
            "timestamp" => self.time_us = map.next_value_seed(INTEGER)?.unwrap_or_default(),
            "key" => self.key = map.next_value_seed(Text)?,
            "value" => self.value = map.next_value_seed(Any)?,
            "type" => self.kind = map.next_value_seed(Text)?,
            _ => {
                let host = map.next_value_seed(EndpointSeed {
                    progress: &mut *self.progress,
                    dialect: Dialect::V1,
                })?;
                self.host = Some(host);
            }
        }
        Ok(())
    }
}
