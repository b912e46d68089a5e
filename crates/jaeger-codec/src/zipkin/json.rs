//! Spans in JSON, of v1 and v2.
//!
//! A request is an array of spans; `null` is an empty one, and nothing may stand behind it. Members that are not known
//! are ignored, null is no value, and what is of another type refuses the request.

mod endpoint;
mod members;
mod scalar;
mod v1;
mod v2;

use jaeger_model::{BatchErrorKind, Limits, Scanned};
use serde::de::{DeserializeSeed, Deserializer};

use super::draft::Dialect;
use super::gather::Gather;
use crate::DecodeError;
use members::{Each, List, Progress};

/// Decodes the body of a POST to `/api/v1/spans`; `is_debug` makes all of its spans debug ones.
///
/// # Errors
/// When the bytes are no JSON of that form, a span has no id of its own or of its trace, or they are more than
/// `limits` allow.
pub fn decode_v1(bytes: &[u8], limits: &Limits, is_debug: bool) -> Result<Scanned, DecodeError> {
    decode(bytes, limits, is_debug, Dialect::V1)
}

/// Decodes the body of a POST to `/api/v2/spans`; `is_debug` makes all of its spans debug ones.
///
/// # Errors
/// As [`decode_v1`], but a trace id may be zero here: its span is left out alone.
pub fn decode_v2(bytes: &[u8], limits: &Limits, is_debug: bool) -> Result<Scanned, DecodeError> {
    decode(bytes, limits, is_debug, Dialect::V2)
}

fn decode(
    bytes: &[u8],
    limits: &Limits,
    is_debug: bool,
    dialect: Dialect,
) -> Result<Scanned, DecodeError> {
    if bytes.len() > limits.bytes {
        return Err(DecodeError {
            kind: BatchErrorKind::TooManyBytes(limits.bytes).into(),
            offset: limits.bytes,
            reading: members::SPANS,
        });
    }
    let mut gather = Gather::new(limits, bytes.len(), is_debug);
    let mut progress = Progress::new();
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let spans = Spans {
        gather: &mut gather,
        progress: &mut progress,
        dialect,
    };
    let read = List(spans).deserialize(&mut deserializer);
    if let Err(error) = read.and_then(|()| deserializer.end()) {
        return Err(progress.into_error(bytes, &error));
    }
    gather.finish()
}

struct Spans<'s> {
    gather: &'s mut Gather,
    progress: &'s mut Progress,
    dialect: Dialect,
}

impl<'de> Each<'de> for Spans<'_> {
    const WHAT: &'static str = "an array of spans";

    fn element<D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
        if let Err(kind) = self.gather.count() {
            return Err(self.progress.refuse(kind));
        }
        match self.dialect {
            Dialect::V1 => v1::span(self.gather, self.progress, deserializer),
            Dialect::V2 => v2::span(self.gather, self.progress, deserializer),
        }
    }
}
