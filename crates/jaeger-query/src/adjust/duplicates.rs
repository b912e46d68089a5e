//! Spans that were sent twice, shown once.
//!
//! Storage knows a repeated span by its bytes. A sender that repeats itself may put attributes into another order; only
//! here, where few spans share an id, is that worth a look.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hash, Hasher, RandomState};

use jaeger_model::{Attribute, ResourceView, ScopeView, SpanId, SpanView, Trace};

use super::tag::Tag;
use super::{Numbers, Shown};

/// Leaves of the spans that say the same the first.
pub(super) fn remove(spans: &mut Vec<Shown>, trace: &Trace) {
    let mut times: HashMap<SpanId, u32> = HashMap::new();
    for span in spans.iter() {
        *times.entry(span.span_id).or_default() += 1;
    }
    let numbers = Numbers::of(trace);
    let mut contents = Contents::default();
    let mut seen = HashSet::new();
    spans.retain(|shown| {
        let id = shown.span_id;
        if times.get(&id) == Some(&1) {
            return true;
        }
        let span = numbers.span(trace, shown.number);
        span.is_some_and(|span| seen.insert((id, contents.hash(&span))))
    });
}

/// Hashes what spans say, whatever the order of their attributes. A hash can be forged by nobody who does not know its
/// seed, and the seed is another for every trace.
#[derive(Default)]
struct Contents<'a> {
    seed: RandomState,
    resource: Option<(ResourceView<'a>, u64)>,
    scope: Option<(ScopeView<'a>, u64)>,
}

impl<'a> Contents<'a> {
    fn hash(&mut self, span: &SpanView<'a>) -> u64 {
        let above = [self.resource(span.resource()), self.scope(span.scope())];
        let mut hasher = self.seed.build_hasher();
        above.hash(&mut hasher);
        (span.parent_span_id(), span.name(), span.kind()).hash(&mut hasher);
        (span.start(), span.end(), span.trace_flags()).hash(&mut hasher);
        (span.status(), span.status_message(), span.trace_state()).hash(&mut hasher);
        hash_sorted(span.attributes(), &mut hasher);
        for event in span.events() {
            ("event", event.time(), event.name()).hash(&mut hasher);
            hash_sorted(event.attributes(), &mut hasher);
        }
        for link in span.links() {
            ("link", link.trace_id(), link.span_id()).hash(&mut hasher);
            link.trace_state().hash(&mut hasher);
            hash_sorted(link.attributes(), &mut hasher);
        }
        hasher.finish()
    }

    fn resource(&mut self, resource: ResourceView<'a>) -> u64 {
        if let Some((last, hash)) = self.resource
            && last == resource
        {
            return hash;
        }
        let mut hasher = self.seed.build_hasher();
        resource.schema_url().hash(&mut hasher);
        hash_sorted(resource.attributes(), &mut hasher);
        let hash = hasher.finish();
        self.resource = Some((resource, hash));
        hash
    }

    fn scope(&mut self, scope: ScopeView<'a>) -> u64 {
        if let Some((last, hash)) = self.scope
            && last == scope
        {
            return hash;
        }
        let mut hasher = self.seed.build_hasher();
        (scope.name(), scope.version(), scope.schema_url()).hash(&mut hasher);
        hash_sorted(scope.attributes(), &mut hasher);
        let hash = hasher.finish();
        self.scope = Some((scope, hash));
        hash
    }
}

fn hash_sorted<'a>(attributes: impl Iterator<Item = Attribute<'a>>, hasher: &mut impl Hasher) {
    let mut tags: Vec<Tag<'a>> = attributes.map(Tag::from).collect();
    tags.sort_by(Tag::compare);
    tags.hash(hasher);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjust::Adjusted;
    use crate::adjust::fixture::{Sketch, trace};
    use jaeger_model::Value;

    const ONE: (&str, Value<'static>) = ("one", Value::Int(1));
    const TWO: (&str, Value<'static>) = ("two", Value::Int(2));

    fn left(trace: &Trace) -> usize {
        let mut spans = Adjusted::raw(trace).spans;
        remove(&mut spans, trace);
        spans.len()
    }

    #[test]
    fn the_order_of_attributes_makes_no_other_span() {
        let sketch = Sketch {
            attributes: &[ONE, TWO],
            resource: &[ONE, TWO],
            ..Sketch::default()
        };
        let cases = [
            (sketch.clone(), 1),
            (
                Sketch {
                    attributes: &[TWO, ONE],
                    ..sketch.clone()
                },
                1,
            ),
            (
                Sketch {
                    resource: &[TWO, ONE],
                    ..sketch.clone()
                },
                1,
            ),
            (
                Sketch {
                    attributes: &[ONE],
                    ..sketch.clone()
                },
                2,
            ),
            (
                Sketch {
                    resource: &[ONE],
                    ..sketch.clone()
                },
                2,
            ),
            (
                Sketch {
                    events: &[(1, "x")],
                    ..sketch.clone()
                },
                2,
            ),
            (
                Sketch {
                    id: 2,
                    ..sketch.clone()
                },
                2,
            ),
        ];
        for (other, expected) in cases {
            let label = format!("{other:?}");
            let trace = trace(&[sketch.clone(), other]);
            assert_eq!(left(&trace), expected, "{label}");
        }
    }

    #[test]
    fn the_order_of_events_does() {
        let [forth, back] =
            [&[(1u64, "x"), (2, "y")], &[(2, "y"), (1, "x")]].map(|events| Sketch {
                events,
                ..Sketch::default()
            });
        assert_eq!(left(&trace(&[forth, back])), 2);
    }
}
