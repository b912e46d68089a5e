//! In which words a question is refused.

use std::sync::Arc;

use jaeger_model::SpanKind;
use jaeger_proto::api_v2::collector_service_client::CollectorServiceClient;
use jaeger_proto::{Encoded, api_v2, api_v3};
use jaeger_service::options::ByteSize;
use jaeger_storage::Storage;
use tonic::Code;

use crate::harness::{Served, Sketch, at, chunks, ended, id};

#[tokio::test]
async fn what_makes_no_sense_or_is_unknown_is_refused() {
    let served = Served::with_calls().await;
    let mut v2 = served.v2().await;
    for (trace_id, code, message) in [
        (id(1), Code::Ok, ""),
        (id(9), Code::NotFound, "trace not found"),
        (
            id(0),
            Code::InvalidArgument,
            "uninitialized TraceID is not allowed",
        ),
        (
            Vec::new(),
            Code::InvalidArgument,
            "uninitialized TraceID is not allowed",
        ),
        (
            vec![1; 3],
            Code::InvalidArgument,
            "invalid length for TraceID",
        ),
    ] {
        let expected = (code, message.to_owned());
        let asked = api_v2::GetTraceRequest {
            trace_id: trace_id.clone(),
            ..Default::default()
        };
        assert_eq!(
            ended(chunks(v2.get_trace(asked).await).await),
            expected,
            "{trace_id:?}"
        );
        let asked = api_v2::ArchiveTraceRequest {
            trace_id: trace_id.clone(),
            ..Default::default()
        };
        assert_eq!(
            ended(v2.archive_trace(asked).await),
            expected,
            "{trace_id:?}"
        );
    }
    let refused = chunks(v2.find_traces(api_v2::FindTracesRequest::default()).await).await;
    assert_eq!(
        ended(refused),
        (Code::InvalidArgument, "missing query".to_owned())
    );

    let mut v3 = served.v3().await;
    for (trace_id, code, message) in [
        ("9", Code::Ok, ""),
        (
            "",
            Code::Unknown,
            "malform trace ID: strconv.ParseUint: parsing \"\": invalid syntax",
        ),
        (
            "x",
            Code::Unknown,
            "malform trace ID: strconv.ParseUint: parsing \"x\": invalid syntax",
        ),
    ] {
        let asked = api_v3::GetTraceRequest {
            trace_id: trace_id.to_owned(),
            ..Default::default()
        };
        let found = chunks(v3.get_trace(asked).await).await;
        assert!(found.as_ref().map_or(true, Vec::is_empty), "{trace_id}");
        assert_eq!(ended(found), (code, message.to_owned()), "{trace_id}");
    }
    let required = "start time min and max are required parameters";
    let without_end = api_v3::TraceQueryParameters {
        start_time_min: at(1),
        ..Default::default()
    };
    for (query, code, message) in [
        (None, Code::InvalidArgument, "missing query"),
        (
            Some(api_v3::TraceQueryParameters::default()),
            Code::Unknown,
            required,
        ),
        (Some(without_end), Code::Unknown, required),
    ] {
        let asked = api_v3::FindTracesRequest { query };
        let refused = chunks(v3.find_traces(asked).await).await;
        assert_eq!(ended(refused), (code, message.to_owned()));
    }
    let mut collector = CollectorServiceClient::new(served.channel().await);
    let unknown = ended(collector.post_spans(Encoded::default()).await);
    let message = "unknown service jaeger.api_v2.CollectorService";
    assert_eq!(unknown, (Code::Unimplemented, message.to_owned()));
}

#[tokio::test]
async fn an_archived_trace_outlives_the_others() {
    let served = Served::with_calls().await;
    let asked = api_v2::ArchiveTraceRequest {
        trace_id: id(1),
        ..Default::default()
    };
    let archived = served.v2().await.archive_trace(asked.clone()).await;
    assert_eq!(ended(archived), (Code::Ok, String::new()));

    let archive = served.storage.archive.clone();
    let empty = Served::with(|_| {}).await.storage;
    for (archive, found, archived) in [
        (archive, Code::Ok, (Code::NotFound, "trace not found")),
        (
            None,
            Code::NotFound,
            (
                Code::Internal,
                "failed to archive trace: archive span storage was not configured",
            ),
        ),
    ] {
        let storage = Storage {
            archive,
            ..Storage::clone(&empty)
        };
        let served = Served::of(Arc::new(storage), |_| {}).await.unwrap();
        let mut v2 = served.v2().await;
        let trace = api_v2::GetTraceRequest {
            trace_id: id(1),
            ..Default::default()
        };
        assert_eq!(ended(chunks(v2.get_trace(trace).await).await).0, found);
        let (code, message) = archived;
        let again = ended(v2.archive_trace(asked.clone()).await);
        assert_eq!(again, (code, message.to_owned()));
    }
}

#[tokio::test]
async fn an_answer_larger_than_all_may_be_is_refused() {
    let served = Served::with(|config| config.http.in_flight_max = ByteSize::bytes(64 << 10)).await;
    let name = "x".repeat(40 << 10);
    let sketch = Sketch {
        trace: 1,
        id: 1,
        parent: 0,
        service: "web",
        name: &name,
        kind: SpanKind::Server,
    };
    served.write("", &[sketch]).await;
    for raw_traces in [true, false] {
        let asked = api_v3::GetTraceRequest {
            trace_id: "1".to_owned(),
            raw_traces,
            ..Default::default()
        };
        let refused = chunks(served.v3().await.get_trace(asked).await).await;
        assert_eq!(ended(refused).0, Code::ResourceExhausted, "{raw_traces}");
    }
}
