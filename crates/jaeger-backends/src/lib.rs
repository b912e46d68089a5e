#![doc = include_str!("../README.md")]

mod config;

use std::sync::Arc;

use jaeger_service::{Built, Context, memory};
use jaeger_storage::{Storage, metered};
use jaeger_storage_memory::{Config, MemoryStorage};
use tracing::warn;

pub use config::{ACCEPTED, BackendsConfig, MemoryConfig, SpanStorage, StorageConfig};

/// A storage that is open.
#[derive(Debug)]
pub struct Opened {
    /// What it can do; every call is counted and timed.
    pub storage: Arc<Storage>,
    /// How it is taken down.
    pub built: Built,
}

/// Opens the storage that `config` asks for.
///
/// # Errors
/// If it cannot be opened, with what to do about it.
#[expect(
    clippy::unused_async,
    reason = "every backend but memory waits for a disk or a server"
)]
pub async fn open(config: BackendsConfig, context: &Context) -> anyhow::Result<Opened> {
    if config.storage.selected() == SpanStorage::Badger {
        warn!(
            "SPAN_STORAGE_TYPE=badger: spans are kept in memory and lost on exit, there is no store on disk yet"
        );
    }
    let storage = MemoryStorage::open(memory_config(&config), &context.metrics, &context.clock);
    Ok(Opened {
        storage: Arc::new(metered(storage, "memory", &context.metrics, &context.clock)),
        built: Built::new(),
    })
}

fn memory_config(config: &BackendsConfig) -> Config {
    let options = &config.memory;
    let half = || usize::try_from(memory::limit_bytes() / 2).unwrap_or(usize::MAX);
    Config {
        traces_max: options.traces_max,
        bytes_max: options
            .bytes_max
            .map_or_else(half, |bytes| bytes.as_usize()),
        tenants_max: options.tenants_max,
        metrics: config.storage.keeps_figures(),
        ..Config::default()
    }
}
