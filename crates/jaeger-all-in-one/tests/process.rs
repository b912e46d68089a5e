//! The program as a process: how it starts, what it takes from a manifest, how it ends.
#![expect(clippy::expect_used, reason = "helpers of tests fail loudly")]

mod program;

use std::process::Command;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::{Request, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};

use program::{PROGRAM, Program};

/// The environment of a manifest as people run them with MicroK8s, Minikube and Istio; there, Zipkin's port is 9411.
const MANIFEST: [(&str, &str); 8] = [
    ("SPAN_STORAGE_TYPE", "badger"),
    ("BADGER_EPHEMERAL", "false"),
    ("BADGER_DIRECTORY_VALUE", "/badger/data"),
    ("BADGER_DIRECTORY_KEY", "/badger/key"),
    ("COLLECTOR_ZIPKIN_HOST_PORT", ":0"),
    ("COLLECTOR_OTLP_ENABLED", "true"),
    ("MEMORY_MAX_TRACES", "2"),
    ("QUERY_BASE_PATH", "/jaeger"),
];

#[tokio::test]
async fn runs_with_the_environment_of_a_manifest() {
    let program = Program::start(&MANIFEST, &[]);
    let prefixed = |path: &str| format!("/jaeger/api/{path}");
    for id in ["0a", "0b", "0c", "0d"] {
        let body = json!({"resourceSpans": [{"scopeSpans": [{"spans": [
            {"traceId": format!("{id:0>32}"), "spanId": "0000000000000001", "name": "s"},
        ]}]}]});
        let (status, reply) = program.post("otlp-http", "/v1/traces", &body).await;
        let success = r#"{"partialSuccess":{}}"#;
        assert_eq!((status, reply.as_str()), (StatusCode::OK, success));
        if id == "0a" {
            let archive = prefixed("archive/0a");
            let (status, reply) = program.post("query-http", &archive, &json!({})).await;
            assert_eq!(status, StatusCode::OK, "archive: {reply}");
        }
    }
    let zipkin =
        json!([{"traceId": format!("{:0>32}", "0d"), "id": "0000000000000002", "name": "z"}]);
    let (status, reply) = program.post("zipkin", "/api/v2/spans", &zipkin).await;
    assert_eq!((status, reply.as_str()), (StatusCode::ACCEPTED, ""));
    for (id, status) in [
        ("0a", StatusCode::OK),
        ("0b", StatusCode::NOT_FOUND),
        ("0c", StatusCode::OK),
        ("0d", StatusCode::OK),
    ] {
        let path = prefixed(&format!("traces/{id}"));
        let found = program.get("query-http", &path).await;
        assert_eq!(
            found.0, status,
            "MEMORY_MAX_TRACES, archive: {id}: {}",
            found.1
        );
    }
    let log = program.stop();
    for said in [
        "SPAN_STORAGE_TYPE=badger: spans are kept in memory",
        "BADGER_EPHEMERAL is accepted but not served",
        "BADGER_DIRECTORY_VALUE is accepted but not served",
        "BADGER_DIRECTORY_KEY is accepted but not served",
    ] {
        let count = log.lines().filter(|line| line.contains(said)).count();
        assert_eq!(count, 1, "{said:?} in {log}");
    }
}

#[test]
fn ends_with_0_on_sigterm() {
    Program::start(&[], &[]).stop();
}

#[test]
fn ends_with_64_on_a_configuration_that_cannot_be_used() {
    let cases = [
        (vec!["--collector.otlp.grpc.hostport=:1"], "did you mean"),
        (vec!["--memory.max-traces=many"], "memory.max-traces"),
        (vec!["--query.base-path=jaeger"], "query.base-path"),
    ];
    for (arguments, said) in cases {
        let output = Command::new(PROGRAM)
            .args(&arguments)
            .output()
            .expect("it runs");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(64), "{arguments:?}: {errors}");
        assert!(errors.contains(said), "{arguments:?}: {errors}");
    }
    for (variable, value) in [
        ("SPAN_STORAGE_TYPE", "cassandra"),
        // Not served, and nobody may be served without what they asked for.
        ("COLLECTOR_OTLP_GRPC_TLS_ENABLED", "true"),
        ("QUERY_HTTP_TLS_ENABLED", "true"),
        ("ADMIN_HTTP_TLS_ENABLED", "true"),
    ] {
        let output = Command::new(PROGRAM).env(variable, value).output();
        let status = output.expect("it runs").status;
        assert_eq!(status.code(), Some(64), "{variable}={value}");
    }
}

impl Program {
    async fn get(&self, door: &str, path: &str) -> (StatusCode, String) {
        let request = Request::get(self.uri(door, path)).body(Full::default());
        ask(request.expect("a good request")).await
    }

    async fn post(&self, door: &str, path: &str, body: &Value) -> (StatusCode, String) {
        let request = Request::post(self.uri(door, path))
            .header("content-type", "application/json")
            .body(Full::from(body.to_string()));
        ask(request.expect("a good request")).await
    }

    fn uri(&self, door: &str, path: &str) -> String {
        format!("http://{}{path}", self.address(door))
    }
}

async fn ask(request: Request<Full<Bytes>>) -> (StatusCode, String) {
    let client = Client::builder(TokioExecutor::new()).build_http();
    let reply = client.request(request).await.expect("a reply");
    let status = reply.status();
    let body = reply.collect().await.expect("a body").to_bytes();
    (status, String::from_utf8_lossy(&body).into_owned())
}
