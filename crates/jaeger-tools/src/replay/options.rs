//! The flags of the command.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::{Result, ensure};
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command, value_parser};

/// The name of the command.
pub const NAME: &str = "replay";

/// What is sent, where to, and how fast.
#[derive(Clone, Debug)]
pub struct Options {
    /// The requests.
    pub source: Source,
    /// Where OTLP is received.
    pub target: SocketAddr,
    /// How it is sent.
    pub transport: Transport,
    /// The tenant; empty for none.
    pub tenant: String,
    /// Connections, each with one request under way.
    pub connections: usize,
    /// Spans to be sent in all; the last request is sent whole.
    pub spans: u64,
    /// Spans a second of all connections together; nothing is as fast as replies come.
    pub rate: Option<u64>,
    /// Where the query API is, to count the spans back.
    pub query: Option<SocketAddr>,
    /// The process whose time and memory is measured.
    pub server_pid: Option<u32>,
}

/// Where requests come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A recording.
    File(PathBuf),
    /// Made up, the same for the same seed.
    Seed(u64),
}

/// How OTLP is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// Over gRPC.
    Grpc,
    /// In protobuf over HTTP.
    Http,
}

/// The command for clap.
pub fn command() -> Command {
    Command::new(NAME)
        .about("Send OTLP requests and measure what comes of it")
        .arg(text(FILE, "A recording; without one, requests are made up").conflicts_with(SEED))
        .arg(number(SEED, "What made-up requests are made from").default_value("1"))
        .arg(text(TARGET, "Address and port where OTLP is received").required(true))
        .arg(
            Arg::new(TRANSPORT)
                .long(TRANSPORT)
                .value_parser(PossibleValuesParser::new(["grpc", "http"]))
                .default_value("grpc")
                .help("How OTLP is sent"),
        )
        .arg(text(TENANT, "The tenant").default_value(""))
        .arg(number(CONNECTIONS, "Connections, each with one request under way").default_value("4"))
        .arg(number(SPANS, "Spans to be sent").default_value("100000"))
        .arg(number(
            RATE,
            "Spans a second; without it, as fast as replies come",
        ))
        .arg(text(
            QUERY,
            "Address and port of the query API, to count the spans back",
        ))
        .arg(number(
            SERVER_PID,
            "The process whose time and memory is measured",
        ))
}

impl Options {
    /// What the flags say.
    ///
    /// # Errors
    /// When an address is none or a number is out of range.
    pub fn read(matches: &ArgMatches) -> Result<Self> {
        let text = |name| matches.get_one::<String>(name);
        let number = |name| matches.get_one::<u64>(name).copied();
        let address = |name| {
            text(name)
                .map(|text| text.parse::<SocketAddr>())
                .transpose()
        };
        let source = match text(FILE) {
            Some(path) => Source::File(path.into()),
            None => Source::Seed(number(SEED).unwrap_or_default()),
        };
        let transport = match text(TRANSPORT).map(String::as_str) {
            Some("http") => Transport::Http,
            _ => Transport::Grpc,
        };
        let connections = usize::try_from(number(CONNECTIONS).unwrap_or_default())?;
        ensure!(
            (1..=CONNECTIONS_MAX).contains(&connections),
            "connections must be from 1 to {CONNECTIONS_MAX}"
        );
        let rate = number(RATE);
        ensure!(rate != Some(0), "rate must be 1 or more");
        let target = address(TARGET)?;
        Ok(Self {
            source,
            target: target.ok_or_else(|| anyhow::anyhow!("no {TARGET}"))?,
            transport,
            tenant: text(TENANT).cloned().unwrap_or_default(),
            connections,
            spans: number(SPANS).unwrap_or_default(),
            rate,
            query: address(QUERY)?,
            server_pid: number(SERVER_PID).map(u32::try_from).transpose()?,
        })
    }
}

fn text(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).help(help)
}

fn number(name: &'static str, help: &'static str) -> Arg {
    text(name, help).value_parser(value_parser!(u64))
}

const FILE: &str = "file";
const SEED: &str = "seed";
const TARGET: &str = "target";
const TRANSPORT: &str = "transport";
const TENANT: &str = "tenant";
const CONNECTIONS: &str = "connections";
const SPANS: &str = "spans";
const RATE: &str = "rate";
const QUERY: &str = "query";
const SERVER_PID: &str = "server-pid";
const CONNECTIONS_MAX: usize = 1_024;

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<Options> {
        let arguments = [&[NAME, "--target=127.0.0.1:4317"][..], arguments].concat();
        Options::read(&command().try_get_matches_from(arguments)?)
    }

    #[test]
    fn reads_what_is_given_and_has_a_value_for_the_rest() {
        let options = read(&[]).unwrap();
        assert_eq!(options.source, Source::Seed(1));
        assert_eq!(options.transport, Transport::Grpc);
        assert_eq!((options.connections, options.rate), (4, None));
        let options =
            read(&["--file=x", "--transport=http", "--rate=5", "--server-pid=7"]).unwrap();
        assert_eq!(options.source, Source::File("x".into()));
        assert_eq!(options.transport, Transport::Http);
        assert_eq!((options.rate, options.server_pid), (Some(5), Some(7)));
    }

    #[test]
    fn refuses_what_cannot_be() {
        let refused = [
            "--rate=0",
            "--connections=0",
            "--connections=5000",
            "--query=nowhere",
            "--transport=udp",
            "--server-pid=99999999999",
        ];
        for argument in refused {
            assert!(read(&[argument]).is_err(), "{argument}");
        }
        assert!(read(&["--file=x", "--seed=2"]).is_err());
    }
}
