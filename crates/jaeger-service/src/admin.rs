//! The admin server of every role. Its pages:
//!
//! | Path | Answer |
//! |---|---|
//! | `/` and any path not below | Jaeger's health: 200 when ready, else 503; any method |
//! | `/health/live` | 200 as soon as the port is open |
//! | `/health/ready` | 200 when ready, else 503 |
//! | `/metrics` (`--metrics-http-route`) | Prometheus text 0.0.4 |
//! | `/config` | the effective configuration, secrets masked |
//! | `/loglevel` | GET tells the level, PUT `{"level":"debug"}` sets it |
//! | `/version` | what was built |
//!
//! Live at once, ready later. The port is for operators and probes: it is not authenticated and
//! belongs on no public address.

mod health;
mod log_level;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub use health::Health;

use crate::logging::LevelControl;
use crate::metrics::Metrics;
use crate::options::ListenAddress;
use crate::server::{self, Limits, Listeners};
use crate::version::Version;

/// What the pages show.
#[derive(Debug, Clone)]
pub struct Pages {
    /// Whether the process is ready.
    pub health: Health,
    /// What `/metrics` shows.
    pub metrics: Metrics,
    /// The path of the metrics, or none if they are not served.
    pub metrics_route: Option<String>,
    /// What `/config` shows; masked already.
    pub config: String,
    /// What `/loglevel` reads and sets.
    pub log_level: LevelControl,
    /// What `/version` shows.
    pub version: Version,
}

impl Pages {
    /// Returns the router that serves the pages.
    ///
    /// One handler in place of routes: the health answer takes every path that is left, with every
    /// method, and a configured metrics path could be none that a route may have.
    pub fn into_router(self) -> Router {
        Router::new().fallback(answer).with_state(Arc::new(self))
    }
}

/// The admin server, while it runs.
#[derive(Debug)]
pub(crate) struct Admin {
    pub(crate) addresses: Vec<SocketAddr>,
    shutdown: CancellationToken,
    served: JoinHandle<()>,
}

impl Admin {
    /// Binds `address` and serves from then on.
    pub(crate) async fn open(address: &ListenAddress, pages: Pages) -> io::Result<Self> {
        let listeners = Listeners::bind(address).await?;
        let addresses = listeners.addresses();
        let shutdown = CancellationToken::new();
        let limits = Limits {
            connections_max: 100,
            grace: GRACE,
            ..Limits::default()
        };
        let router = pages.into_router();
        let served = tokio::spawn(server::serve(listeners, router, shutdown.clone(), limits));
        Ok(Self {
            addresses,
            shutdown,
            served,
        })
    }

    /// Closes the port. It is the last thing that a process closes, so that it can be watched until
    /// then.
    pub(crate) async fn close(self) {
        self.shutdown.cancel();
        // The pages do not panic, and if they did there would be nothing left to close.
        self.served.await.unwrap_or_default();
    }
}

async fn answer(State(pages): State<Arc<Pages>>, request: Request) -> Response {
    let path = request.uri().path();
    if pages.metrics_route.as_deref() == Some(path) {
        return ([(CONTENT_TYPE, PROMETHEUS_TEXT)], pages.metrics.encode()).into_response();
    }
    match path {
        "/health/live" => "live\n".into_response(),
        "/health/ready" if pages.health.is_ready() => "ready\n".into_response(),
        "/health/ready" => (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response(),
        "/config" => pages.config.clone().into_response(),
        "/version" => pages.version.to_json().into_response(),
        "/loglevel" if request.method() == Method::PUT => {
            log_level::set(&pages.log_level, request.into_body()).await
        }
        "/loglevel" => log_level::tell(&pages.log_level),
        _ => pages.health.answer(),
    }
}

const PROMETHEUS_TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";
const GRACE: Duration = Duration::from_secs(1);

#[cfg(test)]
mod tests;
