//! Secrets, those of the operator and those of clients, and all the places where they could show.

use std::fs;
use std::process::Command;

use jaeger_all_in_one::{AllInOne, Config};
use jaeger_service::options::OptionDefinition;

use crate::client::{self, HttpClient};
use crate::jaeger::ZIPKIN;
use crate::program::{PROGRAM, Program};

/// A password stood in the log, and a key in the configuration that was shown: CVE-2020-10750 of
/// Jaeger, CVE-2026-28377 of Grafana Tempo.
#[test]
fn a_secret_is_in_nothing_that_is_printed() {
    const ASKED: [&[&str]; 9] = [
        &["docs"],
        &["env"],
        &["help"],
        &["--help"],
        &["version"],
        &["print-config"],
        &["--print-config"],
        &["--check"],
        &["status", "--status.http.host-port=localhost:1"],
    ];
    for option in secrets() {
        let OptionDefinition {
            name, environment, ..
        } = &option;
        let flag = format!("--{name}={CANARY}");
        let variable = [(environment.as_str(), CANARY)];
        let file = file("secret", &format!("{name}: {CANARY}\n"));
        for asked in ASKED {
            check(&[asked, &[flag.as_str()]].concat(), &[]);
            check(asked, &variable);
            check(&[asked, &["--config-file", file.as_str()]].concat(), &[]);
        }
    }
}

/// What was nearly right was shown whole: CVE-2020-10750 of Jaeger.
#[test]
fn a_secret_is_in_no_complaint() {
    for option in secrets() {
        let name = &option.name;
        let misspelt = format!("--{name}s");
        check(&[&format!("{misspelt}={CANARY}")], &[]);
        check(&[&misspelt, CANARY], &[]);
        for (index, text) in [
            format!("{name}: {CANARY}\nlog-level: [\n"),
            format!("{name}: {CANARY}\n{name}: {CANARY}\n"),
            format!("{name}: \"{CANARY}\n"),
            format!("{name}s: {CANARY}\n"),
            format!("- {CANARY}\n"),
        ]
        .into_iter()
        .enumerate()
        {
            let file = file(&format!("mistake-{index}"), &text);
            check(&["--config-file", &file, "--check"], &[]);
        }
    }
    // Options of Jaeger that are not known here, or known and not served.
    for option in [
        "es.password",
        "kafka.producer.plaintext.password",
        "badger.key",
    ] {
        check(&[&format!("--{option}={CANARY}"), "--check"], &[]);
        let variable = option.to_uppercase().replace('.', "_");
        check(&["--check"], &[(variable.as_str(), CANARY)]);
    }
    let url = format!("--sampling.strategies-file=http://me:{CANARY}@127.0.0.1:1/strategies");
    check(&[&url, "--print-config"], &[]);
}

/// The address of a server stood in the log with the token in it: CVE-2026-81870 of
/// `opentelemetry-go`.
#[test]
fn a_token_in_a_url_is_not_shown() {
    let url = format!("--sampling.strategies-file=http://127.0.0.1:1/strategies?token={CANARY}");
    check(&[&url, "--print-config"], &[]);
    // Nobody is there to ask, which is said.
    let mut arguments = jaeger_service::Command::of::<AllInOne>().free_ports::<Config>();
    arguments.push(url);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    check(&arguments, &[]);
}

/// The token of a client was repeated to it, and others stood in the log:
/// open-telemetry/opentelemetry-collector-contrib#46200, CVE-2020-10750 of Jaeger.
#[tokio::test]
async fn a_secret_is_in_nothing_that_a_running_program_says() {
    let secrets = secrets();
    let variables: Vec<(&str, &str)> = secrets
        .iter()
        .map(|option| (option.environment.as_str(), CANARY))
        .collect();
    let program = Program::start(
        &variables,
        &[
            ZIPKIN,
            "--log-level=trace",
            "--multi-tenancy.enabled=true",
            "--multi-tenancy.tenants=acme",
            "--query.bearer-token-propagation=true",
        ],
    );
    let bearer = format!("Bearer {CANARY}");
    for tenant in ["acme", CANARY] {
        let headers = [
            ("authorization", bearer.as_str()),
            ("cookie", CANARY),
            ("x-forwarded-access-token", CANARY),
            ("x-tenant", tenant),
        ];
        ask_everything(&program, &headers).await;
        call_everything(&program, &headers).await;
    }
    let log = program.stop();
    assert!(log.contains("request refused"), "it says little: {log}");
    assert!(!log.contains(CANARY), "{log}");
}

