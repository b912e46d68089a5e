//! Where the spans of a long trace stand, by their ids.

use std::collections::hash_map::Entry;

use jaeger_model::SpanId;
use rustc_hash::{FxHashMap, FxHashSet};

use super::StoredSpan;
use crate::footprint::table_bytes;
use crate::links::{Caller, Links};

/// The ids of the spans of one trace.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    seen: FxHashSet<(SpanId, u64)>,
    places: FxHashMap<SpanId, Place>,
}

/// What is known of an id.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// The place of the first span that has it.
    Came(u32),
    /// No span has it yet; the place of the one that names it as its parent and came last.
    Awaited(u32),
}

/// The places of spans that are there already.
#[derive(Clone, Copy, Debug, Default)]
struct Met {
    parent: Option<u32>,
    /// The last of the children that have waited.
    child: Option<u32>,
}

impl Index {
    /// The index of spans whose calls are counted.
    pub(super) fn of(spans: &mut [StoredSpan]) -> Self {
        let mut index = Self::default();
        for place in 0..spans.len() {
            index.add(spans, place);
        }
        index
    }

    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>()
            + table_bytes::<(SpanId, u64)>(self.seen.capacity())
            + table_bytes::<(SpanId, Place)>(self.places.capacity())
    }

    pub(super) fn has(&self, id: SpanId, hash: u64) -> bool {
        self.seen.contains(&(id, hash))
    }

    /// Adds the last span, and counts the call that made it and those that it made before it came.
    pub(super) fn count_calls(
        &mut self,
        spans: &mut [StoredSpan],
        call: &Caller,
        links: &mut Links,
    ) {
        let last = spans.len().saturating_sub(1);
        let met = self.add(spans, last);
        let at = |place: u32| spans.get(place as usize);
        if let Some(parent) = met.parent.and_then(at) {
            links.count(parent.service, call);
        }
        let mut waiting = met.child.and_then(at);
        while let (Some(child), Some(span)) = (waiting, spans.last()) {
            span.count_child(child, links);
            waiting = at(child.waits_behind);
        }
    }

    fn add(&mut self, spans: &mut [StoredSpan], place: usize) -> Met {
        let Some(span) = spans.get_mut(place) else {
            return Met::default();
        };
        let place = place as u32;
        self.seen.insert((span.id, span.hash));
        let parent = span
            .parent()
            .and_then(|parent| self.wait(parent, place, span));
        Met {
            parent,
            child: self.arrive(span.id, place),
        }
    }

    /// Returns the place of a parent that is there; for another one the span waits.
    fn wait(&mut self, parent: SpanId, place: u32, span: &mut StoredSpan) -> Option<u32> {
        match self.places.entry(parent) {
            Entry::Occupied(mut known) => match *known.get() {
                Place::Came(parent) => return Some(parent),
                Place::Awaited(last) => {
                    span.waits_behind = last;
                    known.insert(Place::Awaited(place));
                }
            },
            Entry::Vacant(unknown) => {
                unknown.insert(Place::Awaited(place));
            }
        }
        None
    }

    /// Returns the place of the last child that has waited for a span with this id.
    fn arrive(&mut self, id: SpanId, place: u32) -> Option<u32> {
        match self.places.entry(id) {
            Entry::Occupied(mut known) => match *known.get() {
                Place::Came(_) => None,
                Place::Awaited(last) => {
                    known.insert(Place::Came(place));
                    Some(last)
                }
            },
            Entry::Vacant(unknown) => {
                unknown.insert(Place::Came(place));
                None
            }
        }
    }
}
