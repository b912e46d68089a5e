//! The conformance suite against the memory backend, with nothing left out.

use jaeger_service::Context;
use jaeger_storage_memory::{Config, MemoryStorage};

#[tokio::test]
async fn answers_every_case() {
    let context = Context::for_test();
    let storage = MemoryStorage::open(Config::default(), &context.metrics, &context.clock);
    let report = jaeger_storage_conformance::run(&storage, &[])
        .await
        .expect("the suite runs");
    assert!(
        report.failed.is_empty(),
        "{} failed:\n{}",
        report.failed.len(),
        report.failed.join("\n")
    );
    assert!(report.passed > 800, "{} cases", report.passed);
}
