//! A trace of 100,000 spans as columns, raw and adjusted, in spans a second.

use std::sync::Arc;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jaeger_model::otlp::{event, resource, resource_spans, scope_spans, span, traces_data};
use jaeger_model::wire::Writer;
use jaeger_model::{Limits, SpanBatch, Trace, TraceId, Value};
use jaeger_query::render::Rendering;
use jaeger_query::trace_columns;
use tokio_util::sync::CancellationToken;

const SPANS: u64 = 100_000;
/// Spans that come together.
const SPANS_A_PART: u64 = 5_000;
/// Spans that come from one process in a row.
const RUN: u64 = 25;
const START_NS: u64 = 1_700_000_000_000_000_000;
const ADJUSTED: Rendering = Rendering::Adjusted {
    max_clock_skew: Duration::from_secs(5),
};

fn columns(criterion: &mut Criterion) {
    let mut trace = Trace::new(trace_id());
    for first in (0..SPANS).step_by(SPANS_A_PART as usize) {
        let Ok(scanned) = SpanBatch::scan(part(first).into(), &Limits::default()) else {
            return;
        };
        trace.push(Arc::new(scanned.batch));
    }
    let wanted = CancellationToken::new();
    let mut group = criterion.benchmark_group("columns");
    group.throughput(Throughput::Elements(SPANS));
    group.sample_size(20);
    for (name, rendering) in [("raw", Rendering::Raw), ("adjusted", ADJUSTED)] {
        group.bench_function(name, |b| {
            b.iter(|| trace_columns(&trace, rendering, &wanted).len());
        });
    }
    group.finish();
}

fn trace_id() -> TraceId {
    TraceId::from_halves(mix(1), mix(2))
}

fn span_id(number: u64) -> [u8; 8] {
    mix(number + 7).to_be_bytes()
}

/// The same bytes at every run.
fn part(first: u64) -> Vec<u8> {
    let mut writer = Writer::default();
    for first in (first..first + SPANS_A_PART).step_by(RUN as usize) {
        writer.message(traces_data::RESOURCE_SPANS, |w| {
            w.message(resource_spans::RESOURCE, |w| {
                let pod = mix(first) % 40;
                let service = format!("service-{:02}", pod % 20);
                text(w, resource::ATTRIBUTES, "service.name", &service);
                let host = format!("node-{}", pod % 7);
                text(w, resource::ATTRIBUTES, "host.name", &host);
            });
            w.message(resource_spans::SCOPE_SPANS, |w| {
                for number in first..first + RUN {
                    w.message(scope_spans::SPANS, |w| write_span(w, number));
                }
            });
        });
    }
    writer.into_bytes()
}

/// A parent is one of the hundred spans before.
fn write_span(w: &mut Writer, number: u64) {
    w.bytes(span::TRACE_ID, &trace_id().0);
    w.bytes(span::SPAN_ID, &span_id(number));
    if number > 0 {
        let back = 1 + mix(number) % number.min(100);
        w.bytes(span::PARENT_SPAN_ID, &span_id(number - back));
    }
    let name = format!("GET /api/v1/resource-{}", number % 31);
    w.bytes(span::NAME, name.as_bytes());
    w.varint(span::KIND, 1 + number % 5);
    let start = START_NS + number * 1_000_000;
    w.fixed64(span::START_TIME_UNIX_NANO, start);
    w.fixed64(span::END_TIME_UNIX_NANO, start + mix(number) % 90_000_000);
    for (key, value) in [
        ("http.request.method", "GET"),
        ("url.scheme", "https"),
        ("server.address", "frontend.shop.svc.cluster.local"),
        ("http.route", "/api/v1/resource/{id}"),
        ("thread.name", "http-nio-8080-exec-7"),
        ("code.function", "placeOrderWithPaymentAndShipping"),
    ] {
        text(w, span::ATTRIBUTES, key, value);
    }
    let code = Value::Int(200);
    w.attribute(span::ATTRIBUTES, b"http.response.status_code", code);
    let user = format!("{:016x}", mix(number));
    text(w, span::ATTRIBUTES, "enduser.id", &user);
    if number.is_multiple_of(10) {
        w.message(span::EVENTS, |w| {
            w.fixed64(event::TIME_UNIX_NANO, start + 1_000);
            w.bytes(event::NAME, b"exception");
        });
    }
}

fn text(w: &mut Writer, field: u32, key: &str, value: &str) {
    w.attribute(field, key.as_bytes(), Value::from(value));
}

/// SplitMix64's last step.
fn mix(value: u64) -> u64 {
    let mut value = value.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

criterion_group!(benches, columns);
criterion_main!(benches);
