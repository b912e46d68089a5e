//! The options of sampling. Names are Jaeger's.

use std::time::Duration;

use jaeger_service::options::{ConfigError, ListenAddress};
use jaeger_service::{Accepted, option_choice, option_groups, options};

use crate::source::Source;

option_groups! {
    /// The options of a process that has strategies and the agent's port.
    pub struct SamplingConfig {
        /// The strategies.
        strategies: StrategiesConfig,
        /// The agent's port.
        http: SamplingHttpConfig,
    }
}

options! {
    /// Where strategies come from.
    pub struct StrategiesConfig {
        /// Where sampling strategies come from; only file is served.
        env "SAMPLING_CONFIG_TYPE" config_type: ConfigType = ConfigType::File,
        /// The file of strategies, or the http:// URL of one; empty gives every service the default
        /// probability.
        "sampling.strategies-file" file: String = String::new(),
        /// How often the file is read again; 0 is never.
        "sampling.strategies-reload-interval" reload_interval: Duration = Duration::ZERO,
        /// The sampling probability, from 0 to 1, of services for which the file has none.
        "sampling.default-sampling-probability" default_probability: f64 = 0.001,
    }
    validate Self::can_be_served
}

options! {
    /// The agent's port.
    pub struct SamplingHttpConfig {
        /// Where clients ask for their sampling strategy over HTTP.
        "http-server.host-port" host_port: ListenAddress = ListenAddress::local(5778),
    }
}

option_choice! {
    /// Where strategies come from.
    pub enum ConfigType {
        /// A file that somebody wrote.
        "file" File,
        /// The traffic.
        "adaptive" Adaptive,
    }
}

impl StrategiesConfig {
    fn can_be_served(&self) -> Result<(), ConfigError> {
        if self.config_type == ConfigType::Adaptive {
            return Err(ConfigError::contradiction(
                "SAMPLING_CONFIG_TYPE=adaptive is not served, strategies come from a file only: \
                 unset it or say file",
            ));
        }
        if !(0.0..=1.0).contains(&self.default_probability) {
            return Err(ConfigError::contradiction(
                "sampling.default-sampling-probability must be from 0 to 1",
            ));
        }
        Source::parse(&self.file).map(drop)
    }
}

/// Options of Jaeger's sampling that are accepted without being served.
pub const ACCEPTED: &[Accepted] = &[
    Accepted {
        name: "sampling.strategies.bugfix-5270",
        instead: "services always inherit the operations of the default strategy",
    },
    adaptive("sampling.target-samples-per-second"),
    adaptive("sampling.delta-tolerance"),
    adaptive("sampling.buckets-for-calculation"),
    adaptive("sampling.calculation-interval"),
    adaptive("sampling.aggregation-buckets"),
    adaptive("sampling.delay"),
    adaptive("sampling.initial-sampling-probability"),
    adaptive("sampling.min-sampling-probability"),
    adaptive("sampling.min-samples-per-second"),
    adaptive("sampling.leader-lease-refresh-interval"),
    adaptive("sampling.follower-lease-refresh-interval"),
];

const fn adaptive(name: &'static str) -> Accepted {
    Accepted {
        name,
        instead: "strategies come from a file, not from the traffic",
    }
}

#[cfg(test)]
mod tests {
    use jaeger_service::options::{OptionGroup as _, Origin, Values};

    use super::*;

    #[test]
    fn names_and_defaults_are_those_of_jaeger() {
        let definitions = SamplingConfig::definitions();
        let read: Vec<_> = definitions
            .iter()
            .map(|each| (each.environment.as_str(), each.default.as_str()))
            .collect();
        assert_eq!(
            read,
            [
                ("SAMPLING_CONFIG_TYPE", "file"),
                ("SAMPLING_STRATEGIES_FILE", ""),
                ("SAMPLING_STRATEGIES_RELOAD_INTERVAL", "0s"),
                ("SAMPLING_DEFAULT_SAMPLING_PROBABILITY", "0.001"),
                ("HTTP_SERVER_HOST_PORT", "localhost:5778"),
            ]
        );
    }

    #[test]
    fn refuses_what_it_cannot_serve() {
        let cases = [
            ("sampling-config.type", "adaptive", "is not served"),
            (
                "sampling-config.type",
                "odd",
                "expected one of file, adaptive",
            ),
            (
                "sampling.default-sampling-probability",
                "1.1",
                "from 0 to 1",
            ),
            (
                "sampling.default-sampling-probability",
                "-0.1",
                "from 0 to 1",
            ),
            ("sampling.strategies-file", "https://host/x", "only http"),
            (
                "sampling.strategies-file",
                "http://me:secret@host/x",
                "password",
            ),
        ];
        for (name, text, reason) in cases {
            let mut values = Values::default();
            values.set(name, text, Origin::Flag);
            let error = SamplingConfig::from_values(&values)
                .unwrap_err()
                .to_string();
            assert!(error.contains(reason), "{error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
