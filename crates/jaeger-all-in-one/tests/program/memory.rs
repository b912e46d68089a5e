//! The memory of the process.

use std::fs;

use crate::program::Program;

impl Program {
    /// Returns the peak of its resident memory. A process that has ended has none.
    pub(crate) fn peak_bytes(&self) -> u64 {
        let file = format!("/proc/{}/status", self.child.id());
        let status = fs::read_to_string(file).unwrap_or_default();
        let peak = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))
            .and_then(|kib| kib.trim().strip_suffix(" kB"))
            .and_then(|kib| kib.trim().parse::<u64>().ok());
        peak.expect("the process lives") << 10
    }
}
