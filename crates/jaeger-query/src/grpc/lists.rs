//! What both APIs list alike: services, operations, and who calls whom.

use jaeger_model::{Tenant, Timestamp};
use jaeger_storage::{Dependency, DependencyQuery, Operation};
use tonic::Status;

use crate::api::Api;
use crate::api::services::operations_of;
use crate::failure::Failure;
use crate::grpc::parameters::time;
use crate::grpc::status::answered;
use crate::search::range;

/// The names of all services.
pub(super) async fn services(api: &Api, tenant: Tenant) -> Result<Vec<String>, Status> {
    let services = async {
        let found = api.storage.reader.services(tenant).await;
        found.map_err(Failure::from)
    };
    answered(api, services).await
}

/// The operations of a service, of one kind unless that is empty.
pub(super) async fn operations(
    api: &Api,
    tenant: &Tenant,
    service: &str,
    kind: &str,
) -> Result<Vec<Operation>, Status> {
    answered(api, operations_of(api, tenant, service, kind)).await
}

/// Who calls whom between two times, neither of which is inside, as Jaeger has it.
pub(super) async fn dependencies(
    api: &Api,
    tenant: Tenant,
    start: Option<prost_types::Timestamp>,
    end: Option<prost_types::Timestamp>,
) -> Result<Vec<Dependency>, Status> {
    answered(api, between(api, tenant, time(start).zip(time(end)))).await
}

async fn between(
    api: &Api,
    tenant: Tenant,
    times: Option<(Timestamp, Timestamp)>,
) -> Result<Vec<Dependency>, Failure> {
    let Some((start, end)) = times else {
        return Err(Failure::bad_request(
            "StartTime and EndTime must be initialized.",
        ));
    };
    let inside = start.0.checked_add(1).zip(end.0.checked_sub(1));
    match inside.and_then(|(first, last)| range(Timestamp(first), Timestamp(last))) {
        Some(range) => {
            let query = DependencyQuery { tenant, range };
            Ok(api.storage.dependencies.dependencies(query).await?)
        }
        None => Ok(Vec::new()),
    }
}
