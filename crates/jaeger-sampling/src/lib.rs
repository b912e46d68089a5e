#![doc = include_str!("../README.md")]

mod answer;
mod config;
mod door;
mod json;
mod metrics;
mod parameter;
mod parse;
mod source;
mod start;
mod store;
mod strategies;

pub use crate::answer::{OperationRate, OperationSampling, Sampling, SamplingStrategyResponse};
pub use crate::config::{
    ACCEPTED, ConfigType, SamplingConfig, SamplingHttpConfig, StrategiesConfig,
};
pub use crate::door::{api_sampling, router};
pub use crate::parse::ParseError;
pub use crate::source::LoadError;
pub use crate::start::{Started, open, serve, start};
pub use crate::store::{Reload, StrategyStore};
pub use crate::strategies::Strategies;
