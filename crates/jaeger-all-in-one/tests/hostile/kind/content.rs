//! Spans that are what their form says, with something in them that nobody should send.

use crate::door::{Door, Form};
use crate::payload::Payload;
use crate::shot::{Expected, Shot};

/// As many as the port promises to take.
pub(super) fn many_attributes(door: Door) -> Shot {
    let count = if door.is_udp() { 1_500 } else { 10_000 };
    let attribute = |number: usize| (format!("k{number}").into_bytes(), b"v".to_vec());
    let payload = Payload {
        attributes: (0..count).map(attribute).collect(),
        ..Payload::of(u64::MAX)
    };
    Shot::new(payload.bytes(door), Expected::Taken)
}

/// One text of five MiB, or of all that the port takes.
pub(super) fn long_text(door: Door) -> Shot {
    let len = (5 << 20).min(door.bytes_max / 5 * 4);
    let payload = Payload {
        attributes: vec![(b"long".to_vec(), vec![b'x'; len])],
        ..Payload::of(u64::MAX)
    };
    Shot::new(payload.bytes(door), Expected::Taken)
}

/// Each text as every text of a span: first those that are UTF-8.
pub(super) fn hostile_text(door: Door) -> Vec<Shot> {
    let span = |texts: &[&[u8]]| {
        let whole = texts.concat();
        let payload = Payload {
            service: whole.clone(),
            name: whole,
            attributes: texts.iter().map(|it| (it.to_vec(), it.to_vec())).collect(),
            ..Payload::of(OF_TEXTS)
        };
        payload.bytes(door)
    };
    let unbroken = UNBROKEN.map(str::as_bytes);
    let of_broken = match door.form {
        // Values of any type are read there, of which texts must be UTF-8.
        Form::ZipkinV1Json => Expected::Undecodable,
        _ => Expected::Taken,
    };
    vec![
        Shot::showing(OF_TEXTS, span(&unbroken), Expected::Taken),
        Shot::showing(OF_TEXTS, span(&BROKEN), of_broken),
    ]
}

/// Times before 1970 and far from now, ends before starts.
pub(super) fn odd_times(door: Door) -> Vec<Shot> {
    let shot = |(start_us, duration_us): (i64, i64)| {
        let payload = Payload {
            start_us,
            duration_us,
            ..Payload::of(OF_TIMES)
        };
        let is_negative = start_us < 0 || duration_us < 0;
        let expected = match door.form {
            Form::ZipkinV2Json if is_negative => Expected::Undecodable,
            _ => Expected::Taken,
        };
        Shot::showing(OF_TIMES, payload.bytes(door), expected)
    };
    TIMES.map(shot).into()
}

/// A trace id of zeros, and one that is too long where the form has room for it.
pub(super) fn odd_ids(door: Door) -> Vec<Shot> {
    let shot = |trace_id: Vec<u8>, expected| {
        let payload = Payload {
            trace_id,
            ..Payload::of(u64::MAX)
        };
        Shot::new(payload.bytes(door), expected)
    };
    let of_zeros = match door.form {
        Form::ZipkinV1Json => Expected::Undecodable,
        // The span is left out alone.
        _ => Expected::Taken,
    };
    let of_too_long = match door.form {
        Form::JaegerThrift | Form::ZipkinThrift => None,
        Form::OtlpProtobuf => Some(Expected::Taken),
        _ => Some(Expected::Undecodable),
    };
    let too_long = of_too_long.map(|expected| shot(vec![0xff; 17], expected));
    let zeros = shot(vec![0; 16], of_zeros);
    [zeros].into_iter().chain(too_long).collect()
}

/// What terminals, pages, logs, queries and file systems take for something else.
const UNBROKEN: [&str; 12] = [
    "\0",
    "a\r\nb: c",
    "\u{1b}[31mred\u{1b}[2J",
    "\u{202e}txt.exe",
    "\u{feff}\u{200b}",
    "\u{10ffff}\u{fffd}",
    "__proto__",
    "_id",
    "a.b..c.",
    "</script><img src=x onerror=alert(1)>",
    "\"}],\"x\":[{\"",
    "../../etc/passwd%00${jndi:ldap://x}",
];

/// No UTF-8: a byte that never stands there, half a character, half a surrogate pair, an overlong one.
const BROKEN: [&[u8]; 4] = [b"\xff\xfe", b"a\xe2\x82", b"\xed\xa0\x80", b"\xc0\xaf"];

const TIMES: [(i64, i64); 8] = [
    (0, 0),
    (1, 0),
    (-1, -1),
    (1_704_067_200_000_000, -5),
    // The year 10000.
    (253_402_300_800_000_000, 1),
    (1, i64::MAX),
    (i64::MAX, i64::MAX),
    (i64::MIN, i64::MIN),
];

// Traces that are shown afterwards, each of many spans of this kind.
const OF_TEXTS: u64 = u64::MAX - 1;
const OF_TIMES: u64 = u64::MAX - 2;
