//! Bytes that nobody should send, at every door: refused with the right word, counted, and the next
//! good request is served.

use axum::body::Body;
use jaeger_codec::thrift::protocol::{List, Protocol, Type};
use jaeger_model::wire::Writer as Wire;
use jaeger_receivers::ReceiversConfig;
use jaeger_service::options::ByteSize;

use crate::clients::{EXPORT, datagram, exchange, grpc, head, http};
use crate::harness::{BINARY_UDP, COMPACT_UDP, Doors, OTLP_GRPC, OTLP_HTTP, THRIFT_HTTP};
use crate::payload::{Payload, frame, message};

const PROTOBUF: (&str, &str) = ("Content-Type", "application/x-protobuf");
const JSON: (&str, &str) = ("Content-Type", "application/json");
const THRIFT: (&str, &str) = ("Content-Type", "application/x-thrift");
const LIMIT: usize = 9 << 20;

fn small(config: &mut ReceiversConfig) {
    let limit = ByteSize::bytes(LIMIT as u64);
    config.otlp_grpc.message_size_max = limit;
    config.otlp_http.body_size_max = limit;
    config.thrift_http.body_size_max = limit;
}

/// Hostile bodies in protobuf, and whether they are too much (else they are broken).
fn protobuf_cases() -> Vec<(&'static str, bool, Vec<u8>)> {
    let good = Payload::of(&[1]).protobuf();
    let mut cases = vec![
        ("a group", false, vec![0x0b, 0x0c]),
        ("field 0", false, vec![0x02, 0x00]),
        (
            "a length beyond the end",
            false,
            vec![0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f],
        ),
        (
            "a varint without end",
            false,
            [&[0x0a][..], &[0xff; 11]].concat(),
        ),
        ("text", false, b"hello".to_vec()),
        ("nested too deeply", true, nested_protobuf(5_000)),
        ("too many elements", true, empty_spans(4_000_001)),
        ("too long", true, vec![0; LIMIT + 1]),
    ];
    let halves = [good.len() / 2, good.len() - 1];
    cases.extend(halves.map(|len| ("cut off", false, good[..len].to_vec())));
    cases
}

fn json_cases() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("nothing", Vec::new()),
        ("half an object", b"{\"resourceSpans\":[".to_vec()),
        ("a list", b"[]".to_vec()),
        ("another type", br#"{"resourceSpans":{}}"#.to_vec()),
        (
            "a short id",
            br#"{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"ab"}]}]}]}"#.to_vec(),
        ),
        ("protobuf", Payload::of(&[1]).protobuf()),
    ]
}

#[tokio::test]
async fn otlp_over_http() {
    let doors = Doors::open(small).await;
    let address = doors.address(OTLP_HTTP);
    let mut good = 0;
    for (name, is_too_much, body) in protobuf_cases() {
        let reply = http(address, "POST", "/v1/traces", &[PROTOBUF], &body).await;
        let expected = if is_too_much { 413 } else { 400 };
        assert_eq!(reply.status, expected, "{name}");
        good += 1;
        serves_over_http(&doors, good).await;
    }
    for (name, body) in json_cases() {
        let reply = http(address, "POST", "/v1/traces", &[JSON], &body).await;
        assert_eq!(reply.status, 400, "{name}: {}", reply.text());
    }
    let deep = [
        br#"{"resourceSpans":[{"resource":{"attributes":[{"key":"a","value":"#.to_vec(),
        br#"{"arrayValue":{"values":["#.repeat(10_000),
    ]
    .concat();
    let reply = http(address, "POST", "/v1/traces", &[JSON], &deep).await;
    assert!(matches!(reply.status, 400 | 413), "{}", reply.text());
    serves_over_http(&doors, good + 1).await;
}

#[tokio::test]
async fn bombs_and_lengths_over_http() {
    let doors = Doors::open(small).await;
    let address = doors.address(OTLP_HTTP);
    for (encoding, bomb) in bombs() {
        let headers = [PROTOBUF, ("Content-Encoding", encoding)];
        let reply = http(address, "POST", "/v1/traces", &headers, &bomb).await;
        assert_eq!(reply.status, 413, "{encoding}");
    }
    for (door, path, media_type) in [
        (OTLP_HTTP, "/v1/traces", PROTOBUF),
        (THRIFT_HTTP, "/api/traces", THRIFT),
    ] {
        // Announced, and never sent.
        let mut request = head(
            "POST",
            path,
            &[media_type, ("Content-Length", "99999999999")],
        );
        request.extend_from_slice(b"\r\n");
        let reply = exchange(doors.address(door), &request).await;
        assert_eq!(reply.status, 413, "{door}");
        // Sent without being announced.
        let mut request = head(
            "POST",
            path,
            &[media_type, ("Transfer-Encoding", "chunked")],
        );
        request.extend_from_slice(b"\r\n");
        for _ in 0..=LIMIT / 65_536 {
            request.extend_from_slice(b"10000\r\n");
            request.extend(std::iter::repeat_n(0, 65_536));
            request.extend_from_slice(b"\r\n");
        }
        let reply = exchange(doors.address(door), &request).await;
        assert_eq!(reply.status, 413, "{door}");
    }
    doors.until(OTLP_HTTP, "too_large", 4).await;
    doors.until(THRIFT_HTTP, "too_large", 2).await;
    assert_eq!(doors.metric("jaeger_receiver_in_flight_bytes"), Some(0));
    serves_over_http(&doors, 1).await;
}

