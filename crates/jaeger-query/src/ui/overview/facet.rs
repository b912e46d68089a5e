//! How many traces have each value of something, the frequent ones first.

use std::collections::HashMap;

use crate::json;
use crate::ui::overview::Count;
use crate::ui::sweep::Reached;

/// The values of something that traces have.
#[derive(Debug)]
pub(super) struct Facet {
    counts: HashMap<String, Count>,
    values_max: usize,
    reached: Reached,
}

impl Default for Facet {
    fn default() -> Self {
        Self::of_at_most(VALUES_MAX)
    }
}

impl Facet {
    /// Longer values are too long to show.
    pub(super) const VALUE_BYTES_MAX: usize = 512;

    /// Counts so many values; more than that come late and are rare.
    pub(super) fn of_at_most(values_max: usize) -> Self {
        Self {
            counts: HashMap::new(),
            values_max,
            reached: Reached::All,
        }
    }

    /// Counts a trace with this value. It must not be counted again for another span of it.
    ///
    /// Nobody can choose a value that has no name, or one that is too long to show.
    pub(super) fn add(&mut self, value: &str, is_failed: bool) {
        if value.is_empty() {
            return;
        }
        if let Some(count) = self.counts.get_mut(value) {
            count.add(is_failed);
        } else if self.counts.len() < self.values_max && value.len() <= Self::VALUE_BYTES_MAX {
            let count = self.counts.entry(value.to_owned()).or_default();
            count.add(is_failed);
        } else {
            self.pass_over();
        }
    }

    /// There is a value that is not counted.
    pub(super) fn pass_over(&mut self) {
        self.reached = Reached::Part;
    }

    /// Returns how many of the values that were counted are not shown.
    pub(super) fn others(&self) -> u64 {
        self.counts.len().saturating_sub(SHOWN_MAX) as u64
    }

    /// Returns whether every value was counted.
    pub(super) fn reached(&self) -> Reached {
        self.reached
    }

    /// Writes the most frequent values.
    pub(super) fn write(self, out: &mut Vec<u8>) {
        json::list(out, self.top(), |out, (value, count)| {
            out.push(b'{');
            json::text_member(out, "value", &value);
            json::number_member(out, "traces", count.traces);
            json::number_member(out, "failed", count.failed);
            out.push(b'}');
        });
    }

    fn top(self) -> Vec<(String, Count)> {
        let mut counts: Vec<_> = self.counts.into_iter().collect();
        counts.sort_unstable_by(|(a, of_a), (b, of_b)| {
            of_b.traces.cmp(&of_a.traces).then_with(|| a.cmp(b))
        });
        counts.truncate(SHOWN_MAX);
        counts
    }
}

const SHOWN_MAX: usize = 20;
const VALUES_MAX: usize = 10_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_the_most_frequent_values() {
        let mut facet = Facet::default();
        let long = "x".repeat(Facet::VALUE_BYTES_MAX + 1);
        for (value, is_failed) in [
            ("b", false),
            ("c", true),
            ("a", true),
            ("c", false),
            ("", true),
            (long.as_str(), true),
        ] {
            facet.add(value, is_failed);
        }
        let shown = |value: &str, traces, failed| (value.to_owned(), Count { traces, failed });
        let expected = [shown("c", 2, 1), shown("a", 1, 1), shown("b", 1, 0)];
        assert_eq!((facet.others(), facet.reached()), (0, Reached::Part));
        assert_eq!(facet.top(), expected);
    }

    #[test]
    fn shows_and_keeps_only_so_many() {
        let mut facet = Facet::default();
        for number in 0..VALUES_MAX + 100 {
            facet.add(&number.to_string(), false);
        }
        assert_eq!(facet.counts.len(), VALUES_MAX);
        assert_eq!(facet.others(), (VALUES_MAX - SHOWN_MAX) as u64);
        assert_eq!(facet.reached(), Reached::Part);
        assert_eq!(facet.top().len(), SHOWN_MAX);
    }
}
