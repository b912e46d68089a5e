//! The program as a process, and how it does.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::thread::{self, JoinHandle};

use jaeger_all_in_one::{AllInOne, Config};
use serde_json::Value;

use crate::clients::{self, Reply};
use crate::door::Door;

/// The program while it runs.
#[derive(Debug)]
pub(crate) struct Program {
    child: Child,
    addresses: BTreeMap<String, SocketAddr>,
    /// Reads what it says once it is ready, so that it never waits for a reader.
    log: Option<JoinHandle<String>>,
}

/// Requests to a port so far.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counted {
    pub(crate) taken: u64,
    pub(crate) all: u64,
}

impl Program {
    /// Starts it on ports of its own and waits until it is ready.
    #[expect(clippy::zombie_processes, reason = "dropping it waits for it")]
    pub(crate) fn start() -> Self {
        let mut child = Command::new(PROGRAM)
            .args(jaeger_service::Command::of::<AllInOne>().free_ports::<Config>())
            .env("OTEL_TRACES_SAMPLER", "always_off")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut stderr = BufReader::new(child.stderr.take().expect("its errors"));
        let mut addresses = BTreeMap::new();
        loop {
            let mut line = String::new();
            let read = stderr.read_line(&mut line).expect("a line");
            assert!(read > 0, "it ended early");
            let said: Value = serde_json::from_str(&line).expect("JSON");
            if said["msg"] == "listening" {
                let text = |member: &str| said[member].as_str().expect("a text").to_owned();
                let address: SocketAddr = text("address").parse().expect("an address");
                addresses.entry(text("name")).or_insert(address);
            }
            if said["msg"] == "ready" {
                let log = thread::spawn(move || {
                    let mut rest = String::new();
                    stderr.read_to_string(&mut rest).unwrap_or_default();
                    rest
                });
                return Self {
                    child,
                    addresses,
                    log: Some(log),
                };
            }
        }
    }

    /// The first address of the port of this name.
    pub(crate) fn address(&self, name: &str) -> SocketAddr {
        *self.addresses.get(name).expect("a port of that name")
    }

    /// Asks the port of this name for `path`.
    pub(crate) async fn get(&self, name: &str, path: &str) -> Reply {
        let reply = clients::get(self.address(name), path).await;
        reply.expect("a reply")
    }

    /// What its metrics say of a port.
    pub(crate) async fn counted(&self, door: Door) -> Counted {
        let series = format!(
            "jaeger_receiver_requests_total{{door=\"{}\",outcome=\"",
            door.name()
        );
        let page = self.get("admin", "/metrics").await.text();
        let mut counted = Counted::default();
        for line in page.lines() {
            let outcome = line.strip_prefix(series.as_str());
            let Some((outcome, count)) = outcome.and_then(|line| line.split_once("\"} ")) else {
                continue;
            };
            let count: u64 = count.parse().expect("a count");
            counted.all += count;
            if matches!(outcome, "ok" | "partial") {
                counted.taken += count;
            }
        }
        counted
    }

    /// Forgets the peak of its resident memory where that is allowed, and returns what is left of it.
    /// Where it is not, growth is what goes beyond all peaks before, which asks for less.
    pub(crate) fn reset_peak_bytes(&self) -> u64 {
        let file = format!("/proc/{}/clear_refs", self.child.id());
        fs::write(file, "5").unwrap_or_default();
        self.peak_bytes()
    }

    /// Returns the peak of its resident memory. A process that has ended has none.
    pub(crate) fn peak_bytes(&self) -> u64 {
        let file = format!("/proc/{}/status", self.child.id());
        let status = fs::read_to_string(file).unwrap_or_default();
        let peak = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))
            .and_then(|kib| kib.trim().strip_suffix(" kB"))
            .and_then(|kib| kib.trim().parse::<u64>().ok());
        peak.expect("the process lives") << 10
    }

    /// Tells it to stop, expects a clean end, and returns what it said since it was ready.
    pub(crate) fn stop(mut self) -> String {
        let id = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status();
        assert!(told.expect("kill runs").success());
        let log = self.log.take().map(JoinHandle::join);
        let log = log.expect("it is read once").expect("it is read");
        let status = self.child.wait().expect("it ends");
        assert_eq!(status.code(), Some(0), "{log}");
        log
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Fails when it has ended, which is fine.
        self.child.kill().unwrap_or_default();
        self.child.wait().map(drop).unwrap_or_default();
    }
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_jaeger-all-in-one");
