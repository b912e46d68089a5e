//! `/api`: the query API of Jaeger 1.x, which its UI, Grafana and many scripts use.
//!
//! Each function answers one route: parameters, then storage, then an answer in the
//! [envelope](crate::envelope). None of them knows about paths or headers.

pub(crate) mod dependencies;
pub(crate) mod metrics;
pub(crate) mod services;
pub(crate) mod traces;
pub(crate) mod transform;

use std::sync::Arc;
use std::time::Duration;

use axum::response::Response;
use jaeger_model::{Tenant, TraceId};
use jaeger_service::budget::Budget;
use jaeger_service::cors::{Cors, Methods};
use jaeger_service::options::ConfigError;
use jaeger_service::{Clock, Context};
use jaeger_storage::{GetTrace, Storage, TimeRange};
use tokio::sync::Semaphore;

use crate::additional_headers::AdditionalHeaders;
use crate::base_path::BasePath;
use crate::config::QueryConfig;
use crate::failure::Failure;
use crate::gathered::Gathered;
use crate::own_traces::OwnTraces;
use crate::page::Page;
use crate::params::Params;
use crate::render::Rendering;
use crate::tenant::Tenants;
use crate::ui::{Tails, Views};

/// The reply to a request, or why there is none.
pub(crate) type Answer = Result<Response, Failure>;

/// What all requests share.
#[derive(Debug)]
pub(crate) struct Api {
    pub(crate) storage: Arc<Storage>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) base: BasePath,
    pub(crate) tenants: Tenants,
    pub(crate) additional_headers: AdditionalHeaders,
    pub(crate) cors: Cors,
    pub(crate) passes_bearer_tokens: bool,
    pub(crate) page: Page,
    pub(crate) own_traces: OwnTraces,
    pub(crate) limit_max: usize,
    pub(crate) tails: Tails,
    pub(crate) views: Views,
    /// How long an answer may take.
    pub(crate) timeout: Duration,
    pub(crate) replies: Budget,
    max_clock_skew: Duration,
    transforms: Arc<Semaphore>,
}

/// Who asks, and the parameters.
#[derive(Debug)]
pub(crate) struct Question {
    pub(crate) tenant: Tenant,
    pub(crate) params: Params,
}

impl Api {
    pub(crate) fn new(
        config: &QueryConfig,
        storage: Arc<Storage>,
        page: Page,
        own_traces: OwnTraces,
        context: &Context,
    ) -> Result<Self, ConfigError> {
        let gauge = context.metrics.gauge(
            "jaeger_query_in_flight_bytes",
            "Bytes that replies under way hold, of spans and of what is written for them.",
        );
        let base = BasePath::new(&config.http.base_path)?;
        Ok(Self {
            storage,
            clock: Arc::clone(&context.clock),
            page,
            own_traces,
            base,
            tenants: Tenants::new(&config.tenancy)?,
            additional_headers: config.http.additional_headers.clone(),
            cors: Cors::new(
                &config.http.cors_origins,
                &config.http.cors_headers,
                FROM_PAGES,
            ),
            passes_bearer_tokens: config.http.passes_bearer_tokens,
            limit_max: config.http.limit_max,
            tails: Tails::new(context.shutdown.clone()),
            views: Views::new(
                Arc::clone(&context.clock),
                config.http.in_flight_bytes_max() / VIEWS_PART,
            ),
            timeout: config.http.timeout,
            replies: Budget::new(config.http.in_flight_bytes_max(), gauge),
            max_clock_skew: config.http.max_clock_skew_adjustment,
            transforms: Arc::new(Semaphore::new(transform::AT_A_TIME_MAX)),
        })
    }

    /// Returns how traces are shown.
    pub(crate) fn rendering(&self, raw: bool) -> Rendering {
        match raw {
            true => Rendering::Raw,
            false => Rendering::Adjusted {
                max_clock_skew: self.max_clock_skew,
            },
        }
    }

    /// Returns room for the traces of a reply.
    pub(crate) fn gathering(&self) -> Gathered {
        Gathered::new(&self.replies)
    }

    /// Adds a trace to `gathered`, if it is known; the archive is asked for what storage does not know.
    pub(crate) async fn gather(
        &self,
        tenant: &Tenant,
        id: TraceId,
        hint: Option<TimeRange>,
        gathered: &mut Gathered,
    ) -> Result<bool, Failure> {
        let request = GetTrace {
            tenant: tenant.clone(),
            id,
            hint,
        };
        let stored = self.storage.reader.get_trace(request.clone());
        if gathered.take_in(stored).await? > 0 {
            return Ok(true);
        }
        match &self.storage.archive {
            Some(archive) => Ok(gathered.take_in(archive.reader.get_trace(request)).await? > 0),
            None => Ok(false),
        }
    }
}

/// Of what all replies may hold, the part that opened traces may.
const VIEWS_PART: usize = 4;

/// What pages of other sites may do. A page that anybody could have made archives nothing.
const FROM_PAGES: Methods = Methods {
    of_any: &["GET"],
    of_named: &["GET", "POST"],
};
