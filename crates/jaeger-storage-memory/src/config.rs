//! The bounds of the memory backend.

/// How much a tenant may keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Config {
    /// Traces; 0 for no bound (Jaeger's `memory.max-traces`).
    pub traces_max: usize,
    /// Bytes of spans with what is kept beside them.
    pub bytes_max: usize,
    /// Names of services.
    pub services_max: usize,
    /// Operations of all services.
    pub operations_max: usize,
    /// Whether the figures of the Monitor page are counted, for which an eighth of the bytes is there.
    pub metrics: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            traces_max: 0,
            bytes_max: 1 << 30,
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
}
