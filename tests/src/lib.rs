#![doc = include_str!("../README.md")]
#![expect(clippy::expect_used, reason = "what tests stand on fails loudly")]

use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::{Request, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use jaeger_all_in_one::{AllInOne, Config};
use jaeger_service::{Command, Context, Environment, Service, load};
use serde_json::Value;

/// An all-in-one of its own, on ports of its own, in this process.
#[derive(Debug)]
pub struct Jaeger {
    service: Service,
    http: Client<HttpConnector, Full<Bytes>>,
}

/// What was answered.
#[derive(Debug)]
pub struct Reply {
    /// Its status.
    pub status: StatusCode,
    /// Its body.
    pub body: Bytes,
}

impl Jaeger {
    /// Starts one with these arguments besides the ports.
    pub async fn start(arguments: &[&str]) -> Self {
        let command = Command::of::<AllInOne>();
        let ports = command.free_ports::<Config>().into_iter();
        let arguments = ports.chain(arguments.iter().map(ToString::to_string));
        // Its own spans would stand among those that tests send.
        let environment: Environment = [("OTEL_TRACES_SAMPLER", "always_off")]
            .into_iter()
            .collect();
        let loaded = load::<Config>(&command, arguments, &environment).expect("good arguments");
        let service = Service::start::<AllInOne>(loaded, Context::for_test())
            .await
            .expect("a service");
        Self {
            service,
            http: Client::builder(TokioExecutor::new()).build_http(),
        }
    }

    /// Where the door of this name is.
    pub fn address(&self, door: &str) -> SocketAddr {
        self.service.address(door).expect("a door of that name")
    }

    /// Asks the query API.
    pub async fn get(&self, path: &str) -> Reply {
        let uri = format!("http://{}{path}", self.address("query-http"));
        let request = Request::get(uri)
            .body(Full::default())
            .expect("a good request");
        let reply = self.http.request(request).await.expect("a reply");
        Reply {
            status: reply.status(),
            body: reply.collect().await.expect("a whole body").to_bytes(),
        }
    }

    /// Asks the query API for what it must have.
    pub async fn get_json(&self, path: &str) -> Value {
        let reply = self.get(path).await;
        assert_eq!(reply.status, StatusCode::OK, "{path}: {:?}", reply.body);
        serde_json::from_slice(&reply.body).expect("JSON")
    }

    /// Its metrics.
    pub fn metrics(&self) -> String {
        self.service.context().metrics.encode()
    }

    /// Stops it.
    pub async fn stop(self) {
        self.service.stop().await.expect("a clean stop");
    }
}

/// Asks again and again until there is an answer; fails after half a minute.
pub async fn eventually<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    const PAUSE: Duration = Duration::from_millis(20);
    const PATIENCE: Duration = Duration::from_secs(30);
    let asking = async {
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            tokio::time::sleep(PAUSE).await;
        }
    };
    tokio::time::timeout(PATIENCE, asking).await.expect(what)
}
