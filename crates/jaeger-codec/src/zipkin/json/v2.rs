//! Spans of v2.

use std::borrow::Cow;
use std::fmt;

use jaeger_model::{SpanKind, Text as TextView, Value, facts};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use super::endpoint::EndpointSeed;
use super::members::{Each, List, Members, Object, Progress};
use super::scalar::{Id, Integer, Text, span_id, trace_id};
use crate::zipkin::draft::{Dialect, Draft};
use crate::zipkin::gather::Gather;

const TRACE_ID: Id = Id {
    digits_max: 32,
    lengths: &[],
};
const SPAN_ID: Id = Id {
    digits_max: 16,
    lengths: &[],
};
const MICROS: Integer = Integer {
    min: 0,
    max: i64::MAX,
};

/// Reads one span; null is none.
pub(super) fn span<'de, D: Deserializer<'de>>(
    gather: &mut Gather,
    progress: &mut Progress,
    deserializer: D,
) -> Result<(), D::Error> {
    let members = Object(Span {
        draft: gather.begin(Dialect::V2),
        has_trace_id: false,
        progress,
    });
    let Some(span) = members.deserialize(deserializer)? else {
        return Ok(());
    };
    if !span.has_trace_id {
        return Err(Error::custom("valid traceId required"));
    }
    if span.draft.span_id.is_zero() {
        return Err(Error::custom("valid span id required"));
    }
    let Span {
        draft, progress, ..
    } = span;
    draft.finish().map_err(|kind| progress.refuse(kind))
}

struct Span<'s, 'de> {
    draft: Draft<'s, 'de>,
    has_trace_id: bool,
    progress: &'s mut Progress,
}

impl<'de> Members<'de> for Span<'_, 'de> {
    const WHAT: &'static str = "a span";
    const NAMES: &'static [&'static str] = &[
        "traceId",
        "id",
        "parentId",
        "name",
        "kind",
        "timestamp",
        "duration",
        "debug",
        "shared",
        "localEndpoint",
        "remoteEndpoint",
        "annotations",
        "tags",
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
            "traceId" => {
                let id = map.next_value_seed(TRACE_ID)?;
                self.has_trace_id = id.is_some();
                draft.trace_id = trace_id(id);
            }
            "id" => draft.span_id = span_id(map.next_value_seed(SPAN_ID)?),
            "parentId" => draft.parent_span_id = span_id(map.next_value_seed(SPAN_ID)?),
            "name" => draft.name(&map.next_value_seed(Text)?),
            "kind" => kind(draft, &map.next_value_seed(Text)?),
            "timestamp" => draft.start_us = map.next_value_seed(MICROS)?,
            "duration" => draft.duration_us = map.next_value_seed(MICROS)?,
            "debug" => draft.is_debug = map.next_value::<Option<bool>>()?.unwrap_or_default(),
            // The halves of a span that is shared have one id, which says the same.
            "shared" => {
                map.next_value::<Option<bool>>()?;
            }
            "localEndpoint" => draft.local = map.next_value_seed(endpoint(self.progress))?,
            "remoteEndpoint" => draft.remote = map.next_value_seed(endpoint(self.progress))?,
            "annotations" => map.next_value_seed(List(Annotations {
                draft,
                progress: &mut *self.progress,
            }))?,
            _ => map.next_value_seed(Tags {
                draft,
                progress: &mut *self.progress,
            })?,
        }
        Ok(())
    }
}

/// A word that is none of Zipkin's stays as the tag that Jaeger has for it.
fn kind(draft: &mut Draft<'_, '_>, word: &[u8]) {
    let known = [
        ("CLIENT", SpanKind::Client),
        ("SERVER", SpanKind::Server),
        ("PRODUCER", SpanKind::Producer),
        ("CONSUMER", SpanKind::Consumer),
    ]
    .into_iter()
    .find(|(known, _)| known.as_bytes().eq_ignore_ascii_case(word));
    match known {
        Some((_, kind)) => draft.kind = kind,
        None if word.is_empty() => {}
        None => {
            let word = Value::String(TextView::new(word));
            draft.tag(facts::SPAN_KIND.as_bytes(), word);
        }
    }
}

fn endpoint(progress: &mut Progress) -> EndpointSeed<'_> {
    EndpointSeed {
        progress,
        dialect: Dialect::V2,
    }
}

struct Annotations<'s, 'w, 'de> {
    draft: &'s mut Draft<'w, 'de>,
    progress: &'s mut Progress,
}

impl<'de> Each<'de> for Annotations<'_, '_, 'de> {
    const WHAT: &'static str = "an array of annotations";

    fn element<D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
        if let Err(kind) = self.draft.count() {
            return Err(self.progress.refuse(kind));
        }
        let annotation = Object(Annotation {
            time_us: 0,
            value: Cow::Borrowed(&[]),
            progress: &mut *self.progress,
        });
        if let Some(read) = annotation.deserialize(deserializer)? {
            self.draft.annotation(read.time_us, &read.value);
        }
        Ok(())
    }
}

struct Annotation<'s, 'de> {
    time_us: i64,
    value: Cow<'de, [u8]>,
    progress: &'s mut Progress,
}

impl<'de> Members<'de> for Annotation<'_, 'de> {
    const WHAT: &'static str = "an annotation";
    const NAMES: &'static [&'static str] = &["timestamp", "value"];

    fn progress(&mut self) -> &mut Progress {
        self.progress
    }

    fn member<A: MapAccess<'de>>(
        &mut self,
        name: &'static str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match name {
            "timestamp" => self.time_us = map.next_value_seed(MICROS)?.unwrap_or_default(),
            _ => self.value = map.next_value_seed(Text)?,
        }
        Ok(())
    }
}

/// An object of strings; null is an empty one, and a string that is null is an empty one too.
struct Tags<'s, 'w, 'de> {
    draft: &'s mut Draft<'w, 'de>,
    progress: &'s mut Progress,
}

impl<'de> DeserializeSeed<'de> for Tags<'_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for Tags<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of strings")
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key_seed(Text)? {
            if let Err(kind) = self.draft.count() {
                return Err(self.progress.refuse(kind));
            }
            let text = map.next_value_seed(Text)?;
            self.draft.tag(&key, Value::String(TextView::new(&text)));
        }
        Ok(())
    }
}
