//! Which attributes a trace has, on its spans and their resources.

use std::collections::HashMap;

use tokio_util::sync::CancellationToken;

use crate::adjust::AdjustedSpan;
use crate::json;

/// Returns `{"keys":[{"key":..,"count":..},..]}`, the keys of most spans first.
pub(super) fn written(spans: &[AdjustedSpan<'_>], abandoned: &CancellationToken) -> Vec<u8> {
    let mut counts = counts(spans, abandoned);
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
fn counts<'a>(spans: &[AdjustedSpan<'a>], abandoned: &CancellationToken) -> Vec<(&'a [u8], u64)> {
    let mut tallies = HashMap::<&'a [u8], Tally>::new();
    let runs = spans.chunk_by(|a, b| a.span.resource() == b.span.resource());
    let mut number = 0;
    for (run, of_resource) in (1_u64..).zip(runs) {
        if abandoned.is_cancelled() {
            break;
        }
        let resource = of_resource.first().map(|span| span.span.resource());
        for attribute in resource.into_iter().flat_map(|of| of.attributes()) {
            let tally = tallies.entry(attribute.key.as_bytes()).or_default();
            if tally.run != run {
                tally.run = run;
                tally.spans += of_resource.len() as u64;
            }
        }
        for span in of_resource {
            number += 1;
            for attribute in span.span.attributes() {
                let tally = tallies.entry(attribute.key.as_bytes()).or_default();
                if tally.run != run && tally.last != number {
                    tally.last = number;
                    tally.spans += 1;
                }
            }
        }
    }
    let counts = tallies.into_iter().map(|(key, tally)| (key, tally.spans));
    counts.collect()
}

/// What is known of a key.
#[derive(Default)]
struct Tally {
    spans: u64,
    /// The latest run that was counted whole, from 1.
    run: u64,
    /// The latest span that was counted, from 1.
    last: u64,
}

/// As many as somebody looks through.
const KEYS_MAX: usize = 1_000;

#[cfg(test)]
mod tests {
    use jaeger_model::Value;

    use super::*;
    use crate::adjust::fixture::{Sketch, trace};

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
        let spans: Vec<_> = trace.spans().map(AdjustedSpan::as_stored).collect();
        let answer = written(&spans, &CancellationToken::new());
        assert_eq!(
            String::from_utf8(answer).unwrap(),
            concat!(
                r#"{"keys":[{"key":"both","count":3},{"key":"service.name","count":3},"#,
                r#"{"key":"own","count":1}]}"#
            )
        );
    }
}
