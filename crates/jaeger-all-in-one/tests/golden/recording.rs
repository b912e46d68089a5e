//! The files of recorded requests and replies.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

/// One file: a process with its flags, what it was given, and what it was asked.
pub(crate) struct Recording {
    pub(crate) file: String,
    pub(crate) flags: Vec<String>,
    pub(crate) inputs: Vec<Sent>,
    pub(crate) exchanges: Vec<Exchange>,
}

/// One request and the reply to it.
pub(crate) struct Exchange {
    pub(crate) name: String,
    pub(crate) sent: Sent,
    pub(crate) recorded: Recorded,
    /// Lists whose order is chance.
    pub(crate) unordered: Vec<String>,
    /// Members whose values change.
    pub(crate) volatile: Vec<String>,
    /// Members whose texts are those of Go's decoder.
    pub(crate) loose: Vec<String>,
    /// The original loses or refuses data here.
    pub(crate) is_defect: bool,
    /// The original's numbers wrapped around.
    pub(crate) has_wrapped: bool,
    pub(crate) is_body_compared: bool,
}

/// A request as bytes.
pub(crate) struct Sent {
    pub(crate) port: Port,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<Vec<u8>>,
}

/// The door that a request goes to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Port {
    Query,
    OtlpHttp,
    ThriftHttp,
    Admin,
}

/// A reply as it was recorded. What is absent is not to be compared.
pub(crate) struct Recorded {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    /// The bodies that the original gave, one of which ours must be.
    pub(crate) bodies: Vec<Value>,
    pub(crate) bytes: Option<Vec<u8>>,
    pub(crate) base_href: Option<String>,
    pub(crate) trace_ids: Option<Value>,
    pub(crate) errors: Value,
}

impl Recording {
    /// Reads every file, in the order of their names.
    pub(crate) fn all() -> Vec<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../jaeger-query/testdata/golden");
        let files = fs::read_dir(&folder).expect("the recordings are there");
        let paths = files.map(|file| file.expect("a recording").path());
        let mut paths: Vec<_> = paths
            .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
            .collect();
        paths.sort();
        assert!(!paths.is_empty(), "no recordings in {}", folder.display());
        paths.iter().map(|path| Self::read(path)).collect()
    }

    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).expect("a recording");
        let file: Value = serde_json::from_str(&text).expect("a recording is JSON");
        let name = path.file_name().unwrap_or_default();
        Self {
            file: name.to_string_lossy().into_owned(),
            flags: texts(&file["flags"]),
            inputs: list(&file["inputs"]).iter().map(Sent::of_input).collect(),
            exchanges: list(&file["requests"]).iter().map(Exchange::of).collect(),
        }
    }
}

impl Exchange {
    fn of(request: &Value) -> Self {
        let note = request["note"].as_str().unwrap_or_default();
        Self {
            name: text(&request["name"]),
            sent: Sent::of_request(request),
            recorded: Recorded::of(&request["reply"]),
            unordered: texts(&request["unordered"]),
            volatile: texts(&request["volatile"]),
            loose: texts(&request["loose"]),
            is_defect: !request["defect"].is_null(),
            has_wrapped: note.contains("overflow"),
            is_body_compared: request["body_not_compared"].is_null(),
        }
    }
}

impl Sent {
    fn of_input(input: &Value) -> Self {
        let (port, path, content_type) = match input["door"].as_str() {
            Some("otlp-http-json") => (Port::OtlpHttp, "/v1/traces", "application/json"),
            Some("thrift-http") => (Port::ThriftHttp, "/api/traces", "application/x-thrift"),
            door => panic!("an input for {door:?}"),
        };
        let content_type = input["content_type"].as_str().unwrap_or(content_type);
        Self {
            port,
            method: "POST".to_owned(),
            path: path.to_owned(),
            headers: vec![("Content-Type".to_owned(), content_type.to_owned())],
            body: body(input),
        }
    }

    fn of_request(request: &Value) -> Self {
        let port = match request["port"].as_str() {
            Some("query") => Port::Query,
            Some("otlp-http") => Port::OtlpHttp,
            Some("thrift-http") => Port::ThriftHttp,
            Some("admin") => Port::Admin,
            port => panic!("a request to {port:?}"),
        };
        let mut headers = Vec::new();
        for (name, value) in request["headers"].as_object().into_iter().flatten() {
            match value {
                Value::Array(values) => {
                    headers.extend(values.iter().map(|value| (name.clone(), text(value))));
                }
                value => headers.push((name.clone(), text(value))),
            }
        }
        Self {
            port,
            method: text(&request["method"]),
            path: text(&request["path"]),
            headers,
            body: body(request),
        }
    }
}

impl Recorded {
    fn of(reply: &Value) -> Self {
        let headers = reply["headers"].as_object().into_iter().flatten();
        let body_text = reply["body_text"].as_str();
        let bytes = body_text
            .map(|text| text.as_bytes().to_vec())
            .or_else(|| reply["body_hex"].as_str().map(hex));
        let others = list(&reply["or_body"]).iter();
        Self {
            status: reply["status"]
                .as_u64()
                .and_then(|status| status.try_into().ok())
                .expect("a status"),
            headers: headers
                .map(|(name, value)| (name.clone(), text(value)))
                .collect(),
            bodies: reply
                .get("body")
                .into_iter()
                .chain(others)
                .cloned()
                .collect(),
            bytes,
            base_href: reply["base_href"].as_str().map(str::to_owned),
            trace_ids: reply.get("trace_ids").cloned(),
            errors: reply["errors"].clone(),
        }
    }
}

/// The body to send: as text, as JSON, as bytes, or as a unit many times; then compressed.
fn body(request: &Value) -> Option<Vec<u8>> {
    let bytes = match (&request["body"], &request["body_hex"], &request["repeat"]) {
        (Value::String(text), _, _) => text.as_bytes().to_vec(),
        (Value::Null, Value::String(digits), _) => hex(digits),
        (Value::Null, _, Value::Object(_)) => repeated(&request["repeat"]),
        (Value::Null, _, _) => return None,
        (json, _, _) => serde_json::to_vec(json).expect("JSON is written"),
    };
    Some(match request["compress"].as_str() {
        None => bytes,
        Some("gzip") => gzip(&bytes),
        Some("zstd") => zstd::encode_all(bytes.as_slice(), 0).expect("zstd to memory"),
        Some(other) => panic!("to be compressed with {other}"),
    })
}

fn repeated(repeat: &Value) -> Vec<u8> {
    let part = |name: &str| match repeat[name].as_str() {
        Some(text) => text.as_bytes().to_vec(),
        None => hex(repeat[format!("{name}_hex")].as_str().unwrap_or_default()),
    };
    let count = repeat["count"].as_u64().expect("a count");
    let count = usize::try_from(count).expect("a count");
    [part("prefix"), part("unit").repeat(count), part("suffix")].concat()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("gzip to memory");
    encoder.finish().expect("gzip to memory")
}

fn hex(digits: &str) -> Vec<u8> {
    let pairs = digits.as_bytes().chunks(2);
    let byte = |pair: &[u8]| {
        let pair = std::str::from_utf8(pair).expect("hexadecimal digits");
        u8::from_str_radix(pair, 16).expect("hexadecimal digits")
    };
    pairs.map(byte).collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn texts(value: &Value) -> Vec<String> {
    list(value).iter().map(text).collect()
}
