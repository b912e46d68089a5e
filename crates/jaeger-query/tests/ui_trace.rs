//! What the web UI asks of one trace, through the door.
#![expect(clippy::expect_used, reason = "helpers of tests fail loudly")]

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE};
use hyper::{HeaderMap, Request, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use jaeger_backends::BackendsConfig;
use jaeger_codec::otlp;
use jaeger_model::{Limits, Tenant};
use jaeger_query::QueryConfig;
use jaeger_service::Context;
use jaeger_service::options::ListenAddress;
use jaeger_storage::{Storage, WriteRequest};
use serde_json::{Value, json};

/// A call between two hosts, of which the second is a second ahead.
const SKEWED: &str = r#"{"resourceSpans": [
    {"resource": {"attributes": [
        {"key": "service.name", "value": {"stringValue": "web"}},
        {"key": "host.name", "value": {"stringValue": "a"}}
    ]}, "scopeSpans": [{"spans": [
        {"traceId": "000000000000000000000000000000b1", "spanId": "0000000000000001", "name": "call",
            "startTimeUnixNano": "1700000000000000000", "endTimeUnixNano": "1700000000100000000"}
    ]}]},
    {"resource": {"attributes": [
        {"key": "service.name", "value": {"stringValue": "db"}},
        {"key": "host.name", "value": {"stringValue": "b"}}
    ]}, "scopeSpans": [{"spans": [
        {"traceId": "000000000000000000000000000000b1", "spanId": "0000000000000002",
            "parentSpanId": "0000000000000001", "name": "answer",
            "startTimeUnixNano": "1700000001000000000", "endTimeUnixNano": "1700000001010000000"}
    ]}]}
]}"#;

#[tokio::test]
async fn traces_have_the_columns_of_the_fixtures() {
    let served = Served::new().await;
    let fixtures = fixtures();
    assert!(fixtures.len() > 12, "{}", fixtures.len());
    for fixture in fixtures {
        let name = &fixture["name"];
        served.write(&fixture["otlp"].to_string()).await;
        let trace = fixture["columns"]["traceId"].as_str().unwrap();
        let mut columns = served.columns(trace, "raw=true").await;
        let members = columns.as_object_mut().unwrap();
        assert_eq!(members.remove("warnings"), Some(json!([])), "{name}");
        assert_eq!(members.remove("truncated"), Some(Value::Null), "{name}");
        let etag = members.remove("etag").unwrap();
        assert_eq!(columns, fixture["columns"], "{name}");

        for case in fixture["find"].as_array().into_iter().flatten() {
            let text = escaped(case["text"].as_str().unwrap());
            let found = served
                .json(trace, &format!("find?raw=true&text={text}"))
                .await;
            assert_eq!(found["rows"], case["rows"], "{name}: {case}");
            assert_eq!(found["etag"], etag, "{name}: {case}");
        }
    }
}

#[tokio::test]
async fn parts_of_a_trace_are_told() {
    let served = Served::new().await;
    let shop = fixtures().into_iter().find(is_shop).unwrap();
    served.write(&shop["otlp"].to_string()).await;
    let trace = shop["columns"]["traceId"].as_str().unwrap();
    let cases = [
        (
            "attribute?key=service.name",
            "",
            json!({"values": ["frontend", "cart", "mailer"], "index": [0, 0, 1, 1, 0, 2]}),
        ),
        (
            "attribute?key=resource.host.name",
            "",
            json!({"values": ["node-7"], "index": [-1, -1, 0, 0, -1, -1]}),
        ),
        (
            "attribute?key=span.host.name",
            "",
            json!({"values": [], "index": [-1, -1, -1, -1, -1, -1]}),
        ),
        (
            "keys",
            "/keys/0",
            json!({"key": "service.name", "count": 6}),
        ),
        ("keys", "/keys/1", json!({"key": "host.name", "count": 2})),
        (
            "events",
            "",
            json!({"total": 2, "events": [
                {"row": 2, "name": "cache miss", "time": 8_000_000, "attributes": [
                    {"key": "cache.key", "value": "cart:17"}
                ]},
                {"row": 2, "name": "exception", "time": 27_000_000, "attributes": [
                    {"key": "exception.type", "value": "Timeout"},
                    {"key": "exception.message", "value": "cart is slow"}
                ]}
            ]}),
        ),
        (
            "events?offset=1&limit=1",
            "/events/0/time",
            json!(27_000_000),
        ),
        ("events?offset=7", "", json!({"total": 2, "events": []})),
        ("spans?ids=ff", "", json!({"result": {}, "warnings": {}})),
        (
            "spans?ids=4",
            "/result/resourceSpans/0/scopeSpans/0/spans/0/name",
            json!("SELECT"),
        ),
    ];
    for raw in ["", "raw=true"] {
        for (asked, pointer, expected) in &cases {
            let mark = if asked.contains('?') { '&' } else { '?' };
            let mut answer = served.json(trace, &format!("{asked}{mark}{raw}")).await;
            if let Some(members) = answer.as_object_mut() {
                members.remove("etag");
            }
            let found = answer.pointer(pointer);
            assert_eq!(found, Some(expected), "{asked} {raw}: {answer}");
        }
    }
}

