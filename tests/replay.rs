//! The load tool against an all-in-one: what it sends is taken and found again.

use std::sync::Arc;

use jaeger_service::{Clock, SystemClock};
use jaeger_tests::Jaeger;
use jaeger_tools::replay::{self, Options, Source, Transport};

#[tokio::test(flavor = "multi_thread")]
async fn none_of_10_000_spans_is_missing() {
    let jaeger = Jaeger::start(&["--multi-tenancy.enabled=true"]).await;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    for (transport, door) in [
        (Transport::Grpc, "otlp-grpc"),
        (Transport::Http, "otlp-http"),
    ] {
        let options = Options {
            source: Source::Seed(1),
            target: jaeger.address(door),
            transport,
            tenant: format!("replayed-{door}"),
            connections: 3,
            spans: 10_000,
            rate: None,
            query: Some(jaeger.address("query-http")),
            server_pid: Some(std::process::id()),
        };
        let report = replay::run(&options, &clock).await.unwrap();
        assert_eq!((report.refused, &report.refusal), (0, &None), "{door}");
        assert!(report.spans >= 10_000, "{report}");
        assert_eq!(report.missing, 0, "{report}");
        assert!(report.cost.is_some());
    }
    jaeger.stop().await;
}
