//! The words of the doors over HTTP besides the matrix: paths, methods, types, encodings, pages. They
//! are those of Jaeger 1.76.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};

use crate::clients::http;
use crate::harness::{Doors, OTLP_HTTP, THRIFT_HTTP};
use crate::payload::Payload;

const NOT_FOUND: &str = "404 page not found\n";
const METHODS: &str = "405 method not allowed, supported: [POST]";
const TYPES: &str =
    "415 unsupported media type, supported: [application/json, application/x-protobuf]";
const PLAIN: Option<&str> = Some("text/plain");
const GO_TEXT: Option<&str> = Some("text/plain; charset=utf-8");

#[tokio::test]
async fn otlp_tells_what_it_does_not_serve() {
    let doors = Doors::open(|_| {}).await;
    let body = Payload::of(&[1]).json();
    let cases = [
        (
            "POST",
            "/v1/traces/",
            "application/json",
            404,
            NOT_FOUND,
            GO_TEXT,
        ),
        ("POST", "/", "application/json", 404, NOT_FOUND, GO_TEXT),
        ("GET", "/v1/metrics", "", 404, NOT_FOUND, GO_TEXT),
        ("POST", "//v1/traces", "application/json", 307, "", None),
        ("GET", "/v1/traces", "application/json", 405, METHODS, PLAIN),
        ("HEAD", "/v1/traces", "", 405, "", PLAIN),
        ("OPTIONS", "/v1/traces", "", 405, METHODS, PLAIN),
        ("POST", "/v1/traces", "", 415, TYPES, PLAIN),
        (
            "POST",
            "/v1/traces",
            "application/json; charset",
            415,
            TYPES,
            PLAIN,
        ),
        ("POST", "/v1/traces", "application/grpc", 415, TYPES, PLAIN),
    ];
    let count = cases.len() as u64;
    for (method, path, media_type, status, text, reply_type) in cases {
        let headers = [("Content-Type", media_type)];
        let address = doors.address(OTLP_HTTP);
        let reply = http(address, method, path, &headers, &body).await;
        let case = format!("{method} {path} {media_type}");
        assert_eq!((reply.status, &*reply.text()), (status, text), "{case}");
        assert_eq!(reply.header("content-type"), reply_type, "{case}");
        assert_eq!(reply.header("vary"), Some("Origin"), "{case}");
        let location = (status == 307).then_some("/v1/traces");
        assert_eq!(reply.header("location"), location, "{case}");
    }
    doors.until(OTLP_HTTP, "misdirected", count).await;
    assert!(doors.take_kept().is_empty());
}

#[tokio::test]
async fn otlp_takes_every_spelling() {
    let doors = Doors::open(|_| {}).await;
    let (json, protobuf) = (Payload::of(&[1]).json(), Payload::of(&[1]).protobuf());
    let zstd = zstd::stream::encode_all(&*json, 3).expect("writing to memory");
    let cases: [(&str, &str, &str, &[u8]); 10] = [
        (
            "/v1/traces?x=1",
            "application/json; charset=utf-8",
            "",
            &json,
        ),
        ("/v1/%74races", "Application/JSON", "", &json),
        ("/v1/traces", "application/x-protobuf;", "", &protobuf),
        ("/v1/traces", "application/json", "gzip", &gzip(&json)),
        (
            "/v1/traces",
            "application/x-protobuf",
            "gzip",
            &gzip(&protobuf),
        ),
        ("/v1/traces", "application/json", "zstd", &zstd),
        ("/v1/traces", "application/json", "zlib", &zlib(&json)),
        ("/v1/traces", "application/json", "deflate", &zlib(&json)),
        ("/v1/traces", "application/json", "", b"null"),
        ("/v1/traces", "application/x-protobuf", "", b""),
    ];
    let count = cases.len() as u64;
    for (path, media_type, encoding, body) in cases {
        let headers = [("Content-Type", media_type), ("Content-Encoding", encoding)];
        let address = doors.address(OTLP_HTTP);
        let reply = http(address, "POST", path, &headers, body).await;
        let case = format!("{path} {media_type} {encoding}");
        assert_eq!(reply.status, 200, "{case}: {}", reply.text());
        let expected: &[u8] = match reply.header("content-type") {
            Some("application/json") => br#"{"partialSuccess":{}}"#,
            _ => b"",
        };
        assert_eq!(reply.body, expected, "{case}");
    }
    doors.until(OTLP_HTTP, "ok", count).await;
    // The last two have no spans.
    assert_eq!(doors.take_kept().len() as u64, count - 2);
}

