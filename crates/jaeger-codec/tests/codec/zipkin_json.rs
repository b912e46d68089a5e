//! Zipkin in JSON: what is refused as a whole, what is left out alone, and how spans are put together.

use jaeger_codec::zipkin::json::{decode_v1, decode_v2};
use jaeger_codec::{DecodeError, DecodeErrorKind};
use jaeger_model::{BatchErrorKind, Limits, Scanned, SpanBatch, SpanKind, StatusCode, Value};
use serde_json::{Value as Json, json};

fn v1(request: &Json) -> Result<Scanned, DecodeError> {
    decode_v1(request.to_string().as_bytes(), &Limits::default(), false)
}

fn v2(request: &Json) -> Result<Scanned, DecodeError> {
    decode_v2(request.to_string().as_bytes(), &Limits::default(), false)
}

/// A span of v2 that is kept, with `members` of its own.
fn span(members: &Json) -> Json {
    let mut span = json!({"traceId": "1", "id": "2", "timestamp": 1});
    merge(&mut span, members);
    span
}

/// The same of v1.
fn v1_span(members: &Json) -> Json {
    let mut span = json!({
        "traceId": "0000000000000001",
        "id": "0000000000000002",
        "timestamp": 1,
    });
    merge(&mut span, members);
    span
}

fn merge(into: &mut Json, members: &Json) {
    let members = members.as_object().expect("an object").clone();
    into.as_object_mut().expect("an object").extend(members);
}

fn one(request: &Json) -> SpanBatch {
    let scanned = v2(request).expect("a request");
    assert_eq!(scanned.batch.len(), 1, "{request}");
    scanned.batch
}

#[test]
fn requests_without_spans_are_empty() {
    for text in ["null", "[]", " [ ] ", "[null]"] {
        for decode in [decode_v1, decode_v2] {
            let scanned = decode(text.as_bytes(), &Limits::default(), false).expect(text);
            assert!(scanned.batch.is_empty() && scanned.rejected == 0, "{text}");
        }
    }
}

#[test]
fn what_is_no_array_of_spans_is_refused() {
    for text in [
        "",
        "{}",
        "[",
        "[]x",
        "[1]",
        "[[]]",
        "\"\"",
        "[{}]",
        "[{\"id\":\"1\"}]",
    ] {
        for decode in [decode_v1, decode_v2] {
            let error = decode(text.as_bytes(), &Limits::default(), false).expect_err(text);
            assert!(matches!(error.kind, DecodeErrorKind::Json(_)), "{error}");
            assert!(
                !error.is_over_budget() && error.offset <= text.len(),
                "{error}"
            );
        }
    }
}

#[test]
fn a_wrong_value_in_v2_refuses_the_request() {
    for (members, expected) in [
        (json!({"traceId": null}), "valid traceId required"),
        (json!({"traceId": ""}), "valid traceId required"),
        (json!({"traceId": "xy"}), "hexadecimal"),
        (json!({"traceId": "1".repeat(33)}), "hexadecimal"),
        (json!({"id": "0"}), "valid span id required"),
        (json!({"id": "1".repeat(17)}), "hexadecimal"),
        (json!({"parentId": "zz"}), "hexadecimal"),
        (json!({"timestamp": -1}), "integer"),
        (json!({"timestamp": "1"}), "integer"),
        (json!({"timestamp": 1.5}), "integer"),
        (json!({"duration": -1}), "integer"),
        (json!({"shared": "yes"}), "boolean"),
        (json!({"kind": 1}), "string"),
        (json!({"tags": {"a": 1}}), "string"),
        (json!({"tags": [1]}), "object of strings"),
        (json!({"annotations": {}}), "array of annotations"),
        (
            json!({"localEndpoint": {"ipv4": "1.2.3.4.5"}}),
            "invalid IP address: 1.2.3.4.5",
        ),
        (json!({"localEndpoint": {"port": -1}}), "65535"),
        (json!({"localEndpoint": {"port": 65_536}}), "65535"),
        (json!({"localEndpoint": "a"}), "an endpoint"),
    ] {
        let request = json!([span(&json!({})), span(&members)]);
        let error = v2(&request).expect_err("refused");
        assert!(error.to_string().contains(expected), "{members}: {error}");
        assert!(!error.is_over_budget(), "{error}");
    }
}

