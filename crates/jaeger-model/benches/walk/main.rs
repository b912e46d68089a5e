//! Reading a batch: our scan and views against a full prost decode, in one run on the same bytes.
//!
//! The scan is the walk that visits every attribute, event and link with its UTF-8 check.

use bytes::Bytes;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jaeger_model::{Limits, SpanBatch};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use prost::Message;

mod corpus;

const SPANS: usize = 512;

fn walk(criterion: &mut Criterion) {
    let body = Bytes::from(corpus::request(1, SPANS));
    let batch = SpanBatch::scan(body.clone(), &Limits::default()).map(|scanned| scanned.batch);
    let Ok(batch) = batch else { return };
    assert_eq!(batch.len(), SPANS);

    let name = format!("{}_bytes_a_span", body.len() / SPANS);
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Elements(SPANS as u64));
    group.bench_function("prost_decode", |b| {
        b.iter(|| ExportTraceServiceRequest::decode(body.clone()).map(|r| r.resource_spans.len()))
    });
    group.bench_function("scan", |b| {
        b.iter(|| SpanBatch::scan(body.clone(), &Limits::default()).map(|s| s.batch.len()))
    });
    group.bench_function("view_scalars", |b| {
        b.iter(|| batch.spans().map(|span| span.duration_ns()).sum::<u64>())
    });
    group.bench_function("view_everything", |b| {
        b.iter(|| {
            let lengths = batch.spans().map(|span| {
                let events = span.events().flat_map(|event| event.attributes()).count();
                let links = span.links().flat_map(|link| link.attributes()).count();
                span.attributes()
                    .map(|a| a.key.as_bytes().len())
                    .sum::<usize>()
                    + events
                    + links
            });
            lengths.sum::<usize>()
        })
    });
    group.finish();
}

criterion_group!(benches, walk);
criterion_main!(benches);
