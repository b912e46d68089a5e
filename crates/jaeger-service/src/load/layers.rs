//! Puts the layers over each other, lowest first. Order is the whole point of this file.

use std::path::{Path, PathBuf};

use crate::load::command_line::CommandLine;
use crate::load::{Accepted, Command, Environment, file};
use crate::options::{
    ConfigError, ListenAddress, OptionDefinition, OptionForm, OptionValue, Origin, Values, nearest,
};

/// The values that won, and what an operator should know about those that were given.
#[derive(Debug)]
pub(super) struct Layers<'a> {
    command: &'a Command,
    definitions: &'a [OptionDefinition],
    pub(super) values: Values,
    pub(super) notices: Vec<String>,
}

impl<'a> Layers<'a> {
    pub(super) fn apply(
        command: &'a Command,
        definitions: &'a [OptionDefinition],
        line: &CommandLine,
        environment: &Environment,
    ) -> Result<Self, ConfigError> {
        let mut layers = Self {
            command,
            definitions,
            values: Values::default(),
            notices: Vec::new(),
        };
        layers.apply_defaults(environment);
        if let Some(path) = config_file(line, environment) {
            layers.apply_file(&path)?;
        }
        layers.apply_environment(environment);
        layers.apply_flags(line);
        Ok(layers)
    }

    fn apply_defaults(&mut self, environment: &Environment) {
        for (name, text) in &self.command.defaults {
            self.values.set(name, text, Origin::Default);
        }
        if let Some(host) = environment.get(LISTEN_HOST) {
            self.apply_listen_host(host);
        }
    }

    fn apply_listen_host(&mut self, host: &str) {
        let bracketed = if host.contains(':') {
            format!("[{host}]")
        } else {
            host.to_owned()
        };
        for definition in self.definitions {
            let port = definition.default.strip_prefix("localhost:");
            if let Some(port) = port.filter(|_| definition.kind == ListenAddress::KIND) {
                let origin = Origin::Environment(LISTEN_HOST.to_owned());
                self.values
                    .set(&definition.name, format!("{bracketed}:{port}"), origin);
            }
        }
    }

    fn apply_file(&mut self, path: &Path) -> Result<(), ConfigError> {
        for entry in file::read(path)? {
            let origin = Origin::File {
                path: path.to_owned(),
                line: entry.line,
            };
            if self.is_defined(&entry.name) {
                self.values.set(&entry.name, entry.text, origin);
            } else if let Some(accepted) = self.command.accepted(&entry.name) {
                self.notice_accepted(&entry.name, accepted);
            } else {
                let nearest = nearest(&entry.name, self.names());
                return Err(ConfigError::Unknown {
                    name: entry.name,
                    origin,
                    nearest,
                });
            }
        }
        Ok(())
    }

    fn apply_environment(&mut self, environment: &Environment) {
        let mut service_links = Vec::new();
        for definition in self.definitions {
            let variable = &definition.environment;
            match environment.get(variable) {
                Some(text) if is_service_link(variable, text) => {
                    service_links.push(variable.as_str())
                }
                Some(text) => {
                    let origin = Origin::Environment(variable.clone());
                    self.values.set(&definition.name, text, origin);
                }
                None => {}
            }
        }
        if !service_links.is_empty() {
            self.notices.push(format!(
                "ignored what look like service links of Kubernetes: {}",
                service_links.join(", ")
            ));
        }
        self.notice_accepted_variables(environment);
    }

    fn notice_accepted_variables(&mut self, environment: &Environment) {
        for variable in environment.names() {
            if self
                .definitions
                .iter()
                .any(|definition| definition.environment == variable)
            {
                continue;
            }
            if let Some(accepted) = self.command.accepted_variable(variable) {
                self.notice_accepted(variable, accepted);
            }
        }
    }

    fn apply_flags(&mut self, line: &CommandLine) {
        for definition in self.definitions {
            let Some(text) = line.flags.get(&definition.name) else {
                continue;
            };
            self.values.set(&definition.name, text, Origin::Flag);
            if definition.form == OptionForm::Environment {
                self.notices.push(format!(
                    "--{} is deprecated; set {}",
                    definition.name, definition.environment
                ));
            }
        }
        for name in &line.accepted {
            if let Some(accepted) = self.command.accepted(name) {
                self.notice_accepted(&format!("--{name}"), accepted);
            }
        }
    }

    fn notice_accepted(&mut self, spelled: &str, accepted: &Accepted) {
        self.notices.push(format!(
            "{spelled} is accepted but not served: {}",
            accepted.instead
        ));
    }

    fn is_defined(&self, name: &str) -> bool {
        self.names().any(|known| known == name)
    }

    fn names(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.definitions
            .iter()
            .map(|definition| definition.name.as_str())
    }
}

/// The file is needed before its layer is: only the layers above it can name it.
fn config_file(line: &CommandLine, environment: &Environment) -> Option<PathBuf> {
    let flag = line.flags.get("config-file").map(String::as_str);
    let path = flag.or_else(|| environment.get("CONFIG_FILE"))?;
    (!path.is_empty()).then(|| PathBuf::from(path))
}

/// Kubernetes gives every pod `<SERVICE>_PORT=tcp://10.0.0.1:1234` for each service it knows; a
/// service may well be called `admin-http-host`.
fn is_service_link(variable: &str, text: &str) -> bool {
    let is_link = ["tcp://", "udp://", "sctp://"]
        .iter()
        .any(|scheme| text.starts_with(scheme));
    is_link && variable.ends_with("_PORT")
}

const LISTEN_HOST: &str = "JAEGER_LISTEN_HOST";
