//! Which pages of other sites may ask, and that nothing is said about it unless the options do.
#![expect(clippy::expect_used, reason = "helpers of tests fail loudly")]

use http_body_util::Empty;
use hyper::body::{Bytes, Incoming};
use hyper::{Request, Response};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use jaeger_backends::BackendsConfig;
use jaeger_query::QueryConfig;
use jaeger_service::options::ListenAddress;
use jaeger_service::{Built, Context};

const APP: &str = "https://app.example";
const EVIL: &str = "https://evil.example";

#[tokio::test]
async fn without_the_option_nothing_is_said() {
    let built = serve(&[], |_| {}).await;
    for (method, path, status) in [
        ("GET", "/api/services", 200),
        ("OPTIONS", "/api/services", 405),
        ("OPTIONS", "/", 200),
        ("POST", "/api/archive/1", 404),
    ] {
        let asked = ("access-control-request-method", "GET");
        let reply = ask(&built, method, path, &[("origin", EVIL), asked]).await;
        assert_eq!(reply.status(), status, "{method} {path}");
        assert_eq!(origin(&reply), None, "{method} {path}");
        let vary = reply.headers().get("vary");
        assert!(vary.is_none_or(|vary| vary != "Origin"), "{method} {path}");
    }
}

#[tokio::test]
async fn pages_may_do_what_their_origin_may() {
    // Who is allowed, who asks and how, the status, and the origin that may read the reply.
    type Case = (
        &'static [&'static str],
        &'static str,
        (&'static str, &'static str),
        u16,
        Option<&'static str>,
    );
    let cases: [Case; 11] = [
        (&[APP], APP, ("GET", "/api/services"), 200, Some(APP)),
        (&[APP], APP, ("GET", "/api/v3/services"), 200, Some(APP)),
        (&[APP], APP, ("GET", "/api/traces/x"), 400, Some(APP)),
        (&[APP], APP, ("POST", "/api/archive/1"), 404, Some(APP)),
        (&[APP], EVIL, ("GET", "/api/services"), 200, None),
        (&[APP], EVIL, ("POST", "/api/archive/1"), 403, None),
        (&["*"], EVIL, ("GET", "/api/services"), 200, Some("*")),
        (&["*"], EVIL, ("POST", "/api/archive/1"), 403, None),
        (&["*", APP], APP, ("POST", "/api/archive/1"), 404, Some(APP)),
        (
            &["https://*.example"],
            EVIL,
            ("GET", "/api/services"),
            200,
            Some(EVIL),
        ),
        (&[APP], APP, ("GET", "/search"), 200, None),
    ];
    for (allowed, from, (method, path), status, expected) in cases {
        let built = serve(allowed, |_| {}).await;
        let case = format!("{allowed:?} {from} {method} {path}");
        let reply = ask(&built, method, path, &[("origin", from)]).await;
        assert_eq!(reply.status(), status, "{case}");
        assert_eq!(origin(&reply), expected, "{case}");
        let is_named = expected.is_some_and(|origin| origin != "*");
        let credentials = reply.headers().get("access-control-allow-credentials");
        assert_eq!(credentials.is_some(), is_named, "{case}");
        if path.starts_with("/api/") {
            assert_eq!(reply.headers()["vary"], "Origin", "{case}");
            let asked = [
                ("origin", from),
                ("access-control-request-method", method),
                ("access-control-request-headers", "x-tenant"),
            ];
            let preflight = ask(&built, "OPTIONS", path, &asked).await;
            assert_eq!(preflight.status(), 204, "{case}");
            assert_eq!(origin(&preflight), expected, "{case}");
        }
    }
}

#[tokio::test]
async fn the_own_page_and_programs_go_on_as_before() {
    let built = serve(&[APP], |config| {
        config.http.base_path = "/jaeger".to_owned()
    })
    .await;
    let own = format!("http://{}", built.addresses()[0].address);
    for headers in [
        vec![],
        vec![("origin", own.as_str())],
        vec![("origin", EVIL), ("sec-fetch-site", "same-origin")],
    ] {
        let reply = ask(&built, "POST", "/jaeger/api/archive/1", &headers).await;
        assert_eq!(reply.status(), 404, "{headers:?}");
    }
    let reply = ask(&built, "POST", "/jaeger/api/archive/1", &[("origin", EVIL)]).await;
    assert_eq!(reply.status(), 403);
}

#[tokio::test]
async fn a_browser_that_asks_first_names_no_tenant() {
    let built = serve(&[APP], |config| config.tenancy.enabled = true).await;
    let from = ("origin", APP);
    let asked = [from, ("access-control-request-method", "GET")];
    let preflight = ask(&built, "OPTIONS", "/api/services", &asked).await;
    assert_eq!(preflight.status(), 204);
    for (tenant, status) in [(None, 401), (Some(("x-tenant", "acme")), 200)] {
        let headers: Vec<_> = [from].into_iter().chain(tenant).collect();
        let reply = ask(&built, "GET", "/api/services", &headers).await;
        assert_eq!(reply.status(), status);
        assert_eq!(origin(&reply), Some(APP));
    }
}

async fn serve(origins: &[&str], configure: impl FnOnce(&mut QueryConfig)) -> Built {
    let mut config = QueryConfig::default();
    config.http.host_port = ListenAddress::local(0);
    config.http.cors_origins = origins.iter().map(ToString::to_string).collect();
    config.http.cors_headers = vec!["X-Tenant".to_owned()];
    config.grpc.host_port = ListenAddress::off();
    configure(&mut config);
    let context = Context::for_test();
    let opened = jaeger_backends::open(BackendsConfig::default(), &context).await;
    let storage = opened.expect("a storage").storage;
    let built = jaeger_query::build(config, storage, &context).await;
    built.expect("a door")
}

async fn ask(
    built: &Built,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
) -> Response<Incoming> {
    let door = built.addresses()[0].address;
    let request = Request::builder()
        .method(method)
        .uri(format!("http://{door}{path}"));
    let request = headers.iter().fold(request, |request, (name, value)| {
        request.header(*name, *value)
    });
    let request = request.body(Empty::<Bytes>::new()).expect("a good request");
    let client = Client::builder(TokioExecutor::new()).build_http();
    client.request(request).await.expect("a reply")
}

fn origin(reply: &Response<Incoming>) -> Option<&str> {
    let origin = reply.headers().get("access-control-allow-origin")?;
    Some(origin.to_str().expect("a text"))
}
