//! Hostile and odd bytes through [`SpanBatch::scan`], the one door into the model.

use bytes::Bytes;
use jaeger_model::otlp::{
    any_value, list, resource, resource_spans, scope, scope_spans, span, traces_data,
};
use jaeger_model::wire::Writer;
use jaeger_model::{BatchErrorKind, Limits, Scanned, SpanBatch, SpanId, Text, TraceId, Value};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use proptest::prelude::*;
use prost::Message;

#[path = "../benches/walk/corpus.rs"]
mod corpus;

#[expect(clippy::expect_used, reason = "a helper of tests")]
fn scan(bytes: impl Into<Bytes>) -> Scanned {
    SpanBatch::scan(bytes.into(), &Limits::default()).expect("a batch")
}

/// A batch around one span.
fn span_with(content: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.message(traces_data::RESOURCE_SPANS, |w| {
        w.message(resource_spans::SCOPE_SPANS, |w| {
            w.message(scope_spans::SPANS, content)
        });
    });
    writer.into_bytes()
}

fn ids(w: &mut Writer) {
    w.bytes(span::TRACE_ID, &[1; 16]);
    w.bytes(span::SPAN_ID, &[2; 8]);
}

#[test]
fn resource_and_scope_may_stand_behind_their_spans() {
    let resource = |w: &mut Writer| {
        w.message(resource_spans::RESOURCE, |w| {
            w.attribute(resource::ATTRIBUTES, b"service.name", Value::from("late"));
        });
    };
    let scope = |w: &mut Writer| {
        w.message(scope_spans::SCOPE, |w| w.bytes(scope::NAME, b"later"));
    };
    let batch = |is_late: bool| {
        let mut writer = Writer::default();
        writer.message(traces_data::RESOURCE_SPANS, |w| {
            let early: [&dyn Fn(&mut Writer); 2] = [&resource, &scope];
            let none = |_: &mut Writer| {};
            let [before, within] = if is_late {
                [&none as _, &none as _]
            } else {
                early
            };
            before(w);
            w.message(resource_spans::SCOPE_SPANS, |w| {
                within(w);
                w.message(scope_spans::SPANS, ids);
                if is_late {
                    scope(w);
                }
            });
            if is_late {
                resource(w);
            }
        });
        scan(writer.into_bytes()).batch
    };
    let (usual, late) = (batch(false), batch(true));
    let span = late.spans().next().expect("a span");
    assert_eq!(span.resource().service_name(), Some(Text::from("late")));
    assert_eq!(span.scope().name(), Text::from("later"));
    assert_eq!(span.hash(), usual.spans().next().expect("a span").hash());
    assert_eq!(late.bytes(), usual.bytes());
}

#[test]
fn views_show_what_prost_decodes() {
    let body = corpus::request(7, 64);
    let scanned = scan(body.clone());
    let decoded = ExportTraceServiceRequest::decode(body.as_slice()).expect("valid OTLP");
    let spans = decoded
        .resource_spans
        .iter()
        .flat_map(|r| &r.scope_spans)
        .flat_map(|s| &s.spans);
    assert_eq!(scanned.batch.len(), 64);
    for (ours, theirs) in scanned.batch.spans().zip(spans) {
        assert_eq!(ours.trace_id().0.as_slice(), theirs.trace_id);
        assert_eq!(ours.span_id().0.as_slice(), theirs.span_id);
        assert_eq!(ours.name(), theirs.name.as_str());
        assert_eq!(ours.start().0, theirs.start_time_unix_nano);
        assert_eq!(ours.kind().number(), theirs.kind as u64);
        assert_eq!(ours.attributes().count(), theirs.attributes.len());
        for (a, b) in ours.attributes().zip(&theirs.attributes) {
            assert_eq!(a.key, b.key.as_str());
        }
        assert_eq!(ours.events().count(), theirs.events.len());
    }
}

#[test]
fn views_allocate_nothing() {
    let batch = scan(corpus::request(3, 256)).batch;
    let info = allocation_counter::measure(|| {
        let visited: usize = batch
            .spans()
            .map(|span| {
                let attributes = span.attributes().chain(span.resource().attributes());
                let in_events = span.events().flat_map(|event| event.attributes());
                let in_links = span.links().flat_map(|link| link.attributes());
                let found = attributes.chain(in_events).chain(in_links);
                found.map(|a| a.key.as_bytes().len()).sum::<usize>() + span.name().as_bytes().len()
            })
            .sum();
        assert!(visited > 256 * 100);
    });
    assert_eq!(info.count_total, 0);
}

