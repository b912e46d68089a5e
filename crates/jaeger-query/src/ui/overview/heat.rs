//! The heat map: how many traces started when and took how long.
//!
//! Time goes in columns of equal width. Durations go in rows, four for each doubling, and as many
//! of those together as are needed to have no more than 24. Both are told with the cells, so that a
//! region of the map is a search.

use std::collections::BTreeMap;

use jaeger_model::Timestamp;
use jaeger_storage::TimeRange;

use crate::json;
use crate::ui::overview::{Count, Mark};

/// Traces by start and duration.
#[derive(Debug)]
pub(super) struct Heat {
    /// The time from the left edge to the right one.
    pub(super) axis: TimeRange,
    /// The least duration of each row in nanoseconds, and at last what no trace reaches.
    row_bounds: Vec<u64>,
    cells: BTreeMap<(usize, usize), Count>,
}

impl Heat {
    /// The map of traces found in a range.
    pub(super) fn of(marks: &[Mark], range: TimeRange) -> Self {
        let mut heat = Self {
            axis: axis(marks, range),
            row_bounds: row_bounds(marks),
            cells: BTreeMap::new(),
        };
        for mark in marks {
            let cell = (heat.column(mark.start_ns), heat.row(mark.duration_ns));
            heat.cells.entry(cell).or_default().add(mark.is_failed);
        }
        heat
    }

    /// What started before the range, and is in it by a later span, stands at its edge.
    fn column(&self, start_ns: u64) -> usize {
        let Timestamp(left) = self.axis.start;
        let width = u128::from(self.axis.end.since(self.axis.start)).max(1);
        let column = u128::from(start_ns.saturating_sub(left)) * COLUMNS as u128 / width;
        usize::try_from(column).map_or(COLUMNS - 1, |column| column.min(COLUMNS - 1))
    }

    fn row(&self, duration_ns: u64) -> usize {
        let rows = self.row_bounds.len().saturating_sub(1);
        let reached = self
            .row_bounds
            .partition_point(|bound| *bound <= duration_ns);
        reached.saturating_sub(1).min(rows.saturating_sub(1))
    }

    /// Writes columns, rows, and the cells in which there is something.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.push(b'{');
        json::number_member(out, "columns", COLUMNS as u64);
        json::name(out, "rowBounds");
        json::list(out, &self.row_bounds, |out, bound| {
            json::number(out, *bound);
        });
        json::name(out, "cells");
        json::list(out, &self.cells, |out, (cell, count)| {
            let members = [cell.0 as u64, cell.1 as u64, count.traces, count.failed];
            json::list(out, members, json::number);
        });
        out.push(b'}');
    }
}

/// The range of the search, or where the traces begin if one column would hold them all.
fn axis(marks: &[Mark], range: TimeRange) -> TimeRange {
    let starts = marks.iter().map(|mark| Timestamp(mark.start_ns));
    let within = starts.map(|start| start.clamp(range.start, range.end));
    let Some(first) = within.clone().min() else {
        return range;
    };
    let last = within.max().unwrap_or(first);
    let column_ns = range.end.since(range.start) / COLUMNS as u64;
    match last > first && last.since(first) < column_ns {
        true => TimeRange {
            start: first,
            end: last,
        },
        false => range,
    }
}

fn row_bounds(marks: &[Mark]) -> Vec<u64> {
    let durations = marks.iter().map(|mark| mark.duration_ns);
    let Some(shortest) = durations.clone().min() else {
        return Vec::new();
    };
    let (first, last) = (step(shortest), step(durations.max().unwrap_or(shortest)));
    let merged = (last - first + 1).div_ceil(ROWS_MAX);
    let rows = (last - first + 1).div_ceil(merged);
    let mut bounds: Vec<u64> = (0..=rows).map(|row| bound(first + row * merged)).collect();
    // Below a few nanoseconds several steps have the same whole number.
    bounds.dedup();
    if let Some(least) = bounds.first_mut() {
        *least = shortest.min(*least);
    }
    bounds
}

/// The step of a duration: so many quarters of a doubling it is above a nanosecond.
fn step(duration_ns: u64) -> u32 {
    ((duration_ns.max(1) as f64).log2() * STEPS_PER_DOUBLING) as u32
}

fn bound(step: u32) -> u64 {
    (f64::from(step) / STEPS_PER_DOUBLING).exp2().ceil() as u64
}

const COLUMNS: usize = 64;
const ROWS_MAX: u32 = 24;
const STEPS_PER_DOUBLING: f64 = 4.0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::overview::DURATION_NS_MAX;

    fn mark(start_ns: u64, duration_ns: u64) -> Mark {
        Mark {
            start_ns,
            duration_ns,
            is_failed: false,
        }
    }

    fn range(start: u64, end: u64) -> TimeRange {
        TimeRange {
            start: Timestamp(start),
            end: Timestamp(end),
        }
    }

    #[test]
    fn a_row_holds_what_its_bounds_say() {
        let sets: [&[u64]; 7] = [
            &[0],
            &[1],
            &[0, 1, 2, 3, 4, 5],
            &[1_000_000, 1_189_208, 1_500_000, 2_000_000],
            &[1, 1_000, 1_000_000, 3_600_000_000_000],
            &[0, DURATION_NS_MAX],
            &[DURATION_NS_MAX, DURATION_NS_MAX - 1],
        ];
        for durations in sets {
            let marks: Vec<_> = durations.iter().map(|ns| mark(5, *ns)).collect();
            let heat = Heat::of(&marks, range(0, 10));
            let bounds = &heat.row_bounds;
            assert!(bounds.is_sorted_by(|a, b| a < b), "{bounds:?}");
            assert!(bounds.len() <= ROWS_MAX as usize + 1, "{bounds:?}");
            for ns in durations {
                let row = heat.row(*ns);
                assert!(bounds[row] <= *ns, "{ns} in {bounds:?}");
                assert!(*ns < bounds[row + 1], "{ns} in {bounds:?}");
            }
        }
    }

    #[test]
    fn columns_divide_the_time() {
        let marks = [mark(0, 1), mark(640, 1), mark(320, 1)];
        let heat = Heat::of(&marks, range(0, 640));
        let cases = [(0, 0), (9, 0), (10, 1), (320, 32), (639, 63), (640, 63)];
        for (start_ns, column) in cases {
            assert_eq!(heat.column(start_ns), column, "{start_ns}");
        }
    }

    #[test]
    fn the_axis_narrows_when_one_column_would_hold_all() {
        let cases: [(&[u64], (u64, u64)); 5] = [
            (&[], (100, 7_400)),
            (&[200], (100, 7_400)),
            (&[200, 250], (200, 250)),
            (&[0, 150], (100, 150)),
            (&[200, 5_000], (100, 7_400)),
        ];
        for (starts, expected) in cases {
            let marks: Vec<_> = starts.iter().map(|start| mark(*start, 1)).collect();
            let axis = axis(&marks, range(100, 7_400));
            assert_eq!((axis.start.0, axis.end.0), expected, "{starts:?}");
        }
    }

    #[test]
    fn nothing_found_has_no_rows() {
        let mut out = Vec::new();
        Heat::of(&[], range(0, 10)).write(&mut out);
        assert_eq!(out, br#"{"columns":64,"rowBounds":[],"cells":[]}"#);
    }
}