#[tokio::test]
async fn only_the_spans_that_are_asked_for_are_shown() {
    let served = Served::new().await;
    let shop = fixtures().into_iter().find(is_shop).unwrap();
    served.write(&shop["otlp"].to_string()).await;
    let trace = shop["columns"]["traceId"].as_str().unwrap();
    for raw in ["", "&raw=true"] {
        let answer = served.json(trace, &format!("spans?ids=1,4,3{raw}")).await;
        let shown = answer["result"]["resourceSpans"].as_array().unwrap();
        let ids = shown.iter().map(|of_resource| {
            let spans = of_resource["scopeSpans"][0]["spans"].as_array().unwrap();
            let ids = spans.iter().map(|span| span["spanId"].as_str().unwrap());
            ids.collect::<Vec<_>>()
        });
        let ids: Vec<_> = ids.collect();
        let expected = [
            vec!["0000000000000001"],
            vec!["0000000000000003", "0000000000000004"],
        ];
        assert_eq!(ids, expected, "{raw}: {answer}");
    }
}

#[tokio::test]
async fn a_trace_is_put_right_unless_it_is_asked_for_as_stored() {
    let served = Served::new().await;
    served.write(SKEWED).await;
    let trace = "b1";
    let adjusted = served.columns(trace, "").await;
    assert_eq!(adjusted["start"], json!([0, 45_000_000]));
    assert_eq!(adjusted["flags"], json!([0, 6]));
    assert_eq!(adjusted["durationNano"], json!(100_000_000));
    let raw = served.columns(trace, "raw=true").await;
    assert_eq!(raw["start"], json!([0, 1_000_000_000]));
    assert_eq!(raw["flags"], json!([0, 0]));
    assert_ne!(adjusted["etag"], raw["etag"]);

    let start = "/result/resourceSpans/0/scopeSpans/0/spans/0/startTimeUnixNano";
    let cases = [
        (
            "spans?ids=2",
            "1700000000045000000",
            json!({"0000000000000002": ["This span's timestamps were adjusted by -955ms"]}),
        ),
        ("spans?ids=2&raw=true", "1700000001000000000", json!({})),
    ];
    for (asked, start_ns, warnings) in cases {
        let answer = served.json(trace, asked).await;
        assert_eq!(answer.pointer(start), Some(&json!(start_ns)), "{asked}");
        assert_eq!(answer["warnings"], warnings, "{asked}");
    }
}

#[tokio::test]
async fn who_names_the_etag_is_told_of_what_was_shown() {
    let served = Served::new().await;
    served.write(SKEWED).await;
    let trace = "b1";
    let shown = served.columns(trace, "").await["etag"].clone();
    let shown = shown.as_str().unwrap();
    let later = SKEWED
        .replace("0000000000000002", "0000000000000009")
        .replace("answer", "answer again");
    served.write(&later).await;
    let of_shown = format!("find?text=answer&etag={shown}");
    let cases = [
        (of_shown.as_str(), 1),
        ("find?text=answer", 2),
        ("find?text=answer&etag=unknown", 2),
        // What is shown as stored is another version.
        (&format!("{of_shown}&raw=true"), 2),
    ];
    for (asked, found) in cases {
        let answer = served.json(trace, asked).await;
        assert_eq!(answer["rows"].as_array().unwrap().len(), found, "{asked}");
        let is_shown = answer["etag"] == shown;
        assert_eq!(is_shown, found == 1, "{asked}");
    }
}

#[tokio::test]
async fn what_makes_no_sense_is_refused() {
    let served = Served::new().await;
    served.write(SKEWED).await;
    let cases = [
        ("x/columns", 400, "trace id"),
        ("ff/columns", 404, "trace not found"),
        ("ff/find?text=a", 404, "trace not found"),
        ("b1/columns?raw=x", 400, "raw"),
        ("b1/spans?ids=x", 400, "ids"),
        ("b1/attribute", 400, "key"),
        ("b1/events?limit=x", 400, "limit"),
    ];
    for (asked, status, said) in cases {
        let (found, _, body) = served.get(asked, None).await;
        assert_eq!(found.as_u16(), status, "{asked}");
        let error: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(error["error"]["httpCode"], json!(status), "{asked}");
        let message = error["error"]["message"].as_str().unwrap();
        assert!(message.contains(said), "{asked}: {message}");
    }
}

#[tokio::test]
async fn columns_are_compressed_for_who_takes_that() {
    let served = Served::new().await;
    let mut longest = fixtures();
    longest.sort_by_key(|fixture| fixture["columns"]["count"].as_u64());
    let longest = longest.pop().unwrap();
    served.write(&longest["otlp"].to_string()).await;
    let trace = longest["columns"]["traceId"].as_str().unwrap();
    let asked = format!("{trace}/columns");
    for (accepted, encoding) in [(None, None), (Some("gzip"), Some("gzip"))] {
        let (status, headers, _) = served.get(&asked, accepted).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(headers[CONTENT_TYPE], "application/vnd.jaeger.columns");
        let found = headers.get(CONTENT_ENCODING).map(|value| value.as_bytes());
        assert_eq!(found, encoding.map(str::as_bytes));
    }
}

