//! What is served at Jaeger's gRPC port beside spans, asked by generated clients.
#![expect(clippy::expect_used, reason = "helpers of tests fail loudly")]

use std::io::Write as _;

use jaeger_collector::{Collector, Config};
use jaeger_proto::api_v2::sampling_manager_client::SamplingManagerClient;
use jaeger_proto::api_v2::{SamplingStrategyParameters, SamplingStrategyType};
use jaeger_service::{Command, Context, Environment, Service, load};
use tonic::transport::Channel;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;
use tonic_reflection::pb::v1::ServerReflectionRequest;
use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
use tonic_reflection::pb::v1::server_reflection_request::MessageRequest;
use tonic_reflection::pb::v1::server_reflection_response::MessageResponse;

const STRATEGIES: &[u8] = br#"{
    "service_strategies": [
        {"service": "often", "type": "probabilistic", "param": 0.5,
         "operation_strategies": [{"operation": "health", "type": "probabilistic", "param": 0.25}]},
        {"service": "seldom", "type": "ratelimiting", "param": 7}
    ],
    "default_strategy": {"type": "probabilistic", "param": 0.125}
}"#;

#[tokio::test]
async fn clients_are_told_how_to_sample() {
    let (_file, service) = start().await;
    let mut client = SamplingManagerClient::new(channel(&service).await);
    let probability = SamplingStrategyType::Probabilistic;
    let limit = SamplingStrategyType::RateLimiting;
    for (service_name, kind, rate, traces, operations) in [
        (
            "often",
            probability,
            Some(0.5),
            None,
            vec![("health", 0.25)],
        ),
        ("seldom", limit, None, Some(7), vec![]),
        ("unknown", probability, Some(0.125), None, vec![]),
    ] {
        let asked = SamplingStrategyParameters {
            service_name: service_name.to_owned(),
        };
        let told = client.get_sampling_strategy(asked).await;
        let told = told.expect("an answer").into_inner();
        assert_eq!(told.strategy_type(), kind, "{service_name}");
        let found = told.probabilistic_sampling.map(|it| it.sampling_rate);
        assert_eq!(found, rate, "{service_name}");
        let found = told.rate_limiting_sampling;
        let found = found.map(|it| it.max_traces_per_second);
        assert_eq!(found, traces, "{service_name}");
        let found: Vec<_> = told
            .operation_sampling
            .iter()
            .flat_map(|told| &told.per_operation_strategies)
            .map(|told| {
                let rate = told.probabilistic_sampling.expect("a probability");
                (told.operation.as_str(), rate.sampling_rate)
            })
            .collect();
        assert_eq!(found, operations, "{service_name}");
    }
    service.stop().await.expect("a clean stop");
}

#[tokio::test]
async fn health_and_reflection_are_there() {
    let (_file, service) = start().await;
    let channel = channel(&service).await;
    let mut health = HealthClient::new(channel.clone());
    for name in [
        "",
        "jaeger.api_v2.CollectorService",
        "jaeger.api_v2.SamplingManager",
    ] {
        let service = name.to_owned();
        let reply = health.check(HealthCheckRequest { service }).await;
        let status = reply.expect("an answer").into_inner().status();
        assert_eq!(status, ServingStatus::Serving, "{name:?}");
    }

    let mut reflection = ServerReflectionClient::new(channel);
    let request = ServerReflectionRequest {
        host: String::new(),
        message_request: Some(MessageRequest::ListServices(String::new())),
    };
    let replies = reflection
        .server_reflection_info(futures::stream::iter([request]))
        .await;
    let mut replies = replies.expect("a stream").into_inner();
    let reply = replies.message().await.expect("a reply").expect("one");
    let Some(MessageResponse::ListServicesResponse(list)) = reply.message_response else {
        panic!("no list: {reply:?}");
    };
    let names: Vec<_> = list.service.into_iter().map(|it| it.name).collect();
    for name in [
        "jaeger.api_v2.CollectorService",
        "jaeger.api_v2.SamplingManager",
        "grpc.health.v1.Health",
    ] {
        assert!(names.iter().any(|known| known == name), "{names:?}");
    }
    service.stop().await.expect("a clean stop");
}

async fn start() -> (tempfile::NamedTempFile, Service) {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(STRATEGIES).expect("a place for it");
    let command = Command::of::<Collector>();
    let path = file.path().to_str().expect("a path in UTF-8");
    let strategies = format!("--sampling.strategies-file={path}");
    let arguments = command.free_ports::<Config>().into_iter();
    let arguments = arguments.chain([strategies]);
    let loaded =
        load::<Config>(&command, arguments, &Environment::default()).expect("good arguments");
    let service = Service::start::<Collector>(loaded, Context::for_test())
        .await
        .expect("a service");
    (file, service)
}

async fn channel(service: &Service) -> Channel {
    let address = service.address("jaeger-grpc").expect("a door");
    Channel::from_shared(format!("http://{address}"))
        .expect("an address")
        .connect()
        .await
        .expect("an open door")
}
