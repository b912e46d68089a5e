//! The program `jaeger-collector`.

use std::process::ExitCode;

fn main() -> ExitCode {
    jaeger_service::run::<jaeger_collector::Collector>()
}