/// A query service on an empty memory, which moves spans by up to five seconds.
struct Served {
    door: SocketAddr,
    storage: Arc<Storage>,
}

impl Served {
    async fn new() -> Self {
        let context = Context::for_test();
        let opened = jaeger_backends::open(BackendsConfig::default(), &context)
            .await
            .expect("a storage");
        let storage = Arc::clone(&opened.storage);
        let mut config = QueryConfig::default();
        config.http.host_port = ListenAddress::local(0);
        config.http.max_clock_skew_adjustment = Duration::from_secs(5);
        config.grpc.host_port = ListenAddress::off();
        let built = jaeger_query::build(config, opened.storage, &context)
            .await
            .expect("a door");
        Self {
            door: built.addresses()[0].address,
            storage,
        }
    }

    async fn write(&self, spans: &str) {
        let spans = otlp::json::decode(spans.as_bytes(), &Limits::default()).expect("OTLP");
        let request = WriteRequest {
            tenant: Tenant::default(),
            batch: spans.batch,
        };
        self.storage.writer.write(request).await.expect("written");
    }

    async fn get(&self, asked: &str, accepted: Option<&str>) -> (StatusCode, HeaderMap, Bytes) {
        let url = format!("http://{}/api/ui/v1/traces/{asked}", self.door);
        let mut request = Request::get(url);
        if let Some(accepted) = accepted {
            request = request.header(ACCEPT_ENCODING, accepted);
        }
        let request = request.body(Empty::<Bytes>::new()).expect("a good request");
        let client = Client::builder(TokioExecutor::new()).build_http();
        let (head, body) = client.request(request).await.expect("a reply").into_parts();
        let body = body.collect().await.expect("a body").to_bytes();
        (head.status, head.headers, body)
    }

    async fn json(&self, trace: &str, asked: &str) -> Value {
        let (status, headers, body) = self.get(&format!("{trace}/{asked}"), None).await;
        assert_eq!(status, StatusCode::OK, "{asked}: {body:?}");
        assert_eq!(headers[CONTENT_TYPE], "application/json", "{asked}");
        serde_json::from_slice(&body).expect("JSON")
    }

    async fn columns(&self, trace: &str, query: &str) -> Value {
        let asked = format!("{trace}/columns?{query}");
        let (status, headers, body) = self.get(&asked, None).await;
        assert_eq!(status, StatusCode::OK, "{asked}: {body:?}");
        let columns = "application/vnd.jaeger.columns";
        assert_eq!(headers[CONTENT_TYPE], columns, "{asked}");
        read(&body)
    }
}

/// Reads columns as the fixtures have them.
fn read(body: &[u8]) -> Value {
    let mut columns = Columns { bytes: body, at: 8 };
    assert!(body.starts_with(b"JTC1"));
    let head_bytes = u32::from_le_bytes(body[4..8].try_into().expect("four bytes"));
    let head = columns.take(head_bytes as usize);
    let mut trace: Value = serde_json::from_slice(head).expect("JSON");
    let count = trace["count"].as_u64().expect("a count") as usize;
    for member in ["start", "duration"] {
        trace[member] = columns.entries(count, |entry| f64::from_le_bytes(entry) as u64);
    }
    trace["parent"] = columns.entries(count, i32::from_le_bytes);
    trace["service"] = columns.entries(count, u16::from_le_bytes);
    trace["name"] = columns.entries(count, u32::from_le_bytes);
    trace["badge"] = columns.entries(count, u16::from_le_bytes);
    for member in ["kind", "status", "flags"] {
        trace[member] = columns.entries(count, u8::from_le_bytes);
    }
    for member in ["events", "links"] {
        trace[member] = columns.entries(count, u16::from_le_bytes);
    }
    trace["spanId"] = columns.entries(2 * count, u32::from_le_bytes);
    assert_eq!(columns.at, body.len());
    trace
}

struct Columns<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Columns<'b> {
    /// Everything begins at a multiple of eight bytes.
    fn take(&mut self, bytes: usize) -> &'b [u8] {
        let taken = &self.bytes[self.at..self.at + bytes];
        self.at = (self.at + bytes).next_multiple_of(8);
        taken
    }

    fn entries<const N: usize, T: Into<Value>>(
        &mut self,
        count: usize,
        entry: impl Fn([u8; N]) -> T,
    ) -> Value {
        let (entries, _) = self.take(count * N).as_chunks::<N>();
        entries.iter().map(|bytes| entry(*bytes)).collect()
    }
}

fn fixtures() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/ui/columns");
    let files = fs::read_dir(folder).expect("a folder");
    let files = files.map(|file| file.expect("a file").path());
    let documents = files.filter(|path| path.extension().is_some_and(|end| end == "json"));
    let fixtures = documents.map(|path| {
        let document = fs::read(&path).expect("a document");
        serde_json::from_slice(&document).expect("JSON")
    });
    fixtures.collect()
}

fn is_shop(fixture: &Value) -> bool {
    fixture["name"] == "a request through three services"
}

/// Every byte as an escape.
fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
}
