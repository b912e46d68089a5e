#![doc = include_str!("../README.md")]

pub mod batch;
pub mod duration;
pub mod facts;
pub mod id;
mod order;
pub mod otlp;
mod plain;
pub mod reserved;
mod scan;
pub mod text;
pub mod time;
pub mod trace;
mod value_text;
pub mod view;
pub mod wire;

pub use batch::{BatchError, BatchErrorKind, Limits, Scanned, SpanBatch};
pub use id::{ParseIdError, SpanId, TraceId};
pub use text::Text;
pub use time::Timestamp;
pub use trace::{Spans, Trace};
pub use view::{
    Attribute, Attributes, EventView, LinkView, ResourceView, ScopeView, SpanKind, SpanView,
    StatusCode, Value,
};

/// The tenant that data belongs to; empty when tenancy is off.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tenant(std::sync::Arc<str>);

impl Tenant {
    /// A tenant by its name.
    pub fn new(name: &str) -> Self {
        Self(name.into())
    }

    /// Its name, empty when tenancy is off.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
