//! How a role starts and stops. [`run`] is a whole `main`; [`Service`] is the same without process
//! globals, for tests and for a process of several roles.
//!
//! Start: options, log, start line, admin port (live), [`Role::build`], ready. Stop: not ready,
//! `shutdown` cancelled, what was built closed in reverse order, tasks drained, admin port closed;
//! all of it but the first and the last within one grace period.

mod built;
mod context;
mod service;
mod signals;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use tracing::{error, info};

pub use built::{BoundAddress, Built};
pub use context::Context;
pub use service::Service;

use crate::clock::{Clock, SystemClock};
use crate::exit::complain;
use crate::load::{Accepted, Command, Environment, Loaded, load};
use crate::logging;
use crate::options::OptionGroup;
use crate::run::signals::Signals;

/// A program of the family: what it is called, what it takes, and how it is built.
pub trait Role: 'static {
    /// The name of the program, such as `jaeger-collector`.
    const NAME: &'static str;
    /// What it is, in a sentence.
    const ABOUT: &'static str;
    /// Where its admin port is unless it is told otherwise.
    const ADMIN_PORT: u16;
    /// What its metrics begin with, such as `jaeger_collector`.
    const METRICS_PREFIX: &'static str;
    /// Defaults that differ from those of the option's definition: option name and text.
    const DEFAULTS: &'static [(&'static str, &'static str)] = &[];
    /// Options of Jaeger that are accepted without being served, a list for each part that knows of
    /// some.
    const ACCEPTED: &'static [&'static [Accepted]] = &[];
    /// Its own options; those that every role has come by themselves.
    type Config: OptionGroup + Send + 'static;

    /// Opens storage, binds every socket and spawns the tasks.
    ///
    /// Returns when all of it works: the process becomes ready then.
    fn build(
        config: Self::Config,
        context: Context,
    ) -> impl Future<Output = anyhow::Result<Built>> + Send;
}

impl Command {
    /// Returns the command of a role.
    pub fn of<R: Role>() -> Self {
        let admin = (
            String::from("admin.http.host-port"),
            format!("localhost:{}", R::ADMIN_PORT),
        );
        let others = R::DEFAULTS
            .iter()
            .map(|(name, text)| (name.to_string(), text.to_string()));
        Self {
            name: R::NAME,
            about: R::ABOUT,
            defaults: std::iter::once(admin).chain(others).collect(),
            accepted: R::ACCEPTED,
        }
    }
}

/// Runs a role as this process, from its arguments to its exit code.
pub fn run<R: Role>() -> ExitCode {
    let arguments = std::env::args_os().skip(1);
    match load::<R::Config>(&Command::of::<R>(), arguments, &Environment::of_process()) {
        Ok(loaded) => run_loaded::<R>(loaded),
        Err(exit) => exit.finish(),
    }
}

fn run_loaded<R: Role>(loaded: Loaded<R::Config>) -> ExitCode {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let log_level = match logging::install(&loaded.common.logging, Arc::clone(&clock)) {
        Ok(log_level) => log_level,
        Err(error) => {
            complain(&error.to_string());
            return ExitCode::FAILURE;
        }
    };
    match run_on_a_runtime::<R>(loaded, Context::new(clock, log_level)) {
        Ok(()) => {
            info!("stopped");
            ExitCode::SUCCESS
        }
        Err(error) => {
            error!(error = format!("{error:#}"), "ended");
            ExitCode::FAILURE
        }
    }
}

fn run_on_a_runtime<R: Role>(loaded: Loaded<R::Config>, context: Context) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_name(R::NAME)
        .build()
        .context("failed to start the runtime")?;
    let ended = runtime.block_on(until_stopped::<R>(loaded, context));
    // What still runs on the blocking pool is read-only or fsynced; waiting longer gains nothing.
    runtime.shutdown_timeout(RUNTIME_GRACE);
    ended
}

async fn until_stopped<R: Role>(loaded: Loaded<R::Config>, context: Context) -> anyhow::Result<()> {
    let mut signals = Signals::install().context("failed to listen for signals")?;
    let service = tokio::select! {
        started = Service::start::<R>(loaded, context) => started?,
        signal = signals.next() => {
            info!(signal, "stopped while starting");
            return Ok(());
        }
    };
    let failure = tokio::select! {
        failure = service.failed() => Some(failure),
        signal = signals.next() => {
            info!(signal, "stopping");
            None
        }
    };
    let stopped = tokio::select! {
        stopped = service.stop() => stopped,
        signal = signals.next() => Err(anyhow::anyhow!("{signal} again, not waiting any longer")),
    };
    match failure {
        Some(failure) => Err(failure.into()),
        None => stopped,
    }
}

const RUNTIME_GRACE: Duration = Duration::from_secs(1);
