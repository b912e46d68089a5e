//! Ids for server spans that share that of their client.
//!
//! Zipkin's clients give both ends of a call one id. The server's end becomes a child of the client's, under a new id,
//! and takes the children of the shared one with it, since the work was done there.

use std::collections::{HashMap, HashSet};

use jaeger_model::{SpanId, SpanKind};

use super::Shown;

/// Gives each server span an id that no other span has, if a client span has the same.
pub(super) fn separate(spans: &mut [Shown]) {
    let clients: HashSet<SpanId> = spans
        .iter()
        .filter(|span| span.kind == SpanKind::Client && !span.span_id.is_zero())
        .map(|span| span.span_id)
        .collect();
    let is_shared = |span: &Shown| span.kind == SpanKind::Server && clients.contains(&span.span_id);
    if !spans.iter().any(is_shared) {
        return;
    }
    let mut fresh = FreshIds {
        used: spans.iter().map(|span| span.span_id).collect(),
        last: 0,
    };
    let mut renamed = HashMap::new();
    for span in spans.iter_mut().filter(|span| is_shared(span)) {
        let (shared, id) = (span.span_id, fresh.take());
        renamed.insert(shared, id);
        span.parent_span_id = Some(shared);
        span.span_id = id;
    }
    for span in spans {
        let server = span.parent_span_id.and_then(|parent| renamed.get(&parent));
        if let Some(server) = server
            && *server != span.span_id
        {
            span.parent_span_id = Some(*server);
        }
    }
}

/// Counts up from 1, over the ids that are in use.
struct FreshIds {
    used: HashSet<SpanId>,
    last: u64,
}

impl FreshIds {
    fn take(&mut self) -> SpanId {
        // A trace has fewer spans than there are ids.
        loop {
            self.last += 1;
            let id = SpanId::from_u64(self.last);
            if !self.used.contains(&id) {
                return id;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjust::Adjusted;
    use crate::adjust::fixture::{Sketch, trace};

    use SpanKind::{Client, Consumer, Internal, Producer, Server};

    /// Each span as id, parent (0 for none) and kind.
    type Shape = (u64, u64, SpanKind);

    fn separated(shapes: &[Shape]) -> Vec<Shape> {
        let sketches: Vec<_> = shapes
            .iter()
            .map(|&(id, parent, kind)| Sketch {
                id,
                parent,
                kind,
                ..Sketch::default()
            })
            .collect();
        let trace = trace(&sketches);
        let mut spans = Adjusted::raw(&trace).spans;
        separate(&mut spans);
        spans
            .iter()
            .map(|span| {
                let parent = span.parent_span_id.unwrap_or_default();
                (span.span_id.to_u64(), parent.to_u64(), span.kind)
            })
            .collect()
    }

    #[test]
    fn the_servers_end_gets_an_id_and_the_children() {
        let cases: &[(&[Shape], &[Shape])] = &[
            (
                &[(10, 0, Client), (10, 0, Server), (11, 10, Internal)],
                &[(10, 0, Client), (1, 10, Server), (11, 1, Internal)],
            ),
            (
                &[(10, 0, Server), (11, 10, Internal), (10, 0, Client)],
                &[(1, 10, Server), (11, 1, Internal), (10, 0, Client)],
            ),
            // 1 and 2 are taken, and the client keeps its parent.
            (
                &[
                    (1, 0, Internal),
                    (2, 1, Internal),
                    (10, 1, Client),
                    (10, 1, Server),
                ],
                &[
                    (1, 0, Internal),
                    (2, 1, Internal),
                    (10, 1, Client),
                    (3, 10, Server),
                ],
            ),
            // Of two servers the last takes all children, the first server among them.
            (
                &[
                    (10, 0, Client),
                    (10, 0, Server),
                    (10, 0, Server),
                    (11, 10, Internal),
                ],
                &[
                    (10, 0, Client),
                    (1, 2, Server),
                    (2, 10, Server),
                    (11, 2, Internal),
                ],
            ),
        ];
        for (before, after) in cases {
            assert_eq!(separated(before), *after);
        }
    }

    #[test]
    fn other_spans_that_share_an_id_keep_it() {
        for [one, other] in [
            [Server, Server],
            [Client, Client],
            [Producer, Consumer],
            [Internal, Server],
        ] {
            let shapes = [(10, 0, one), (10, 0, other)];
            assert_eq!(separated(&shapes), shapes);
        }
        let zero = [(0, 0, Client), (0, 0, Server), (5, 0, Internal)];
        assert_eq!(separated(&zero), zero);
    }
}
