//! OTLP: the spans of a `TracesData` or `ExportTraceServiceRequest`, as protobuf here and as JSON in [`json`].

pub mod json;

use bytes::Bytes;
use jaeger_model::otlp::{key_value, resource_spans, scope_spans, span, traces_data};
use jaeger_model::wire::{Field, Reader, Writer};
use jaeger_model::{BatchError, Limits, Scanned, SpanBatch, reserved};

/// Checks a request and takes it over as a batch.
///
/// The bytes stay as they are. Only spans with an attribute that none but us may write are encoded again, the key with
/// the prefix [`reserved::RENAMED`]; fields that this version of OTLP does not know survive that too.
///
/// # Errors
/// When the bytes are no OTLP message or more than `limits` allow.
pub fn decode(bytes: Bytes, limits: &Limits) -> Result<Scanned, BatchError> {
    let scanned = SpanBatch::scan(bytes, limits)?;
    rename_reserved(scanned, limits)
}

fn rename_reserved(scanned: Scanned, limits: &Limits) -> Result<Scanned, BatchError> {
    let is_clean = !scanned
        .batch
        .marked_spans()
        .any(|(_, marks)| marks.has_reserved_key());
    if is_clean {
        return Ok(scanned);
    }
    let bytes = scanned.batch.bytes();
    let mut writer = Writer::with_capacity(bytes.len() + bytes.len() / 8);
    copy_batch(&mut writer, bytes);
    // The prefixes may not push a request over its limit.
    let limits = Limits {
        bytes: usize::MAX,
        ..*limits
    };
    SpanBatch::scan(writer.into_bytes().into(), &limits)
}

fn copy_batch(w: &mut Writer, bytes: &[u8]) {
    copy(w, bytes, traces_data::RESOURCE_SPANS, |w, bytes| {
        copy(w, bytes, resource_spans::SCOPE_SPANS, |w, bytes| {
            copy(w, bytes, scope_spans::SPANS, copy_span);
        });
    });
}

fn copy_span(w: &mut Writer, span: &[u8]) {
    let is_clean = !Reader::new(span).any(|field| {
        matches!(field, (span::ATTRIBUTES, Field::Bytes(attribute)) if has_reserved_key(attribute))
    });
    if is_clean {
        return w.raw(span);
    }
    copy(w, span, span::ATTRIBUTES, |w, attribute| {
        if has_reserved_key(attribute) {
            rename(w, attribute);
        } else {
            w.raw(attribute);
        }
    });
}

fn has_reserved_key(attribute: &[u8]) -> bool {
    Reader::new(attribute).any(
        |field| matches!(field, (key_value::KEY, Field::Bytes(key)) if reserved::is_reserved(key)),
    )
}

fn rename(w: &mut Writer, attribute: &[u8]) {
    copy(w, attribute, key_value::KEY, |w, key| {
        if reserved::is_reserved(key) {
            w.raw(reserved::RENAMED.as_bytes());
        }
        w.raw(key);
    });
}

/// Copies a message as it is but for the fields of one number, whose content `write` writes.
fn copy(w: &mut Writer, message: &[u8], number: u32, write: impl Fn(&mut Writer, &[u8])) {
    let mut reader = Reader::new(message);
    loop {
        let start = reader.position();
        match reader.next() {
            None => return,
            Some((found, Field::Bytes(content))) if found == number => {
                w.message(number, |w| write(w, content));
            }
            Some(_) => w.raw(message.get(start..reader.position()).unwrap_or_default()),
        }
    }
}
