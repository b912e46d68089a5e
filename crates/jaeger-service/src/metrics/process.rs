//! Memory, processor time, start and open files of this process, read from procfs at each scrape.

use std::fs;

use prometheus::core::{Collector, Desc};
use prometheus::proto::MetricFamily;
use prometheus::{Counter, Gauge};

pub(super) struct ProcessCollector {
    resident_memory: Gauge,
    cpu_seconds: Counter,
    start_time: Gauge,
    open_files: Gauge,
}

impl ProcessCollector {
    pub(super) fn new() -> prometheus::Result<Self> {
        Ok(Self {
            resident_memory: Gauge::new(
                "process_resident_memory_bytes",
                "Resident memory size in bytes.",
            )?,
            cpu_seconds: Counter::new(
                "process_cpu_seconds_total",
                "Total user and system CPU time spent in seconds.",
            )?,
            start_time: Gauge::new(
                "process_start_time_seconds",
                "Start time of the process since unix epoch in seconds.",
            )?,
            open_files: Gauge::new("process_open_fds", "Number of open file descriptors.")?,
        })
    }

    fn parts(&self) -> [&dyn Collector; 4] {
        [
            &self.resident_memory,
            &self.cpu_seconds,
            &self.start_time,
            &self.open_files,
        ]
    }

    /// What procfs does not tell keeps its last value.
    fn refresh(&self) {
        let read = |file: &str| fs::read_to_string(file).unwrap_or_default();
        if let Some(kib) = field(&read("/proc/self/status"), "VmRSS:") {
            self.resident_memory.set(kib * 1024.0);
        }
        if let Some(stat) = Stat::parse(&read("/proc/self/stat")) {
            // Two scrapes at once may both add the same growth; the next one evens it out.
            self.cpu_seconds
                .inc_by((stat.cpu_seconds - self.cpu_seconds.get()).max(0.0));
            if let Some(boot) = field(&read("/proc/stat"), "btime") {
                self.start_time.set(boot + stat.started_after_boot_seconds);
            }
        }
        if let Ok(files) = fs::read_dir("/proc/self/fd") {
            self.open_files.set(files.count() as f64);
        }
    }
}

impl Collector for ProcessCollector {
    fn desc(&self) -> Vec<&Desc> {
        self.parts()
            .into_iter()
            .flat_map(|part| part.desc())
            .collect()
    }

    fn collect(&self) -> Vec<MetricFamily> {
        self.refresh();
        self.parts()
            .into_iter()
            .flat_map(|part| part.collect())
            .collect()
    }
}

#[derive(Debug, PartialEq)]
struct Stat {
    cpu_seconds: f64,
    started_after_boot_seconds: f64,
}

impl Stat {
    /// The program's name stands second, in parentheses, and may itself hold blanks and parentheses.
    fn parse(text: &str) -> Option<Self> {
        let (_, behind_name) = text.rsplit_once(')')?;
        let fields: Vec<&str> = behind_name.split_whitespace().collect();
        // proc(5) numbers fields from 1; the first behind the name is number 3.
        let ticks = |number: usize| fields.get(number - 3)?.parse::<f64>().ok();
        Some(Self {
            cpu_seconds: (ticks(14)? + ticks(15)?) / TICKS_PER_SECOND,
            started_after_boot_seconds: ticks(22)? / TICKS_PER_SECOND,
        })
    }
}

/// Returns the first number of the line that begins with `name`.
fn field(text: &str, name: &str) -> Option<f64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

/// `USER_HZ`, which Linux shows as 100 on every architecture we build for.
const TICKS_PER_SECOND: f64 = 100.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_procfs() {
        let stat = "42 (a (b) c) S 1 42 42 0 -1 4194560 9 0 0 0 150 50 0 0 20 0 3 0 1234 9 9";
        let expected = Stat {
            cpu_seconds: 2.0,
            started_after_boot_seconds: 12.34,
        };
        assert_eq!(Stat::parse(stat), Some(expected));
        assert_eq!(
            field("Name: x\nVmRSS:\t  2048 kB\n", "VmRSS:"),
            Some(2048.0)
        );
        assert_eq!(
            field("cpu 1\nbtime 1700000000\n", "btime"),
            Some(1_700_000_000.0)
        );
        assert_eq!(field("", "VmRSS:"), None);
        assert_eq!(Stat::parse("garbage"), None);
    }
}
