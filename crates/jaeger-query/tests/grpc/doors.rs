//! Health, reflection, and the port that may be one with that of HTTP.

use std::net::TcpListener;
use std::sync::Arc;

use futures::stream;
use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use jaeger_proto::api_v2;
use jaeger_service::options::ListenAddress;
use tonic::Code;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;
use tonic_reflection::pb::{v1, v1alpha};

use crate::harness::{Served, ended};

#[tokio::test]
async fn health_knows_the_names_that_jaeger_knows() {
    let served = Served::with(|_| {}).await;
    let mut health = HealthClient::new(served.channel().await);
    for (service, code) in [
        ("", Code::Ok),
        ("jaeger.api_v2.QueryService", Code::Ok),
        ("jaeger.api_v2.metrics.MetricsQueryService", Code::Ok),
        ("jaeger.api_v3.QueryService", Code::Ok),
        ("jaeger.api_v2.CollectorService", Code::NotFound),
    ] {
        let asked = HealthCheckRequest {
            service: service.to_owned(),
        };
        let answer = health.check(asked).await;
        if let Ok(answer) = &answer {
            let status = answer.get_ref().status();
            assert_eq!(status, ServingStatus::Serving, "{service}");
        }
        assert_eq!(ended(answer).0, code, "{service}");
    }
}

/// Asks one version of reflection what is served.
macro_rules! listed {
    ($served:expr, $version:ident) => {{
        use $version::server_reflection_client::ServerReflectionClient;
        use $version::server_reflection_request::MessageRequest;
        use $version::server_reflection_response::MessageResponse;

        let asked = $version::ServerReflectionRequest {
            host: String::new(),
            message_request: Some(MessageRequest::ListServices(String::new())),
        };
        let mut client = ServerReflectionClient::new($served.channel().await);
        let answer = client.server_reflection_info(stream::iter([asked])).await;
        let answer = answer.unwrap().into_inner().message().await.unwrap();
        let Some(MessageResponse::ListServicesResponse(list)) = answer.unwrap().message_response
        else {
            panic!("expected a list");
        };
        let mut names: Vec<_> = list.service.into_iter().map(|it| it.name).collect();
        names.sort_unstable();
        names
    }};
}

#[tokio::test]
async fn reflection_lists_what_is_served() {
    let served = Served::with(|_| {}).await;
    let expected = [
        "grpc.health.v1.Health",
        "grpc.reflection.v1.ServerReflection",
        "grpc.reflection.v1alpha.ServerReflection",
        "jaeger.api_v2.QueryService",
        "jaeger.api_v3.QueryService",
    ];
    assert_eq!(listed!(served, v1), expected);
    assert_eq!(listed!(served, v1alpha), expected);
}

#[tokio::test]
async fn one_port_may_serve_both() {
    for is_shared in [false, true] {
        let served = match is_shared {
            true => on_one_port().await,
            false => Served::with(|_| {}).await,
        };
        assert_eq!(served.http == served.grpc, is_shared);
        let mut client = served.v2().await;
        let answer = client.get_services(api_v2::GetServicesRequest {}).await;
        assert_eq!(ended(answer).0, Code::Ok, "{is_shared}");

        let client = Client::builder(TokioExecutor::new()).build_http::<Empty<Bytes>>();
        let url = format!("http://{}/api/services", served.http);
        let reply = client.get(url.parse().unwrap()).await.unwrap();
        assert_eq!(reply.status().as_u16(), 200, "{is_shared}");
        let body = reply.collect().await.unwrap().to_bytes();
        assert!(body.starts_with(b"{\"data\":null"), "{body:?}");
    }
}

/// A port that is free, which another process may take before we do: then another one.
async fn on_one_port() -> Served {
    let storage = Served::with(|_| {}).await.storage;
    for _ in 0..20 {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
        let port = free.expect("a free port").port();
        let served = Served::of(Arc::clone(&storage), |config| {
            config.http.host_port = ListenAddress::local(port);
            config.grpc.host_port = ListenAddress::local(port);
        });
        if let Ok(served) = served.await {
            return served;
        }
    }
    panic!("no port was free");
}
