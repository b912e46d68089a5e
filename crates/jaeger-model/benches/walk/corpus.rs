//! The S1 corpus: requests of 512 spans at some 808 bytes a span, the same for the same seed.
//!
//! Twenty services in forty pods with 19 resource attributes each, 9 spans a trace, 15 attributes a span of which six
//! hardly ever repeat, an event on every eighth span.

use jaeger_model::otlp::{
    event, resource, resource_spans, scope, scope_spans, span, status, traces_data,
};
use jaeger_model::wire::Writer;
use jaeger_model::{Text, Value};

const SPANS_A_TRACE: u64 = 9;
const START_NS: u64 = 1_700_000_000_000_000_000;

/// One request body.
pub(crate) fn request(seed: u64, spans: usize) -> Vec<u8> {
    let mut random = Random(seed);
    let mut writer = Writer::with_capacity(spans * 900);
    let resources = 8;
    for index in 0..resources {
        writer.message(traces_data::RESOURCE_SPANS, |w| {
            let pod = random.below(40);
            w.message(resource_spans::RESOURCE, |w| resource(w, pod));
            w.message(resource_spans::SCOPE_SPANS, |w| {
                w.message(scope_spans::SCOPE, |w| {
                    w.bytes(scope::NAME, b"io.opentelemetry.spring-webmvc-6.0");
                    w.bytes(scope::VERSION, b"2.10.0-alpha");
                });
                for number in (index..spans).step_by(resources) {
                    w.message(scope_spans::SPANS, |w| {
                        span(w, &mut random, seed, number as u64)
                    });
                }
            });
        });
    }
    writer.into_bytes()
}

fn resource(w: &mut Writer, pod: u64) {
    let service = pod % 20;
    text(
        w,
        resource::ATTRIBUTES,
        "service.name",
        &format!("service-{service:02}"),
    );
    text(
        w,
        resource::ATTRIBUTES,
        "service.version",
        &format!("1.{service}.3"),
    );
    text(
        w,
        resource::ATTRIBUTES,
        "k8s.pod.name",
        &format!("service-{service:02}-{pod:08x}"),
    );
    for number in 0..16 {
        let key = format!("k8s.deployment.label.{number:02}");
        text(
            w,
            resource::ATTRIBUTES,
            &key,
            &format!("value-{number}-of-{service}"),
        );
    }
}

fn span(w: &mut Writer, random: &mut Random, seed: u64, number: u64) {
    let trace = seed
        .wrapping_mul(1_000_003)
        .wrapping_add(number / SPANS_A_TRACE + 1);
    w.bytes(
        span::TRACE_ID,
        &(u128::from(mix(trace)) << 64 | u128::from(mix(!trace))).to_be_bytes(),
    );
    w.bytes(span::SPAN_ID, &mix(seed ^ number << 20).to_be_bytes());
    if !number.is_multiple_of(SPANS_A_TRACE) {
        w.bytes(
            span::PARENT_SPAN_ID,
            &mix(seed ^ (number - 1) << 20).to_be_bytes(),
        );
    }
    w.bytes(
        span::NAME,
        format!("GET /api/v1/resource-{}", number % 31).as_bytes(),
    );
    w.varint(span::KIND, 1 + number % 5);
    let start = START_NS + number * 1_000_000;
    w.fixed64(span::START_TIME_UNIX_NANO, start);
    w.fixed64(span::END_TIME_UNIX_NANO, start + random.below(90_000_000));
    attributes(w, random);
    if number.is_multiple_of(8) {
        w.message(span::EVENTS, |w| {
            w.fixed64(event::TIME_UNIX_NANO, start + 1_000);
            w.bytes(event::NAME, b"exception");
            text(
                w,
                event::ATTRIBUTES,
                "exception.type",
                "java.lang.IllegalStateException",
            );
            text(
                w,
                event::ATTRIBUTES,
                "exception.message",
                "the cart has no such item",
            );
        });
    }
    if random.below(20) == 0 {
        w.message(span::STATUS, |w| w.varint(status::CODE, 2));
    }
}

fn attributes(w: &mut Writer, random: &mut Random) {
    let words = [
        ("http.request.method", "GET"),
        ("url.scheme", "https"),
        ("network.protocol.version", "1.1"),
        ("server.address", "frontend.shop.svc.cluster.local"),
        ("http.route", "/api/v1/resource/{id}"),
        ("thread.name", "http-nio-8080-exec-7"),
        (
            "code.namespace",
            "com.example.shop.frontend.checkout.CheckoutController",
        ),
        ("code.function", "placeOrderWithPaymentAndShipping"),
    ];
    for (key, value) in words {
        text(w, span::ATTRIBUTES, key, value);
    }
    for key in [
        "url.path",
        "user_agent.original",
        "enduser.id",
        "client.address",
        "request.id",
    ] {
        text(
            w,
            span::ATTRIBUTES,
            key,
            &format!("/{:016x}/{:08x}", random.next(), random.below(1 << 32)),
        );
    }
    w.attribute(
        span::ATTRIBUTES,
        b"http.response.status_code",
        Value::Int(200),
    );
    w.attribute(span::ATTRIBUTES, b"server.port", Value::Int(8080));
    w.attribute(
        span::ATTRIBUTES,
        b"thread.id",
        Value::Int(random.below(200) as i64),
    );
    w.attribute(span::ATTRIBUTES, b"sampled.rate", Value::Double(0.25));
}

fn text(w: &mut Writer, field: u32, key: &str, value: &str) {
    w.attribute(field, key.as_bytes(), Value::String(Text::from(value)));
}

fn mix(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }
}
