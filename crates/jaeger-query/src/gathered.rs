//! The traces of a reply while it is made, and the memory for them.
//!
//! A question of a few bytes may ask for all that is stored. What a reply takes is held from one budget of all
//! requests while it is gathered, written and sent: more than all of it is refused for good, more than is left now may
//! be asked for again.

use axum::body::{Body, Bytes};
use futures::StreamExt as _;
use jaeger_model::Trace;
use jaeger_service::budget::{Budget, Grant};
use jaeger_storage::{TraceChunk, TraceStream};

use crate::failure::Failure;

/// Traces, and the grant for them and the reply.
#[derive(Debug)]
pub(crate) struct Gathered {
    traces: Vec<Trace>,
    stored_bytes: usize,
    grant: Grant,
}

impl Gathered {
    /// No traces yet.
    pub(crate) fn new(budget: &Budget) -> Self {
        Self {
            traces: Vec::new(),
            stored_bytes: 0,
            grant: budget.grant(),
        }
    }

    /// Takes in the traces of a stream and returns how many there were.
    pub(crate) async fn take_in(&mut self, mut chunks: TraceStream) -> Result<usize, Failure> {
        let before = self.traces.len();
        while let Some(chunk) = chunks.next().await {
            self.add_behind(before, chunk?)?;
        }
        Ok(self.traces.len() - before)
    }

    /// Takes in a part of the latest trace, or of another one.
    pub(crate) fn add(&mut self, chunk: TraceChunk) -> Result<(), Failure> {
        self.add_behind(0, chunk)
    }

    /// As [`add`](Self::add), but never to one of the first `before` traces.
    fn add_behind(&mut self, before: usize, chunk: TraceChunk) -> Result<(), Failure> {
        self.stored_bytes += chunk.spans.bytes_len();
        let held = self.stored_bytes.saturating_mul(HELD_PER_STORED);
        self.grant.cover(held)?;
        let latest = self.traces.get_mut(before..).and_then(<[_]>::last_mut);
        match latest {
            Some(trace) if trace.id() == chunk.trace_id => trace.push(chunk.spans),
            _ => {
                let mut trace = Trace::new(chunk.trace_id);
                trace.push(chunk.spans);
                self.traces.push(trace);
            }
        }
        Ok(())
    }

    /// Returns whether there is no trace.
    pub(crate) fn is_empty(&self) -> bool {
        self.traces.is_empty()
    }

    /// Returns how many bytes of spans there are.
    pub(crate) fn stored_bytes(&self) -> usize {
        self.stored_bytes
    }

    /// Returns the traces, and the grant for the reply that is made of them.
    pub(crate) fn into_parts(self) -> (Vec<Trace>, Grant) {
        (self.traces, self.grant)
    }
}

/// The bytes of a body, and the grant for them.
///
/// A server takes a body long before its client has read it, so the grant goes with the bytes.
#[derive(Debug)]
pub(crate) struct HeldBody {
    bytes: Bytes,
    _grant: Grant,
}

impl HeldBody {
    /// A body of these bytes, which gives the grant back once they are sent, or given up.
    pub(crate) fn body(bytes: Vec<u8>, grant: Grant) -> Body {
        Body::from(Self::bytes(bytes.into(), grant))
    }

    /// A piece of a body, as above.
    pub(crate) fn bytes(bytes: Bytes, grant: Grant) -> Bytes {
        Bytes::from_owner(Self {
            bytes,
            _grant: grant,
        })
    }
}

impl AsRef<[u8]> for HeldBody {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// A stored byte is held with what is written for it: JSON of spans like those of the OpenTelemetry demo takes five
/// times their bytes.
const HELD_PER_STORED: usize = 6;
