//! Which backend is wanted, and the options of each.

use jaeger_service::options::{ByteSize, ConfigError};
use jaeger_service::{Accepted, option_groups, options};

option_groups! {
    /// Where spans are stored.
    pub struct BackendsConfig {
        /// Which backend.
        storage: StorageConfig,
        /// The memory backend.
        memory: MemoryConfig,
    }
}

options! {
    /// Which backend stores spans, and what is kept of them besides.
    pub struct StorageConfig {
        /// Where spans are stored: memory. badger is accepted and means memory until there is a
        /// store on disk.
        env "SPAN_STORAGE_TYPE" span_storage: Vec<String> = vec![String::from("memory")],
        /// Where the figures of the Monitor page come from: builtin counts the spans as they are
        /// stored; empty is nowhere, as in Jaeger. prometheus is not served yet.
        env "METRICS_STORAGE_TYPE" metrics_storage: String = String::new(),
    }
    validate Self::is_possible
}

options! {
    /// What the memory backend keeps; the oldest traces go first.
    pub struct MemoryConfig {
        /// Traces of each tenant at most; 0 for no bound.
        "memory.max-traces" traces_max: usize = 0,
        /// Bytes at most, of the spans of all tenants and what is kept beside them; half of the
        /// memory that the process may use unless given. The tenant that has the most makes room.
        /// One trace may have half of them: what comes beyond is dropped and counted. The archive
        /// may take an eighth of them more.
        "memory.max-bytes" bytes_max: Option<ByteSize> = None,
        /// Tenants at most; 0 for no bound. What more of them send is refused.
        "memory.max-tenants" tenants_max: usize = 1_000,
    }
}

/// A backend that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpanStorage {
    /// Memory.
    Memory,
    /// What Jaeger's manifests for one machine ask for.
    Badger,
}

/// Options of Jaeger's backends that are accepted without being served.
pub const ACCEPTED: &[Accepted] = &[Accepted {
    name: "badger.*",
    instead: "there is no store on disk yet, spans are kept in memory",
}];

/// What Jaeger has besides.
const NOT_SERVED: [&str; 7] = [
    "blackhole",
    "cassandra",
    "elasticsearch",
    "grpc",
    "grpc-plugin",
    "kafka",
    "opensearch",
];

impl StorageConfig {
    /// Returns the backend that was asked for.
    pub fn selected(&self) -> SpanStorage {
        match self.span_storage.first().map(String::as_str) {
            Some("badger") => SpanStorage::Badger,
            _ => SpanStorage::Memory,
        }
    }

    /// Returns whether calls, errors and durations are counted while spans are stored.
    pub fn keeps_figures(&self) -> bool {
        self.metrics_storage == "builtin"
    }

    fn is_possible(&self) -> Result<(), ConfigError> {
        self.is_served()?;
        let asked = self.metrics_storage.as_str();
        let why = match asked {
            "" | "builtin" => return Ok(()),
            "prometheus" | "elasticsearch" | "opensearch" => "not served yet, only builtin is",
            _ => "unknown storage of metrics, expected builtin or nothing",
        };
        Err(ConfigError::contradiction(format!(
            "METRICS_STORAGE_TYPE={asked}: {why}"
        )))
    }

    fn is_served(&self) -> Result<(), ConfigError> {
        let refused = |why: &str| {
            let asked = self.span_storage.join(",");
            Err(ConfigError::contradiction(format!(
                "SPAN_STORAGE_TYPE={asked}: {why}"
            )))
        };
        let [kind] = self.span_storage.as_slice() else {
            return refused("exactly one storage can be served");
        };
        match kind.as_str() {
            "memory" | "badger" => Ok(()),
            kind if NOT_SERVED.contains(&kind) => {
                refused("not served yet, only memory (and badger, which means memory) is")
            }
            _ => refused("unknown storage, expected memory or badger"),
        }
    }
}
