//! Generates the messages and services of `proto/`, and their description for reflection. No `protoc` is needed.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use prost::Message;

/// What is in the proto folder, the files that others import left out.
const FILES: [&str; 4] = [
    "jaeger/api_v2/collector.proto",
    "jaeger/api_v2/query.proto",
    "jaeger/api_v2/sampling.proto",
    "jaeger/api_v3/query_service.proto",
];

/// Messages that hold spans. They stay bytes, for the codec to read and write.
const ENCODED: [&str; 3] = [
    ".jaeger.api_v2.PostSpansRequest",
    ".jaeger.api_v2.SpansResponseChunk",
    ".opentelemetry.proto.trace.v1.TracesData",
];

fn main() -> Result<(), Box<dyn Error>> {
    let proto = Path::new("../../proto");
    println!("cargo::rerun-if-changed={}", proto.display());
    let mut compiler = protox::Compiler::new([proto])?;
    compiler.include_source_info(true).include_imports(true);
    let mut files = compiler.open_files(FILES)?.file_descriptor_set();

    let mut builder = tonic_prost_build::configure()
        // Of these only whole traces are exchanged, and those stay bytes.
        .extern_path(".opentelemetry", "::opentelemetry");
    for message in ENCODED {
        builder = builder.extern_path(message, "crate::Encoded");
    }
    builder.compile_fds(files.clone())?;

    // Comments are of no use to who asks for the description.
    for file in &mut files.file {
        file.source_code_info = None;
    }
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("descriptors.bin"), files.encode_to_vec())?;
    Ok(())
}
