//! The files of recorded calls and replies.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tonic::Code;

use crate::message::{self, Messages};

/// One file: a process with its flags, what it was given, and what it was asked.
pub(crate) struct Recording {
    pub(crate) file: String,
    pub(crate) flags: Vec<String>,
    pub(crate) strategies: Option<Value>,
    pub(crate) given: Vec<Sent>,
    pub(crate) exchanges: Vec<Exchange>,
}

/// One call and the reply to it.
#[derive(Clone)]
pub(crate) struct Exchange {
    pub(crate) name: String,
    pub(crate) sent: Sent,
    pub(crate) recorded: Recorded,
    /// Lists whose order is chance.
    pub(crate) unordered: Vec<String>,
    /// Members whose texts are those of Go's decoder.
    pub(crate) loose: Vec<String>,
}

/// A call.
#[derive(Clone)]
pub(crate) struct Sent {
    pub(crate) port: Port,
    pub(crate) method: String,
    pub(crate) message: Vec<u8>,
    pub(crate) metadata: Vec<(String, String)>,
    pub(crate) is_compressed: bool,
}

/// The door that a call goes to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Port {
    Query,
    Collector,
    Otlp,
}

/// A reply as it was recorded.
#[derive(Clone)]
pub(crate) struct Recorded {
    pub(crate) code: Code,
    pub(crate) message: String,
    /// All messages as one; nothing when none came.
    pub(crate) body: Option<Value>,
    /// In place of the body: which traces came.
    pub(crate) trace_ids: Option<Vec<Value>>,
}

impl Recording {
    /// Reads every file, in the order of their names.
    pub(crate) fn all(messages: &Messages) -> Vec<Self> {
        let files = fs::read_dir(folder()).expect("the recordings are there");
        let paths = files.map(|file| file.expect("a recording").path());
        let mut paths: Vec<_> = paths
            .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
            .collect();
        paths.sort();
        assert!(!paths.is_empty(), "no recordings");
        paths
            .iter()
            .map(|path| Self::read(path, messages))
            .collect()
    }

    fn read(path: &Path, messages: &Messages) -> Self {
        let file = json(path);
        let given = texts(&file["given"]).into_iter().flat_map(|name| {
            let given = json(&folder().join("given").join(format!("{name}.json")));
            let sent = list(&given).iter().map(|sent| Sent::of(sent, messages));
            sent.collect::<Vec<_>>()
        });
        let requests = list(&file["requests"]).iter();
        Self {
            file: path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            flags: texts(&file["flags"]),
            strategies: file.get("strategies").cloned(),
            given: given.collect(),
            exchanges: requests
                .map(|request| Exchange::of(request, messages))
                .collect(),
        }
    }
}

impl Exchange {
    fn of(request: &Value, messages: &Messages) -> Self {
        Self {
            name: text(&request["name"]),
            sent: Sent::of(request, messages),
            recorded: Recorded::of(&request["reply"]),
            unordered: texts(&request["unordered"]),
            loose: texts(&request["loose"]),
        }
    }
}

impl Sent {
    fn of(request: &Value, messages: &Messages) -> Self {
        let method = text(&request["method"]);
        let message = match (&request["request_hex"], &request["request_repeat"]) {
            (Value::String(digits), _) => message::bytes(digits),
            (_, Value::Object(_)) => repeated(&request["request_repeat"]),
            _ => messages.encode(&method, &request["request"]),
        };
        let metadata = request["metadata"].as_object().into_iter().flatten();
        let metadata = metadata.flat_map(|(name, values)| {
            let values = texts(values).into_iter();
            values.map(move |value| (name.clone(), value))
        });
        Self {
            port: match request["port"].as_str() {
                Some("query") => Port::Query,
                Some("collector") => Port::Collector,
                Some("otlp") => Port::Otlp,
                port => panic!("a call for {port:?}"),
            },
            method,
            message,
            metadata: metadata.collect(),
            is_compressed: request["compress"] == "gzip",
        }
    }
}

impl Recorded {
    fn of(reply: &Value) -> Self {
        Self {
            code: code(reply["code"].as_str().expect("a code")),
            message: text(&reply["message"]),
            body: reply.get("body").cloned(),
            trace_ids: reply["trace_ids"].as_array().cloned(),
        }
    }
}

fn code(name: &str) -> Code {
    let name = name.replace('_', "");
    let mut codes = (0..=16).map(Code::from_i32);
    let code = codes.find(|code| format!("{code:?}").eq_ignore_ascii_case(&name));
    code.unwrap_or_else(|| panic!("no code is {name}"))
}

fn repeated(repeat: &Value) -> Vec<u8> {
    let part = |name: &str| message::bytes(repeat[name].as_str().unwrap_or_default());
    let count = repeat["count"].as_u64().expect("a count");
    let count = usize::try_from(count).expect("a count");
    [part("prefix"), part("unit").repeat(count), part("suffix")].concat()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/golden-grpc")
}

fn json(path: &Path) -> Value {
    let text = fs::read_to_string(path).expect("a recording");
    serde_json::from_str(&text).expect("a recording is JSON")
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
