//! How many bytes all requests under way may hold together.
//!
//! Nobody waits here: a request that gets no bytes is refused at once and may come again, since a
//! request that waits holds what it got so far. What a byte stands for is the user's to say; memory
//! that is a small multiple of it need not be counted on its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::metrics::Gauge;

/// Bytes that requests share. Clones are one budget.
#[derive(Debug, Clone)]
pub struct Budget {
    shared: Arc<Shared>,
}

/// Bytes that one request holds, given back when dropped.
#[derive(Debug)]
pub struct Grant {
    shared: Arc<Shared>,
    bytes: usize,
}

/// Why there are no bytes to be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotGranted {
    /// More than all of the budget, so coming again is of no use.
    #[error("larger than the {0} bytes that all requests may hold")]
    Never(usize),
    /// Others hold them.
    #[error("too many bytes are under way, try again")]
    NotNow,
}

#[derive(Debug)]
struct Shared {
    bytes_max: usize,
    bytes: AtomicUsize,
    /// Shows `bytes`.
    gauge: Gauge,
}

impl Budget {
    /// A budget of so many bytes, of which `gauge` shows those that are held.
    pub fn new(bytes_max: usize, gauge: Gauge) -> Self {
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
    pub fn grant(&self) -> Grant {
        Grant {
            shared: Arc::clone(&self.shared),
            bytes: 0,
        }
    }
}

impl Grant {
    /// A grant of nothing yet from the same budget.
    pub fn another(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            bytes: 0,
        }
    }

    /// Makes this a grant of at least `bytes`.
    ///
    /// # Errors
    /// When they cannot be had; the grant stays as it is.
    pub fn cover(&mut self, bytes: usize) -> Result<(), NotGranted> {
        if bytes <= self.bytes {
            return Ok(());
        }
        let bytes_max = self.shared.bytes_max;
        if bytes > bytes_max {
            return Err(NotGranted::Never(bytes_max));
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
    fn take(&self, bytes: usize) -> Result<(), NotGranted> {
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
            Err(_) => Err(NotGranted::NotNow),
        }
    }
}

fn as_i64(bytes: usize) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

/// Bytes are granted in multiples of this.
pub const STEP: usize = 64 << 10;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::Metrics;

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
        assert_eq!(first.cover(STEP + 1), Err(NotGranted::NotNow));
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
        let never = Err(NotGranted::Never(STEP + 10));
        assert_eq!(grant.cover(STEP + 11), never);
        grant.cover(STEP + 10).unwrap();
        assert_eq!(gauge.get(), STEP as i64 + 10);
    }
}
