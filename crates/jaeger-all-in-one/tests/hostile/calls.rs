//! Absurd calls to the ports that answer questions over gRPC, and how each should end.

mod collector;
mod query;

use jaeger_model::wire::Writer;

use crate::grpc::{self, Ended, INTERNAL, OK, OUT_OF_RANGE, UNIMPLEMENTED};

/// One call.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) what: &'static str,
    pub(crate) port: &'static str,
    pub(crate) path: &'static str,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
    /// Each of them is fine.
    pub(crate) ends: &'static [End],
    /// The outcome that the metrics of ports for spans count it as; empty for none.
    pub(crate) counted: &'static str,
}

/// How a call ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// A status of gRPC.
    Code(u16),
    /// A status of HTTP alone, which clients translate.
    Http(u16),
    /// The connection ends.
    Unheard,
}

impl End {
    pub(crate) fn of(ended: Option<Ended>) -> Self {
        match ended {
            None => Self::Unheard,
            Some(Ended { code, http }) => code.map_or(Self::Http(http), Self::Code),
        }
    }
}

impl Call {
    /// A call to this port that is answered well.
    pub(crate) fn good(port: &'static str) -> Self {
        let path = match port {
            QUERY => GET_SERVICES,
            _ => GET_STRATEGY,
        };
        Self::new(port, "a good call", path, &[End::Code(OK)]).with(Vec::new())
    }

    fn new(
        port: &'static str,
        what: &'static str,
        path: &'static str,
        ends: &'static [End],
    ) -> Self {
        Self {
            what,
            port,
            path,
            headers: vec![(grpc::CONTENT_TYPE.0, grpc::CONTENT_TYPE.1.to_owned())],
            body: Vec::new(),
            ends,
            counted: "",
        }
    }

    /// The same with a message in its frame.
    fn with(self, message: Vec<u8>) -> Self {
        let len = u32::try_from(message.len()).expect("a short message");
        self.raw(grpc::frame(0, len, &message))
    }

    /// The same with this in place of a message.
    fn raw(self, body: Vec<u8>) -> Self {
        Self { body, ..self }
    }

    fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.into()));
        self
    }

    fn counted(self, counted: &'static str) -> Self {
        Self { counted, ..self }
    }
}

pub(crate) fn all() -> Vec<Call> {
    let framing = [(QUERY, GET_SERVICES), (JAEGER, GET_STRATEGY)]
        .into_iter()
        .flat_map(|(port, path)| framing(port, path));
    framing
        .chain(query::questions_v2())
        .chain(query::questions_v3())
        .chain(collector::strategies())
        .chain(collector::spans())
        .collect()
}

/// What is wrong with a call before its message is looked at. The message, as far as there is one,
/// is empty and good.
fn framing(port: &'static str, path: &'static str) -> Vec<Call> {
    let call = |what, ends| Call::new(port, what, path, ends);
    let elsewhere = |what, path| {
        let counted = if port == JAEGER { "misdirected" } else { "" };
        let call = Call::new(port, what, path, &[End::Code(UNIMPLEMENTED)]);
        call.with(Vec::new()).counted(counted)
    };
    let prefix = |len| grpc::frame(0, len, &[]);
    vec![
        call("no message", &[End::Code(INTERNAL)]),
        call("half a prefix", &[End::Code(INTERNAL)]).raw(vec![0, 0]),
        call("less than announced", &[End::Code(INTERNAL)]).raw(grpc::frame(0, 1_000, b"less")),
        call("4 GiB announced", &[End::Code(OUT_OF_RANGE)]).raw(prefix(u32::MAX)),
        call("65 KiB and no text", &[End::Code(OUT_OF_RANGE)]).with(vec![0; 65 << 10]),
        call("1 MiB", &[End::Code(OUT_OF_RANGE)]).with(vec![0; 1 << 20]),
        call("5 MiB", &[End::Code(OUT_OF_RANGE)]).with(vec![0; 5 << 20]),
        call("compressed, but not how", &[End::Code(INTERNAL)]).raw(grpc::frame(1, 0, &[])),
        call("another flag", &[End::Code(INTERNAL)]).raw(grpc::frame(7, 0, &[])),
        call("what is no gzip", &[End::Code(INTERNAL)])
            .header("grpc-encoding", "gzip")
            .raw(grpc::frame(1, 0, &[])),
        call(
            "an encoding that is not served",
            &[End::Code(UNIMPLEMENTED)],
        )
        .header("grpc-encoding", "zstd")
        .raw(grpc::frame(1, 0, &[])),
        call("an encoding that nobody knows", &[End::Code(UNIMPLEMENTED)])
            .header("grpc-encoding", "m".repeat(1_000))
            .with(Vec::new()),
        call("a deadline that is none", &[End::Code(OK)])
            .header("grpc-timeout", "99999999999999999999H")
            .with(Vec::new()),
        // The reply may be overtaken by the end of the stream.
        call("20 KiB of metadata", &[End::Http(431), End::Unheard])
            .header("x-metadata", "m".repeat(20 << 10))
            .with(Vec::new()),
        call("64 KiB of metadata", &[End::Http(431), End::Unheard])
            .header("x-metadata", "m".repeat(64 << 10))
            .with(Vec::new()),
        call("groups within groups", &[End::Code(INTERNAL)]).with([0x9b, 0x06].repeat(10_000)),
        call("no protobuf", &[End::Code(INTERNAL)]).with(vec![0xff; 100]),
        elsewhere("no path", "/"),
        elsewhere("no method", "/jaeger.api_v2.Nothing"),
        elsewhere("an unknown service", "/jaeger.api_v2.Nothing/Nothing"),
        elsewhere("hostile characters", "/%00%1b%5b31m/%0d%0aSet-Cookie:a"),
    ]
}

fn message<R>(write: impl FnOnce(&mut Writer) -> R) -> Vec<u8> {
    let mut writer = Writer::default();
    write(&mut writer);
    writer.into_bytes()
}

const QUERY: &str = "query-grpc";
const JAEGER: &str = "jaeger-grpc";
const GET_SERVICES: &str = "/jaeger.api_v2.QueryService/GetServices";
const GET_STRATEGY: &str = "/jaeger.api_v2.SamplingManager/GetSamplingStrategy";
