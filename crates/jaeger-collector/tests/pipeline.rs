//! What the steps between door and storage make of spans: sent through a door, read back from the storage.
#![expect(clippy::expect_used, reason = "helpers of tests fail loudly")]

use std::net::SocketAddr;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::{Request, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use jaeger_codec::jaeger::warnings;
use jaeger_collector::{Collector, Config};
use jaeger_model::{Attribute, Tenant, TraceId};
use jaeger_service::{Command, Context, Environment, load};
use jaeger_storage::{GetTrace, Storage, TraceReaderExt};

/// A span as it is sent, the options, and what is stored of it.
struct Case {
    options: &'static [&'static str],
    resource: &'static str,
    span: &'static str,
    stored: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case {
        options: &[],
        resource: SHOP,
        span: r#""endTimeUnixNano":"1","attributes":[{"key":"user","value":{"stringValue":"ada"}}]"#,
        stored: &["resource service.name=shop", "span user=ada"],
    },
    Case {
        options: &[],
        resource: r#"{"key":"service.name","value":{"intValue":"5"}}"#,
        span: r#""startTimeUnixNano":"1704067200000000000""#,
        stored: &[
            "resource service.name=service-name-wrong-type",
            "warning Negative duration detected, sanitizing end timestamp. Original end timestamp: \
             1970-01-01 00:00:00 +0000 UTC, adjusted to: 2024-01-01 00:00:00.000000001 +0000 UTC",
        ],
    },
    Case {
        options: &["--collector.tags=zone=z1,service.name=no,unset=${NOT_SET_IN_ANY_TEST}"],
        resource: SHOP,
        span: r#""endTimeUnixNano":"1""#,
        stored: &["resource service.name=shop", "resource zone=z1"],
    },
    Case {
        options: &[
            r"--collector.redact=delete:password,mask-value:/\d{13,16}/",
            "--collector.redact=mask:user",
        ],
        resource: SHOP,
        span: r#""endTimeUnixNano":"1","attributes":[
            {"key":"user","value":{"stringValue":"ada"}},
            {"key":"password","value":{"stringValue":"lovelace"}},
            {"key":"note","value":{"stringValue":"card 4111111111111111"}}]"#,
        stored: &[
            "resource service.name=shop",
            "span user=***",
            "span note=card ***",
        ],
    },
    Case {
        options: &[
            "--collector.span-attributes-max=1",
            "--collector.attribute-value-bytes-max=4",
        ],
        resource: SHOP,
        span: r#""endTimeUnixNano":"1","attributes":[
            {"key":"a","value":{"stringValue":"12345"}},
            {"key":"b","value":{"stringValue":"1"}}]"#,
        stored: &[
            "resource service.name=shop",
            "span a=1234",
            "warning values cut to 4 bytes: 1",
            "warning attributes left out: 1",
        ],
    },
    Case {
        options: &["--collector.denied-services=other,shop"],
        resource: SHOP,
        span: r#""endTimeUnixNano":"1""#,
        stored: &[],
    },
];

#[tokio::test(flavor = "multi_thread")]
async fn spans_are_stored_as_the_steps_leave_them() {
    for case in CASES {
        let context = Context::for_test();
        let command = Command::of::<Collector>();
        let ports = command.free_ports::<Config>().into_iter();
        let arguments = ports.chain(case.options.iter().map(ToString::to_string));
        let loaded = load::<Config>(&command, arguments, &Environment::default());
        let config = loaded.expect("good arguments").config;
        let opened = jaeger_backends::open(config.backends, &context)
            .await
            .expect("a storage");
        let sampling = jaeger_sampling::open(config.strategies, &context)
            .await
            .expect("sampling strategies");
        let (strategies, storage) = (&sampling.store, &opened.storage);
        let built = jaeger_collector::build(config.collector, strategies, storage, &context)
            .await
            .expect("a collector");
        let mut bound = built.addresses().iter();
        let door = bound.find(|bound| bound.name == "otlp-http");
        send(door.expect("a door").address, case).await;
        assert_eq!(stored(storage).await, case.stored, "{:?}", case.options);
        context.shutdown.cancel();
    }
}

async fn send(door: SocketAddr, case: &Case) {
    let Case { resource, span, .. } = case;
    let body = format!(
        r#"{{"resourceSpans":[{{"resource":{{"attributes":[{resource}]}},"scopeSpans":[{{"spans":[
            {{"traceId":"0000000000000000000000000000000a","spanId":"000000000000000b",{span}}}]}}]}}]}}"#
    );
    let request = Request::post(format!("http://{door}/v1/traces"))
        .header("content-type", "application/json")
        .body(Full::<Bytes>::from(body))
        .expect("a good request");
    let client = Client::builder(TokioExecutor::new()).build_http();
    let reply = client.request(request).await.expect("a reply");
    let status = reply.status();
    let body = reply.collect().await.expect("a body").to_bytes();
    assert_eq!(status, StatusCode::OK, "{body:?}");
}

/// A line for each attribute and warning of what is stored.
async fn stored(storage: &Storage) -> Vec<String> {
    let asked = GetTrace {
        tenant: Tenant::default(),
        id: TraceId::from_halves(0, 10),
        hint: None,
    };
    let Some(trace) = storage.reader.trace(asked).await.expect("an answer") else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    for span in trace.spans() {
        let of_resource = span.resource().attributes();
        lines.extend(of_resource.map(|attribute| line("resource", attribute)));
        lines.extend(span.attributes().map(|attribute| line("span", attribute)));
        lines.extend(warnings(&span).iter().map(|text| format!("warning {text}")));
    }
    lines
}

fn line(level: &str, attribute: Attribute<'_>) -> String {
    let Attribute { key, value } = attribute;
    format!("{level} {key}={}", value.to_text())
}

const SHOP: &str = r#"{"key":"service.name","value":{"stringValue":"shop"}}"#;
