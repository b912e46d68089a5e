//! The strategies that hold now, and reading them again.
//!
//! What cannot be read or understood never replaces what holds: a web server that says 503 does not
//! send every client back to the default, as it does with Jaeger.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use jaeger_service::Metrics;
use parking_lot::RwLock;
use tokio::sync::Mutex;
use tracing::{error, info, warn};

use crate::answer::SamplingStrategyResponse;
use crate::config::StrategiesConfig;
use crate::metrics::StoreMetrics;
use crate::parse::parse;
use crate::source::{Content, LoadError, Source};
use crate::strategies::Strategies;

/// The strategies that hold now.
#[derive(Debug)]
pub struct StrategyStore {
    source: Source,
    default_probability: f64,
    strategies: RwLock<Arc<Strategies>>,
    /// The bytes that the strategies were read from; held while they are read again.
    read: Mutex<Option<Bytes>>,
    metrics: StoreMetrics,
}

/// What became of reading the strategies again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reload {
    /// There are others now.
    Changed,
    /// They are the same.
    Unchanged,
    /// There were none to be had, so the old ones hold.
    Failed,
}

impl Reload {
    /// The value of the label `result`.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Failed => "failed",
        }
    }
}

impl StrategyStore {
    /// Reads the strategies for the first time. A web server that says 503 leaves the default
    /// probability to every service until it has some.
    ///
    /// # Errors
    /// If they cannot be read or mean nothing.
    pub async fn open(config: &StrategiesConfig, metrics: &Metrics) -> anyhow::Result<Self> {
        let source = Source::parse(&config.file)?;
        let default_probability = config.default_probability;
        let mut strategies = Strategies::without_file(default_probability);
        let mut read = None;
        match source.read().await? {
            Content::Bytes(bytes) => {
                strategies = understood(&bytes, default_probability, &source)?;
                read = Some(bytes);
            }
            Content::NotNow => {
                warn!(%source, default_probability, "no sampling strategies yet, using the default");
            }
        }
        let services = strategies.services();
        info!(%source, services, default_probability, "sampling strategies loaded");
        Ok(Self {
            source,
            default_probability,
            strategies: RwLock::new(Arc::new(strategies)),
            read: Mutex::new(read),
            metrics: StoreMetrics::new(metrics),
        })
    }

    /// Returns how `service` is sampled.
    pub fn answer(&self, service: &str) -> SamplingStrategyResponse {
        let strategies = Arc::clone(&self.strategies.read());
        strategies.answer(service)
    }

    /// Reads the strategies again.
    pub async fn reload(&self) -> Reload {
        let result = match self.try_reload().await {
            Ok(result) => result,
            Err(error) => {
                let error = format!("{:#}", anyhow::Error::from(error));
                error!(
                    error,
                    "failed to reload the sampling strategies, the old ones hold"
                );
                Reload::Failed
            }
        };
        self.metrics.count(result);
        result
    }

    async fn try_reload(&self) -> Result<Reload, LoadError> {
        let mut read = self.read.lock().await;
        let Content::Bytes(bytes) = self.source.read().await? else {
            warn!(source = %self.source, "no sampling strategies now, the old ones hold");
            return Ok(Reload::Failed);
        };
        if read.as_ref() == Some(&bytes) {
            return Ok(Reload::Unchanged);
        }
        let strategies = understood(&bytes, self.default_probability, &self.source)?;
        info!(source = %self.source, services = strategies.services(), "sampling strategies changed");
        *self.strategies.write() = Arc::new(strategies);
        *read = Some(bytes);
        Ok(Reload::Changed)
    }

    /// Reads the strategies again and again.
    pub(crate) async fn reload_every(&self, interval: Duration) {
        loop {
            tokio::time::sleep(interval).await;
            self.reload().await;
        }
    }
}

fn understood(
    bytes: &[u8],
    default_probability: f64,
    source: &Source,
) -> Result<Strategies, LoadError> {
    let parsed = parse(bytes, default_probability).map_err(|cause| LoadError::Parse {
        place: source.to_string(),
        cause,
    })?;
    for notice in &parsed.notices {
        warn!(%source, "sampling strategies: {notice}");
    }
    Ok(parsed.strategies)
}
