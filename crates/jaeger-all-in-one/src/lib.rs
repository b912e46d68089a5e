#![doc = include_str!("../README.md")]

use std::sync::Arc;

use jaeger_backends::BackendsConfig;
use jaeger_collector::CollectorConfig;
use jaeger_query::QueryConfig;
use jaeger_sampling::SamplingConfig;
use jaeger_service::{Accepted, Built, Context, Role, option_groups};

option_groups! {
    /// The options of the program.
    pub struct Config {
        /// What it takes, and how.
        collector: CollectorConfig,
        /// What it answers, and how.
        query: QueryConfig,
        /// How clients are told to sample, and where they ask.
        sampling: SamplingConfig,
        /// Where spans are.
        backends: BackendsConfig,
    }
}

/// Options of the agent that Jaeger's all-in-one once had inside, accepted without being served.
const OF_THE_AGENT: &[Accepted] = &[Accepted {
    name: "reporter.*",
    instead: "datagrams go straight to the storage of this process",
}];

/// The program `jaeger-all-in-one`.
#[derive(Debug)]
pub struct AllInOne;

impl Role for AllInOne {
    const NAME: &'static str = "jaeger-all-in-one";
    const ABOUT: &'static str = "Receives, stores and shows traces in one process.";
    const ADMIN_PORT: u16 = 14269;
    const METRICS_PREFIX: &'static str = "jaeger";
    const ACCEPTED: &'static [&'static [Accepted]] = &[
        OF_THE_AGENT,
        jaeger_collector::ACCEPTED,
        jaeger_query::ACCEPTED,
        jaeger_sampling::ACCEPTED,
        jaeger_backends::ACCEPTED,
    ];
    type Config = Config;

    async fn build(config: Config, context: Context) -> anyhow::Result<Built> {
        let opened = jaeger_backends::open(config.backends, &context).await?;
        let storage = opened.storage;
        let mut built = opened.built;
        let query = Arc::clone(&storage);
        built.append(jaeger_query::build_as(Self::NAME, config.query, query, &context).await?);
        let sampling = jaeger_sampling::start(config.sampling, &context).await?;
        built.append(sampling.built);
        // The doors open last, and are the first to close.
        let strategies = &sampling.store;
        built.append(
            jaeger_collector::build(config.collector, strategies, &storage, &context).await?,
        );
        Ok(built)
    }
}
