//! The matrix of replies: every cause at every door, provoked by what causes it.

use std::net::SocketAddr;
use std::time::Duration;

use axum::body::Body;
use jaeger_codec::thrift::protocol::Protocol;
use jaeger_model::wire::{Field, Reader};
use jaeger_receivers::ReceiversConfig;
use jaeger_receivers::sink::Cause;
use jaeger_service::options::ByteSize;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceResponse;
use prost::Message as _;

use crate::clients::{
    EXPORT, GrpcReply, HttpReply, POST_SPANS, datagram, exchange, grpc, head, http, without_end,
};
use crate::harness::{
    BINARY_UDP, COMPACT_UDP, Doors, JAEGER_GRPC, OTLP_GRPC, OTLP_HTTP, Script, THRIFT_HTTP, ZIPKIN,
    ZIPKIN_UDP,
};
use crate::payload::{Payload, frame};

/// What causes a reply.
#[derive(Clone, Copy, Debug)]
enum Scene {
    Stored,
    NoSpans,
    OneSpanWithoutTraceId,
    CutOff,
    OverTheLimit,
    SinkRefuses(Cause),
    SinkPanics,
    OthersHoldAllBytes,
    ComesTooSlowly,
    NoTenant,
    OtherTenant,
    TwoTenants,
}

