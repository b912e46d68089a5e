//! Points in time.

/// Nanoseconds since 1970-01-01 UTC, as in OTLP.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(pub u64);

impl Timestamp {
    /// The last representable moment, in the year 2554.
    pub const MAX: Self = Self(u64::MAX);

    /// From microseconds, the unit of Jaeger's formats; `None` when it overflows.
    pub fn from_micros(micros: u64) -> Option<Self> {
        micros.checked_mul(1_000).map(Self)
    }

    /// Whole microseconds, rounded down.
    pub fn as_micros(self) -> u64 {
        self.0 / 1_000
    }

    /// Nanoseconds from `earlier` to this, zero when it is not earlier.
    pub fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}