#[test]
fn a_wrong_value_in_v1_refuses_the_request() {
    for (members, expected) in [
        (json!({"traceId": "1"}), "length"),
        (json!({"traceId": "0".repeat(16)}), "valid traceId required"),
        (json!({"id": "aa"}), "length"),
        (json!({"id": "0".repeat(16)}), "valid span id required"),
        (json!({"parentId": "0".repeat(16)}), "zero"),
        (json!({"timestamp": "1"}), "integer"),
        (json!({"debug": "x"}), "boolean"),
        (
            json!({"binaryAnnotations": [{"value": {}}]}),
            "a string, a number",
        ),
        (
            json!({"annotations": [{"endpoint": {"port": "1"}}]}),
            "integer",
        ),
    ] {
        let request = json!([v1_span(&json!({})), v1_span(&members)]);
        let error = v1(&request).expect_err("refused");
        assert!(error.to_string().contains(expected), "{members}: {error}");
    }
}

#[test]
fn errors_name_the_member_and_the_place() {
    let text = b"[{\"traceId\":\"1\",\n\"id\":\"x\"}]";
    let error = decode_v2(text, &Limits::default(), false).expect_err("no id");
    assert_eq!(error.reading, "id");
    let end_of_span = text.len() - 2..text.len();
    assert!(end_of_span.contains(&error.offset), "{error}");
}

#[test]
fn a_trace_id_of_zero_costs_its_span_alone() {
    let scanned = v2(&json!([
        span(&json!({})),
        span(&json!({"traceId": "0"})),
        span(&json!({"id": "3"})),
    ]))
    .expect("a request");
    assert_eq!((scanned.batch.len(), scanned.rejected), (2, 1));
    let reason = scanned.first_rejection.expect("a reason");
    assert_eq!(reason, "the trace id is zero (span number 2)");
}

#[test]
fn budgets_end_the_reading() {
    let small = Limits {
        bytes: 1_000,
        spans: 2,
        elements: 5,
        depth: 4,
    };
    let tags = |count: usize| -> Json {
        let tags = (0..count).map(|index| (index.to_string(), json!("")));
        json!([span(&json!({"tags": Json::Object(tags.collect())}))])
    };
    let cases = [
        (json!([span(&json!({})), span(&json!({}))]), None),
        (
            json!(["x".repeat(1_000)]),
            Some(BatchErrorKind::TooManyBytes(1_000)),
        ),
        (
            json!(vec![span(&json!({})); 3]),
            Some(BatchErrorKind::TooManySpans(2)),
        ),
        (
            json!([null, null, null, null, null, null]),
            Some(BatchErrorKind::TooManyElements(5)),
        ),
        (tags(4), None),
        (tags(5), Some(BatchErrorKind::TooManyElements(5))),
    ];
    for (request, expected) in cases {
        let outcome = decode_v2(request.to_string().as_bytes(), &small, false);
        let refused = outcome.err().map(|error| {
            assert!(error.is_over_budget(), "{error}");
            error.kind
        });
        assert_eq!(refused, expected.map(DecodeErrorKind::from), "{request}");
    }
}

