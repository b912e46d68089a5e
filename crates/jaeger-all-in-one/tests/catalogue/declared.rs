//! Sizes that a sender declares.

use crate::client::{self, HttpClient};
use crate::program::Program;

/// A header that declares a huge size took the memory for it: GHSA-66jq-2c23-2xh5 and
/// VictoriaMetrics/VictoriaMetrics#10090.
#[tokio::test]
async fn sizes_that_are_only_declared_take_no_memory() {
    const GROWN_MAX: u64 = 16 << 20;
    let program = Program::start(&[], &[]);
    let http = HttpClient::new();
    let before = program.peak_bytes();
    for (encoding, bytes, code) in declared() {
        let headers = [
            ("content-encoding", encoding),
            ("content-type", "application/x-protobuf"),
        ];
        let address = program.address("otlp-http");
        let body = bytes.clone();
        let reply = http.ask(address, "POST", "/v1/traces", &headers, body);
        let reply = reply.await;
        assert_eq!(reply.status, 400, "{encoding} {bytes:x?}: {}", reply.text);
        for (door, path) in [
            (
                "otlp-grpc",
                "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
            ),
            ("jaeger-grpc", "/jaeger.api_v2.CollectorService/PostSpans"),
        ] {
            let headers = [("grpc-encoding", encoding)];
            let ended = client::call(program.address(door), path, &headers, &bytes).await;
            let message = &ended.message;
            assert_eq!(ended.code, code, "{door} {encoding} {bytes:x?}: {message}");
        }
    }
    let grown = program.peak_bytes().saturating_sub(before);
    assert!(grown <= GROWN_MAX, "{grown} bytes, {GROWN_MAX} allowed");
    program.stop();
}

/// Encodings with bytes in them, and the code that a call with them ends with.
fn declared() -> Vec<(&'static str, Vec<u8>, u16)> {
    const WINDOW_128_KIB: u8 = 7 << 3;
    const WINDOW_1_GIB: u8 = 20 << 3;
    let mut declared = Vec::new();
    for size in [1 << 30, 1 << 40, u64::MAX >> 1, u64::MAX - 2] {
        for window in [None, Some(WINDOW_128_KIB), Some(WINDOW_1_GIB)] {
            declared.push(("zstd", zstd(size, window), INVALID_ARGUMENT));
        }
    }
    // Both forms of Snappy, which is not served: a block of 4 GiB, and a stream of such blocks.
    for block in [
        &b"\xff\xff\xff\xff\x0f\x00\x00"[..],
        b"\xff\x06\x00\x00sNaPpY\x00\xff\xff\xff\xff\xff\xff\xff\x0f",
    ] {
        declared.push(("snappy", block.to_vec(), UNIMPLEMENTED));
    }
    declared
}

/// A frame of one byte that declares to have `size` of them; without a window it is to be inflated
/// into one piece.
fn zstd(size: u64, window: Option<u8>) -> Vec<u8> {
    const SIZE_OF_8_BYTES: u8 = 3 << 6;
    const ONE_PIECE: u8 = 1 << 5;
    const LAST: u8 = 1;
    const OF_ONE_BYTE: u8 = 1 << 3;
    let mut frame = vec![0x28, 0xb5, 0x2f, 0xfd];
    match window {
        Some(window) => frame.extend([SIZE_OF_8_BYTES, window]),
        None => frame.push(SIZE_OF_8_BYTES | ONE_PIECE),
    }
    frame.extend(size.to_le_bytes());
    frame.extend([OF_ONE_BYTE | LAST, 0, 0, b'x']);
    frame
}

const INVALID_ARGUMENT: u16 = 3;
const UNIMPLEMENTED: u16 = 12;
