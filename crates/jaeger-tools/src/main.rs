//! The program `jaeger-tools`.

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Command;
use jaeger_service::{Clock, SystemClock};
use jaeger_tools::replay;

#[tokio::main]
async fn main() -> ExitCode {
    let command = Command::new("jaeger-tools")
        .about("Tools around a running Jaeger")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(replay::command());
    let matches = command.get_matches();
    let outcome = match matches.subcommand() {
        Some((replay::NAME, matches)) => replayed(matches).await,
        _ => Err(anyhow::anyhow!("an unknown command")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody is left to tell when the error output is gone.
            writeln!(io::stderr().lock(), "error: {error:#}").unwrap_or_default();
            ExitCode::FAILURE
        }
    }
}

async fn replayed(matches: &clap::ArgMatches) -> anyhow::Result<()> {
    let options = replay::Options::read(matches)?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let report = replay::run(&options, &clock).await?;
    let mut output = io::stdout().lock();
    writeln!(output, "{report}")?;
    writeln!(output, "{}", report.to_json())?;
    anyhow::ensure!(report.missing == 0, "{} spans are missing", report.missing);
    Ok(())
}
