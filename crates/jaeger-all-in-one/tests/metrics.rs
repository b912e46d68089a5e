//! What a scrape says after known traffic: every metric that dashboards ask for, with its value.
#![expect(clippy::expect_used, reason = "helpers of tests fail loudly")]

use std::collections::BTreeSet;
use std::fs;
use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::Request;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use jaeger_all_in_one::{AllInOne, Config};
use jaeger_codec::thrift::protocol::{Header, List, ONEWAY, Protocol, Type, Writer};
use jaeger_service::{Command, Context, Environment, Service, load};
use serde_json::{Value, json};
use tokio::net::UdpSocket;

#[tokio::test]
async fn a_scrape_after_traffic_has_every_metric_with_its_value() {
    let jaeger = Jaeger::start().await;
    jaeger.send_spans().await;
    jaeger.send_datagrams().await;
    jaeger.ask().await;

    let scrape = jaeger.scrape().await;
    let lines: BTreeSet<&str> = scrape.lines().collect();
    let host = fs::read_to_string("/proc/sys/kernel/hostname").expect("a host name");
    let expected = EXPECTED.replace("HOST", host.trim());
    let expected: BTreeSet<&str> = expected.lines().filter(|line| !line.is_empty()).collect();
    let missing: Vec<_> = expected.difference(&lines).collect();
    assert!(missing.is_empty(), "{missing:#?} not in\n{scrape}");

    let names: BTreeSet<&str> = expected.iter().copied().map(name).collect();
    let others = lines.difference(&expected).copied();
    let unexpected: Vec<_> = others
        .filter(|line| names.contains(name(line)) && value(line) != 0.0)
        .collect();
    assert!(unexpected.is_empty(), "{unexpected:#?}");

    for wanted in POSITIVE {
        let found = lines.iter().find(|line| name(line) == wanted);
        let value = found.map(|line| value(line));
        assert!(
            value.is_some_and(|value| value > 0.0),
            "{wanted}: {value:?}"
        );
    }
    for wanted in PRESENT {
        let is_there = lines.iter().any(|line| name(line) == wanted);
        assert!(is_there, "{wanted}");
    }

    let (status, health) = jaeger.get(jaeger.admin(), "/").await;
    let health: Value = serde_json::from_str(&health).expect("JSON");
    assert_eq!(
        (status, &health["status"]),
        (200, &json!("Server available"))
    );
    jaeger.service.stop().await.expect("a clean stop");
}

/// The all-in-one in this process.
struct Jaeger {
    service: Service,
    http: Client<HttpConnector, Full<Bytes>>,
}

impl Jaeger {
    async fn start() -> Self {
        let command = Command::of::<AllInOne>();
        let environment: Environment = [("OTEL_TRACES_SAMPLER", "always_off")]
            .into_iter()
            .collect();
        let loaded = load::<Config>(&command, command.free_ports::<Config>(), &environment);
        let service =
            Service::start::<AllInOne>(loaded.expect("good arguments"), Context::for_test()).await;
        Self {
            service: service.expect("a service"),
            http: Client::builder(TokioExecutor::new()).build_http(),
        }
    }

    /// Three spans as OTLP, two as Thrift, and what is refused.
    async fn send_spans(&self) {
        let otlp = self.address("otlp-http");
        let good = json!({ "resourceSpans": [{
            "resource": { "attributes": [
                { "key": "service.name", "value": { "stringValue": "Shop One" } },
            ] },
            "scopeSpans": [{ "spans": [span(1, 0), span(2, 1), span(3, 1)] }],
        }] });
        let good = good.to_string().into_bytes();
        let posts = [
            (otlp, "/v1/traces", JSON, good, 200),
            (otlp, "/v1/traces", JSON, b"{".to_vec(), 400),
            (self.thrift(), "/api/traces", THRIFT, legacy(), 202),
        ];
        for (address, path, media_type, body, expected) in posts {
            let request = Request::post(format!("http://{address}{path}"))
                .header("content-type", media_type)
                .body(Full::from(body));
            let (status, reply) = self.send(request.expect("a good request")).await;
            assert_eq!(status, expected, "{path}: {reply}");
        }
        assert_eq!(self.get(self.thrift(), "/nothing").await.0, 404);
    }

    /// A good datagram and one that cannot be read; waits until both are dealt with.
    async fn send_datagrams(&self) {
        const DEALT_WITH: [&str; 2] = [
            r#"jaeger_receiver_requests_total{door="jaeger-thrift-compact-udp",outcome="ok"} 1"#,
            r#"jaeger_agent_thrift_udp_t_processor_handler_errors_total{model="jaeger",protocol="compact"} 1"#,
        ];
        let address = self.address("jaeger-thrift-compact-udp");
        let local = SocketAddr::new(address.ip(), 0);
        let socket = UdpSocket::bind(local).await.expect("a free port");
        for datagram in [from_udp(), vec![0xff; 40]] {
            let sent = socket.send_to(&datagram, address).await;
            assert_eq!(sent.expect("the datagram fits"), datagram.len());
        }
        let dealt_with = async {
            loop {
                let scrape = self.scrape().await;
                if DEALT_WITH.iter().all(|line| scrape.contains(*line)) {
                    return;
                }
            }
        };
        let waited = tokio::time::timeout(PATIENCE, dealt_with).await;
        waited.expect("both are dealt with");
    }

