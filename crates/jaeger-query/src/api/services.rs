//! Services and their operations.

use axum::response::Response;
use jaeger_model::{SpanKind, Tenant};
use jaeger_storage::{Operation, OperationQuery};

use crate::api::{Answer, Api, Question};
use crate::envelope::{self, enclosed};
use crate::failure::Failure;
use crate::json;
use crate::params::unescape;

/// `GET /api/services`
pub(crate) async fn all(api: &Api, question: &Question) -> Answer {
    let services = api.storage.reader.services(question.tenant.clone()).await?;
    Ok(names(&services, question))
}

/// `GET /api/operations?service=&spanKind=`
pub(crate) async fn operations(api: &Api, question: &Question) -> Answer {
    let service = question.params.get("service");
    if service.is_empty() {
        return Err(Failure::bad_request("parameter 'service' is required"));
    }
    let found = operations_of(
        api,
        &question.tenant,
        service,
        question.params.get("spanKind"),
    )
    .await?;
    let data = |out: &mut Vec<u8>| {
        json::list(out, &found, |out, operation| {
            out.push(b'{');
            json::text_member(out, "name", &operation.name);
            json::text_member(out, "spanKind", operation.kind.as_str());
            out.push(b'}');
        });
    };
    let body = enclosed(data, found.len(), None);
    Ok(envelope::reply(body, &question.params))
}

/// `GET /api/services/{service}/operations`: names alone, each once.
pub(crate) async fn operation_names(api: &Api, question: &Question, service: &str) -> Answer {
    let service = unescape(service);
    let service = service.ok_or_else(|| Failure::bad_request("the service is badly escaped"))?;
    let found = operations_of(api, &question.tenant, &service, "").await?;
    let mut distinct: Vec<String> = found.into_iter().map(|operation| operation.name).collect();
    distinct.sort_unstable();
    distinct.dedup();
    Ok(names(&distinct, question))
}

/// Returns the operations of a service, of one kind unless that is empty. A kind that there is not
/// has no operations.
pub(crate) async fn operations_of(
    api: &Api,
    tenant: &Tenant,
    service: &str,
    kind: &str,
) -> Result<Vec<Operation>, Failure> {
    let wanted = SpanKind::from_word(kind);
    if wanted.is_none() && !kind.is_empty() {
        return Ok(Vec::new());
    }
    let query = OperationQuery {
        tenant: tenant.clone(),
        service: service.to_owned(),
        kind: wanted,
    };
    Ok(api.storage.reader.operations(query).await?)
}

/// No names at all are `null`, as they are in Jaeger.
fn names(names: &[String], question: &Question) -> Response {
    let data = |out: &mut Vec<u8>| match names {
        [] => json::null(out),
        names => json::list(out, names, json::text),
    };
    envelope::reply(enclosed(data, names.len(), None), &question.params)
}
