//! Taking spans.

use std::fmt;

use futures::future::BoxFuture;
use jaeger_model::{SpanBatch, Tenant};

use crate::Result;

/// Spans to be stored for a tenant.
#[derive(Clone, Debug)]
pub struct WriteRequest {
    /// Whose they are.
    pub tenant: Tenant,
    /// The spans.
    pub batch: SpanBatch,
}

/// Takes spans.
pub trait SpanWriter: fmt::Debug + Send + Sync {
    /// Stores a batch. Success means what the backend's [`Durability`](crate::Durability) says, for every span of it.
    ///
    /// Writing the same span again changes nothing: spans with equal trace id, span id and hash are one.
    ///
    /// # Errors
    /// Of a batch that was refused any part may have been stored; it is safe to send it again.
    fn write(&self, request: WriteRequest) -> BoxFuture<'_, Result<()>>;
}
