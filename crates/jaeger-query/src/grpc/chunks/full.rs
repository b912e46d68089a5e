//! How much goes into one chunk.

use jaeger_model::SpanView;

use crate::render::traces_data;

/// Returns a span as it is stored as a field of a `SpansResponseChunk`.
pub(super) fn raw_v2(span: &SpanView<'_>) -> Vec<u8> {
    jaeger_codec::proto::encode_spans([*span])
}

/// Returns a chunk of spans that need nothing from each other, and how many it has.
pub(super) fn full<T>(spans: &[T], encode: impl Fn(&T) -> Vec<u8>) -> (Vec<u8>, usize) {
    let mut chunk = Vec::new();
    let mut taken = 0;
    for span in spans.iter().take(SPANS_MAX) {
        let encoded = encode(span);
        if taken > 0 && chunk.len() + encoded.len() > BYTES_MAX {
            break;
        }
        chunk.extend_from_slice(&encoded);
        taken += 1;
    }
    (chunk, taken)
}

/// Returns a chunk of spans that share their resources and scopes, and how many it has.
pub(super) fn full_v3(spans: &[SpanView<'_>]) -> (Vec<u8>, usize) {
    let mut taken = 0;
    let mut bytes = 0;
    let mut last: Option<SpanView<'_>> = None;
    for span in spans.iter().take(SPANS_MAX) {
        bytes += traces_data::encoded_len_max(last.as_ref(), span);
        if taken > 0 && bytes > BYTES_MAX {
            break;
        }
        last = Some(*span);
        taken += 1;
    }
    let chunk = spans.get(..taken).unwrap_or_default();
    (traces_data::encode(chunk), taken)
}

const SPANS_MAX: usize = 100;
const BYTES_MAX: usize = 1 << 20;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjust::fixture::{Sketch, trace};

    #[test]
    fn a_chunk_is_full_by_spans_or_by_bytes() {
        let half = BYTES_MAX / 2;
        let cases = [
            (vec![1; 3], 3),
            (vec![1; SPANS_MAX], SPANS_MAX),
            (vec![1; SPANS_MAX + 1], SPANS_MAX),
            (vec![half, half], 2),
            (vec![half, half, 1], 2),
            (vec![1, BYTES_MAX], 1),
            (vec![BYTES_MAX + 1, 1], 1),
        ];
        for (lengths, expected) in cases {
            let (chunk, taken) = full(&lengths, |length| vec![0; *length]);
            assert_eq!(taken, expected);
            assert_eq!(chunk.len(), lengths.iter().take(taken).sum::<usize>());
        }
    }

    #[test]
    fn a_chunk_of_otlp_counts_what_spans_share_once() {
        let long = "x".repeat(BYTES_MAX / 3);
        for (name, count, expected) in [
            ("short", 3, 3),
            ("short", SPANS_MAX + 5, SPANS_MAX),
            (&*long, 5, 2),
        ] {
            let sketch = Sketch {
                id: 1,
                name,
                ..Sketch::default()
            };
            let trace = trace(&vec![sketch; count]);
            let views: Vec<_> = trace.spans().collect();
            let (chunk, taken) = full_v3(&views);
            assert_eq!(taken, expected, "{count}");
            assert!(chunk.len() <= BYTES_MAX);
        }
    }
}
