//! Why a process ends without having run: it printed something, asked for a status, or refused its
//! configuration. The exit codes of the whole crate are decided here and in [`crate::run`].

use std::io::{self, Write as _};
use std::process::ExitCode;

use crate::options::{ConfigError, ListenAddress};
use crate::status;

/// The end of a process that is not going to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exit {
    /// Print this and end well: help, version, the effective configuration.
    Print(String),
    /// Ask the process whose admin port is here how it is, and pass on its answer.
    Status(ListenAddress),
    /// The configuration cannot be used.
    Refused(ConfigError),
}

impl Exit {
    /// Does what the exit says and returns the code to end with.
    pub fn finish(self) -> ExitCode {
        match self {
            Self::Print(text) => print(&text, ExitCode::SUCCESS),
            Self::Status(address) => match status::ask(&address) {
                Ok(answer) if answer.is_ok() => print(&answer.body, ExitCode::SUCCESS),
                Ok(answer) => print(&answer.body, ExitCode::FAILURE),
                Err(error) => {
                    complain(&format!("failed to ask {address} for its status: {error}"));
                    ExitCode::FAILURE
                }
            },
            Self::Refused(error) => {
                complain(&error.to_string());
                ExitCode::from(BAD_CONFIGURATION)
            }
        }
    }
}

impl From<ConfigError> for Exit {
    fn from(error: ConfigError) -> Self {
        Self::Refused(error)
    }
}

/// Writes one line to the error output, for what happens before there is a log.
pub(crate) fn complain(message: &str) {
    // Nobody is left to tell when the error output is gone.
    writeln!(io::stderr().lock(), "error: {message}").unwrap_or_default();
}

fn print(text: &str, code: ExitCode) -> ExitCode {
    let newline = if text.ends_with('\n') { "" } else { "\n" };
    let mut output = io::stdout().lock();
    match write!(output, "{text}{newline}").and_then(|()| output.flush()) {
        Ok(()) => code,
        Err(_) => ExitCode::FAILURE,
    }
}

/// `EX_USAGE` of sysexits.h, so that an operator can tell it from a failed start.
const BAD_CONFIGURATION: u8 = 64;
