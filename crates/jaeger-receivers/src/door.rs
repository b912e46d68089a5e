//! What happens to a request at every door, whatever it is written in: tenant, decoding, the sink, the
//! books.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::HeaderMap;
use bytes::Bytes;
use futures::FutureExt as _;
use http_body::Body as _;
use jaeger_model::{Limits, Scanned, Tenant};
use jaeger_service::budget::{Budget, Grant};
use jaeger_service::{Metrics, Tenancy, TenantRefused};
use tracing::{debug, error};

use crate::body::{Held, Incoming, too_slow};
use crate::inflate::Encoding;
use crate::metrics::{DoorMetrics, Outcome};
use crate::sink::{BatchSink, Cause, Format, Received, Refusal, Transport};

/// What all doors work with. Clones share it.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) sink: Arc<dyn BatchSink>,
    pub(crate) tenancy: Tenancy,
    pub(crate) budget: Budget,
    /// All of the budget.
    pub(crate) in_flight_bytes_max: usize,
    pub(crate) metrics: Metrics,
}

/// One door.
pub(crate) struct Door {
    name: &'static str,
    shared: Shared,
    limits: Limits,
    /// Zero is none.
    read_timeout: Duration,
    pub(crate) metrics: DoorMetrics,
}

/// How spans came.
#[derive(Clone, Copy)]
pub(crate) struct Origin {
    pub(crate) format: Format,
    pub(crate) transport: Transport,
}

/// A request that was taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Taken {
    /// Spans that were left out.
    pub(crate) rejected: usize,
    /// Why the first of them was.
    pub(crate) reason: Option<String>,
}

impl Door {
    /// The door called `name`, for messages of at most so many bytes.
    pub(crate) fn new(
        name: &'static str,
        bytes_max: usize,
        read_timeout: Duration,
        shared: &Shared,
    ) -> Self {
        Self {
            name,
            shared: shared.clone(),
            limits: Limits {
                bytes: bytes_max,
                ..Limits::default()
            },
            read_timeout,
            metrics: DoorMetrics::new(&shared.metrics, name),
        }
    }

    /// What a message may cost.
    pub(crate) const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Returns whom a request is for.
    pub(crate) fn tenant(&self, headers: &HeaderMap) -> Result<Tenant, Refusal> {
        match self.shared.tenancy.only(headers) {
            Ok(tenant) => Ok(Tenant::new(tenant)),
            Err(refused) => Err(Refusal::new(cause_of(refused), refused.to_string())),
        }
    }

    /// A body of which nothing was received yet, of at most so many bytes on the wire.
    pub(crate) fn incoming(&self, body: Body, bytes_max: usize) -> Incoming {
        let bytes_max = bytes_max.min(self.shared.in_flight_bytes_max);
        Incoming::new(body, &self.shared.budget, bytes_max)
    }

    /// Receives the whole body of a request.
    pub(crate) async fn receive(&self, body: Body) -> Result<Held, Refusal> {
        let announced = body.size_hint().exact();
        let mut incoming = self.incoming(body, self.limits.bytes);
        if let Some(bytes) = announced {
            incoming.announce(bytes)?;
        }
        self.in_time(incoming.rest()).await
    }

    /// Runs what receives a request, but not for longer than that may take.
    pub(crate) async fn in_time<T>(
        &self,
        receiving: impl Future<Output = Result<T, Refusal>>,
    ) -> Result<T, Refusal> {
        if self.read_timeout.is_zero() {
            return receiving.await;
        }
        tokio::time::timeout(self.read_timeout, receiving)
            .await
            .unwrap_or_else(|_| Err(too_slow()))
    }

    /// Inflates and decodes a message. The grant covers its bytes for as long as it is kept.
    pub(crate) async fn decode(
        &self,
        held: Held,
        encoding: Option<Encoding>,
        decode: impl FnOnce(Bytes, &Limits) -> Result<Scanned, Refusal> + Send + 'static,
    ) -> Result<(Scanned, Grant), Refusal> {
        let limits = self.limits;
        let held = match encoding {
            Some(encoding) => {
                let is_short = held.bytes.len() <= SHORT_COMPRESSED;
                run(is_short, move || encoding.inflate(held, limits.bytes)).await?
            }
            None => held,
        };
        // Asked again, since a short message may inflate to the longest.
        let is_short = held.bytes.len() <= SHORT;
        run(is_short, move || {
            Ok((decode(held.bytes, &limits)?, held.grant))
        })
        .await
    }

    /// Hands spans to the sink, unless there are none.
    pub(crate) async fn hand_over(
        &self,
        tenant: Tenant,
        scanned: Scanned,
        origin: Origin,
    ) -> Result<Taken, Refusal> {
        let Scanned {
            batch,
            rejected,
            first_rejection,
        } = scanned;
        if !batch.is_empty() {
            let received = Received {
                tenant,
                batch,
                format: origin.format,
                transport: origin.transport,
            };
            self.shared.sink.accept(received).await?;
        }
        self.metrics.count_rejected_spans(rejected);
        Ok(Taken {
            rejected,
            reason: first_rejection,
        })
    }

    /// Runs what answers a request and counts what becomes of it. A panic is our own fault, and that
    /// of this request only.
    pub(crate) async fn answered(
        &self,
        work: impl Future<Output = Result<Taken, Refusal>>,
    ) -> Result<Taken, Refusal> {
        let door = self.name;
        let result = AssertUnwindSafe(work).catch_unwind().await;
        let result = result.unwrap_or_else(|_| {
            error!(door, "a request panicked");
            Err(Refusal::new(Cause::Internal, "internal error"))
        });
        match &result {
            Ok(taken) if taken.rejected > 0 => self.metrics.count(Outcome::Partial),
            Ok(_) => self.metrics.count(Outcome::Ok),
            Err(refusal) => {
                debug!(door, cause = ?refusal.cause, reason = %refusal, "request refused");
                self.metrics.count(refusal.into());
            }
        }
        result
    }
}

impl Taken {
    /// What a client is told about spans that were left out.
    pub(crate) fn message(&self) -> String {
        let reason = self.reason.as_deref().unwrap_or("no usable id");
        format!("{} spans were left out; the first: {reason}", self.rejected)
    }
}

fn cause_of(refused: TenantRefused) -> Cause {
    match refused {
        TenantRefused::Missing => Cause::TenantMissing,
        TenantRefused::Extra | TenantRefused::Unknown => Cause::TenantUnknown,
    }
}

/// The refusal of bytes that did not decode.
pub(crate) fn undecoded(is_over_budget: bool, message: String) -> Refusal {
    let cause = if is_over_budget {
        Cause::TooLarge
    } else {
        Cause::Undecodable
    };
    Refusal::new(cause, message)
}

/// Runs `work` at once if it is short, else where it does not keep other requests waiting.
async fn run<T: Send + 'static>(
    is_short: bool,
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    if is_short {
        return work();
    }
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(Refusal::new(Cause::Overloaded, "about to stop")),
        },
    }
}

/// Bytes that are decoded at once.
const SHORT: usize = 256 << 10;
/// Bytes that are inflated at once.
const SHORT_COMPRESSED: usize = 16 << 10;
