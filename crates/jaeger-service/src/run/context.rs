//! What every part of a role is given: time, metrics, tasks, the end.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use crate::clock::{Clock, SystemClock};
use crate::logging::LevelControl;
use crate::metrics::Metrics;
use crate::task::Tasks;
use crate::version::Version;

/// What every part of a role is given. Clones share all of it.
#[derive(Debug, Clone)]
pub struct Context {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The metrics of the process.
    pub metrics: Metrics,
    /// The tasks of the process.
    pub tasks: Tasks,
    /// Cancelled when the process stops, before anything is closed. Doors take it and let their
    /// requests finish; what those requests need is closed by [`Built::on_stop`] instead.
    ///
    /// [`Built::on_stop`]: crate::Built::on_stop
    pub shutdown: CancellationToken,
    /// The level of the log.
    pub log_level: LevelControl,
    /// What was built.
    pub version: Version,
}

impl Context {
    /// Returns the context of a process.
    pub fn new(clock: Arc<dyn Clock>, log_level: LevelControl) -> Self {
        let shutdown = CancellationToken::new();
        Self {
            clock,
            metrics: Metrics::new(),
            tasks: Tasks::new(shutdown.clone()),
            shutdown,
            log_level,
            version: Version::current(),
        }
    }

    /// Returns a context for a test, with the time of the system and without a log.
    pub fn for_test() -> Self {
        Self::new(Arc::new(SystemClock::new()), LevelControl::detached())
    }
}
