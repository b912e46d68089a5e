//! The query service as a part of any process, and as a process of its own.

use std::sync::Arc;

use anyhow::Context as _;
use jaeger_backends::{BackendsConfig, Opened};
use jaeger_service::server::{Limits, Listeners, serve};
use jaeger_service::{Accepted, Built, Context, Role, option_groups};
use jaeger_storage::Storage;

use crate::api::Api;
use crate::config::{ACCEPTED, QueryConfig};
use crate::door;

/// Binds the door `query-http` and serves what `storage` holds until the process stops.
///
/// # Errors
/// If the options contradict each other or the address cannot be bound.
pub async fn build(
    config: QueryConfig,
    storage: Arc<Storage>,
    context: &Context,
) -> anyhow::Result<Built> {
    let api = Api::new(&config, storage, context)?;
    let listeners = Listeners::bind(&config.http.host_port)
        .await
        .context("failed to open the query port")?;
    let mut built = Built::new();
    built.bound("query-http", listeners.addresses());
    let served = serve(
        listeners,
        door::router(api),
        context.shutdown.clone(),
        Limits::default(),
    );
    let door = context.tasks.spawn("query-http", served);
    built.on_stop("query-http", async move {
        door.ended().await;
        Ok(())
    });
    Ok(built)
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
