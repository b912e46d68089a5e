//! New ids and times in the bytes of a request, which keep their places: an id has always 16 or 8 bytes and a time 8.
//!
//! Ids are changed by one pattern for all of a request, so that parents stay parents and links between its traces hold.

use std::ops::Range;

use anyhow::{Context as _, Result, ensure};
use jaeger_model::otlp::{event, link, resource_spans, scope_spans, span, traces_data};
use jaeger_model::wire::{Field, Reader};
use jaeger_model::{Limits, SpanBatch, TraceId};

/// A request that can be sent often.
#[derive(Clone, Debug)]
pub(super) struct Template {
    bytes: Vec<u8>,
    places: Vec<Place>,
    /// The end of the latest span.
    end_ns: u64,
    /// From the start of the earliest span to that end.
    reach_ns: u64,
    spans: u64,
    trace_ids: Vec<TraceId>,
}

/// Where a part is that is patched.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    TraceId(usize),
    SpanId(usize),
    Time(usize),
}

/// A request as it is sent once.
#[derive(Debug)]
pub(super) struct Patched {
    pub(super) bytes: Vec<u8>,
    pub(super) trace_ids: Vec<TraceId>,
}

impl Template {
    /// Finds the ids and times of a request. All of its spans must be usable.
    pub(super) fn new(bytes: Vec<u8>) -> Result<Self> {
        let scanned = SpanBatch::scan(bytes.clone().into(), &Limits::default())?;
        ensure!(
            scanned.rejected == 0,
            "a span is of no use: {:?}",
            scanned.first_rejection
        );
        let spans = || scanned.batch.spans();
        let mut trace_ids: Vec<_> = spans().map(|span| span.trace_id()).collect();
        trace_ids.sort_unstable();
        trace_ids.dedup();
        let end_ns = spans().map(|span| span.end().0.max(span.start().0)).max();
        let end_ns = end_ns.context("a request without spans")?;
        let start_ns = spans().map(|span| span.start().0).min();
        let mut places = Vec::new();
        for resource in messages(&bytes, 0..bytes.len(), traces_data::RESOURCE_SPANS)? {
            for scope in messages(&bytes, resource, resource_spans::SCOPE_SPANS)? {
                for span in messages(&bytes, scope, scope_spans::SPANS)? {
                    places_in(&bytes, span, &mut places)?;
                }
            }
        }
        Ok(Self {
            places,
            end_ns,
            reach_ns: end_ns - start_ns.unwrap_or(end_ns),
            spans: scanned.batch.len() as u64,
            trace_ids,
            bytes,
        })
    }

    /// The number of its spans.
    pub(super) fn spans(&self) -> u64 {
        self.spans
    }

    /// How long before its end the first span starts.
    pub(super) fn reach_ns(&self) -> u64 {
        self.reach_ns
    }

    /// The request with ids that only `number` gives, and times that end at `now_ns`.
    pub(super) fn patched(&self, number: u64, now_ns: u64) -> Result<Patched> {
        let pattern = mix(number.wrapping_add(1)).max(1);
        let by_ns = now_ns.wrapping_sub(self.end_ns);
        let mut bytes = self.bytes.clone();
        for place in &self.places {
            match *place {
                Place::TraceId(at) => change(&mut bytes, at + 8, |half| {
                    u64::from_be_bytes(half).wrapping_add(pattern).to_be_bytes()
                })?,
                Place::SpanId(at) => change(&mut bytes, at, |id| {
                    (u64::from_be_bytes(id) ^ pattern).to_be_bytes()
                })?,
                Place::Time(at) => change(&mut bytes, at, |time| {
                    u64::from_le_bytes(time).wrapping_add(by_ns).to_le_bytes()
                })?,
            }
        }
        let trace_ids = self.trace_ids.iter();
        Ok(Patched {
            bytes,
            trace_ids: trace_ids
                .map(|id| TraceId::from_halves(id.high(), id.low().wrapping_add(pattern)))
                .collect(),
        })
    }
}

