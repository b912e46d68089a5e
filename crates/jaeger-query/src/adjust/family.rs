//! Who is whose parent.
//!
//! Of spans that share an id the one stored first has it: children belong to that one.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::Shown;

/// The parents of spans, by their places in a list.
#[derive(Debug)]
pub(crate) struct Family {
    parents: Vec<u32>,
    repeated: Vec<Repeated>,
}

/// A span whose id another one has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Repeated {
    pub(crate) index: u32,
    pub(crate) first: u32,
}

impl Family {
    pub(crate) fn of(spans: &[Shown]) -> Self {
        let ids = spans.iter().map(|span| {
            let parent = span.parent_span_id.map_or(0, |parent| parent.to_u64());
            (span.span_id.to_u64(), parent)
        });
        Self::of_ids(ids)
    }

    /// Takes the id of each span and that of its parent, zero for none.
    pub(crate) fn of_ids(ids: impl ExactSizeIterator<Item = (u64, u64)> + Clone) -> Self {
        let mut by_id = HashMap::with_capacity(ids.len());
        let mut repeated = Vec::new();
        for ((id, _), index) in ids.clone().zip(0..) {
            match by_id.entry(id) {
                Entry::Vacant(free) => {
                    free.insert(index);
                }
                Entry::Occupied(first) => repeated.push(Repeated {
                    index,
                    first: *first.get(),
                }),
            }
        }
        let parents = ids.map(|(_, parent_id)| match parent_id {
            0 => NONE,
            id => by_id.get(&id).copied().unwrap_or(NONE),
        });
        Self {
            parents: parents.collect(),
            repeated,
        }
    }

    /// Returns the parent of a span; [`NONE`] of one that names none, or one that is not there.
    pub(crate) fn parent(&self, index: u32) -> u32 {
        self.parents.get(index as usize).copied().unwrap_or(NONE)
    }

    /// Returns the parents of all spans.
    pub(crate) fn parents(&self) -> &[u32] {
        &self.parents
    }

    /// Returns the spans whose ids are those of others, in their order.
    pub(crate) fn repeated(&self) -> &[Repeated] {
        &self.repeated
    }

    pub(crate) fn shares_ids(&self) -> bool {
        !self.repeated.is_empty()
    }
}

/// The place of no span: no trace has so many.
pub(crate) const NONE: u32 = u32::MAX;
