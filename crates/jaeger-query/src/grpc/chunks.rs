//! Traces as a stream of chunks.
//!
//! Nothing is made ahead of the client but one chunk, and nothing at all once it has gone: the work
//! is a part of the stream and is dropped with it. What is shown as it is stored passes through
//! chunk by chunk; what is put right is gathered first, one trace at a time, since a span is put
//! right by the others of its trace. Both hold memory from the budget of all replies.
//!
//! A chunk has spans of one trace alone, 100 of them or 1 MiB at most; a span that is larger than
//! that has one for itself. Jaeger 1.76 puts 10 spans into a chunk of the older API and a whole trace
//! into one of the newer.

mod full;
mod maker;

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures::future::BoxFuture;
use futures::{FutureExt as _, Stream};
use jaeger_proto::Encoded;
use jaeger_storage::bearer_token::{current, scope};
use jaeger_storage::{GetTrace, TraceQuery};
use tokio::sync::mpsc;
use tonic::Status;

use crate::api::Api;
use crate::failure::Failure;
use crate::grpc::chunks::maker::Maker;
use crate::grpc::status::{self, caught};

/// The API that chunks are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// `SpansResponseChunk`. That a trace is unknown is an error.
    V2,
    /// `TracesData`. An unknown trace has no spans.
    V3,
}

/// The chunks of an answer, and the work that makes them.
pub(super) struct Chunks {
    making: Option<BoxFuture<'static, Result<(), Failure>>>,
    made: mpsc::Receiver<Encoded>,
    failure: Option<Failure>,
}

impl Chunks {
    /// The traces for which a query holds; none without a query.
    pub(super) fn found(
        api: &Arc<Api>,
        shape: Shape,
        query: Option<TraceQuery>,
        raw: bool,
    ) -> Self {
        let (maker, made) = Maker::new(api, shape, raw);
        Self::made_by(maker.find(query), made)
    }

    /// One trace, from the archive if storage does not know it.
    pub(super) fn of_trace(api: &Arc<Api>, shape: Shape, request: GetTrace, raw: bool) -> Self {
        let (maker, made) = Maker::new(api, shape, raw);
        Self::made_by(maker.get(request), made)
    }

    /// The work asks storage when the stream is polled, after the call was answered, and still for who
    /// made the call.
    fn made_by(
        making: impl Future<Output = Result<(), Failure>> + Send + 'static,
        made: mpsc::Receiver<Encoded>,
    ) -> Self {
        Self {
            making: Some(caught(scope(current(), making)).boxed()),
            made,
            failure: None,
        }
    }
}

impl Stream for Chunks {
    type Item = Result<Encoded, Status>;

    fn poll_next(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Encoded, Status>>> {
        let this = self.get_mut();
        let ended = match &mut this.making {
            Some(making) => making.as_mut().poll(context),
            None => Poll::Pending,
        };
        if let Poll::Ready(ended) = ended {
            this.making = None;
            this.failure = ended.err();
        }
        match this.made.poll_recv(context) {
            Poll::Ready(Some(chunk)) => Poll::Ready(Some(Ok(chunk))),
            Poll::Ready(None) => {
                let failure = this.failure.take();
                Poll::Ready(failure.map(|failure| Err(status::of(failure))))
            }
            Poll::Pending => Poll::Pending,
        }
    }
}
