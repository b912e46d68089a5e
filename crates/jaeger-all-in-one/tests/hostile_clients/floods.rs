//! Clients that send one thing of HTTP/2 again and again.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::frame::{
    CONTINUATION, DATA, END_HEADERS, FORGOTTEN, HEADERS, LAST_REMEMBERED, REMEMBERED, RST_STREAM,
    field, frame, head, start, stream,
};

/// A client that sends one thing again and again to the method at some path.
pub(crate) struct Flood {
    pub(crate) name: &'static str,
    /// What is sent before.
    first: fn(&str) -> Vec<u8>,
    /// What is sent each time, by the number of the time.
    again: fn(&str, u32) -> Vec<u8>,
}

/// Each of them ends its own connection.
pub(crate) const ALL: [Flood; 6] = [
    Flood {
        name: "streams that are opened and given up",
        first: |_| Vec::new(),
        again: |path, index| {
            let open = frame(HEADERS, END_HEADERS, stream(index), &head(path));
            let reset = frame(RST_STREAM, 0, stream(index), &CANCEL.to_be_bytes());
            [open, reset].concat()
        },
    },
    Flood {
        name: "streams that are opened and left",
        first: |_| Vec::new(),
        again: |path, index| frame(HEADERS, END_HEADERS, stream(index), &head(path)),
    },
    Flood {
        name: "a head that goes on and on with nothing",
        first: |path| frame(HEADERS, 0, stream(0), &head(path)),
        again: |_, _| frame(CONTINUATION, 0, stream(0), &[]),
    },
    Flood {
        name: "a head that goes on and on with fields",
        first: |path| frame(HEADERS, 0, stream(0), &head(path)),
        again: |_, _| frame(CONTINUATION, 0, stream(0), &field(FORGOTTEN, 16_000)),
    },
    Flood {
        name: "a body that goes on and on with nothing",
        first: |path| frame(HEADERS, END_HEADERS, stream(0), &head(path)),
        again: |_, _| frame(DATA, 0, stream(0), &[]),
    },
    Flood {
        name: "heads that are 1,000 times as long as their bytes",
        first: |path| {
            let head = [head(path), field(REMEMBERED, 4_000)].concat();
            frame(HEADERS, END_HEADERS, stream(0), &head)
        },
        again: |path, index| {
            let head = [head(path), vec![LAST_REMEMBERED; 16_000]].concat();
            frame(HEADERS, END_HEADERS, stream(index + 1), &head)
        },
    },
];

impl Flood {
    /// Sends until the server ends the connection; for ever, should it not.
    pub(crate) async fn send(&self, connection: TcpStream, path: &str) {
        let (mut from, mut to) = connection.into_split();
        let sending = async {
            let mut batch = [start(&[]), (self.first)(path)].concat();
            for index in 0..TIMES {
                batch.extend((self.again)(path, index));
                if batch.len() >= BATCH_BYTES {
                    if to.write_all(&batch).await.is_err() {
                        break;
                    }
                    batch.clear();
                }
            }
            // Open to the end, so that it is the server who ends the connection.
            to
        };
        let reading = async {
            // What is said matters less than that it ends; how it ends, not at all.
            let mut said = Vec::new();
            from.read_to_end(&mut said).await.unwrap_or_default();
        };
        let (_to, ()) = tokio::join!(sending, reading);
    }
}

/// How often a client would send it if it were let.
const TIMES: u32 = 100_000;
/// What is sent in one piece, at least.
const BATCH_BYTES: usize = 16 << 10;
const CANCEL: u32 = 8;
