//! Clients that announce much, send next to nothing and keep their connections: they hold what they
//! sent, so others are served.

use axum::body::Body;
use jaeger_service::budget::STEP;
use jaeger_service::options::ByteSize;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::clients::{EXPORT, grpc, head, http, without_end};
use crate::harness::{Doors, OTLP_GRPC, OTLP_HTTP, THRIFT_HTTP, ZIPKIN};
use crate::payload::{Payload, frame};

const CLIENTS: u64 = 20;
/// What each of them announces: together more than all requests may hold.
const ANNOUNCED: u32 = 20 << 20;

#[tokio::test]
async fn over_http() {
    for (door, path, form) in [
        (OTLP_HTTP, "/v1/traces", "application/x-protobuf"),
        (THRIFT_HTTP, "/api/traces", "application/x-thrift"),
        (ZIPKIN, "/api/v2/spans", "application/json"),
    ] {
        let doors = open().await;
        let length = ANNOUNCED.to_string();
        let headers = [("Content-Type", form), ("Content-Length", &*length)];
        let mut request = head("POST", path, &headers);
        // The one byte shows in the gauge that the door waits for more.
        request.extend_from_slice(b"\r\n[");
        let mut silent = Vec::new();
        for _ in 0..CLIENTS {
            let stream = TcpStream::connect(doors.address(door)).await;
            let mut stream = stream.expect("the door is open");
            stream.write_all(&request).await.expect("the door reads");
            silent.push(stream);
        }
        serves_others(&doors).await;
        drop(silent);
        holds(&doors, 0).await;
    }
}

#[tokio::test]
async fn over_grpc() {
    let doors = open().await;
    let address = doors.address(OTLP_GRPC);
    let prefix = [&[0][..], &ANNOUNCED.to_be_bytes()].concat();
    let _silent: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let body = without_end(prefix.clone());
            tokio::spawn(async move { grpc(address, EXPORT, &[], body).await })
        })
        .collect();
    serves_others(&doors).await;
}

async fn open() -> Doors {
    Doors::open(|config| {
        config.admission.in_flight_max = ByteSize::mib(256);
    })
    .await
}

/// Sends good requests once all silent clients hold what they sent.
async fn serves_others(doors: &Doors) {
    holds(doors, CLIENTS * STEP as u64).await;
    let payload = Payload::of(&[1]).protobuf();
    let form = [("Content-Type", "application/x-protobuf")];
    let address = doors.address(OTLP_HTTP);
    let reply = http(address, "POST", "/v1/traces", &form, &payload).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    let call = Body::from(frame(0, &payload));
    let reply = grpc(doors.address(OTLP_GRPC), EXPORT, &[], call).await;
    let code = reply.status.map(|status| status.code());
    assert_eq!(code, Some(tonic::Code::Ok));
}

/// Waits until requests hold so many bytes.
async fn holds(doors: &Doors, bytes: u64) {
    let held = || doors.metric("jaeger_receiver_in_flight_bytes") == Some(bytes);
    doors.until_is("the bytes that requests hold", held).await;
}
