//! What comes as a datagram: calls of any method, and of any length.

use std::net::SocketAddr;

use jaeger_codec::thrift::protocol::{Header, List, ONEWAY, Protocol, Type, Writer};
use tokio::net::UdpSocket;

use crate::jaeger::Jaeger;

/// A call of a method that is not served ended the process:
/// open-telemetry/opentelemetry-collector-contrib#50358.
#[tokio::test]
async fn a_method_that_is_not_served_is_counted() {
    const METHODS: [&[u8]; 5] = [
        b"getSamplingStrategy",
        b"emitbatch",
        b"",
        &[b'x'; 200],
        b"\xff\n\x1b[31m",
    ];
    // Calls, replies and exceptions; the first and the last are nothing at all.
    const KINDS: [u8; 6] = [0, 1, 2, 3, ONEWAY, 7];
    let jaeger = Jaeger::start(&[]).await;
    for (door, protocol) in DOORS {
        for (sent, method) in METHODS.into_iter().enumerate() {
            for kind in KINDS {
                let datagram = message(protocol, method, kind, |_| {});
                send(jaeger.address(door), &datagram).await;
            }
            let count = KINDS.len() * (sent + 1);
            jaeger.until_counted(door, "undecodable", count).await;
        }
        send(jaeger.address(door), &batch(protocol, "sell")).await;
        jaeger.until_counted(door, "ok", 1).await;
    }
    jaeger.stop().await;
}

/// Zipkin's batches ended the process, at the ports of Jaeger's clients as well:
/// open-telemetry/opentelemetry-collector-contrib#50358.
#[tokio::test]
async fn batches_of_zipkin_are_taken_at_every_port() {
    let jaeger = Jaeger::start(&[]).await;
    for (door, protocol) in DOORS {
        let datagram = message(protocol, b"emitZipkinBatch", ONEWAY, |call| {
            call.field(1, Type::List);
            call.list(List {
                element: Some(Type::Struct),
                len: 1,
            });
            call.write_struct(|span| {
                for (field, value) in [(1, TRACE), (4, 1)] {
                    span.field(field, Type::I64);
                    span.i64(value);
                }
            });
        });
        send(jaeger.address(door), &datagram).await;
        jaeger.until_counted(door, "ok", 1).await;
    }
    jaeger.stop().await;
}

/// Datagrams of more than 65,000 bytes were lost whatever the options of the server said:
/// jaegertracing/jaeger#5111, jaegertracing/jaeger#2928.
#[tokio::test]
async fn the_longest_datagram_there_is_is_taken_where_it_is_asked_for() {
    // What UDP leaves of 64 KiB over IPv4.
    const LEN: usize = 65_507;
    let jaeger = Jaeger::start(&[
        "--processor.zipkin-compact.server-max-packet-size=65507",
        "--processor.jaeger-compact.server-max-packet-size=65507",
        "--processor.jaeger-binary.server-max-packet-size=65507",
    ])
    .await;
    for (door, protocol) in DOORS {
        let nearly = batch(protocol, &"x".repeat(60_000)).len();
        let name = "x".repeat(60_000 + LEN - nearly);
        let datagram = batch(protocol, &name);
        assert_eq!(datagram.len(), LEN);
        send(jaeger.address(door), &datagram).await;
        jaeger.until_counted(door, "ok", 1).await;
        let shown = jaeger.get(&format!("/api/traces/{TRACE:x}")).await;
        let spans = shown.spans();
        let is_there = spans.iter().any(|span| span["operationName"] == *name);
        assert!(is_there, "{door}");
    }
    jaeger.stop().await;
}

async fn send(address: SocketAddr, datagram: &[u8]) {
    let local = SocketAddr::new(address.ip(), 0);
    let socket = UdpSocket::bind(local).await.expect("a free port");
    let sent = socket.send_to(datagram, address).await;
    assert_eq!(sent.expect("the datagram fits"), datagram.len());
}

/// A call of `emitBatch` with one span of this name.
fn batch(protocol: Protocol, name: &str) -> Vec<u8> {
    message(protocol, b"emitBatch", ONEWAY, |call| {
        call.field(1, Type::Struct);
        call.write_struct(|batch| {
            batch.field(1, Type::Struct);
            batch.write_struct(|process| {
                process.field(1, Type::Binary);
                process.binary(b"web");
            });
            batch.field(2, Type::List);
            batch.list(List {
                element: Some(Type::Struct),
                len: 1,
            });
            batch.write_struct(|span| write_span(span, name));
        });
    })
}

fn write_span(span: &mut Writer, name: &str) {
    for (field, value) in [(1, TRACE), (2, 0), (3, 1), (4, 0)] {
        span.field(field, Type::I64);
        span.i64(value);
    }
    span.field(5, Type::Binary);
    span.binary(name.as_bytes());
    span.field(7, Type::I32);
    span.i32(1);
    for (field, value) in [(8, 1_704_067_200_000_000), (9, 5)] {
        span.field(field, Type::I64);
        span.i64(value);
    }
}

/// A message whose arguments are what `arguments` writes.
fn message(
    protocol: Protocol,
    method: &[u8],
    kind: u8,
    arguments: impl FnOnce(&mut Writer),
) -> Vec<u8> {
    let mut writer = Writer::new(protocol);
    writer.message_begin(Header {
        method,
        kind,
        sequence: 1,
    });
    writer.write_struct(arguments);
    writer.into_bytes()
}

const DOORS: [(&str, Protocol); 3] = [
    ("zipkin-compact-udp", Protocol::Compact),
    ("jaeger-thrift-compact-udp", Protocol::Compact),
    ("jaeger-thrift-binary-udp", Protocol::Binary),
];
const TRACE: i64 = 0xb1;
