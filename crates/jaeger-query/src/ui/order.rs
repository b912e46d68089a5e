//! The order of the timeline: a span, then its children by start, each followed by its own.
//!
//! Siblings that start together stand by id, then as they are stored. Of spans that share an id the
//! one stored first is the parent of those that name it. A span whose parent is not there stands as
//! a root. So does one span of each cycle of parents: the one that starts first. Who does not say
//! when it started starts with its parent, or with the trace.
//!
//! Nothing recurses and nothing is allocated for a single span: a trace may be one chain of a
//! million spans.

use crate::adjust::family::{Family, NONE};

/// It names a parent that is not there.
pub(super) const MISSING_PARENT: u8 = 1;
/// Another span has the same id.
pub(super) const DUPLICATE_ID: u8 = 8;
/// Its parent is itself or one of its descendants.
pub(super) const CYCLE: u8 = 32;

/// What the place of a span depends on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) id: u64,
    /// Whether it names a parent.
    pub(super) is_child: bool,
    /// Zero when it is not known.
    pub(super) start_ns: u64,
}

/// A place in the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Which of the nodes stands here.
    pub(super) node: u32,
    /// The row of its parent, -1 for a root.
    pub(super) parent: i32,
    pub(super) flags: u8,
    pub(super) start_ns: u64,
}

/// Returns the first `rows_max` rows, and sets the starts that are not known.
pub(super) fn rows(nodes: &mut [Node], family: &Family, rows_max: usize) -> Vec<Row> {
    let mut forest = Forest::of(nodes, family);
    forest.cut_cycles(nodes);
    forest.set_starts(nodes);
    let walk = forest.walk(nodes);
    let mut row_of = vec![NO_ROW; nodes.len()];
    let places = walk.zip(0..).take(rows_max);
    let rows = places.map(|(index, row)| {
        if let Some(of_index) = row_of.get_mut(index as usize) {
            *of_index = row;
        }
        let parent = row_of.get(forest.parent(index) as usize);
        Row {
            node: index,
            parent: parent.copied().unwrap_or(NO_ROW),
            flags: forest.flags.get(index as usize).copied().unwrap_or(0),
            start_ns: nodes.get(index as usize).map_or(0, |node| node.start_ns),
        }
    });
    rows.collect()
}

/// Who is whose parent, by index.
struct Forest {
    parents: Vec<u32>,
    flags: Vec<u8>,
}

impl Forest {
    fn of(nodes: &[Node], family: &Family) -> Self {
        let mut forest = Self {
            parents: family.parents().to_vec(),
            flags: vec![0; nodes.len()],
        };
        for repeated in family.repeated() {
            forest.set_flag(repeated.first, DUPLICATE_ID);
            forest.set_flag(repeated.index, DUPLICATE_ID);
        }
        for (node, index) in nodes.iter().zip(0..) {
            if node.is_child && family.parent(index) == NONE {
                forest.set_flag(index, MISSING_PARENT);
            }
        }
        forest
    }

    /// No parent is no index of a span either, so that it can be looked up as if it were one.
    fn parent(&self, index: u32) -> u32 {
        self.parents.get(index as usize).copied().unwrap_or(NONE)
    }

    fn set_flag(&mut self, index: u32, flag: u8) {
        if let Some(flags) = self.flags.get_mut(index as usize) {
            *flags |= flag;
        }
    }

    /// Walks up from every span to where somebody was before. Who comes back to a span of the same
    /// walk has gone round a cycle.
    fn cut_cycles(&mut self, nodes: &[Node]) {
        let mut seen_on = vec![0_u32; nodes.len()];
        for (first, walk) in (0..).zip(1..).take(nodes.len()) {
            let mut index = first;
            while let Some(seen_on) = seen_on.get_mut(index as usize)
                && *seen_on == 0
            {
                *seen_on = walk;
                index = self.parent(index);
            }
            if seen_on.get(index as usize) == Some(&walk) {
                self.cut_cycle(index, nodes);
            }
        }
    }

    fn cut_cycle(&mut self, member: u32, nodes: &[Node]) {
        let place = |index: u32| nodes.get(index as usize).map(|node| node.place(index));
        let mut root = member;
        let mut index = self.parent(member);
        while index != member && index != NONE {
            if place(index) < place(root) {
                root = index;
            }
            index = self.parent(index);
        }
        if let Some(parent) = self.parents.get_mut(root as usize) {
            *parent = NONE;
        }
        self.set_flag(root, CYCLE);
    }

    fn set_starts(&self, nodes: &mut [Node]) {
        let known = nodes.iter().map(|node| node.start_ns).filter(|ns| *ns != 0);
        let Some(earliest) = known.min() else { return };
        let mut unknown = Vec::new();
        for first in (0..).take(nodes.len()) {
            let mut index = first;
            while let Some(node) = nodes.get(index as usize)
                && node.start_ns == 0
            {
                unknown.push(index);
                index = self.parent(index);
            }
            let start_ns = nodes
                .get(index as usize)
                .map_or(earliest, |node| node.start_ns);
            for index in unknown.drain(..) {
                if let Some(node) = nodes.get_mut(index as usize) {
                    node.start_ns = start_ns;
                }
            }
        }
    }

