//! A client that opens streams of HTTP/2 and gives each up at once, frame by frame by hand.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Streams that a client would open if it were let.
pub(crate) const STREAMS: u32 = 100_000;

/// Opens and resets streams until the connection ends, and returns how many were sent by then.
pub(crate) async fn flood(stream: TcpStream) -> u32 {
    let (mut from, mut to) = stream.into_split();
    let sending = async {
        let mut start = PREFACE.to_vec();
        start.extend(frame(SETTINGS, 0, 0, &[]));
        if to.write_all(&start).await.is_err() {
            return 0;
        }
        for batch in 0..STREAMS / AT_ONCE {
            let first = batch * AT_ONCE;
            let pairs: Vec<u8> = (first..first + AT_ONCE).flat_map(open_and_reset).collect();
            if to.write_all(&pairs).await.is_err() {
                return first;
            }
        }
        to.shutdown().await.unwrap_or_default();
        STREAMS
    };
    let reading = async {
        // What is said matters less than that it ends; how it ends, not at all.
        let mut said = Vec::new();
        from.read_to_end(&mut said).await.unwrap_or_default();
    };
    let (sent, ()) = tokio::join!(sending, reading);
    sent
}

/// The head of a call, and that nobody waits for its answer.
fn open_and_reset(index: u32) -> Vec<u8> {
    let stream = index * 2 + 1;
    let mut frames = frame(HEADERS, END_HEADERS, stream, &head());
    frames.extend(frame(RST_STREAM, 0, stream, &CANCEL.to_be_bytes()));
    frames
}

/// The head of a call that exports spans. No field is to be remembered.
fn head() -> Vec<u8> {
    let mut head = vec![METHOD_POST, SCHEME_HTTP];
    for (name, value) in [
        (&[PATH_IS][..], EXPORT),
        (&[AUTHORITY_IS][..], "test"),
        (&CONTENT_TYPE_IS[..], "application/grpc"),
    ] {
        head.extend(name);
        head.push(u8::try_from(value.len()).expect("a short value"));
        head.extend(value.as_bytes());
    }
    head
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("a short payload");
    let mut frame = length.to_be_bytes()[1..].to_vec();
    frame.extend([kind, flags]);
    frame.extend(stream.to_be_bytes());
    frame.extend(payload);
    frame
}

const EXPORT: &str = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

/// Streams that are sent in one piece.
const AT_ONCE: u32 = 100;

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const END_HEADERS: u8 = 4;
const CANCEL: u32 = 8;

/// Fields of HPACK's static table, whole.
const METHOD_POST: u8 = 0x83;
const SCHEME_HTTP: u8 = 0x86;
/// Names of that table, each with a value that follows.
const AUTHORITY_IS: u8 = 0x01;
const PATH_IS: u8 = 0x04;
const CONTENT_TYPE_IS: [u8; 2] = [0x0f, 0x10];
