#![no_main]

use jaeger_codec::thrift::protocol::Protocol;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| jaeger_codec_fuzz::thrift(bytes, Protocol::Compact));
