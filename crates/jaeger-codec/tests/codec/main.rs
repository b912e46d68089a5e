//! The wire formats through the doors that receivers and APIs use.
#![expect(clippy::expect_used, reason = "helpers of tests fail loudly")]

mod differential;
mod golden;
mod hostile;
mod otlp_json;
mod otlp_json_refused;
mod otlp_proto;
mod proto_doors;
mod proto_round_trip;
mod proto_sent;
mod round_trip;
mod sent;
mod shown;
mod thrift_doors;
mod zipkin_hostile;
mod zipkin_json;
mod zipkin_proto;
mod zipkin_thrift;
