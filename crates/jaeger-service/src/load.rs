//! Loads a configuration: defaults < YAML file < environment < flags.
//!
//! | Layer | What it takes | What it refuses |
//! |---|---|---|
//! | default | the definition's, or the role's own ([`Command::defaults`]) | |
//! | file | `--config-file`: nested keys joined by dots, or dotted keys | unknown keys, aliases, more than 1 MiB |
//! | environment | the name in upper case, `.` and `-` as `_`, no prefix | nothing; unknown names are not ours, empty is unset |
//! | flags | `--name value`, `--name=value`, `--bool`, `--bool=false`; repeated lists append | unknown flags |
//!
//! `JAEGER_LISTEN_HOST` replaces the host of every `localhost:` default. A `*_PORT` variable that
//! looks like a service link of Kubernetes (`tcp://10.0.0.1:1234`) never binds an option.
//!
//! This module starts nothing and prints nothing: what is to be printed comes back as [`Exit`].

mod command_line;
mod effective;
mod environment;
mod file;
mod layers;

use std::ffi::OsString;

pub use effective::Effective;
pub use environment::Environment;

use crate::common::CommonConfig;
use crate::exit::Exit;
use crate::load::command_line::{Action, CommandLine};
use crate::load::layers::Layers;
use crate::options::{self, OptionDefinition, OptionGroup, environment_name};
use crate::version::Version;

/// What a program is called and what it takes besides its options.
#[derive(Debug, Clone)]
pub struct Command {
    /// The name of the program.
    pub name: &'static str,
    /// What it is, in a sentence.
    pub about: &'static str,
    /// Defaults of this role in place of those in the definitions: option name and text.
    pub defaults: Vec<(String, String)>,
    /// Options of Jaeger that are accepted without being served, a list for each part that knows of some.
    pub accepted: &'static [&'static [Accepted]],
}

/// An option of Jaeger that is accepted so that a manifest keeps working, but not served.
#[derive(Debug, Clone, Copy)]
pub struct Accepted {
    /// The dotted name; a `*` at the end stands for any rest (`badger.*`).
    pub name: &'static str,
    /// What is really done, as the end of the sentence "accepted but not served: ...".
    pub instead: &'static str,
}

/// A configuration that can be run.
#[derive(Debug, Clone)]
pub struct Loaded<C> {
    /// The role's options.
    pub config: C,
    /// The options that every role has.
    pub common: CommonConfig,
    /// Every option with its value, secrets masked, and where it came from.
    pub effective: Effective,
    /// What an operator should know: deprecated flags, options that are not served.
    pub notices: Vec<String>,
}

/// Loads the configuration of `command` from its arguments (without the program's name) and the
/// environment.
///
/// Returns [`Exit`] when the process is not to run: it was asked to print something, or the
/// configuration cannot be used.
pub fn load<C: OptionGroup>(
    command: &Command,
    arguments: impl IntoIterator<Item = impl Into<OsString>>,
    environment: &Environment,
) -> Result<Loaded<C>, Exit> {
    let definitions = command.definitions::<C>();
    let line = CommandLine::parse(command, &definitions, arguments)?;
    match line.action {
        Action::Version => return Err(Exit::Print(Version::current().to_json())),
        Action::Docs => return Err(Exit::Print(options::markdown(&definitions))),
        Action::Environment => return Err(Exit::Print(options::environment_table(&definitions))),
        Action::Run | Action::Check | Action::PrintConfig | Action::Status => {}
    }

    let layers = Layers::apply(command, &definitions, &line, environment)?;
    let common = CommonConfig::from_values(&layers.values)?;
    if line.action == Action::Status {
        return Err(Exit::Status(common.admin.status_target()));
    }
    let config = C::from_values(&layers.values)?;
    let effective = Effective::new(&definitions, &layers.values);
    match line.action {
        Action::Check => Err(Exit::Print(String::from("the configuration is valid"))),
        Action::PrintConfig => Err(Exit::Print(effective.to_string())),
        _ => Ok(Loaded {
            config,
            common,
            effective,
            notices: layers.notices,
        }),
    }
}

impl Command {
    /// Returns arguments that let the system choose every port that is open unless told otherwise. For
    /// tests, which must not fight for ports.
    pub fn free_ports<C: OptionGroup>(&self) -> Vec<String> {
        let definitions = self.definitions::<C>();
        let listening = definitions
            .iter()
            .filter(|option| option.default.starts_with("localhost:"));
        listening
            .map(|option| format!("--{}=localhost:0", option.name))
            .collect()
    }

    /// Returns every option of a program whose own options are `C`, each once, with the defaults
    /// of this command.
    pub fn definitions<C: OptionGroup>(&self) -> Vec<OptionDefinition> {
        let mut definitions = Vec::new();
        CommonConfig::define("", &mut definitions);
        C::define("", &mut definitions);
        let mut definitions = options::distinct(definitions);
        for (name, text) in &self.defaults {
            let definition = definitions.iter_mut().find(|each| each.name == *name);
            debug_assert!(
                definition.is_some(),
                "a default for {name}, which is no option"
            );
            if let Some(definition) = definition {
                definition.default.clone_from(text);
            }
        }
        definitions
    }

    fn accepted(&self, name: &str) -> Option<&'static Accepted> {
        self.accepted
            .iter()
            .copied()
            .flatten()
            .find(|accepted| accepted.matches(name, str::to_owned))
    }

    fn accepted_variable(&self, variable: &str) -> Option<&'static Accepted> {
        self.accepted
            .iter()
            .copied()
            .flatten()
            .find(|accepted| accepted.matches(variable, environment_name))
    }
}

impl Accepted {
    /// `spell` turns the option's name into what `given` may be.
    fn matches(&self, given: &str, spell: impl Fn(&str) -> String) -> bool {
        match self.name.strip_suffix('*') {
            Some(start) => given.starts_with(&spell(start)),
            None => given == spell(self.name),
        }
    }
}

#[cfg(test)]
mod tests;
