//! What a client is told: how its service, and each operation of it, is sampled.
//!
//! The lower and upper bounds that Jaeger's messages have for operations are not here: a file cannot
//! set them, and they are always told as 0.

use std::sync::Arc;

/// How one service is sampled.
#[derive(Debug, Clone, PartialEq)]
pub struct SamplingStrategyResponse {
    /// What holds for the service.
    pub sampling: Sampling,
    /// What holds for its operations, where those are told apart.
    pub operations: Option<OperationSampling>,
}

/// How traces are chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sampling {
    /// Each with this probability. A file may say what is not one; clients are told what it says.
    Probabilistic(f64),
    /// At most so many in a second.
    RateLimiting(i32),
}

/// How the operations of one service are sampled.
#[derive(Debug, Clone, PartialEq)]
pub struct OperationSampling {
    /// The probability of the operations that are not listed.
    pub default_probability: f64,
    /// Operations with their own, those of the service before those of the default strategy.
    pub rates: Vec<OperationRate>,
}

/// How one operation is sampled.
#[derive(Debug, Clone, PartialEq)]
pub struct OperationRate {
    /// The name of the operation.
    pub operation: Arc<str>,
    /// The probability of its traces.
    pub probability: f64,
}
