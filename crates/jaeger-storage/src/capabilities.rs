//! What a backend says it can do. The default value is the least capable backend.

/// What stands behind a successful write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Durability {
    /// Held in memory: gone with the process.
    #[default]
    Memory,
    /// On stable storage before the write returns.
    Durable,
}

/// What a backend says it can do, so that the query service refuses or adapts once, in one place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// A search may leave the service out.
    pub search_without_service: bool,
    /// Every part of a trace expression is answered.
    pub trace_expressions: bool,
    /// Every sort order and page tokens.
    pub sorting: bool,
    /// Attribute keys and values can be listed.
    pub attribute_listing: bool,
    /// What a successful write means.
    pub durability: Durability,
}
