//! Traces as the chunks that readers get: stretches of their spans, read where they are stored.
//!
//! Nothing is copied. What a reader holds stays, also when the store has let it go meanwhile.

use std::iter;
use std::ops::Range;
use std::sync::Arc;

use futures::{StreamExt, stream};
use jaeger_model::{SpanView, Spans};
use jaeger_storage::{TraceChunk, TraceStream};

use super::{StoredSpan, StoredTrace};

/// As many neighbours as make a chunk.
#[derive(Debug)]
struct Stretch {
    trace: Arc<StoredTrace>,
    places: Range<usize>,
    bytes: usize,
}

/// The chunks of these traces, one trace after the other.
pub(crate) fn chunks(traces: Vec<Arc<StoredTrace>>) -> TraceStream {
    let stretches = traces.into_iter().flat_map(|trace| {
        let first = Stretch::from(&trace, 0);
        iter::successors(first, |last| Stretch::from(&last.trace, last.places.end))
    });
    let chunks = stretches.map(|stretch| TraceChunk {
        trace_id: stretch.trace.id,
        spans: Arc::new(stretch),
    });
    stream::iter(chunks.map(Ok)).boxed()
}

impl Stretch {
    /// As many spans from one on as fit into a chunk, one at least; none at the end.
    fn from(trace: &Arc<StoredTrace>, first: usize) -> Option<Self> {
        let rest = trace.spans.get(first..).filter(|rest| !rest.is_empty())?;
        let mut bytes = 0;
        let mut len = 0;
        let mut last = None;
        for span in rest {
            let more = span.bytes_behind(last.replace(span));
            if len > 0 && bytes + more > CHUNK_BYTES {
                break;
            }
            bytes += more;
            len += 1;
        }
        Some(Self {
            trace: Arc::clone(trace),
            places: first..first + len,
            bytes,
        })
    }
}

impl Spans for Stretch {
    fn len(&self) -> usize {
        self.places.len()
    }

    fn span(&self, index: usize) -> Option<SpanView<'_>> {
        let spans = self.trace.spans.get(self.places.clone())?;
        spans.get(index).map(StoredSpan::view)
    }

    fn bytes_len(&self) -> usize {
        self.bytes
    }
}

/// Bytes of spans with what is above them in one chunk of a trace.
const CHUNK_BYTES: usize = 1 << 20;
