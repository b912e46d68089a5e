//! What each method answers.

use std::collections::HashMap;

use jaeger_model::{Limits, SpanBatch, SpanKind, SpanView, facts};
use jaeger_proto::{Encoded, api_v2, api_v3};
use prost::Message as _;
use tonic::Code;

use crate::harness::{START_S, Served, Sketch, at, chunks, ended, id};

#[tokio::test]
async fn services_operations_and_dependencies() {
    let served = Served::with_calls().await;
    let (mut v2, mut v3) = (served.v2().await, served.v3().await);
    let services = v2.get_services(api_v2::GetServicesRequest {}).await;
    assert_eq!(services.unwrap().into_inner().services, ["db", "web"]);
    let services = v3.get_services(api_v3::GetServicesRequest {}).await;
    assert_eq!(services.unwrap().into_inner().services, ["db", "web"]);

    type Operations = &'static [(&'static str, &'static str)];
    let cases: [(&str, &str, Operations); 5] = [
        ("web", "", &[("GET /", "server")]),
        ("web", "server", &[("GET /", "server")]),
        ("web", "client", &[]),
        ("web", "odd", &[]),
        ("none", "", &[]),
    ];
    for (service, kind, expected) in cases {
        let (service, span_kind) = (service.to_owned(), kind.to_owned());
        let asked = api_v2::GetOperationsRequest {
            service: service.clone(),
            span_kind: span_kind.clone(),
        };
        let found = v2.get_operations(asked).await.unwrap().into_inner();
        let pairs: Vec<_> = found
            .operations
            .iter()
            .map(|it| (&*it.name, &*it.span_kind))
            .collect();
        assert_eq!(pairs, expected, "{service} {kind}");
        let names: Vec<_> = expected.iter().map(|(name, _)| *name).collect();
        assert_eq!(found.operation_names, names, "{service} {kind}");
        let asked = api_v3::GetOperationsRequest { service, span_kind };
        let found = v3.get_operations(asked).await.unwrap().into_inner();
        let pairs: Vec<_> = found
            .operations
            .iter()
            .map(|it| (&*it.name, &*it.span_kind))
            .collect();
        assert_eq!(pairs, expected, "{kind}");
    }

    let refused = "StartTime and EndTime must be initialized.".to_owned();
    let refused = Err((Code::InvalidArgument, refused));
    for (start_time, end_time, expected) in [
        (at(START_S - 1), at(START_S + 1), Ok(1)),
        // Memory keeps calls by the minute.
        (at(START_S + 120), at(START_S + 240), Ok(0)),
        (at(START_S + 1), at(START_S - 1), Ok(0)),
        (None, at(START_S), refused.clone()),
        (at(START_S), None, refused),
    ] {
        let asked = api_v2::GetDependenciesRequest {
            start_time,
            end_time,
        };
        let found = v2.get_dependencies(asked).await;
        let calls = found.map(|found| found.into_inner().dependencies.len());
        let calls = calls.map_err(|status| ended::<()>(Err(status)));
        assert_eq!(calls, expected, "{start_time:?} {end_time:?}");
    }
    let asked = api_v3::GetDependenciesRequest {
        start_time: at(START_S - 1),
        end_time: at(START_S + 1),
    };
    let found = v3.get_dependencies(asked).await.unwrap().into_inner();
    let calls: Vec<_> = found
        .dependencies
        .iter()
        .map(|it| (&*it.parent, &*it.child, it.call_count))
        .collect();
    assert_eq!(calls, [("web", "db", 1)]);
}

#[tokio::test]
async fn a_trace_is_shown_put_right_or_as_it_is() {
    let served = Served::with_calls().await;
    let (mut v2, mut v3) = (served.v2().await, served.v3().await);
    for (raw_traces, tags) in [
        (true, ["b", "a", facts::SPAN_KIND]),
        (false, ["a", "b", facts::SPAN_KIND]),
    ] {
        let asked = api_v2::GetTraceRequest {
            trace_id: id(1),
            raw_traces,
            ..Default::default()
        };
        let found = chunks(v2.get_trace(asked).await).await.unwrap();
        let spans = spans_v2(found);
        assert_eq!(spans.len(), 2);
        for span in &spans {
            let keys: Vec<_> = span.tags.iter().map(|tag| &*tag.key).collect();
            assert_eq!(keys, tags, "{raw_traces}");
            let process = span.process.as_ref().unwrap();
            let service = if span.references.is_empty() {
                "web"
            } else {
                "db"
            };
            assert_eq!(process.service_name, service);
            assert_eq!(span.start_time, at(START_S));
        }

        let asked = api_v3::GetTraceRequest {
            trace_id: "1".to_owned(),
            raw_traces,
            ..Default::default()
        };
        let found = chunks(v3.get_trace(asked).await).await.unwrap();
        let mut services = Vec::new();
        for chunk in found {
            let batch = batch_v3(chunk);
            let with_keys = |span: SpanView<'_>| {
                let keys: Vec<_> = span
                    .all_attributes()
                    .map(|it| it.key.to_str().into_owned())
                    .collect();
                assert_eq!(keys, tags[..2], "{raw_traces}");
                span.resource()
                    .service_name()
                    .map(|name| name.to_str().into_owned())
            };
            services.extend(batch.spans().filter_map(with_keys));
        }
        assert_eq!(services, ["web", "db"]);
    }
}

