//! Spans as received together: OTLP bytes and where each span stands in them.

use std::{fmt, sync::Arc};

use bytes::Bytes;

use crate::otlp::{resource_spans, scope_spans, traces_data};
use crate::wire::{Field, Reader, WireError, Writer};
use crate::{ResourceView, ScopeView, SpanView, order, scan};

/// What a batch may cost before it is refused.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of the inflated message.
    pub bytes: usize,
    /// Spans in the message.
    pub spans: usize,
    /// Spans, attributes, array members, events and links together.
    pub elements: usize,
    /// Arrays and maps within each other.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 20 << 20,
            spans: 500_000,
            elements: 4_000_000,
            depth: 64,
        }
    }
}

/// Why a batch was refused as a whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind} (byte {offset}, in {message})")]
pub struct BatchError {
    /// What the caller decides by.
    pub kind: BatchErrorKind,
    /// Where, in bytes from the start.
    pub offset: usize,
    /// The OTLP message that was being read.
    pub message: &'static str,
}

/// The two ways to be unusable: broken, or too much.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BatchErrorKind {
    /// Not an OTLP message.
    #[error("not an OTLP message: {0}")]
    Malformed(WireError),
    /// Over [`Limits::bytes`].
    #[error("larger than {0} bytes")]
    TooManyBytes(usize),
    /// Over [`Limits::spans`].
    #[error("more than {0} spans")]
    TooManySpans(usize),
    /// Over [`Limits::elements`].
    #[error("more than {0} spans, attributes, events and links")]
    TooManyElements(usize),
    /// Over [`Limits::depth`].
    #[error("values nested deeper than {0}")]
    TooDeep(usize),
}

impl BatchErrorKind {
    /// True when the sender should send less, false when it should send something else.
    pub fn is_over_budget(&self) -> bool {
        !matches!(self, Self::Malformed(_))
    }
}

/// The result of checking bytes: the usable spans, and how many had to be left out.
#[derive(Clone, Debug)]
pub struct Scanned {
    /// The usable spans.
    pub batch: SpanBatch,
    /// Spans without a usable id, each left out alone.
    pub rejected: usize,
    /// Why the first of them was left out.
    pub first_rejection: Option<String>,
}

/// Spans as received together. Immutable and cheap to clone.
///
/// The bytes are one `TracesData` message; unknown fields in it survive. Only spans that the scan accepted are
/// reachable through it.
#[derive(Clone)]
pub struct SpanBatch {
    bytes: Bytes,
    spans: Arc<[SpanRef]>,
}

/// Where one span stands: offsets of the tags of its three enclosing fields.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SpanRef {
    pub(crate) resource: u32,
    pub(crate) scope: u32,
    pub(crate) span: u32,
    pub(crate) marks: SpanMarks,
    pub(crate) hash: u64,
}

/// What the scan noticed about a span.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SpanMarks(u8);

impl SpanMarks {
    pub(crate) const INVALID_UTF8: Self = Self(1);
    pub(crate) const RESERVED_KEY: Self = Self(2);

    pub(crate) fn insert(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// True when some text of the span, its resource or its scope is not UTF-8.
    pub fn has_invalid_utf8(self) -> bool {
        self.0 & Self::INVALID_UTF8.0 != 0
    }

    /// True when the span has an attribute with a [reserved](crate::reserved) key.
    pub fn has_reserved_key(self) -> bool {
        self.0 & Self::RESERVED_KEY.0 != 0
    }
}

impl SpanBatch {
    /// Checks a `TracesData` message against `limits` and finds its spans.
    ///
    /// A span whose trace id is zero, or one of whose ids has a wrong length, is left out alone. Text that is not UTF-8
    /// is no error.
    ///
    /// # Errors
    /// When the bytes are no OTLP message or more than `limits` allow. Nothing was allocated beyond 24 bytes for each
    /// span found until then.
    pub fn scan(bytes: Bytes, limits: &Limits) -> Result<Scanned, BatchError> {
        let mut bytes = bytes;
        let mut found = scan::scan(&bytes, limits)?;
        if found.is_out_of_order {
            bytes = order::shared_first(&bytes).into();
            // It was within the limit as it came.
            let bytes_max = usize::MAX;
            found = scan::scan(
                &bytes,
                &Limits {
                    bytes: bytes_max,
                    ..*limits
                },
            )?;
        }
        let batch = Self {
            bytes,
            spans: found.spans.into(),
        };
        Ok(Scanned {
            batch,
            rejected: found.rejected,
            first_rejection: found.first_rejection,
        })
    }

