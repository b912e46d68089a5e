#![doc = include_str!("../README.md")]

mod clients;
mod layers;
mod options;
mod run;
mod ui;

use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let outcome = match arguments.next().as_deref() {
        Some("clients") => clients::install(),
        Some("layers") => layers::check(),
        Some("options") => options::write(),
        Some("ui") => ui::build(),
        other => Err(anyhow::anyhow!(
            "unknown subcommand {other:?}, expected: clients, layers, options, ui"
        )),
    };
    let (text, code) = match outcome {
        Ok(text) => (text, ExitCode::SUCCESS),
        Err(error) => (format!("{error:#}"), ExitCode::FAILURE),
    };
    match writeln!(std::io::stdout(), "{text}") {
        Ok(()) => code,
        Err(_) => ExitCode::FAILURE,
    }
}
