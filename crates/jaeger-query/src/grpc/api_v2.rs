//! `jaeger.api_v2.QueryService`.

use std::sync::Arc;

use axum::http::StatusCode;
use futures::StreamExt as _;
use jaeger_model::TraceId;
use jaeger_proto::api_v2::query_service_server::QueryService;
use jaeger_proto::api_v2::{
    ArchiveTraceRequest, ArchiveTraceResponse, DependencyLink, FindTracesRequest,
    GetDependenciesRequest, GetDependenciesResponse, GetOperationsRequest, GetOperationsResponse,
    GetServicesRequest, GetServicesResponse, GetTraceRequest, Operation,
};
use jaeger_storage::{Dependency, GetTrace, WriteRequest};
use tonic::{Request, Response, Status, async_trait};

use crate::api::Api;
use crate::envelope::TRACE_NOT_FOUND;
use crate::failure::Failure;
use crate::grpc::chunks::{Chunks, Shape};
use crate::grpc::lists;
use crate::grpc::parameters::{Search, hint};
use crate::grpc::status::{self, answered, tenant};

/// Answers its calls.
pub(super) struct QueryV2 {
    api: Arc<Api>,
}

impl QueryV2 {
    pub(super) fn new(api: Arc<Api>) -> Self {
        Self { api }
    }
}

#[async_trait]
impl QueryService for QueryV2 {
    type GetTraceStream = Chunks;
    type FindTracesStream = Chunks;

    async fn get_trace(
        &self,
        request: Request<GetTraceRequest>,
    ) -> Result<Response<Chunks>, Status> {
        let tenant = tenant(&request)?;
        let asked = request.into_inner();
        let wanted = GetTrace {
            tenant,
            id: trace_id(&asked.trace_id).map_err(status::of)?,
            hint: hint(asked.start_time, asked.end_time),
        };
        let chunks = Chunks::of_trace(&self.api, Shape::V2, wanted, asked.raw_traces);
        Ok(Response::new(chunks))
    }

    async fn archive_trace(
        &self,
        request: Request<ArchiveTraceRequest>,
    ) -> Result<Response<ArchiveTraceResponse>, Status> {
        let tenant = tenant(&request)?;
        let asked = request.into_inner();
        let wanted = GetTrace {
            tenant,
            id: trace_id(&asked.trace_id).map_err(status::of)?,
            hint: hint(asked.start_time, asked.end_time),
        };
        let answer = answered(&self.api, archive(&self.api, wanted)).await?;
        Ok(Response::new(answer))
    }

    async fn find_traces(
        &self,
        request: Request<FindTracesRequest>,
    ) -> Result<Response<Chunks>, Status> {
        let tenant = tenant(&request)?;
        let query = request.into_inner().query;
        let query = query.ok_or_else(|| Status::invalid_argument("missing query"))?;
        let search = Search::from(query);
        let raw = search.raw;
        let query = search.into_query(tenant, self.api.limit_max);
        let query = query.map_err(status::of)?;
        let chunks = Chunks::found(&self.api, Shape::V2, query, raw);
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
        Ok(Response::new(operations(found)))
    }

    async fn get_dependencies(
        &self,
        request: Request<GetDependenciesRequest>,
    ) -> Result<Response<GetDependenciesResponse>, Status> {
        let tenant = tenant(&request)?;
        let asked = request.into_inner();
        let (start, end) = (asked.start_time, asked.end_time);
        let found = lists::dependencies(&self.api, tenant, start, end).await?;
        let dependencies = found.into_iter().map(link).collect();
        Ok(Response::new(GetDependenciesResponse { dependencies }))
    }
}

/// Copies a trace to the archive, part by part.
async fn archive(api: &Api, wanted: GetTrace) -> Result<ArchiveTraceResponse, Failure> {
    let Some(archive) = &api.storage.archive else {
        return Err(Failure::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "failed to archive trace: archive span storage was not configured",
        ));
    };
    let tenant = wanted.tenant.clone();
    let mut chunks = api.storage.reader.get_trace(wanted);
    let mut is_known = false;
    while let Some(chunk) = chunks.next().await {
        let request = WriteRequest {
            tenant: tenant.clone(),
            batch: chunk?.spans.iter().collect(),
        };
        archive.writer.write(request).await?;
        is_known = true;
    }
    match is_known {
        true => Ok(ArchiveTraceResponse {}),
        false => Err(Failure::new(StatusCode::NOT_FOUND, TRACE_NOT_FOUND)),
    }
}

/// Names stand there twice: old clients read them alone, each once.
fn operations(found: Vec<jaeger_storage::Operation>) -> GetOperationsResponse {
    let mut operation_names: Vec<_> = found.iter().map(|it| it.name.clone()).collect();
    operation_names.sort_unstable();
    operation_names.dedup();
    let operations = found.into_iter().map(|found| Operation {
        name: found.name,
        span_kind: found.kind.as_str().to_owned(),
    });
    GetOperationsResponse {
        operation_names,
        operations: operations.collect(),
    }
}

fn link(found: Dependency) -> DependencyLink {
    DependencyLink {
        parent: found.parent,
        child: found.child,
        call_count: found.call_count,
        source: String::new(),
    }
}

/// Reads the 16 bytes of an id, or the 8 of an old client.
fn trace_id(bytes: &[u8]) -> Result<TraceId, Failure> {
    let id = match bytes.len() {
        0 => TraceId::default(),
        8 | 16 => {
            let padded = [0; 16].into_iter().take(16 - bytes.len());
            let mut id = [0; 16];
            for (to, from) in id.iter_mut().zip(padded.chain(bytes.iter().copied())) {
                *to = from;
            }
            TraceId(id)
        }
        _ => return Err(Failure::bad_request("invalid length for TraceID")),
    };
    match id.is_zero() {
        true => Err(Failure::bad_request("uninitialized TraceID is not allowed")),
        false => Ok(id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_16_bytes_or_8() {
        let uninitialized = Err("uninitialized TraceID is not allowed");
        let length = Err("invalid length for TraceID");
        let cases: [(&[u8], _); 7] = [
            (&[], uninitialized),
            (&[0; 8], uninitialized),
            (&[0; 16], uninitialized),
            (&[1; 3], length),
            (&[1; 17], length),
            (&[1; 8], Ok(TraceId::from_halves(0, 0x0101_0101_0101_0101))),
            (&[1; 16], Ok(TraceId([1; 16]))),
        ];
        for (bytes, expected) in cases {
            let read = trace_id(bytes).map_err(|failure| failure.message);
            assert_eq!(read, expected.map_err(str::to_owned), "{bytes:?}");
        }
    }
}
