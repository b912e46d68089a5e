//! The strategies of one file, and which of them is whose.
//!
//! What a service inherits is put together when it asks. Put together beforehand, a small file of
//! many services and many default operations would fill the memory.

use std::collections::{HashMap, HashSet};

use crate::answer::{OperationRate, OperationSampling, Sampling, SamplingStrategyResponse};

/// The strategies of one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Strategies {
    pub(crate) default: Strategy,
    pub(crate) services: HashMap<String, Strategy>,
    /// The probability where the file says none.
    pub(crate) default_probability: f64,
}

/// What the file says of one service, or of all that it does not list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Strategy {
    pub(crate) sampling: Sampling,
    /// Empty if operations were listed and none of them can be served, which is not the same as
    /// none listed.
    pub(crate) operations: Option<Vec<OperationRate>>,
}

impl Strategies {
    /// Returns what holds without a file: every service has this probability.
    pub fn without_file(default_probability: f64) -> Self {
        Self {
            default: Strategy {
                sampling: Sampling::Probabilistic(default_probability),
                operations: None,
            },
            services: HashMap::new(),
            default_probability,
        }
    }

    /// Returns how `service` is sampled. A service that is not listed has the default strategy; one
    /// that is has its own, and the default's operations besides its own.
    pub fn answer(&self, service: &str) -> SamplingStrategyResponse {
        match self.services.get(service) {
            Some(own) => SamplingStrategyResponse {
                sampling: own.sampling,
                operations: self.operations_of(own),
            },
            None => SamplingStrategyResponse {
                sampling: self.default.sampling,
                operations: self.default_operations(self.default.sampling),
            },
        }
    }

    /// Returns how many services are listed.
    pub fn services(&self) -> usize {
        self.services.len()
    }

    fn operations_of(&self, own: &Strategy) -> Option<OperationSampling> {
        let Some(rates) = &own.operations else {
            // A limit is no probability to inherit with, so that of the default strategy stays.
            let default_probability_from = match own.sampling {
                Sampling::Probabilistic(_) => own.sampling,
                Sampling::RateLimiting(_) => self.default.sampling,
            };
            return self.default_operations(default_probability_from);
        };
        let inherited = self.not_among(rates);
        let mut rates = rates.clone();
        rates.extend(inherited);
        Some(OperationSampling {
            default_probability: self.probability(own.sampling),
            rates,
        })
    }

    fn default_operations(&self, probability_from: Sampling) -> Option<OperationSampling> {
        let rates = self.default.operations.as_ref()?;
        Some(OperationSampling {
            default_probability: self.probability(probability_from),
            rates: rates.clone(),
        })
    }

    /// Returns the default's operations that are not among a service's own.
    fn not_among(&self, own: &[OperationRate]) -> Vec<OperationRate> {
        let names: HashSet<&str> = own.iter().map(|rate| &*rate.operation).collect();
        let inherited = self.default.operations.iter().flatten();
        inherited
            .filter(|rate| !names.contains(&*rate.operation))
            .cloned()
            .collect()
    }

    fn probability(&self, sampling: Sampling) -> f64 {
        match sampling {
            Sampling::Probabilistic(probability) => probability,
            Sampling::RateLimiting(_) => self.default_probability,
        }
    }
}
