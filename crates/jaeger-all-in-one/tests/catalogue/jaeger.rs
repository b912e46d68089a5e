//! The all-in-one in this process, and how it is asked.

use std::net::SocketAddr;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::Request;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use jaeger_all_in_one::{AllInOne, Config};
use jaeger_service::{Command, Context, Environment, Service, load};
use serde_json::{Value, json};

/// The all-in-one while it runs.
pub(crate) struct Jaeger {
    service: Service,
    http: Client<HttpConnector, Full<Bytes>>,
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) text: String,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).expect("JSON")
    }

    /// The spans of the first trace.
    pub(crate) fn spans(&self) -> Vec<Value> {
        let reply = self.json();
        let spans = reply.pointer("/data/0/spans").and_then(Value::as_array);
        spans.expect("a trace").clone()
    }
}

impl Jaeger {
    /// Starts one with these arguments besides the ports.
    pub(crate) async fn start(arguments: &[&str]) -> Self {
        let command = Command::of::<AllInOne>();
        let ports = command.free_ports::<Config>().into_iter();
        let arguments = ports.chain(arguments.iter().map(ToString::to_string));
        // Spans of the program itself would come beside those that are sent.
        let environment: Environment = [("OTEL_TRACES_SAMPLER", "always_off")]
            .into_iter()
            .collect();
        let loaded = load::<Config>(&command, arguments, &environment);
        let service =
            Service::start::<AllInOne>(loaded.expect("good arguments"), Context::for_test()).await;
        Self {
            service: service.expect("a service"),
            http: Client::builder(TokioExecutor::new()).build_http(),
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
        let uri = format!("http://{}{path}", self.address(door));
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::from(body)).expect("a good request");
        let reply = self.http.request(request).await.expect("a reply");
        let status = reply.status().as_u16();
        let body = reply.collect().await.expect("a whole body").to_bytes();
        let text = String::from_utf8_lossy(&body).into_owned();
        Reply { status, text }
    }

    /// Stops it.
    pub(crate) async fn stop(self) {
        self.service.stop().await.expect("a clean stop");
    }

    fn address(&self, door: &str) -> SocketAddr {
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
            "spans": [{
                "traceId": format!("{trace:032x}"),
                "spanId": "0000000000000001",
                "name": name,
                "startTimeUnixNano": "1704067200000000000",
                "endTimeUnixNano": "1704067200000001000",
            }],
        }],
    }]})
}
