//! How a call ends that is not answered.

use std::panic::AssertUnwindSafe;

use axum::http::StatusCode;
use futures::FutureExt as _;
use jaeger_model::Tenant;
use jaeger_service::TenantRefused;
use tonic::{Code, Request, Status};
use tracing::error;

use crate::api::Api;
use crate::failure::Failure;

/// Returns the answer that `work` gives, unless it takes too long.
pub(super) async fn answered<T>(
    api: &Api,
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Status> {
    in_time(api, caught(work)).await.flatten().map_err(of)
}

/// Returns what `work` gives, unless it takes too long.
pub(super) async fn in_time<T>(api: &Api, work: impl Future<Output = T>) -> Result<T, Failure> {
    let done = tokio::time::timeout(api.timeout, work).await;
    done.map_err(|_| Failure::new(StatusCode::GATEWAY_TIMEOUT, "the answer took too long"))
}

/// A panic is our fault and ends one call, not the connection with its other calls.
pub(super) async fn caught<T>(
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    let done = AssertUnwindSafe(work).catch_unwind().await;
    done.unwrap_or_else(|_| {
        error!("panic while a call was answered");
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Err(Failure::new(status, "internal error"))
    })
}

/// Returns the tenant that the call was let in with.
pub(super) fn tenant<T>(request: &Request<T>) -> Result<Tenant, Status> {
    let tenant = request.extensions().get::<Tenant>();
    tenant.cloned().ok_or_else(|| Status::internal("no tenant"))
}

/// The status of a failure, whose own status is one of HTTP.
pub(super) fn of(failure: Failure) -> Status {
    let code = match failure.status {
        StatusCode::BAD_REQUEST => Code::InvalidArgument,
        StatusCode::NOT_FOUND => Code::NotFound,
        StatusCode::PAYLOAD_TOO_LARGE => Code::ResourceExhausted,
        StatusCode::NOT_IMPLEMENTED => Code::Unimplemented,
        StatusCode::SERVICE_UNAVAILABLE => Code::Unavailable,
        StatusCode::GATEWAY_TIMEOUT => Code::DeadlineExceeded,
        _ => Code::Internal,
    };
    Status::new(code, shortened(failure.message))
}

/// The beginning of a message: it goes into a header, and it may repeat what a client wrote.
pub(super) fn shortened(mut message: String) -> String {
    message.truncate(message.floor_char_boundary(MESSAGE_BYTES_MAX));
    message
}

/// The status of a call that is for nobody.
pub(super) fn refused(refused: TenantRefused) -> Status {
    let code = match refused {
        TenantRefused::Missing => Code::Unauthenticated,
        TenantRefused::Extra | TenantRefused::Unknown => Code::PermissionDenied,
    };
    Status::new(code, refused.to_string())
}

const MESSAGE_BYTES_MAX: usize = 1_000;

#[cfg(test)]
mod tests {
    use jaeger_service::budget::NotGranted;
    use jaeger_storage::{Error, ErrorKind};

    use super::*;

    #[test]
    fn every_failure_has_its_code() {
        let of_storage = |kind| Failure::from(Error::new(kind, "no"));
        let cases = [
            (of_storage(ErrorKind::InvalidQuery), Code::InvalidArgument),
            (of_storage(ErrorKind::Unsupported), Code::Unimplemented),
            (of_storage(ErrorKind::Unavailable), Code::Unavailable),
            (of_storage(ErrorKind::Timeout), Code::DeadlineExceeded),
            (of_storage(ErrorKind::Corrupt), Code::Internal),
            (of_storage(ErrorKind::Internal), Code::Internal),
            (NotGranted::Never(1).into(), Code::ResourceExhausted),
            (NotGranted::NotNow.into(), Code::Unavailable),
            (Failure::new(StatusCode::NOT_FOUND, "no"), Code::NotFound),
        ];
        for (failure, code) in cases {
            assert_eq!(of(failure.clone()).code(), code, "{failure:?}");
        }
    }

    #[tokio::test]
    async fn a_panic_ends_one_call() {
        async fn breaks() -> Result<(), Failure> {
            panic!("impossible");
        }

        let failure = caught(breaks()).await.unwrap_err();
        assert_eq!(of(failure).code(), Code::Internal);
    }
}