    /// One question of each kind, and one for a trace that nobody knows.
    async fn ask(&self) {
        for (path, expected) in [
            ("/api/services", 200),
            ("/api/operations?service=Shop%20One", 200),
            (
                "/api/traces?service=Shop%20One&start=1704067200000000&end=1704067260000000",
                200,
            ),
            ("/api/traces/a1", 200),
            ("/api/traces/dead", 404),
        ] {
            let (status, reply) = self.get(self.address("query-http"), path).await;
            assert_eq!(status, expected, "{path}: {reply}");
        }
    }

    async fn scrape(&self) -> String {
        let (status, text) = self.get(self.admin(), "/metrics").await;
        assert_eq!(status, 200);
        text
    }

    fn address(&self, door: &str) -> SocketAddr {
        self.service.address(door).expect("a door of that name")
    }

    fn thrift(&self) -> SocketAddr {
        self.address("jaeger-thrift-http")
    }

    fn admin(&self) -> SocketAddr {
        let addresses = self.service.admin_addresses();
        *addresses.first().expect("an admin port")
    }

    async fn get(&self, address: SocketAddr, path: &str) -> (u16, String) {
        let request = Request::get(format!("http://{address}{path}")).body(Full::default());
        self.send(request.expect("a good request")).await
    }

    async fn send(&self, request: Request<Full<Bytes>>) -> (u16, String) {
        let reply = self.http.request(request).await.expect("a reply");
        let status = reply.status().as_u16();
        let body = reply.collect().await.expect("a whole body").to_bytes();
        (status, String::from_utf8_lossy(&body).into_owned())
    }
}

/// The name of the metric that a line is about.
fn name(line: &str) -> &str {
    let end = line.find(['{', ' ']).unwrap_or(line.len());
    line.split_at(end).0
}

fn value(line: &str) -> f64 {
    let value = line.rsplit_once(' ').map(|(_, value)| value.parse::<f64>());
    value.and_then(Result::ok).unwrap_or_default()
}

fn span(id: u64, parent: u64) -> Value {
    let parent = match parent {
        0 => String::new(),
        parent => format!("{parent:016x}"),
    };
    json!({
        "traceId": format!("{:032x}", 0xa1),
        "spanId": format!("{id:016x}"),
        "parentSpanId": parent,
        "name": "sell",
        "startTimeUnixNano": "1704067200000000000",
        "endTimeUnixNano": "1704067200000001000",
    })
}

/// A batch with a root that a probabilistic sampler kept, and its child; both sampled and debugged.
fn legacy() -> Vec<u8> {
    let mut writer = Writer::new(Protocol::Binary);
    writer.write_struct(|batch| {
        begin_spans(batch, "legacy", 2);
        batch.write_struct(|span| {
            write_span(span, 1, 0, 3);
            span.field(10, Type::List);
            span.list(structs(1));
            span.write_struct(|tag| {
                text(tag, 1, "sampler.type");
                tag.field(2, Type::I32);
                tag.i32(0);
                text(tag, 3, "probabilistic");
            });
        });
        batch.write_struct(|span| write_span(span, 2, 1, 3));
    });
    writer.into_bytes()
}

/// A datagram with one span.
fn from_udp() -> Vec<u8> {
    let mut writer = Writer::new(Protocol::Compact);
    writer.message_begin(Header {
        method: b"emitBatch",
        kind: ONEWAY,
        sequence: 1,
    });
    writer.write_struct(|arguments| {
        arguments.field(1, Type::Struct);
        arguments.write_struct(|batch| {
            begin_spans(batch, "from-udp", 1);
            batch.write_struct(|span| write_span(span, 1, 0, 1));
        });
    });
    writer.into_bytes()
}

fn begin_spans(writer: &mut Writer, service: &str, len: usize) {
    writer.field(1, Type::Struct);
    writer.write_struct(|process| text(process, 1, service));
    writer.field(2, Type::List);
    writer.list(structs(len));
}

fn write_span(writer: &mut Writer, id: i64, parent: i64, flags: i32) {
    const TRACE: i64 = 0xb1;
    for (field, value) in [(1, TRACE), (2, 0), (3, id), (4, parent)] {
        writer.field(field, Type::I64);
        writer.i64(value);
    }
    text(writer, 5, "keep");
    writer.field(7, Type::I32);
    writer.i32(flags);
    for (field, value) in [(8, 1_704_067_200_000_000), (9, 5)] {
        writer.field(field, Type::I64);
        writer.i64(value);
    }
}

fn structs(len: usize) -> List {
    List {
        element: Some(Type::Struct),
        len,
    }
}

fn text(writer: &mut Writer, field: i16, text: &str) {
    writer.field(field, Type::Binary);
    writer.binary(text.as_bytes());
}

/// The lines of the scrape. Of the metrics that are named here no other line has a value but 0.
const EXPECTED: &str = include_str!("metrics.txt");

/// Metrics whose value is not known but above 0.
const POSITIVE: [&str; 4] = [
    "jaeger_build_info",
    "jaeger_collector_spans_bytes",
    "process_resident_memory_bytes",
    "process_start_time_seconds",
];
/// Metrics that may well be 0.
const PRESENT: [&str; 2] = ["process_cpu_seconds_total", "process_open_fds"];

const JSON: &str = "application/json";
const THRIFT: &str = "application/x-thrift";
const PATIENCE: Duration = Duration::from_secs(30);
