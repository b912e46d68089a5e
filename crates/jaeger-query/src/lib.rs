#![doc = include_str!("../README.md")]

pub mod render;

mod additional_headers;
mod adjust;
mod api;
mod base_path;
mod bearer_token;
mod config;
mod door;
mod envelope;
mod failure;
mod gathered;
mod grpc;
mod json;
mod own_traces;
mod page;
mod params;
mod pretty;
mod processors;
mod reply;
mod role;
mod route;
mod search;
mod strconv;
mod tags;
mod tenant;
mod ui;
mod v3;

pub use additional_headers::AdditionalHeaders;
pub use config::{ACCEPTED, GrpcConfig, HttpConfig, QueryConfig};
pub use own_traces::{OwnSampler, OwnTracesConfig};
pub use role::{Query, QueryRoleConfig, build, build_as};
pub use ui::trace_columns;
