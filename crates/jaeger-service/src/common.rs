//! The options that every role has: logging, metrics, the admin port, stopping, the file.
//!
//! Names and defaults are Jaeger's but for `shutdown.grace-period`, which Jaeger does not have.

use std::path::PathBuf;
use std::time::Duration;

use crate::options::{ConfigError, ListenAddress};
use crate::tls::TlsConfig;
use crate::{option_choice, option_groups, options};

option_groups! {
    /// The options that every role has.
    pub struct CommonConfig {
        /// What is logged, and how.
        logging: LoggingConfig,
        /// How metrics are served.
        metrics: MetricsConfig,
        /// The admin port.
        admin: AdminConfig,
        /// Whether the admin port wants TLS.
        "admin.http" admin_tls: TlsConfig,
        /// How the process stops.
        shutdown: ShutdownConfig,
        /// Where options are read from.
        file: FileConfig,
    }
}

options! {
    /// What is logged, and how.
    pub struct LoggingConfig {
        /// The least severe level that is logged. PUT /loglevel changes it while running.
        "log-level" level: LogLevel = LogLevel::Info,
        /// How a line is written: json or console.
        "log-encoding" encoding: LogEncoding = LogEncoding::Json,
    }
}

options! {
    /// How metrics are served.
    pub struct MetricsConfig {
        /// Whether metrics are served: prometheus or none.
        "metrics-backend" backend: MetricsBackend = MetricsBackend::Prometheus,
        /// The path of the metrics on the admin port.
        "metrics-http-route" http_route: String = String::from("/metrics"),
    }
    validate Self::route_is_a_path
}

options! {
    /// The admin port.
    pub struct AdminConfig {
        /// Where health, metrics and the other admin pages are served; empty serves none.
        "admin.http.host-port" http_host_port: ListenAddress = ListenAddress::local(14269),
        /// The admin port that the status command asks; the own one unless given.
        "status.http.host-port" status_host_port: Option<ListenAddress> = None,
    }
}

options! {
    /// How the process stops.
    pub struct ShutdownConfig {
        /// How long work under way may take to finish once the process was told to stop.
        "shutdown.grace-period" grace_period: Duration = Duration::from_secs(10),
    }
}

options! {
    /// Where options are read from.
    pub struct FileConfig {
        /// A YAML file of options: nested keys, or dotted ones.
        "config-file" path: Option<PathBuf> = None,
    }
}

option_choice! {
    /// How severe a line must be to be logged. The last three are Jaeger's words for errors.
    pub enum LogLevel {
        /// Everything.
        "trace" Trace,
        /// What helps while looking for a fault.
        "debug" Debug,
        /// What an operator wants to know.
        "info" Info,
        /// What an operator should look at.
        "warn" Warn,
        /// What went wrong.
        "error" Error,
        /// Errors.
        "dpanic" DPanic,
        /// Errors.
        "panic" Panic,
        /// Errors.
        "fatal" Fatal,
    }
}

option_choice! {
    /// How a log line is written.
    pub enum LogEncoding {
        /// One JSON object a line.
        "json" Json,
        /// Time, level, target, message and fields between tabs.
        "console" Console,
    }
}

option_choice! {
    /// Whether metrics are served.
    pub enum MetricsBackend {
        /// In Prometheus' text format.
        "prometheus" Prometheus,
        /// Not at all.
        "none" None,
    }
}

impl MetricsConfig {
    fn route_is_a_path(&self) -> Result<(), ConfigError> {
        if self.http_route.starts_with('/') {
            return Ok(());
        }
        Err(ConfigError::contradiction(format!(
            "metrics-http-route must begin with /, not {:?}",
            self.http_route
        )))
    }
}

impl AdminConfig {
    /// Returns the admin port that the `status` command asks.
    pub(crate) fn status_target(&self) -> ListenAddress {
        self.status_host_port
            .clone()
            .unwrap_or_else(|| self.http_host_port.clone())
    }
}