    fn walk(&self, nodes: &[Node]) -> Walk<'_> {
        let places = nodes.iter().zip(0..).map(|(node, index)| node.place(index));
        let mut places: Vec<_> = places.collect();
        places.sort_unstable();
        let mut walk = Walk {
            forest: self,
            first_children: vec![NONE; nodes.len()],
            next_siblings: vec![NONE; nodes.len()],
            next: NONE,
        };
        // Each is put before those of its family that come later.
        for (_, _, index) in places.into_iter().rev() {
            let parent = self.parent(index) as usize;
            let first = match walk.first_children.get_mut(parent) {
                Some(first) => first,
                None => &mut walk.next,
            };
            if let Some(next) = walk.next_siblings.get_mut(index as usize) {
                *next = std::mem::replace(first, index);
            }
        }
        walk
    }
}

impl Node {
    /// What siblings are ordered by.
    fn place(&self, index: u32) -> (u64, u64, u32) {
        (self.start_ns, self.id, index)
    }
}

/// Goes through all spans, down before on.
struct Walk<'f> {
    forest: &'f Forest,
    first_children: Vec<u32>,
    next_siblings: Vec<u32>,
    next: u32,
}

impl Iterator for Walk<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let index = self.next;
        let mut next = *self.first_children.get(index as usize)?;
        let mut above = index;
        while next == NONE
            && let Some(sibling) = self.next_siblings.get(above as usize)
        {
            next = *sibling;
            above = self.forest.parent(above);
        }
        self.next = next;
        Some(index)
    }
}

const NO_ROW: i32 = -1;

#[cfg(test)]
mod tests {
    use super::*;

    /// Id, parent (0 for none) and start of each span; the rows as id, row of the parent and flags.
    type Case<'a> = (&'a [(u64, u64, u64)], &'a [(u64, i32, u8)]);

    fn ordered(spans: &[(u64, u64, u64)], rows_max: usize) -> Vec<(u64, i32, u8)> {
        let nodes = spans.iter().map(|&(id, parent_id, start_ns)| Node {
            id,
            is_child: parent_id != 0,
            start_ns,
        });
        let mut nodes: Vec<_> = nodes.collect();
        let family = Family::of_ids(spans.iter().map(|&(id, parent_id, _)| (id, parent_id)));
        let rows = rows(&mut nodes, &family, rows_max);
        let shown = rows.iter().map(|row| {
            let node = nodes[row.node as usize];
            (node.id, row.parent, row.flags)
        });
        shown.collect()
    }

    #[test]
    fn spans_stand_behind_their_parents() {
        let cases: [Case<'_>; 9] = [
            (&[], &[]),
            // Children by start, then id, each with its own behind it.
            (
                &[(4, 1, 30), (3, 1, 20), (2, 1, 20), (5, 2, 40), (1, 0, 10)],
                &[(1, -1, 0), (2, 0, 0), (5, 1, 0), (3, 0, 0), (4, 0, 0)],
            ),
            // Two roots and one whose parent is missing.
            (
                &[(3, 9, 5), (2, 0, 7), (1, 0, 7)],
                &[(3, -1, MISSING_PARENT), (1, -1, 0), (2, -1, 0)],
            ),
            (&[(1, 1, 5)], &[(1, -1, CYCLE)]),
            // Of a cycle the span that starts first is the root; what hangs on it stays.
            (
                &[(1, 3, 30), (2, 1, 10), (3, 2, 20), (4, 3, 5)],
                &[(2, -1, CYCLE), (3, 0, 0), (4, 1, 0), (1, 1, 0)],
            ),
            // Two cycles.
            (
                &[(1, 2, 1), (2, 1, 2), (3, 4, 4), (4, 3, 3)],
                &[(1, -1, CYCLE), (2, 0, 0), (4, -1, CYCLE), (3, 2, 0)],
            ),
            // Children of a shared id belong to the span that is stored first.
            (
                &[(1, 0, 9), (2, 1, 20), (1, 0, 5)],
                &[(1, -1, DUPLICATE_ID), (1, -1, DUPLICATE_ID), (2, 1, 0)],
            ),
            // Without a start: with the parent, and a root with the first of all.
            (
                &[(1, 0, 20), (2, 1, 0), (3, 2, 0), (4, 0, 0), (5, 0, 10)],
                &[(4, -1, 0), (5, -1, 0), (1, -1, 0), (2, 2, 0), (3, 3, 0)],
            ),
            (&[(0, 0, 1), (1, 0, 2)], &[(0, -1, 0), (1, -1, 0)]),
        ];
        for (spans, expected) in cases {
            assert_eq!(ordered(spans, usize::MAX), expected, "{spans:?}");
        }
    }

    #[test]
    fn the_first_rows_are_whole() {
        let spans = [(1, 0, 1), (2, 1, 2), (3, 2, 3), (4, 1, 4)];
        let all = ordered(&spans, usize::MAX);
        for rows_max in 0..=spans.len() {
            assert_eq!(ordered(&spans, rows_max), all[..rows_max]);
        }
    }

    #[test]
    fn a_long_chain_is_walked_without_recursion() {
        const SPANS: u64 = 200_000;
        let chain: Vec<_> = (1..=SPANS).rev().map(|id| (id, id - 1, 7)).collect();
        let rows = ordered(&chain, usize::MAX);
        let expected: Vec<_> = (1..=SPANS).map(|id| (id, id as i32 - 2, 0)).collect();
        assert_eq!(rows, expected);
    }
}