async fn ask_everything(program: &Program, headers: &[(&str, &str)]) {
    const BODY: &[u8] = br#"{"resourceSpans":[]}"#;
    let http = HttpClient::new();
    let mut headers = headers.to_vec();
    headers.push(("content-type", "application/json"));
    for (door, method, path) in ASKED_OF_PORTS {
        let body = if method == "GET" {
            Vec::new()
        } else {
            BODY.to_vec()
        };
        let address = program.address(door);
        let reply = http.ask(address, method, path, &headers, body).await;
        let said = format!("{reply:?}");
        assert!(!said.contains(CANARY), "{door} {path}: {said}");
    }
}

async fn call_everything(program: &Program, headers: &[(&str, &str)]) {
    for (door, path) in CALLED {
        let ended = client::call(program.address(door), path, headers, b"").await;
        let said = format!("{ended:?}");
        assert!(!said.contains(CANARY), "{door} {path}: {said}");
    }
}

/// The options that are secrets: what a part adds later is tried as well.
fn secrets() -> Vec<OptionDefinition> {
    let mut options = jaeger_service::Command::of::<AllInOne>().definitions::<Config>();
    options.retain(|option| option.secret);
    assert!(!options.is_empty(), "no option is a secret");
    options
}

/// Runs the program to its end and checks what it printed.
fn check(arguments: &[&str], variables: &[(&str, &str)]) {
    let mut command = Command::new(PROGRAM);
    let output = command.args(arguments).envs(variables.iter().copied());
    let output = output.output().expect("it runs");
    let printed = [output.stdout, output.stderr].concat();
    let printed = String::from_utf8_lossy(&printed);
    assert!(!printed.is_empty(), "{arguments:?} {variables:?}");
    assert!(
        !printed.contains(CANARY),
        "{arguments:?} {variables:?}: {printed}"
    );
}

/// Writes a file of options and returns its path.
fn file(name: &str, text: &str) -> String {
    let path = format!("{}/catalogue-{name}.yaml", env!("CARGO_TARGET_TMPDIR"));
    fs::write(&path, text).expect("it can be written");
    path
}

const ASKED_OF_PORTS: [(&str, &str, &str); 15] = [
    ("otlp-http", "POST", "/v1/traces"),
    ("otlp-http", "GET", "/v1/traces"),
    ("jaeger-thrift-http", "POST", "/api/traces"),
    ("jaeger-thrift-http", "GET", "/api/sampling?service=web"),
    ("zipkin", "POST", "/api/v2/spans"),
    ("sampling-http", "GET", "/sampling?service=web"),
    ("query-http", "GET", "/"),
    ("query-http", "GET", "/api/services"),
    ("query-http", "GET", "/api/traces/a"),
    ("query-http", "GET", "/api/v3/services"),
    ("query-http", "POST", "/api/archive/a"),
    ("admin", "GET", "/"),
    ("admin", "GET", "/config"),
    ("admin", "GET", "/metrics"),
    ("admin", "PUT", "/loglevel"),
];
const CALLED: [(&str, &str); 7] = [
    (
        "otlp-grpc",
        "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
    ),
    ("otlp-grpc", "/no.such.Service/Export"),
    ("jaeger-grpc", "/jaeger.api_v2.CollectorService/PostSpans"),
    (
        "jaeger-grpc",
        "/jaeger.api_v2.SamplingManager/GetSamplingStrategy",
    ),
    ("query-grpc", "/jaeger.api_v2.QueryService/GetServices"),
    ("query-grpc", "/jaeger.api_v3.QueryService/GetServices"),
    ("query-grpc", "/grpc.health.v1.Health/Check"),
];
const CANARY: &str = "canary-5f0c1e77";
