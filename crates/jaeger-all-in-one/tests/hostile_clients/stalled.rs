//! Clients that make calls over HTTP/2 and have no window for the replies.

use std::collections::BTreeSet;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::frame::{DATA, END_HEADERS, END_STREAM, HEADERS, frame, head, start, stream};

/// A connection whose streams have a window of some bytes that never opens further.
pub(crate) struct Stalled {
    connection: TcpStream,
    calls: u32,
}

/// A frame that came.
struct Received {
    kind: u8,
    flags: u8,
    stream: u32,
}

impl Stalled {
    /// Says so to the server.
    pub(crate) async fn begin(mut connection: TcpStream, window_bytes: u32) -> Self {
        let [a, b, c, d] = window_bytes.to_be_bytes();
        let [high, low] = INITIAL_WINDOW_SIZE.to_be_bytes();
        let begin = start(&[high, low, a, b, c, d]);
        connection.write_all(&begin).await.expect("sent");
        Self {
            connection,
            calls: 0,
        }
    }

    /// Calls the method at `path` so often at a time and waits for the heads of all replies. None of
    /// them may have a body.
    pub(crate) async fn call_at_once(&mut self, path: &str, message: &[u8], times: u32) {
        let mut waiting = BTreeSet::new();
        for _ in 0..times {
            waiting.insert(self.call(path, message).await);
        }
        while !waiting.is_empty() {
            let frame = self.receive().await;
            assert_ne!(frame.kind, DATA, "there is no window for a body");
            if frame.kind == HEADERS {
                waiting.remove(&frame.stream);
            }
        }
    }

    /// Calls the method at `path` and waits until its reply has begun or was refused.
    pub(crate) async fn call_and_wait(&mut self, path: &str, message: &[u8]) {
        let stream = self.call(path, message).await;
        loop {
            let frame = self.receive().await;
            let is_refused = frame.kind == HEADERS && frame.flags & END_STREAM != 0;
            if frame.stream == stream && (frame.kind == DATA || is_refused) {
                return;
            }
        }
    }

    async fn call(&mut self, path: &str, message: &[u8]) -> u32 {
        let stream = stream(self.calls);
        self.calls += 1;
        let length = u32::try_from(message.len()).expect("a short message");
        let body = [&[0][..], &length.to_be_bytes(), message].concat();
        let head = frame(HEADERS, END_HEADERS, stream, &head(path));
        let body = frame(DATA, END_STREAM, stream, &body);
        let sent = self.connection.write_all(&[head, body].concat()).await;
        sent.expect("sent");
        stream
    }

    async fn receive(&mut self) -> Received {
        let mut head = [0; 9];
        let read = self.connection.read_exact(&mut head).await;
        read.expect("the connection lasts");
        let [l0, l1, l2, kind, flags, s0, s1, s2, s3] = head;
        let length = u32::from_be_bytes([0, l0, l1, l2]);
        let mut payload = vec![0; length as usize];
        let read = self.connection.read_exact(&mut payload).await;
        read.expect("the connection lasts");
        Received {
            kind,
            flags,
            stream: u32::from_be_bytes([s0, s1, s2, s3]),
        }
    }
}

const INITIAL_WINDOW_SIZE: u16 = 4;
