//! How many traces of either side say what.
//!
//! The selection is counted first. Its size is bounded whatever the traces are like: a key with
//! very many values is given up, and when there is too much of everything what comes late is not
//! counted.

use std::collections::HashMap;

use jaeger_model::Trace;

use crate::ui::in_common::statements::{self, Kind};
use crate::ui::sweep::Reached;

/// Counts of statements.
#[derive(Debug, Default)]
pub(super) struct Tally {
    keys: HashMap<Kind, HashMap<Box<str>, Values>>,
    /// Values of all keys together.
    values: usize,
    traces: Count,
    at_rest: bool,
    is_full: bool,
}

/// The values of a key.
#[derive(Debug, Default)]
pub(super) struct Values {
    by_text: HashMap<Box<str>, Count>,
    /// Traces that have the key at all.
    carriers: Count,
    /// There are too many to count.
    is_given_up: bool,
}

/// Traces of either side.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) selected: u32,
    pub(super) rest: u32,
    /// The number of the last trace that was counted, so that none is counted twice.
    latest: u32,
}

impl Tally {
    /// What it holds at most, roughly.
    pub(super) const BYTES_MAX: usize = 16 << 20;

    /// Counts a trace.
    pub(super) fn add(&mut self, trace: &Trace) {
        let number = self.traces.latest.saturating_add(1);
        self.traces.add(number, self.at_rest);
        statements::of_trace(trace, |kind, key, value| {
            self.note(number, kind, key, value)
        });
    }

    /// What is added from now on belongs to the rest.
    pub(super) fn turn_to_rest(&mut self) {
        self.at_rest = true;
    }

    /// Returns how many traces were counted.
    pub(super) fn traces(&self) -> Count {
        self.traces
    }

    /// Returns whether everything was counted.
    pub(super) fn reached(&self) -> Reached {
        match self.is_full {
            true => Reached::Part,
            false => Reached::All,
        }
    }

    /// Returns every key with its values.
    pub(super) fn keys(&self) -> impl Iterator<Item = (Kind, &str, &Values)> {
        self.keys.iter().flat_map(|(kind, keys)| {
            let keys = keys.iter();
            keys.map(move |(key, values)| (*kind, key.as_ref(), values))
        })
    }

    fn note(&mut self, trace: u32, kind: Kind, key: &str, value: &str) {
        let keys = self.keys.entry(kind).or_default();
        if !keys.contains_key(key) {
            if keys.len() >= KEYS_MAX {
                self.is_full = true;
                return;
            }
            keys.insert(key.into(), Values::default());
        }
        let Some(values) = keys.get_mut(key) else {
            return;
        };
        values.carriers.add(trace, self.at_rest);
        if values.is_given_up {
            return;
        }
        if let Some(count) = values.by_text.get_mut(value) {
            count.add(trace, self.at_rest);
        } else if values.by_text.len() >= VALUES_OF_KEY_MAX {
            self.values -= values.by_text.len();
            values.by_text = HashMap::new();
            values.is_given_up = true;
        } else if self.values >= VALUES_MAX {
            self.is_full = true;
        } else {
            let mut count = Count::default();
            count.add(trace, self.at_rest);
            values.by_text.insert(value.into(), count);
            self.values += 1;
        }
    }
}

impl Values {
    /// Returns every value with the traces that have it.
    pub(super) fn counts(&self) -> impl Iterator<Item = (&str, Count)> {
        let counts = self.by_text.iter();
        counts.map(|(value, count)| (value.as_ref(), *count))
    }

    /// True when most traces have a value of their own: then it names the trace and says nothing
    /// about it.
    pub(super) fn are_names_of_traces(&self) -> bool {
        let counts = self.by_text.values();
        let said_once = counts.filter(|count| count.both() == 1).count() as u64;
        said_once > 1 && said_once * 2 > self.carriers.both()
    }
}

impl Count {
    fn add(&mut self, trace: u32, at_rest: bool) {
        if self.latest == trace {
            return;
        }
        self.latest = trace;
        match at_rest {
            true => self.rest += 1,
            false => self.selected += 1,
        }
    }

    fn both(self) -> u64 {
        u64::from(self.selected) + u64::from(self.rest)
    }
}

const KEYS_MAX: usize = 2_000;
/// More than there are traces.
const VALUES_OF_KEY_MAX: usize = 1_024;
const VALUES_MAX: usize = 50_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn noted(selected: &[(u32, &str)], rest: &[(u32, &str)]) -> Tally {
        let mut tally = Tally::default();
        for (trace, value) in selected {
            tally.note(*trace, Kind::Attribute, "k", value);
        }
        tally.turn_to_rest();
        for (trace, value) in rest {
            tally.note(*trace, Kind::Attribute, "k", value);
        }
        tally
    }

    fn values(tally: &Tally) -> &Values {
        &tally.keys[&Kind::Attribute]["k"]
    }

    #[test]
    fn a_trace_counts_once() {
        let tally = noted(&[(1, "a"), (1, "b"), (1, "a"), (2, "a")], &[(3, "a")]);
        let counted = |value: &str| {
            let count = values(&tally).by_text[value];
            (count.selected, count.rest)
        };
        assert_eq!((counted("a"), counted("b")), ((2, 1), (1, 0)));
        assert_eq!(values(&tally).carriers.both(), 3);
    }

    #[test]
    fn knows_values_that_name_a_trace() {
        type Case<'a> = (&'a [(u32, &'a str)], &'a [(u32, &'a str)], bool);
        let cases: [Case<'_>; 6] = [
            (&[(1, "a"), (2, "b")], &[(3, "c"), (4, "d")], true),
            (&[(1, "a"), (1, "b"), (1, "c")], &[(2, "d")], true),
            (&[(1, "a"), (2, "a")], &[(3, "b"), (4, "b")], false),
            (&[(1, "a")], &[(2, "b"), (3, "b"), (4, "b")], false),
            (&[(1, "a")], &[], false),
            (&[(1, "a"), (1, "b")], &[(2, "a"), (2, "b")], false),
        ];
        for (selected, rest, expected) in cases {
            let tally = noted(selected, rest);
            let found = values(&tally).are_names_of_traces();
            assert_eq!(found, expected, "{selected:?} {rest:?}");
        }
    }

    #[test]
    fn what_has_no_end_is_given_up() {
        let mut tally = Tally::default();
        for number in 0..2 * VALUES_OF_KEY_MAX {
            tally.note(1, Kind::Attribute, "k", &number.to_string());
        }
        assert_eq!((tally.values, values(&tally).counts().count()), (0, 0));
        assert_eq!(tally.reached(), Reached::All);
        for number in 0..=KEYS_MAX {
            for value in 0..30 {
                let key = number.to_string();
                tally.note(1, Kind::Attribute, &key, &value.to_string());
            }
        }
        assert_eq!(tally.values, VALUES_MAX);
        assert_eq!(tally.reached(), Reached::Part);
    }
}
