//! Spans with everything that they carry, by id: what is shown when somebody opens them.

use std::collections::{BTreeMap, HashSet};

use jaeger_codec::jaeger;
use jaeger_model::SpanId;

use super::rows::Rows;
use crate::adjust::{AdjustedSpan, references};
use crate::failure::Failure;
use crate::json;
use crate::render::{self, Rendering};

/// The spans that are wanted.
#[derive(Debug)]
pub(super) struct Ids(HashSet<SpanId>);

impl Ids {
    /// Reads ids with commas between them.
    pub(super) fn read(text: &str) -> Result<Self, Failure> {
        let mut ids = HashSet::new();
        for id in text.split(',').filter(|id| !id.is_empty()) {
            let id = SpanId::from_hex(id).map_err(|error| Failure::parameter("ids", error))?;
            ids.insert(id);
            if ids.len() > IDS_MAX {
                return Err(Failure::parameter("ids", format!("more than {IDS_MAX}")));
            }
        }
        Ok(Self(ids))
    }
}

/// Returns `{"result":{"resourceSpans":[..]},"warnings":{"<span id>":[..]}}`.
///
/// Spans come in the order they are stored in, all those of an id that several share.
pub(super) fn written(ids: &Ids, rows: &Rows, rendering: Rendering) -> Vec<u8> {
    let spans = rows.spans_with(|id| ids.0.contains(&id));
    let mut out = vec![b'{'];
    json::name(&mut out, "result");
    render::spans_json(&spans, rendering, &mut out);
    json::name(&mut out, "warnings");
    out.push(b'{');
    for (id, warnings) in warnings(&spans, rendering) {
        json::name(&mut out, &id.to_string());
        json::list(&mut out, warnings, json::text);
    }
    out.extend_from_slice(b"}}");
    out
}

/// Returns what there is to say about spans: from when they were received, and from adjusting them.
fn warnings(spans: &[AdjustedSpan<'_>], rendering: Rendering) -> BTreeMap<SpanId, Vec<String>> {
    let mut by_id = BTreeMap::<_, Vec<_>>::new();
    let mut scratch = Vec::new();
    for span in spans {
        let mut warnings = jaeger::warnings(&span.span);
        warnings.extend_from_slice(&span.warnings);
        if let Rendering::Adjusted { .. } = rendering {
            warnings.append(&mut references::replace(&mut scratch, span));
        }
        if !warnings.is_empty() {
            by_id.entry(span.span_id).or_default().append(&mut warnings);
        }
    }
    by_id
}

/// The most that are asked for at once.
const IDS_MAX: usize = 500;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_with_commas_between_them() {
        let many = |count: usize| {
            let ids: Vec<_> = (0..count).map(|id| format!("{id:x}")).collect();
            ids.join(",")
        };
        let cases = [
            (String::new(), Some(0)),
            ("1,00000000000000ab,1".to_owned(), Some(2)),
            (",1,".to_owned(), Some(1)),
            ("x".to_owned(), None),
            ("1 ".to_owned(), None),
            ("00000000000000001".to_owned(), None),
            (many(IDS_MAX), Some(IDS_MAX)),
            (many(IDS_MAX + 1), None),
        ];
        for (text, expected) in cases {
            let read = Ids::read(&text).ok().map(|ids| ids.0.len());
            assert_eq!(read, expected, "{text}");
        }
    }
}
