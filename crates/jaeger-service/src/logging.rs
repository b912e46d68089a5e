//! Logging: one line an event on the error output, as JSON in the shape of Jaeger's logger (`level`,
//! `ts`, `caller`, `msg`, then the fields) or as its console form. The level can be changed while
//! the process runs.
//!
//! Only [`install`] touches process globals (the subscriber and the panic hook).

mod line;

use std::fmt;
use std::sync::Arc;

use parking_lot::Mutex;
use tracing::{Subscriber, error};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::{Registry, reload};

use crate::clock::Clock;
use crate::common::{LogLevel, LoggingConfig};
use crate::logging::line::LineFormat;

/// Logs from here on, and logs panics. Returns the control of the level.
///
/// Fails when the process logs already.
pub fn install(
    config: &LoggingConfig,
    clock: Arc<dyn Clock>,
) -> Result<LevelControl, InstallError> {
    let (subscriber, control) = subscriber(config, clock, std::io::stderr);
    tracing::subscriber::set_global_default(subscriber).map_err(|_| InstallError)?;
    std::panic::set_hook(Box::new(|panic| error!("{panic}")));
    Ok(control)
}

/// The process has a log already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the process has a log already")]
pub struct InstallError;

/// Reads and changes the level of a log.
#[derive(Clone)]
pub struct LevelControl {
    level: Arc<Mutex<LogLevel>>,
    filter: Option<reload::Handle<Targets, Registry>>,
}

impl LevelControl {
    /// Returns a control of no log, for tests.
    pub fn detached() -> Self {
        Self {
            level: Arc::new(Mutex::new(LogLevel::Info)),
            filter: None,
        }
    }

    /// Returns the level.
    pub fn level(&self) -> LogLevel {
        *self.level.lock()
    }

    /// Changes the level.
    pub fn set_level(&self, level: LogLevel) {
        let mut current = self.level.lock();
        if let Some(Err(error)) = self
            .filter
            .as_ref()
            .map(|filter| filter.reload(targets(level)))
        {
            error!(%error, "failed to change the log level");
            return;
        }
        *current = level;
    }
}

impl fmt::Debug for LevelControl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("LevelControl")
            .field(&self.level())
            .finish()
    }
}

fn subscriber<W>(
    config: &LoggingConfig,
    clock: Arc<dyn Clock>,
    writer: W,
) -> (impl Subscriber + Send + Sync + use<W>, LevelControl)
where
    W: for<'writer> MakeWriter<'writer> + Send + Sync + 'static,
{
    let (filter, handle) = reload::Layer::new(targets(config.level));
    let lines = tracing_subscriber::fmt::layer()
        .event_format(LineFormat::new(config.encoding, clock))
        .with_writer(writer);
    let control = LevelControl {
        level: Arc::new(Mutex::new(config.level)),
        filter: Some(handle),
    };
    (Registry::default().with(filter).with(lines), control)
}

/// The protocol libraries say at debug level what only their authors want to know, for every frame.
fn targets(level: LogLevel) -> Targets {
    let level = LevelFilter::from(level);
    let quiet = level.min(LevelFilter::INFO);
    let libraries = ["h2", "hyper", "hyper_util", "tonic", "tower"].map(|target| (target, quiet));
    Targets::new().with_default(level).with_targets(libraries)
}

impl From<LogLevel> for LevelFilter {
    fn from(level: LogLevel) -> Self {
        match level {
            LogLevel::Trace => Self::TRACE,
            LogLevel::Debug => Self::DEBUG,
            LogLevel::Info => Self::INFO,
            LogLevel::Warn => Self::WARN,
            LogLevel::Error | LogLevel::DPanic | LogLevel::Panic | LogLevel::Fatal => Self::ERROR,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use tracing::{debug, info, warn};

    use super::*;
    use crate::clock::ManualClock;
    use crate::common::LogEncoding;

    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Written {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// Returns what `events` writes.
    fn logged(encoding: LogEncoding, events: impl FnOnce(&LevelControl)) -> String {
        let written = Written::default();
        let writer = written.clone();
        let config = LoggingConfig {
            encoding,
            ..LoggingConfig::default()
        };
        let clock = Arc::new(ManualClock::at_ns(1_700_000_000_123_456_789));
        let (subscriber, control) = subscriber(&config, clock, move || writer.clone());
        tracing::subscriber::with_default(subscriber, || events(&control));
        let bytes = written.0.lock().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn writes_a_json_line_in_the_shape_of_jaegers_logger() {
        let line = logged(LogEncoding::Json, |_| {
            let reason = io::Error::other("disk \u{1b}[31mgone");
            warn!(target: "jaeger", tenant = "a\nb", dropped = 7, ratio = 0.5, ok = false,
                  error = %reason, "span queue full\u{9b}");
        });
        let expected = concat!(
            r#"{"level":"warn","ts":1700000000.123456,"caller":"jaeger","#,
            r#""msg":"span queue full\u009b","tenant":"a\nb","dropped":7,"ratio":0.5,"#,
            r#""ok":false,"error":"disk \u001b[31mgone"}"#,
            "\n",
        );
        assert_eq!(line, expected);
    }

    #[test]
    fn writes_a_console_line() {
        let line = logged(LogEncoding::Console, |_| {
            info!(target: "jaeger", port = 4317, "bound\tto\u{7}");
        });
        let expected =
            "2023-11-14T22:13:20.123456789Z\tINFO\tjaeger\tbound\\tto\\u0007\t{\"port\":4317}\n";
        assert_eq!(line, expected);
    }

    #[test]
    fn the_level_changes_while_running() {
        let lines = logged(LogEncoding::Json, |control| {
            debug!("one");
            control.set_level(LogLevel::Debug);
            debug!("two");
            debug!(target: "h2::codec", "noise");
            control.set_level(LogLevel::Error);
            info!("three");
            assert_eq!(control.level(), LogLevel::Error);
        });
        assert!(lines.contains("two"), "{lines}");
        assert_eq!(lines.lines().count(), 1, "{lines}");
    }
}
