//! Storage is asked with the token of whoever asks, over HTTP and gRPC, if the option says so.
#![expect(clippy::expect_used, reason = "helpers of tests fail loudly")]

use std::sync::{Arc, Mutex};

use futures::future::BoxFuture;
use http_body_util::{BodyExt, Empty};
use hyper::Request;
use hyper::body::Bytes;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use jaeger_backends::BackendsConfig;
use jaeger_model::{Tenant, TraceId};
use jaeger_proto::api_v2::query_service_client::QueryServiceClient as ClientV2;
use jaeger_proto::api_v3::query_service_client::QueryServiceClient as ClientV3;
use jaeger_proto::{api_v2, api_v3};
use jaeger_query::QueryConfig;
use jaeger_service::options::ListenAddress;
use jaeger_service::{Built, Context};
use jaeger_storage::bearer_token::{BearerToken, current};
use jaeger_storage::{
    AttributeKeyQuery, AttributeValueQuery, Capabilities, GetTrace, Operation, OperationQuery,
    Page, Result, Storage, TraceQuery, TraceReader, TraceStream, TraceSummary,
};
use tonic::metadata::{Ascii, MetadataValue};
use tonic::{Code, Status};

/// Notes with whose token it is asked, and knows nothing itself.
#[derive(Debug)]
struct Noting {
    inner: Arc<dyn TraceReader>,
    tokens: Arc<Mutex<Vec<Option<BearerToken>>>>,
}

impl Noting {
    fn noted(&self) -> &dyn TraceReader {
        self.tokens.lock().expect("no panic").push(current());
        self.inner.as_ref()
    }
}

impl TraceReader for Noting {
    fn get_trace(&self, request: GetTrace) -> TraceStream {
        self.noted().get_trace(request)
    }

    fn find_traces(&self, query: TraceQuery) -> BoxFuture<'_, Result<Page<TraceStream>>> {
        self.noted().find_traces(query)
    }

    fn find_trace_ids(&self, query: TraceQuery) -> BoxFuture<'_, Result<Page<Vec<TraceId>>>> {
        self.noted().find_trace_ids(query)
    }

    fn find_summaries(&self, query: TraceQuery) -> BoxFuture<'_, Result<Page<Vec<TraceSummary>>>> {
        self.noted().find_summaries(query)
    }

    fn services(&self, tenant: Tenant) -> BoxFuture<'_, Result<Vec<String>>> {
        self.noted().services(tenant)
    }

    fn operations(&self, query: OperationQuery) -> BoxFuture<'_, Result<Vec<Operation>>> {
        self.noted().operations(query)
    }

    fn attribute_keys(&self, query: AttributeKeyQuery) -> BoxFuture<'_, Result<Vec<String>>> {
        self.noted().attribute_keys(query)
    }

    fn attribute_values(&self, query: AttributeValueQuery) -> BoxFuture<'_, Result<Vec<String>>> {
        self.noted().attribute_values(query)
    }

    fn capabilities(&self) -> Capabilities {
        self.inner.capabilities()
    }
}

#[tokio::test]
async fn over_http() {
    let questions = [
        ("GET", "/api/services"),
        ("GET", "/api/operations?service=a"),
        ("GET", "/api/traces?service=a"),
        ("GET", "/api/traces/1"),
        ("GET", "/api/traces?traceID=1"),
        ("POST", "/api/archive/1"),
        ("GET", "/api/v3/services"),
        ("GET", "/api/v3/operations?service=a"),
        ("GET", "/api/v3/traces/1"),
    ];
    for (is_on, sent, expected) in [
        (true, ("authorization", "Bearer s3cret"), Some("s3cret")),
        (true, ("x-forwarded-access-token", "s3cret"), Some("s3cret")),
        (true, ("authorization", "Basic s3cret"), None),
        (true, ("authorization", "Bearer s3cret or not"), None),
        (false, ("authorization", "Bearer s3cret"), None),
    ] {
        let served = Served::new(is_on).await;
        for (method, path) in questions {
            let status = served.ask(method, path, sent).await;
            assert!(matches!(status, 200 | 404), "{method} {path}: {status}");
            served.assert_noted(expected, &format!("{method} {path} {sent:?}"));
        }
    }
}

