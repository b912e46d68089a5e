//! The replies of Jaeger 1.76 to the same questions, byte for byte; what is told differently is listed
//! here by name.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::harness::{Folder, Reply, Sampling, get, request};

const STRATEGIES: &str = include_str!("../../testdata/golden/strategies.json");
const DOORS: &str = include_str!("../../testdata/golden/doors.json");

/// Limits that do not fit the number they are told in. Jaeger tells what is left of their bits, as
/// far down as -2147483648 and 0 traces a second for what should be the most.
const LIMITS: [(&str, &str, Option<&str>); 4] = [
    ("r-above-int32", HIGHEST, None),
    ("r-far-above", HIGHEST, None),
    ("r-far-below", LOWEST, None),
    ("r-below-int16", BELOW, None),
];
const HIGHEST: &str =
    r#"{"strategyType":"RATE_LIMITING","rateLimitingSampling":{"maxTracesPerSecond":2147483647}}"#;
const LOWEST: &str =
    r#"{"strategyType":"RATE_LIMITING","rateLimitingSampling":{"maxTracesPerSecond":-2147483648}}"#;
const BELOW: &str =
    r#"{"strategyType":"RATE_LIMITING","rateLimitingSampling":{"maxTracesPerSecond":-40000}}"#;

/// A path for which Jaeger sends clients elsewhere, where this is answered at once.
const AT_ONCE: &str = "//sampling?service=a";

#[tokio::test]
async fn answers_as_recorded() {
    let recorded: Value = serde_json::from_str(STRATEGIES).expect("JSON");
    for case in list(&recorded, "cases") {
        let folder = Folder::with(text(case, "strategies"));
        let sampling = Sampling::open(&folder.file().display().to_string()).await;
        for reply in list(case, "replies") {
            let service = text(reply, "service");
            let name = format!("{}: {service:?}", text(case, "name"));
            let departure = LIMITS.iter().find(|(departing, ..)| *departing == service);
            let (named, numbered) = match departure {
                Some((_, named, numbered)) => (*named, *numbered),
                None => (text(reply, "sampling"), reply["legacy"].as_str()),
            };
            let query = utf8_percent_encode(service, NON_ALPHANUMERIC);

            let path = format!("/api/sampling?service={query}");
            is_json(&get(sampling.collector, &path).await, named, &name);
            let path = format!("/sampling?service={query}");
            is_json(&get(sampling.agent, &path).await, named, &name);
            let reply = get(sampling.agent, &format!("/?service={query}")).await;
            match numbered {
                Some(numbered) => is_json(&reply, numbered, &name),
                None => {
                    assert_eq!(reply.status, 500, "{name}");
                    assert_eq!(reply.body, "cannot marshall to JSON\n", "{name}");
                }
            }
        }
    }
}

#[tokio::test]
async fn refuses_to_start_as_recorded() {
    let recorded: Value = serde_json::from_str(STRATEGIES).expect("JSON");
    for case in list(&recorded, "refused") {
        let folder = Folder::with(text(case, "strategies"));
        let file = folder.file().display().to_string();
        let opened = Sampling::open_with(&file, |_| {}).await;
        let error = opened.err().map(|error| format!("{error:#}"));
        let error = error.unwrap_or_else(|| panic!("{} was taken", text(case, "name")));
        assert!(error.contains(&file), "{error}");
    }
}

#[tokio::test]
async fn the_agents_port_says_what_it_does_not_serve() {
    let folder = Folder::with("{}");
    let sampling = Sampling::open(&folder.file().display().to_string()).await;
    let recorded: Value = serde_json::from_str(DOORS).expect("JSON");
    for asked in list(&recorded, "requests") {
        let (method, path) = (text(asked, "method"), text(asked, "path"));
        let name = format!("{method} {path}");
        let reply = request(sampling.agent, method, path).await;
        if path == AT_ONCE {
            assert_eq!(reply.status, 200, "{name}");
            continue;
        }
        let expected = &asked["reply"];
        assert_eq!(Value::from(reply.status), expected["status"], "{name}");
        assert_eq!(reply.body, text(expected, "body"), "{name}");
        for header in [
            "content-type",
            "x-content-type-options",
            "location",
            "allow",
        ] {
            let recorded = expected["headers"][header].as_str();
            assert_eq!(reply.header(header), recorded, "{name}: {header}");
        }
    }
}

#[tokio::test]
async fn the_collectors_port_says_what_it_does_not_serve() {
    let folder = Folder::with("{}");
    let sampling = Sampling::open(&folder.file().display().to_string()).await;
    let unnamed = "'service' parameter must be provided once\n";
    for (method, path, status, body) in [
        ("GET", "/api/sampling", 400, unnamed),
        ("GET", "/api/sampling?service=a&service=b", 400, unnamed),
        ("POST", "/api/sampling?service=a", 405, ""),
        ("HEAD", "/api/sampling?service=a", 405, ""),
        ("GET", "/api/sampling/?service=a", 404, ""),
        ("GET", "/sampling?service=a", 404, ""),
        ("GET", "/?service=a", 404, ""),
    ] {
        let reply = request(sampling.collector, method, path).await;
        assert_eq!(
            (reply.status, &*reply.body),
            (status, body),
            "{method} {path}"
        );
    }
}

#[tokio::test]
async fn counts_what_it_answers() {
    let strategies = r#"{"default_strategy":{"type":"ratelimiting","param":32768}}"#;
    let folder = Folder::with(strategies);
    let sampling = Sampling::open(&folder.file().display().to_string()).await;
    for series in SERIES {
        assert_eq!(sampling.metric(series), Some(0), "{series}");
    }
    let (agent, collector) = (sampling.agent, sampling.collector);
    for (address, path, count) in [
        (agent, "/sampling?service=a", 0),
        (agent, "/sampling", 1),
        (agent, "/?service=a", 2),
        (collector, "/api/sampling?service=a", 3),
        (collector, "/api/sampling?service=a&service=b", 4),
    ] {
        get(address, path).await;
        for (index, series) in SERIES.iter().enumerate() {
            let expected = u64::from(index <= count);
            assert_eq!(sampling.metric(series), Some(expected), "{path}: {series}");
        }
    }
}

/// In the order in which the test makes them 1.
const SERIES: [&str; 5] = [
    r#"jaeger_agent_http_server_requests_total{type="sampling"}"#,
    r#"jaeger_agent_http_server_errors_total{source="all",status="4xx"}"#,
    r#"jaeger_agent_http_server_errors_total{source="thrift",status="5xx"}"#,
    r#"jaeger_collector_http_server_requests_total{type="sampling"}"#,
    r#"jaeger_collector_http_server_errors_total{source="all",status="4xx"}"#,
];

fn is_json(reply: &Reply, body: &str, name: &str) {
    assert_eq!((reply.status, &*reply.body), (200, body), "{name}");
    let media_type = reply.header("content-type");
    assert_eq!(media_type, Some("application/json"), "{name}");
}

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value[name].as_array().expect("a list")
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().expect("a text")
}
