//! What is above the spans of a batch. To look it up takes a walk over all spans that stand below
//! it, so it is done once for neighbours.

use std::mem;
use std::sync::Arc;

use jaeger_model::{ResourceView, ScopeView, SpanView};

use crate::envelopes::{Envelope, Envelopes};
use crate::names::{Names, UNLISTED};

/// What is above the last span of a batch that was looked at, and most often above the next one.
#[derive(Debug)]
pub(crate) struct Above<'a> {
    resource: Option<Run<ResourceView<'a>>>,
    scope: Option<Run<ScopeView<'a>>>,
    service: u32,
}

/// Spans that follow each other and share something.
#[derive(Debug)]
struct Run<V> {
    view: V,
    /// Nothing if it is too large.
    envelope: Option<Arc<Envelope>>,
    /// What it takes, if nobody else had it and no span that is stored has it yet.
    brought_bytes: usize,
}

impl Default for Above<'_> {
    fn default() -> Self {
        Self {
            resource: None,
            scope: None,
            service: UNLISTED,
        }
    }
}

impl<'a> Above<'a> {
    /// Goes on to a span. What is longer than `bytes_max` is not kept.
    pub(crate) fn follow(
        &mut self,
        span: &SpanView<'a>,
        envelopes: &mut Envelopes,
        names: &mut Names,
        bytes_max: usize,
    ) {
        let (resource, scope) = (span.resource(), span.scope());
        let mut left = [None, None];
        if !Run::goes_on(&mut self.resource, resource) {
            self.service = names.service(resource.service_name().unwrap_or_default());
            let run = Run::new(resource, &resource.envelope(), envelopes, bytes_max);
            left[0] = self.resource.replace(run).and_then(|run| run.envelope);
        }
        if !Run::goes_on(&mut self.scope, scope) {
            let run = Run::new(scope, &scope.envelope(), envelopes, bytes_max);
            left[1] = self.scope.replace(run).and_then(|run| run.envelope);
        }
        for envelope in left.iter().flatten() {
            envelopes.release(envelope);
        }
    }

    /// The number of the service.
    pub(crate) fn service(&self) -> u32 {
        self.service
    }

    /// The resource and the scope; nothing if one of them is too large.
    pub(crate) fn envelopes(&self) -> Option<[&Arc<Envelope>; 2]> {
        let resource = self.resource.as_ref()?.envelope.as_ref()?;
        let scope = self.scope.as_ref()?.envelope.as_ref()?;
        Some([resource, scope])
    }

    /// The bytes that the next span brings that is stored.
    pub(crate) fn brought_bytes(&self) -> usize {
        let resource = self.resource.as_ref().map_or(0, |run| run.brought_bytes);
        let scope = self.scope.as_ref().map_or(0, |run| run.brought_bytes);
        resource + scope
    }

    /// Takes note that a span is stored.
    pub(crate) fn note_stored(&mut self) {
        if let Some(run) = &mut self.resource {
            run.brought_bytes = 0;
        }
        if let Some(run) = &mut self.scope {
            run.brought_bytes = 0;
        }
    }

    /// Ends with the batch.
    pub(crate) fn end(&mut self, envelopes: &mut Envelopes) {
        let resource = self.resource.take().and_then(|run| run.envelope);
        let scope = self.scope.take().and_then(|run| run.envelope);
        for envelope in [resource, scope].iter().flatten() {
            envelopes.release(envelope);
        }
    }
}

impl<V: Copy + PartialEq> Run<V> {
    fn new(view: V, content: &[u8], envelopes: &mut Envelopes, bytes_max: usize) -> Self {
        let before = envelopes.bytes();
        let fits = content.len() <= bytes_max;
        Self {
            view,
            envelope: fits.then(|| envelopes.of(content)),
            brought_bytes: envelopes.bytes() - before,
        }
    }

    /// Whether the next view belongs to the run. It is compared with its neighbour alone: views of
    /// one message are equal by their place, others only by their content.
    fn goes_on(run: &mut Option<Self>, next: V) -> bool {
        run.as_mut()
            .is_some_and(|run| mem::replace(&mut run.view, next) == next)
    }
}
