//! The programs of `tests/clients`, and how to run one.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use jaeger_tests::Jaeger;
use tokio::process::Command;

use crate::sent::Sent;

/// The language of a client, with OpenTelemetry unless another library is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    /// Flask with automatic and manual instrumentation, and a second service behind it.
    Python,
    /// Express.
    Node,
    /// Plain Go.
    Go,
    /// Plain Java.
    Java,
    /// py_zipkin, and a second service behind it.
    ZipkinPython,
    /// Zipkin's library for Node, and a second service behind it.
    ZipkinNode,
    /// Brave, and a second service behind it.
    ZipkinJava,
}

/// How a client sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Transport {
    /// Datagrams of Jaeger's Thrift.
    ThriftUdp,
    /// Jaeger's Thrift over HTTP.
    ThriftHttp,
    /// OTLP over gRPC.
    OtlpGrpc,
    /// OTLP over HTTP.
    OtlpHttp,
    /// Zipkin's first format, in Thrift.
    ZipkinV1Thrift,
    /// Zipkin's first format, in JSON.
    ZipkinV1Json,
    /// Zipkin's second format, in JSON.
    ZipkinV2Json,
    /// Zipkin's second format, in protobuf.
    ZipkinV2Proto,
}

/// A program that can be run.
pub(crate) struct Client {
    pub(crate) language: Language,
    pub(crate) transport: Transport,
    command: Vec<PathBuf>,
}

impl Client {
    /// The program, or what is missing.
    pub(crate) fn find(language: Language, transport: Transport) -> Result<Self, String> {
        let installed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/clients");
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients");
        let command = match language {
            Language::Python => vec![
                installed.join("python/bin/python"),
                sources.join("python/run.py"),
            ],
            Language::Node => vec![PathBuf::from("node"), installed.join("node/run.js")],
            Language::Go => vec![installed.join("go/client")],
            Language::Java | Language::ZipkinJava => java(&installed.join("java")),
            Language::ZipkinPython => vec![
                installed.join("zipkin-python/bin/python"),
                sources.join("zipkin-python/run.py"),
            ],
            Language::ZipkinNode => {
                vec![PathBuf::from("node"), installed.join("zipkin-node/run.js")]
            }
        };
        let stamp = installed.join(language.folder()).join("installed-from");
        if !stamp.exists() {
            return Err(format!(
                "the {} client is not installed; `cargo xtask clients` installs it",
                language.folder()
            ));
        }
        Ok(Self {
            language,
            transport,
            command,
        })
    }

    /// Runs it to its end and returns what it says it sent.
    pub(crate) async fn run(&self, jaeger: &Jaeger, request_id: &str) -> Vec<Sent> {
        let (program, arguments) = self.command.split_first().expect("a program");
        let endpoint = jaeger.address(self.door()).to_string();
        let output = Command::new(program)
            .args(arguments)
            .args(["--transport", self.transport.word()])
            .args(["--endpoint", &endpoint])
            .args(["--request-id", request_id])
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output()
            .await
            .expect("the client runs");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{self}: {errors}");
        String::from_utf8_lossy(&output.stdout)
            .lines()
            .map(|line| serde_json::from_str(line).expect("a line of the sent log"))
            .collect()
    }

    fn door(&self) -> &'static str {
        match (self.transport, self.language) {
            (Transport::ThriftUdp, Language::Node) => "jaeger-thrift-binary-udp",
            (Transport::ThriftUdp, _) => "jaeger-thrift-compact-udp",
            (Transport::ThriftHttp, _) => "jaeger-thrift-http",
            (Transport::OtlpGrpc, _) => "otlp-grpc",
            (Transport::OtlpHttp, _) => "otlp-http",
            (
                Transport::ZipkinV1Thrift
                | Transport::ZipkinV1Json
                | Transport::ZipkinV2Json
                | Transport::ZipkinV2Proto,
                _,
            ) => "zipkin",
        }
    }
}

impl Language {
    fn folder(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::Node => "node",
            Self::Go => "go",
            Self::Java | Self::ZipkinJava => "java",
            Self::ZipkinPython => "zipkin-python",
            Self::ZipkinNode => "zipkin-node",
        }
    }

    /// How many spans a run makes.
    pub(crate) fn span_count(self) -> usize {
        match self {
            Self::Python | Self::Node => 16,
            Self::Go => 13,
            Self::Java => 7,
            Self::ZipkinPython | Self::ZipkinNode => 9,
            Self::ZipkinJava => 10,
        }
    }
}

impl Transport {
    fn word(self) -> &'static str {
        match self {
            Self::ThriftUdp => "thrift-udp",
            Self::ThriftHttp => "thrift-http",
            Self::OtlpGrpc => "otlp-grpc",
            Self::OtlpHttp => "otlp-http",
            Self::ZipkinV1Thrift => "zipkin-v1-thrift",
            Self::ZipkinV1Json => "zipkin-v1-json",
            Self::ZipkinV2Json => "zipkin-v2-json",
            Self::ZipkinV2Proto => "zipkin-v2-proto",
        }
    }

    /// Whether spans are sent in Jaeger's words.
    pub(crate) fn is_thrift(self) -> bool {
        matches!(self, Self::ThriftUdp | Self::ThriftHttp)
    }

    /// Whether spans are sent in Zipkin's words.
    pub(crate) fn is_zipkin(self) -> bool {
        self.is_zipkin_v1() || matches!(self, Self::ZipkinV2Json | Self::ZipkinV2Proto)
    }

    /// Whether spans are sent in Zipkin's first words.
    pub(crate) fn is_zipkin_v1(self) -> bool {
        matches!(self, Self::ZipkinV1Thrift | Self::ZipkinV1Json)
    }
}

impl fmt::Display for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.language.folder(), self.transport.word())
    }
}

fn java(installed: &Path) -> Vec<PathBuf> {
    let installed = installed.display();
    let classes = format!("{installed}/classes:{installed}/lib/*");
    // What runs for a second need not be compiled well.
    ["java", "-XX:TieredStopAtLevel=1", "-cp", &classes, "Run"]
        .map(PathBuf::from)
        .to_vec()
}
