//! What is served over gRPC beside `PostSpans`: sampling strategies, health and reflection.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum::middleware::Next;
use jaeger_proto::api_v2::sampling_manager_server::{SamplingManager, SamplingManagerServer};
use jaeger_proto::api_v2::{
    OperationSamplingStrategy, PerOperationSamplingStrategies, ProbabilisticSamplingStrategy,
    RateLimitingSamplingStrategy, SamplingStrategyParameters, SamplingStrategyResponse,
    SamplingStrategyType,
};
use jaeger_sampling::{OperationSampling, Sampling, StrategyStore};
use tonic::codec::CompressionEncoding;
use tonic::service::Routes;
use tonic::{Request, Response, Status};
use tonic_health::pb::health_server::HealthServer;
use tonic_health::server::{HealthReporter, HealthService};
use tonic_reflection::server::Builder;

/// Returns what answers those calls.
///
/// # Errors
/// If the descriptions of the services are broken.
pub(crate) async fn router(strategies: Arc<StrategyStore>) -> anyhow::Result<Router> {
    let reporter = HealthReporter::new();
    for service in HEALTHY {
        let serving = tonic_health::ServingStatus::Serving;
        reporter.set_service_status(service, serving).await;
    }
    let undescribed = "failed to describe the gRPC services";
    let reflection_v1 = described().build_v1().context(undescribed)?;
    let reflection_v1alpha = described().build_v1alpha().context(undescribed)?;
    let sampling = SamplingManagerServer::new(Sampler { strategies });
    let health = HealthServer::new(HealthService::from_health_reporter(reporter));
    let routes = Routes::new(
        sampling
            .max_decoding_message_size(QUESTION_BYTES_MAX)
            .accept_compressed(GZIP),
    )
    .add_service(
        health
            .max_decoding_message_size(QUESTION_BYTES_MAX)
            .accept_compressed(GZIP),
    )
    .add_service(
        reflection_v1
            .max_decoding_message_size(QUESTION_BYTES_MAX)
            .accept_compressed(GZIP),
    )
    .add_service(
        reflection_v1alpha
            .max_decoding_message_size(QUESTION_BYTES_MAX)
            .accept_compressed(GZIP),
    );
    let in_time = axum::middleware::from_fn(in_time);
    Ok(routes.into_axum_router().route_layer(in_time))
}

/// Ends a call whose question does not come: nothing else would.
async fn in_time(request: axum::extract::Request, next: Next) -> axum::response::Response {
    let answered = tokio::time::timeout(QUESTION_TIME_MAX, next.run(request)).await;
    let late = |_| Status::deadline_exceeded("the question did not come in time").into_http();
    answered.unwrap_or_else(late)
}

/// Reflection on what is served here; the description knows more services than that.
fn described() -> Builder<'static> {
    let builder = Builder::configure()
        .register_encoded_file_descriptor_set(jaeger_proto::DESCRIPTORS)
        .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
        .register_encoded_file_descriptor_set(tonic_reflection::pb::v1::FILE_DESCRIPTOR_SET)
        .register_encoded_file_descriptor_set(tonic_reflection::pb::v1alpha::FILE_DESCRIPTOR_SET);
    SERVED
        .into_iter()
        .fold(builder, |builder, name| builder.with_service_name(name))
}

/// What reflection lists.
const SERVED: [&str; 5] = [
    "grpc.health.v1.Health",
    "grpc.reflection.v1.ServerReflection",
    "grpc.reflection.v1alpha.ServerReflection",
    "jaeger.api_v2.CollectorService",
    "jaeger.api_v2.SamplingManager",
];

/// What health knows beside the process.
const HEALTHY: [&str; 2] = [
    "jaeger.api_v2.CollectorService",
    "jaeger.api_v2.SamplingManager",
];

/// Questions are short, and the announced size of one is taken before it comes.
const QUESTION_BYTES_MAX: usize = 64 << 10;
/// What a question may be compressed with.
const GZIP: CompressionEncoding = CompressionEncoding::Gzip;
const QUESTION_TIME_MAX: Duration = Duration::from_secs(10);

/// Tells clients how to sample.
struct Sampler {
    strategies: Arc<StrategyStore>,
}

#[tonic::async_trait]
impl SamplingManager for Sampler {
    async fn get_sampling_strategy(
        &self,
        request: Request<SamplingStrategyParameters>,
    ) -> Result<Response<SamplingStrategyResponse>, Status> {
        let answer = self.strategies.answer(&request.get_ref().service_name);
        Ok(Response::new(told(&answer)))
    }
}

fn told(answer: &jaeger_sampling::SamplingStrategyResponse) -> SamplingStrategyResponse {
    let mut response = SamplingStrategyResponse {
        operation_sampling: answer.operations.as_ref().map(told_of_operations),
        ..SamplingStrategyResponse::default()
    };
    match answer.sampling {
        Sampling::Probabilistic(sampling_rate) => {
            response.set_strategy_type(SamplingStrategyType::Probabilistic);
            response.probabilistic_sampling = Some(ProbabilisticSamplingStrategy { sampling_rate });
        }
        Sampling::RateLimiting(max_traces_per_second) => {
            response.set_strategy_type(SamplingStrategyType::RateLimiting);
            response.rate_limiting_sampling = Some(RateLimitingSamplingStrategy {
                max_traces_per_second,
            });
        }
    }
    response
}

fn told_of_operations(operations: &OperationSampling) -> PerOperationSamplingStrategies {
    let rates = operations
        .rates
        .iter()
        .map(|rate| OperationSamplingStrategy {
            operation: rate.operation.to_string(),
            probabilistic_sampling: Some(ProbabilisticSamplingStrategy {
                sampling_rate: rate.probability,
            }),
        });
    PerOperationSamplingStrategies {
        default_sampling_probability: operations.default_probability,
        per_operation_strategies: rates.collect(),
        ..PerOperationSamplingStrategies::default()
    }
}