/// What is observed in one cell.
enum Cell {
    Is(&'static str),
    /// There is no such case at this door, for this reason.
    Never(&'static str),
}

struct Row {
    scene: Scene,
    outcome: &'static str,
    grpc: Cell,
    /// In both forms.
    otlp_http: Cell,
    thrift_http: Cell,
    /// In both protocols. Nothing is answered, so the count is all there is.
    udp: Cell,
}

const fn row(scene: Scene, outcome: &'static str, replies: [&'static str; 3], udp: Cell) -> Row {
    let [grpc, otlp_http, thrift_http] = replies;
    Row {
        scene,
        outcome,
        grpc: Cell::Is(grpc),
        otlp_http: Cell::Is(otlp_http),
        thrift_http: Cell::Is(thrift_http),
        udp,
    }
}

const COUNTED: Cell = Cell::Is("counted");
const NO_HEADERS: Cell = Cell::Never("a datagram has no headers, so it never names a tenant");

const MATRIX: [Row; 15] = [
    row(Scene::Stored, "ok", ["Ok", "200", "202"], COUNTED),
    row(Scene::NoSpans, "ok", ["Ok", "200", "202"], COUNTED),
    row(
        Scene::OneSpanWithoutTraceId,
        "partial",
        ["Ok, rejected 1", "200, rejected 1", "202"],
        COUNTED,
    ),
    row(
        Scene::CutOff,
        "undecodable",
        ["InvalidArgument + BadRequest", "400, code 3", "400"],
        COUNTED,
    ),
    row(
        Scene::OverTheLimit,
        "too_large",
        ["ResourceExhausted", "413, code 8", "413"],
        COUNTED,
    ),
    row(
        Scene::SinkRefuses(Cause::Undecodable),
        "undecodable",
        ["InvalidArgument + BadRequest", "400, code 3", "400"],
        COUNTED,
    ),
    row(
        Scene::SinkRefuses(Cause::TooLarge),
        "too_large",
        ["ResourceExhausted", "413, code 8", "413"],
        COUNTED,
    ),
    row(
        Scene::SinkRefuses(Cause::Overloaded),
        "overloaded",
        [
            "Unavailable + RetryInfo",
            "503, code 14, retry after 1",
            "503, retry after 1",
        ],
        COUNTED,
    ),
    row(
        Scene::SinkRefuses(Cause::TimedOut),
        "timed_out",
        ["DeadlineExceeded", "504, code 4", "504"],
        COUNTED,
    ),
    row(
        Scene::SinkPanics,
        "internal",
        ["Internal", "500, code 13", "500"],
        COUNTED,
    ),
    row(
        Scene::OthersHoldAllBytes,
        "overloaded",
        [
            "Unavailable + RetryInfo",
            "503, code 14, retry after 1",
            "503, retry after 1",
        ],
        Cell::Never("datagrams are bounded by their queue"),
    ),
    row(
        Scene::ComesTooSlowly,
        "timed_out",
        ["DeadlineExceeded", "504, code 4", "504"],
        Cell::Never("a datagram comes at once"),
    ),
    row(
        Scene::NoTenant,
        "tenant_missing",
        ["Unauthenticated", "401, code 16", "401"],
        COUNTED,
    ),
    row(
        Scene::OtherTenant,
        "tenant_unknown",
        ["PermissionDenied", "403, code 7", "403"],
        NO_HEADERS,
    ),
    row(
        Scene::TwoTenants,
        "tenant_unknown",
        ["PermissionDenied", "403, code 7", "403"],
        NO_HEADERS,
    ),
];

#[tokio::test]
async fn every_cause_has_its_reply_at_every_door() {
    for row in MATRIX {
        let scene = row.scene;
        let doors = Doors::open(|config| scene.set(config)).await;
        scene.begin(&doors).await;
        let outcome = row.outcome;
        if let Cell::Is(expected) = row.grpc {
            assert_eq!(scene.over_grpc(&doors).await, expected, "{scene:?}");
            doors.until(OTLP_GRPC, outcome, 1).await;
        }
        if let Cell::Is(expected) = row.otlp_http {
            for form in ["application/x-protobuf", "application/json"] {
                let observed = scene.over_otlp_http(&doors, form).await;
                assert_eq!(observed, expected, "{scene:?} {form}");
            }
            doors.until(OTLP_HTTP, outcome, 2).await;
        }
        if let Cell::Is(expected) = row.thrift_http {
            let observed = scene.over_thrift_http(&doors).await;
            assert_eq!(observed, expected, "{scene:?}");
            doors.until(THRIFT_HTTP, outcome, 1).await;
        }
        // The two doors whose replies follow from those of others: Jaeger's gRPC has no partial success, and
        // Zipkin is answered as Jaeger's Thrift is.
        if let Cell::Is(expected) = row.grpc {
            let expected = expected.replace(", rejected 1", "");
            let observed = scene.over_jaeger_grpc(&doors).await;
            assert_eq!(observed, expected, "{scene:?} to Jaeger's gRPC");
            doors.until(JAEGER_GRPC, outcome, 1).await;
        }
        if let Cell::Is(expected) = row.thrift_http {
            let observed = scene.over_zipkin(&doors).await;
            assert_eq!(observed, expected, "{scene:?} to Zipkin's port");
            doors.until(ZIPKIN, outcome, 1).await;
        }
        match row.udp {
            Cell::Is(_) => scene.over_udp(&doors, outcome).await,
            Cell::Never(reason) => assert!(!reason.is_empty()),
        }
        scene.end(&doors).await;
    }
}

const LIMIT: u64 = 2_000;
const TENANT: &str = "x-tenant";

impl Scene {
    fn set(self, config: &mut ReceiversConfig) {
        match self {
            Self::OverTheLimit => {
                config.otlp_grpc.message_size_max = ByteSize::bytes(LIMIT);
                config.otlp_http.body_size_max = ByteSize::bytes(LIMIT);
                config.thrift_http.body_size_max = ByteSize::bytes(LIMIT);
                config.jaeger_grpc.message_size_max = ByteSize::bytes(LIMIT);
                config.zipkin.body_size_max = ByteSize::bytes(LIMIT);
                config.zipkin_compact.packet_size_max = 2_000;
                config.jaeger_compact.packet_size_max = 2_000;
                config.jaeger_binary.packet_size_max = 2_000;
            }
            Self::OthersHoldAllBytes => config.admission.in_flight_max = ByteSize::kib(64),
            Self::ComesTooSlowly => {
                let soon = Duration::from_millis(50);
                config.otlp_grpc.read_timeout = soon;
                config.otlp_http.read_timeout = soon;
                config.thrift_http.read_timeout = soon;
                config.jaeger_grpc.read_timeout = soon;
                config.zipkin.read_timeout = soon;
            }
            Self::NoTenant | Self::OtherTenant | Self::TwoTenants => {
                config.tenancy.enabled = true;
                config.tenancy.tenants = vec![String::from("acme"), String::from("other")];
            }
            _ => {}
        }
    }

