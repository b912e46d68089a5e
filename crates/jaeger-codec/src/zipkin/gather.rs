//! Spans on their way into a batch: written one after another, then put together by resource and scope.
//!
//! Zipkin says of each span by whom it was recorded, and does not sort spans by that. The spans of one resource keep
//! their order, and resources stand in the order in which they first came.

use std::collections::HashMap;
use std::ops::Range;

use jaeger_model::otlp::{resource_spans, scope_spans, traces_data};
use jaeger_model::wire::Writer;
use jaeger_model::{BatchErrorKind, Limits, Scanned, SpanBatch};

use super::draft::{Dialect, Draft};
use crate::DecodeError;

/// Elements of OTLP for one of Zipkin: a span gets attributes for two endpoints, its times, flags and warnings.
const GROWTH_MAX: usize = 20;

/// All spans of one request so far.
#[derive(Debug)]
pub(super) struct Gather {
    pub(super) limits: Limits,
    /// Whether all spans are debug, whatever they say themselves.
    pub(super) is_debug: bool,
    elements: usize,
    /// The content of each span.
    pub(super) spans: Writer,
    entries: Vec<Entry>,
    resources: Numbers,
    scopes: Numbers,
    begun: usize,
    rejected: usize,
    first_rejection: Option<String>,
}

/// One span: what it belongs to, and where its bytes are.
#[derive(Debug)]
struct Entry {
    resource: usize,
    scope: usize,
    bytes: Range<usize>,
}

/// Messages that many spans share, numbered as they come.
#[derive(Debug, Default)]
struct Numbers(HashMap<Vec<u8>, usize>);

impl Numbers {
    fn number(&mut self, message: Vec<u8>) -> usize {
        let next = self.0.len();
        *self.0.entry(message).or_insert(next)
    }

    /// The messages, each at its number.
    fn into_list(self) -> Vec<Vec<u8>> {
        let mut numbered: Vec<_> = self.0.into_iter().collect();
        numbered.sort_by_key(|(_, number)| *number);
        numbered.into_iter().map(|(message, _)| message).collect()
    }
}

impl Gather {
    pub(super) fn new(limits: &Limits, input_len: usize, is_debug: bool) -> Self {
        Self {
            limits: *limits,
            is_debug,
            elements: 0,
            spans: Writer::with_capacity(input_len / 2),
            entries: Vec::new(),
            resources: Numbers::default(),
            scopes: Numbers::default(),
            begun: 0,
            rejected: 0,
            first_rejection: None,
        }
    }

    /// Counts a span, annotation or tag of a format that does not count by itself.
    pub(super) fn count(&mut self) -> Result<(), BatchErrorKind> {
        self.elements += 1;
        if self.elements > self.limits.elements {
            return Err(BatchErrorKind::TooManyElements(self.limits.elements));
        }
        Ok(())
    }

    /// Begins the next span.
    pub(super) fn begin<'a>(&mut self, dialect: Dialect) -> Draft<'_, 'a> {
        self.begun += 1;
        Draft::new(self, dialect)
    }

    /// Leaves out alone the span that starts at `start`.
    pub(super) fn reject(&mut self, start: usize, problem: &str) {
        self.spans.truncate(start);
        self.rejected += 1;
        let number = self.begun;
        self.first_rejection
            .get_or_insert_with(|| format!("{problem} (span number {number})"));
    }

    /// Keeps the span that starts at `start` and is written now.
    pub(super) fn keep(
        &mut self,
        start: usize,
        resource: Vec<u8>,
        scope: Vec<u8>,
    ) -> Result<(), BatchErrorKind> {
        if self.entries.len() >= self.limits.spans {
            return Err(BatchErrorKind::TooManySpans(self.limits.spans));
        }
        self.entries.push(Entry {
            resource: self.resources.number(resource),
            scope: self.scopes.number(scope),
            bytes: start..self.spans.len(),
        });
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<Scanned, DecodeError> {
        self.entries
            .sort_by_key(|entry| (entry.resource, entry.scope));
        let spans = self.spans.into_bytes();
        let (resources, scopes) = (self.resources.into_list(), self.scopes.into_list());
        let mut writer = Writer::with_capacity(spans.len() + spans.len() / 8);
        for entries in self.entries.chunk_by(|a, b| a.resource == b.resource) {
            writer.message(traces_data::RESOURCE_SPANS, |w| {
                let resource = entries.first().and_then(|of| resources.get(of.resource));
                let resource = resource.map(Vec::as_slice).unwrap_or_default();
                w.bytes_if_any(resource_spans::RESOURCE, resource);
                for entries in entries.chunk_by(|a, b| a.scope == b.scope) {
                    write_scope(w, entries, &scopes, &spans);
                }
            });
        }
        // The input was within the limits; that OTLP takes more for it is not the sender's doing.
        let limits = Limits {
            bytes: usize::MAX,
            elements: self.limits.elements.saturating_mul(GROWTH_MAX),
            ..self.limits
        };
        let scanned = SpanBatch::scan(writer.into_bytes().into(), &limits)?;
        Ok(Scanned {
            batch: scanned.batch,
            rejected: scanned.rejected + self.rejected,
            first_rejection: self.first_rejection.or(scanned.first_rejection),
        })
    }
}

fn write_scope(w: &mut Writer, entries: &[Entry], scopes: &[Vec<u8>], spans: &[u8]) {
    w.message(resource_spans::SCOPE_SPANS, |w| {
        let scope = entries.first().and_then(|of| scopes.get(of.scope));
        let scope = scope.map(Vec::as_slice).unwrap_or_default();
        w.bytes_if_any(scope_spans::SCOPE, scope);
        for entry in entries {
            let span = spans.get(entry.bytes.clone()).unwrap_or_default();
            w.bytes(scope_spans::SPANS, span);
        }
    });
}
