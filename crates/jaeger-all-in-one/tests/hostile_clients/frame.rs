//! Frames of HTTP/2 by hand, and the head of a call in HPACK.

/// A frame with this payload.
pub(crate) fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("a short payload");
    let mut frame = length.to_be_bytes()[1..].to_vec();
    frame.extend([kind, flags]);
    frame.extend(stream.to_be_bytes());
    frame.extend(payload);
    frame
}

/// What a connection begins with: the preface, and these settings.
pub(crate) fn start(settings: &[u8]) -> Vec<u8> {
    let settings = frame(SETTINGS, 0, 0, settings);
    [PREFACE, settings.as_slice()].concat()
}

/// The number of a client's stream.
pub(crate) fn stream(index: u32) -> u32 {
    index * 2 + 1
}

/// The head of a call to the method at `path`. No field is to be remembered.
pub(crate) fn head(path: &str) -> Vec<u8> {
    let mut head = vec![METHOD_POST, SCHEME_HTTP];
    for (name, value) in [
        (&[PATH_IS][..], path),
        (&[AUTHORITY_IS][..], "test"),
        (&CONTENT_TYPE_IS[..], "application/grpc"),
    ] {
        head.extend(name);
        head.extend(string(value.as_bytes()));
    }
    head
}

/// A field that nobody knows with so long a value; it is remembered if `first` says so.
pub(crate) fn field(first: u8, value_len: usize) -> Vec<u8> {
    let mut field = vec![first];
    field.extend(string(b"x"));
    field.extend(string(&vec![b'v'; value_len]));
    field
}

/// A text behind its length.
fn string(text: &[u8]) -> Vec<u8> {
    const PREFIX_MAX: usize = 0x7f;
    let mut string = Vec::new();
    match text.len().checked_sub(PREFIX_MAX) {
        None => string.push(text.len() as u8),
        Some(mut rest) => {
            string.push(PREFIX_MAX as u8);
            while rest >= 0x80 {
                string.push(rest as u8 | 0x80);
                rest >>= 7;
            }
            string.push(rest as u8);
        }
    }
    string.extend_from_slice(text);
    string
}

// Kinds of frames.
pub(crate) const DATA: u8 = 0;
pub(crate) const HEADERS: u8 = 1;
pub(crate) const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
pub(crate) const CONTINUATION: u8 = 9;

// Flags.
pub(crate) const END_STREAM: u8 = 1;
pub(crate) const END_HEADERS: u8 = 4;

/// A field whose name and value follow and are not remembered, and one that is.
pub(crate) const FORGOTTEN: u8 = 0x00;
pub(crate) const REMEMBERED: u8 = 0x40;
/// The field that was remembered last, in one byte.
pub(crate) const LAST_REMEMBERED: u8 = 0x80 | 62;

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// Fields of HPACK's static table, whole.
const METHOD_POST: u8 = 0x83;
const SCHEME_HTTP: u8 = 0x86;
/// Names of that table, each with a value that follows.
const AUTHORITY_IS: u8 = 0x01;
const PATH_IS: u8 = 0x04;
const CONTENT_TYPE_IS: [u8; 2] = [0x0f, 0x10];