    async fn begin(self, doors: &Doors) {
        match self {
            Self::SinkRefuses(cause) => doors.script(Script::Refuse(cause)),
            Self::SinkPanics => doors.script(Script::Panic),
            Self::OthersHoldAllBytes => {
                doors.script(Script::Wait);
                let address = doors.address(THRIFT_HTTP);
                tokio::spawn(async move {
                    let body = Payload::of(&[9]).thrift();
                    http(address, "POST", "/api/traces", &[THRIFT], &body).await
                });
                doors.entered().await;
            }
            _ => {}
        }
    }

    /// Who held all bytes is answered like everybody once it is done.
    async fn end(self, doors: &Doors) {
        if matches!(self, Self::OthersHoldAllBytes) {
            doors.go_on(1);
            doors.until(THRIFT_HTTP, "ok", 1).await;
            assert_eq!(doors.metric("jaeger_receiver_in_flight_bytes"), Some(0));
        }
    }

    fn payload(self) -> Payload {
        match self {
            Self::NoSpans => Payload::of(&[]),
            Self::OneSpanWithoutTraceId => Payload::of(&[1, 0]),
            Self::OverTheLimit => Payload {
                attributes: 1,
                value_len: 3_000,
                ..Payload::of(&[1])
            },
            _ => Payload::of(&[1]),
        }
    }

    fn bytes(self, mut whole: Vec<u8>) -> Vec<u8> {
        if matches!(self, Self::CutOff) {
            whole.truncate(whole.len() - 3);
        }
        whole
    }

    fn tenants(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::OtherTenant => &[(TENANT, "evil")],
            Self::TwoTenants => &[(TENANT, "acme"), (TENANT, "other")],
            _ => &[],
        }
    }

    async fn over_grpc(self, doors: &Doors) -> String {
        let message = self.bytes(self.payload().protobuf());
        self.called(doors.address(OTLP_GRPC), EXPORT, &message)
            .await
    }

    async fn over_jaeger_grpc(self, doors: &Doors) -> String {
        let message = self.bytes(self.payload().jaeger_protobuf());
        self.called(doors.address(JAEGER_GRPC), POST_SPANS, &message)
            .await
    }

    async fn called(self, address: SocketAddr, path: &str, message: &[u8]) -> String {
        let call = frame(0, message);
        let body = match self {
            Self::ComesTooSlowly => without_end(call),
            _ => Body::from(call),
        };
        shown_grpc(&grpc(address, path, self.tenants(), body).await)
    }

    async fn over_zipkin(self, doors: &Doors) -> String {
        let body = self.bytes(self.payload().zipkin());
        let (path, form) = ("/api/v2/spans", "application/json");
        shown_http(&self.over_http(doors, ZIPKIN, path, form, &body).await)
    }

    async fn over_otlp_http(self, doors: &Doors, form: &'static str) -> String {
        let payload = self.payload();
        let body = match form {
            "application/json" => self.bytes(payload.json()),
            _ => self.bytes(payload.protobuf()),
        };
        let reply = self
            .over_http(doors, OTLP_HTTP, "/v1/traces", form, &body)
            .await;
        assert_eq!(reply.header("content-type"), Some(form));
        assert_eq!(reply.header("vary"), Some("Origin"));
        shown_otlp(&reply, form)
    }

