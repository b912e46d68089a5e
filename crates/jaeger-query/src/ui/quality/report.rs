//! How the spans of each service did.

use std::collections::HashMap;

use jaeger_model::{SpanId, Timestamp, Trace, TraceId};

use crate::json;
use crate::ui::quality::check::{Check, Outcome};
use crate::ui::quality::subject::Subject;

/// What was found in the traces that were looked at.
#[derive(Debug)]
pub(super) struct Report {
    /// The only service that is reported; all are when it is empty.
    only: String,
    now: Timestamp,
    traces: u64,
    spans: u64,
    services: HashMap<String, Quality>,
}

/// How the spans of a service did.
#[derive(Debug, Default)]
pub(super) struct Quality {
    /// In the order of [`Check::ALL`].
    results: [Results; Check::ALL.len()],
}

#[derive(Debug, Default)]
struct Results {
    passed: u64,
    failed: u64,
    exempt: u64,
    /// Spans that failed.
    examples: Vec<(TraceId, SpanId)>,
}

impl Report {
    pub(super) fn new(only: &str, now: Timestamp) -> Self {
        Self {
            only: only.to_owned(),
            now,
            traces: 0,
            spans: 0,
            services: HashMap::new(),
        }
    }

    /// Checks the spans of a trace.
    pub(super) fn add(&mut self, trace: &Trace) {
        let subject = Subject::new(trace);
        let now = self.now;
        self.traces += 1;
        for span in trace.spans() {
            let service = span.resource().service_name().unwrap_or_default().to_str();
            if !self.only.is_empty() && self.only != service {
                continue;
            }
            self.spans += 1;
            let Some(quality) = self.quality(&service) else {
                continue;
            };
            for (check, results) in Check::ALL.into_iter().zip(&mut quality.results) {
                let outcome = check.outcome(&span, &subject, now);
                results.count(outcome, (trace.id(), span.span_id()));
            }
        }
    }

    fn quality(&mut self, service: &str) -> Option<&mut Quality> {
        let is_known = self.services.contains_key(service);
        if !is_known && self.services.len() < SERVICES_MAX && service.len() <= SERVICE_BYTES_MAX {
            self.services.insert(service.to_owned(), Quality::default());
        }
        self.services.get_mut(service)
    }

    pub(super) fn traces(&self) -> u64 {
        self.traces
    }

    pub(super) fn spans(&self) -> u64 {
        self.spans
    }

    /// Returns the services, those with most to be done first.
    pub(super) fn services(&self) -> Vec<(&str, &Quality)> {
        let services = self.services.iter();
        let mut services: Vec<_> = services
            .map(|(service, quality)| (service.as_str(), quality))
            .collect();
        services.sort_by(|(a, of_a), (b, of_b)| {
            of_a.score().total_cmp(&of_b.score()).then_with(|| a.cmp(b))
        });
        services
    }
}

impl Quality {
    /// The share of what passed in all that was checked, which is something: every span has an id.
    fn score(&self) -> f64 {
        let passed: u64 = self.results.iter().map(|results| results.passed).sum();
        let failed: u64 = self.results.iter().map(|results| results.failed).sum();
        passed as f64 / (passed + failed).max(1) as f64
    }

    pub(super) fn write(&self, service: &str, out: &mut Vec<u8>) {
        out.push(b'{');
        json::text_member(out, "service", service);
        json::name(out, "score");
        json::double(out, (self.score() * 1e4).round() / 1e4);
        json::name(out, "checks");
        let results = Check::ALL.into_iter().zip(&self.results);
        json::list(out, results, |out, (check, results)| {
            out.push(b'{');
            json::text_member(out, "check", check.as_str());
            results.write(out);
            out.push(b'}');
        });
        out.push(b'}');
    }
}

impl Results {
    fn count(&mut self, outcome: Outcome, example: (TraceId, SpanId)) {
        match outcome {
            Outcome::Passed => self.passed += 1,
            Outcome::Exempt => self.exempt += 1,
            Outcome::Failed => {
                self.failed += 1;
                if self.examples.len() < EXAMPLES_MAX {
                    self.examples.push(example);
                }
            }
        }
    }

    /// Writes members.
    fn write(&self, out: &mut Vec<u8>) {
        json::number_member(out, "passed", self.passed);
        json::number_member(out, "failed", self.failed);
        json::number_member(out, "exempt", self.exempt);
        json::name(out, "examples");
        json::list(out, &self.examples, |out, (trace, span)| {
            out.push(b'{');
            json::text_member(out, "traceId", &trace.to_hex());
            json::text_member(out, "spanId", &span.to_string());
            out.push(b'}');
        });
    }
}

const SERVICES_MAX: usize = 1_000;
const SERVICE_BYTES_MAX: usize = 512;
const EXAMPLES_MAX: usize = 5;
