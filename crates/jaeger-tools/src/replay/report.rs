//! What came of a replay, for people and for programs.

use std::fmt;
use std::time::Duration;

use serde_json::json;

use crate::replay::load::Sent;
use crate::replay::server::Usage;

/// What came of a replay.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Spans of the requests that were taken.
    pub spans: u64,
    /// Those of them that the query API does not show; 0 when it was not asked.
    pub missing: u64,
    /// Requests that were not taken.
    pub refused: u64,
    /// Why one of them was not.
    pub refusal: Option<String>,
    /// Spans taken a second.
    pub spans_per_second: f64,
    /// Half of the replies came within this.
    pub latency_p50: Duration,
    /// All but one of a hundred replies came within this.
    pub latency_p99: Duration,
    /// What it cost the server, if that was measured.
    pub cost: Option<Cost>,
}

/// What the replay cost the server.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    /// Seconds of processor time for a million spans.
    pub cpu_seconds_per_million: f64,
    /// The most memory that was resident at a time since the server started.
    pub resident_bytes_max: u64,
}

impl Report {
    pub(super) fn new(sent: &Sent, usage: Option<(Usage, Usage)>, missing: u64) -> Self {
        let mut latencies = sent.latencies.clone();
        latencies.sort_unstable();
        let spans = sent.spans as f64;
        let cost = usage.map(|(before, after)| {
            let used = after.processor_time.saturating_sub(before.processor_time);
            Cost {
                cpu_seconds_per_million: ratio(used.as_secs_f64() * 1e6, spans),
                resident_bytes_max: after.resident_bytes_max,
            }
        });
        Self {
            spans: sent.spans,
            missing,
            refused: sent.refused,
            refusal: sent.refusal.clone(),
            spans_per_second: ratio(spans, sent.taken.as_secs_f64()),
            latency_p50: percentile(&latencies, 50),
            latency_p99: percentile(&latencies, 99),
            cost,
        }
    }

    /// The report as one line of JSON.
    pub fn to_json(&self) -> String {
        json!({
            "spans": self.spans,
            "missing": self.missing,
            "refused": self.refused,
            "refusal": self.refusal,
            "spansPerSecond": self.spans_per_second,
            "latencyP50Seconds": self.latency_p50.as_secs_f64(),
            "latencyP99Seconds": self.latency_p99.as_secs_f64(),
            "cpuSecondsPerMillionSpans": self.cost.map(|cost| cost.cpu_seconds_per_million),
            "residentBytesMax": self.cost.map(|cost| cost.resident_bytes_max),
        })
        .to_string()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rate = self.spans_per_second;
        writeln!(f, "spans taken       {} ({rate:.0} a second)", self.spans)?;
        writeln!(f, "spans missing     {}", self.missing)?;
        write!(f, "requests refused  {}", self.refused)?;
        match &self.refusal {
            Some(refusal) => writeln!(f, " ({refusal})")?,
            None => writeln!(f)?,
        }
        writeln!(f, "reply p50         {:?}", self.latency_p50)?;
        write!(f, "reply p99         {:?}", self.latency_p99)?;
        let Some(cost) = self.cost else {
            return Ok(());
        };
        let (seconds, mib) = (cost.cpu_seconds_per_million, cost.resident_bytes_max >> 20);
        write!(
            f,
            "\nCPU per million   {seconds:.2} s\npeak memory       {mib} MiB"
        )
    }
}

fn ratio(of: f64, to: f64) -> f64 {
    if to > 0.0 { of / to } else { 0.0 }
}

/// The smallest of these sorted values that so many of a hundred do not exceed.
fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let rank = (sorted.len() * percent).div_ceil(100);
    let found = sorted.get(rank.saturating_sub(1));
    found.copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_were_measured() {
        let ms = |count: u64| (1..=count).map(Duration::from_millis).collect::<Vec<_>>();
        let cases = [
            (0, 0, 0),
            (1, 1, 1),
            (2, 1, 2),
            (100, 50, 99),
            (1_000, 500, 990),
        ];
        for (count, p50, p99) in cases {
            let found = [50, 99].map(|percent| percentile(&ms(count), percent));
            assert_eq!(found, [p50, p99].map(Duration::from_millis), "{count}");
        }
    }

    #[test]
    fn says_everything_twice() {
        let usage = |seconds, resident_bytes_max| Usage {
            processor_time: Duration::from_secs(seconds),
            resident_bytes_max,
        };
        let sent = Sent {
            spans: 2_000_000,
            taken: Duration::from_secs(4),
            latencies: vec![Duration::from_millis(2)],
            ..Sent::default()
        };
        let report = Report::new(&sent, Some((usage(1, 5), usage(4, 3 << 20))), 7);
        let shown = report.to_string();
        for line in [
            "2000000 (500000 a second)",
            "missing     7",
            "1.50 s",
            "3 MiB",
        ] {
            assert!(shown.contains(line), "{line} in {shown}");
        }
        let json: serde_json::Value = serde_json::from_str(&report.to_json()).unwrap();
        assert_eq!(json["missing"], 7);
        assert_eq!(json["cpuSecondsPerMillionSpans"], 1.5);
        assert_eq!(json["latencyP99Seconds"], 0.002);
    }
}