#[tokio::test]
async fn otlp_over_grpc() {
    let doors = Doors::open(small).await;
    let mut calls: Vec<_> = protobuf_cases()
        .into_iter()
        .map(|(name, is_too_much, message)| (name, is_too_much, "identity", frame(0, &message)))
        .collect();
    let good = Payload::of(&[1]).protobuf();
    calls.extend([
        ("nothing", false, "identity", Vec::new()),
        ("half a prefix", false, "identity", vec![0, 0]),
        ("another flag", false, "identity", frame(7, &good)),
        (
            "compressed, but not how",
            false,
            "identity",
            frame(1, &good),
        ),
        ("not gzip", false, "gzip", frame(1, &good)),
        (
            "two messages",
            false,
            "identity",
            [frame(0, &good), frame(0, &good)].concat(),
        ),
        (
            "half a message",
            false,
            "identity",
            frame(0, &good)[..9].to_vec(),
        ),
        (
            "a length of 4 GiB",
            true,
            "identity",
            vec![0, 0xff, 0xff, 0xff, 0xff],
        ),
    ]);
    calls.extend(bombs().map(|(encoding, bomb)| ("a bomb", true, encoding, frame(1, &bomb))));
    let (mut broken, mut too_much) = (0, 0);
    for (name, is_too_much, encoding, call) in calls {
        let headers = [("grpc-encoding", encoding)];
        let address = doors.address(OTLP_GRPC);
        let reply = grpc(address, EXPORT, &headers, Body::from(call)).await;
        let status = reply.status.expect("a call ends with a status");
        let expected = if is_too_much {
            too_much += 1;
            tonic::Code::ResourceExhausted
        } else {
            broken += 1;
            tonic::Code::InvalidArgument
        };
        assert_eq!(status.code(), expected, "{name}: {}", status.message());
        assert_eq!(status.details().is_empty(), is_too_much, "{name}");
    }
    doors.until(OTLP_GRPC, "undecodable", broken).await;
    doors.until(OTLP_GRPC, "too_large", too_much).await;
    assert_eq!(doors.metric("jaeger_receiver_in_flight_bytes"), Some(0));
    let call = Body::from(frame(0, &good));
    let reply = grpc(doors.address(OTLP_GRPC), EXPORT, &[], call).await;
    assert_eq!(
        reply.status.map(|status| status.code()),
        Some(tonic::Code::Ok)
    );
}

#[tokio::test]
async fn thrift_over_http() {
    let doors = Doors::open(small).await;
    let address = doors.address(THRIFT_HTTP);
    let good = Payload::of(&[1]).thrift();
    let process = [12, 0, 1, 11, 0, 1, 0, 0, 0, 1, b'a', 0, 15, 0, 2, 12];
    let with_spans = |len: i32| [&process[..], &len.to_be_bytes(), &[0]].concat();
    let cases = [
        ("nothing", 400, Vec::new()),
        ("half a batch", 400, good[..good.len() / 2].to_vec()),
        ("more spans than bytes", 400, with_spans(1_000)),
        ("fewer than no spans", 400, with_spans(-1)),
        ("two billion spans", 413, with_spans(i32::MAX)),
        ("nested too deeply", 413, [12, 0, 99].repeat(10_000)),
        ("too long", 413, vec![0; LIMIT + 1]),
    ];
    for (name, expected, body) in cases {
        let reply = http(address, "POST", "/api/traces", &[THRIFT], &body).await;
        assert_eq!(reply.status, expected, "{name}: {}", reply.text());
        let reply = http(address, "POST", "/api/traces", &[THRIFT], &good).await;
        assert_eq!(reply.status, 202, "after {name}");
    }
}

#[tokio::test]
async fn datagrams() {
    let doors = Doors::open(|_| {}).await;
    for (door, protocol) in [
        (COMPACT_UDP, Protocol::Compact),
        (BINARY_UDP, Protocol::Binary),
    ] {
        let address = doors.address(door);
        let good = Payload::of(&[1]).message(protocol);
        let unknown = message(protocol, b"emitNothing", |writer| {
            writer.field(1, Type::List);
            writer.list(List {
                element: Some(Type::Struct),
                len: 0,
            });
        });
        let cases = [
            ("undecodable", unknown),
            ("undecodable", message(protocol, b"emitBatch", |_| {})),
            ("undecodable", good[..good.len() / 2].to_vec()),
            ("undecodable", vec![0xff; 40]),
            ("too_large", vec![0; 65_001]),
            ("too_large", vec![0; 65_507]),
            ("empty", Vec::new()),
        ];
        for (sent, (outcome, bytes)) in cases.into_iter().enumerate() {
            let before = doors.count(door, outcome);
            datagram(address, &bytes).await;
            doors.until(door, outcome, before + 1).await;
            datagram(address, &good).await;
            doors.until(door, "ok", sent as u64 + 1).await;
        }
    }
}

