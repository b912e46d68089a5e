//! What happens to a batch between receiver and writer: it is counted, taken through the steps, written, and counted
//! again.
//!
//! A client that goes away does not stop the write of what it sent: that has begun, and is to be counted.

mod config;
mod deny;
mod limit;
mod redact;
mod rewrite;
#[cfg(test)]
mod sample;
mod sanitize;
mod steps;
mod tags;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use jaeger_receivers::sink::{BatchSink, Cause, Received, Refusal, Transport};
use jaeger_service::{Clock, Context, Environment};
use jaeger_storage::{Error, ErrorKind, SpanWriter, WriteRequest};
use tokio_util::task::TaskTracker;
use tracing::{error, warn};

use crate::spans::{Counts, Outcome, SpanMetrics};
pub use config::StepsConfig;
pub use redact::Redactions;
use steps::{Passed, Steps};
pub use tags::TagList;

/// Writes what receivers hand over. Clones are one pipeline.
#[derive(Clone)]
pub(crate) struct Pipeline {
    shared: Arc<Shared>,
    writes: TaskTracker,
}

struct Shared {
    writer: Arc<dyn SpanWriter>,
    write_timeout: Duration,
    steps: Steps,
    clock: Arc<dyn Clock>,
    metrics: SpanMetrics,
}

impl Pipeline {
    pub(crate) fn new(
        writer: Arc<dyn SpanWriter>,
        write_timeout: Duration,
        steps: StepsConfig,
        context: &Context,
    ) -> Self {
        Self {
            shared: Arc::new(Shared {
                writer,
                write_timeout,
                steps: Steps::new(steps, &Environment::of_process()),
                clock: Arc::clone(&context.clock),
                metrics: SpanMetrics::new(&context.metrics),
            }),
            writes: TaskTracker::new(),
        }
    }

    /// Returns when no write is under way and none will begin.
    pub(crate) async fn drained(&self) {
        self.writes.close();
        self.writes.wait().await;
    }
}

impl Shared {
    async fn accept(&self, received: Received) -> Result<(), Refusal> {
        let Received {
            tenant,
            batch,
            format,
            transport,
        } = received;
        let mut counts = self.metrics.received(&batch, format, transport);
        let passed = self.steps.apply(&batch, format);
        // What was changed is not kept beside what it became.
        drop(batch);
        if let Ok(Passed { batch, denied }) = &passed
            && !denied.is_empty()
        {
            self.metrics.rejected(denied, format, transport);
            counts = Counts::of(batch, format);
        }
        let started = self.clock.monotonic();
        let written = match passed {
            Ok(Passed { batch, .. }) => self.write(WriteRequest { tenant, batch }).await,
            Err(error) => Err(Refusal::new(Cause::TooLarge, error.to_string())),
        };
        let taken = self.clock.monotonic().saturating_sub(started);
        let outcome = match (&written, transport) {
            (Ok(()), _) => Outcome::Saved,
            // Nobody can be told to send a datagram again.
            (Err(_), Transport::Udp) => Outcome::Lost,
            (Err(_), _) => Outcome::Refused,
        };
        self.metrics.written(&counts, outcome, taken);
        if let Err(refusal) = &written {
            let spans = counts.spans();
            warn!(spans, error = refusal.message, "spans were not stored");
        }
        written
    }

    async fn write(&self, request: WriteRequest) -> Result<(), Refusal> {
        match tokio::time::timeout(self.write_timeout, self.writer.write(request)).await {
            Ok(written) => written.map_err(|error| refusal(&error)),
            Err(_) => Err(Refusal::new(
                Cause::TimedOut,
                "the storage did not answer in time, what was sent may be stored",
            )),
        }
    }
}

impl BatchSink for Pipeline {
    fn accept(&self, received: Received) -> BoxFuture<'_, Result<(), Refusal>> {
        let shared = Arc::clone(&self.shared);
        let writing = self
            .writes
            .spawn(async move { shared.accept(received).await });
        async move {
            match writing.await {
                Ok(written) => written,
                Err(error) => {
                    error!(%error, "writing spans failed");
                    Err(Refusal::new(Cause::Internal, "writing failed"))
                }
            }
        }
        .boxed()
    }
}

/// What the client is told when the storage did not do it.
fn refusal(error: &Error) -> Refusal {
    let cause = match error.kind() {
        ErrorKind::Unavailable => Cause::Overloaded,
        ErrorKind::Timeout => Cause::TimedOut,
        ErrorKind::InvalidQuery
        | ErrorKind::Unsupported
        | ErrorKind::Corrupt
        | ErrorKind::Internal => Cause::Internal,
    };
    Refusal::new(cause, error.to_string())
}

impl fmt::Debug for Pipeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pipeline")
            .field("writer", &self.shared.writer)
            .finish_non_exhaustive()
    }
}
