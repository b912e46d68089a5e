//! The admin port, and what is for nobody but operators.

use crate::jaeger::{Jaeger, ZIPKIN};

/// Pages for operators stood open at the port for everybody: openzipkin/zipkin#3382,
/// openzipkin/zipkin#3835.
#[tokio::test]
async fn pages_for_operators_are_at_the_admin_port_alone() {
    let jaeger = Jaeger::start(&[ZIPKIN]).await;
    for page in ["/metrics", "/config", "/loglevel", "/version"] {
        let told = jaeger.ask("GET", "admin", page, &[], Vec::new()).await;
        assert_eq!(told.status, 200, "{page}");
        let start: String = told.text.chars().take(10).collect();
        for door in DOORS {
            for method in ["GET", "PUT", "POST"] {
                let body = br#"{"level":"error"}"#.to_vec();
                let reply = jaeger.ask(method, door, page, &[], body).await;
                // At the query port every path that nobody knows is the page of the web UI.
                let is_nothing = match door {
                    "query-http" => !reply.text.starts_with(&start),
                    _ => matches!(reply.status, 400 | 404 | 405),
                };
                assert!(is_nothing, "{method} {page} at {door}: {}", reply.text);
            }
        }
    }
    assert_eq!(level(&jaeger).await, INFO);
    jaeger.stop().await;
}

/// A page that a browser was led to changed what the server does, as in `VictoriaTraces` before
/// v0.12.0: what changes something is none of the requests that any page may send.
#[tokio::test]
async fn a_page_of_others_does_not_change_the_log_level() {
    let jaeger = Jaeger::start(&[]).await;
    let page = ("origin", "https://evil.example");
    for (method, path, body) in [
        ("GET", "/loglevel?level=error", ""),
        ("POST", "/loglevel", r#"{"level":"error"}"#),
        ("POST", "/loglevel", "level=error"),
    ] {
        let headers = [page, ("content-type", "text/plain")];
        let body = body.as_bytes().to_vec();
        jaeger.ask(method, "admin", path, &headers, body).await;
        assert_eq!(level(&jaeger).await, INFO, "{method} {path}");
    }
    // For any other request the browser asks first, and is not told that the page may send it.
    let headers = [page, ("access-control-request-method", "PUT")];
    let asked = jaeger.ask("OPTIONS", "admin", "/loglevel", &headers, Vec::new());
    let asked = asked.await;
    for allowed in [
        "access-control-allow-origin",
        "access-control-allow-methods",
    ] {
        assert_eq!(asked.header(allowed), None, "{allowed}");
    }
    let body = br#"{"level":"error"}"#.to_vec();
    jaeger.ask("PUT", "admin", "/loglevel", &[], body).await;
    assert_ne!(level(&jaeger).await, INFO, "an operator may");
    jaeger.stop().await;
}

async fn level(jaeger: &Jaeger) -> String {
    let told = jaeger.ask("GET", "admin", "/loglevel", &[], Vec::new());
    told.await.text
}

const DOORS: [&str; 5] = [
    "otlp-http",
    "jaeger-thrift-http",
    "zipkin",
    "sampling-http",
    "query-http",
];
const INFO: &str = r#"{"level":"info"}"#;
