#![doc = include_str!("../README.md")]

mod body;
mod config;
mod door;
mod grpc;
mod inflate;
mod jaeger_grpc;
mod media_type;
mod metrics;
mod otlp_grpc;
mod otlp_http;
mod path;
pub mod reply;
pub mod sink;
mod start;
mod thrift_http;
mod udp;
mod zipkin_http;

pub use config::{
    AdmissionConfig, JaegerGrpcConfig, OtlpConfig, OtlpGrpcConfig, OtlpHttpConfig, ReceiversConfig,
    ThriftHttpConfig, UdpConfig, UdpPortsConfig, ZipkinConfig,
};
pub use start::{Beside, start};
