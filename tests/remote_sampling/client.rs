//! The programs `sampling-*` of `tests/clients`: they begin traces when told to, and say how many they kept.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use jaeger_tests::Jaeger;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// The language of a client.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Language {
    /// `jaeger-client` of PyPI.
    Python,
    /// `jaeger-client` of npm.
    Node,
}

impl Language {
    /// Whether the program is there, or what is missing.
    pub(crate) fn is_installed(self) -> Result<(), String> {
        let folder = self.folder();
        if installed().join(folder).join("installed-from").exists() {
            return Ok(());
        }
        Err(format!(
            "the {folder} client is not installed; `cargo xtask clients` installs it"
        ))
    }

    fn folder(self) -> &'static str {
        match self {
            Self::Python => "sampling-python",
            Self::Node => "sampling-node",
        }
    }

    fn command(self) -> Command {
        let folder = installed().join(self.folder());
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients");
        let (program, script) = match self {
            Self::Python => (
                folder.join("bin/python"),
                sources.join(self.folder()).join("run.py"),
            ),
            Self::Node => (PathBuf::from("node"), folder.join("run.js")),
        };
        let mut command = Command::new(program);
        command.arg(script).env("PYTHONDONTWRITEBYTECODE", "1");
        command
    }

    /// Where it sends its spans: the libraries have a protocol of Thrift each.
    fn door(self) -> &'static str {
        match self {
            Self::Python => "jaeger-thrift-compact-udp",
            Self::Node => "jaeger-thrift-binary-udp",
        }
    }
}

/// A program that runs.
pub(crate) struct Client {
    process: Child,
    operations: ChildStdin,
    kept: Lines<BufReader<ChildStdout>>,
}

impl Client {
    /// Starts one as `service`.
    pub(crate) fn start(language: Language, jaeger: &Jaeger, service: &str) -> Self {
        let mut process = language
            .command()
            .args(["--sampling", &jaeger.address("sampling-http").to_string()])
            .args(["--agent", &jaeger.address(language.door()).to_string()])
            .args(["--service", service])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the client starts");
        let operations = process.stdin.take().expect("a pipe");
        let kept = process.stdout.take().expect("a pipe");
        Self {
            process,
            operations,
            kept: BufReader::new(kept).lines(),
        }
    }

    /// Begins traces with an operation, and returns how many of them are kept.
    pub(crate) async fn kept(&mut self, operation: &str) -> usize {
        let line = format!("{operation}\n");
        let told = self.operations.write_all(line.as_bytes()).await;
        told.expect("the client listens");
        let answer = self.kept.next_line().await.expect("the client answers");
        let answer = answer.expect("the client goes on");
        answer.parse().expect("a number")
    }

    /// Lets it send what it holds, and waits for its end.
    pub(crate) async fn end(mut self) {
        drop(self.operations);
        let status = self.process.wait().await.expect("the client ends");
        assert!(status.success(), "{status}");
    }
}

fn installed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/clients")
}
