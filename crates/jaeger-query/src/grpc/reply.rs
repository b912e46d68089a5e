//! The bytes of an answer while its client has not read them.
//!
//! The server takes an answer long before its client has read it, and a client that reads nothing
//! could make it take any number of them. So what is handed over is held from the budget of all
//! replies until it is sent or given up.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes};
use axum::http::HeaderMap;
use axum::response::Response;
use http_body::{Body as HttpBody, Frame, SizeHint};
use jaeger_service::budget::Budget;
use tonic::Status;

use crate::gathered::HeldBody;

/// Returns the response, its body held from `budget`.
pub(super) fn held(response: Response, budget: &Budget) -> Response {
    response.map(|body| {
        Body::new(Held {
            body,
            budget: budget.clone(),
            is_over: false,
        })
    })
}

#[derive(Debug)]
struct Held {
    body: Body,
    budget: Budget,
    /// Whether the budget has ended it.
    is_over: bool,
}

impl HttpBody for Held {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = self.get_mut();
        if this.is_over {
            return Poll::Ready(None);
        }
        let frame = match ready!(Pin::new(&mut this.body).poll_frame(context)) {
            Some(Ok(frame)) => frame,
            ended => return Poll::Ready(ended),
        };
        let frame = match frame.into_data() {
            Ok(bytes) if bytes.len() > UNCOUNTED_BYTES_MAX => this.hold(bytes),
            Ok(bytes) => Frame::data(bytes),
            Err(trailers) => trailers,
        };
        Poll::Ready(Some(Ok(frame)))
    }

    fn is_end_stream(&self) -> bool {
        self.is_over || self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Held {
    /// Returns the bytes, or the end of the call if no more may be held.
    fn hold(&mut self, bytes: Bytes) -> Frame<Bytes> {
        let mut grant = self.budget.grant();
        let Err(refused) = grant.cover(bytes.len()) else {
            return Frame::data(HeldBody::bytes(bytes, grant));
        };
        self.is_over = true;
        let mut trailers = HeaderMap::new();
        let status = Status::unavailable(refused.to_string());
        // Only what a status carries beside its message could fail, and this one carries nothing.
        status.add_header(&mut trailers).unwrap_or_default();
        Frame::trailers(trailers)
    }
}

/// There is one piece of each call under way, and a connection has only so many calls.
const UNCOUNTED_BYTES_MAX: usize = 4 << 10;