fn places_in(bytes: &[u8], span: Range<usize>, places: &mut Vec<Place>) -> Result<()> {
    for (number, field) in fields(bytes, span)? {
        match number {
            span::TRACE_ID => places.push(Place::TraceId(field.start)),
            span::SPAN_ID | span::PARENT_SPAN_ID if field.len() == 8 => {
                places.push(Place::SpanId(field.start));
            }
            span::START_TIME_UNIX_NANO | span::END_TIME_UNIX_NANO => {
                places.push(Place::Time(field.start));
            }
            span::EVENTS => {
                let times = fields(bytes, field)?.into_iter();
                let times = times.filter(|(number, _)| *number == event::TIME_UNIX_NANO);
                places.extend(times.map(|(_, field)| Place::Time(field.start)));
            }
            span::LINKS => {
                for (number, field) in fields(bytes, field)? {
                    match number {
                        link::TRACE_ID if field.len() == 16 => {
                            places.push(Place::TraceId(field.start));
                        }
                        link::SPAN_ID if field.len() == 8 => {
                            places.push(Place::SpanId(field.start));
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Where the contents of the fields of a message are; the reader stands behind each when it is read.
fn fields(bytes: &[u8], message: Range<usize>) -> Result<Vec<(u32, Range<usize>)>> {
    let mut reader = Reader::new(bytes.get(message.clone()).unwrap_or_default());
    let mut found = Vec::new();
    while let Some((number, field)) = reader.next_field()? {
        let length = match field {
            Field::Bytes(content) => content.len(),
            Field::Fixed64(_) => 8,
            Field::Fixed32(_) => 4,
            Field::Varint(_) => 0,
        };
        let end = message.start + reader.position();
        found.push((number, end - length..end));
    }
    Ok(found)
}

fn messages(bytes: &[u8], message: Range<usize>, number: u32) -> Result<Vec<Range<usize>>> {
    let found = fields(bytes, message)?.into_iter();
    Ok(found
        .filter(|(found, _)| *found == number)
        .map(|(_, content)| content)
        .collect())
}

fn change(bytes: &mut [u8], at: usize, to: impl FnOnce([u8; 8]) -> [u8; 8]) -> Result<()> {
    let part = bytes.get_mut(at..).and_then(<[u8]>::first_chunk_mut::<8>);
    let part = part.context("a place behind the end of the request")?;
    *part = to(*part);
    Ok(())
}

/// Spreads the bits of a number over all 64; no two numbers have one result.
pub(super) fn mix(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use jaeger_model::SpanView;

    use super::*;
    use crate::replay::corpus;

    fn scan(bytes: &[u8]) -> SpanBatch {
        let scanned = SpanBatch::scan(bytes.to_vec().into(), &Limits::default()).unwrap();
        assert_eq!(scanned.rejected, 0);
        scanned.batch
    }

    fn parents(batch: &SpanBatch) -> Vec<Option<usize>> {
        let place = |span: SpanView<'_>| {
            let parent = span.parent_span_id()?;
            batch
                .spans()
                .position(|other| other.span_id() == parent && other.trace_id() == span.trace_id())
        };
        batch.spans().map(place).collect()
    }

    #[test]
    fn ids_are_new_and_parents_stay_parents() {
        let request = corpus::request(1, 100);
        let template = Template::new(request.clone()).unwrap();
        assert_eq!(template.spans(), 100);
        let before = scan(&request);
        let mut known: HashSet<_> = before.spans().map(|span| span.trace_id()).collect();
        for number in 0..20 {
            let patched = template.patched(number, 5).unwrap();
            let after = scan(&patched.bytes);
            assert_eq!(patched.bytes.len(), request.len());
            assert_eq!(parents(&after), parents(&before));
            assert!(parents(&after).iter().any(Option::is_some));
            let ids: HashSet<_> = after.spans().map(|span| span.trace_id()).collect();
            assert_eq!(ids, patched.trace_ids.into_iter().collect());
            for id in ids {
                assert!(known.insert(id), "{id} came twice");
            }
        }
    }

    #[test]
    fn times_move_together_and_nothing_else_changes() {
        let request = corpus::request(2, 40);
        let template = Template::new(request.clone()).unwrap();
        let (before, now_ns) = (scan(&request), 1_800_000_000_000_000_000);
        let after = scan(&template.patched(7, now_ns).unwrap().bytes);
        assert_eq!(after.spans().map(|span| span.end().0).max(), Some(now_ns));
        for (before, after) in before.spans().zip(after.spans()) {
            assert_eq!(before.duration_ns(), after.duration_ns());
            assert_eq!(before.name(), after.name());
            assert!(before.attributes().eq(after.attributes()));
            let since_start = |span: &SpanView<'_>| {
                let events = span.events();
                events
                    .map(|event| event.time().since(span.start()))
                    .collect::<Vec<_>>()
            };
            assert_eq!(since_start(&before), since_start(&after));
        }
    }

    #[test]
    fn what_is_no_request_is_no_template() {
        assert!(Template::new(vec![0xff; 9]).is_err());
        assert!(Template::new(Vec::new()).is_err());
    }
}
