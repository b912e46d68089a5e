//! Sends OTLP requests again and again and measures what comes of it.

mod corpus;
mod found;
mod load;
mod options;
mod patch;
mod report;
mod sending;
mod server;

use std::sync::Arc;

use anyhow::Result;
use jaeger_service::Clock;

pub use options::{NAME, Options, Source, Transport, command};
pub use report::{Cost, Report};

use crate::replay::server::Usage;

/// Replays as told, and counts the spans back when a query API is given.
///
/// # Errors
/// When a recording cannot be read, a request is refused, or the server does not answer.
pub async fn run(options: &Options, clock: &Arc<dyn Clock>) -> Result<Report> {
    let requests = corpus::requests(&options.source)?;
    let usage = |pid: Option<u32>| pid.map(Usage::of).transpose();
    let before = usage(options.server_pid)?;
    let sent = load::send(options, requests, clock).await?;
    let after = usage(options.server_pid)?;
    let missing = match options.query {
        Some(query) => found::missing(query, &options.tenant, &sent).await?,
        None => 0,
    };
    Ok(Report::new(&sent, before.zip(after), missing))
}
