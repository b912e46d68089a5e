#![doc = include_str!("../README.md")]

mod grpc;
mod pipeline;
mod spans;

use std::sync::Arc;
use std::time::Duration;

use jaeger_backends::BackendsConfig;
use jaeger_receivers::{Beside, ReceiversConfig};
use jaeger_sampling::{StrategiesConfig, StrategyStore};
use jaeger_service::{Accepted, Built, Context, Role, option_groups, options};
use jaeger_storage::Storage;

use crate::pipeline::Pipeline;
pub use crate::pipeline::{Redactions, StepsConfig, TagList};

option_groups! {
    /// What the collector takes, and how.
    pub struct CollectorConfig {
        /// The doors.
        receivers: ReceiversConfig,
        /// Between the doors and the storage.
        pipeline: PipelineConfig,
        /// What is done to spans there.
        steps: StepsConfig,
    }
}

options! {
    /// What happens between the doors and the storage.
    pub struct PipelineConfig {
        /// How long a batch may take to be written before its client is told that the outcome is
        /// unknown.
        "collector.write-timeout" write_timeout: Duration = Duration::from_secs(8),
    }
}

option_groups! {
    /// The options of the program.
    pub struct Config {
        /// What it takes, and how.
        collector: CollectorConfig,
        /// How clients are told to sample.
        strategies: StrategiesConfig,
        /// Where spans go.
        backends: BackendsConfig,
    }
}

/// Options of Jaeger's collector that are accepted without being served.
pub const ACCEPTED: &[Accepted] = &[
    Accepted {
        name: "collector.zipkin.keep-alive",
        instead: "connections are kept alive until they are idle",
    },
    Accepted {
        name: "collector.grpc-server.max-connection-age-grace",
        instead: "requests under way end by themselves",
    },
    Accepted {
        name: "collector.queue-size",
        instead: "there is no queue, a reply waits for the write",
    },
    Accepted {
        name: "collector.num-workers",
        instead: "there is no queue, a reply waits for the write",
    },
    Accepted {
        name: "collector.queue-size-memory",
        instead: "there is no queue, a reply waits for the write",
    },
    Accepted {
        name: "collector.enable-span-size-metrics",
        instead: "jaeger_collector_spans_bytes is always counted",
    },
    Accepted {
        name: "collector.http-server.idle-timeout",
        instead: "collector.http-server.read-header-timeout bounds idle connections, too",
    },
    Accepted {
        name: "collector.otlp.http.idle-timeout",
        instead: "collector.otlp.http.read-header-timeout bounds idle connections, too",
    },
    Accepted {
        name: "collector.otlp.grpc.max-connection-age-grace",
        instead: "requests under way end by themselves",
    },
];

/// Opens every door and writes what comes in to `storage`; clients that ask how to sample are
/// answered from `strategies`.
///
/// # Errors
/// If a door cannot be opened.
pub async fn build(
    config: CollectorConfig,
    strategies: &Arc<StrategyStore>,
    storage: &Storage,
    context: &Context,
) -> anyhow::Result<Built> {
    let pipeline = Pipeline::new(
        Arc::clone(&storage.writer),
        config.pipeline.write_timeout,
        config.steps,
        context,
    );
    let mut built = Built::new();
    let writes = pipeline.clone();
    built.on_stop("writes", async move {
        writes.drained().await;
        Ok(())
    });
    let beside = Beside {
        thrift_http: jaeger_sampling::api_sampling(Arc::clone(strategies), &context.metrics),
        jaeger_grpc: grpc::router(Arc::clone(strategies)).await?,
    };
    let sink = Arc::new(pipeline);
    built.append(jaeger_receivers::start(config.receivers, beside, sink, context).await?);
    Ok(built)
}

/// The program `jaeger-collector`.
#[derive(Debug)]
pub struct Collector;

impl Role for Collector {
    const NAME: &'static str = "jaeger-collector";
    const ABOUT: &'static str = "Receives spans and writes them to a storage.";
    const ADMIN_PORT: u16 = 14269;
    const METRICS_PREFIX: &'static str = "jaeger_collector";
    const ACCEPTED: &'static [&'static [Accepted]] = &[
        ACCEPTED,
        jaeger_sampling::ACCEPTED,
        jaeger_backends::ACCEPTED,
    ];
    type Config = Config;

    async fn build(config: Config, context: Context) -> anyhow::Result<Built> {
        let opened = jaeger_backends::open(config.backends, &context).await?;
        let sampling = jaeger_sampling::open(config.strategies, &context).await?;
        let mut built = opened.built;
        built.append(sampling.built);
        let (strategies, storage) = (&sampling.store, &opened.storage);
        built.append(build(config.collector, strategies, storage, &context).await?);
        Ok(built)
    }
}
