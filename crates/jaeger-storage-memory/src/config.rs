//! The bounds of the memory backend.

/// How much may be kept: by all tenants together but where it says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Config {
    /// Traces of each tenant; 0 for no bound (Jaeger's `memory.max-traces`).
    pub traces_max: usize,
    /// Bytes of spans with what is kept beside them. One trace may have half of them.
    pub bytes_max: usize,
    /// Tenants; 0 for no bound.
    pub tenants_max: usize,
    /// Names of services of each tenant.
    pub services_max: usize,
    /// Operations of all services of each tenant.
    pub operations_max: usize,
    /// Whether the figures of the Monitor page are counted, for which each tenant may have an
    /// eighth of the bytes.
    pub metrics: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            traces_max: 0,
            bytes_max: 1 << 30,
            tenants_max: 1_000,
            services_max: 10_000,
            operations_max: 100_000,
            metrics: true,
        }
    }
}

impl Config {
    /// The bounds of the archive beside a store with these: an eighth of the bytes, and no
    /// figures.
    pub fn archive(self) -> Self {
        Self {
            bytes_max: self.bytes_max / 8,
            metrics: false,
            ..self
        }
    }

    /// Bytes of one trace.
    pub(crate) fn trace_bytes_max(&self) -> usize {
        self.bytes_max / 2
    }
}