#[tokio::test]
async fn otlp_refuses_other_encodings_in_the_form_of_the_request() {
    let doors = Doors::open(|_| {}).await;
    let body = Payload::of(&[1]).json();
    for name in ["identity", "GZIP", "br", "gzip, gzip", "snappy"] {
        let headers = [
            ("Content-Type", "application/json"),
            ("Content-Encoding", name),
        ];
        let address = doors.address(OTLP_HTTP);
        let reply = http(address, "POST", "/v1/traces", &headers, &body).await;
        let expected = format!(r#"{{"code":3,"message":"unsupported Content-Encoding: {name}"}}"#);
        assert_eq!((reply.status, reply.text()), (400, expected));
    }
    let headers = [
        ("Content-Type", "application/x-protobuf"),
        ("Content-Encoding", "foo"),
    ];
    let address = doors.address(OTLP_HTTP);
    let reply = http(address, "POST", "/v1/traces", &headers, &body).await;
    let expected = [&[8, 3, 18, 33][..], b"unsupported Content-Encoding: foo"].concat();
    assert_eq!((reply.status, reply.body), (400, expected));
}

#[tokio::test]
async fn pages_are_told_whether_they_may_send() {
    let doors = Doors::open(|config| {
        config.otlp_http.cors_origins = vec![String::from("https://*.example")];
        config.otlp_http.cors_headers = vec![String::from("content-type")];
    })
    .await;
    let address = doors.address(OTLP_HTTP);
    for (origin, is_allowed) in [("https://app.example", true), ("https://evil", false)] {
        let asked = [
            ("Origin", origin),
            ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "content-type"),
        ];
        let preflight = http(address, "OPTIONS", "/v1/traces", &asked, b"").await;
        assert_eq!(preflight.status, 204);
        let body = Payload::of(&[1]).json();
        let headers = [("Origin", origin), ("Content-Type", "application/json")];
        let posted = http(address, "POST", "/v1/traces", &headers, &body).await;
        assert_eq!(posted.status, 200);
        for (reply, vary) in [
            (
                preflight,
                "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
            ),
            (posted, "Origin"),
        ] {
            assert_eq!(reply.header("vary"), Some(vary));
            assert_eq!(
                reply.header("access-control-allow-origin"),
                is_allowed.then_some(origin)
            );
            assert_eq!(
                reply.header("access-control-allow-credentials"),
                is_allowed.then_some("true")
            );
        }
    }
}

#[tokio::test]
async fn thrift_answers_in_the_words_of_the_original() {
    let doors = Doors::open(|_| {}).await;
    let body = Payload::of(&[1]).thrift();
    let no_type = "Cannot parse content type: mime: no media type\n";
    let json = "Unsupported content type: application/json\n";
    let cases = [
        ("POST", "/api/traces", "application/x-thrift", 202, "", None),
        (
            "POST",
            "/api/traces?format=jaeger.thrift",
            "APPLICATION/VND.APACHE.THRIFT.BINARY; x=y",
            202,
            "",
            None,
        ),
        ("GET", "/api/traces", "", 405, "", None),
        ("PUT", "/api/traces", "application/x-thrift", 405, "", None),
        (
            "POST",
            "/api/traces/",
            "application/x-thrift",
            404,
            NOT_FOUND,
            GO_TEXT,
        ),
        (
            "POST",
            "//api/traces",
            "application/x-thrift",
            301,
            "",
            None,
        ),
        ("POST", "/api/traces", "", 400, no_type, GO_TEXT),
        (
            "POST",
            "/api/traces",
            "application/json",
            400,
            json,
            GO_TEXT,
        ),
    ];
    for (method, path, media_type, status, text, reply_type) in cases {
        let headers = [("Content-Type", media_type)];
        let address = doors.address(THRIFT_HTTP);
        let reply = http(address, method, path, &headers, &body).await;
        let case = format!("{method} {path} {media_type}");
        assert_eq!((reply.status, &*reply.text()), (status, text), "{case}");
        assert_eq!(reply.header("content-type"), reply_type, "{case}");
        assert_eq!(reply.header("allow"), None, "{case}");
    }
    for (labels, count) in [
        (r#"method="POST",path="/api/traces",status="202""#, 2),
        (r#"method="POST",path="/api/traces",status="400""#, 2),
        (r#"method="GET",path="/api/traces",status="405""#, 1),
        (r#"method="POST",path="other",status="404""#, 1),
    ] {
        let series = format!("jaeger_collector_http_request_duration_count{{{labels}}}");
        assert_eq!(doors.metric(&series), Some(count), "{series}");
    }
}

#[tokio::test]
async fn thrift_tells_what_is_wrong_with_a_body() {
    let doors = Doors::open(|_| {}).await;
    let headers = [("Content-Type", "application/x-thrift")];
    let cases: [(&[u8], &str); 3] = [
        (b"\0", "Required field Process is not set"),
        (b"hello world", "Unknown data type 104"),
        (
            b"\x80\x01\0\x01\0\0\0\x09emitBatch",
            "Unknown data type 128",
        ),
    ];
    for (body, text) in cases {
        let address = doors.address(THRIFT_HTTP);
        let reply = http(address, "POST", "/api/traces", &headers, body).await;
        let expected = format!("Unable to process request body: {text}\n");
        assert_eq!((reply.status, reply.text()), (400, expected));
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("writing to memory");
    encoder.finish().expect("writing to memory")
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("writing to memory");
    encoder.finish().expect("writing to memory")
}