#[tokio::test]
async fn ten_thousand_attributes_are_taken() {
    let doors = Doors::open(|_| {}).await;
    let payload = Payload {
        attributes: 10_000,
        value_len: 10,
        ..Payload::of(&[1])
    };
    let call = Body::from(frame(0, &payload.protobuf()));
    let reply = grpc(doors.address(OTLP_GRPC), EXPORT, &[], call).await;
    assert_eq!(
        reply.status.map(|status| status.code()),
        Some(tonic::Code::Ok)
    );
    for (door, path, media_type, body, status) in [
        (OTLP_HTTP, "/v1/traces", PROTOBUF, payload.protobuf(), 200),
        (OTLP_HTTP, "/v1/traces", JSON, payload.json(), 200),
        (THRIFT_HTTP, "/api/traces", THRIFT, payload.thrift(), 202),
    ] {
        let reply = http(doors.address(door), "POST", path, &[media_type], &body).await;
        assert_eq!(reply.status, status, "{door}: {}", reply.text());
    }
    let kept = doors.take_kept();
    let attributes = kept.iter().flat_map(|received| received.batch.spans());
    let counts: Vec<_> = attributes.map(|span| span.attributes().count()).collect();
    assert_eq!(counts, [10_000; 4]);
}

#[tokio::test]
async fn random_bytes() {
    let doors = Doors::open(|_| {}).await;
    let mut random = Random(0x5eed);
    for round in 1..=40 {
        let bytes = random.bytes();
        for (door, path, media_type) in [
            (OTLP_HTTP, "/v1/traces", PROTOBUF),
            (OTLP_HTTP, "/v1/traces", JSON),
            (THRIFT_HTTP, "/api/traces", THRIFT),
        ] {
            let reply = http(doors.address(door), "POST", path, &[media_type], &bytes).await;
            let is_known = matches!(reply.status, 200 | 202 | 400 | 413);
            assert!(is_known, "{} for {bytes:?} at {door}", reply.status);
        }
        for call in [bytes.clone(), frame(0, &bytes)] {
            let reply = grpc(doors.address(OTLP_GRPC), EXPORT, &[], Body::from(call)).await;
            let code = reply.status.expect("a call ends with a status").code();
            let is_known = matches!(
                code,
                tonic::Code::Ok | tonic::Code::InvalidArgument | tonic::Code::ResourceExhausted
            );
            assert!(is_known, "{code:?} for {bytes:?}");
        }
        for door in [COMPACT_UDP, BINARY_UDP] {
            datagram(doors.address(door), &bytes).await;
            doors
                .until_is("the datagram is counted", || doors.count_all(door) == round)
                .await;
        }
    }
    serves_over_http(&doors, doors.count(OTLP_HTTP, "ok") + 1).await;
}

/// Sends a good request, after which so many were.
async fn serves_over_http(doors: &Doors, count: u64) {
    let body = Payload::of(&[1]).protobuf();
    let address = doors.address(OTLP_HTTP);
    let reply = http(address, "POST", "/v1/traces", &[PROTOBUF], &body).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    doors.until(OTLP_HTTP, "ok", count).await;
}

/// 16 MiB of zeros, compressed.
fn bombs() -> [(&'static str, Vec<u8>); 2] {
    let zeros = || std::io::Read::take(std::io::repeat(0), 16 << 20);
    let mut gzip = flate2::bufread::GzEncoder::new(
        std::io::BufReader::new(zeros()),
        flate2::Compression::fast(),
    );
    let mut bomb = Vec::new();
    std::io::copy(&mut gzip, &mut bomb).expect("writing to memory");
    let zstd = zstd::stream::encode_all(zeros(), 1).expect("writing to memory");
    [("gzip", bomb), ("zstd", zstd)]
}

/// Resource attributes whose value is an array in an array, and so on.
fn nested_protobuf(depth: usize) -> Vec<u8> {
    let mut value = Vec::new();
    for _ in 0..depth {
        let mut outer = Wire::default();
        // AnyValue.array_value, and ArrayValue.values in it.
        outer.message(5, |array| array.bytes(1, &value));
        value = outer.into_bytes();
    }
    let mut request = Wire::default();
    request.message(1, |resource_spans| {
        resource_spans.message(1, |resource| {
            resource.message(1, |attribute| {
                attribute.bytes(1, b"k");
                attribute.bytes(2, &value);
            });
        });
        resource_spans.message(2, |scope_spans| {
            scope_spans.bytes(2, b"");
        });
    });
    request.into_bytes()
}

fn empty_spans(count: usize) -> Vec<u8> {
    let mut request = Wire::default();
    request.message(1, |resource_spans| {
        resource_spans.message(2, |scope_spans| {
            for _ in 0..count {
                scope_spans.bytes(2, b"");
            }
        });
    });
    request.into_bytes()
}

/// Marsaglia's xorshift.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn bytes(&mut self) -> Vec<u8> {
        let len = 1 + self.next() % 300;
        (0..len).map(|_| self.next().to_le_bytes()[0]).collect()
    }
}
