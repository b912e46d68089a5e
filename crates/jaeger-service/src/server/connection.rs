//! One connection, from its first byte to its last.

use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use tokio::net::TcpStream;
use tokio_io_timeout::TimeoutStream;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;
use tracing::debug;

use crate::server::Limits;
use crate::server::unsent::Unsent;

/// What all connections of one door share.
pub(super) struct Connections {
    builder: auto::Builder<TokioExecutor>,
    router: Router,
    limits: Limits,
    shutdown: CancellationToken,
    abandoned: CancellationToken,
}

impl Connections {
    pub(super) fn new(
        router: Router,
        limits: Limits,
        shutdown: CancellationToken,
        abandoned: CancellationToken,
    ) -> Self {
        Self {
            builder: limits.builder(),
            router,
            limits,
            shutdown,
            abandoned,
        }
    }

    /// Serves one connection until it ends or is abandoned.
    pub(super) async fn run(&self, stream: TcpStream, peer: SocketAddr) {
        tokio::select! {
            () = self.serve(stream, peer) => {}
            () = self.abandoned.cancelled() => {}
        }
    }

    async fn serve(&self, stream: TcpStream, peer: SocketAddr) {
        if let Err(error) = stream.set_nodelay(true) {
            debug!(%error, %peer, "failed to turn off Nagle's algorithm");
        }
        if !self.client_speaks(&stream).await {
            return;
        }
        let unsent = Unsent::default();
        let service = service_fn(|mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            let unsent = unsent.clone();
            let answered = self.router.clone().oneshot(request);
            async move { answered.await.map(|response| unsent.watch(response)) }
        });
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(self.limits.write_timeout));
        let stream = TokioIo::new(Box::pin(stream));
        let mut connection = pin!(self.builder.serve_connection(stream, service));
        let served = async {
            tokio::select! {
                ended = connection.as_mut() => ended,
                () = self.has_to_close() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            }
        };
        let ended = tokio::select! {
            ended = served => ended,
            () = unsent.stuck(self.limits.write_timeout) => {
                debug!(%peer, "the client takes nothing of what it is sent");
                return;
            }
        };
        if let Err(error) = ended {
            debug!(%error, %peer, "connection ended");
        }
    }

    /// Returns when clients are to be asked to go elsewhere.
    async fn has_to_close(&self) {
        match self.limits.connection_age_max {
            None => self.shutdown.cancelled().await,
            Some(age) => tokio::select! {
                () = self.shutdown.cancelled() => {}
                () = tokio::time::sleep(age) => {}
            },
        }
    }

    /// Returns whether the client says something in time.
    ///
    /// hyper reads up to 24 bytes to tell HTTP/2 from HTTP/1 and sets no clock for that: without
    /// this, a client that connects and says nothing holds its place for ever.
    async fn client_speaks(&self, stream: &TcpStream) -> bool {
        let timeout =
            tokio::time::timeout(self.limits.header_read_timeout, version_is_known(stream));
        tokio::select! {
            speaks = timeout => matches!(speaks, Ok(true)),
            () = self.shutdown.cancelled() => false,
        }
    }
}

/// Returns true once the first bytes are the preface of HTTP/2 or can no longer become it, and false
/// if the client went away.
async fn version_is_known(stream: &TcpStream) -> bool {
    let mut bytes = [0; HTTP2_PREFACE.len()];
    loop {
        let length = stream.peek(&mut bytes).await.unwrap_or(0);
        let bytes = &bytes[..length];
        if bytes.is_empty() {
            return false;
        }
        if bytes.len() == HTTP2_PREFACE.len() || !HTTP2_PREFACE.starts_with(bytes) {
            return true;
        }
        // Part of a preface, which is rare: what was peeked stays readable, so there is nothing to
        // wait for but time.
        tokio::time::sleep(PREFACE_PAUSE).await;
    }
}

const HTTP2_PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const PREFACE_PAUSE: Duration = Duration::from_millis(20);
