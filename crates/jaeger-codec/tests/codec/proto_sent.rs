//! Batches as a client means them in jaeger.api_v2, with the field numbers of its definition.

use jaeger_codec::jaeger::{Reference, ReferenceKind};
use jaeger_model::wire::Writer;

use crate::round_trip::expected_references;
use crate::sent::{Batch, Log, SentValue, Span, Tag};

impl Batch {
    /// A `Batch`.
    pub(crate) fn proto(&self) -> Vec<u8> {
        let mut w = Writer::default();
        self.write_proto(&mut w);
        w.into_bytes()
    }

    /// A `PostSpansRequest`.
    pub(crate) fn post_spans(&self) -> Vec<u8> {
        let mut w = Writer::default();
        w.message(1, |w| self.write_proto(w));
        w.into_bytes()
    }

    fn write_proto(&self, w: &mut Writer) {
        if !self.is_process_last {
            w.message(2, |w| self.write_proto_process(w));
        }
        for span in &self.spans {
            w.message(1, |w| span.write_proto(w));
        }
        if self.is_process_last {
            w.message(2, |w| self.write_proto_process(w));
        }
    }

    pub(crate) fn write_proto_process(&self, w: &mut Writer) {
        w.bytes_if_any(1, &self.service);
        for tag in &self.process_tags {
            w.message(2, |w| tag.write_proto(w));
        }
    }
}

impl Span {
    pub(crate) fn write_proto(&self, w: &mut Writer) {
        let (high, low) = self.trace;
        w.bytes(1, &[high.to_be_bytes(), low.to_be_bytes()].concat());
        w.bytes(2, &self.id.to_be_bytes());
        w.bytes_if_any(3, &self.name);
        // There is no field for the parent: it is a reference among the others.
        for reference in expected_references(self) {
            w.message(4, |w| write_reference(w, &reference));
        }
        w.varint(5, u64::from(self.flags.cast_unsigned()));
        w.message(6, |w| write_time(w, self.start_us));
        w.message(7, |w| write_time(w, self.duration_us));
        for tag in &self.tags {
            w.message(8, |w| tag.write_proto(w));
        }
        for log in &self.logs {
            w.message(9, |w| log.write_proto(w));
        }
    }
}

impl Log {
    fn write_proto(&self, w: &mut Writer) {
        w.message(1, |w| write_time(w, self.timestamp_us));
        for field in &self.fields {
            w.message(2, |w| field.write_proto(w));
        }
    }
}

impl Tag {
    fn write_proto(&self, w: &mut Writer) {
        w.bytes(1, self.key.as_bytes());
        let kind = match self.value {
            SentValue::Text(_) => 0,
            SentValue::Bool(_) => 1,
            SentValue::Long(_) => 2,
            SentValue::Double(_) => 3,
            SentValue::Binary(_) => 4,
        };
        w.varint(2, kind);
        match &self.value {
            SentValue::Text(text) => w.bytes(3, text),
            SentValue::Bool(value) => w.varint(4, u64::from(*value)),
            SentValue::Long(value) => w.varint(5, value.cast_unsigned()),
            SentValue::Double(value) => w.fixed64(6, value.to_bits()),
            SentValue::Binary(bytes) => w.bytes_if_any(7, bytes.as_deref().unwrap_or_default()),
        }
    }
}

fn write_reference(w: &mut Writer, reference: &Reference) {
    w.bytes(1, &reference.trace_id.0);
    w.bytes(2, &reference.span_id.0);
    w.varint(3, u64::from(reference.kind == ReferenceKind::FollowsFrom));
}

/// A `Timestamp` or `Duration`; both parts have the sign.
fn write_time(w: &mut Writer, us: i64) {
    w.varint(1, (us / 1_000_000).cast_unsigned());
    w.varint(2, (us % 1_000_000 * 1_000).cast_unsigned());
}