#[tokio::test]
async fn over_grpc() {
    type Case = (
        bool,
        &'static [&'static str],
        std::result::Result<Option<&'static str>, Code>,
    );
    let cases: [Case; 5] = [
        (true, &["s3cret"], Ok(Some("s3cret"))),
        (true, &[], Ok(None)),
        (false, &["s3cret"], Ok(None)),
        (false, &["s3cret", "s3cret"], Ok(None)),
        (true, &["s3cret", "s3cret"], Err(Code::Unknown)),
    ];
    for (is_on, tokens, expected) in cases {
        let served = Served::new(is_on).await;
        for question in QUESTIONS {
            let code = served.call(question, tokens).await;
            let case = format!("{question:?} {is_on} {tokens:?}");
            match expected {
                Ok(token) => {
                    assert!(matches!(code, Code::Ok | Code::NotFound), "{case}: {code}");
                    served.assert_noted(token, &case);
                }
                Err(expected) => {
                    assert_eq!(code, expected, "{case}");
                    assert!(served.take_noted().is_empty(), "{case}");
                }
            }
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Question {
    Services,
    Operations,
    Trace,
    RawTrace,
    Search,
    Archive,
    ServicesV3,
    TraceV3,
    SearchV3,
}

const QUESTIONS: [Question; 9] = [
    Question::Services,
    Question::Operations,
    Question::Trace,
    Question::RawTrace,
    Question::Search,
    Question::Archive,
    Question::ServicesV3,
    Question::TraceV3,
    Question::SearchV3,
];

/// A query service before a storage that notes its tokens.
struct Served {
    built: Built,
    tokens: Arc<Mutex<Vec<Option<BearerToken>>>>,
}

impl Served {
    async fn new(is_on: bool) -> Self {
        let context = Context::for_test();
        let opened = jaeger_backends::open(BackendsConfig::default(), &context).await;
        let storage = opened.expect("a storage").storage;
        let tokens = Arc::default();
        let noting = Noting {
            inner: Arc::clone(&storage.reader),
            tokens: Arc::clone(&tokens),
        };
        let storage = Storage {
            reader: Arc::new(noting),
            ..Storage::clone(&storage)
        };
        let mut config = QueryConfig::default();
        config.http.host_port = ListenAddress::local(0);
        config.http.passes_bearer_tokens = is_on;
        config.grpc.host_port = ListenAddress::local(0);
        let built = jaeger_query::build(config, Arc::new(storage), &context).await;
        Self {
            built: built.expect("doors"),
            tokens,
        }
    }

    fn url(&self, door: &str) -> String {
        let mut doors = self.built.addresses().iter();
        let door = doors.find(|bound| bound.name == door);
        format!("http://{}", door.expect("a door").address)
    }

    async fn ask(&self, method: &str, path: &str, (name, value): (&str, &str)) -> u16 {
        let request = Request::builder()
            .method(method)
            .uri(self.url("query-http") + path)
            .header(name, value)
            .body(Empty::<Bytes>::new());
        let client = Client::builder(TokioExecutor::new()).build_http();
        let reply = client.request(request.expect("a good request")).await;
        let reply = reply.expect("a reply");
        let status = reply.status().as_u16();
        reply.collect().await.expect("a body");
        status
    }

    async fn call(&self, question: Question, tokens: &'static [&'static str]) -> Code {
        match self.answer(question, tokens).await {
            Ok(()) => Code::Ok,
            Err(status) => status.code(),
        }
    }

    async fn answer(
        &self,
        question: Question,
        tokens: &'static [&'static str],
    ) -> std::result::Result<(), Status> {
        let with_tokens = move |mut call: tonic::Request<()>| -> std::result::Result<_, Status> {
            for token in tokens {
                let token = MetadataValue::<Ascii>::from_static(token);
                call.metadata_mut().append("bearer.token", token);
            }
            Ok(call)
        };
        let url = self.url("query-grpc");
        let channel = tonic::transport::Endpoint::from_shared(url).expect("an address");
        let channel = channel.connect().await.expect("the door is open");
        let mut v2 = ClientV2::with_interceptor(channel.clone(), with_tokens);
        let mut v3 = ClientV3::with_interceptor(channel, with_tokens);
        let trace_id = vec![1; 16];
        let mut chunks = match question {
            Question::Services => {
                v2.get_services(api_v2::GetServicesRequest {}).await?;
                return Ok(());
            }
            Question::Operations => {
                let asked = api_v2::GetOperationsRequest {
                    service: "a".to_owned(),
                    ..Default::default()
                };
                v2.get_operations(asked).await?;
                return Ok(());
            }
            Question::Archive => {
                let asked = api_v2::ArchiveTraceRequest {
                    trace_id,
                    ..Default::default()
                };
                v2.archive_trace(asked).await?;
                return Ok(());
            }
            Question::ServicesV3 => {
                v3.get_services(api_v3::GetServicesRequest {}).await?;
                return Ok(());
            }
            Question::Trace | Question::RawTrace => {
                let asked = api_v2::GetTraceRequest {
                    trace_id,
                    raw_traces: matches!(question, Question::RawTrace),
                    ..Default::default()
                };
                v2.get_trace(asked).await?
            }
            Question::Search => {
                let asked = api_v2::FindTracesRequest {
                    query: Some(api_v2::TraceQueryParameters::default()),
                };
                v2.find_traces(asked).await?
            }
            Question::TraceV3 => {
                let asked = api_v3::GetTraceRequest {
                    trace_id: "1".to_owned(),
                    ..Default::default()
                };
                v3.get_trace(asked).await?
            }
            Question::SearchV3 => {
                let at = |seconds| Some(prost_types::Timestamp { seconds, nanos: 0 });
                let query = api_v3::TraceQueryParameters {
                    start_time_min: at(1),
                    start_time_max: at(2),
                    ..Default::default()
                };
                let asked = api_v3::FindTracesRequest { query: Some(query) };
                v3.find_traces(asked).await?
            }
        }
        .into_inner();
        while chunks.message().await?.is_some() {}
        Ok(())
    }

    fn take_noted(&self) -> Vec<Option<BearerToken>> {
        std::mem::take(&mut *self.tokens.lock().expect("no panic"))
    }

    /// Storage was asked since the last time, and always with this token.
    fn assert_noted(&self, token: Option<&str>, case: &str) {
        let expected = token.and_then(BearerToken::new);
        let noted = self.take_noted();
        assert!(!noted.is_empty(), "{case}");
        let is_expected = |noted: &Option<BearerToken>| *noted == expected;
        assert!(noted.iter().all(is_expected), "{case}");
    }
}
