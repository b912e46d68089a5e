//! What an option is.
//!
//! One definition per option: its name, type, default and help stand in one place, and the flag,
//! the environment variable, the key in the file and the line in the reference page follow from it.
//! This module knows nothing of where values come from; [`crate::load`] fills [`Values`].
//!
//! ```
//! use jaeger_service::options;
//! use jaeger_service::options::{OptionGroup, Values};
//!
//! options! {
//!     /// The queue between receivers and writer.
//!     pub struct QueueConfig {
//!         /// The queue holds at most this many spans.
//!         "collector.queue-size" size: usize = 2_000,
//!         /// Where spans are stored. A variable without a flag.
//!         env "SPAN_STORAGE_TYPE" storage: Vec<String> = vec![String::from("memory")],
//!     }
//! }
//!
//! let config = QueueConfig::from_values(&Values::default()).expect("defaults are valid");
//! assert_eq!(config.size, 2_000);
//! assert_eq!(QueueConfig::definitions()[0].environment, "COLLECTOR_QUEUE_SIZE");
//! assert_eq!(QueueConfig::definitions()[1].name, "span-storage.type");
//! ```

mod byte_size;
mod error;
mod listen_address;
mod macros;
mod reference;
mod secret;
mod value;
mod values;

use std::collections::HashSet;

pub use byte_size::ByteSize;
pub use error::ConfigError;
pub(crate) use error::nearest;
pub use listen_address::{ListenAddress, ListenHost};
pub use reference::{environment_table, markdown};
pub use secret::Secret;
pub use value::OptionValue;
pub(crate) use values::without_passwords;
pub use values::{Origin, Values};

/// A struct whose fields are options, or groups of options.
///
/// Implemented by [`options!`](crate::options!) and [`option_groups!`](crate::option_groups!).
pub trait OptionGroup: Sized {
    /// Appends the definitions of this group, their names under `prefix` unless that is empty.
    fn define(prefix: &str, definitions: &mut Vec<OptionDefinition>);

    /// Reads the group from `values`, the defaults where those are silent, and validates it.
    fn read(prefix: &str, values: &Values) -> Result<Self, ConfigError>;

    /// Refuses values that contradict each other.
    fn validate(&self) -> Result<(), ConfigError> {
        Ok(())
    }

    /// Returns the definitions of this group, each name once.
    fn definitions() -> Vec<OptionDefinition> {
        let mut definitions = Vec::new();
        Self::define("", &mut definitions);
        distinct(definitions)
    }

    /// Reads the group from `values`.
    fn from_values(values: &Values) -> Result<Self, ConfigError> {
        Self::read("", values)
    }
}

/// A role without options of its own.
impl OptionGroup for () {
    fn define(_prefix: &str, _definitions: &mut Vec<OptionDefinition>) {}

    fn read(_prefix: &str, _values: &Values) -> Result<Self, ConfigError> {
        Ok(())
    }
}

/// Everything that is known about an option before a value is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionDefinition {
    /// Dotted name: the flag without its dashes, and the key in the file.
    pub name: String,
    /// The environment variable.
    pub environment: String,
    /// Whether there is a flag.
    pub form: OptionForm,
    /// What kind of value it takes, in a word.
    pub kind: &'static str,
    /// Whether it takes a comma list, so that repeated flags append.
    pub list: bool,
    /// Whether its value must never be shown.
    pub secret: bool,
    /// The default as text; empty where nothing is set.
    pub default: String,
    /// The help text, one paragraph.
    pub help: String,
}

impl OptionDefinition {
    /// Describes the option `name` whose type is `T`.
    pub fn new<T: OptionValue>(
        prefix: &str,
        form: OptionForm,
        name: &str,
        help: &str,
        default: &T,
    ) -> Self {
        let name = form.full_name(prefix, name);
        Self {
            environment: environment_name(&name),
            name,
            form,
            kind: T::KIND,
            list: T::LIST,
            secret: T::SECRET,
            default: default.render(),
            help: help
                .lines()
                .map(str::trim)
                .collect::<Vec<_>>()
                .join(" ")
                .trim()
                .to_owned(),
        }
    }
}

/// How an option is spelled by its users.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptionForm {
    /// A flag, a variable and a key.
    Flag,
    /// A variable and a key. The flag of that name is deprecated and warned about.
    Environment,
}

impl OptionForm {
    /// Returns the dotted name of an option declared as `name` under `prefix`.
    ///
    /// `SPAN_STORAGE_TYPE` is `span-storage.type`, Jaeger's old flag for it: the last underscore
    /// is the dot. [`environment_name`] leads back.
    pub fn full_name(self, prefix: &str, name: &str) -> String {
        match self {
            Self::Flag => join(prefix, name),
            Self::Environment => {
                let lower = name.to_ascii_lowercase();
                let dotted = match lower.rsplit_once('_') {
                    Some((head, last)) => format!("{}.{last}", head.replace('_', "-")),
                    None => lower,
                };
                join(prefix, &dotted)
            }
        }
    }
}