#[tokio::test]
async fn a_search_honours_its_form() {
    let served = Served::with_calls().await;
    let sketch = Sketch {
        trace: 2,
        id: 1,
        parent: 0,
        service: "web",
        name: "POST /",
        kind: SpanKind::Server,
    };
    served.write("", &[sketch]).await;
    let (mut v2, mut v3) = (served.v2().await, served.v3().await);
    let tags = |key: &str, text: &str| HashMap::from([(key.to_owned(), text.to_owned())]);
    let form = api_v3::TraceQueryParameters {
        start_time_min: at(START_S),
        start_time_max: at(START_S + 1),
        ..Default::default()
    };
    let ms = |nanos: i32| {
        Some(prost_types::Duration {
            seconds: 0,
            nanos: nanos * 1_000_000,
        })
    };
    let cases = [
        (api_v3::TraceQueryParameters { ..form.clone() }, 3),
        (
            api_v3::TraceQueryParameters {
                service_name: "db".into(),
                ..form.clone()
            },
            2,
        ),
        (
            api_v3::TraceQueryParameters {
                operation_name: "POST /".into(),
                ..form.clone()
            },
            1,
        ),
        (
            api_v3::TraceQueryParameters {
                attributes: tags("a", "1"),
                ..form.clone()
            },
            3,
        ),
        (
            api_v3::TraceQueryParameters {
                attributes: tags("a", "2"),
                ..form.clone()
            },
            0,
        ),
        (
            api_v3::TraceQueryParameters {
                duration_min: ms(5),
                duration_max: ms(5),
                ..form.clone()
            },
            3,
        ),
        (
            api_v3::TraceQueryParameters {
                duration_min: ms(6),
                ..form.clone()
            },
            0,
        ),
        (
            api_v3::TraceQueryParameters {
                start_time_min: at(START_S + 1),
                ..form.clone()
            },
            0,
        ),
        (
            api_v3::TraceQueryParameters {
                start_time_min: at(START_S + 2),
                ..form.clone()
            },
            0,
        ),
    ];
    for (query, expected) in cases {
        let asked = api_v3::FindTracesRequest {
            query: Some(query.clone()),
        };
        let found = chunks(v3.find_traces(asked).await).await.unwrap();
        let spans: usize = found.into_iter().map(|chunk| batch_v3(chunk).len()).sum();
        assert_eq!(spans, expected, "{query:?}");

        let same = api_v2::TraceQueryParameters {
            service_name: query.service_name.clone(),
            operation_name: query.operation_name.clone(),
            tags: query.attributes.clone(),
            start_time_min: query.start_time_min,
            start_time_max: query.start_time_max,
            duration_min: query.duration_min,
            duration_max: query.duration_max,
            ..Default::default()
        };
        let asked = api_v2::FindTracesRequest { query: Some(same) };
        let found = chunks(v2.find_traces(asked).await).await.unwrap();
        assert_eq!(spans_v2(found).len(), expected, "{query:?}");
    }
    let asked = api_v2::FindTracesRequest {
        query: Some(api_v2::TraceQueryParameters {
            search_depth: 1,
            ..Default::default()
        }),
    };
    let found = chunks(v2.find_traces(asked).await).await.unwrap();
    let traces: Vec<_> = spans_v2(found)
        .into_iter()
        .map(|span| span.trace_id)
        .collect();
    assert!(
        traces.windows(2).all(|two| two[0] == two[1]),
        "one trace: {traces:?}"
    );
}

fn spans_v2(chunks: Vec<Encoded>) -> Vec<api_v2::Span> {
    let decoded = chunks
        .into_iter()
        .map(|chunk| api_v2::Batch::decode(chunk.0));
    decoded
        .flat_map(|batch| batch.expect("spans").spans)
        .collect()
}

fn batch_v3(chunk: Encoded) -> SpanBatch {
    SpanBatch::scan(chunk.0, &Limits::default())
        .expect("OTLP")
        .batch
}
