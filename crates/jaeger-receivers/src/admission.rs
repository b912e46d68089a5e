//! How many bytes all requests under way may hold together.
//!
//! Nobody waits here: a request that gets no bytes is refused at once and may come again, since a
//! request that waits holds what it got so far. What is counted is what was received and what it
//! inflates to; what is decoded from that is bounded by a small multiple of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jaeger_service::metrics::Gauge;

use crate::sink::{Cause, Refusal};

/// The bytes of all doors. Clones share them.
#[derive(Clone)]
pub(crate) struct Budget {
    shared: Arc<Shared>,
}

/// Bytes that one request holds, given back when dropped.
pub(crate) struct Grant {
    shared: Arc<Shared>,
    bytes: usize,
}

struct Shared {
    bytes_max: usize,
    bytes: AtomicUsize,
    /// Shows `bytes`.
    gauge: Gauge,
}

impl Budget {
    /// A budget of so many bytes, of which `gauge` shows those that are held.
    pub(crate) fn new(bytes_max: usize, gauge: Gauge) -> Self {
        let shared = Shared {
            bytes_max,
            bytes: AtomicUsize::new(0),
            gauge,
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// A grant of nothing yet.
    pub(crate) fn grant(&self) -> Grant {
        Grant {
            shared: Arc::clone(&self.shared),
            bytes: 0,
        }
    }
}

impl Grant {
    /// A grant of nothing yet from the same budget.
    pub(crate) fn another(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            bytes: 0,
        }
    }

    /// Makes this a grant of at least `bytes`, or refuses and leaves it as it is.
    pub(crate) fn cover(&mut self, bytes: usize) -> Result<(), Refusal> {
        if bytes <= self.bytes {
            return Ok(());
        }
        let bytes_max = self.shared.bytes_max;
        if bytes > bytes_max {
            // It would be refused just the same when it comes again.
            let message = format!("larger than the {bytes_max} bytes that all requests may hold");
            return Err(Refusal::new(Cause::TooLarge, message));
        }
        let wanted = bytes.div_ceil(STEP).saturating_mul(STEP).min(bytes_max);
        self.shared.take(wanted - self.bytes)?;
        self.bytes = wanted;
        Ok(())
    }
}

impl Drop for Grant {
    fn drop(&mut self) {
        self.shared.bytes.fetch_sub(self.bytes, Ordering::AcqRel);
        self.shared.gauge.sub(as_i64(self.bytes));
    }
}

impl Shared {
    fn take(&self, bytes: usize) -> Result<(), Refusal> {
        let with_these = |held: usize| {
            held.checked_add(bytes)
                .filter(|held| *held <= self.bytes_max)
        };
        let taken = self
            .bytes
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, with_these);
        match taken {
            Ok(_) => {
                self.gauge.add(as_i64(bytes));
                Ok(())
            }
            Err(_) => Err(Refusal::new(
                Cause::Overloaded,
                "too many bytes are under way, try again",
            )),
        }
    }
}

fn as_i64(bytes: usize) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

/// Bytes are granted in multiples of this.
pub(crate) const STEP: usize = 64 << 10;

#[cfg(test)]
mod tests {
    use jaeger_service::Metrics;

    use super::*;

    fn budget(bytes_max: usize) -> (Budget, Gauge) {
        let gauge = Metrics::new().gauge("held_bytes", "Held.");
        (Budget::new(bytes_max, gauge.clone()), gauge)
    }

    #[test]
    fn grants_in_steps_until_nothing_is_left() {
        let (budget, gauge) = budget(3 * STEP);
        let mut first = budget.grant();
        first.cover(1).unwrap();
        first.cover(STEP).unwrap();
        assert_eq!(gauge.get(), STEP as i64);
        let mut second = first.another();
        second.cover(2 * STEP).unwrap();
        let refusal = first.cover(STEP + 1).unwrap_err();
        assert_eq!(refusal.cause, Cause::Overloaded);
        assert_eq!(gauge.get(), 3 * STEP as i64);
        drop(second);
        first.cover(3 * STEP).unwrap();
        drop(first);
        assert_eq!(gauge.get(), 0);
    }

    #[test]
    fn what_can_never_fit_is_too_large() {
        let (budget, gauge) = budget(STEP + 10);
        let mut grant = budget.grant();
        assert_eq!(grant.cover(STEP + 11).unwrap_err().cause, Cause::TooLarge);
        grant.cover(STEP + 10).unwrap();
        assert_eq!(gauge.get(), STEP as i64 + 10);
    }
}
