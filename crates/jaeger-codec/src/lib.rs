#![doc = include_str!("../README.md")]
#![cfg_attr(
    not(test),
    deny(clippy::indexing_slicing, clippy::cast_possible_truncation)
)]

mod error;
pub mod jaeger;
pub mod otlp;
pub mod thrift;

pub use error::{DecodeError, DecodeErrorKind};
