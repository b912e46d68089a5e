//! The query API over gRPC: `jaeger.api_v2.QueryService`, which clients of Jaeger 1.x know, and
//! `jaeger.api_v3.QueryService`, whose traces are OTLP. Beside them stand health and reflection.
//!
//! A method is parameters, then storage, then an answer, as a route over HTTP is. Traces are
//! [streamed](chunks): a chunk is made when the client has taken the one before.

mod api_v2;
mod api_v3;
mod chunks;
mod lists;
mod parameters;
mod reply;
mod status;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Uri};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use jaeger_model::Tenant;
use jaeger_proto::api_v2::query_service_server::QueryServiceServer as QueryServerV2;
use jaeger_proto::api_v3::query_service_server::QueryServiceServer as QueryServerV3;
use jaeger_storage::bearer_token::{BearerToken, scope};
use tokio_util::sync::CancellationToken;
use tonic::Status;
use tonic::codec::CompressionEncoding;
use tonic::service::Routes;
use tonic_health::ServingStatus;
use tonic_health::pb::health_server::HealthServer;
use tonic_health::server::{HealthReporter, HealthService};
use tonic_reflection::server::Builder;

use crate::api::Api;
use crate::bearer_token;
use crate::grpc::api_v2::QueryV2;
use crate::grpc::api_v3::QueryV3;

/// Returns the router that serves calls and nothing else: what is not routed is still free.
///
/// # Errors
/// If the description of the services, which is built in, is broken.
pub(crate) fn router(api: &Arc<Api>, health: &HealthReporter) -> anyhow::Result<Router> {
    let query_v2 = QueryServerV2::new(QueryV2::new(Arc::clone(api)));
    let query_v3 = QueryServerV3::new(QueryV3::new(Arc::clone(api)));
    let health = HealthServer::new(HealthService::from_health_reporter(health.clone()));
    let undescribed = "failed to describe the gRPC services";
    let reflection_v1 = described().build_v1().context(undescribed)?;
    let reflection_v1alpha = described().build_v1alpha().context(undescribed)?;
    let routes = Routes::from(Router::new())
        .add_service(
            query_v2
                .max_decoding_message_size(REQUEST_BYTES_MAX)
                .accept_compressed(GZIP),
        )
        .add_service(
            query_v3
                .max_decoding_message_size(REQUEST_BYTES_MAX)
                .accept_compressed(GZIP),
        )
        .add_service(
            health
                .max_decoding_message_size(REQUEST_BYTES_MAX)
                .accept_compressed(GZIP),
        )
        .add_service(
            reflection_v1
                .max_decoding_message_size(REQUEST_BYTES_MAX)
                .accept_compressed(GZIP),
        )
        .add_service(
            reflection_v1alpha
                .max_decoding_message_size(REQUEST_BYTES_MAX)
                .accept_compressed(GZIP),
        );
    let admitted = from_fn_with_state(Arc::clone(api), admit);
    let traced = from_fn_with_state(Arc::clone(api), trace);
    let router = routes.into_axum_router();
    Ok(router.route_layer(admitted).route_layer(traced))
}

/// Makes the span of a call, also of one that is not let in.
async fn trace(State(api): State<Arc<Api>>, request: Request, next: Next) -> Response {
    match api.own_traces.begin_call(&request) {
        Some(call) => call.until_the_end_of(next.run(request).await),
        None => next.run(request).await,
    }
}

/// Lets a call in with its tenant, whatever it calls: health is about a tenant as well.
async fn admit(State(api): State<Arc<Api>>, mut request: Request, next: Next) -> Response {
    match known(&api, request.headers()) {
        Ok((tenant, token)) => {
            request.extensions_mut().insert(tenant);
            let time = api.timeout + QUESTION_TIME_MAX;
            match tokio::time::timeout(time, scope(token, next.run(request))).await {
                Ok(response) => reply::held(response, &api.replies),
                Err(_) => {
                    Status::deadline_exceeded("the question did not come in time").into_http()
                }
            }
        }
        Err(status) => status.into_http(),
    }
}

/// Returns what a call says of who makes it.
fn known(api: &Api, metadata: &HeaderMap) -> Result<(Tenant, Option<BearerToken>), Status> {
    let token = match api.passes_bearer_tokens {
        true => bearer_token::of_call(metadata).map_err(Status::unknown)?,
        false => None,
    };
    let tenant = api.tenants.only(metadata).map_err(status::refused)?;
    Ok((tenant, token))
}

/// The answer to a call of what is not served.
pub(crate) async fn unknown(uri: Uri) -> Response {
    let path = uri.path().trim_start_matches('/');
    let service = path.rsplit_once('/').map_or(path, |(service, _)| service);
    Status::unimplemented(status::shortened(format!("unknown service {service}"))).into_http()
}

/// Returns what says that everything is served.
pub(crate) async fn healthy() -> HealthReporter {
    let health = HealthReporter::new();
    for name in HEALTHY {
        let serving = ServingStatus::Serving;
        health.set_service_status(name, serving).await;
    }
    health
}

/// Waits for `shutdown`, says so to everybody who watches, and lets them go: nobody else would end
/// their calls.
pub(crate) async fn end_health(mut health: HealthReporter, shutdown: CancellationToken) {
    shutdown.cancelled().await;
    for name in HEALTHY {
        let ended = ServingStatus::NotServing;
        health.set_service_status(name, ended).await;
        health.clear_service_status(name).await;
    }
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
    "jaeger.api_v2.QueryService",
    "jaeger.api_v3.QueryService",
];

/// What health knows; the empty name is the process. Jaeger says that its service of metrics is
/// healthy although it does not serve it, and probes may ask for that.
const HEALTHY: [&str; 4] = [
    "",
    "jaeger.api_v2.QueryService",
    "jaeger.api_v2.metrics.MetricsQueryService",
    "jaeger.api_v3.QueryService",
];

/// Questions are short, and the announced size of one is taken before it comes.
const REQUEST_BYTES_MAX: usize = 64 << 10;
/// What a question may be compressed with.
const GZIP: CompressionEncoding = CompressionEncoding::Gzip;
/// How long a question may take to come.
const QUESTION_TIME_MAX: Duration = Duration::from_secs(10);
