//! Opens the strategies, then the agent's port.

use std::sync::Arc;

use jaeger_service::server::{Limits, Listeners, serve as serve_connections};
use jaeger_service::{Built, Context};

use crate::config::{SamplingConfig, SamplingHttpConfig, StrategiesConfig};
use crate::door::router;
use crate::store::StrategyStore;

/// Strategies that can be asked for.
#[derive(Debug)]
pub struct Started {
    /// Who has which.
    pub store: Arc<StrategyStore>,
    /// Where they can be asked for, and how that ends.
    pub built: Built,
}

/// Opens the strategies and serves them at the agent's port until `context.shutdown`.
///
/// # Errors
/// If the strategies cannot be loaded or the port cannot be bound.
pub async fn start(config: SamplingConfig, context: &Context) -> anyhow::Result<Started> {
    let Started { store, mut built } = open(config.strategies, context).await?;
    built.append(serve(&config.http, Arc::clone(&store), context).await?);
    Ok(Started { store, built })
}

/// Opens the strategies, and reads them again as often as `config` says. No port is bound.
///
/// # Errors
/// If they cannot be loaded.
pub async fn open(config: StrategiesConfig, context: &Context) -> anyhow::Result<Started> {
    let store = Arc::new(StrategyStore::open(&config, &context.metrics).await?);
    let mut built = Built::new();
    let interval = config.reload_interval;
    if !interval.is_zero() && !config.file.is_empty() {
        let reloaded = Arc::clone(&store);
        let shutdown = context.shutdown.clone();
        let reloading = async move {
            tokio::select! {
                () = shutdown.cancelled() => {}
                () = reloaded.reload_every(interval) => {}
            }
        };
        let name = "sampling-strategies-reload";
        let task = context.tasks.spawn(name, reloading);
        built.on_stop(name, async move {
            task.ended().await;
            Ok(())
        });
    }
    Ok(Started { store, built })
}

/// Serves `store` at the agent's port until `context.shutdown`.
///
/// # Errors
/// If the port cannot be bound.
pub async fn serve(
    config: &SamplingHttpConfig,
    store: Arc<StrategyStore>,
    context: &Context,
) -> anyhow::Result<Built> {
    let listeners = Listeners::bind(&config.host_port).await?;
    let mut built = Built::new();
    if listeners.is_empty() {
        return Ok(built);
    }
    let name = "sampling-http";
    built.bound(name, listeners.addresses());
    let router = router(store, &context.metrics);
    let shutdown = context.shutdown.clone();
    let serving = serve_connections(listeners, router, shutdown, Limits::default());
    let task = context.tasks.spawn(name, serving);
    built.on_stop(name, async move {
        task.ended().await;
        Ok(())
    });
    Ok(built)
}
