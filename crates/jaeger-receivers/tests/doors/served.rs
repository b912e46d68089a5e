//! What a sender's spans look like behind the doors, real clients, and the end.

use axum::body::Body;
use jaeger_codec::thrift::protocol::Protocol;
use jaeger_model::{Value, reserved};
use jaeger_receivers::sink::{Format, Received, Transport};
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_client::TraceServiceClient;
use tonic::codec::CompressionEncoding;
use tonic::{Code, Request};

use crate::clients::{EXPORT, datagram, grpc, http};
use crate::harness::{
    BINARY_UDP, COMPACT_UDP, DOORS, Doors, OTLP_GRPC, OTLP_HTTP, Script, THRIFT_HTTP, ZIPKIN,
    in_time,
};
use crate::payload::{Payload, frame};

const JSON: (&str, &str) = ("Content-Type", "application/json");
const THRIFT: (&str, &str) = ("Content-Type", "application/x-thrift");

#[tokio::test]
async fn spans_come_with_their_tenant_and_how_they_came() {
    let doors = Doors::open(|config| config.tenancy.enabled = true).await;
    let payload = Payload::of(&[1, 2]);
    let call = Body::from(frame(0, &payload.protobuf()));
    let acme = ("x-tenant", "acme");
    grpc(doors.address(OTLP_GRPC), EXPORT, &[acme], call).await;
    let address = doors.address(OTLP_HTTP);
    http(
        address,
        "POST",
        "/v1/traces",
        &[JSON, acme],
        &payload.json(),
    )
    .await;
    let address = doors.address(THRIFT_HTTP);
    http(
        address,
        "POST",
        "/api/traces",
        &[THRIFT, acme],
        &payload.thrift(),
    )
    .await;
    let expected = [
        (Format::Otlp, Transport::Grpc, None),
        (Format::Otlp, Transport::Http, None),
        (Format::Jaeger, Transport::Http, Some("jaeger")),
    ];
    let kept = doors.take_kept();
    assert_eq!(kept.len(), expected.len());
    for (received, (format, transport, mark)) in kept.iter().zip(expected) {
        assert_eq!((received.format, received.transport), (format, transport));
        assert_eq!(received.tenant.as_str(), "acme");
        assert_eq!(received.batch.len(), 2);
        assert_marked(received, mark);
    }
}

#[tokio::test]
async fn zipkins_flag_makes_every_span_of_its_request_debug() {
    let doors = Doors::open(|_| {}).await;
    let v1 = br#"[{"traceId":"0000000000000001","id":"0000000000000002","timestamp":1},
        {"traceId":"0000000000000001","id":"0000000000000003","timestamp":1,"debug":false}]"#;
    let v1_thrift = b"\x0c\0\0\0\x01\x0a\0\x01\0\0\0\0\0\0\0\x01\x0a\0\x04\0\0\0\0\0\0\0\x02\0";
    let v2 = Payload::of(&[1, 2]).zipkin();
    let v2_protobuf = b"\x0a\x14\x0a\x08\0\0\0\0\0\0\0\x01\x1a\x08\0\0\0\0\0\0\0\x02";
    let requests: [(&str, &str, &[u8]); 4] = [
        ("/api/v1/spans", "application/json", v1),
        ("/api/v1/spans", "application/x-thrift", v1_thrift),
        ("/api/v2/spans", "application/json", &v2),
        ("/api/v2/spans", "application/x-protobuf", v2_protobuf),
    ];
    for (path, form, body) in requests {
        for (flags, expected) in [("1", Some(Value::Int(2))), ("0", None)] {
            let headers = [("Content-Type", form), ("X-B3-Flags", flags)];
            let reply = http(doors.address(ZIPKIN), "POST", path, &headers, body).await;
            assert_eq!(reply.status, 202, "{path} {form}: {}", reply.text());
            let kept = doors.take_kept();
            let received = kept.first().expect("the request was handed over");
            for span in received.batch.spans() {
                assert_eq!(span.attribute(reserved::FLAGS), expected, "{path} {form}");
            }
        }
    }
}

#[tokio::test]
async fn datagrams_are_received_as_through_an_agent() {
    let doors = Doors::open(|_| {}).await;
    for (door, protocol, label) in [
        (COMPACT_UDP, Protocol::Compact, "compact"),
        (BINARY_UDP, Protocol::Binary, "binary"),
    ] {
        let payload = Payload::of(&[1, 2, 3]);
        datagram(doors.address(door), &payload.message(protocol)).await;
        doors.until(door, "ok", 1).await;
        let kept = doors.take_kept();
        let received = kept.first().expect("the datagram was handed over");
        assert_eq!(received.transport, Transport::Udp);
        assert_eq!((received.tenant.as_str(), received.batch.len()), ("", 3));
        assert_marked(received, Some("proto"));
        let labels = format!("{{model=\"jaeger\",protocol=\"{label}\"}}");
        let metric = |name: &str| doors.metric(&format!("{name}{labels}"));
        let queued = "jaeger_agent_thrift_udp_server_packets_processed_total";
        assert_eq!(metric(queued), Some(1));
        assert_eq!(metric("jaeger_agent_thrift_udp_server_queue_size"), Some(0));
    }
}

fn assert_marked(received: &Received, mark: Option<&str>) {
    for span in received.batch.spans() {
        let found = span.attribute(reserved::FORMAT);
        let expected = mark.map(|mark| Value::String(mark.into()));
        assert_eq!(found, expected);
    }
}

