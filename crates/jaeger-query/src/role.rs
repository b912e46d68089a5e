//! The query service as a part of any process, and as a process of its own.

use std::sync::Arc;

use anyhow::Context as _;
use axum::Router;
use jaeger_backends::{BackendsConfig, Opened};
use jaeger_service::server::{Limits, Listeners, serve};
use jaeger_service::{Accepted, Built, Context, Role, option_groups};
use jaeger_storage::Storage;

use crate::api::Api;
use crate::config::{ACCEPTED, QueryConfig};
use crate::own_traces::OwnTraces;
use crate::page::Page;
use crate::{door, grpc};

/// Binds the doors `query-http` and `query-grpc`, which may be one port, and serves what `storage`
/// holds until the process stops.
///
/// # Errors
/// If the options contradict each other or an address cannot be bound.
pub async fn build(
    config: QueryConfig,
    storage: Arc<Storage>,
    context: &Context,
) -> anyhow::Result<Built> {
    let own_traces = OwnTraces::untold(config.own_traces.clone(), context);
    build_with(config, storage, own_traces, Built::new(), context).await
}

/// The same, with spans of the service `service` written to `storage` for the requests that are
/// answered, unless the options or tenancy forbid it.
///
/// # Errors
/// As those of [`build`].
pub async fn build_as(
    service: &'static str,
    config: QueryConfig,
    storage: Arc<Storage>,
    context: &Context,
) -> anyhow::Result<Built> {
    let own_config = config.own_traces.clone();
    if config.tenancy.enabled || !own_config.is_enabled {
        return build(config, storage, context).await;
    }
    let mut built = Built::new();
    let writer = Arc::clone(&storage.writer);
    let own_traces = OwnTraces::told(own_config, service, writer, context, &mut built);
    build_with(config, storage, own_traces, built, context).await
}

/// Adds the doors to what was `built` before them.
async fn build_with(
    config: QueryConfig,
    storage: Arc<Storage>,
    own_traces: OwnTraces,
    mut built: Built,
    context: &Context,
) -> anyhow::Result<Built> {
    let page = Page::open(&config.http, &storage, context).await?;
    let api = Arc::new(Api::new(&config, storage, page, own_traces, context)?);
    let health = grpc::healthy().await;
    let calls = grpc::router(&api, &health)?;
    let pages = door::router(api);
    let http = Listeners::bind(&config.http.host_port)
        .await
        .context("failed to open the query port")?;
    if config.is_port_shared() {
        let addresses = http.addresses();
        open(&mut built, "query-http", http, pages.merge(calls), context);
        built.bound("query-grpc", addresses);
    } else {
        let for_calls = Listeners::bind(&config.grpc.host_port)
            .await
            .context("failed to open the gRPC query port")?;
        open(&mut built, "query-http", http, pages, context);
        let calls = calls.fallback(grpc::unknown);
        open(&mut built, "query-grpc", for_calls, calls, context);
    }
    let ended = grpc::end_health(health, context.shutdown.clone());
    context.tasks.spawn("query-health", ended);
    Ok(built)
}

/// Serves `router` until the process stops.
fn open(
    built: &mut Built,
    name: &'static str,
    listeners: Listeners,
    router: Router,
    context: &Context,
) {
    built.bound(name, listeners.addresses());
    let limits = Limits::default();
    let served = serve(listeners, router, context.shutdown.clone(), limits);
    let door = context.tasks.spawn(name, served);
    built.on_stop(name, async move {
        door.ended().await;
        Ok(())
    });
}

option_groups! {
    /// The options of the program `jaeger-query`.
    pub struct QueryRoleConfig {
        /// The query API.
        query: QueryConfig,
        /// Where spans are stored.
        backends: BackendsConfig,
    }
}

/// The program `jaeger-query`: shows what collectors stored.
#[derive(Debug)]
pub struct Query;

impl Role for Query {
    const NAME: &'static str = "jaeger-query";
    const ABOUT: &'static str = "Answers questions about stored traces, in Jaeger's query API.";
    const ADMIN_PORT: u16 = 16687;
    const METRICS_PREFIX: &'static str = "jaeger_query";
    const ACCEPTED: &'static [&'static [Accepted]] = &[ACCEPTED, jaeger_backends::ACCEPTED];
    type Config = QueryRoleConfig;

    async fn build(config: QueryRoleConfig, context: Context) -> anyhow::Result<Built> {
        let Opened { storage, mut built } =
            jaeger_backends::open(config.backends, &context).await?;
        built.append(build(config.query, storage, &context).await?);
        Ok(built)
    }
}
