//! A storage as roles open it.

use jaeger_backends::{BackendsConfig, open};
use jaeger_model::{SpanBatch, Tenant, TraceId};
use jaeger_service::Context;
use jaeger_service::options::{OptionGroup, Origin, Values};
use jaeger_storage::{GetTrace, OperationQuery, TraceReaderExt, WriteRequest};

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
