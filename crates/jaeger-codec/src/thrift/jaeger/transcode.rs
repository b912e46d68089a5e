//! A Thrift batch as OTLP bytes.

use jaeger_model::otlp::{resource_spans, traces_data};
use jaeger_model::wire::Writer;

use super::Mark;
use super::read::{self, Batch, Span};
use crate::DecodeError;
use crate::jaeger::transcode;
use crate::thrift::protocol::Reader;

type Result<T> = std::result::Result<T, DecodeError>;

/// What a span takes in OTLP beyond its bytes in Thrift: ids and times have fixed sizes, flags and format are
/// attributes.
const SPAN_OVERHEAD: usize = 80;
/// Bytes of the smallest span that has all required fields.
const SPAN_LEN_MIN: usize = 17;

pub(super) fn batch(batch: &Batch<'_>, mark: Mark<'_>) -> Result<Vec<u8>> {
    let span_count = batch.span_count.min(batch.spans_len / SPAN_LEN_MIN);
    let capacity = batch.spans_len + batch.spans_len / 4 + span_count * SPAN_OVERHEAD;
    let mut writer = Writer::with_capacity(capacity);
    writer.message(traces_data::RESOURCE_SPANS, |w| {
        w.message(resource_spans::RESOURCE, |w| {
            transcode::process(w, batch.process.service_name, batch.process.tags)
        })?;
        let mut spans = batch.spans;
        let mut left = spans.list_begin()?.len;
        transcode::scopes(w, || next_span(&mut spans, &mut left), mark)
    })?;
    Ok(writer.into_bytes())
}

fn next_span<'a>(spans: &mut Reader<'a>, left: &mut usize) -> Result<Option<Span<'a>>> {
    let Some(fewer) = left.checked_sub(1) else {
        return Ok(None);
    };
    *left = fewer;
    read::span(spans).map(Some)
}
