//! Traces as the chunks that readers get.
//!
//! A chunk is a copy that is made before its reader has any memory granted for it. So all readers
//! of a storage together have no more copies ahead of them than there are processors, whether they
//! come for them or not; beyond that, each copies one chunk when it asks for it.

use std::collections::VecDeque;
use std::num::NonZero;
use std::ops::Range;
use std::sync::Arc;
use std::thread;

use futures::{StreamExt, stream};
use jaeger_model::SpanBatch;
use jaeger_storage::{Error, ErrorKind, Result, TraceChunk, TraceStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::{JoinHandle, spawn_blocking, yield_now};

use crate::trace::StoredTrace;

/// Makes the chunks for all readers of a storage.
#[derive(Clone, Debug)]
pub(crate) struct Copies {
    /// How many more may be made ahead.
    ahead: Arc<Semaphore>,
}

impl Copies {
    /// As many ahead as there are processors.
    pub(crate) fn new() -> Self {
        let processors = thread::available_parallelism().map_or(1, NonZero::get);
        Self {
            ahead: Arc::new(Semaphore::new(processors)),
        }
    }

    /// The chunks of these traces, one trace after the other.
    pub(crate) fn of(&self, traces: Vec<Arc<StoredTrace>>) -> TraceStream {
        let ahead = Arc::clone(&self.ahead);
        stream::iter(traces)
            .flat_map(move |trace| {
                let copying = Copying {
                    next: trace.stretch(0),
                    trace,
                    made: VecDeque::new(),
                    ahead: Arc::clone(&ahead),
                };
                stream::unfold(copying, async |mut copying| {
                    let chunk = copying.chunk().await?;
                    Some((chunk, copying))
                })
                .boxed()
            })
            .boxed()
    }
}

/// A trace of which a part is copied.
struct Copying {
    trace: Arc<StoredTrace>,
    /// The spans that are copied next.
    next: Option<Range<usize>>,
    /// What is copied ahead, in its order. Each keeps its leave until it is taken or given up.
    made: VecDeque<JoinHandle<(SpanBatch, OwnedSemaphorePermit)>>,
    ahead: Arc<Semaphore>,
}

impl Copying {
    async fn chunk(&mut self) -> Option<Result<TraceChunk>> {
        self.copy_ahead();
        let batch = match self.made.pop_front() {
            Some(made) => made.await.map(|(batch, _leave)| batch),
            None => Ok(self.copy_now().await?),
        };
        let trace_id = self.trace.id;
        Some(match batch {
            Ok(batch) => Ok(TraceChunk { trace_id, batch }),
            Err(e) => Err(Error::new(ErrorKind::Internal, "a copy broke off").with_source(e)),
        })
    }

    /// Somebody waits for a long trace: all processors that have leave copy it.
    fn copy_ahead(&mut self) {
        while self.next.as_ref().is_some_and(|next| self.is_part(next)) {
            let Ok(leave) = Arc::clone(&self.ahead).try_acquire_owned() else {
                break;
            };
            let Some(stretch) = self.take_next() else {
                break;
            };
            let trace = Arc::clone(&self.trace);
            let copy = spawn_blocking(move || (trace.batch(stretch), leave));
            self.made.push_back(copy);
        }
    }

    async fn copy_now(&mut self) -> Option<SpanBatch> {
        let stretch = self.take_next()?;
        if self.is_part(&stretch) {
            // A long trace lets others have their turn between its chunks.
            yield_now().await;
        }
        Some(self.trace.batch(stretch))
    }

    fn take_next(&mut self) -> Option<Range<usize>> {
        let stretch = self.next.take()?;
        self.next = self.trace.stretch(stretch.end);
        Some(stretch)
    }

    fn is_part(&self, stretch: &Range<usize>) -> bool {
        stretch.len() < self.trace.stored().len()
    }
}
