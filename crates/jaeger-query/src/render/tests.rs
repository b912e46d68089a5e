use std::sync::Arc;

use jaeger_codec::otlp::json::decode;
use jaeger_model::{Limits, SpanKind, Value};

use super::*;
use crate::adjust::fixture::{Sketch, trace};

const ADJUSTED: Rendering = Rendering::Adjusted {
    max_clock_skew: Duration::from_secs(5),
};
const START_US: u64 = 1_704_067_200_000_000;

fn ui(trace: &Trace, rendering: Rendering) -> String {
    let mut out = Vec::new();
    ui_json(trace, rendering, &CancellationToken::new(), &mut out);
    String::from_utf8(out).expect("JSON is UTF-8")
}

fn otlp(trace: &Trace, rendering: Rendering) -> String {
    let mut out = Vec::new();
    otlp_json(
        std::slice::from_ref(trace),
        rendering,
        &CancellationToken::new(),
        &mut out,
    );
    String::from_utf8(out).expect("JSON is UTF-8")
}

fn decoded(json: &str) -> Trace {
    let scanned = decode(json.as_bytes(), &Limits::default()).expect("OTLP in JSON");
    let id = scanned.batch.spans().next().map(|span| span.trace_id());
    let mut trace = Trace::new(id.unwrap_or_default());
    trace.push(Arc::new(scanned.batch));
    trace
}

#[test]
fn a_span_has_the_members_that_jaeger_gives_it() {
    let trace = trace(&[Sketch {
        id: 10,
        parent: 5,
        name: "GET <x>",
        kind: SpanKind::Client,
        start_us: START_US,
        duration_us: 1_500,
        resource: &[
            ("service.name", Value::from("web")),
            ("ip", Value::Int(0x0a00_0001)),
        ],
        attributes: &[
            ("b", Value::Int(1)),
            ("span.kind", Value::from("client")),
            ("a", Value::from("x")),
            ("@jaeger@flags", Value::Int(1)),
            ("@jaeger@format", Value::from("jaeger")),
        ],
        events: &[(START_US + 1, "start")],
        ..Sketch::default()
    }]);
    let head = concat!(
        r#"{"traceID":"0000000000000007","spans":[{"traceID":"0000000000000007","#,
        r#""spanID":"000000000000000a","flags":1,"operationName":"GET \u003cx\u003e","#,
        r#""references":[{"refType":"CHILD_OF","traceID":"0000000000000007","#,
        r#""spanID":"0000000000000005"}],"startTime":1704067200000000,"duration":1500,"tags":["#,
    );
    let [a, b, kind, format] = [
        r#"{"key":"a","type":"string","value":"x"}"#,
        r#"{"key":"b","type":"int64","value":1}"#,
        r#"{"key":"span.kind","type":"string","value":"client"}"#,
        r#"{"key":"@jaeger@format","type":"string","value":"jaeger"}"#,
    ];
    let logs = concat!(
        r#"],"logs":[{"timestamp":1704067200000001,"fields":["#,
        r#"{"key":"event","type":"string","value":"start"}]}],"processID":"p1","#,
    );
    let process = r#"}],"processes":{"p1":{"serviceName":"web","tags":["#;
    let raw_process = r#"{"key":"ip","type":"int64","value":167772161}]}},"warnings":null}"#;
    assert_eq!(
        ui(&trace, Rendering::Raw),
        format!("{head}{b},{kind},{a},{format}{logs}\"warnings\":null{process}{raw_process}")
    );
    let warnings = concat!(
        r#""warnings":["invalid parent span IDs=0000000000000005; "#,
        r#"skipping clock skew adjustment"]"#,
    );
    let adjusted_process = r#"{"key":"ip","type":"string","value":"10.0.0.1"}]}},"warnings":null}"#;
    assert_eq!(
        ui(&trace, ADJUSTED),
        format!("{head}{format},{a},{b},{kind}{logs}{warnings}{process}{adjusted_process}")
    );
}

