//! The span of a call over gRPC, which ends with the last of its reply or when its client goes away.
//!
//! Attributes are those of Jaeger's own spans of calls, and who made the call.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::http::HeaderMap;
use axum::response::Response;
use http_body::{Body as HttpBody, Frame, SizeHint};
use jaeger_service::Clock;
use tokio::sync::mpsc;
use tonic::{Code, Status};

use crate::own_traces::span::{Begun, client, failed, number, text};

/// A method that is served, with its service. A client chooses the path of a call, and operations are
/// not to be without number.
pub(super) type Method = (&'static str, &'static str);

/// Returns the method that a path is of.
pub(super) fn known(path: &str) -> Option<Method> {
    let (service, method) = path.strip_prefix('/')?.split_once('/')?;
    let served = METHODS.iter().find(|served| served.0 == service)?;
    let method = served.1.iter().find(|served| **served == method)?;
    Some((served.0, *method))
}

/// The span of a call under way, stored when dropped.
#[derive(Debug)]
pub(crate) struct OwnCall {
    begun: Begun,
    method: Method,
    peer: Option<SocketAddr>,
    clock: Arc<dyn Clock>,
    queue: mpsc::Sender<Vec<u8>>,
    /// What the client was told; nothing if it did not wait for that.
    status: Option<Status>,
}

impl OwnCall {
    pub(super) fn new(
        begun: Begun,
        method: Method,
        peer: Option<SocketAddr>,
        clock: Arc<dyn Clock>,
        queue: mpsc::Sender<Vec<u8>>,
    ) -> Self {
        Self {
            begun,
            method,
            peer,
            clock,
            queue,
            status: None,
        }
    }

    /// Returns the reply, with whose end the span ends.
    pub(crate) fn until_the_end_of(mut self, response: Response) -> Response {
        self.hear(response.headers());
        response.map(|body| {
            let call = Some(self);
            Body::new(Ending { body, call })
        })
    }

    /// Notes how the call went, if these headers or trailers say so.
    fn hear(&mut self, said: &HeaderMap) {
        self.status = Status::from_header_map(said).or(self.status.take());
    }

    fn encoded(&self) -> Vec<u8> {
        let (service, method) = self.method;
        let took = self.clock.monotonic().saturating_sub(self.begun.started);
        let mut out = self.begun.ended(&format!("{service}/{method}"), took);
        text(&mut out, "rpc.system", "grpc");
        text(&mut out, "rpc.service", service);
        text(&mut out, "rpc.method", method);
        client(&mut out, self.peer);
        let (code, message) = match &self.status {
            Some(status) => (status.code(), status.message()),
            None => (Code::Cancelled, ""),
        };
        let number_of_code = u64::from((code as i32).unsigned_abs());
        number(&mut out, "rpc.grpc.status_code", number_of_code);
        if is_our_fault(code) {
            failed(&mut out, message);
        }
        out.into_bytes()
    }
}

impl Drop for OwnCall {
    fn drop(&mut self) {
        // A full queue loses it.
        self.queue.try_send(self.encoded()).unwrap_or_default();
    }
}

/// Returns whether a call that ends so is an error of the server's, by OpenTelemetry's conventions.
fn is_our_fault(code: Code) -> bool {
    matches!(
        code,
        Code::Unknown
            | Code::DeadlineExceeded
            | Code::Unimplemented
            | Code::Internal
            | Code::Unavailable
            | Code::DataLoss
    )
}

/// The body of a reply, whose trailers say how the call went.
#[derive(Debug)]
struct Ending {
    body: Body,
    /// Absent once it has ended.
    call: Option<OwnCall>,
}

impl HttpBody for Ending {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = self.get_mut();
        let polled = Pin::new(&mut this.body).poll_frame(context);
        if let (Poll::Ready(Some(Ok(frame))), Some(call)) = (&polled, &mut this.call)
            && let Some(trailers) = frame.trailers_ref()
        {
            call.hear(trailers);
            this.call = None;
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

static METHODS: [(&str, &[&str]); 5] = [
    ("grpc.health.v1.Health", &["Check", "Watch"]),
    (
        "grpc.reflection.v1.ServerReflection",
        &["ServerReflectionInfo"],
    ),
    (
        "grpc.reflection.v1alpha.ServerReflection",
        &["ServerReflectionInfo"],
    ),
    (
        "jaeger.api_v2.QueryService",
        &[
            "ArchiveTrace",
            "FindTraces",
            "GetDependencies",
            "GetOperations",
            "GetServices",
            "GetTrace",
        ],
    ),
    (
        "jaeger.api_v3.QueryService",
        &[
            "FindTraces",
            "GetDependencies",
            "GetOperations",
            "GetServices",
            "GetTrace",
        ],
    ),
];

#[cfg(test)]
mod tests;
