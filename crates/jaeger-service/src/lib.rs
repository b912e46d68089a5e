#![doc = include_str!("../README.md")]

pub mod admin;
pub mod budget;
pub mod clock;
pub mod cors;
pub mod duration;
pub mod load;
pub mod logging;
pub mod memory;
pub mod metrics;
pub mod options;
pub mod path;
pub mod server;
pub mod task;
pub mod tenancy;
pub mod tls;

mod common;
mod exit;
mod run;
mod status;
mod version;

pub use crate::clock::{Clock, ManualClock, SystemClock};
pub use crate::common::{
    AdminConfig, CommonConfig, FileConfig, LogEncoding, LogLevel, LoggingConfig, MetricsBackend,
    MetricsConfig, ShutdownConfig,
};
pub use crate::exit::Exit;
pub use crate::load::{Accepted, Command, Environment, Loaded, load};
pub use crate::metrics::Metrics;
pub use crate::run::{BoundAddress, Built, Context, Role, Service, run};
pub use crate::task::{TaskFailure, TaskHandle, Tasks};
pub use crate::tenancy::{Tenancy, TenancyConfig, TenantRefused};
pub use crate::tls::TlsConfig;
pub use crate::version::Version;