    async fn over_thrift_http(self, doors: &Doors) -> String {
        let body = self.bytes(self.payload().thrift());
        let reply = self
            .over_http(doors, THRIFT_HTTP, "/api/traces", THRIFT.1, &body)
            .await;
        if reply.status == 202 {
            assert!(reply.body.is_empty());
        } else {
            assert_eq!(
                reply.header("content-type"),
                Some("text/plain; charset=utf-8")
            );
            assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
            assert!(reply.text().ends_with('\n'));
        }
        shown_http(&reply)
    }

    async fn over_http(
        self,
        doors: &Doors,
        door: &str,
        path: &str,
        form: &'static str,
        body: &[u8],
    ) -> HttpReply {
        let mut headers = vec![("Content-Type", form)];
        headers.extend_from_slice(self.tenants());
        let address = doors.address(door);
        if matches!(self, Self::ComesTooSlowly) {
            headers.push(("Content-Length", "1000"));
            let mut request = head("POST", path, &headers);
            request.extend_from_slice(b"\r\n");
            request.extend_from_slice(body);
            return exchange(address, &request).await;
        }
        http(address, "POST", path, &headers, body).await
    }

    async fn over_udp(self, doors: &Doors, outcome: &str) {
        for (door, protocol) in [
            (COMPACT_UDP, Protocol::Compact),
            (BINARY_UDP, Protocol::Binary),
            (ZIPKIN_UDP, Protocol::Compact),
        ] {
            let bytes = self.bytes(self.payload().message(protocol));
            datagram(doors.address(door), &bytes).await;
            doors.until(door, outcome, 1).await;
        }
    }
}

const THRIFT: (&str, &str) = ("Content-Type", "application/x-thrift");

fn shown_grpc(reply: &GrpcReply) -> String {
    assert_eq!(reply.http_status, 200);
    let status = reply.status.as_ref().expect("a call ends with a status");
    let mut shown = format!("{:?}", status.code());
    let details = String::from_utf8_lossy(status.details());
    for detail in ["RetryInfo", "BadRequest"] {
        if details.contains(&format!("google.rpc.{detail}")) {
            shown.push_str(&format!(" + {detail}"));
        }
    }
    if let Some(message) = reply.body.get(5..) {
        shown.push_str(&shown_rejected(message));
    }
    shown
}

fn shown_otlp(reply: &HttpReply, form: &str) -> String {
    let mut shown = reply.status.to_string();
    let is_json = form == "application/json";
    match (reply.status, is_json) {
        (200, false) => shown.push_str(&shown_rejected(&reply.body)),
        (200, true) => {
            let reply = json(reply);
            let partial = &reply["partialSuccess"];
            if let Some(rejected) = partial["rejectedSpans"].as_str() {
                shown.push_str(&format!(", rejected {rejected}"));
                assert!(partial["errorMessage"].is_string());
            }
        }
        (_, false) => shown.push_str(&format!(", code {}", code_of_status(&reply.body))),
        (_, true) => shown.push_str(&format!(", code {}", json(reply)["code"])),
    }
    shown + &shown_hint(reply)
}

fn shown_http(reply: &HttpReply) -> String {
    reply.status.to_string() + &shown_hint(reply)
}

fn shown_hint(reply: &HttpReply) -> String {
    match reply.header("retry-after") {
        Some(seconds) => format!(", retry after {seconds}"),
        None => String::new(),
    }
}

fn shown_rejected(response: &[u8]) -> String {
    let response = ExportTraceServiceResponse::decode(response).expect("a response in protobuf");
    match response.partial_success {
        Some(partial) => {
            assert!(!partial.error_message.is_empty());
            format!(", rejected {}", partial.rejected_spans)
        }
        None => String::new(),
    }
}

fn json(reply: &HttpReply) -> serde_json::Value {
    serde_json::from_slice(&reply.body).expect("the reply is JSON")
}

/// The code in a `google.rpc.Status`.
fn code_of_status(bytes: &[u8]) -> u64 {
    let mut fields = Reader::new(bytes);
    let code = fields.find_map(|(number, field)| match (number, field) {
        (1, Field::Varint(code)) => Some(code),
        _ => None,
    });
    code.expect("a status has a code")
}