#[test]
fn four_mebibytes_of_empty_spans_cost_less_than_eight_times_their_bytes() {
    let spans = 2 << 20;
    let mut content = Vec::with_capacity(2 * spans);
    (0..spans).for_each(|_| content.extend_from_slice(&[0x12, 0x00]));
    let mut writer = Writer::default();
    writer.message(traces_data::RESOURCE_SPANS, |w| {
        w.bytes(resource_spans::SCOPE_SPANS, &content)
    });
    let body = Bytes::from(writer.into_bytes());
    let info = allocation_counter::measure(|| assert_eq!(scan(body.clone()).rejected, spans));
    assert!(info.bytes_max < body.len() as u64 * 8, "{info:?}");

    // The smallest spans that are kept.
    let mut content = Writer::default();
    for _ in 0..200_000 {
        content.message(scope_spans::SPANS, |w| w.bytes(span::TRACE_ID, &[1; 16]));
    }
    let content = content.into_bytes();
    let mut writer = Writer::default();
    writer.message(traces_data::RESOURCE_SPANS, |w| {
        w.bytes(resource_spans::SCOPE_SPANS, &content)
    });
    let body = Bytes::from(writer.into_bytes());
    let info = allocation_counter::measure(|| assert_eq!(scan(body.clone()).batch.len(), 200_000));
    assert!(info.bytes_max < body.len() as u64 * 8, "{info:?}");
}

#[test]
fn budgets_are_refused_with_their_place() {
    let body = corpus::request(1, 32);
    let roomy = Limits::default();
    let cases = [
        (
            Limits {
                bytes: 100,
                ..roomy
            },
            BatchErrorKind::TooManyBytes(100),
        ),
        (
            Limits { spans: 31, ..roomy },
            BatchErrorKind::TooManySpans(31),
        ),
        (
            Limits {
                elements: 50,
                ..roomy
            },
            BatchErrorKind::TooManyElements(50),
        ),
    ];
    for (limits, expected) in cases {
        let error = SpanBatch::scan(body.clone().into(), &limits).expect_err("over budget");
        assert_eq!(error.kind, expected);
        assert!(error.kind.is_over_budget() && error.offset > 0, "{error}");
    }
}

#[test]
fn nesting_is_refused_at_its_limit_and_not_before() {
    let nested = |depth: usize| {
        let mut value = Writer::default();
        value.varint(any_value::INT, 1);
        for _ in 0..depth {
            let inner = value.into_bytes();
            value = Writer::default();
            value.message(any_value::ARRAY, |w| w.bytes(list::VALUES, &inner));
        }
        let value = value.into_bytes();
        span_with(|w| {
            ids(w);
            w.message(span::ATTRIBUTES, |w| w.bytes(2, &value));
        })
    };
    assert_eq!(scan(nested(64)).batch.len(), 1);
    for depth in [65, 10_000] {
        let error =
            SpanBatch::scan(nested(depth).into(), &Limits::default()).expect_err("too deep");
        assert_eq!(error.kind, BatchErrorKind::TooDeep(64));
    }
}

#[test]
fn bytes_that_are_not_otlp_are_refused_with_their_place() {
    let cases: [(&str, Vec<u8>, &str); 4] = [
        ("random", vec![0xff; 40], "TracesData"),
        ("cut off", corpus::request(1, 4).split_off(1), "TracesData"),
        (
            "name as a number",
            span_with(|w| w.varint(span::NAME, 1)),
            "Span",
        ),
        (
            "attribute as a number",
            span_with(|w| w.varint(span::ATTRIBUTES, 1)),
            "Span",
        ),
    ];
    for (name, body, message) in cases {
        let error = SpanBatch::scan(body.into(), &Limits::default()).expect_err(name);
        assert_eq!(error.message, message, "{name}: {error}");
        assert!(!error.kind.is_over_budget());
    }
}

