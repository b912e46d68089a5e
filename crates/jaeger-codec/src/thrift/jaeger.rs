//! Jaeger's batches and agent messages (jaeger.thrift, agent.thrift).
//!
//! A batch comes bare in the body of a POST to 14268, always in the binary protocol, or as the argument of the agent's
//! call `emitBatch`, one call a datagram. Bytes behind it are ignored, and so is the difference between a one-way call
//! and a call. The agent's other call, `emitZipkinBatch`, has spans of Zipkin's.
//!
//! What becomes of it: the table in the crate's documentation, and `read` and `jaeger::transcode` for the details.

mod encode;
mod read;
mod transcode;

use jaeger_model::{BatchErrorKind, Limits, Scanned, SpanBatch};

pub use crate::jaeger::Mark;
pub use encode::{encode_batch, encode_message};

use super::protocol::{Protocol, Reader, Type};
use crate::zipkin::thrift::read_list;
use crate::{DecodeError, DecodeErrorKind};
use read::Batch;

/// A batch as its sender meant it.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// Its spans.
    pub scanned: Scanned,
    /// Counts the batches of one client, those that were lost on the way among them.
    pub sequence: Option<i64>,
    /// What the client had to give up so far.
    pub stats: Option<ClientStats>,
    /// Names the client that counts; the process tag `client-uuid` if it is text.
    pub client_uuid: Option<String>,
}

/// What a client had to give up since it started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClientStats {
    /// Spans for which its queue had no place.
    pub full_queue_dropped_spans: i64,
    /// Spans that do not fit a datagram.
    pub too_large_dropped_spans: i64,
    /// Spans that it could not send.
    pub failed_to_emit_spans: i64,
}

/// What an agent was called with.
#[derive(Clone, Debug)]
pub enum AgentMessage {
    /// `emitBatch`.
    Batch(Decoded),
    /// `emitZipkinBatch`.
    Zipkin(Scanned),
    /// Any other method.
    UnknownMethod(String),
}

/// Decodes a bare batch.
///
/// # Errors
/// When the bytes are no batch, lack a required field, or are more than `limits` allow. A span whose trace id is zero
/// is left out alone.
pub fn decode_batch(
    bytes: &[u8],
    protocol: Protocol,
    limits: &Limits,
    mark: Mark<'_>,
) -> Result<Decoded, DecodeError> {
    let mut reader = Reader::new(bytes, protocol, limits.into())?;
    let batch = Batch::read(&mut reader)?;
    finish(&batch, limits, mark)
}

/// Decodes a datagram to the agent.
///
/// # Errors
/// When the bytes are no message, or its batch is refused as [`decode_batch`] refuses it.
pub fn decode_message(
    datagram: &[u8],
    protocol: Protocol,
    limits: &Limits,
    mark: Mark<'_>,
) -> Result<AgentMessage, DecodeError> {
    let mut reader = Reader::new(datagram, protocol, limits.into())?;
    let header = reader.message_begin()?;
    match header.method {
        b"emitBatch" => emit_batch(&mut reader, limits, mark).map(AgentMessage::Batch),
        b"emitZipkinBatch" => emit_zipkin_batch(&mut reader, datagram.len(), limits),
        other => {
            let name = String::from_utf8_lossy(other).into_owned();
            Ok(AgentMessage::UnknownMethod(name))
        }
    }
}

fn emit_batch(
    reader: &mut Reader<'_>,
    limits: &Limits,
    mark: Mark<'_>,
) -> Result<Decoded, DecodeError> {
    let mut batch = None;
    reader.read_struct("emitBatch", |reader, field| {
        if (field.id, field.kind) != (1, Type::Struct) {
            return Ok(false);
        }
        batch = Some(Batch::read(reader)?);
        Ok(true)
    })?;
    let batch = batch.ok_or_else(|| reader.error(DecodeErrorKind::MissingField("Batch")))?;
    finish(&batch, limits, mark)
}

fn emit_zipkin_batch(
    reader: &mut Reader<'_>,
    datagram_len: usize,
    limits: &Limits,
) -> Result<AgentMessage, DecodeError> {
    let mut spans = None;
    reader.read_struct("emitZipkinBatch", |reader, field| {
        if (field.id, field.kind) != (1, Type::List) {
            return Ok(false);
        }
        spans = Some(read_list(reader, datagram_len, limits, false)?);
        Ok(true)
    })?;
    let spans = spans.ok_or_else(|| reader.error(DecodeErrorKind::MissingField("Spans")))?;
    Ok(AgentMessage::Zipkin(spans))
}

fn finish(batch: &Batch<'_>, limits: &Limits, mark: Mark<'_>) -> Result<Decoded, DecodeError> {
    if batch.span_count > limits.spans {
        let kind = BatchErrorKind::TooManySpans(limits.spans);
        return Err(batch.spans.error(kind.into()));
    }
    let bytes = transcode::batch(batch, mark)?;
    // The input was within the limit; that OTLP takes more bytes for it is not the sender's doing.
    let limits = Limits {
        bytes: usize::MAX,
        ..*limits
    };
    Ok(Decoded {
        scanned: SpanBatch::scan(bytes.into(), &limits)?,
        sequence: batch.sequence,
        stats: batch.stats,
        client_uuid: batch
            .process
            .client_uuid
            .map(|uuid| uuid.to_str().into_owned()),
    })
}
