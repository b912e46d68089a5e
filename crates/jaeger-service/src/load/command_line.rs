//! The flags, read by clap from the definitions.
//!
//! clap sees only texts; types are read later, by the options themselves, so that a bad value reads
//! the same whichever layer it came from.

use std::collections::BTreeMap;
use std::ffi::OsString;

use clap::builder::PossibleValue;
use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches};

use crate::exit::Exit;
use crate::load::Command;
use crate::options::{ConfigError, OptionDefinition, OptionForm, Origin, nearest};

/// What the arguments said. Without `Debug`, since a flag may be a secret.
pub(super) struct CommandLine {
    pub(super) action: Action,
    /// The text of every flag that was given.
    pub(super) flags: BTreeMap<String, String>,
    /// The flags that were given and are accepted but not served.
    pub(super) accepted: Vec<String>,
}

/// What to do with the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    Run,
    Check,
    Docs,
    Environment,
    PrintConfig,
    Status,
    Version,
}

impl CommandLine {
    pub(super) fn parse(
        command: &Command,
        definitions: &[OptionDefinition],
        arguments: impl IntoIterator<Item = impl Into<OsString>>,
    ) -> Result<Self, Exit> {
        let arguments: Vec<OsString> = arguments.into_iter().map(Into::into).collect();
        let accepted = accepted_flags(command, definitions, &arguments);
        let mut parser = parser(command, definitions, &accepted);
        let matches = parser
            .try_get_matches_from_mut(arguments)
            .map_err(|error| exit(&error, definitions))?;
        if matches
            .get_one::<String>(COMMAND)
            .is_some_and(|command| command == "help")
        {
            return Err(Exit::Print(parser.render_help().to_string()));
        }
        let flags = definitions
            .iter()
            .filter_map(|definition| Some((definition.name.clone(), text(definition, &matches)?)))
            .collect();
        Ok(Self {
            action: action(&matches),
            flags,
            accepted,
        })
    }
}

fn parser(
    command: &Command,
    definitions: &[OptionDefinition],
    accepted: &[String],
) -> clap::Command {
    clap::Command::new(command.name)
        .about(command.about)
        .no_binary_name(true)
        .disable_version_flag(true)
        .max_term_width(HELP_COLUMNS)
        .arg(command_argument())
        .args(definitions.iter().map(option_argument))
        .args(accepted.iter().map(|name| accepted_argument(name)))
        .args([
            switch(CHECK, "Check the configuration and exit"),
            switch(
                PRINT_CONFIG,
                "Print the effective configuration, secrets masked, and exit",
            ),
            switch(VERSION, "Print the version as JSON and exit"),
        ])
}

/// A positional argument in place of clap's subcommands: flags may stand on either side of it, as
/// they may with Jaeger's commands.
fn command_argument() -> Arg {
    Arg::new(COMMAND).value_parser([
        PossibleValue::new("docs").help("Print the reference page of all options"),
        PossibleValue::new("env").help("Print the environment variables"),
        PossibleValue::new("help").help("Print this help"),
        PossibleValue::new(PRINT_CONFIG).help("Print the effective configuration"),
        PossibleValue::new("status").help("Ask the running process how it is"),
        PossibleValue::new(VERSION).help("Print the version as JSON"),
    ])
}

fn option_argument(definition: &OptionDefinition) -> Arg {
    let argument = Arg::new(definition.name.clone())
        .long(definition.name.clone())
        .help(help(definition))
        .value_name(definition.kind)
        .action(ArgAction::Append)
        .allow_negative_numbers(true)
        .hide(definition.form == OptionForm::Environment);
    if definition.kind == "bool" {
        // A bare `--flag` is true and never eats the argument behind it.
        argument
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("true")
    } else {
        argument
    }
}

fn help(definition: &OptionDefinition) -> String {
    let default = match definition.default.as_str() {
        "" => String::new(),
        text => format!(" [default: {text}]"),
    };
    format!(
        "{} [env: {}]{default}",
        definition.help, definition.environment
    )
}

fn accepted_argument(name: &str) -> Arg {
    Arg::new(name.to_owned())
        .long(name.to_owned())
        .action(ArgAction::Append)
        .num_args(0..=1)
        .hide(true)
}

fn switch(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .help(help)
        .action(ArgAction::SetTrue)
}

/// clap has to know a flag before it meets it, and a pattern (`badger.*`) is no flag: the arguments
/// are looked through for those that one of the accepted names matches.
fn accepted_flags(
    command: &Command,
    definitions: &[OptionDefinition],
    arguments: &[OsString],
) -> Vec<String> {
    let mut found: Vec<String> = arguments
        .iter()
        .filter_map(|argument| argument.to_str()?.strip_prefix("--"))
        .map(|flag| flag.split_once('=').map_or(flag, |(name, _)| name))
        .filter(|name| command.accepted(name).is_some())
        .filter(|name| {
            definitions
                .iter()
                .all(|definition| definition.name != *name)
        })
        .map(str::to_owned)
        .collect();
    found.sort();
    found.dedup();
    found
}

/// Returns the text of a flag if it was given: all of a list, the last of anything else.
fn text(definition: &OptionDefinition, matches: &ArgMatches) -> Option<String> {
    let mut given = matches.get_many::<String>(&definition.name)?;
    if definition.list {
        return Some(given.map(String::as_str).collect::<Vec<_>>().join(","));
    }
    given.next_back().cloned()
}

fn action(matches: &ArgMatches) -> Action {
    match matches.get_one::<String>(COMMAND).map(String::as_str) {
        Some("docs") => Action::Docs,
        Some("env") => Action::Environment,
        Some(PRINT_CONFIG) => Action::PrintConfig,
        Some("status") => Action::Status,
        Some(VERSION) => Action::Version,
        _ if matches.get_flag(VERSION) => Action::Version,
        _ if matches.get_flag(PRINT_CONFIG) => Action::PrintConfig,
        _ if matches.get_flag(CHECK) => Action::Check,
        _ => Action::Run,
    }
}

fn exit(error: &clap::Error, definitions: &[OptionDefinition]) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp => Exit::Print(error.render().to_string()),
        ErrorKind::UnknownArgument => {
            let given = error.get(ContextKind::InvalidArg).map(ToString::to_string);
            let name = given.unwrap_or_default().trim_start_matches('-').to_owned();
            let nearest = nearest(&name, definitions.iter().map(|each| each.name.as_str()));
            Exit::Refused(ConfigError::Unknown {
                name,
                origin: Origin::Flag,
                nearest,
            })
        }
        _ => Exit::Refused(ConfigError::CommandLine(one_line(
            &error.render().to_string(),
        ))),
    }
}

/// clap writes a paragraph; what an operator needs of it stands before the usage.
fn one_line(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let lines =
        lines.take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"));
    let line = lines.collect::<Vec<_>>().join(" ");
    line.strip_prefix("error: ").unwrap_or(&line).to_owned()
}

const COMMAND: &str = "command";
const CHECK: &str = "check";
const PRINT_CONFIG: &str = "print-config";
const VERSION: &str = "version";
const HELP_COLUMNS: usize = 100;
