//! Traces that somebody looks at, kept for a while.
//!
//! Who has opened a trace asks for its spans, searches in it and groups by its attributes, and means
//! what was shown: the version whose etag the question names. That version is answered from here,
//! without reading and ordering the trace again. Who names none, or one that is not here, gets the
//! trace as it is now.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use jaeger_model::{Tenant, TraceId};
use jaeger_service::Clock;
use jaeger_service::budget::{Budget, Grant};
use jaeger_storage::bearer_token::BearerToken;

use super::rows::Rows;

/// Whose trace it is and how it is shown.
///
/// Storage may show a trace to one user and not to another, so what one has read is kept from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Viewed {
    pub(super) tenant: Tenant,
    pub(super) token: Option<BearerToken>,
    pub(super) id: TraceId,
    pub(super) is_raw: bool,
}

/// The traces that are kept, the one asked for last in front.
#[derive(Debug)]
pub(crate) struct Views {
    clock: Arc<dyn Clock>,
    bytes_max: usize,
    kept: Arc<Mutex<VecDeque<Kept>>>,
}

#[derive(Debug)]
struct Kept {
    viewed: Viewed,
    rows: Arc<Rows>,
    /// For [`Rows::held_bytes`].
    _grant: Grant,
    asked: Duration,
}

impl Views {
    /// Keeps at most `bytes_max` bytes.
    pub(crate) fn new(clock: Arc<dyn Clock>, bytes_max: usize) -> Self {
        Self {
            clock,
            bytes_max,
            kept: Arc::default(),
        }
    }

    /// Returns the version of a trace that has this etag.
    pub(super) fn get(&self, viewed: &Viewed, etag: &str) -> Option<Arc<Rows>> {
        let mut kept = lock(&self.kept);
        let is_asked = |kept: &Kept| kept.viewed == *viewed && kept.rows.etag() == etag;
        let at = kept.iter().position(is_asked)?;
        let mut found = kept.remove(at)?;
        found.asked = self.clock.monotonic();
        let rows = Arc::clone(&found.rows);
        kept.push_front(found);
        Some(rows)
    }

    /// Keeps a version of a trace if there is room for it, until nobody has asked for a while.
    pub(super) fn keep(&self, viewed: Viewed, rows: &Arc<Rows>, replies: &Budget) {
        let bytes = rows.held_bytes();
        let mut grant = replies.grant();
        if bytes > self.bytes_max {
            return;
        }
        let mut kept = lock(&self.kept);
        kept.retain(|kept| kept.viewed != viewed);
        let held = |kept: &VecDeque<Kept>| -> usize {
            kept.iter().map(|kept| kept.rows.held_bytes()).sum()
        };
        while kept.len() >= KEPT_MAX || held(&kept) + bytes > self.bytes_max {
            kept.pop_back();
        }
        if grant.cover(bytes).is_err() {
            return;
        }
        let is_first = kept.is_empty();
        kept.push_front(Kept {
            viewed,
            rows: Arc::clone(rows),
            _grant: grant,
            asked: self.clock.monotonic(),
        });
        drop(kept);
        if is_first {
            let (clock, kept) = (Arc::clone(&self.clock), Arc::downgrade(&self.kept));
            tokio::spawn(drop_idle(clock, kept));
        }
    }
}

/// Drops what nobody asks for any longer, until nothing is left.
async fn drop_idle(clock: Arc<dyn Clock>, kept: Weak<Mutex<VecDeque<Kept>>>) {
    loop {
        tokio::time::sleep(IDLE_MAX).await;
        let Some(kept) = kept.upgrade() else { return };
        let now = clock.monotonic();
        let mut kept = lock(&kept);
        kept.retain(|kept| now.saturating_sub(kept.asked) < IDLE_MAX);
        if kept.is_empty() {
            return;
        }
    }
}

fn lock(kept: &Mutex<VecDeque<Kept>>) -> MutexGuard<'_, VecDeque<Kept>> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How long a trace is kept for which nobody asks.
const IDLE_MAX: Duration = Duration::from_secs(60);
/// Traces that are kept at once, however small.
const KEPT_MAX: usize = 32;

