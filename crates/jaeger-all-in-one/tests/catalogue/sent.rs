//! Requests of OTLP with many spans, or large ones.

use jaeger_model::otlp::{resource, resource_spans, scope_spans, span, traces_data};
use jaeger_model::wire::Writer;
use jaeger_model::{Text, Value};

/// A span that is sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sent<'a> {
    pub(crate) trace: u64,
    pub(crate) id: u64,
    /// The parent, which need not be there; 0 for none.
    pub(crate) parent: u64,
    pub(crate) name: &'a [u8],
    /// Bytes of its one attribute.
    pub(crate) value_len: usize,
}

impl Default for Sent<'_> {
    fn default() -> Self {
        Self {
            trace: 1,
            id: 1,
            parent: 0,
            name: b"sell",
            value_len: 0,
        }
    }
}

/// A request with these spans of the service `web`.
pub(crate) fn of_web<'a>(spans: impl Iterator<Item = Sent<'a>>) -> Vec<u8> {
    of_service(b"web", spans)
}

/// A request with these spans, all of one resource and one scope.
pub(crate) fn of_service<'a>(service: &[u8], spans: impl Iterator<Item = Sent<'a>>) -> Vec<u8> {
    let mut request = Writer::default();
    request.message(traces_data::RESOURCE_SPANS, |all| {
        all.message(resource_spans::RESOURCE, |of| {
            let name = Value::String(Text::new(service));
            of.attribute(resource::ATTRIBUTES, b"service.name", name);
        });
        all.message(resource_spans::SCOPE_SPANS, |scope| {
            spans.for_each(|sent| scope.message(scope_spans::SPANS, |w| write(w, sent)));
        });
    });
    request.into_bytes()
}

fn write(writer: &mut Writer, sent: Sent<'_>) {
    const START_NS: u64 = 1_704_067_200_000_000_000;
    writer.bytes(span::TRACE_ID, &u128::from(sent.trace).to_be_bytes());
    writer.bytes(span::SPAN_ID, &sent.id.to_be_bytes());
    if sent.parent > 0 {
        writer.bytes(span::PARENT_SPAN_ID, &sent.parent.to_be_bytes());
    }
    writer.bytes(span::NAME, sent.name);
    writer.fixed64(span::START_TIME_UNIX_NANO, START_NS);
    writer.fixed64(span::END_TIME_UNIX_NANO, START_NS + 1_000);
    if sent.value_len > 0 {
        let value = "x".repeat(sent.value_len);
        writer.attribute(span::ATTRIBUTES, b"value", Value::from(value.as_str()));
    }
}