#[test]
fn values_of_every_type_have_one_of_jaegers_types() {
    let trace = decoded(
        r#"{"resourceSpans":[{"resource":{},"scopeSpans":[{"scope":{"name":"lib"},"spans":[{
        "traceId":"00000000000000010000000000000002","spanId":"000000000000000a","name":"all",
        "startTimeUnixNano":"1000","endTimeUnixNano":"2999","status":{"code":2,"message":"no & never"},
        "attributes":[
          {"key":"array","value":{"arrayValue":{"values":[{"stringValue":"<"},{"intValue":"1"},{}]}}},
          {"key":"map","value":{"kvlistValue":{"values":[{"key":"k","value":{"boolValue":true}}]}}},
          {"key":"bytes","value":{"bytesValue":"AAH+"}},
          {"key":"none","value":{}},
          {"key":"nan","value":{"doubleValue":"NaN"}},
          {"key":"large","value":{"intValue":"9007199254740992"}}],
        "events":[{"timeUnixNano":"1500","attributes":[{"key":"z","value":{"intValue":"1"}},
          {"key":"event","value":{"stringValue":"own"}}]}]}]}]}]}"#,
    );
    let raw = ui(&trace, Rendering::Raw);
    for expected in [
        r#""traceID":"00000000000000010000000000000002""#,
        r#""references":[],"startTime":1,"duration":1,"tags":[{"key":"otel.scope.name","#,
        r#"{"key":"array","type":"string","value":"[\"\\u003c\",1,null]"}"#,
        r#"{"key":"map","type":"string","value":"{\"k\":true}"}"#,
        r#"{"key":"bytes","type":"binary","value":"AAH+"}"#,
        r#"{"key":"none","type":"string","value":""}"#,
        r#"{"key":"nan","type":"float64","value":"NaN"}"#,
        r#"{"key":"large","type":"int64","value":"9007199254740992"}"#,
        r#"{"key":"error","type":"bool","value":true}"#,
        r#"{"key":"otel.status_description","type":"string","value":"no \u0026 never"}"#,
        r#""fields":[{"key":"z","type":"int64","value":1},{"key":"event","#,
        r#""processes":{"p1":{"serviceName":"OTLPResourceNoServiceName","tags":[]}}"#,
    ] {
        assert!(raw.contains(expected), "{expected} in {raw}");
    }
    let adjusted = ui(&trace, ADJUSTED);
    let fields = r#""fields":[{"key":"event","type":"string","value":"own"},{"key":"z","#;
    assert!(adjusted.contains(fields), "{adjusted}");
}

#[test]
fn processes_are_numbered_as_they_appear_and_sorted_as_text() {
    let names: Vec<_> = (1..=11).map(|number| format!("s{number}")).collect();
    let resources: Vec<_> = names
        .iter()
        .map(|name| [("service.name", Value::from(name.as_str()))])
        .collect();
    let order = (0..11).chain([0, 4]);
    let sketches: Vec<_> = order
        .zip(1..)
        .filter_map(|(at, id)| {
            let resource = resources.get(at)?;
            Some(Sketch {
                id,
                resource,
                ..Sketch::default()
            })
        })
        .collect();
    let json = ui(&trace(&sketches), ADJUSTED);
    let last_spans = json
        .split("\"processID\":")
        .skip(11)
        .map(|rest| rest.get(..4).unwrap_or_default());
    assert_eq!(
        last_spans.collect::<Vec<_>>(),
        ["\"p11", "\"p1\"", "\"p5\""]
    );
    let at = |process: &str| json.find(&format!("\"{process}\":{{"));
    assert!(at("p1").is_some() && at("p1") < at("p10"), "{json}");
    assert!(at("p10") < at("p11") && at("p11") < at("p2"), "{json}");
}