#[cfg(test)]
mod tests {
    use jaeger_service::ManualClock;
    use jaeger_service::metrics::Metrics;

    use super::*;
    use crate::adjust::fixture::{Sketch, trace};
    use crate::render::Rendering;

    fn rows(name: &str) -> Arc<Rows> {
        let sketch = Sketch {
            name,
            ..Sketch::default()
        };
        Arc::new(Rows::of(trace(&[sketch]), Rendering::Raw))
    }

    fn viewed(tenant: &str, is_raw: bool) -> Viewed {
        Viewed {
            tenant: Tenant::new(tenant),
            token: None,
            id: TraceId([7; 16]),
            is_raw,
        }
    }

    fn views(bytes_max: usize) -> (Views, Budget, Arc<ManualClock>) {
        let clock = Arc::new(ManualClock::at_ns(1));
        let gauge = Metrics::new().gauge("held_bytes", "Held.");
        let replies = Budget::new(1 << 20, gauge);
        let views = Views::new(Arc::<ManualClock>::clone(&clock), bytes_max);
        (views, replies, clock)
    }

    #[tokio::test]
    async fn a_version_is_for_who_has_read_it_and_names_it() {
        let (views, replies, _clock) = views(1 << 20);
        let (first, second) = (rows("first"), rows("second"));
        let mine = viewed("mine", false);
        views.keep(mine.clone(), &first, &replies);
        let of_token = Viewed {
            token: BearerToken::new("secret"),
            ..mine.clone()
        };
        let cases = [
            (&mine, first.etag(), true),
            (&mine, second.etag(), false),
            (&mine, "", false),
            (&viewed("other", false), first.etag(), false),
            (&viewed("mine", true), first.etag(), false),
            (&of_token, first.etag(), false),
        ];
        for (viewed, etag, is_there) in cases {
            let found = views.get(viewed, etag).is_some();
            assert_eq!(found, is_there, "{viewed:?} {etag}");
        }
        // A newer version takes the place of the one before.
        views.keep(mine.clone(), &second, &replies);
        assert!(views.get(&mine, second.etag()).is_some());
        assert!(views.get(&mine, first.etag()).is_none());
    }

    #[tokio::test]
    async fn room_is_made_by_who_was_asked_for_longest_ago() {
        let one = rows("one");
        let (views, replies, _clock) = views(2 * one.held_bytes());
        let [a, b, c] = ["a", "b", "c"].map(|tenant| viewed(tenant, false));
        views.keep(a.clone(), &one, &replies);
        views.keep(b.clone(), &one, &replies);
        assert!(views.get(&a, one.etag()).is_some());
        views.keep(c.clone(), &one, &replies);
        let there = [&a, &b, &c].map(|viewed| views.get(viewed, one.etag()).is_some());
        assert_eq!(there, [true, false, true]);
        let long = rows(&"long".repeat(1_000));
        views.keep(b.clone(), &long, &replies);
        assert!(views.get(&b, long.etag()).is_none());
        assert!(views.get(&a, one.etag()).is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn what_nobody_asks_for_is_dropped() {
        let (views, replies, clock) = views(1 << 20);
        let one = rows("one");
        let [a, b] = ["a", "b"].map(|tenant| viewed(tenant, false));
        views.keep(a.clone(), &one, &replies);
        views.keep(b.clone(), &one, &replies);
        clock.advance(IDLE_MAX / 2);
        tokio::time::sleep(IDLE_MAX / 2).await;
        assert!(views.get(&b, one.etag()).is_some());
        clock.advance(IDLE_MAX / 2);
        tokio::time::sleep(IDLE_MAX).await;
        let there = [&a, &b].map(|viewed| views.get(viewed, one.etag()).is_some());
        assert_eq!(there, [false, true]);
        assert_eq!(Arc::strong_count(&one), 2);
        clock.advance(IDLE_MAX);
        tokio::time::sleep(IDLE_MAX).await;
        assert_eq!(Arc::strong_count(&one), 1);
    }
}
