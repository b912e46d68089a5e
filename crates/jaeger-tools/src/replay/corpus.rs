//! The requests: read from a recording, or made up, the same for the same seed.
//!
//! What is made up looks like the spans of services behind each other: 512 spans a request and some 800 bytes a span,
//! eight resources with 19 attributes each, 9 spans a trace, 12 attributes a span of which five hardly ever repeat, and
//! an event on every eighth span.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use jaeger_model::otlp::{
    event, resource, resource_spans, scope, scope_spans, span, status, traces_data,
};
use jaeger_model::wire::Writer;
use jaeger_model::{Text, Value};

use crate::replay::options::Source;
use crate::replay::patch::{Template, mix};

/// The requests of a source.
pub(super) fn requests(source: &Source) -> Result<Vec<Template>> {
    let bodies = match source {
        Source::File(path) => recorded(path)?,
        Source::Seed(seed) => (0..REQUESTS)
            .map(|number| request(seed.wrapping_mul(REQUESTS).wrapping_add(number), SPANS))
            .collect(),
    };
    let templates = bodies.into_iter().enumerate().map(|(number, body)| {
        Template::new(body).with_context(|| format!("request {number} cannot be replayed"))
    });
    let templates: Vec<_> = templates.collect::<Result<_>>()?;
    ensure!(!templates.is_empty(), "there is no request");
    Ok(templates)
}

fn recorded(path: &Path) -> Result<Vec<Vec<u8>>> {
    let bytes = fs::read(path).with_context(|| format!("read {}", path.display()))?;
    split(&bytes)
}

fn split(mut rest: &[u8]) -> Result<Vec<Vec<u8>>> {
    let mut bodies = Vec::new();
    while !rest.is_empty() {
        let body = rest.split_first_chunk::<4>().and_then(|(length, behind)| {
            let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
            behind.split_at_checked(length)
        });
        let (body, behind) = body.context("the recording ends inside a request")?;
        bodies.push(body.to_vec());
        rest = behind;
    }
    Ok(bodies)
}

/// One request.
pub(super) fn request(seed: u64, spans: u64) -> Vec<u8> {
    let mut random = Random(seed);
    let mut writer = Writer::default();
    for index in 0..RESOURCES {
        writer.message(traces_data::RESOURCE_SPANS, |w| {
            w.message(resource_spans::RESOURCE, |w| {
                write_resource(w, random.below(40));
            });
            w.message(resource_spans::SCOPE_SPANS, |w| {
                w.message(scope_spans::SCOPE, |w| {
                    w.bytes(scope::NAME, b"io.opentelemetry.servlet");
                    w.bytes(scope::VERSION, b"2.10.0");
                });
                for number in (index..spans).step_by(RESOURCES as usize) {
                    w.message(scope_spans::SPANS, |w| {
                        write_span(w, &mut random, seed, number);
                    });
                }
            });
        });
    }
    writer.into_bytes()
}

fn write_resource(w: &mut Writer, pod: u64) {
    let service = pod % 20;
    let mut write = |key: &str, value: &str| text(w, resource::ATTRIBUTES, key, value);
    write("service.name", &format!("replayed-{service:02}"));
    write("service.version", &format!("1.{service}.0"));
    write("k8s.pod.name", &format!("replayed-{service:02}-{pod:08x}"));
    for number in 0..16 {
        let value = format!("value-{number}-of-{service}");
        write(&format!("k8s.pod.label.{number:02}"), &value);
    }
}

fn write_span(w: &mut Writer, random: &mut Random, seed: u64, number: u64) {
    let id = |number: u64| (mix(seed ^ (number + 1) << 20) | 1).to_be_bytes();
    let trace = mix(seed ^ (number / SPANS_A_TRACE + 1) << 40);
    let trace_id = u128::from(trace) << 64 | u128::from(mix(!trace));
    w.bytes(span::TRACE_ID, &trace_id.to_be_bytes());
    w.bytes(span::SPAN_ID, &id(number));
    if !number.is_multiple_of(SPANS_A_TRACE) {
        w.bytes(span::PARENT_SPAN_ID, &id(number - 1));
    }
    w.bytes(
        span::NAME,
        format!("GET /orders/{}", number % 31).as_bytes(),
    );
    w.varint(span::KIND, 1 + number % 5);
    let start = START_NS + number * 1_000_000;
    w.fixed64(span::START_TIME_UNIX_NANO, start);
    let end = start + 1 + random.below(90_000_000);
    w.fixed64(span::END_TIME_UNIX_NANO, end);
    for (key, value) in WORDS {
        text(w, span::ATTRIBUTES, key, value);
    }
    for key in RARELY_REPEATED {
        let value = format!("/{:016x}/{:016x}", random.next(), random.next());
        text(w, span::ATTRIBUTES, key, &value);
    }
    let code = Value::Int(200);
    w.attribute(span::ATTRIBUTES, b"http.response.status_code", code);
    if number.is_multiple_of(8) {
        w.message(span::EVENTS, |w| {
            w.fixed64(event::TIME_UNIX_NANO, start + 1_000);
            w.bytes(event::NAME, b"exception");
            text(w, event::ATTRIBUTES, "exception.type", "OutOfStock");
        });
    }
    if random.below(20) == 0 {
        w.message(span::STATUS, |w| w.varint(status::CODE, 2));
    }
}

fn text(w: &mut Writer, field: u32, key: &str, value: &str) {
    w.attribute(field, key.as_bytes(), Value::String(Text::from(value)));
}

/// A counter whose bits are spread.
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

const REQUESTS: u64 = 16;
const SPANS: u64 = 512;
const RESOURCES: u64 = 8;
const SPANS_A_TRACE: u64 = 9;
const START_NS: u64 = 1_700_000_000_000_000_000;
const WORDS: [(&str, &str); 6] = [
    ("http.request.method", "GET"),
    ("url.scheme", "https"),
    ("network.protocol.version", "1.1"),
    ("server.address", "orders.shop.svc.cluster.local"),
    ("http.route", "/orders/{id}"),
    ("code.function.name", "com.example.shop.Orders.show"),
];
const RARELY_REPEATED: [&str; 5] = [
    "url.path",
    "user_agent.original",
    "enduser.id",
    "client.address",
    "request.id",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recording_is_split_at_its_lengths() {
        let recording = [&[0, 0, 0, 2, 7, 8][..], &[0; 4], &[0, 0, 0, 1, 9]].concat();
        let bodies = vec![vec![7, 8], Vec::new(), vec![9]];
        assert_eq!(split(&recording).unwrap(), bodies);
        for length in [1, 5, 13, 14] {
            assert!(split(&recording[..length]).is_err(), "{length}");
        }
    }

    #[test]
    fn the_same_seed_makes_the_same() {
        assert_eq!(request(3, 50), request(3, 50));
        assert_ne!(request(3, 50), request(4, 50));
        let all = requests(&Source::Seed(1)).unwrap();
        assert!(all.iter().all(|request| request.spans() == SPANS));
    }
}
