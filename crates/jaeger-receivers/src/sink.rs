//! Where receivers hand over what they read.

use std::fmt;

use futures::future::BoxFuture;
use jaeger_model::{SpanBatch, Tenant};
use jaeger_service::budget::NotGranted;

/// Takes what receivers read: the collector's pipeline.
pub trait BatchSink: fmt::Debug + Send + Sync {
    /// Takes a batch. Success means that every span of it is as durable as the storage makes it.
    ///
    /// # Errors
    /// Of a batch that was refused any part may have been stored; it is safe to send it again.
    fn accept(&self, received: Received) -> BoxFuture<'_, Result<(), Refusal>>;
}

/// Spans that a receiver read.
#[derive(Clone, Debug)]
pub struct Received {
    /// Whose they are.
    pub tenant: Tenant,
    /// The spans.
    pub batch: SpanBatch,
    /// The words they were sent in.
    pub format: Format,
    /// How they came.
    pub transport: Transport,
}

/// The words in which spans are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Jaeger's Thrift.
    Jaeger,
    /// OTLP, as protobuf or JSON.
    Otlp,
    /// Jaeger's protobuf.
    Proto,
    /// Any of Zipkin's.
    Zipkin,
}

/// How spans come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Transport {
    /// HTTP request.
    Http,
    /// gRPC call.
    Grpc,
    /// Datagram.
    Udp,
}

/// Why a request was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// What the reply is chosen by.
    pub cause: Cause,
    /// What is wrong, for the client: the place in its bytes, the limit that was exceeded.
    pub message: String,
}

/// What the reply is chosen by; the replies are in [`crate::reply`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cause {
    /// The bytes are not what they are said to be.
    Undecodable,
    /// More bytes or elements than a request may have.
    TooLarge,
    /// No room now: memory, queue or storage, or the process is about to stop. Sending it again later may work.
    Overloaded,
    /// The storage did not answer in time; what was sent may be stored.
    TimedOut,
    /// The request says not who it is for.
    TenantMissing,
    /// The request is for somebody who is not served here.
    TenantUnknown,
    /// Our own fault.
    Internal,
}

impl Refusal {
    /// A refusal for `cause` that says `message`.
    pub fn new(cause: Cause, message: impl Into<String>) -> Self {
        Self {
            cause,
            message: message.into(),
        }
    }
}

impl From<NotGranted> for Refusal {
    fn from(not_granted: NotGranted) -> Self {
        let cause = match not_granted {
            NotGranted::Never(_) => Cause::TooLarge,
            NotGranted::NotNow => Cause::Overloaded,
        };
        Self::new(cause, not_granted.to_string())
    }
}

impl Format {
    /// The value of the label `format` of Jaeger's metrics.
    pub fn label(self) -> &'static str {
        match self {
            Self::Jaeger => "jaeger",
            Self::Otlp => "otlp",
            Self::Proto => "proto",
            Self::Zipkin => "zipkin",
        }
    }
}

impl Transport {
    /// The value of the label `transport` of Jaeger's metrics.
    pub fn label(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Grpc => "grpc",
            Self::Udp => "udp",
        }
    }
}
