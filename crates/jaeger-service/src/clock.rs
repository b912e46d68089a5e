//! Time, injected. Nothing else in the workspace asks the system what time it is.
//!
//! Wall-clock time is u64 nanoseconds since 1970; it may jump. Spans of time are measured with
//! [`Clock::monotonic`], which only grows.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Tells the time.
pub trait Clock: fmt::Debug + Send + Sync {
    /// Returns nanoseconds since 1970, UTC.
    fn now_ns(&self) -> u64;

    /// Returns the time since some fixed point of this clock.
    fn monotonic(&self) -> Duration;
}

/// The clock of the system.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock {
    started: Instant,
}

impl SystemClock {
    /// Returns the clock of the system; its monotonic time starts now.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one clock that asks the system"
    )]
    pub fn new() -> Self {
        Self {
            started: Instant::now(),
        }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one clock that asks the system"
    )]
    fn now_ns(&self) -> u64 {
        let since_1970 = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        u64::try_from(since_1970.as_nanos()).unwrap_or(u64::MAX)
    }

    fn monotonic(&self) -> Duration {
        self.started.elapsed()
    }
}

/// A clock that stands still until a test moves it.
#[derive(Debug)]
pub struct ManualClock {
    started_ns: u64,
    now_ns: AtomicU64,
}

impl ManualClock {
    /// Returns a clock that stands at `now_ns`.
    pub const fn at_ns(now_ns: u64) -> Self {
        Self {
            started_ns: now_ns,
            now_ns: AtomicU64::new(now_ns),
        }
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: Duration) {
        let by_ns = u64::try_from(by.as_nanos()).unwrap_or(u64::MAX);
        self.now_ns.fetch_add(by_ns, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now_ns(&self) -> u64 {
        self.now_ns.load(Ordering::SeqCst)
    }

    fn monotonic(&self) -> Duration {
        Duration::from_nanos(self.now_ns() - self.started_ns)
    }
}

/// Returns a time as Go's RFC3339Nano writes it: `2024-02-29T12:00:00.5Z`.
pub fn rfc3339(ns: u64) -> String {
    let (seconds, fraction_ns) = (ns / NS_PER_SECOND, ns % NS_PER_SECOND);
    let (year, month, day) = civil_date(seconds / SECONDS_PER_DAY);
    let of_day = seconds % SECONDS_PER_DAY;
    let (hour, minute, second) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
    let fraction = format!(".{fraction_ns:09}");
    let fraction = fraction.trim_end_matches('0').trim_end_matches('.');
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z")
}

/// Howard Hinnant's `civil_from_days`: years begin in March, so that the leap day comes last.
const fn civil_date(days_since_1970: u64) -> (u64, u64, u64) {
    let days = days_since_1970 + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let leap_days = day_of_era / 1_460 + day_of_era / 146_096 - day_of_era / 36_524;
    let year_of_era = (day_of_era - leap_days) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 {
        march_month + 3
    } else {
        march_month - 9
    };
    let year = era * 400 + year_of_era + if month <= 2 { 1 } else { 0 };
    (year, month, day)
}

const NS_PER_SECOND: u64 = 1_000_000_000;
const SECONDS_PER_DAY: u64 = 86_400;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_times_as_go_does() {
        let check = |ns: u64, text: &str| assert_eq!(rfc3339(ns), text);
        check(0, "1970-01-01T00:00:00Z");
        check(951_782_400_000_000_000, "2000-02-29T00:00:00Z");
        check(1_709_251_199_500_000_000, "2024-02-29T23:59:59.5Z");
        check(1_735_689_599_000_000_001, "2024-12-31T23:59:59.000000001Z");
        check(u64::MAX, "2554-07-21T23:34:33.709551615Z");
    }

    #[test]
    fn a_manual_clock_moves_only_when_told() {
        let clock = ManualClock::at_ns(5);
        assert_eq!((clock.now_ns(), clock.monotonic()), (5, Duration::ZERO));
        clock.advance(Duration::from_nanos(7));
        assert_eq!(
            (clock.now_ns(), clock.monotonic()),
            (12, Duration::from_nanos(7))
        );
    }
}
