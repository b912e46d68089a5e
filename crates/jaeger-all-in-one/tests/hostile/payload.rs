//! One good span in the words of every port, and what bad bytes are made of.

mod json;
mod protobuf;
mod thrift;

use crate::door::{Door, Form};

pub(crate) use thrift::{jaeger as jaeger_thrift, long, thrift};

/// A trace of one span.
#[derive(Clone, Debug)]
pub(crate) struct Payload {
    /// 16 bytes, unless they are to be wrong.
    pub(crate) trace_id: Vec<u8>,
    pub(crate) service: Vec<u8>,
    pub(crate) name: Vec<u8>,
    pub(crate) start_us: i64,
    pub(crate) duration_us: i64,
    /// Keys and texts.
    pub(crate) attributes: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Payload {
    /// The trace with this id, without attributes.
    pub(crate) fn of(trace: u64) -> Self {
        Self {
            trace_id: u128::from(trace).to_be_bytes().to_vec(),
            service: b"hostile".to_vec(),
            name: SPAN_NAME.as_bytes().to_vec(),
            start_us: START_US,
            duration_us: 1,
            attributes: Vec::new(),
        }
    }

    /// What is sent to `door`.
    pub(crate) fn bytes(&self, door: Door) -> Vec<u8> {
        match door.form {
            Form::OtlpProtobuf => protobuf::otlp(self),
            Form::OtlpJson => json::otlp(self),
            Form::JaegerProtobuf => protobuf::jaeger(self),
            Form::ZipkinV1Json => json::zipkin_v1(self),
            Form::ZipkinV2Json => json::zipkin_v2(self),
            Form::ZipkinProtobuf => protobuf::zipkin(self),
            Form::JaegerThrift => thrift::jaeger(door, self, &[SPAN_ID]),
            Form::ZipkinThrift => thrift::zipkin(door, self),
        }
    }
}

/// Nanoseconds as OTLP has them; of times that it cannot have, any.
fn nanos(us: i64) -> u64 {
    us.cast_unsigned().wrapping_mul(1_000)
}

/// The name of the span.
pub(crate) const SPAN_NAME: &str = "outlived";

const SPAN_ID: u64 = 7;
/// 2024-01-01.
const START_US: i64 = 1_704_067_200_000_000;
