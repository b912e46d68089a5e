//! What a client was not sent yet of its replies, and whether it takes any of it.
//!
//! A client of HTTP/2 can keep its connection busy and its windows shut: its socket takes all that
//! is written, and its replies stay here, with the memory that they hold. So replies are handed over
//! in pieces, and a connection on which no piece has left for too long is ended.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::response::Response;
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use parking_lot::Mutex;
use tokio::time::Instant;

/// The pieces of all replies of one connection.
#[derive(Debug, Clone, Default)]
pub(super) struct Unsent {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    pieces: usize,
    /// When a piece left last, or came first.
    moved: Option<Instant>,
}

impl Unsent {
    /// Returns the response with a body that is watched.
    pub(super) fn watch(&self, response: Response) -> Response {
        response.map(|body| {
            let is_small = body
                .size_hint()
                .upper()
                .is_some_and(|upper| upper <= UNWATCHED);
            match is_small {
                true => body,
                false => Body::new(Watched {
                    body,
                    rest: Bytes::new(),
                    unsent: self.clone(),
                }),
            }
        })
    }

    /// Returns once there are pieces and none has left for so long, give or take as much.
    pub(super) async fn stuck(&self, time_max: Duration) {
        loop {
            tokio::time::sleep(time_max).await;
            let state = self.state.lock();
            let waits = |moved: Instant| moved.elapsed() >= time_max;
            if state.pieces > 0 && state.moved.is_some_and(waits) {
                return;
            }
        }
    }

    fn piece(&self, bytes: Bytes) -> Bytes {
        let mut state = self.state.lock();
        if state.pieces == 0 {
            state.moved = Some(Instant::now());
        }
        state.pieces += 1;
        Bytes::from_owner(Piece {
            bytes,
            unsent: self.clone(),
        })
    }
}

/// Bytes that are dropped when they are sent or given up.
#[derive(Debug)]
struct Piece {
    bytes: Bytes,
    unsent: Unsent,
}

impl AsRef<[u8]> for Piece {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Piece {
    fn drop(&mut self) {
        let mut state = self.unsent.state.lock();
        state.pieces -= 1;
        state.moved = Some(Instant::now());
    }
}

/// A body in pieces.
#[derive(Debug)]
struct Watched {
    body: Body,
    /// What is left of the frame that is cut.
    rest: Bytes,
    unsent: Unsent,
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = self.get_mut();
        if this.rest.is_empty() {
            let frame = match ready!(Pin::new(&mut this.body).poll_frame(context)) {
                Some(Ok(frame)) => frame,
                ended => return Poll::Ready(ended),
            };
            match frame.into_data() {
                Ok(bytes) => this.rest = bytes,
                Err(trailers) => return Poll::Ready(Some(Ok(trailers))),
            }
        }
        let len = this.rest.len().min(PIECE_BYTES);
        let piece = this.rest.split_to(len);
        Poll::Ready(Some(Ok(Frame::data(this.unsent.piece(piece)))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let rest = self.rest.len() as u64;
        let of_body = self.body.size_hint();
        let mut hint = SizeHint::new();
        hint.set_lower(of_body.lower() + rest);
        if let Some(upper) = of_body.upper() {
            hint.set_upper(upper + rest);
        }
        hint
    }
}

/// A client that takes so little in the time it has is as good as one that takes nothing.
const PIECE_BYTES: usize = 64 << 10;
/// Replies of so few bytes hold nothing that matters.
const UNWATCHED: u64 = 4 << 10;

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt as _;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn is_stuck_while_no_piece_leaves() {
        let unsent = Unsent::default();
        let time_max = Duration::from_secs(30);
        let body = Body::from(vec![7; 3 * PIECE_BYTES + 1]);
        let mut body = unsent.watch(Response::new(body)).into_body();
        let mut pieces = Vec::new();
        while let Some(frame) = body.frame().await {
            pieces.push(frame.unwrap().into_data().unwrap());
        }
        assert_eq!(pieces.len(), 4);
        assert_eq!(pieces.concat(), vec![7; 3 * PIECE_BYTES + 1]);

        // One piece leaves in time, then none.
        let leaving = async {
            tokio::time::sleep(time_max / 2).await;
            drop(pieces.pop());
            std::future::pending::<()>().await;
        };
        let begun = Instant::now();
        tokio::select! {
            () = unsent.stuck(time_max) => {}
            () = leaving => {}
        }
        assert_eq!(begun.elapsed(), 2 * time_max);

        drop(pieces);
        let stuck = tokio::time::timeout(10 * time_max, unsent.stuck(time_max));
        assert!(stuck.await.is_err(), "nothing is left to be sent");
    }
}
