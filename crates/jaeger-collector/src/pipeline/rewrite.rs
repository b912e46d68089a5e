//! A batch with some of its messages written again and the rest as it came.
//!
//! This works on encoded fields, so that those which this version of OTLP does not know survive. A message is copied
//! once something in it changes and not before; a batch in which nothing changes is handed back itself.

use jaeger_model::otlp::{
    any_value, key_value, list, resource_spans, scope_spans, span, traces_data,
};
use jaeger_model::wire::{Field, Reader, Writer};
use jaeger_model::{
    BatchError, Limits, ResourceView, ScopeView, SpanBatch, SpanView, Value, reserved,
};

/// What becomes of a field.
pub(super) enum Edit {
    /// It stays as it is.
    Keep,
    /// It goes.
    Drop,
    /// It gets this content; for text, bytes and messages.
    Content(Vec<u8>),
}

impl From<Option<Vec<u8>>> for Edit {
    fn from(content: Option<Vec<u8>>) -> Self {
        content.map_or(Self::Keep, Self::Content)
    }
}

/// Asks `edit` about each field of a message in order. `None` when all of them stay.
pub(super) fn edited<'a>(
    message: &'a [u8],
    mut edit: impl FnMut(u32, Field<'a>) -> Edit,
) -> Option<Vec<u8>> {
    let mut written: Option<Writer> = None;
    let mut reader = Reader::new(message);
    loop {
        let start = reader.position();
        let Some((number, field)) = reader.next() else {
            return written.map(Writer::into_bytes);
        };
        let edit = edit(number, field);
        if let (Edit::Keep, None) = (&edit, &written) {
            continue;
        }
        let w = written.get_or_insert_with(|| {
            let mut w = Writer::with_capacity(message.len());
            w.raw(message.get(..start).unwrap_or_default());
            w
        });
        match edit {
            Edit::Keep => w.raw(message.get(start..reader.position()).unwrap_or_default()),
            Edit::Drop => {}
            Edit::Content(content) => w.bytes(number, &content),
        }
    }
}

/// Appends fields to a message that may have changed already.
pub(super) fn with_fields(
    message: &[u8],
    changed: Option<Vec<u8>>,
    fields: Writer,
) -> Option<Vec<u8>> {
    if fields.is_empty() {
        return changed;
    }
    let mut bytes = changed.unwrap_or_else(|| message.to_vec());
    bytes.extend_from_slice(&fields.into_bytes());
    Some(bytes)
}

/// What is done with the messages of a batch. `None` leaves one as it is.
pub(super) trait Rewrite {
    /// A `Resource`; comes before the spans below it, empty where there is none.
    fn resource(&mut self, resource: &[u8]) -> Option<Vec<u8>>;

    /// An `InstrumentationScope`; comes before its spans, empty where there is none.
    fn scope(&mut self, scope: &[u8]) -> Option<Vec<u8>>;

    /// A `Span`.
    fn span(&mut self, span: &[u8]) -> Option<Vec<u8>>;
}

/// Rewrites a batch. What changed is scanned again, so that hashes are those of the new content.
pub(super) fn rewritten(
    batch: &SpanBatch,
    rewrite: &mut impl Rewrite,
) -> Result<SpanBatch, BatchError> {
    let changed = edited(batch.bytes(), |number, field| match (number, field) {
        (traces_data::RESOURCE_SPANS, Field::Bytes(message)) => {
            below_resource(message, rewrite).into()
        }
        _ => Edit::Keep,
    });
    match changed {
        None => Ok(batch.clone()),
        Some(bytes) => Ok(SpanBatch::scan(bytes.into(), &ACCEPTED_BEFORE)?.batch),
    }
}

fn below_resource(message: &[u8], rewrite: &mut impl Rewrite) -> Option<Vec<u8>> {
    let added = match has(message, resource_spans::RESOURCE) {
        true => None,
        false => rewrite.resource(&[]),
    };
    let changed = edited(message, |number, field| match (number, field) {
        (resource_spans::RESOURCE, Field::Bytes(resource)) => rewrite.resource(resource).into(),
        (resource_spans::SCOPE_SPANS, Field::Bytes(message)) => {
            below_scope(message, rewrite).into()
        }
        _ => Edit::Keep,
    });
    in_front(resource_spans::RESOURCE, added, message, changed)
}

fn below_scope(message: &[u8], rewrite: &mut impl Rewrite) -> Option<Vec<u8>> {
    let added = match has(message, scope_spans::SCOPE) {
        true => None,
        false => rewrite.scope(&[]),
    };
    let changed = edited(message, |number, field| match (number, field) {
        (scope_spans::SCOPE, Field::Bytes(scope)) => rewrite.scope(scope).into(),
        (scope_spans::SPANS, Field::Bytes(span)) => rewrite.span(span).into(),
        _ => Edit::Keep,
    });
    in_front(scope_spans::SCOPE, added, message, changed)
}

/// Puts a message in front of the others, where spans look for what is above them.
pub(super) fn in_front(
    number: u32,
    added: Option<Vec<u8>>,
    message: &[u8],
    changed: Option<Vec<u8>>,
) -> Option<Vec<u8>> {
    let Some(added) = added else {
        return changed;
    };
    let mut w = Writer::default();
    w.bytes(number, &added);
    w.raw(changed.as_deref().unwrap_or(message));
    Some(w.into_bytes())
}

fn has(message: &[u8], wanted: u32) -> bool {
    Reader::new(message).any(|(number, _)| number == wanted)
}