    /// A batch without spans.
    pub fn empty() -> Self {
        Self {
            bytes: Bytes::new(),
            spans: Arc::new([]),
        }
    }

    /// The `TracesData` message. It may hold spans that were left out.
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// Number of usable spans.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// True when there is no usable span.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The spans in the order of the bytes.
    pub fn spans(&self) -> impl ExactSizeIterator<Item = SpanView<'_>> + Clone {
        self.spans.iter().map(|span| self.view(span))
    }

    /// The span at an index in the order of the bytes.
    pub fn span(&self, index: usize) -> Option<SpanView<'_>> {
        Some(self.view(self.spans.get(index)?))
    }

    /// The spans with what the scan noticed about each.
    pub fn marked_spans(&self) -> impl ExactSizeIterator<Item = (SpanView<'_>, SpanMarks)> {
        self.spans.iter().map(|span| (self.view(span), span.marks))
    }

    /// True when the scan noticed something about any span.
    pub fn has_marks(&self) -> bool {
        self.spans
            .iter()
            .any(|span| span.marks != SpanMarks::default())
    }

    fn view(&self, span: &SpanRef) -> SpanView<'_> {
        SpanView::new(
            ResourceView::new(self.message_at(span.resource)),
            ScopeView::new(self.message_at(span.scope)),
            self.message_at(span.span),
            span.hash,
        )
    }

    fn message_at(&self, offset: u32) -> &[u8] {
        let rest = self.bytes.get(offset as usize..).unwrap_or_default();
        match Reader::new(rest).next() {
            Some((_, Field::Bytes(message))) => message,
            _ => &[],
        }
    }
}

impl fmt::Debug for SpanBatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.spans()).finish()
    }
}

/// Encodes spans from anywhere as one batch; each keeps its hash. Neighbours of one resource and scope share them.
impl<'a> FromIterator<SpanView<'a>> for SpanBatch {
    fn from_iter<I: IntoIterator<Item = SpanView<'a>>>(spans: I) -> Self {
        let views: Vec<_> = spans.into_iter().collect();
        let mut writer = Writer::with_capacity(views.iter().map(|s| s.bytes().len() + 8).sum());
        let mut spans = Vec::with_capacity(views.len());
        for of_resource in views.chunk_by(|a, b| a.resource() == b.resource()) {
            write_resource(&mut writer, of_resource, &mut spans);
        }
        Self {
            bytes: writer.into_bytes().into(),
            spans: spans.into(),
        }
    }
}

/// Lengths are computed before anything is written, so that the offsets of the spans hold.
fn write_resource(writer: &mut Writer, spans: &[SpanView<'_>], refs: &mut Vec<SpanRef>) {
    let Some(first) = spans.first() else { return };
    let resource_at = writer.len() as u32;
    let scopes = || spans.chunk_by(|a, b| a.scope() == b.scope());
    let envelope = first.resource().envelope();
    let length = envelope.len() + scopes().map(|s| nested_len(scope_len(s))).sum::<usize>();
    writer.message_header(traces_data::RESOURCE_SPANS, length);
    writer.raw(&envelope);
    for of_scope in scopes() {
        let scope_at = writer.len() as u32;
        writer.message_header(resource_spans::SCOPE_SPANS, scope_len(of_scope));
        if let Some(first) = of_scope.first() {
            writer.raw(&first.scope().envelope());
        }
        for span in of_scope {
            let at = SpanRef {
                resource: resource_at,
                scope: scope_at,
                span: writer.len() as u32,
                marks: SpanMarks::default(),
                hash: span.hash(),
            };
            refs.push(at);
            writer.bytes(scope_spans::SPANS, span.bytes());
        }
    }
}

fn scope_len(spans: &[SpanView<'_>]) -> usize {
    let envelope = spans
        .first()
        .map_or(0, |span| span.scope().envelope().len());
    envelope
        + spans
            .iter()
            .map(|span| nested_len(span.bytes().len()))
            .sum::<usize>()
}

/// Bytes of a length-delimited field whose number is below 16.
fn nested_len(content: usize) -> usize {
    1 + (content as u64 | 1).ilog2() as usize / 7 + 1 + content
}