#[test]
fn spans_are_put_together_by_service_and_scope() {
    let of = |service: &str, scope: &str, id: &str| {
        let scope = json!({"otel.scope.name": scope});
        let service = json!({"serviceName": service});
        span(&json!({"id": id, "localEndpoint": service, "tags": scope}))
    };
    let scanned = v2(&json!([
        of("b", "x", "1"),
        of("a", "x", "2"),
        of("b", "y", "3"),
        of("b", "x", "4"),
        of("a", "x", "5"),
    ]))
    .expect("a request");
    let spans: Vec<_> = scanned.batch.spans().collect();
    let ids: Vec<u64> = spans.iter().map(|span| span.span_id().to_u64()).collect();
    assert_eq!(ids, [1, 4, 3, 2, 5]);
    assert_eq!(
        spans.chunk_by(|a, b| a.resource() == b.resource()).count(),
        2
    );
}

#[test]
fn any_error_but_false_fails_a_span() {
    for (value, code, is_kept) in [
        (json!(""), StatusCode::Error, true),
        (json!("false"), StatusCode::Error, true),
        (json!("boom"), StatusCode::Error, true),
        (json!("true"), StatusCode::Error, false),
    ] {
        let batch = one(&json!([span(&json!({"tags": {"error": value}}))]));
        let span = batch.spans().next().expect("a span");
        assert_eq!(span.status(), code, "{value}");
        assert_eq!(span.attribute("error").is_some(), is_kept, "{value}");
    }
    for (value, code) in [
        (json!(true), StatusCode::Error),
        (json!(false), StatusCode::Unset),
    ] {
        let tags = json!([{"key": "error", "value": value}]);
        let request = json!([v1_span(&json!({"binaryAnnotations": tags}))]);
        let batch = v1(&request).expect("a request").batch;
        let span = batch.spans().next().expect("a span");
        assert_eq!(span.status(), code, "{value}");
    }
}

#[test]
fn status_codes_are_read_with_and_without_their_prefix() {
    for (word, code, is_kept) in [
        ("STATUS_CODE_ERROR", StatusCode::Error, false),
        ("error", StatusCode::Error, false),
        ("OK", StatusCode::Ok, false),
        ("STATUS_CODE_UNSET", StatusCode::Unset, false),
        ("fine", StatusCode::Unset, true),
    ] {
        let batch = one(&json!([span(&json!({"tags": {"otel.status_code": word}}))]));
        let span = batch.spans().next().expect("a span");
        assert_eq!(span.status(), code, "{word}");
        let kept = span.attribute("otel.status_code").is_some();
        assert_eq!(kept, is_kept, "{word}");
    }
}

#[test]
fn kinds_are_read_in_any_case_and_unknown_ones_stay() {
    for (members, kind, word) in [
        (json!({"kind": "PRODUCER"}), SpanKind::Producer, None),
        (json!({"kind": "consumer"}), SpanKind::Consumer, None),
        (json!({"kind": "odd"}), SpanKind::Unspecified, Some("odd")),
        (
            json!({"tags": {"span.kind": "internal"}}),
            SpanKind::Internal,
            None,
        ),
        (
            json!({"kind": "CLIENT", "tags": {"span.kind": "client"}}),
            SpanKind::Client,
            None,
        ),
        (
            json!({"kind": "CLIENT", "tags": {"span.kind": "server"}}),
            SpanKind::Client,
            Some("server"),
        ),
    ] {
        let batch = one(&json!([span(&members)]));
        let span = batch.spans().next().expect("a span");
        assert_eq!(span.kind(), kind, "{members}");
        assert_eq!(
            span.attribute("span.kind"),
            word.map(Value::from),
            "{members}"
        );
    }
}

#[test]
fn what_is_not_packed_stays_a_text() {
    for (value, is_packed) in [
        ("e|{\"a\":1}|0", true),
        ("e|{\"a\":1}", false),
        ("e|[1]|0", false),
        ("e|{\"a\":[[[[[1]]]]]}|0", true),
        ("e|{\"a\":", false),
    ] {
        let annotations = json!([{"timestamp": 5, "value": value}]);
        let batch = one(&json!([span(&json!({"annotations": annotations}))]));
        let span = batch.spans().next().expect("a span");
        let event = span.events().next().expect("an event");
        assert_eq!(event.name() == "e", is_packed, "{value}");
        assert!(is_packed || event.name() == value, "{value}");
    }
    let links = json!({"otlp.link.0": "1|2||{}|0", "otlp.link.1": "x|2||{}|0"});
    let batch = one(&json!([span(&json!({"tags": links}))]));
    let span = batch.spans().next().expect("a span");
    assert_eq!(span.links().count(), 1);
    assert!(span.attribute("otlp.link.1").is_some());
}

