//! The all-in-one in this process, and how it is asked.

use std::net::SocketAddr;
use std::time::Duration;

use jaeger_all_in_one::{AllInOne, Config};
use jaeger_service::{Command, Context, Environment, Service, load};
use serde_json::{Value, json};

use crate::client::{self, Ended, HttpClient, Reply};

/// The all-in-one while it runs.
pub(crate) struct Jaeger {
    service: Service,
    http: HttpClient,
}

impl Jaeger {
    /// Starts one with these arguments besides the ports.
    pub(crate) async fn start(arguments: &[&str]) -> Self {
        Self::start_with(&[], arguments).await
    }

    /// Starts one with these variables, and these arguments besides the ports.
    pub(crate) async fn start_with(variables: &[(&str, &str)], arguments: &[&str]) -> Self {
        let command = Command::of::<AllInOne>();
        let ports = command.free_ports::<Config>().into_iter();
        let arguments = ports.chain(arguments.iter().map(ToString::to_string));
        // Spans of the program itself would come beside those that are sent.
        let environment: Environment = std::iter::once(("OTEL_TRACES_SAMPLER", "always_off"))
            .chain(variables.iter().copied())
            .collect();
        let loaded = load::<Config>(&command, arguments, &environment);
        let service =
            Service::start::<AllInOne>(loaded.expect("good arguments"), Context::for_test()).await;
        Self {
            service: service.expect("a service"),
            http: HttpClient::new(),
        }
    }

    /// Asks the query port.
    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.ask("GET", "query-http", path, &[], Vec::new()).await
    }

    /// Sends spans as OTLP's JSON.
    pub(crate) async fn send(&self, headers: &[(&str, &str)], body: Vec<u8>) -> Reply {
        let mut all = vec![("content-type", "application/json")];
        all.extend(headers);
        self.ask("POST", "otlp-http", "/v1/traces", &all, body)
            .await
    }

    /// Sends spans that must be taken.
    pub(crate) async fn store(&self, request: &Value) {
        let reply = self.send(&[], request.to_string().into_bytes()).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
    }

    /// Asks the port of this name; the admin port is one of them.
    pub(crate) async fn ask(
        &self,
        method: &str,
        door: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Reply {
        let address = self.address(door);
        self.http.ask(address, method, path, headers, body).await
    }

    /// Calls a method at the port of this name.
    pub(crate) async fn call(
        &self,
        door: &str,
        path: &str,
        headers: &[(&str, &str)],
        message: &[u8],
    ) -> Ended {
        client::call(self.address(door), path, headers, message).await
    }

    /// Waits until a port has counted so many requests that ended so.
    pub(crate) async fn until_counted(&self, door: &str, outcome: &str, count: usize) {
        let series = format!(
            "jaeger_receiver_requests_total{{door=\"{door}\",outcome=\"{outcome}\"}} {count}"
        );
        let counted = async {
            loop {
                let page = self.ask("GET", "admin", "/metrics", &[], Vec::new()).await;
                if page.text.lines().any(|line| line == series) {
                    return;
                }
            }
        };
        let waited = tokio::time::timeout(PATIENCE, counted).await;
        assert!(waited.is_ok(), "{series} is not reached");
    }

    /// Stops it.
    pub(crate) async fn stop(self) {
        self.service.stop().await.expect("a clean stop");
    }

    pub(crate) fn address(&self, door: &str) -> SocketAddr {
        match door {
            "admin" => *self.service.admin_addresses().first().expect("a port"),
            door => self.service.address(door).expect("a port of that name"),
        }
    }
}

/// A request of OTLP with one span of the service `web`.
pub(crate) fn one_span(trace: u64, name: &str, scope: &str) -> Value {
    json!({"resourceSpans": [{
        "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "web"}}]},
        "scopeSpans": [{
            "scope": {"name": scope},
            "spans": [span(trace, 1, 0, name)],
        }],
    }]})
}

/// A span of 2024-01-01, the first of its trace if its parent is 0.
pub(crate) fn span(trace: u64, id: u64, parent: u64, name: &str) -> Value {
    let parent = match parent {
        0 => String::new(),
        parent => format!("{parent:016x}"),
    };
    json!({
        "traceId": format!("{trace:032x}"),
        "spanId": format!("{id:016x}"),
        "parentSpanId": parent,
        "name": name,
        "startTimeUnixNano": "1704067200000000000",
        "endTimeUnixNano": "1704067200000001000",
    })
}

/// Parameters of a range that has all spans of these tests in it, for the search of version 1.
pub(crate) const ALL_TIMES: &str = "start=1704067200000000&end=1704153600000000";
/// The same for version 3.
pub(crate) const ALL_TIMES_V3: &str =
    "query.startTimeMin=2024-01-01T00:00:00Z&query.startTimeMax=2024-01-02T00:00:00Z";
/// An option that opens the one port which is closed unless it is asked for.
pub(crate) const ZIPKIN: &str = "--collector.zipkin.host-port=localhost:0";
const PATIENCE: Duration = Duration::from_secs(30);
