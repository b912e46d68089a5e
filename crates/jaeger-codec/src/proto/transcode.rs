//! Batches of jaeger.api_v2 as OTLP bytes.

use jaeger_model::otlp::{resource_spans, traces_data};
use jaeger_model::wire::Writer;

use super::Mark;
use super::read::{self, Sent};
use crate::DecodeError;
use crate::jaeger::transcode;

type Result<T> = std::result::Result<T, DecodeError>;

/// What a span takes in OTLP beyond its bytes here: ids and times have fixed sizes, flags and format are attributes.
const SPAN_OVERHEAD: usize = 80;
/// Bytes of the smallest span that is kept: a trace id of 8 bytes.
const SPAN_LEN_MIN: usize = 12;

/// Room for the result, as far as the input warrants it.
pub(super) fn capacity(bytes: &[u8], span_count: usize) -> usize {
    let span_count = span_count.min(bytes.len() / SPAN_LEN_MIN);
    bytes.len() + bytes.len() / 4 + span_count * SPAN_OVERHEAD
}

pub(super) fn batches<'a>(
    batches: impl IntoIterator<Item = &'a [u8]>,
    capacity: usize,
    mark: Mark<'_>,
) -> Result<Vec<u8>> {
    let mut writer = Writer::with_capacity(capacity);
    for bytes in batches {
        batch(&mut writer, bytes, mark)?;
    }
    Ok(writer.into_bytes())
}

/// The process of the batch is written once for all spans that have no other: written anew between those, a large one
/// could be made to fill the memory.
fn batch(w: &mut Writer, batch: &[u8], mark: Mark<'_>) -> Result<()> {
    let process = read::batch_process(batch);
    let mut has_own = false;
    let of_batch = read::spans(batch).filter(|sent| {
        has_own |= sent.process.is_some();
        sent.process.is_none()
    });
    resources(w, of_batch, process, mark)?;
    if has_own {
        let with_own = read::spans(batch).filter(|sent| sent.process.is_some());
        resources(w, with_own, None, mark)?;
    }
    Ok(())
}

/// Neighbours whose own process is the same share a resource, and so do those that have none.
fn resources<'a>(
    w: &mut Writer,
    spans: impl Iterator<Item = Sent<'a>>,
    process_of_batch: Option<&[u8]>,
    mark: Mark<'_>,
) -> Result<()> {
    let mut spans = spans.peekable();
    while let Some(own) = spans.peek().map(|sent| sent.process) {
        w.message(traces_data::RESOURCE_SPANS, |w| {
            if let Some(process) = own.or(process_of_batch) {
                w.message(resource_spans::RESOURCE, |w| resource(w, process))?;
            }
            let next_span = || {
                let next = spans.next_if(|sent| sent.process == own);
                Ok(next.map(|sent| sent.span))
            };
            transcode::scopes(w, next_span, mark)
        })?;
    }
    Ok(())
}

fn resource(w: &mut Writer, process: &[u8]) -> Result<()> {
    let (name, tags) = read::process(process);
    transcode::process(w, name, tags)
}
