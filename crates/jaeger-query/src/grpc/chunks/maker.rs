//! The work of an answer: storage, putting right, and handing on chunk by chunk.

use std::sync::Arc;

use axum::http::StatusCode;
use futures::StreamExt as _;
use futures::stream::Fuse;
use jaeger_model::{SpanView, Trace};
use jaeger_proto::Encoded;
use jaeger_storage::{GetTrace, TraceChunk, TraceQuery, TraceStream};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::api::Api;
use crate::envelope::TRACE_NOT_FOUND;
use crate::failure::Failure;
use crate::gathered::Gathered;
use crate::grpc::chunks::Shape;
use crate::grpc::chunks::full::{full, full_v3, raw_v2};
use crate::grpc::status::in_time;
use crate::render::{Rendering, api_v2, traces_data};
use crate::reply;

/// Makes the chunks of one answer.
pub(super) struct Maker {
    api: Arc<Api>,
    shape: Shape,
    rendering: Rendering,
    sender: mpsc::Sender<Encoded>,
}

impl Maker {
    pub(super) fn new(api: &Arc<Api>, shape: Shape, raw: bool) -> (Self, mpsc::Receiver<Encoded>) {
        let (sender, made) = mpsc::channel(1);
        let maker = Self {
            api: Arc::clone(api),
            shape,
            rendering: api.rendering(raw),
            sender,
        };
        (maker, made)
    }

    pub(super) async fn find(self, query: Option<TraceQuery>) -> Result<(), Failure> {
        if let Some(query) = query {
            let found = self.api.storage.reader.find_traces(query);
            let page = in_time(&self.api, found).await??;
            self.send_traces(page.items).await?;
        }
        Ok(())
    }

    pub(super) async fn get(self, request: GetTrace) -> Result<(), Failure> {
        let stored = self.api.storage.reader.get_trace(request.clone());
        let mut is_known = self.send_traces(stored).await?;
        if let (false, Some(archive)) = (is_known, &self.api.storage.archive) {
            let archived = archive.reader.get_trace(request);
            is_known = self.send_traces(archived).await?;
        }
        match self.shape {
            Shape::V2 if !is_known => Err(Failure::new(StatusCode::NOT_FOUND, TRACE_NOT_FOUND)),
            Shape::V2 | Shape::V3 => Ok(()),
        }
    }

    /// Sends the traces of a stream and returns whether there was any.
    async fn send_traces(&self, chunks: TraceStream) -> Result<bool, Failure> {
        let mut parts = Parts {
            api: Arc::clone(&self.api),
            chunks: chunks.fuse(),
            ahead: None,
            are_traces: matches!(self.rendering, Rendering::Adjusted { .. }),
        };
        let mut is_any = false;
        while let Some(part) = parts.next().await? {
            self.send(part).await?;
            is_any = true;
        }
        Ok(is_any)
    }

    async fn send(&self, part: Gathered) -> Result<(), Failure> {
        let stored_bytes = part.stored_bytes();
        let (traces, _grant) = part.into_parts();
        match (self.rendering, self.shape) {
            (Rendering::Raw, shape) => {
                let views: Vec<SpanView<'_>> = traces.iter().flat_map(Trace::spans).collect();
                self.send_views(&views, shape).await
            }
            (Rendering::Adjusted { max_clock_skew }, Shape::V2) => {
                let adjust =
                    move |_: &CancellationToken| api_v2::AdjustedSpans::of(&traces, max_clock_skew);
                let adjusted = off_the_sockets_if_long(stored_bytes, adjust).await?;
                let encode = |span: &api_v2::Written| adjusted.encode(span);
                self.send_all(adjusted.spans(), |spans| full(spans, encode))
                    .await
            }
            (Rendering::Adjusted { max_clock_skew }, shape @ Shape::V3) => {
                let adjust = move |abandoned: &CancellationToken| {
                    traces_data::adjusted(&traces, max_clock_skew, abandoned)
                };
                let adjusted = off_the_sockets_if_long(stored_bytes, adjust).await?;
                let views: Vec<SpanView<'_>> = adjusted.spans().collect();
                self.send_views(&views, shape).await
            }
        }
    }

    /// Sends spans as they are.
    async fn send_views(&self, views: &[SpanView<'_>], shape: Shape) -> Result<(), Failure> {
        match shape {
            Shape::V2 => self.send_all(views, |views| full(views, raw_v2)).await,
            Shape::V3 => self.send_all(views, full_v3).await,
        }
    }

    /// Sends everything in chunks; `fill` returns one and how much it has taken from the front.
    async fn send_all<T: Sync>(
        &self,
        all: &[T],
        fill: impl Fn(&[T]) -> (Vec<u8>, usize) + Send,
    ) -> Result<(), Failure> {
        let mut rest = all;
        while !rest.is_empty() {
            let (chunk, taken) = fill(rest);
            rest = rest.get(taken.max(1)..).unwrap_or_default();
            let sent = self.sender.send(Encoded(chunk.into())).await;
            sent.map_err(|error| Failure::internal("failed to hand on a chunk", error))?;
        }
        Ok(())
    }
}

/// The traces of a stream in the parts that are sent at a time: whole traces, or what storage gives
/// at a time.
struct Parts {
    api: Arc<Api>,
    chunks: Fuse<TraceStream>,
    /// The first of the next trace.
    ahead: Option<TraceChunk>,
    are_traces: bool,
}

impl Parts {
    async fn next(&mut self) -> Result<Option<Gathered>, Failure> {
        let first = match self.ahead.take() {
            Some(first) => Some(first),
            None => self.read().await?,
        };
        let Some(first) = first else {
            return Ok(None);
        };
        let id = first.trace_id;
        let mut part = self.api.gathering();
        part.add(first)?;
        while self.are_traces {
            match self.read().await? {
                Some(chunk) if chunk.trace_id == id => part.add(chunk)?,
                next => {
                    self.ahead = next;
                    break;
                }
            }
        }
        Ok(Some(part))
    }

    /// Waits for storage. How long the client takes to read what it is sent does not count.
    async fn read(&mut self) -> Result<Option<TraceChunk>, Failure> {
        let read = in_time(&self.api, self.chunks.next()).await?;
        Ok(read.transpose()?)
    }
}

/// Long traces are put right on the blocking pool, short ones at once.
async fn off_the_sockets_if_long<T: Send + 'static>(
    stored_bytes: usize,
    work: impl FnOnce(&CancellationToken) -> T + Send + 'static,
) -> Result<T, Failure> {
    match stored_bytes <= reply::BYTES_AT_ONCE_MAX {
        true => Ok(work(&CancellationToken::new())),
        false => reply::off_the_sockets(work).await,
    }
}