/// Returns the variable of an option: upper case, dots and dashes become underscores, no prefix.
pub fn environment_name(name: &str) -> String {
    name.to_ascii_uppercase().replace(['.', '-'], "_")
}

/// Joins two parts of a dotted name; either may be empty.
pub fn join(prefix: &str, name: &str) -> String {
    match (prefix, name) {
        ("", name) => name.to_owned(),
        (prefix, "") => prefix.to_owned(),
        (prefix, name) => format!("{prefix}.{name}"),
    }
}

/// Two roles in one process may name the same group; the option is still one.
pub(crate) fn distinct(definitions: Vec<OptionDefinition>) -> Vec<OptionDefinition> {
    let mut seen = HashSet::new();
    definitions
        .into_iter()
        .filter(|definition| seen.insert(definition.name.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::{option_choice, option_groups, options};

    option_choice! {
        /// A colour.
        enum Colour {
            /// Like blood.
            "red" Red,
            /// Like grass.
            "green" Green,
        }
    }

    options! {
        /// Encryption of one door.
        struct TlsConfig {
            /// Whether the door
            /// is encrypted.
            "tls.enabled" enabled: bool = false,
            /// Pass phrase of the key.
            "tls.key-password" key_password: Secret = Secret::new("default phrase"),
        }
        validate Self::has_password
    }

    impl TlsConfig {
        fn has_password(&self) -> Result<(), ConfigError> {
            if self.enabled && self.key_password.is_empty() {
                return Err(ConfigError::contradiction(
                    "tls.enabled needs tls.key-password",
                ));
            }
            Ok(())
        }
    }

    options! {
        struct PaintConfig {
            /// The colour.
            "paint.colour" colour: Colour = Colour::Green,
            /// How long it dries.
            "paint.drying-time" drying_time: Duration = Duration::from_secs(90),
            /// Where paint is kept.
            env "PAINT_STORAGE_TYPE" storage: Vec<String> = Vec::new(),
        }
    }

    option_groups! {
        /// Everything.
        struct Config {
            /// The paint.
            paint: PaintConfig,
            /// The front door.
            "door.front" front: TlsConfig,
            /// The back door.
            "door.back" back: TlsConfig,
        }
    }

    fn values(given: &[(&str, &str)]) -> Values {
        let mut values = Values::default();
        for (name, text) in given {
            values.set(name, *text, Origin::Flag);
        }
        values
    }

    #[test]
    fn defines_each_option_once_with_its_prefix() {
        let definitions = Config::definitions();
        let names: Vec<_> = definitions.iter().map(|each| each.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "paint.colour",
                "paint.drying-time",
                "paint-storage.type",
                "door.front.tls.enabled",
                "door.front.tls.key-password",
                "door.back.tls.enabled",
                "door.back.tls.key-password",
            ]
        );
        assert_eq!(definitions[1].default, "1m30s");
        assert_eq!(definitions[2].environment, "PAINT_STORAGE_TYPE");
        assert_eq!(definitions[3].environment, "DOOR_FRONT_TLS_ENABLED");
        assert_eq!(definitions[3].help, "Whether the door is encrypted.");
        assert_eq!(definitions[4].default, "***");
    }

    #[test]
    fn reads_values_by_their_full_name() {
        let given = [
            ("paint.colour", "red"),
            ("paint-storage.type", "tin, ,bucket"),
            ("door.back.tls.enabled", "T"),
        ];
        let config = Config::from_values(&values(&given)).unwrap();
        assert_eq!(config.paint.colour, Colour::Red);
        assert_eq!(config.paint.drying_time, Duration::from_secs(90));
        assert_eq!(config.paint.storage, ["tin", "bucket"]);
        assert!(config.back.enabled && !config.front.enabled);
        assert_eq!(config.back.key_password.expose(), "default phrase");
    }

    #[test]
    fn names_the_option_its_origin_and_the_value_in_a_type_error() {
        let error = Config::from_values(&values(&[("paint.colour", "blue")])).unwrap_err();
        assert_eq!(
            error.to_string(),
            "invalid value \"blue\" for paint.colour (flag): expected one of red, green"
        );
    }

    #[test]
    fn validates_a_group_inside_a_group() {
        let given = [
            ("door.front.tls.enabled", "1"),
            ("door.front.tls.key-password", ""),
        ];
        let error = Config::from_values(&values(&given)).unwrap_err();
        assert_eq!(error.to_string(), "tls.enabled needs tls.key-password");
    }
}
