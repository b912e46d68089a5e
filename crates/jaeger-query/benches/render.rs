//! A trace of 10,000 spans as a reply, raw and adjusted, in bytes of the reply a second.

use std::sync::Arc;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jaeger_model::otlp::{event, resource, resource_spans, scope, scope_spans, span, traces_data};
use jaeger_model::wire::Writer;
use jaeger_model::{Limits, SpanBatch, Trace, TraceId, Value};
use jaeger_query::render::{Rendering, otlp_json, ui_json};
use tokio_util::sync::CancellationToken;

const SPANS: u64 = 10_000;
/// Spans that come from one process in a row.
const RUN: u64 = 50;
const START_NS: u64 = 1_700_000_000_000_000_000;
const ADJUSTED: Rendering = Rendering::Adjusted {
    max_clock_skew: Duration::from_secs(5),
};

fn render(criterion: &mut Criterion) {
    let Ok(scanned) = SpanBatch::scan(request().into(), &Limits::default()) else {
        return;
    };
    let mut trace = Trace::new(trace_id());
    trace.push(Arc::new(scanned.batch));
    let traces = [trace];
    let mut group = criterion.benchmark_group("render");
    for (name, rendering) in [("raw", Rendering::Raw), ("adjusted", ADJUSTED)] {
        let wanted = CancellationToken::new();
        let ui = |out: &mut Vec<u8>| {
            traces
                .iter()
                .for_each(|t| ui_json(t, rendering, &wanted, out));
        };
        let otlp = |out: &mut Vec<u8>| otlp_json(&traces, rendering, &wanted, out);
        let mut out = Vec::new();
        ui(&mut out);
        group.throughput(Throughput::Bytes(out.len() as u64));
        group.bench_function(format!("ui_{name}"), |b| {
            b.iter(|| {
                out.clear();
                ui(&mut out);
                out.len()
            });
        });
        out.clear();
        otlp(&mut out);
        group.throughput(Throughput::Bytes(out.len() as u64));
        group.bench_function(format!("otlp_{name}"), |b| {
            b.iter(|| {
                out.clear();
                otlp(&mut out);
                out.len()
            });
        });
    }
    group.finish();
}

fn trace_id() -> TraceId {
    TraceId::from_halves(mix(1), mix(2))
}

fn span_id(number: u64) -> [u8; 8] {
    (number + 1).to_be_bytes()
}

/// The same bytes at every run.
fn request() -> Vec<u8> {
    let mut writer = Writer::default();
    for first in (0..SPANS).step_by(RUN as usize) {
        writer.message(traces_data::RESOURCE_SPANS, |w| {
            let pod = mix(first) % 40;
            w.message(resource_spans::RESOURCE, |w| write_resource(w, pod));
            w.message(resource_spans::SCOPE_SPANS, |w| {
                w.message(scope_spans::SCOPE, |w| {
                    w.bytes(scope::NAME, b"io.opentelemetry.spring-webmvc-6.0");
                });
                for number in first..first + RUN {
                    w.message(scope_spans::SPANS, |w| write_span(w, number));
                }
            });
        });
    }
    writer.into_bytes()
}

fn write_resource(w: &mut Writer, pod: u64) {
    let service = pod % 20;
    let name = format!("service-{service:02}");
    text(w, resource::ATTRIBUTES, "service.name", &name);
    text(
        w,
        resource::ATTRIBUTES,
        "host.name",
        &format!("node-{}", pod % 7),
    );
    for number in 0..16 {
        let key = format!("k8s.deployment.label.{number:02}");
        let value = format!("value-{number}-of-{service}");
        text(w, resource::ATTRIBUTES, &key, &value);
    }
}

fn write_span(w: &mut Writer, number: u64) {
    w.bytes(span::TRACE_ID, &trace_id().0);
    w.bytes(span::SPAN_ID, &span_id(number));
    if number > 0 {
        w.bytes(span::PARENT_SPAN_ID, &span_id(mix(number) % number));
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
    for key in [
        "url.path",
        "user_agent.original",
        "enduser.id",
        "request.id",
    ] {
        let value = format!("/{:016x}", mix(number ^ key.len() as u64));
        text(w, span::ATTRIBUTES, key, &value);
    }
    w.attribute(
        span::ATTRIBUTES,
        b"http.response.status_code",
        Value::Int(200),
    );
    w.attribute(span::ATTRIBUTES, b"sampled.rate", Value::Double(0.25));
    if number.is_multiple_of(8) {
        w.message(span::EVENTS, |w| {
            w.fixed64(event::TIME_UNIX_NANO, start + 1_000);
            w.bytes(event::NAME, b"exception");
            text(
                w,
                event::ATTRIBUTES,
                "exception.message",
                "the cart has no <such> item",
            );
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

criterion_group!(benches, render);
criterion_main!(benches);
