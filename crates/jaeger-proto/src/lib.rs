#![doc = include_str!("../README.md")]

mod encoded;

pub use encoded::Encoded;

/// The services and messages of `jaeger.api_v2`: collector, sampling and query.
pub mod api_v2 {
    include!(concat!(env!("OUT_DIR"), "/jaeger.api_v2.rs"));
}

/// The service and messages of `jaeger.api_v3`: query with OTLP.
pub mod api_v3 {
    include!(concat!(env!("OUT_DIR"), "/jaeger.api_v3.rs"));
}

/// All files of `proto/` as an encoded `FileDescriptorSet`, for server reflection.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.bin"));