/// The key of a `KeyValue` message.
pub(super) fn key(attribute: &[u8]) -> &[u8] {
    last_bytes(attribute, key_value::KEY)
}

/// The value of a `KeyValue` message if it is text.
pub(super) fn text(attribute: &[u8]) -> Option<&[u8]> {
    let value = last_bytes(attribute, key_value::VALUE);
    let known = any_value::STRING..=any_value::BYTES;
    let last = Reader::new(value).filter(|(number, _)| known.contains(number));
    match last.last()? {
        (any_value::STRING, Field::Bytes(text)) => Some(text),
        _ => None,
    }
}

/// Reads the value of a `KeyValue` message, whatever it is.
pub(super) fn with_value<R>(attribute: &[u8], read: impl FnOnce(Value<'_>) -> R) -> R {
    let mut w = Writer::default();
    w.bytes(span::ATTRIBUTES, attribute);
    let bytes = w.into_bytes();
    let found = view(&bytes).all_attributes().next();
    read(found.map_or(Value::Empty, |attribute| attribute.value))
}

/// A `Span` message without what is above it.
pub(super) fn view(span: &[u8]) -> SpanView<'_> {
    SpanView::new(ResourceView::new(&[]), ScopeView::new(&[]), span, 0)
}

/// A `KeyValue` message.
pub(super) fn pair(key: &[u8], value: Value<'_>) -> Vec<u8> {
    let mut w = Writer::default();
    w.bytes(key_value::KEY, key);
    w.message(key_value::VALUE, |w| w.any_value(value));
    w.into_bytes()
}

/// Appends a warning to the fields of a span.
pub(super) fn warn(w: &mut Writer, warning: &str) {
    w.message(span::ATTRIBUTES, |w| {
        w.bytes(key_value::KEY, reserved::WARNINGS.as_bytes());
        w.message(key_value::VALUE, |w| {
            w.message(any_value::ARRAY, |w| {
                w.message(list::VALUES, |w| w.any_value(Value::from(warning)));
            });
        });
    });
}

fn last_bytes(message: &[u8], wanted: u32) -> &[u8] {
    let found = Reader::new(message).filter_map(|(number, field)| match field {
        Field::Bytes(bytes) if number == wanted => Some(bytes),
        _ => None,
    });
    found.last().unwrap_or_default()
}

/// The batch was within its limits as it came, and may grow by what we say about it.
const ACCEPTED_BEFORE: Limits = Limits {
    bytes: usize::MAX,
    spans: usize::MAX,
    elements: usize::MAX,
    depth: usize::MAX,
};

#[cfg(test)]
mod tests {
    use super::*;

    fn message(fields: &[(u32, &[u8])]) -> Vec<u8> {
        let mut w = Writer::default();
        for (number, content) in fields {
            w.bytes(*number, content);
        }
        w.into_bytes()
    }

    #[test]
    fn changes_drops_and_keeps_fields() {
        type Fields<'a> = &'a [(u32, &'a [u8])];
        let cases: &[(Fields<'_>, Option<Fields<'_>>)] = &[
            (&[], None),
            (&[(1, b"a"), (9, b"unknown")], None),
            (
                &[(1, b"a"), (2, b"b"), (9, b"c")],
                Some(&[(1, b"a"), (9, b"c")]),
            ),
            (
                &[(9, b"c"), (3, b"b"), (1, b"")],
                Some(&[(9, b"c"), (3, b"new"), (1, b"")]),
            ),
        ];
        for (given, expected) in cases {
            let given = message(given);
            let found = edited(&given, |number, _| match number {
                2 => Edit::Drop,
                3 => Edit::Content(b"new".to_vec()),
                _ => Edit::Keep,
            });
            assert_eq!(found, expected.map(message), "{given:?}");
        }
    }

    /// Names every resource, scope and span, the missing ones, too.
    struct Name;

    impl Rewrite for Name {
        fn resource(&mut self, resource: &[u8]) -> Option<Vec<u8>> {
            resource.is_empty().then(|| message(&[(40, b"resource")]))
        }

        fn scope(&mut self, scope: &[u8]) -> Option<Vec<u8>> {
            scope.is_empty().then(|| message(&[(40, b"scope")]))
        }

        fn span(&mut self, _: &[u8]) -> Option<Vec<u8>> {
            None
        }
    }

    #[test]
    fn what_stands_above_spans_is_put_in_front_of_them() {
        let span = message(&[(span::TRACE_ID, &[7; 16]), (30, b"unknown")]);
        let scope = message(&[(scope_spans::SPANS, &span), (31, b"unknown")]);
        let resource = message(&[(resource_spans::SCOPE_SPANS, &scope), (32, b"unknown")]);
        let bytes = message(&[(traces_data::RESOURCE_SPANS, &resource), (33, b"unknown")]);
        let batch = SpanBatch::scan(bytes.into(), &Limits::default())
            .unwrap()
            .batch;

        let named_scope = message(&[
            (scope_spans::SCOPE, &message(&[(40, b"scope")])),
            (scope_spans::SPANS, &span),
            (31, b"unknown"),
        ]);
        let named_resource = message(&[
            (resource_spans::RESOURCE, &message(&[(40, b"resource")])),
            (resource_spans::SCOPE_SPANS, &named_scope),
            (32, b"unknown"),
        ]);
        let expected = message(&[
            (traces_data::RESOURCE_SPANS, &named_resource),
            (33, b"unknown"),
        ]);
        let found = rewritten(&batch, &mut Name).unwrap();
        assert_eq!(found.bytes().to_vec(), expected);
        assert_eq!(found.len(), 1);
    }
}
