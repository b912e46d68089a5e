//! The options of the query API.

use std::path::PathBuf;
use std::time::Duration;

use jaeger_service::options::{ByteSize, ConfigError, ListenAddress};
use jaeger_service::{Accepted, TenancyConfig, TlsConfig, memory, option_groups, options};
use jaeger_storage::TraceQuery;

use crate::additional_headers::AdditionalHeaders;
use crate::base_path::BasePath;
use crate::own_traces::OwnTracesConfig;

option_groups! {
    /// The query API.
    pub struct QueryConfig {
        /// How it is served over HTTP.
        http: HttpConfig,
        /// How it is served over gRPC.
        grpc: GrpcConfig,
        /// Whose traces are shown.
        tenancy: TenancyConfig,
        /// Which requests become spans of the process itself.
        own_traces: OwnTracesConfig,
        /// Whether the HTTP port wants TLS.
        "query.http" http_tls: TlsConfig,
        /// Whether the gRPC port wants TLS.
        "query.grpc" grpc_tls: TlsConfig,
    }
}

options! {
    /// How the query API is served over HTTP, and what both ways of serving it have in common.
    pub struct HttpConfig {
        /// Where the query API and the web UI are served.
        "query.http-server.host-port" host_port: ListenAddress = ListenAddress::local(16686),
        /// The path under which all of it is served, for a proxy in front; / for none.
        "query.base-path" base_path: String = String::from("/"),
        /// A folder with the files of Jaeger's web UI, index.html and static, to serve in place of
        /// the plain page.
        "query.static-files" static_files: Option<PathBuf> = None,
        /// A JSON file that configures the web UI, read again when it changes. JavaScript is refused.
        "query.ui-config" ui_config: Option<PathBuf> = None,
        /// How far the times of a span may be moved to make up for the clock of its host; 0s only
        /// warns.
        "query.max-clock-skew-adjustment" max_clock_skew_adjustment: Duration = Duration::ZERO,
        /// Headers for every reply, each as "Name: value"; may be repeated.
        "query.additional-headers" additional_headers: AdditionalHeaders =
            AdditionalHeaders::default(),
        /// The origins of other sites whose pages may ask; `*` is any, also as a part of a name. Pages
        /// of any origin may only read, and without credentials; those of one that is named may
        /// archive, too. Once there are any, what pages of other origins would change is refused.
        "query.http.cors.allowed-origins" cors_origins: Vec<String> = Vec::new(),
        /// The headers that such pages may send; `*` is any.
        "query.http.cors.allowed-headers" cors_headers: Vec<String> = Vec::new(),
        /// Whether the bearer token of a request is passed on to a storage that asks another server: that
        /// of the header Authorization, else of X-Forwarded-Access-Token, and over gRPC that of the
        /// metadata bearer.token. Memory asks nobody.
        "query.bearer-token-propagation" passes_bearer_tokens: bool = false,
        /// Traces in one reply at most; a search that asks for more, or for 0 or less, gets so many.
        "query.limit-max" limit_max: usize = TraceQuery::LIMIT_MAX,
        /// How long an answer may take before its client is told that it took too long.
        "query.timeout" timeout: Duration = Duration::from_secs(60),
        /// The bytes that all replies under way may hold, of spans and of what is written for them;
        /// a reply that finds none left may be asked for again. 0 is a quarter of the memory of the
        /// process.
        "query.max-in-flight-bytes" in_flight_max: ByteSize = ByteSize::bytes(0),
    }
    validate Self::is_possible
}

options! {
    /// How the query API is served over gRPC.
    pub struct GrpcConfig {
        /// Where the query API is served over gRPC; the address of the query API over HTTP serves
        /// both there.
        "query.grpc-server.host-port" host_port: ListenAddress = ListenAddress::local(16685),
    }
}

impl QueryConfig {
    /// Returns whether one port serves both. A port that the system chooses is always another.
    pub(crate) fn is_port_shared(&self) -> bool {
        let shared = &self.http.host_port;
        *shared == self.grpc.host_port && !shared.is_off() && shared.port() != 0
    }
}

impl HttpConfig {
    /// Returns the bytes that all replies under way may hold.
    pub(crate) fn in_flight_bytes_max(&self) -> usize {
        match self.in_flight_max.as_usize() {
            0 => usize::try_from(memory::limit_bytes() / 4).unwrap_or(usize::MAX),
            bytes => bytes,
        }
    }

    fn is_possible(&self) -> Result<(), ConfigError> {
        BasePath::new(&self.base_path)?;
        let most = TraceQuery::LIMIT_MAX;
        if (1..=most).contains(&self.limit_max) {
            return Ok(());
        }
        Err(ConfigError::contradiction(format!(
            "query.limit-max must be from 1 to {most}, not {}",
            self.limit_max
        )))
    }
}

/// Options of Jaeger that are accepted without being served.
pub const ACCEPTED: &[Accepted] = &[Accepted {
    name: "query.log-static-assets-access",
    instead: "no line is logged for a file of the web UI",
}];
