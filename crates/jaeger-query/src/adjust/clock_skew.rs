//! Times of hosts whose clocks disagree.
//!
//! A child that another host reports outside of its parent is moved into it, with everything below it on its host. How
//! far spans may move is a setting; a span that would have to move further stays and says so. Spans in a cycle of
//! parents have no root to compare with and stay as they are.

use std::time::Duration;

use jaeger_model::duration;

use super::family::{Family, NONE};
use super::{Shown, Warnings};

/// Moves spans by at most `max`; zero moves none.
pub(super) fn correct(
    spans: &mut [Shown],
    family: &Family,
    max: Duration,
    warnings: &mut Warnings,
) {
    let mut clocks = Clocks::of(spans, family, warnings);
    let mut below = Vec::new();
    for first in (0..).take(spans.len()) {
        // Up to the first whose clock is known, and down again.
        let mut index = first;
        while clocks.get(index) == Some(Clock::Unknown) {
            clocks.set(index, Clock::Asked);
            below.push(index);
            index = family.parent(index);
        }
        // Who comes back to itself goes round a cycle.
        let mut above = match clocks.get(index) {
            Some(Clock::Asked) => Some((Clock::Outside, None)),
            Some(known) => spans
                .get(index as usize)
                .map(|span| (known, Some(Reference::of(span)))),
            None => None,
        };
        while let Some(index) = below.pop() {
            let Some(span) = spans.get_mut(index as usize) else {
                continue;
            };
            let clock = match above {
                None => Clock::Ahead(0),
                Some((Clock::Ahead(delta_ns), Some(parent))) => match parent.is_beside(span) {
                    true => Clock::Ahead(delta_ns),
                    false => Clock::Ahead(Period::of(span).delta_ns_into(parent.period)),
                },
                Some(_) => Clock::Outside,
            };
            if let Clock::Ahead(delta_ns) = clock {
                shift(span, delta_ns, max, warnings);
            }
            clocks.set(index, clock);
            above = Some((clock, Some(Reference::of(span))));
        }
    }
}

/// What is known of the clock that a span was timed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Clock {
    Unknown,
    /// Somebody is finding it out.
    Asked,
    /// There is nothing to compare it with.
    Outside,
    /// Times of the span are right once moved by so many ns.
    Ahead(i64),
}

/// The clocks of spans, by their places.
struct Clocks(Vec<Clock>);

impl Clocks {
    /// Says of spans which can not be compared with a parent that this is so.
    fn of(spans: &[Shown], family: &Family, warnings: &mut Warnings) -> Self {
        let mut clocks = Self(vec![Clock::Unknown; spans.len()]);
        for repeated in family.repeated() {
            clocks.set(repeated.index, Clock::Outside);
            if let Some(span) = spans.get(repeated.index as usize) {
                let warning = "duplicate span IDs; skipping clock skew adjustment";
                warnings.add(span, warning.to_owned());
            }
        }
        for (span, index) in spans.iter().zip(0..) {
            if let Some(parent) = span.parent_span_id
                && family.parent(index) == NONE
                && clocks.get(index) == Some(Clock::Unknown)
            {
                let warning =
                    format!("invalid parent span IDs={parent}; skipping clock skew adjustment");
                warnings.add(span, warning);
            }
        }
        clocks
    }

    fn get(&self, index: u32) -> Option<Clock> {
        self.0.get(index as usize).copied()
    }

    fn set(&mut self, index: u32, clock: Clock) {
        if let Some(known) = self.0.get_mut(index as usize) {
            *known = clock;
        }
    }
}

/// What children are compared with.
#[derive(Clone, Copy)]
struct Reference {
    host: Option<u64>,
    period: Period,
}

impl Reference {
    fn of(span: &Shown) -> Self {
        Self {
            host: span.host,
            period: Period::of(span),
        }
    }

    /// Whether a child is timed by the same clock.
    fn is_beside(&self, child: &Shown) -> bool {
        child.host.is_some() && child.host == self.host
    }
}

fn shift(span: &mut Shown, delta_ns: i64, max: Duration, warnings: &mut Warnings) {
    if delta_ns == 0 {
        return;
    }
    let delta = duration::format(delta_ns);
    let warning = if u128::from(delta_ns.unsigned_abs()) <= max.as_nanos() {
        span.shift_ns = delta_ns;
        format!("This span's timestamps were adjusted by {delta}")
    } else if max.is_zero() {
        format!("clock skew adjustment disabled; not applying calculated delta of {delta}")
    } else {
        let max = duration::format(i64::try_from(max.as_nanos()).unwrap_or(i64::MAX));
        format!(
            "max clock skew adjustment delta of {max} exceeded; not applying calculated delta of {delta}"
        )
    };
    warnings.add(span, warning);
}

/// Start and length of a span as shown, wide enough to subtract without care.
#[derive(Clone, Copy)]
struct Period {
    start_ns: i128,
    length_ns: i128,
}

impl Period {
    fn of(span: &Shown) -> Self {
        Self {
            start_ns: span.start().0.into(),
            length_ns: span.duration_ns.into(),
        }
    }

    fn end_ns(self) -> i128 {
        self.start_ns + self.length_ns
    }

    /// What brings a child into its parent: nothing if it is there already; to the parent's start if it is too long
    /// to be inside and began before; else to its middle, as if request and reply had taken equally long.
    fn delta_ns_into(self, parent: Self) -> i64 {
        let until_start = parent.start_ns - self.start_ns;
        let delta = if self.length_ns > parent.length_ns {
            until_start.max(0)
        } else if until_start <= 0 && self.end_ns() <= parent.end_ns() {
            0
        } else {
            until_start + (parent.length_ns - self.length_ns) / 2
        };
        i64::try_from(delta).unwrap_or(if delta < 0 { -i64::MAX } else { i64::MAX })
    }
}

#[cfg(test)]
mod tests;
