//! Who calls whom.

use std::fmt;

use futures::future::BoxFuture;
use jaeger_model::Tenant;

use crate::{Result, TimeRange};

/// Calls from one service to another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dependency {
    /// The service that called.
    pub parent: String,
    /// The service that was called.
    pub child: String,
    /// Spans of the child whose parent span belongs to the parent.
    pub call_count: u64,
    /// Those of them whose status is error.
    pub error_count: u64,
}

/// Asks for the calls of child spans that started in a range.
#[derive(Clone, Debug)]
pub struct DependencyQuery {
    /// Whose they are.
    pub tenant: Tenant,
    /// When the children started.
    pub range: TimeRange,
}

/// Knows who calls whom.
pub trait DependencyStore: fmt::Debug + Send + Sync {
    /// The calls between different services, sorted by parent and child, each pair once.
    fn dependencies(&self, query: DependencyQuery) -> BoxFuture<'_, Result<Vec<Dependency>>>;
}
