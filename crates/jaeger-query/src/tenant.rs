//! Whose traces a request is about.

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use jaeger_model::Tenant;
use jaeger_service::options::ConfigError;
use jaeger_service::{Tenancy, TenancyConfig, TenantRefused};

/// Reads the tenant of a request.
#[derive(Debug)]
pub(crate) struct Tenants {
    tenancy: Tenancy,
    header: String,
}

impl Tenants {
    pub(crate) fn new(config: &TenancyConfig) -> Result<Self, ConfigError> {
        Ok(Self {
            tenancy: Tenancy::new(config)?,
            header: config.header.clone(),
        })
    }

    /// Returns the one tenant that a call of gRPC names.
    pub(crate) fn only(&self, metadata: &HeaderMap) -> Result<Tenant, TenantRefused> {
        self.tenancy.only(metadata).map(Tenant::new)
    }

    /// Returns the tenant that a request names. To Go an empty header is one that is missing.
    pub(crate) fn of(&self, headers: &HeaderMap) -> Result<Tenant, TenantRefused> {
        let given = headers.get(self.header.as_str());
        let is_empty = given.is_some_and(HeaderValue::is_empty);
        match self.tenancy.first(headers) {
            Ok(name) => Ok(Tenant::new(name)),
            Err(_) if is_empty => Err(TenantRefused::Missing),
            Err(refused) => Err(refused),
        }
    }
}

/// The reply to a request that names no tenant. Unlike every other error it is plain text, and its
/// text has no end of line.
pub(crate) fn refused(refused: TenantRefused) -> Response {
    let headers = [(CONTENT_TYPE, "text/plain; charset=utf-8")];
    (StatusCode::UNAUTHORIZED, headers, refused.to_string()).into_response()
}
