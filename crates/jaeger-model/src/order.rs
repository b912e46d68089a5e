//! Puts what spans share in front of them.
//!
//! Every known encoder writes the resource before its scopes and the scope before its spans, but protobuf allows any
//! order. Views look for them in front alone: without this, each look at a span of a batch in another order would pass
//! over all the other spans.

use crate::otlp::{resource_spans, scope_spans, traces_data};
use crate::wire::{Field, Reader, Writer};

/// Encodes a `TracesData` message again with resources and scopes in front.
pub(crate) fn shared_first(bytes: &[u8]) -> Vec<u8> {
    let mut writer = Writer::with_capacity(bytes.len());
    each(
        bytes,
        traces_data::RESOURCE_SPANS,
        &mut writer,
        |w, bytes| {
            each(bytes, resource_spans::SCOPE_SPANS, w, |w, bytes| {
                each(bytes, scope_spans::SPANS, w, Writer::raw);
            });
        },
    );
    writer.into_bytes()
}

/// Writes the fields of a message, those with `number` last and each by `write`.
fn each(bytes: &[u8], number: u32, writer: &mut Writer, write: impl Fn(&mut Writer, &[u8])) {
    let mut reader = Reader::new(bytes);
    loop {
        let start = reader.position();
        match reader.next() {
            None => break,
            Some((found, Field::Bytes(_))) if found == number => {}
            Some(_) => writer.raw(bytes.get(start..reader.position()).unwrap_or_default()),
        }
    }
    for (found, field) in Reader::new(bytes) {
        if let (true, Field::Bytes(message)) = (found == number, field) {
            writer.message(number, |w| write(w, message));
        }
    }
}
