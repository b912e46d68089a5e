//! A storage that does not answer: whoever asks is told after a while, in the envelope of the API.

use std::sync::Arc;
use std::time::Duration;

use futures::future::{BoxFuture, pending};
use futures::{FutureExt, StreamExt, stream};
use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper::{Request, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use jaeger_backends::BackendsConfig;
use jaeger_model::{Tenant, TraceId};
use jaeger_proto::api_v2::query_service_client::QueryServiceClient;
use jaeger_proto::api_v2::{GetServicesRequest, GetTraceRequest};
use jaeger_query::QueryConfig;
use jaeger_service::Context;
use jaeger_service::options::ListenAddress;
use jaeger_storage::{
    AttributeKeyQuery, AttributeValueQuery, Capabilities, GetTrace, Operation, OperationQuery,
    Page, Result, Storage, TraceQuery, TraceReader, TraceStream, TraceSummary,
};
use tonic::Code;

/// Takes every question and never answers.
#[derive(Debug)]
struct Stalled(Capabilities);

impl TraceReader for Stalled {
    fn get_trace(&self, _: GetTrace) -> TraceStream {
        stream::pending().boxed()
    }

    fn find_traces(&self, _: TraceQuery) -> BoxFuture<'_, Result<Page<TraceStream>>> {
        pending().boxed()
    }

    fn find_trace_ids(&self, _: TraceQuery) -> BoxFuture<'_, Result<Page<Vec<TraceId>>>> {
        pending().boxed()
    }

    fn find_summaries(&self, _: TraceQuery) -> BoxFuture<'_, Result<Page<Vec<TraceSummary>>>> {
        pending().boxed()
    }

    fn services(&self, _: Tenant) -> BoxFuture<'_, Result<Vec<String>>> {
        pending().boxed()
    }

    fn operations(&self, _: OperationQuery) -> BoxFuture<'_, Result<Vec<Operation>>> {
        pending().boxed()
    }

    fn attribute_keys(&self, _: AttributeKeyQuery) -> BoxFuture<'_, Result<Vec<String>>> {
        pending().boxed()
    }

    fn attribute_values(&self, _: AttributeValueQuery) -> BoxFuture<'_, Result<Vec<String>>> {
        pending().boxed()
    }

    fn capabilities(&self) -> Capabilities {
        self.0
    }
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_given_up() {
    let context = Context::for_test();
    let opened = jaeger_backends::open(BackendsConfig::default(), &context)
        .await
        .expect("a storage");
    let stalled = Stalled(opened.storage.reader.capabilities());
    let storage = Storage {
        reader: Arc::new(stalled),
        archive: None,
        ..Storage::clone(&opened.storage)
    };
    let mut config = QueryConfig::default();
    config.http.host_port = ListenAddress::local(0);
    config.grpc.host_port = ListenAddress::local(0);
    config.http.timeout = Duration::from_millis(20);
    let built = jaeger_query::build(config, Arc::new(storage), &context)
        .await
        .expect("a door");
    let door = built.addresses()[0].address;

    let client = Client::builder(TokioExecutor::new()).build_http::<Empty<Bytes>>();
    for (path, code) in [
        ("/api/services", "\"code\":504"),
        ("/api/traces", "\"code\":504"),
        ("/api/traces/1", "\"code\":504"),
        ("/api/v3/services", "\"httpCode\":504"),
    ] {
        let request = Request::get(format!("http://{door}{path}")).body(Empty::new());
        let reply = client
            .request(request.expect("a good request"))
            .await
            .expect("a reply");
        assert_eq!(reply.status(), StatusCode::GATEWAY_TIMEOUT, "{path}");
        let body = reply.collect().await.expect("a body").to_bytes();
        let text = String::from_utf8_lossy(&body);
        assert!(text.contains(code), "{path}: {text}");
    }

    let mut bound = built.addresses().iter();
    let grpc = bound.find(|bound| bound.name == "query-grpc");
    let url = format!("http://{}", grpc.expect("a door").address);
    let mut client = QueryServiceClient::connect(url).await.expect("a door");
    let answer = client.get_services(GetServicesRequest {}).await;
    let status = answer.expect_err("no answer");
    assert_eq!(status.code(), Code::DeadlineExceeded);
    let asked = GetTraceRequest {
        trace_id: vec![1; 16],
        ..GetTraceRequest::default()
    };
    let answer = client.get_trace(asked).await.expect("a stream");
    let status = answer.into_inner().message().await.expect_err("no answer");
    assert_eq!(status.code(), Code::DeadlineExceeded);
}
