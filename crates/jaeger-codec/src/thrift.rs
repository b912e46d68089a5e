//! Thrift, as Jaeger's client libraries and agents speak it.

pub mod jaeger;
pub mod protocol;
