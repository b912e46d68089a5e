#![doc = include_str!("../README.md")]
#![cfg_attr(
    not(test),
    deny(clippy::indexing_slicing, clippy::cast_possible_truncation)
)]

mod error;
pub mod jaeger;
mod marks;
pub mod otlp;
pub mod proto;
pub mod thrift;
mod times;
pub mod zipkin;

pub use error::{DecodeError, DecodeErrorKind};