#[tokio::test]
async fn a_client_made_by_others_is_understood() {
    let doors = Doors::open(|_| {}).await;
    let address = format!("http://{}", doors.address(OTLP_GRPC));
    let client = TraceServiceClient::connect(address).await;
    let client = client.expect("the door is open");
    let payload = Payload {
        attributes: 10,
        value_len: 1_000,
        ..Payload::of(&[1, 2, 3])
    };
    for mut client in [
        client.clone(),
        client.clone().send_compressed(CompressionEncoding::Gzip),
        client.clone().send_compressed(CompressionEncoding::Zstd),
    ] {
        let exported = client.export(Request::new(payload.request())).await;
        let response = exported.expect("the call goes well").into_inner();
        assert_eq!(response.partial_success, None);
    }
    assert_eq!(doors.take_kept().len(), 3);

    doors.script(Script::Panic);
    let mut client = client;
    let failed = client.export(Request::new(payload.request())).await;
    assert_eq!(failed.expect_err("the sink panics").code(), Code::Internal);
}

#[tokio::test]
async fn grpc_tells_what_it_does_not_serve() {
    let doors = Doors::open(|_| {}).await;
    let cases = [
        (
            "/grpc.health.v1.Health/Check",
            "unknown service grpc.health.v1.Health",
        ),
        (
            "/opentelemetry.proto.collector.trace.v1.TraceService/Import",
            "unknown method Import for service opentelemetry.proto.collector.trace.v1.TraceService",
        ),
        ("/", "malformed method name: \"/\""),
    ];
    for (path, message) in cases {
        let call = Body::from(frame(0, b""));
        let reply = grpc(doors.address(OTLP_GRPC), path, &[], call).await;
        let status = reply.status.expect("a call ends with a status");
        assert_eq!(status.code(), Code::Unimplemented, "{path}");
        assert_eq!(status.message(), message);
    }
    let snappy = [("grpc-encoding", "snappy")];
    let call = Body::from(frame(1, b"x"));
    let reply = grpc(doors.address(OTLP_GRPC), EXPORT, &snappy, call).await;
    let status = reply.status.expect("a call ends with a status");
    assert_eq!(status.code(), Code::Unimplemented);
    let plain = [("content-type", "text/plain")];
    let reply = grpc(doors.address(OTLP_GRPC), EXPORT, &plain, Body::empty()).await;
    assert_eq!(reply.http_status, 415);
    doors.until(OTLP_GRPC, "misdirected", 5).await;
}

#[tokio::test]
async fn the_end_waits_for_what_is_under_way_and_empties_the_queue() {
    let doors = Doors::open(|config| config.jaeger_compact.workers = 1).await;
    doors.script(Script::Wait);
    let address = doors.address(OTLP_HTTP);
    let under_way = tokio::spawn(async move {
        let body = Payload::of(&[1]).json();
        http(address, "POST", "/v1/traces", &[JSON], &body).await
    });
    doors.entered().await;
    let message = Payload::of(&[2]).message(Protocol::Compact);
    for _ in 0..3 {
        datagram(doors.address(COMPACT_UDP), &message).await;
    }
    let labels = "{model=\"jaeger\",protocol=\"compact\"}";
    let queued = format!("jaeger_agent_thrift_udp_server_packets_processed_total{labels}");
    doors
        .until_is("all are queued", || doors.metric(&queued) == Some(3))
        .await;
    doors.context.shutdown.cancel();
    doors.go_on(4);
    in_time(doors.context.tasks.drained()).await;
    assert_eq!(under_way.await.expect("no panic").status, 200);
    assert_eq!(doors.take_kept().len(), 4);
    assert_eq!(doors.context.tasks.running(), Vec::<&str>::new());
}

#[tokio::test]
async fn a_full_queue_drops_and_counts() {
    let doors = Doors::open(|config| {
        config.jaeger_binary.workers = 1;
        config.jaeger_binary.queue_size = 2;
    })
    .await;
    doors.script(Script::Wait);
    let message = Payload::of(&[1]).message(Protocol::Binary);
    let address = doors.address(BINARY_UDP);
    datagram(address, &message).await;
    doors.entered().await;
    for _ in 0..5 {
        datagram(address, &message).await;
    }
    doors.until(BINARY_UDP, "dropped", 3).await;
    doors.go_on(3);
    doors.until(BINARY_UDP, "ok", 3).await;
    let labels = "{model=\"jaeger\",protocol=\"binary\"}";
    let dropped = format!("jaeger_agent_thrift_udp_server_packets_dropped_total{labels}");
    assert_eq!(doors.metric(&dropped), Some(3));
}

#[tokio::test]
async fn every_series_is_there_from_the_start() {
    let doors = Doors::open(|_| {}).await;
    for door in DOORS {
        for outcome in [
            "ok",
            "partial",
            "undecodable",
            "too_large",
            "overloaded",
            "timed_out",
            "tenant_missing",
            "tenant_unknown",
            "internal",
            "misdirected",
        ] {
            let series =
                format!("jaeger_receiver_requests_total{{door=\"{door}\",outcome=\"{outcome}\"}}");
            assert_eq!(doors.metric(&series), Some(0), "{series}");
        }
        let series = format!("jaeger_receiver_rejected_spans_total{{door=\"{door}\"}}");
        assert_eq!(doors.metric(&series), Some(0), "{series}");
    }
}

#[tokio::test]
async fn a_door_can_be_closed_by_its_options() {
    let doors = Doors::open(|config| config.otlp.enabled = false).await;
    let names: Vec<_> = doors.built.addresses().iter().map(|at| &*at.name).collect();
    assert!(!names.contains(&OTLP_GRPC) && !names.contains(&OTLP_HTTP));
    assert!(names.contains(&THRIFT_HTTP) && names.contains(&COMPACT_UDP));
}
