//! Errors of storage, by what the caller does next.

use std::fmt;

/// A result of storage.
pub type Result<T> = std::result::Result<T, Error>;

/// What the caller decides by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// The question makes no sense: ask another (HTTP 400).
    InvalidQuery,
    /// This backend cannot answer it (HTTP 501).
    Unsupported,
    /// Try again later (HTTP 503).
    Unavailable,
    /// No answer in time; a write may have happened (HTTP 504).
    Timeout,
    /// Stored data is damaged: an operator must look (HTTP 500).
    Corrupt,
    /// Our own fault (HTTP 500).
    Internal,
}

/// Why storage did not do it.
#[derive(Debug, thiserror::Error)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error that says `message`.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            source: None,
        }
    }

    /// With what caused it.
    pub fn with_source(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.source = Some(source.into());
        self
    }

    /// What the caller decides by.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// True when the same call may succeed later.
    pub fn is_retryable(&self) -> bool {
        matches!(self.kind, ErrorKind::Unavailable | ErrorKind::Timeout)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
