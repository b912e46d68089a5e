//! Absurd calls to the port that takes spans and tells how to sample.

use crate::calls::{Call, End, GET_STRATEGY, JAEGER, message};
use crate::door::POST_SPANS;
use crate::grpc::{self, INTERNAL, INVALID_ARGUMENT, OK, UNIMPLEMENTED};

pub(super) fn strategies() -> Vec<Call> {
    let call = |what, ends, name: &[u8]| {
        Call::new(JAEGER, what, GET_STRATEGY, ends).with(message(|w| w.bytes(1, name)))
    };
    vec![
        call("an empty name", &[End::Code(OK)], b""),
        call("hostile characters", &[End::Code(OK)], b"\0\r\n\x1b[31m"),
        call("60 KiB", &[End::Code(OK)], &[b's'; 60_000]),
        call("a name that is no text", &[End::Code(INTERNAL)], b"\xff"),
        Call::new(
            JAEGER,
            "a name that is a number",
            GET_STRATEGY,
            &[End::Code(INTERNAL)],
        )
        .with(message(|w| w.varint(1, 1))),
        Call::new(
            JAEGER,
            "an unknown method",
            "/jaeger.api_v2.SamplingManager/Nothing",
            &[End::Code(UNIMPLEMENTED)],
        )
        .with(Vec::new()),
    ]
}

/// Calls that would bring spans; what is in their messages is for the kinds of shots.
pub(super) fn spans() -> Vec<Call> {
    let call = |what, ends| Call::new(JAEGER, what, POST_SPANS, ends);
    vec![
        call("no message", &[End::Code(INVALID_ARGUMENT)]).counted("undecodable"),
        call("compressed, but not how", &[End::Code(INVALID_ARGUMENT)])
            .raw(grpc::frame(1, 0, &[]))
            .counted("undecodable"),
        call("another flag", &[End::Code(INVALID_ARGUMENT)])
            .raw(grpc::frame(2, 0, &[]))
            .counted("undecodable"),
        call("two messages", &[End::Code(INVALID_ARGUMENT)])
            .raw([0; 10].to_vec())
            .counted("undecodable"),
        call("an encoding that nobody knows", &[End::Code(UNIMPLEMENTED)])
            .header("grpc-encoding", "snappy")
            .counted("misdirected"),
        call("another form", &[End::Http(415)])
            .header("content-type", "application/json")
            .counted("misdirected"),
        Call::new(
            JAEGER,
            "an unknown method",
            "/jaeger.api_v2.CollectorService/Nothing",
            &[End::Code(UNIMPLEMENTED)],
        )
        .counted("misdirected"),
    ]
}
