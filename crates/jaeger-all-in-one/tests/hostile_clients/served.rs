//! How others fare with the program while it has hostile clients, and what it holds.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::program::Program;

/// What it held before anybody was hostile.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Before {
    open_files: u64,
    peak_bytes: u64,
}

impl Program {
    /// A new connection to the port of this name.
    pub(crate) async fn connect(&self, door: &str) -> TcpStream {
        let connected = TcpStream::connect(self.address(door)).await;
        connected.expect("the port is open")
    }

    /// Sends a span, and asks for the list of services: both must be answered well, in time.
    pub(crate) async fn serves_others(&self) {
        let span = r#"{"resourceSpans":[{"scopeSpans":[{"spans":[
            {"traceId":"000000000000000000000000000000aa","spanId":"0000000000000001","name":"s"}
        ]}]}]}"#;
        let stored = self.post("otlp-http", "/v1/traces", span).await;
        assert_eq!(status(&stored), "200", "{stored}");
        let listed = self.get("query-http", "/api/services").await;
        assert_eq!(status(&listed), "200", "{listed}");
    }

    /// Posts JSON and returns the reply.
    pub(crate) async fn post(&self, door: &str, path: &str, json: &str) -> String {
        let length = json.len();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
        );
        self.exchange(door, &(head + json)).await
    }

    async fn get(&self, door: &str, path: &str) -> String {
        let head = format!("GET {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
        self.exchange(door, &head).await
    }

    async fn exchange(&self, door: &str, request: &str) -> String {
        in_time(async {
            let mut stream = self.connect(door).await;
            let sent = stream.write_all(request.as_bytes()).await;
            sent.expect("a good request is read");
            let mut reply = String::new();
            let received = stream.read_to_string(&mut reply).await;
            received.expect("a whole reply");
            reply
        })
        .await
    }

    /// What a line of its metrics says.
    pub(crate) async fn metric(&self, series: &str) -> u64 {
        let page = self.get("admin", "/metrics").await;
        let value = page.lines().find_map(|line| line.strip_prefix(series));
        let value = value.unwrap_or_else(|| panic!("{series} is not in {page}"));
        value.trim().parse().expect("a whole number")
    }

    /// Asks again and again until a line of its metrics says what is wanted.
    pub(crate) async fn until(&self, series: &str, is_wanted: impl Fn(u64) -> bool) {
        in_time(async { while !is_wanted(self.metric(series).await) {} }).await;
    }

    /// Returns what it holds now.
    pub(crate) async fn before(&self) -> Before {
        self.serves_others().await;
        // A connection that has just ended may still be open in one scrape, but not in all.
        let mut open_files = u64::MAX;
        for _ in 0..10 {
            open_files = open_files.min(self.metric(OPEN_FILES).await);
        }
        Before {
            open_files,
            peak_bytes: self.peak_bytes(),
        }
    }

    /// Waits until it holds so many connections more.
    pub(crate) async fn until_connected(&self, before: Before, connections: usize) {
        let wanted = before.open_files + connections as u64;
        self.until(OPEN_FILES, |files| files >= wanted).await;
    }

    /// Checks that it is as before, that its memory has never grown by more than this, and that it
    /// ends well.
    pub(crate) async fn end_as_before(self, before: Before, grown_bytes_max: u64) {
        self.serves_others().await;
        for held in [
            "jaeger_receiver_in_flight_bytes ",
            "jaeger_query_in_flight_bytes ",
        ] {
            self.until(held, |bytes| bytes == 0).await;
        }
        let files = before.open_files;
        self.until(OPEN_FILES, |now| now <= files).await;
        let grown = self.peak_bytes().saturating_sub(before.peak_bytes);
        assert!(
            grown <= grown_bytes_max,
            "{grown} bytes more, {grown_bytes_max} allowed"
        );
        let log = self.stop();
        assert!(!log.contains("panic"), "{log}");
    }
}

/// The status of a reply over HTTP/1.
pub(crate) fn status(reply: &str) -> &str {
    reply.split(' ').nth(1).unwrap_or_default()
}

/// Waits as long as a client that has nothing to do with the others may have to wait.
pub(crate) async fn in_time<T>(work: impl Future<Output = T>) -> T {
    let done = tokio::time::timeout(PATIENCE, work).await;
    done.expect("done in time")
}

const OPEN_FILES: &str = "process_open_fds ";
const PATIENCE: Duration = Duration::from_secs(30);
