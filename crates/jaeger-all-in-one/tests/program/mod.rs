//! The program as a process of its own: started on free ports, and told to stop.
//!
//! What a test asks it besides, the test adds.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::thread::{self, JoinHandle};

use jaeger_all_in_one::{AllInOne, Config};
use serde_json::Value;

/// The program while it runs.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) child: Child,
    /// By the names of the ports.
    addresses: BTreeMap<String, SocketAddr>,
    /// Reads what it says once it is ready, so that it never waits for a reader.
    log: Option<JoinHandle<String>>,
}

impl Program {
    /// Starts it with these variables and arguments, and waits until it is ready.
    #[expect(clippy::zombie_processes, reason = "dropping it waits for it")]
    pub(crate) fn start(variables: &[(&str, &str)], arguments: &[&str]) -> Self {
        let mut child = Command::new(PROGRAM)
            .args(jaeger_service::Command::of::<AllInOne>().free_ports::<Config>())
            .args(arguments)
            // Spans of the program itself would come beside those that are sent.
            .env("OTEL_TRACES_SAMPLER", "always_off")
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut stderr = BufReader::new(child.stderr.take().expect("its errors"));
        let mut log = String::new();
        let mut addresses = BTreeMap::new();
        loop {
            let mut line = String::new();
            let read = stderr.read_line(&mut line).expect("a line");
            assert!(read > 0, "it ended early: {log}");
            let said: Value = serde_json::from_str(&line).expect("JSON");
            log.push_str(&line);
            if said["msg"] == "listening" {
                let text = |member: &str| said[member].as_str().expect("a text").to_owned();
                let address: SocketAddr = text("address").parse().expect("an address");
                addresses.entry(text("name")).or_insert(address);
            }
            if said["msg"] == "ready" {
                let reading = thread::spawn(move || {
                    stderr.read_to_string(&mut log).unwrap_or_default();
                    log
                });
                return Self {
                    child,
                    addresses,
                    log: Some(reading),
                };
            }
        }
    }

    /// The first address of the port of this name.
    pub(crate) fn address(&self, port: &str) -> SocketAddr {
        let address = self.addresses.get(port);
        *address.unwrap_or_else(|| panic!("no port {port}"))
    }

    /// Tells it to stop, expects a clean end, and returns all that it said.
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

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_jaeger-all-in-one");
