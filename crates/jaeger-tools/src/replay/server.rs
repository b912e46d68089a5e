//! Processor time and memory of the server, as the kernel tells them.

use std::fs;
use std::time::Duration;

use anyhow::{Context as _, Result};

/// What a process has used so far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Usage {
    /// Of all its threads, in user and system mode.
    pub(super) processor_time: Duration,
    /// The most memory that was resident at a time.
    pub(super) resident_bytes_max: u64,
}

impl Usage {
    /// What the process of this id has used.
    pub(super) fn of(pid: u32) -> Result<Self> {
        let read = |name: &str| {
            let path = format!("/proc/{pid}/{name}");
            fs::read_to_string(&path).with_context(|| format!("read {path}"))
        };
        Self::parse(&read("stat")?, &read("status")?).context("procfs is not as expected")
    }

    fn parse(stat: &str, status: &str) -> Option<Self> {
        // The name of the program, in parentheses, may hold blanks and parentheses.
        let (_, behind_name) = stat.rsplit_once(')')?;
        let ticks = |place: usize| -> Option<u64> {
            behind_name
                .split_ascii_whitespace()
                .nth(place)?
                .parse()
                .ok()
        };
        let ticks = ticks(USER_TICKS)? + ticks(SYSTEM_TICKS)?;
        let peak = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))?;
        let peak: u64 = peak.trim().strip_suffix("kB")?.trim().parse().ok()?;
        Some(Self {
            processor_time: Duration::from_millis(ticks * MS_PER_TICK),
            resident_bytes_max: peak * 1_024,
        })
    }
}

/// Places behind the name of the program.
const USER_TICKS: usize = 11;
const SYSTEM_TICKS: usize = 12;
/// The kernel shows a hundred ticks a second to programs on every architecture that we run on.
const MS_PER_TICK: u64 = 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_procfs() {
        let stat = "7 (a (b) c) S 1 7 7 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 4 0 500 1 2";
        let usage = Usage::parse(stat, "Name:\tx\nVmHWM:\t    2048 kB\nVmRSS:\t 1 kB\n").unwrap();
        assert_eq!(usage.processor_time, Duration::from_secs(3));
        assert_eq!(usage.resident_bytes_max, 2 << 20);
        assert_eq!(Usage::parse("", ""), None);
        assert!(Usage::of(std::process::id()).is_ok());
    }
}
