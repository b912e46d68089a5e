#![doc = include_str!("../README.md")]

pub mod bearer_token;
pub mod capabilities;
pub mod dependencies;
pub mod error;
pub mod evaluate;
pub mod expression;
pub mod metered;
pub mod metrics;
pub mod query;
pub mod reader;
pub mod summary;
pub mod writer;

use std::sync::Arc;

pub use capabilities::{Capabilities, Durability};
pub use dependencies::{Dependency, DependencyQuery, DependencyStore};
pub use error::{Error, ErrorKind, Result};
pub use expression::{SpanExpression, TraceExpression};
pub use metered::metered;
pub use metrics::{MetricPoint, MetricQuery, MetricReader, MetricSeries, MetricTimes};
pub use query::{PageToken, Sort, SortKey, TimeRange, TraceQuery};
pub use reader::{
    AttributeKeyQuery, AttributeValueQuery, GetTrace, Operation, OperationQuery, Page, TraceChunk,
    TraceReader, TraceReaderExt, TraceStream,
};
pub use summary::{ServiceSummary, TraceSummary};
pub use writer::{SpanWriter, WriteRequest};

/// What a backend opened: the two directions and what was derived between them.
#[derive(Clone, Debug)]
pub struct Storage {
    /// Takes spans.
    pub writer: Arc<dyn SpanWriter>,
    /// Gives them back.
    pub reader: Arc<dyn TraceReader>,
    /// Who calls whom.
    pub dependencies: Arc<dyn DependencyStore>,
    /// How calls went over time, where that is kept.
    pub metrics: Option<Arc<dyn MetricReader>>,
    /// Where traces go that somebody wants to keep; searched never, asked by id when the rest knows nothing.
    pub archive: Option<Archive>,
}

/// The second, smaller storage for traces that somebody pinned.
#[derive(Clone, Debug)]
pub struct Archive {
    /// Takes spans.
    pub writer: Arc<dyn SpanWriter>,
    /// Gives them back.
    pub reader: Arc<dyn TraceReader>,
}
