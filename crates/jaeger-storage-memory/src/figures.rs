//! Calls, failures and durations by the minute in which spans started, counted while they are
//! written.
//!
//! They are bounded in bytes: the minute that came first goes first. While there are traces to make
//! room, they stay.

mod durations;
mod read;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use jaeger_model::{SpanKind, SpanView, StatusCode};
use rustc_hash::FxHashMap;

use crate::Config;
use crate::footprint::place_bytes;

pub(crate) use durations::quantile_ms;
use durations::{BUCKETS, Durations};
pub(crate) use read::Window;

/// The figures of one tenant.
#[derive(Debug)]
pub(crate) struct Figures {
    bytes_max: usize,
    series_max: usize,
    minutes: BTreeMap<u64, FxHashMap<Arc<Series>, Cell>>,
    /// Minutes in the order in which they came first.
    arrival: VecDeque<u64>,
    /// All series, each with the number of minutes that have it.
    series: FxHashMap<Arc<Series>, usize>,
    bytes: usize,
}

/// What is counted together.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Series {
    service: u32,
    kind: SpanKind,
    /// The span name, its beginning if it is long; nothing stands for all names beyond the bound.
    name: Option<Box<[u8]>>,
}

/// The calls of one series in one minute.
#[derive(Clone, Debug, Default)]
struct Cell {
    errors: u32,
    durations: Durations,
}

pub(crate) const MINUTE_NS: u64 = 60_000_000_000;
/// The part of a tenant's bytes that figures may take.
const PART_OF_BYTES: usize = 8;
const NAME_BYTES_MAX: usize = 1_024;
/// What a minute costs beside its cells.
const MINUTE_BYTES: usize = 160;
/// What a cell costs beside its durations.
const CELL_BYTES: usize = place_bytes::<(Arc<Series>, Cell)>();
/// What a series costs beside its name.
const SERIES_BYTES: usize = 96;

impl Figures {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            bytes_max: match config.metrics {
                true => config.bytes_max / PART_OF_BYTES,
                false => 0,
            },
            series_max: config.operations_max,
            minutes: BTreeMap::new(),
            arrival: VecDeque::new(),
            series: FxHashMap::default(),
            bytes: 0,
        }
    }

    /// The bytes that they take.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Counts a span of a service that is new to the store.
    pub(crate) fn count(&mut self, service: u32, span: &SpanView<'_>) {
        if self.bytes_max == 0 {
            return;
        }
        let series = self.series_of(service, span);
        let minute = span.start().0 / MINUTE_NS;
        let cells = self.minutes.entry(minute).or_insert_with(|| {
            self.arrival.push_back(minute);
            self.bytes += MINUTE_BYTES;
            FxHashMap::default()
        });
        let cell = cells.entry(Arc::clone(&series)).or_insert_with(|| {
            *self.series.entry(series).or_default() += 1;
            self.bytes += CELL_BYTES;
            Cell::default()
        });
        // Where no other minute makes room, the cells do not grow.
        let may_grow = self.bytes < self.bytes_max || self.arrival.len() > 1;
        let held = cell.bytes();
        cell.count(span, may_grow);
        self.bytes += cell.bytes() - held;
        self.forget_minutes();
    }

    /// The series that a span counts for. When there is no room for another one, it counts with
    /// the rest of its service, whose own figures stay right so.
    fn series_of(&mut self, service: u32, span: &SpanView<'_>) -> Arc<Series> {
        let name = span.name().as_bytes();
        let name = name.get(..NAME_BYTES_MAX).unwrap_or(name);
        let named = Series {
            service,
            kind: span.kind(),
            name: Some(name.into()),
        };
        if let Some(known) = self.known(&named) {
            return known;
        }
        let is_full = self.series.len() >= self.series_max || self.bytes >= self.bytes_max;
        let series = match is_full {
            true => Series {
                name: None,
                ..named
            },
            false => named,
        };
        if let Some(known) = self.known(&series) {
            return known;
        }
        let series = Arc::new(series);
        self.bytes += series.bytes();
        self.series.insert(Arc::clone(&series), 0);
        series
    }

    fn known(&self, series: &Series) -> Option<Arc<Series>> {
        let (known, _) = self.series.get_key_value(series)?;
        Some(Arc::clone(known))
    }

    /// Drops the minutes that came first until the rest fits. The newest stays.
    fn forget_minutes(&mut self) {
        while self.bytes > self.bytes_max && self.arrival.len() > 1 && self.forget_first() {}
    }

    /// Drops the minute that came first; returns whether there was one.
    pub(crate) fn forget_first(&mut self) -> bool {
        let Some(minute) = self.arrival.pop_front() else {
            return false;
        };
        let cells = self.minutes.remove(&minute).unwrap_or_default();
        self.bytes -= MINUTE_BYTES + cells.values().map(Cell::bytes).sum::<usize>();
        for series in cells.into_keys() {
            self.release(&series);
        }
        true
    }

    /// Takes note that one minute less has the series; without any it is gone.
    fn release(&mut self, series: &Series) {
        let Some(minutes) = self.series.get_mut(series) else {
            return;
        };
        *minutes -= 1;
        if *minutes == 0 {
            self.series.remove(series);
            self.bytes -= series.bytes();
        }
    }
}

impl Series {
    fn bytes(&self) -> usize {
        SERIES_BYTES + self.name.as_deref().map_or(0, <[u8]>::len)
    }
}

impl Cell {
    fn bytes(&self) -> usize {
        CELL_BYTES + self.durations.bytes()
    }

    fn count(&mut self, span: &SpanView<'_>, may_grow: bool) {
        let is_error = span.status() == StatusCode::Error;
        self.errors = self.errors.saturating_add(u32::from(is_error));
        self.durations.count(span.duration_ns(), may_grow);
    }

    fn add(&mut self, other: &Self) {
        self.errors = self.errors.saturating_add(other.errors);
        self.durations.add(&other.durations);
    }

    fn calls(&self) -> u64 {
        self.durations.calls()
    }
}

#[cfg(test)]
mod tests;
