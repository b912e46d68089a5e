//! The one accept loop for HTTP/1 and HTTP/2, so for gRPC too, of every role.
//!
//! It bounds what a client can hold without having said anything: connections, the time to send a
//! request's head, streams, resets. It does not bound bodies; that is the router's business. When
//! told to stop it closes its sockets at once and lets requests under way finish.

mod connection;
mod listeners;
mod unsent;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use hyper_util::server::conn::auto;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::warn;

pub use listeners::Listeners;

use crate::server::connection::Connections;

/// What clients of one door may hold. All of it has a default that suits a public ingest port.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Connections at a time; more of them wait to be accepted.
    pub connections_max: usize,
    /// How long the head of a request may take. For HTTP/1 this is also how long a connection may
    /// be idle between two requests.
    pub header_read_timeout: Duration,
    /// How long a client may take nothing of what it is sent; then its connection ends.
    pub write_timeout: Duration,
    /// Requests at a time on one HTTP/2 connection.
    pub streams_max: u32,
    /// Requests that a client gave up and that wait to be looked at; more end the connection.
    pub pending_resets_max: usize,
    /// How often an HTTP/2 client is asked whether it is still there.
    pub keepalive_interval: Duration,
    /// How long its answer may take.
    pub keepalive_timeout: Duration,
    /// How old a connection may become before its client is asked to make a new one.
    pub connection_age_max: Option<Duration>,
    /// How long requests under way may take once the door was told to close.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections_max: 10_000,
            header_read_timeout: Duration::from_secs(10),
            write_timeout: Duration::from_secs(30),
            streams_max: 1_024,
            pending_resets_max: 20,
            keepalive_interval: Duration::from_secs(60),
            keepalive_timeout: Duration::from_secs(20),
            connection_age_max: None,
            grace: Duration::from_secs(10),
        }
    }
}

/// Serves `router` on `listeners` until `shutdown`, and then until every connection is drained or
/// the grace has ended. Dropping the future ends all connections.
///
/// A handler finds its client's address as `ConnectInfo<SocketAddr>`.
pub async fn serve(
    mut listeners: Listeners,
    router: Router,
    shutdown: CancellationToken,
    limits: Limits,
) {
    let grace = limits.grace;
    let permits = Arc::new(Semaphore::new(
        limits.connections_max.min(Semaphore::MAX_PERMITS),
    ));
    let abandoned = CancellationToken::new();
    let _abandon_when_dropped = abandoned.clone().drop_guard();
    let connections = Arc::new(Connections::new(
        router,
        limits,
        shutdown.clone(),
        abandoned.clone(),
    ));
    let tracker = TaskTracker::new();
    loop {
        let accepted = async {
            let permit = Arc::clone(&permits).acquire_owned().await;
            let (stream, peer) = listeners.accept().await;
            (permit, stream, peer)
        };
        let (permit, stream, peer) = tokio::select! {
            biased;
            () = shutdown.cancelled() => break,
            accepted = accepted => accepted,
        };
        let connections = Arc::clone(&connections);
        tracker.spawn(async move {
            connections.run(stream, peer).await;
            drop(permit);
        });
    }

    drop(listeners);
    tracker.close();
    if tokio::time::timeout(grace, tracker.wait()).await.is_err() {
        warn!(
            connections = tracker.len(),
            "closing connections that did not finish in time"
        );
        abandoned.cancel();
        tracker.wait().await;
    }
}

impl Limits {
    fn builder(&self) -> auto::Builder<TokioExecutor> {
        let mut builder = auto::Builder::new(TokioExecutor::new());
        builder
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(self.header_read_timeout);
        builder
            .http2()
            .timer(TokioTimer::new())
            .max_concurrent_streams(self.streams_max)
            .max_pending_accept_reset_streams(self.pending_resets_max)
            .keep_alive_interval(self.keepalive_interval)
            .keep_alive_timeout(self.keepalive_timeout);
        builder
    }
}

#[cfg(test)]
mod tests;
