//! The payloads in `testdata`, one folder for each door, against what they mean.

use std::fs;
use std::path::Path;

use jaeger_codec::thrift::jaeger::{AgentMessage, Mark, decode_batch, decode_message};
use jaeger_codec::thrift::protocol::Protocol;
use jaeger_codec::zipkin;
use jaeger_codec::{otlp, proto};
use jaeger_model::{Limits, SpanBatch};
use serde_json::Value;

use crate::shown;

const MARK: Mark<'_> = Mark { format: "jaeger" };

#[test]
fn compact_messages() {
    check("compact_message", "hex", |payload| {
        batch_of_message(payload, Protocol::Compact)
    });
}

#[test]
fn binary_messages() {
    check("binary_message", "hex", |payload| {
        batch_of_message(payload, Protocol::Binary)
    });
}

#[test]
fn binary_batches() {
    check("binary_batch", "hex", |payload| {
        let decoded = decode_batch(payload, Protocol::Binary, &Limits::default(), MARK);
        decoded.expect("a batch").scanned.batch
    });
}

#[test]
fn otlp_json_requests() {
    check("otlp_json", "json", |payload| {
        let scanned = otlp::json::decode(payload, &Limits::default());
        scanned.expect("a request").batch
    });
}

#[test]
fn otlp_protobuf_requests() {
    check("otlp_proto", "hex", |payload| {
        let scanned = otlp::decode(payload.to_vec().into(), &Limits::default());
        scanned.expect("a request").batch
    });
}

#[test]
fn protobuf_batches() {
    check("proto_batch", "hex", |payload| {
        let mark = Mark { format: "proto" };
        let scanned = proto::decode_batch(payload, &Limits::default(), mark);
        scanned.expect("a batch").batch
    });
}

#[test]
fn zipkin_v1_json_requests() {
    check("zipkin_v1_json", "json", |payload| {
        let scanned = zipkin::json::decode_v1(payload, &Limits::default(), false);
        scanned.expect("a request").batch
    });
}

#[test]
fn zipkin_v1_thrift_requests() {
    check("zipkin_v1_thrift", "hex", |payload| {
        let limits = Limits::default();
        let scanned = zipkin::thrift::decode_list(payload, Protocol::Binary, &limits, false);
        scanned.expect("a request").batch
    });
}

#[test]
fn zipkin_v2_json_requests() {
    check("zipkin_v2_json", "json", |payload| {
        let scanned = zipkin::json::decode_v2(payload, &Limits::default(), false);
        scanned.expect("a request").batch
    });
}

#[test]
fn zipkin_v2_protobuf_requests() {
    check("zipkin_v2_proto", "hex", |payload| {
        let scanned = zipkin::proto::decode_v2(payload, &Limits::default(), false);
        scanned.expect("a request").batch
    });
}

fn batch_of_message(payload: &[u8], protocol: Protocol) -> SpanBatch {
    match decode_message(payload, protocol, &Limits::default(), MARK).expect("a message") {
        AgentMessage::Batch(decoded) => decoded.scanned.batch,
        other => panic!("{other:?}"),
    }
}

/// Decodes every payload of a folder. To each belongs an expectation.
fn check(door: &str, extension: &str, decode: impl Fn(&[u8]) -> SpanBatch) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("testdata")
        .join(door);
    let read = |name: &str| fs::read_to_string(folder.join(name)).expect("a file of testdata");
    let names: Vec<String> = fs::read_dir(&folder)
        .expect("a folder of testdata")
        .map(|entry| {
            let name = entry.expect("an entry").file_name();
            name.into_string().expect("a name in UTF-8")
        })
        .collect();
    let cases: Vec<&str> = names
        .iter()
        .filter_map(|name| name.strip_suffix(".expected.json"))
        .collect();
    assert!(!cases.is_empty(), "{door} is empty");
    assert_eq!(names.len(), 2 * cases.len(), "pairs of files: {names:?}");
    for case in cases {
        let payload = read(&format!("{case}.{extension}"));
        let payload = match extension {
            "hex" => bytes_of(&payload),
            _ => payload.into_bytes(),
        };
        let expected: Value =
            serde_json::from_str(&read(&format!("{case}.expected.json"))).expect("JSON");
        let shown = shown::traces(&decode(&payload));
        assert_eq!(shown, expected, "{door}/{case} is shown as {shown:#}");
    }
}

/// Reads the notation of `testdata/README.md`: hexadecimal digits, texts in double quotes, comments behind `#`.
fn bytes_of(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for line in text.lines() {
        let content = line.split('#').next().unwrap_or_default();
        for (index, part) in content.split('"').enumerate() {
            match index % 2 {
                0 => bytes.extend(bytes_of_digits(part)),
                _ => bytes.extend_from_slice(part.as_bytes()),
            }
        }
    }
    bytes
}

fn bytes_of_digits(text: &str) -> Vec<u8> {
    let digits: Vec<u32> = text
        .chars()
        .filter(|character| !character.is_whitespace())
        .map(|character| character.to_digit(16).expect("a hexadecimal digit"))
        .collect();
    assert!(digits.len().is_multiple_of(2), "half a byte in {text}");
    digits
        .chunks(2)
        .map(|pair| (pair[0] << 4 | pair[1]) as u8)
        .collect()
}
