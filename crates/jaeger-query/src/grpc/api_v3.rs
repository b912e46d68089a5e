//! `jaeger.api_v3.QueryService`.
//!
//! Two of its errors have the code UNKNOWN in Jaeger, and so here: clients may look at it.

use std::sync::Arc;

use jaeger_proto::api_v3::query_service_server::QueryService;
use jaeger_proto::api_v3::{
    DependenciesResponse, Dependency, FindTracesRequest, GetDependenciesRequest,
    GetOperationsRequest, GetOperationsResponse, GetServicesRequest, GetServicesResponse,
    GetTraceRequest, Operation,
};
use jaeger_storage::GetTrace;
use tonic::{Request, Response, Status, async_trait};

use crate::api::Api;
use crate::grpc::chunks::{Chunks, Shape};
use crate::grpc::lists;
use crate::grpc::parameters::{Search, hint};
use crate::grpc::status::{self, shortened, tenant};
use crate::strconv;

/// Answers its calls.
pub(super) struct QueryV3 {
    api: Arc<Api>,
}

impl QueryV3 {
    pub(super) fn new(api: Arc<Api>) -> Self {
        Self { api }
    }
}

#[async_trait]
impl QueryService for QueryV3 {
    type GetTraceStream = Chunks;
    type FindTracesStream = Chunks;

    async fn get_trace(
        &self,
        request: Request<GetTraceRequest>,
    ) -> Result<Response<Chunks>, Status> {
        let tenant = tenant(&request)?;
        let asked = request.into_inner();
        let id = strconv::parse_trace_id(&asked.trace_id)
            .map_err(|reason| Status::unknown(shortened(format!("malform trace ID: {reason}"))))?;
        let wanted = GetTrace {
            tenant,
            id,
            hint: hint(asked.start_time, asked.end_time),
        };
        let chunks = Chunks::of_trace(&self.api, Shape::V3, wanted, asked.raw_traces);
        Ok(Response::new(chunks))
    }

    async fn find_traces(
        &self,
        request: Request<FindTracesRequest>,
    ) -> Result<Response<Chunks>, Status> {
        let tenant = tenant(&request)?;
        let query = request.into_inner().query;
        let query = query.ok_or_else(|| Status::invalid_argument("missing query"))?;
        let search = Search::from(query);
        if search.start.is_none() || search.end.is_none() {
            let message = "start time min and max are required parameters";
            return Err(Status::unknown(message));
        }
        let raw = search.raw;
        let query = search.into_query(tenant, self.api.limit_max);
        let query = query.map_err(status::of)?;
        let chunks = Chunks::found(&self.api, Shape::V3, query, raw);
        Ok(Response::new(chunks))
    }

    async fn get_services(
        &self,
        request: Request<GetServicesRequest>,
    ) -> Result<Response<GetServicesResponse>, Status> {
        let services = lists::services(&self.api, tenant(&request)?).await?;
        Ok(Response::new(GetServicesResponse { services }))
    }

    async fn get_operations(
        &self,
        request: Request<GetOperationsRequest>,
    ) -> Result<Response<GetOperationsResponse>, Status> {
        let tenant = tenant(&request)?;
        let asked = request.into_inner();
        let (service, kind) = (&asked.service, &asked.span_kind);
        let found = lists::operations(&self.api, &tenant, service, kind).await?;
        let operations = found.into_iter().map(|found| Operation {
            name: found.name,
            span_kind: found.kind.as_str().to_owned(),
        });
        Ok(Response::new(GetOperationsResponse {
            operations: operations.collect(),
        }))
    }

    async fn get_dependencies(
        &self,
        request: Request<GetDependenciesRequest>,
    ) -> Result<Response<DependenciesResponse>, Status> {
        let tenant = tenant(&request)?;
        let asked = request.into_inner();
        let (start, end) = (asked.start_time, asked.end_time);
        let found = lists::dependencies(&self.api, tenant, start, end).await?;
        let dependencies = found.into_iter().map(|found| Dependency {
            parent: found.parent,
            child: found.child,
            call_count: found.call_count,
        });
        Ok(Response::new(DependenciesResponse {
            dependencies: dependencies.collect(),
        }))
    }
}
