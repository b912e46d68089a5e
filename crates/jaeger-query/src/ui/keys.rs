//! Which attributes a trace has, on its spans and their resources.

use std::collections::HashMap;

use jaeger_model::ResourceView;
use tokio_util::sync::CancellationToken;

use super::rows::Rows;
use crate::json;

/// Returns `{"keys":[{"key":..,"count":..},..]}`, the keys of most spans first.
pub(super) fn written(rows: &Rows, abandoned: &CancellationToken) -> Vec<u8> {
    let mut counts = counts(rows, abandoned);
    counts.sort_unstable_by(|(key, count), (other, count_of_other)| {
        count_of_other.cmp(count).then_with(|| key.cmp(other))
    });
    counts.truncate(KEYS_MAX);
    let mut out = vec![b'{'];
    json::name(&mut out, "keys");
    json::list(&mut out, counts, |out, (key, count)| {
        out.push(b'{');
        json::name(out, "key");
        json::text(out, key);
        json::number_member(out, "count", count);
        out.push(b'}');
    });
    out.push(b'}');
    out
}

/// Returns each key with the number of spans that have it, on themselves or on their resource.
///
/// Neighbours of one resource are a run, so that its attributes are looked at once for all of them.
fn counts<'a>(rows: &'a Rows, abandoned: &CancellationToken) -> Vec<(&'a [u8], u64)> {
    let mut tallies = Tallies::new();
    let mut run = Run::default();
    for (number, span) in (1_u64..).zip(rows.spans()) {
        if number.is_multiple_of(SPANS_AT_A_TIME) && abandoned.is_cancelled() {
            break;
        }
        let resource = span.span.resource();
        if run.resource != Some(resource) {
            run.end(&mut tallies);
            run = Run::begin(resource, number, &mut tallies);
        }
        run.spans += 1;
        for attribute in span.span.attributes() {
            let tally = tallies.entry(attribute.key.as_bytes()).or_default();
            if tally.run != run.number && tally.last != number {
                tally.last = number;
                tally.spans += 1;
            }
        }
    }
    run.end(&mut tallies);
    let counts = tallies.into_iter().map(|(key, tally)| (key, tally.spans));
    counts.collect()
}

/// Spans in a row that have one resource.
#[derive(Default)]
struct Run<'a> {
    resource: Option<ResourceView<'a>>,
    /// The number of its first span, from 1.
    number: u64,
    spans: u64,
}

impl<'a> Run<'a> {
    fn begin(resource: ResourceView<'a>, number: u64, tallies: &mut Tallies<'a>) -> Self {
        for attribute in resource.attributes() {
            tallies.entry(attribute.key.as_bytes()).or_default().run = number;
        }
        Self {
            resource: Some(resource),
            number,
            spans: 0,
        }
    }

    /// Counts its spans for each key of the resource.
    fn end(&self, tallies: &mut Tallies<'a>) {
        for attribute in self.resource.iter().flat_map(ResourceView::attributes) {
            let tally = tallies.entry(attribute.key.as_bytes()).or_default();
            if tally.last != self.number {
                tally.last = self.number;
                tally.spans += self.spans;
            }
        }
    }
}

type Tallies<'a> = HashMap<&'a [u8], Tally>;

/// What is known of a key.
#[derive(Default)]
struct Tally {
    spans: u64,
    /// The latest run whose resource has it.
    run: u64,
    /// The latest span that was counted, from 1.
    last: u64,
}

/// As many as somebody looks through.
const KEYS_MAX: usize = 1_000;
const SPANS_AT_A_TIME: u64 = 1_024;

#[cfg(test)]
mod tests {
    use jaeger_model::Value;

    use super::*;
    use crate::adjust::fixture::{Sketch, trace};
    use crate::render::Rendering;

    #[test]
    fn a_span_counts_once_for_a_key() {
        let value = Value::Int(1);
        let resource = [("service.name", Value::from("web")), ("both", value)];
        let other = [("service.name", Value::from("db"))];
        let own = [("own", value), ("own", value), ("both", value)];
        let hidden = [("@jaeger@format", Value::from("proto")), ("both", value)];
        let trace = trace(&[
            Sketch {
                id: 1,
                resource: &resource,
                attributes: &own,
                ..Sketch::default()
            },
            Sketch {
                id: 2,
                resource: &resource,
                ..Sketch::default()
            },
            Sketch {
                id: 3,
                resource: &other,
                attributes: &hidden,
                ..Sketch::default()
            },
        ]);
        let rows = Rows::of(trace, Rendering::Raw);
        let answer = written(&rows, &CancellationToken::new());
        assert_eq!(
            String::from_utf8(answer).unwrap(),
            concat!(
                r#"{"keys":[{"key":"both","count":3},{"key":"service.name","count":3},"#,
                r#"{"key":"own","count":1}]}"#
            )
        );
    }
}
