//! The program `jaeger-query`.

use std::process::ExitCode;

fn main() -> ExitCode {
    jaeger_service::run::<jaeger_query::Query>()
}