#[test]
fn tags_that_speak_of_the_library_go_to_the_process() {
    let sdk = [("telemetry.sdk.name", Value::from("otel"))];
    let trace = trace(&[
        Sketch {
            id: 1,
            attributes: &sdk,
            ..Sketch::default()
        },
        Sketch {
            id: 2,
            ..Sketch::default()
        },
    ]);
    let adjusted = ui(&trace, ADJUSTED);
    let moved = r#"[{"key":"telemetry.sdk.name","type":"string","value":"otel"}]"#;
    let process = format!(r#""p1":{{"serviceName":"OTLPResourceNoServiceName","tags":{moved}}}"#);
    assert!(adjusted.contains(&process), "{adjusted}");
    assert!(!adjusted.contains(&format!("\"tags\":{moved},\"logs\"")));
    assert!(ui(&trace, Rendering::Raw).contains(&format!("\"tags\":{moved},\"logs\"")));
}

#[test]
fn a_huge_process_is_not_repeated_for_every_small_span() {
    let large = "x".repeat(1 << 20);
    let attributes = |w: &mut jaeger_model::wire::Writer, field, key: &str, value: &str| {
        w.attribute(field, key.as_bytes(), Value::from(value));
    };
    let mut writer = jaeger_model::wire::Writer::default();
    writer.message(1, |w| {
        w.message(1, |w| attributes(w, 1, "large", &large));
        w.message(2, |w| {
            for id in 1..=1_000_u64 {
                w.message(2, |w| {
                    w.bytes(1, &[7; 16]);
                    w.bytes(2, &id.to_be_bytes());
                    attributes(w, 9, "telemetry.sdk.name", &id.to_string());
                });
            }
        });
    });
    let scanned = jaeger_model::SpanBatch::scan(writer.into_bytes().into(), &Limits::default());
    let mut trace = Trace::new(jaeger_model::TraceId([7; 16]));
    trace.push(Arc::new(scanned.expect("the bytes are OTLP").batch));
    let adjusted = ui(&trace, ADJUSTED);
    assert!(adjusted.len() < 5 << 20, "{}", adjusted.len());
    for id in 1..=1_000 {
        let kept = format!(r#""key":"telemetry.sdk.name","type":"string","value":"{id}""#);
        assert!(adjusted.contains(&kept), "{id}");
    }
}

#[test]
fn otlp_shows_the_same_trace_put_right() {
    let trace = trace(&[
        Sketch {
            id: 10,
            kind: SpanKind::Client,
            start_us: 10,
            duration_us: 10,
            resource: &[("service.name", Value::from("web"))],
            ..Sketch::default()
        },
        Sketch {
            id: 10,
            kind: SpanKind::Server,
            start_us: 1_010,
            duration_us: 10,
            resource: &[
                ("service.name", Value::from("api")),
                ("ip", Value::Int(0x0a00_0001)),
            ],
            attributes: &[
                ("z", Value::Int(2)),
                ("telemetry.sdk.name", Value::from("otel")),
                ("a", Value::Int(1)),
                ("@jaeger@format", Value::from("jaeger")),
            ],
            events: &[(1_015, "x")],
            links: &[(0, 1, "child_of"), (0x63, 5, "follows_from")],
            ..Sketch::default()
        },
    ]);
    let expected = concat!(
        r#"{"resourceSpans":[{"resource":{"attributes":["#,
        r#"{"key":"service.name","value":{"stringValue":"web"}}]},"scopeSpans":[{"scope":{},"#,
        r#""spans":[{"traceId":"00000000000000000000000000000007","spanId":"000000000000000a","#,
        r#""kind":3,"startTimeUnixNano":"10000","endTimeUnixNano":"20000","status":{}}]}]},"#,
        r#"{"resource":{"attributes":[{"key":"ip","value":{"stringValue":"10.0.0.1"}},"#,
        r#"{"key":"service.name","value":{"stringValue":"api"}},"#,
        r#"{"key":"telemetry.sdk.name","value":{"stringValue":"otel"}}]},"#,
        r#""scopeSpans":[{"scope":{},"spans":[{"traceId":"00000000000000000000000000000007","#,
        r#""spanId":"0000000000000001","parentSpanId":"000000000000000a","kind":2,"#,
        r#""startTimeUnixNano":"10000","endTimeUnixNano":"20000","attributes":["#,
        r#"{"key":"a","value":{"intValue":"1"}},{"key":"z","value":{"intValue":"2"}}],"#,
        r#""events":[{"timeUnixNano":"15000","name":"x"}],"links":["#,
        r#"{"traceId":"00000000000000000000000000000063","spanId":"0000000000000005","#,
        r#""attributes":[{"key":"opentracing.ref_type","value":{"stringValue":"follows_from"}}]}],"#,
        r#""status":{}}]}]}]}"#,
    );
    assert_eq!(otlp(&trace, ADJUSTED), expected);
    let raw = otlp(&trace, Rendering::Raw);
    assert!(raw.contains(r#"{"key":"ip","value":{"intValue":"167772161"}}"#));
    assert!(raw.contains(r#""startTimeUnixNano":"1010000""#));
}

#[test]
fn a_trace_without_spans_has_empty_lists() {
    let empty = Trace::new(Default::default());
    let expected = r#"{"traceID":"0000000000000000","spans":[],"processes":{},"warnings":null}"#;
    for rendering in [Rendering::Raw, ADJUSTED] {
        assert_eq!(ui(&empty, rendering), expected);
        assert_eq!(otlp(&empty, rendering), "{}");
    }
}
