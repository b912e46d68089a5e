//! Absurd questions about traces.

use jaeger_model::wire::Writer;

use crate::calls::{Call, End, QUERY, message};
use crate::grpc::{INTERNAL, INVALID_ARGUMENT, NOT_FOUND, OK, UNIMPLEMENTED, UNKNOWN};

pub(super) fn questions_v2() -> Vec<Call> {
    let call = |what, method, ends| Call::new(QUERY, what, method, ends);
    let find = |what, ends, write: fn(&mut Writer)| {
        let query = message(|request| request.message(1, write));
        call(what, "/jaeger.api_v2.QueryService/FindTraces", ends).with(query)
    };
    let get = |what, ends, write: fn(&mut Writer)| {
        call(what, "/jaeger.api_v2.QueryService/GetTrace", ends).with(message(write))
    };
    let operations = "/jaeger.api_v2.QueryService/GetOperations";
    let archive = "/jaeger.api_v2.QueryService/ArchiveTrace";
    let dependencies = "/jaeger.api_v2.QueryService/GetDependencies";
    vec![
        call(
            "an unknown method",
            "/jaeger.api_v2.QueryService/Nothing",
            &[End::Code(UNIMPLEMENTED)],
        ),
        get("no id", &[End::Code(INVALID_ARGUMENT)], |_| {}),
        get("a short id", &[End::Code(INVALID_ARGUMENT)], |w| {
            w.bytes(1, &[1; 3]);
        }),
        get("a long id", &[End::Code(INVALID_ARGUMENT)], |w| {
            w.bytes(1, &[1; 60_000]);
        }),
        get("an id of zeros", &[End::Code(INVALID_ARGUMENT)], |w| {
            w.bytes(1, &[0; 16]);
        }),
        get("an unknown id", &[End::Code(NOT_FOUND)], |w| {
            w.bytes(1, &[0xfe; 16]);
        }),
        get("an id that is a number", &[End::Code(INTERNAL)], |w| {
            w.varint(1, 1);
        }),
        get("times that are numbers", &[End::Code(INTERNAL)], |w| {
            w.bytes(1, &[1; 16]);
            w.fixed64(2, 1);
        }),
        call(
            "no query",
            "/jaeger.api_v2.QueryService/FindTraces",
            &[End::Code(INVALID_ARGUMENT)],
        )
        .with(Vec::new()),
        find("an empty query", &[End::Code(OK)], |_| {}),
        find("the largest limit", &[End::Code(OK)], |w| {
            w.varint(8, i32::MAX.cast_unsigned().into());
        }),
        find("the smallest limit", &[End::Code(OK)], |w| {
            w.varint(8, i64::from(i32::MIN).cast_unsigned());
        }),
        find("a limit of 64 bits", &[End::Code(OK)], |w| {
            w.varint(8, 1 << 63);
        }),
        find("the end before the start", &[End::Code(OK)], |w| {
            w.message(4, |time| time.varint(1, 2));
            w.message(5, |time| time.varint(1, 1));
        }),
        find("all of time", &[End::Code(OK)], |w| {
            w.message(4, |time| seconds(time, i64::MIN));
            w.message(5, |time| seconds(time, i64::MAX));
        }),
        find("absurd durations", REFUSED_OR_NOTHING, |w| {
            w.message(6, |duration| seconds(duration, i64::MAX));
            w.message(7, |duration| seconds(duration, i64::MIN));
        }),
        find("3,000 tags", REFUSED_OR_NOTHING, |w| {
            for number in 0..3_000 {
                w.message(3, |tag| {
                    tag.bytes(1, format!("k{number}").as_bytes());
                    tag.bytes(2, b"v");
                });
            }
        }),
        find("a tag of 60 KiB", REFUSED_OR_NOTHING, |w| {
            w.message(3, |tag| {
                tag.bytes(1, &[b'k'; 30 << 10]);
                tag.bytes(2, &[b'v'; 30 << 10]);
            });
        }),
        find("a service that is no text", &[End::Code(INTERNAL)], |w| {
            w.bytes(1, b"\xff\xfe");
        }),
        call("hostile characters", operations, &[End::Code(OK)])
            .with(message(|w| w.bytes(1, b"\0\r\n\x1b[31m"))),
        call("an unknown kind", operations, &[End::Code(OK)])
            .with(message(|w| w.bytes(2, b"sideways"))),
        call("no times", dependencies, &[End::Code(INVALID_ARGUMENT)]).with(Vec::new()),
        call("all of time", dependencies, &[End::Code(OK)]).with(message(|w| {
            w.message(1, |time| seconds(time, i64::MIN));
            w.message(2, |time| seconds(time, i64::MAX));
        })),
        call("an unknown id", archive, &[End::Code(NOT_FOUND)])
            .with(message(|w| w.bytes(1, &[0xfe; 16]))),
    ]
}

pub(super) fn questions_v3() -> Vec<Call> {
    let get = |what, ends, id: &[u8]| {
        Call::new(QUERY, what, "/jaeger.api_v3.QueryService/GetTrace", ends)
            .with(message(|w| w.bytes(1, id)))
    };
    let find = |what, ends, write: fn(&mut Writer)| {
        Call::new(QUERY, what, "/jaeger.api_v3.QueryService/FindTraces", ends)
            .with(message(|request| request.message(1, write)))
    };
    vec![
        get("no id", &[End::Code(UNKNOWN)], b""),
        get("an id that is no number", &[End::Code(UNKNOWN)], b"zz"),
        get("an id of 33 digits", &[End::Code(UNKNOWN)], &[b'f'; 33]),
        // What is said of it must fit a header.
        get("an id of 60 KiB", &[End::Code(UNKNOWN)], &[b'f'; 60_000]),
        get("control characters", &[End::Code(UNKNOWN)], &[1; 3_000]),
        get("an unknown id", &[End::Code(OK)], b"ffff"),
        find("no times", &[End::Code(UNKNOWN)], |_| {}),
        find("all of time", &[End::Code(OK)], |w| {
            w.message(4, |time| seconds(time, i64::MIN));
            w.message(5, |time| seconds(time, i64::MAX));
            w.varint(8, i32::MAX.cast_unsigned().into());
        }),
    ]
}

/// The content of a `Timestamp` or `Duration`.
fn seconds(writer: &mut Writer, seconds: i64) {
    writer.varint(1, seconds.cast_unsigned());
}

const REFUSED_OR_NOTHING: &[End] = &[End::Code(INVALID_ARGUMENT), End::Code(OK)];