#[test]
fn a_span_without_a_usable_id_is_left_out_alone() {
    let mut body = span_with(ids);
    body.extend(span_with(|w| w.bytes(span::SPAN_ID, &[1; 8])));
    body.extend(span_with(|w| w.bytes(span::TRACE_ID, &[0; 16])));
    body.extend(span_with(|w| w.bytes(span::TRACE_ID, &[1; 15])));
    body.extend(span_with(|w| {
        ids(w);
        w.bytes(span::PARENT_SPAN_ID, &[1; 7]);
    }));
    body.extend(span_with(|w| w.bytes(span::TRACE_ID, &[9; 16])));
    let scanned = scan(body);
    let kept: Vec<_> = scanned
        .batch
        .spans()
        .map(|s| (s.trace_id(), s.span_id()))
        .collect();
    assert_eq!(
        kept,
        [
            (TraceId([1; 16]), SpanId([2; 8])),
            (TraceId([9; 16]), SpanId::default())
        ]
    );
    assert_eq!(scanned.rejected, 4);
    assert_eq!(
        scanned.first_rejection.as_deref(),
        Some("the trace id is zero (span at byte 38)")
    );
}

#[test]
fn invalid_utf8_in_one_attribute_loses_neither_the_span_nor_the_batch() {
    let mut body = span_with(|w| {
        ids(w);
        w.attribute(
            span::ATTRIBUTES,
            b"bad",
            Value::String(Text::new(b"a\xffb")),
        );
        w.attribute(span::ATTRIBUTES, b"good", Value::Int(1));
    });
    body.extend(span_with(|w| w.bytes(span::TRACE_ID, &[9; 16])));
    let batch = scan(body).batch;
    assert_eq!(batch.len(), 2);
    let (first, marks) = batch.marked_spans().next().expect("a span");
    assert!(marks.has_invalid_utf8());
    assert_eq!(first.attributes().count(), 2);
    let Some(Value::String(text)) = first.attribute("bad") else {
        panic!("no text")
    };
    assert_eq!(text.to_str(), "a\u{fffd}b");
}

#[test]
fn reserved_attributes_are_hidden_and_outside_the_hash() {
    let plain = scan(span_with(|w| {
        ids(w);
        w.attribute(span::ATTRIBUTES, b"k", Value::Int(1));
        w.bytes(span::NAME, b"n");
    }));
    let marked = scan(span_with(|w| {
        ids(w);
        w.attribute(span::ATTRIBUTES, b"k", Value::Int(1));
        w.attribute(span::ATTRIBUTES, b"@jaeger@format", Value::from("jaeger"));
        w.bytes(span::NAME, b"n");
    }));
    let (plain, (marked, marks)) = (
        plain.batch.spans().next().expect("one"),
        marked.batch.marked_spans().next().expect("one"),
    );
    assert!(marks.has_reserved_key());
    assert_eq!(plain.hash(), marked.hash());
    assert_eq!(marked.attributes().count(), 1);
    assert_eq!(marked.all_attributes().count(), 2);
}

#[test]
fn the_hash_tells_resources_apart_and_ignores_the_company() {
    let together = scan(corpus::request(5, 64)).batch;
    let rebuilt: SpanBatch = together.spans().collect();
    let one_by_one = together.spans().map(|span| {
        let alone = SpanBatch::from_iter([span]);
        scan(alone.bytes().clone()).batch
    });
    let one_by_one: Vec<_> = one_by_one.collect();
    let scanned_again = scan(rebuilt.bytes().clone()).batch;
    for (((a, b), c), d) in together
        .spans()
        .zip(rebuilt.spans())
        .zip(scanned_again.spans())
        .zip(&one_by_one)
    {
        assert_eq!(a.hash(), b.hash());
        assert_eq!(a.hash(), c.hash());
        assert_eq!(Some(a.hash()), d.spans().next().map(|span| span.hash()));
        assert_eq!(a.bytes(), b.bytes());
        assert_eq!(a.resource().service_name(), b.resource().service_name());
        assert_eq!(a.scope().name(), b.scope().name());
    }
}

proptest! {
    #[test]
    fn any_bytes_are_refused_or_read_without_a_panic(mut body: Vec<u8>, flips: Vec<(usize, u8)>) {
        let mut damaged = corpus::request(1, 2);
        for (at, with) in flips {
            let at = at % damaged.len();
            damaged[at] ^= with;
        }
        for bytes in [std::mem::take(&mut body), damaged] {
            if let Ok(scanned) = SpanBatch::scan(bytes.into(), &Limits::default()) {
                let _shown = format!("{:?}", scanned.batch);
            }
        }
    }
}
