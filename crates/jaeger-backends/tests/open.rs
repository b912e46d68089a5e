//! A storage as roles open it.

use std::time::Duration;

use jaeger_backends::{BackendsConfig, open};
use jaeger_model::{SpanBatch, Tenant, Timestamp, TraceId};
use jaeger_service::Context;
use jaeger_service::options::{OptionGroup, Origin, Values};
use jaeger_storage::{
    GetTrace, MetricQuery, MetricTimes, OperationQuery, TimeRange, TraceReaderExt, WriteRequest,
};

#[tokio::test]
async fn counts_what_the_storage_does() {
    let context = Context::for_test();
    let storage = open(BackendsConfig::default(), &context)
        .await
        .unwrap()
        .storage;
    let tenant = Tenant::default();
    storage
        .writer
        .write(WriteRequest {
            tenant: tenant.clone(),
            batch: SpanBatch::empty(),
        })
        .await
        .unwrap();
    let request = GetTrace {
        tenant: tenant.clone(),
        id: TraceId::from_halves(0, 7),
        hint: None,
    };
    assert!(
        storage
            .reader
            .trace(request.clone())
            .await
            .unwrap()
            .is_none()
    );
    let archive = storage.archive.as_ref().unwrap();
    assert!(archive.reader.trace(request).await.unwrap().is_none());
    storage.reader.services(tenant.clone()).await.unwrap();
    storage
        .reader
        .operations(OperationQuery {
            tenant,
            service: String::from("a"),
            kind: None,
        })
        .await
        .unwrap();

    let text = context.metrics.encode();
    for (operation, role, count) in [
        ("write_spans", "primary", 1),
        ("get_trace", "primary", 1),
        ("get_trace", "archive", 1),
        ("get_services", "primary", 1),
        ("get_operations", "primary", 1),
        ("find_traces", "primary", 0),
        ("get_dependencies", "primary", 0),
    ] {
        let labels = format!("kind=\"memory\",operation=\"{operation}\"");
        for line in [
            format!(
                "jaeger_storage_requests_total{{{labels},result=\"ok\",role=\"{role}\"}} {count}\n"
            ),
            format!("jaeger_storage_requests_total{{{labels},result=\"err\",role=\"{role}\"}} 0\n"),
            format!(
                "jaeger_storage_latency_count{{{labels},result=\"ok\",role=\"{role}\"}} {count}\n"
            ),
            format!("jaeger_storage_responses_count{{{labels},role=\"{role}\"}} {count}\n"),
        ] {
            assert!(text.contains(&line), "{line} in {text}");
        }
    }
}

#[tokio::test]
async fn figures_are_kept_and_counted_where_they_are_asked_for() {
    let context = Context::for_test();
    let mut config = BackendsConfig::default();
    config.storage.metrics_storage = String::from("builtin");
    let storage = open(config, &context).await.unwrap().storage;
    let query = MetricQuery {
        tenant: Tenant::default(),
        services: Vec::new(),
        group_by_operation: false,
        kinds: Vec::new(),
        times: MetricTimes::new(
            TimeRange {
                start: Timestamp(0),
                end: Timestamp(0),
            },
            Duration::from_secs(1),
            Duration::from_secs(1),
        )
        .unwrap(),
    };
    let reader = storage.metrics.as_ref().unwrap();
    assert!(reader.call_rates(query.clone()).await.unwrap().is_empty());
    assert!(reader.error_rates(query.clone()).await.unwrap().is_empty());
    assert!(reader.latencies(query, 0.5).await.unwrap().is_empty());
    assert_eq!(reader.min_step(), Duration::from_secs(60));

    let text = context.metrics.encode();
    for operation in ["get_call_rates", "get_error_rates", "get_latencies"] {
        let line = format!(
            "jaeger_storage_requests_total{{kind=\"memory\",operation=\"{operation}\",result=\"ok\",role=\"primary\"}} 1\n"
        );
        assert!(text.contains(&line), "{line} in {text}");
    }
}

#[test]
fn takes_the_metrics_storages_that_are_served() {
    let cases = [
        ("", None),
        ("builtin", None),
        (
            "prometheus",
            Some("METRICS_STORAGE_TYPE=prometheus: not served yet, only builtin is"),
        ),
        (
            "Builtin",
            Some("METRICS_STORAGE_TYPE=Builtin: unknown storage of metrics"),
        ),
    ];
    for (text, refused) in cases {
        let mut values = Values::default();
        let origin = Origin::Environment(String::from("METRICS_STORAGE_TYPE"));
        values.set("metrics-storage.type", text, origin);
        let read = BackendsConfig::from_values(&values);
        match refused {
            None => assert!(read.is_ok(), "{text}: {read:?}"),
            Some(start) => {
                let message = read.unwrap_err().to_string();
                assert!(message.starts_with(start), "{message}");
            }
        }
    }
}

#[test]
fn takes_the_storage_types_that_are_served() {
    let cases = [
        ("memory", None),
        ("badger", None),
        (
            "cassandra",
            Some("SPAN_STORAGE_TYPE=cassandra: not served yet"),
        ),
        (
            "memory,badger",
            Some("SPAN_STORAGE_TYPE=memory,badger: exactly one"),
        ),
        ("memroy", Some("SPAN_STORAGE_TYPE=memroy: unknown storage")),
    ];
    for (text, refused) in cases {
        let mut values = Values::default();
        let origin = Origin::Environment(String::from("SPAN_STORAGE_TYPE"));
        values.set("span-storage.type", text, origin);
        let read = BackendsConfig::from_values(&values);
        match refused {
            None => assert!(read.is_ok(), "{text}: {read:?}"),
            Some(start) => {
                let message = read.unwrap_err().to_string();
                assert!(message.starts_with(start), "{message}");
            }
        }
    }
}
