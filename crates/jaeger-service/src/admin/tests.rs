//! The admin pages through a real socket.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::*;
use crate::clock::ManualClock;

struct Port {
    clock: Arc<ManualClock>,
    health: Health,
    metrics: Metrics,
    admin: Admin,
}

impl Port {
    async fn open() -> Self {
        let clock = Arc::new(ManualClock::at_ns(1_709_251_199_500_000_000));
        let health = Health::new(Arc::<ManualClock>::clone(&clock));
        let metrics = Metrics::new();
        let pages = Pages {
            health: health.clone(),
            metrics: metrics.clone(),
            metrics_route: Some(String::from("/metrics")),
            config: String::from("es.password: \"***\"  # flag\n"),
            log_level: LevelControl::detached(),
            version: Version {
                git_commit: "c0ffee",
                git_version: "v1",
                build_date: "",
            },
        };
        let admin = Admin::open(&ListenAddress::local(0), pages).await.unwrap();
        Self {
            clock,
            health,
            metrics,
            admin,
        }
    }

    /// Sends one request and returns status, content type and body.
    async fn ask(&self, method: &str, path: &str, body: &str) -> (u16, String, String) {
        let mut stream = TcpStream::connect(self.admin.addresses[0]).await.unwrap();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let code = head.split(' ').nth(1).unwrap().parse().unwrap();
        let content_type = head
            .lines()
            .find_map(|line| line.strip_prefix("content-type: "));
        (
            code,
            content_type.unwrap_or_default().to_owned(),
            body.to_owned(),
        )
    }

    async fn get(&self, path: &str) -> (u16, String) {
        let (code, _, body) = self.ask("GET", path, "").await;
        (code, body)
    }
}

const NOT_READY: &str =
    r#"{"status":"Server not available","upSince":"0001-01-01T00:00:00Z","uptime":""}"#;
const READY: &str =
    r#"{"status":"Server available","upSince":"2024-02-29T23:59:59.5Z","uptime":"1.5s"}"#;

#[tokio::test]
async fn health_answers_in_jaegers_words_on_any_path_with_any_method() {
    let port = Port::open().await;
    let json = String::from("application/json");
    assert_eq!(
        port.ask("GET", "/", "").await,
        (503, json.clone(), NOT_READY.to_owned())
    );
    port.health.set_ready();
    port.clock.advance(Duration::from_millis(1_500));
    for (method, path) in [
        ("GET", "/"),
        ("POST", "/"),
        ("GET", "/no/such/page"),
        ("PUT", "/x"),
    ] {
        let answer = port.ask(method, path, "").await;
        assert_eq!(
            answer,
            (200, json.clone(), READY.to_owned()),
            "{method} {path}"
        );
    }
    assert_eq!(port.ask("HEAD", "/", "").await, (200, json, String::new()));
    port.health.set_not_ready();
    assert_eq!(port.get("/").await, (503, NOT_READY.to_owned()));
    port.admin.close().await;
}

#[tokio::test]
async fn is_live_before_it_is_ready() {
    let port = Port::open().await;
    assert_eq!(port.get("/health/live").await.0, 200);
    assert_eq!(port.get("/health/ready").await.0, 503);
    port.health.set_ready();
    assert_eq!(port.get("/health/ready").await.0, 200);
}

#[tokio::test]
async fn shows_metrics_configuration_and_version() {
    let port = Port::open().await;
    port.metrics.counter("spans_total", "Spans.").inc();
    let (code, content_type, body) = port.ask("GET", "/metrics", "").await;
    assert_eq!(
        (code, content_type.as_str()),
        (200, "text/plain; version=0.0.4; charset=utf-8")
    );
    assert!(body.contains("\nspans_total 1\n"), "{body}");
    assert_eq!(
        port.get("/config").await,
        (200, "es.password: \"***\"  # flag\n".to_owned())
    );
    let (_, content_type, body) = port.ask("GET", "/version", "").await;
    assert!(content_type.starts_with("text/plain"), "{content_type}");
    assert_eq!(
        body,
        r#"{"gitCommit":"c0ffee","gitVersion":"v1","buildDate":""}"#
    );
}

#[tokio::test]
async fn tells_and_sets_the_log_level() {
    let port = Port::open().await;
    let body = |level: &str| format!(r#"{{"level":"{level}"}}"#);
    assert_eq!(port.get("/loglevel").await, (200, body("info")));
    let put = async |text: &str| {
        let (code, _, body) = port.ask("PUT", "/loglevel", text).await;
        (code, body)
    };
    assert_eq!(put(&body("debug")).await, (200, body("debug")));
    assert_eq!(put("level=error").await, (200, body("error")));
    assert_eq!(put(&body("loud")).await.0, 400);
    assert_eq!(put(&"x".repeat(5_000)).await.0, 400);
    assert_eq!(port.get("/loglevel").await, (200, body("error")));
}
