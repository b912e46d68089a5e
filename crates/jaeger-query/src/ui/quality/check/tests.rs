use std::sync::Arc;

use jaeger_model::otlp::{event, resource, resource_spans, scope_spans, span, status, traces_data};
use jaeger_model::wire::Writer;
use jaeger_model::{Limits, SpanBatch, SpanKind, Trace, TraceId};

use super::*;

const START_NS: u64 = 1_700_000_000_000_000_000;
const SECOND_NS: u64 = 1_000_000_000;

/// A span in short. Ids of zero are left out, and so is an empty service.
#[derive(Clone, Copy)]
struct Sketch<'s> {
    id: u64,
    parent: u64,
    service: &'s str,
    kind: SpanKind,
    start_ns: u64,
    end_ns: u64,
    /// Its key and text.
    attribute: Option<(&'s str, &'s str)>,
    event: &'s str,
    is_failed: bool,
    message: &'s str,
}

/// A span of which nothing is bad.
const GOOD: Sketch<'static> = Sketch {
    id: 1,
    parent: 0,
    service: "web",
    kind: SpanKind::Internal,
    start_ns: START_NS,
    end_ns: START_NS + SECOND_NS,
    attribute: None,
    event: "",
    is_failed: false,
    message: "",
};

fn trace(sketches: &[Sketch<'_>]) -> Trace {
    let id = TraceId::from_halves(0, 7);
    let mut writer = Writer::default();
    for sketch in sketches {
        writer.message(traces_data::RESOURCE_SPANS, |w| {
            w.message(resource_spans::RESOURCE, |w| {
                if !sketch.service.is_empty() {
                    let service = Value::from(sketch.service);
                    w.attribute(resource::ATTRIBUTES, b"service.name", service);
                }
            });
            w.message(resource_spans::SCOPE_SPANS, |w| {
                w.message(scope_spans::SPANS, |w| write(w, id, sketch));
            });
        });
    }
    let scanned = SpanBatch::scan(writer.into_bytes().into(), &Limits::default());
    let mut trace = Trace::new(id);
    trace.push(Arc::new(scanned.unwrap().batch));
    assert_eq!(trace.len(), sketches.len(), "every span is usable");
    trace
}

fn write(w: &mut Writer, trace: TraceId, sketch: &Sketch<'_>) {
    w.bytes(span::TRACE_ID, &trace.0);
    w.bytes(span::SPAN_ID, &sketch.id.to_be_bytes());
    if sketch.parent != 0 {
        w.bytes(span::PARENT_SPAN_ID, &sketch.parent.to_be_bytes());
    }
    w.varint(span::KIND, sketch.kind.number());
    w.fixed64(span::START_TIME_UNIX_NANO, sketch.start_ns);
    w.fixed64(span::END_TIME_UNIX_NANO, sketch.end_ns);
    if let Some((key, text)) = sketch.attribute {
        w.attribute(span::ATTRIBUTES, key.as_bytes(), Value::from(text));
    }
    if !sketch.event.is_empty() {
        w.message(span::EVENTS, |w| {
            w.bytes(event::NAME, sketch.event.as_bytes())
        });
    }
    w.message(span::STATUS, |w| {
        w.bytes_if_any(status::MESSAGE, sketch.message.as_bytes());
        let code = if sketch.is_failed {
            StatusCode::Error
        } else {
            StatusCode::Unset
        };
        w.varint(status::CODE, code.number());
    });
}

/// Checks that the last span does `expected`.
fn assert_outcome(check: Check, sketches: &[Sketch<'_>], expected: Outcome) {
    let trace = trace(sketches);
    let now = Timestamp(START_NS + 60 * SECOND_NS);
    let last = trace.spans().last().unwrap();
    let outcome = check.outcome(&last, &Subject::new(&trace), now);
    assert_eq!(outcome, expected, "{check:?} {last:?}");
}

#[test]
fn a_good_span_fails_nothing() {
    for check in Check::ALL {
        let expected = match check {
            Check::Parent | Check::ErrorMessage => Outcome::Exempt,
            _ => Outcome::Passed,
        };
        assert_outcome(check, &[GOOD], expected);
    }
}

#[test]
fn parents_and_ids() {
    let child = Sketch {
        id: 2,
        parent: 1,
        ..GOOD
    };
    let orphan = Sketch {
        id: 2,
        parent: 9,
        ..GOOD
    };
    let server = Sketch {
        kind: SpanKind::Server,
        ..GOOD
    };
    let client = Sketch {
        kind: SpanKind::Client,
        end_ns: START_NS + 5,
        ..GOOD
    };
    let twin = Sketch {
        end_ns: START_NS + 5,
        ..GOOD
    };
    let cases: [(Check, &[Sketch<'_>], Outcome); 6] = [
        (Check::Parent, &[GOOD, child], Outcome::Passed),
        (Check::Parent, &[GOOD, orphan], Outcome::Failed),
        (Check::Times, &[GOOD, orphan], Outcome::Passed),
        (Check::SpanId, &[GOOD, twin], Outcome::Failed),
        (Check::SpanId, &[server, client], Outcome::Passed),
        (Check::SpanId, &[server, client, server], Outcome::Failed),
    ];
    for (check, sketches, expected) in cases {
        assert_outcome(check, sketches, expected);
    }
}

#[test]
fn what_a_span_says_of_itself() {
    let named = |service| Sketch { service, ..GOOD };
    let timed = |start_ns, end_ns| Sketch {
        start_ns,
        end_ns,
        ..GOOD
    };
    let failed = Sketch {
        is_failed: true,
        ..GOOD
    };
    let long = "x".repeat(VALUE_BYTES_MAX + 1);
    let with = |key, text| Sketch {
        attribute: Some((key, text)),
        ..GOOD
    };
    let future = START_NS + 3_600 * SECOND_NS;
    let before = Sketch {
        id: 2,
        parent: 1,
        ..timed(START_NS - 2_000_000, START_NS)
    };
    let nearly = Sketch {
        id: 2,
        parent: 1,
        ..timed(START_NS - 900_000, START_NS)
    };
    let cases: [(Check, &[Sketch<'_>], Outcome); 18] = [
        (Check::ServiceName, &[named("")], Outcome::Failed),
        (
            Check::ServiceName,
            &[named("missing-service-name")],
            Outcome::Failed,
        ),
        (
            Check::ServiceName,
            &[named("unknown_service:java")],
            Outcome::Failed,
        ),
        (Check::ServiceName, &[named("unknown")], Outcome::Passed),
        (
            Check::Duration,
            &[timed(START_NS, START_NS - 1)],
            Outcome::Failed,
        ),
        (
            Check::Duration,
            &[timed(START_NS, START_NS)],
            Outcome::Passed,
        ),
        (
            Check::Duration,
            &[with("InvalidNegativeDuration", "x")],
            Outcome::Failed,
        ),
        (Check::Times, &[timed(0, 1)], Outcome::Failed),
        (Check::Times, &[timed(future, future)], Outcome::Failed),
        (Check::Times, &[GOOD, before], Outcome::Failed),
        (Check::Times, &[GOOD, nearly], Outcome::Passed),
        (
            Check::Attributes,
            &[with("k", long.as_str())],
            Outcome::Failed,
        ),
        (Check::Attributes, &[with("k", "short")], Outcome::Passed),
        (Check::ErrorMessage, &[failed], Outcome::Failed),
        (
            Check::ErrorMessage,
            &[Sketch {
                message: "no",
                ..failed
            }],
            Outcome::Passed,
        ),
        (
            Check::ErrorMessage,
            &[Sketch {
                event: "exception",
                ..failed
            }],
            Outcome::Passed,
        ),
        (
            Check::ErrorMessage,
            &[Sketch {
                attribute: Some(("error.type", "timeout")),
                ..failed
            }],
            Outcome::Passed,
        ),
        (
            Check::ErrorMessage,
            &[Sketch {
                event: "log",
                ..failed
            }],
            Outcome::Failed,
        ),
    ];
    for (check, sketches, expected) in cases {
        assert_outcome(check, sketches, expected);
    }
}
