//! Who a request is for, read from a header, for every door of every role.
//!
//! A tenant is a name here; what belongs to it is the storage's business. Without tenancy every
//! request is for the empty name, whatever its headers say.

use axum::http::{HeaderMap, HeaderName, HeaderValue};

use crate::options;
use crate::options::ConfigError;

options! {
    /// Whether and how requests name a tenant.
    pub struct TenancyConfig {
        /// Whether every request must name a tenant.
        "multi-tenancy.enabled" enabled: bool = false,
        /// The header, or gRPC metadata key, that names the tenant.
        "multi-tenancy.header" header: String = String::from("x-tenant"),
        /// The tenants that are served; empty serves any.
        "multi-tenancy.tenants" tenants: Vec<String> = Vec::new(),
    }
    validate Self::header_is_a_name
}

impl TenancyConfig {
    fn header_is_a_name(&self) -> Result<(), ConfigError> {
        self.header_name().map(drop)
    }

    fn header_name(&self) -> Result<HeaderName, ConfigError> {
        self.header.parse().map_err(|_| {
            ConfigError::contradiction(format!(
                "multi-tenancy.header must be the name of a header, not {:?}",
                self.header
            ))
        })
    }
}

/// Reads the tenant of a request.
#[derive(Debug, Clone, Default)]
pub struct Tenancy {
    /// Absent when tenancy is off.
    header: Option<HeaderName>,
    known: Vec<String>,
}

/// Why a request is for nobody. The texts are Jaeger's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TenantRefused {
    /// No tenant is named.
    #[error("missing tenant header")]
    Missing,
    /// More than one is.
    #[error("extra tenant header")]
    Extra,
    /// The one that is named is not served.
    #[error("unknown tenant")]
    Unknown,
}

impl Tenancy {
    /// Returns what `config` asks for.
    ///
    /// # Errors
    /// If the header is not a name of one, which the options refuse before.
    pub fn new(config: &TenancyConfig) -> Result<Self, ConfigError> {
        Ok(Self {
            header: match config.enabled {
                true => Some(config.header_name()?),
                false => None,
            },
            known: config.tenants.clone(),
        })
    }

    /// Returns the one tenant that these headers name; the empty one if tenancy is off.
    pub fn only<'a>(&self, headers: &'a HeaderMap) -> Result<&'a str, TenantRefused> {
        let Some(header) = &self.header else {
            return Ok("");
        };
        if headers.get_all(header).iter().nth(1).is_some() {
            return Err(TenantRefused::Extra);
        }
        self.served(headers.get(header))
    }

    /// Returns the first tenant that these headers name; the empty one if tenancy is off.
    ///
    /// Jaeger's query API takes a repeated header, its ingest does not.
    pub fn first<'a>(&self, headers: &'a HeaderMap) -> Result<&'a str, TenantRefused> {
        match &self.header {
            Some(header) => self.served(headers.get(header)),
            None => Ok(""),
        }
    }

    fn served<'a>(&self, value: Option<&'a HeaderValue>) -> Result<&'a str, TenantRefused> {
        let value = value.ok_or(TenantRefused::Missing)?;
        let tenant = value.to_str().map_err(|_| TenantRefused::Unknown)?;
        let is_served = self.known.is_empty() || self.known.iter().any(|known| known == tenant);
        if tenant.is_empty() || !is_served {
            return Err(TenantRefused::Unknown);
        }
        Ok(tenant)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_header_when_tenancy_is_on() {
        let config = |enabled, tenants: &[&str]| TenancyConfig {
            enabled,
            header: String::from("X-Scope"),
            tenants: tenants.iter().map(ToString::to_string).collect(),
        };
        let open = Tenancy::new(&config(true, &[])).unwrap();
        let closed = Tenancy::new(&config(true, &["a", "b"])).unwrap();
        let off = Tenancy::new(&config(false, &["a"])).unwrap();
        type Read<'a> = Result<&'a str, TenantRefused>;
        let cases: [(&Tenancy, &[&str], Read<'_>, Read<'_>); 8] = [
            (&off, &["z", "y"], Ok(""), Ok("")),
            (
                &open,
                &[],
                Err(TenantRefused::Missing),
                Err(TenantRefused::Missing),
            ),
            (&open, &["z"], Ok("z"), Ok("z")),
            (
                &open,
                &[""],
                Err(TenantRefused::Unknown),
                Err(TenantRefused::Unknown),
            ),
            (&open, &["z", "y"], Err(TenantRefused::Extra), Ok("z")),
            (&closed, &["b"], Ok("b"), Ok("b")),
            (
                &closed,
                &["B"],
                Err(TenantRefused::Unknown),
                Err(TenantRefused::Unknown),
            ),
            (
                &closed,
                &["z", "a"],
                Err(TenantRefused::Extra),
                Err(TenantRefused::Unknown),
            ),
        ];
        for (tenancy, values, only, first) in cases {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append("x-scope", HeaderValue::from_str(value).unwrap());
            }
            assert_eq!(tenancy.only(&headers), only, "{values:?}");
            assert_eq!(tenancy.first(&headers), first, "{values:?}");
        }
    }
}
