//! The program `jaeger-all-in-one`.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    jaeger_service::run::<jaeger_all_in_one::AllInOne>()
}
