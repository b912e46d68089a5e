use jaeger_model::{Limits, Text};

use super::*;
use crate::pipeline::sample::{LASTING, is_same, of_json, of_services, one_span, only, shown};

#[test]
fn a_batch_without_fault_is_handed_back_itself() {
    let batch = of_services(&["a", "b", "b"]);
    for format in [Format::Otlp, Format::Jaeger] {
        let found = sanitize(&batch, format).unwrap();
        assert!(is_same(&found, &batch), "{format:?}");
    }
    let empty = SpanBatch::empty();
    assert!(is_same(&sanitize(&empty, Format::Otlp).unwrap(), &empty));
}

#[test]
fn every_span_gets_a_service() {
    let none = r#"{"key":"other","value":{"stringValue":"o"}}"#;
    let number =
        r#"{"key":"service.name","value":{"intValue":"5"}},{"key":"k","value":{"intValue":"1"}}"#;
    let valueless = r#"{"key":"service.name"}"#;
    let empty = r#"{"key":"service.name","value":{"stringValue":""}}"#;
    let twice = r#"{"key":"service.name","value":{"stringValue":""}},{"key":"service.name","value":{"stringValue":"b"}}"#;
    let cases = [
        (Format::Otlp, "", "service.name=missing-service-name"),
        (
            Format::Otlp,
            none,
            "other=o service.name=missing-service-name",
        ),
        (
            Format::Otlp,
            number,
            "service.name=service-name-wrong-type k=1",
        ),
        (
            Format::Otlp,
            valueless,
            "service.name=service-name-wrong-type",
        ),
        (Format::Otlp, empty, "service.name=empty-service-name"),
        (
            Format::Otlp,
            twice,
            "service.name=empty-service-name service.name=b",
        ),
        (Format::Jaeger, empty, "service.name=empty-service-name"),
        (
            Format::Jaeger,
            "",
            "service.name=null-process-and-service-name",
        ),
    ];
    for (format, resource, expected) in cases {
        let batch = one_span(resource, LASTING);
        let found = sanitize(&batch, format).unwrap();
        let expected = [String::from("name: "), format!("resource: {expected}")];
        assert_eq!(shown(&only(&found)), expected, "{format:?} {resource}");
    }
}

#[test]
fn a_span_without_a_resource_gets_one() {
    let json = r#"{"resourceSpans":[{"scopeSpans":[{"spans":[
        {"traceId":"0000000000000000000000000000000a","startTimeUnixNano":"1","endTimeUnixNano":"2"}]}]}]}"#;
    let found = sanitize(&of_json(json), Format::Otlp).unwrap();
    let service = only(&found).resource().service_name();
    assert_eq!(service.unwrap(), "missing-service-name");
}

#[test]
fn every_span_ends_after_it_starts() {
    let times = |start: u64, end: u64| {
        format!(r#""startTimeUnixNano":"{start}","endTimeUnixNano":"{end}""#)
    };
    let said =
        "warning: Negative duration detected, sanitizing end timestamp. Original end timestamp: ";
    let cases = [
        (
            String::from(r#""name":"s""#),
            1,
            "1970-01-01 00:00:00 +0000 UTC, adjusted to: 1970-01-01 00:00:00.000000001 +0000 UTC",
        ),
        (
            times(1_704_067_200_000_001_000, 1_704_067_200_000_000_000),
            1_704_067_200_000_001_001,
            "2024-01-01 00:00:00 +0000 UTC, adjusted to: 2024-01-01 00:00:00.000001001 +0000 UTC",
        ),
        (
            times(1_704_067_204_500_000_000, 1_704_067_204_500_000_000),
            1_704_067_204_500_000_001,
            "2024-01-01 00:00:04.5 +0000 UTC, adjusted to: 2024-01-01 00:00:04.500000001 +0000 UTC",
        ),
    ];
    for (span, end, expected) in cases {
        let batch = one_span(SERVICE, &span);
        let found = sanitize(&batch, Format::Otlp).unwrap();
        let repaired = only(&found);
        assert_eq!(repaired.end(), Timestamp(end), "{span}");
        let warning = shown(&repaired).pop();
        assert_eq!(warning, Some(format!("{said}{expected}")));
    }
    let last = one_span(SERVICE, &times(u64::MAX, u64::MAX));
    assert!(is_same(&sanitize(&last, Format::Otlp).unwrap(), &last));
}

#[test]
fn in_jaegers_formats_an_attribute_says_so() {
    let batch = one_span(SERVICE, r#""startTimeUnixNano":"7","endTimeUnixNano":"7""#);
    let found = sanitize(&batch, Format::Jaeger).unwrap();
    let span = only(&found);
    assert_eq!(span.end(), Timestamp(8));
    let said = span.attribute("InvalidNegativeDuration");
    assert_eq!(said, Some(Value::Bytes(DURATION_CHANGED)));
    assert!(jaeger_codec::jaeger::warnings(&span).is_empty());
}

#[test]
fn text_that_is_none_becomes_bytes_in_otlp() {
    let mut w = Writer::default();
    w.message(1, |w| {
        w.message(1, |w| {
            w.attribute(
                resource::ATTRIBUTES,
                SERVICE_NAME.as_bytes(),
                Value::String(Text::new(b"d\xff")),
            );
            w.attribute(
                resource::ATTRIBUTES,
                b"r",
                Value::String(Text::new(b"r\xff")),
            );
        });
        w.message(2, |w| {
            w.message(1, |w| {
                w.attribute(scope::ATTRIBUTES, b"s\xff", Value::Int(5))
            });
            w.message(2, |w| {
                w.bytes(span::TRACE_ID, &[7; 16]);
                w.bytes(span::NAME, b"a\xffb");
                w.fixed64(span::END_TIME_UNIX_NANO, 1);
                w.attribute(
                    span::ATTRIBUTES,
                    b"k\xff",
                    Value::String(Text::new(b"v\xfd")),
                );
                w.attribute(span::ATTRIBUTES, b"good", "text".into());
                w.attribute(span::ATTRIBUTES, b"l\xff", Value::Bytes(b"\x01"));
            });
        });
    });
    let scanned = SpanBatch::scan(w.into_bytes().into(), &Limits::default());
    let batch = scanned.unwrap().batch;

    let found = sanitize(&batch, Format::Otlp).unwrap();
    let expected = [
        "name: invalid-span-name",
        "resource: service.name=d\u{fffd} r=72ff",
        "scope: invalid-tag-key-1=73ff3a35",
        "span: invalid-tag-key-1=6bff3a76fd good=text invalid-tag-key-2=6cff3a01 \
         invalid-span-name=61ff62",
    ];
    assert_eq!(shown(&only(&found)), expected);

    let found = sanitize(&batch, Format::Jaeger).unwrap();
    assert!(is_same(&found, &batch), "shown repaired, stored as it came");
}

#[test]
fn a_span_sent_again_has_the_same_hash() {
    let batch = one_span("", r#""name":"s""#);
    let once = sanitize(&batch, Format::Otlp).unwrap();
    let again = sanitize(&batch, Format::Otlp).unwrap();
    assert_eq!(only(&once).hash(), only(&again).hash());
    let repaired = sanitize(&once, Format::Otlp).unwrap();
    assert!(is_same(&repaired, &once), "nothing is left to be repaired");
}

const SERVICE: &str = r#"{"key":"service.name","value":{"stringValue":"s"}}"#;
