//! How many traces have each value of something, the frequent ones first.

use std::collections::HashMap;

use crate::json;
use crate::ui::overview::Count;

/// The values of something that traces have.
#[derive(Debug, Default)]
pub(super) struct Facet {
    counts: HashMap<String, Count>,
}

impl Facet {
    /// Counts a trace with this value. It must not be counted again for another span of it.
    ///
    /// Nobody can choose a value that has no name, or one that is too long to show.
    pub(super) fn add(&mut self, value: &str, is_failed: bool) {
        if value.is_empty() || value.len() > VALUE_BYTES_MAX {
            return;
        }
        if let Some(count) = self.counts.get_mut(value) {
            count.add(is_failed);
        } else if self.counts.len() < VALUES_MAX {
            let count = self.counts.entry(value.to_owned()).or_default();
            count.add(is_failed);
        }
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
/// Values that are counted; more than that come late and are rare.
const VALUES_MAX: usize = 10_000;
const VALUE_BYTES_MAX: usize = 512;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_the_most_frequent_values() {
        let mut facet = Facet::default();
        let long = "x".repeat(VALUE_BYTES_MAX + 1);
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
        assert_eq!(facet.top(), expected);
    }

    #[test]
    fn shows_and_keeps_only_so_many() {
        let mut facet = Facet::default();
        for number in 0..VALUES_MAX + 100 {
            facet.add(&number.to_string(), false);
        }
        assert_eq!(facet.counts.len(), VALUES_MAX);
        assert_eq!(facet.top().len(), SHOWN_MAX);
    }
}
