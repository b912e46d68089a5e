//! Jaeger's protobuf (jaeger.api_v2): what comes by gRPC to 14250, and the spans of the gRPC query API.
//!
//! Only the messages that hold spans are read and written here, straight from and to bytes; there is no struct tree, so
//! a sender cannot make one grow. All messages are walked once before anything is taken over (`check`).
//!
//! A span may name its own process, which then counts instead of that of the batch, also when it is empty. Spans with
//! the process of the batch come first, in order, and behind them those with their own. A span without either has no
//! resource. What becomes of the rest: the table in the crate's documentation, and `jaeger::transcode`.

mod check;
mod encode;
pub mod fields;
mod read;
mod transcode;

use jaeger_model::{Limits, Scanned, SpanBatch};

pub use crate::jaeger::Mark;
pub use encode::encode_spans;

use crate::DecodeError;
use fields::post_spans_request;

/// Decodes a `PostSpansRequest`.
///
/// # Errors
/// When the bytes are no such message, an id in it has a length that no id has, or they are more than `limits` allow. A
/// span whose trace id is zero or missing is left out alone.
pub fn decode_post_spans(
    bytes: &[u8],
    limits: &Limits,
    mark: Mark<'_>,
) -> Result<Scanned, DecodeError> {
    let span_count = check::post_spans(bytes, limits)?;
    let batches = read::repeated(bytes, post_spans_request::BATCH);
    finish(bytes, span_count, batches, limits, mark)
}

/// Decodes a bare `Batch`.
///
/// # Errors
/// As [`decode_post_spans`].
pub fn decode_batch(bytes: &[u8], limits: &Limits, mark: Mark<'_>) -> Result<Scanned, DecodeError> {
    let span_count = check::batch(bytes, limits)?;
    finish(bytes, span_count, [bytes], limits, mark)
}

fn finish<'a>(
    bytes: &[u8],
    span_count: usize,
    batches: impl IntoIterator<Item = &'a [u8]>,
    limits: &Limits,
    mark: Mark<'_>,
) -> Result<Scanned, DecodeError> {
    let otlp = transcode::batches(batches, transcode::capacity(bytes, span_count), mark)?;
    // The input was within the limit; that OTLP takes more bytes for it is not the sender's doing.
    let limits = Limits {
        bytes: usize::MAX,
        ..*limits
    };
    Ok(SpanBatch::scan(otlp.into(), &limits)?)
}