#[test]
fn the_service_of_v1_is_that_of_the_best_host() {
    let host = |name: &str| json!({"serviceName": name});
    let core = json!({"value": "sr", "timestamp": 1, "endpoint": host("core")});
    let plain = json!({"value": "x", "timestamp": 1, "endpoint": host("plain")});
    let component = json!({"key": "lc", "value": "c", "endpoint": host("local")});
    let bare = json!({"key": "lc", "value": "c"});
    let tag = json!({"key": "k", "value": "v", "endpoint": host("tag")});
    let address = json!({"key": "sa", "value": true, "endpoint": host("peer")});
    for (annotations, tags, expected) in [
        (json!([plain, core]), json!([tag, component]), "core"),
        (json!([plain]), json!([tag, component]), "local"),
        (json!([plain]), json!([tag, bare]), "plain"),
        (json!([]), json!([bare, tag]), "tag"),
        (json!([]), json!([address, bare]), "c"),
        (json!([]), json!([address]), "unknown-service"),
    ] {
        let members = json!({"annotations": annotations, "binaryAnnotations": tags});
        let batch = v1(&json!([v1_span(&members)])).expect("a request").batch;
        let span = batch.spans().next().expect("a span");
        let service = span.resource().service_name().unwrap_or_default();
        assert_eq!(service, expected, "{members}");
    }
}

#[test]
fn moments_of_the_own_side_are_events_only_if_they_differ() {
    let cases = [
        (json!({"cs": 100, "cr": 150}), json!([])),
        (json!({"cs": 98, "cr": 152}), json!([])),
        (json!({"sr": 102, "ss": 148}), json!([])),
        (json!({"cs": 97, "cr": 153}), json!(["cs", "cr"])),
        (json!({"sr": 103, "ss": 147}), json!(["sr", "ss"])),
        (json!({"ms": 101}), json!([])),
        // The other side is kept, however close.
        (
            json!({"cs": 100, "sr": 101, "ss": 149}),
            json!(["sr", "ss"]),
        ),
    ];
    for (moments, expected) in cases {
        let moments = moments.as_object().expect("an object");
        let annotations: Vec<_> = moments
            .iter()
            .map(|(value, time)| json!({"value": value, "timestamp": time}))
            .collect();
        let members = json!({"timestamp": 100, "duration": 50, "annotations": annotations});
        let batch = v1(&json!([v1_span(&members)])).expect("a request").batch;
        let span = batch.spans().next().expect("a span");
        let names: Vec<_> = span
            .events()
            .map(|event| event.name().to_string())
            .collect();
        assert_eq!(json!(names), expected, "{moments:?}");
        assert_eq!(span.duration_ns(), 50_000, "{moments:?}");
    }
}

#[test]
fn only_one_address_is_the_peer() {
    let address = |key: &str| json!({"key": key, "value": true, "endpoint": {"serviceName": key}});
    for (annotation, peer, left) in [("cs", "sa", "ca"), ("sr", "ca", "sa")] {
        let members = json!({
            "annotations": [{"value": annotation, "timestamp": 1}],
            "binaryAnnotations": [address("ca"), address("sa")],
        });
        let batch = v1(&json!([v1_span(&members)])).expect("a request").batch;
        let span = batch.spans().next().expect("a span");
        assert_eq!(span.attribute("peer.service"), Some(Value::from(peer)));
        assert_eq!(span.attribute(left), Some(Value::Bool(true)));
        assert_eq!(span.attribute(peer), None);
    }
}
