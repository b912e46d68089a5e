//! What is served over gRPC beside `PostSpans`: sampling strategies, health and reflection.

use std::sync::Arc;

use anyhow::Context as _;
use axum::Router;
use jaeger_proto::api_v2::sampling_manager_server::{SamplingManager, SamplingManagerServer};
use jaeger_proto::api_v2::{
    OperationSamplingStrategy, PerOperationSamplingStrategies, ProbabilisticSamplingStrategy,
    RateLimitingSamplingStrategy, SamplingStrategyParameters, SamplingStrategyResponse,
    SamplingStrategyType,
};
use jaeger_sampling::{OperationSampling, Sampling, StrategyStore};
use tonic::service::Routes;
use tonic::{Request, Response, Status};

/// Returns what answers those calls.
///
/// # Errors
/// If the descriptions of the services are broken.
pub(crate) async fn router(strategies: Arc<StrategyStore>) -> anyhow::Result<Router> {
    let (reporter, health) = tonic_health::server::health_reporter();
    for service in SERVICES {
        let serving = tonic_health::ServingStatus::Serving;
        reporter.set_service_status(service, serving).await;
    }
    let reflection = || {
        tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(jaeger_proto::DESCRIPTORS)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
    };
    let broken = "describe the services";
    let sampling = SamplingManagerServer::new(Sampler { strategies });
    Ok(Routes::new(sampling)
        .add_service(health)
        .add_service(reflection().build_v1().context(broken)?)
        .add_service(reflection().build_v1alpha().context(broken)?)
        .into_axum_router())
}

const SERVICES: [&str; 2] = [
    "jaeger.api_v2.CollectorService",
    "jaeger.api_v2.SamplingManager",
];

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
