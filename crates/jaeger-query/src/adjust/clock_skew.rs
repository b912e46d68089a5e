//! Times of hosts whose clocks disagree.
//!
//! A child that another host reports outside of its parent is moved into it, with everything below it on its host. How
//! far spans may move is a setting; a span that would have to move further stays and says so. Spans in a cycle of
//! parents have no root to compare with and stay as they are.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::iter;
use std::num::NonZeroU32;
use std::time::Duration;

use jaeger_model::{SpanId, duration};

use super::AdjustedSpan;
use super::host::Hosts;

/// Moves spans by at most `max`; zero moves none.
pub(super) fn correct(spans: &mut [AdjustedSpan<'_>], max: Duration) {
    let mut hosts = Hosts::default();
    let hosts: Vec<_> = spans
        .iter()
        .map(|span| hosts.number(span.span.resource()))
        .collect();
    let host_of = |index: usize| hosts.get(index).copied().flatten();
    let family = Family::of(spans);
    let roots = family.roots.iter();
    let mut waiting: Vec<_> = roots
        .map(|root| (*root, Skew::none(host_of(*root))))
        .collect();
    while let Some((index, skew)) = waiting.pop() {
        let Some(span) = spans.get_mut(index) else {
            continue;
        };
        shift(span, skew.delta_ns, max);
        let parent = Period::of(span);
        for child in family.children(index) {
            let host = host_of(child);
            let skew = match spans.get(child) {
                Some(span) if host.is_none() || host != skew.host => Skew {
                    host,
                    delta_ns: Period::of(span).delta_ns_into(parent),
                },
                _ => skew,
            };
            waiting.push((child, skew));
        }
    }
}

/// What is known of a host's clock at some place in the tree.
#[derive(Clone, Copy)]
struct Skew {
    host: Option<usize>,
    delta_ns: i64,
}

impl Skew {
    fn none(host: Option<usize>) -> Self {
        Self { host, delta_ns: 0 }
    }
}

/// Spans by index: those without a parent in the trace, and of each span its children.
struct Family {
    roots: Vec<usize>,
    /// Of each span the child that was met last.
    last_children: Vec<Option<NonZeroU32>>,
    /// Of each span the sibling that was met before it.
    siblings_before: Vec<Option<NonZeroU32>>,
}

impl Family {
    fn of(spans: &mut [AdjustedSpan<'_>]) -> Self {
        let by_id = index_by_id(spans);
        let mut family = Self {
            roots: Vec::new(),
            last_children: vec![None; spans.len()],
            siblings_before: vec![None; spans.len()],
        };
        for (index, span) in spans.iter_mut().enumerate() {
            // Spans whose id belongs to another one stand outside.
            if by_id.get(&span.span_id) != Some(&index) {
                continue;
            }
            let Some(parent) = span.parent_span_id else {
                family.roots.push(index);
                continue;
            };
            match by_id.get(&parent) {
                Some(parent) => family.add_child(*parent, index),
                None => {
                    span.warn(format!(
                        "invalid parent span IDs={parent}; skipping clock skew adjustment"
                    ));
                    family.roots.push(index);
                }
            }
        }
        family
    }

    fn add_child(&mut self, parent: usize, child: usize) {
        let last = self.last_children.get_mut(parent);
        let before = self.siblings_before.get_mut(child);
        if let (Some(last), Some(before)) = (last, before) {
            *before = last.replace(one_based(child));
        }
    }

    fn children(&self, parent: usize) -> impl Iterator<Item = usize> {
        let last = self.last_children.get(parent).copied().flatten();
        let before = |child: &NonZeroU32| self.siblings_before.get(index(*child)).copied()?;
        iter::successors(last, before).map(index)
    }
}

/// Half the size of an index that may be none.
fn one_based(index: usize) -> NonZeroU32 {
    // A trace that fits into memory has fewer spans.
    let number = u32::try_from(index).unwrap_or(u32::MAX);
    NonZeroU32::MIN.saturating_add(number)
}

fn index(one_based: NonZeroU32) -> usize {
    one_based.get() as usize - 1
}

fn index_by_id(spans: &mut [AdjustedSpan<'_>]) -> HashMap<SpanId, usize> {
    let mut by_id = HashMap::with_capacity(spans.len());
    for (index, span) in spans.iter_mut().enumerate() {
        match by_id.entry(span.span_id) {
            Entry::Vacant(free) => {
                free.insert(index);
            }
            Entry::Occupied(_) => {
                span.warn("duplicate span IDs; skipping clock skew adjustment".to_owned());
            }
        }
    }
    by_id
}

fn shift(span: &mut AdjustedSpan<'_>, delta_ns: i64, max: Duration) {
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
    span.warn(warning);
}

/// Start and length of a span as shown, wide enough to subtract without care.
#[derive(Clone, Copy)]
struct Period {
    start_ns: i128,
    length_ns: i128,
}

impl Period {
    fn of(span: &AdjustedSpan<'_>) -> Self {
        Self {
            start_ns: span.shown(span.span.start()).0.into(),
            length_ns: span.span.duration_ns().into(),
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
