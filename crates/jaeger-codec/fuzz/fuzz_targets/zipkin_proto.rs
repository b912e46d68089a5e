#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| jaeger_codec_fuzz::zipkin_proto(bytes));
