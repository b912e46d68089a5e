//! The page of the web UI: what is put into it, which files it may load, and what is refused.
#![expect(clippy::expect_used, reason = "helpers of tests fail loudly")]

use std::fs;
use std::path::Path;

use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper::{HeaderMap, Request};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use jaeger_backends::BackendsConfig;
use jaeger_query::QueryConfig;
use jaeger_service::options::ListenAddress;
use jaeger_service::{Built, Context};
use tempfile::TempDir;

/// What Jaeger's page has of the places that are filled.
const INDEX: &str = r#"<base href="/" data-inject-target="BASE_URL"/>
const JAEGER_CONFIG = DEFAULT_CONFIG;
JAEGER_STORAGE_CAPABILITIES = DEFAULT_STORAGE_CAPABILITIES;
// JAEGER_CONFIG_JS
// This line goes with the one above."#;

#[tokio::test]
async fn the_page_has_the_configuration_and_runs_no_other_script() {
    let folder = folder();
    let ui_config = folder.path().join("ui.json");
    fs::write(&ui_config, r#"{"b":"x & y","a":1.50}"#).unwrap();
    let mut config = config("/jaeger");
    config.http.ui_config = Some(ui_config);
    let (built, context) = serve(config).await.unwrap();

    let (status, headers, page) = get(&built, "/jaeger/search").await;
    assert_eq!(status, 200);
    assert_eq!(headers["content-type"], "text/html; charset=utf-8");
    assert!(headers.contains_key("traceresponse"));
    let policy = headers["content-security-policy"].to_str().unwrap();
    let (_, number) = policy.split_once("script-src 'self' 'nonce-").unwrap();
    let number = number.trim_end_matches('\'');
    let nonce = format!("<script nonce=\"{number}\">");
    assert!(page.contains(&nonce), "{nonce} in {page}");
    let version = format!("JAEGER_VERSION = {};", context.version.to_json());
    for wanted in [
        r#"<base href="/jaeger/""#,
        r#"JAEGER_CONFIG = {"a":1.5,"b":"x \u0026 y"};"#,
        r#"JAEGER_STORAGE_CAPABILITIES = {"archiveStorage":"#,
        version.as_str(),
    ] {
        assert!(page.contains(wanted), "{wanted} in {page}");
    }
}

#[tokio::test]
async fn a_folder_is_served_and_nothing_around_it() {
    let folder = folder();
    let ui_config = folder.path().join("ui.js");
    fs::write(&ui_config, "function UIConfig() { return {}; }\n").unwrap();
    let mut config = config("/");
    config.http.static_files = Some(folder.path().to_owned());
    config.http.ui_config = Some(ui_config);
    let (built, _) = serve(config).await.unwrap();

    let (_, _, page) = get(&built, "/trace/1").await;
    assert!(page.contains("JAEGER_CONFIG = DEFAULT_CONFIG;"), "{page}");
    assert!(page.contains(r#"= {"archiveStorage":"#), "{page}");
    let script = "\nfunction UIConfig() { return {}; }\n";
    assert!(page.ends_with(script), "{page}");

    let javascript = "text/javascript; charset=utf-8";
    let missing = "text/plain; charset=utf-8";
    let cases = [
        ("/static/app.js", 200, javascript, "app"),
        ("/static/a+b.js", 200, javascript, "plus"),
        ("/static/a%2Bb.js", 200, javascript, "plus"),
        ("/static/media/x.svg", 200, "image/svg+xml", "svg"),
        ("/static/none.js", 404, missing, "404 page not found\n"),
        ("/static/", 404, missing, "404 page not found\n"),
        ("/static/media", 404, missing, "404 page not found\n"),
        ("/static/media/", 404, missing, "404 page not found\n"),
        ("/static/.hidden", 404, missing, "404 page not found\n"),
        (
            "/static/%2e%2e/index.html",
            404,
            missing,
            "404 page not found\n",
        ),
        (
            "/static/..%2Findex.html",
            404,
            missing,
            "404 page not found\n",
        ),
        ("/static/out", 404, missing, "404 page not found\n"),
        ("/static/a%00", 404, missing, "404 page not found\n"),
        (
            "/static/%2Fetc%2Fpasswd",
            404,
            missing,
            "404 page not found\n",
        ),
    ];
    for (path, status, media_type, body) in cases {
        let found = get(&built, path).await;
        assert_eq!(found.0, status, "{path}");
        assert_eq!(found.1["content-type"], media_type, "{path}");
        assert_eq!(found.1["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(
            found.1.contains_key("cache-control"),
            status == 200,
            "{path}"
        );
        assert_eq!(found.2, body, "{path}");
    }
}

#[tokio::test]
async fn what_cannot_be_used_is_refused_at_the_start() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("broken.json"), "{").unwrap();
    fs::write(at("ui.js"), "const UIConfig = {};").unwrap();
    let cases = [
        (Some(at("none.json")), None, "failed to read"),
        (Some(at("broken.json")), None, "no JSON object"),
        (Some(at("ui.js")), None, "UIConfig()"),
        (None, Some(at("static")), "index.html"),
    ];
    for (ui_config, static_files, said) in cases {
        let mut config = config("/");
        config.http.ui_config = ui_config;
        config.http.static_files = static_files;
        let Err(error) = serve(config).await else {
            panic!("takes what has {said}");
        };
        let error = format!("{error:#}");
        assert!(error.contains(said), "{said}: {error}");
    }
}

/// A folder with a page, some files, and a link that leads out of those.
fn folder() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let write = |path: &str, text: &str| {
        fs::write(folder.path().join(path), text).expect("a file");
    };
    fs::create_dir_all(folder.path().join("static/media")).expect("folders");
    write("index.html", INDEX);
    write("static/app.js", "app");
    write("static/a+b.js", "plus");
    write("static/.hidden", "hidden");
    write("static/media/x.svg", "svg");
    let link = folder.path().join("static/out");
    std::os::unix::fs::symlink(Path::new("../index.html"), link).expect("a link");
    folder
}

fn config(base: &str) -> QueryConfig {
    let mut config = QueryConfig::default();
    config.http.host_port = ListenAddress::local(0);
    config.http.base_path = base.to_owned();
    config.grpc.host_port = ListenAddress::off();
    config
}

async fn serve(config: QueryConfig) -> anyhow::Result<(Built, Context)> {
    let context = Context::for_test();
    let opened = jaeger_backends::open(BackendsConfig::default(), &context).await?;
    let built = jaeger_query::build(config, opened.storage, &context).await?;
    Ok((built, context))
}

async fn get(built: &Built, path: &str) -> (u16, HeaderMap, String) {
    let door = built.addresses()[0].address;
    let client = Client::builder(TokioExecutor::new()).build_http();
    let request = Request::get(format!("http://{door}{path}")).body(Empty::<Bytes>::new());
    let request = request.expect("a good request");
    let reply = client.request(request).await.expect("a reply");
    let (head, body) = reply.into_parts();
    let body = body.collect().await.expect("a body").to_bytes();
    let text = String::from_utf8_lossy(&body).into_owned();
    (head.status.as_u16(), head.headers, text)
}
