//! Connections side by side and their pace.
//!
//! Without a rate each connection sends its next request when the last is answered. With one, every request is due at
//! its time and its latency counts from there, so that a server that falls behind does not hide it.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result};
use jaeger_model::TraceId;
use jaeger_service::Clock;
use tokio::task::JoinSet;

use crate::replay::options::Options;
use crate::replay::patch::Template;
use crate::replay::sending::Connection;

/// What was sent.
#[derive(Debug, Default)]
pub(super) struct Sent {
    /// Spans of the requests that were taken.
    pub(super) spans: u64,
    /// Their traces.
    pub(super) traces: HashSet<TraceId>,
    /// How long each reply took.
    pub(super) latencies: Vec<Duration>,
    /// Requests that were not taken.
    pub(super) refused: u64,
    /// Why one of them was not.
    pub(super) refusal: Option<String>,
    /// How long all of it took.
    pub(super) taken: Duration,
    /// From the first start of a span to the last end, in nanoseconds since 1970.
    pub(super) range_ns: (u64, u64),
}

/// What all connections share.
struct Shared {
    requests: Vec<Template>,
    clock: Arc<dyn Clock>,
    started: Duration,
    next: AtomicU64,
    count: u64,
    /// Between two requests.
    pause: Duration,
}

/// Sends until the spans are sent.
pub(super) async fn send(
    options: &Options,
    requests: Vec<Template>,
    clock: &Arc<dyn Clock>,
) -> Result<Sent> {
    let cycle: u64 = requests.iter().map(Template::spans).sum();
    let mean = (cycle / requests.len() as u64).max(1);
    let reach_ns = requests.iter().map(Template::reach_ns).max();
    let shared = Arc::new(Shared {
        clock: Arc::clone(clock),
        started: clock.monotonic(),
        next: AtomicU64::new(0),
        count: count(&requests, options.spans),
        pause: options.rate.map_or(Duration::ZERO, |rate| {
            Duration::from_secs_f64(mean as f64 / rate as f64)
        }),
        requests,
    });
    let first_ns = clock.now_ns();
    let mut connections = JoinSet::new();
    for _ in 0..options.connections {
        let connection = Connection::new(options);
        let shared = Arc::clone(&shared);
        connections.spawn(async move { shared.send_over(&connection).await });
    }
    let mut sent = Sent::default();
    while let Some(part) = connections.join_next().await {
        sent.add(part.context("a connection gave up")??);
    }
    sent.taken = clock.monotonic().saturating_sub(shared.started);
    let first_ns = first_ns.saturating_sub(reach_ns.unwrap_or_default());
    sent.range_ns = (first_ns, clock.now_ns());
    Ok(sent)
}

/// How many requests it takes to send so many spans.
fn count(requests: &[Template], spans: u64) -> u64 {
    let mut left = spans;
    let sizes = requests.iter().cycle().map(Template::spans);
    let needed = sizes.take_while(|size| {
        let is_needed = left > 0;
        left = left.saturating_sub(*size);
        is_needed
    });
    needed.count() as u64
}

impl Shared {
    async fn send_over(&self, connection: &Connection) -> Result<Sent> {
        let mut sent = Sent::default();
        loop {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            if number >= self.count {
                return Ok(sent);
            }
            let place = number as usize % self.requests.len();
            let request = self.requests.get(place).context("a request")?;
            let due = self.due(number).await;
            let patched = request.patched(number, self.clock.now_ns())?;
            let refusal = connection.send(patched.bytes).await?;
            let latency = self.clock.monotonic().saturating_sub(due);
            sent.latencies.push(latency);
            match refusal {
                None => {
                    sent.spans += request.spans();
                    sent.traces.extend(patched.trace_ids);
                }
                Some(refusal) => {
                    sent.refused += 1;
                    sent.refusal = Some(refusal);
                }
            }
        }
    }

    /// Waits until a request is due and returns when it was.
    async fn due(&self, number: u64) -> Duration {
        let now = self.clock.monotonic();
        if self.pause.is_zero() {
            return now;
        }
        let due = self.started + self.pause.mul_f64(number as f64);
        tokio::time::sleep(due.saturating_sub(now)).await;
        due
    }
}

impl Sent {
    fn add(&mut self, other: Self) {
        self.spans += other.spans;
        self.traces.extend(other.traces);
        self.latencies.extend(other.latencies);
        self.refused += other.refused;
        self.refusal = other.refusal.or(self.refusal.take());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replay::corpus;

    #[test]
    fn sends_whole_requests_until_there_are_enough_spans() {
        let requests = [5, 7].map(|spans| Template::new(corpus::request(1, spans)).unwrap());
        for (spans, expected) in [(0, 0), (1, 1), (5, 1), (6, 2), (12, 2), (13, 3), (24, 4)] {
            assert_eq!(count(&requests, spans), expected, "{spans}");
        }
    }
}
