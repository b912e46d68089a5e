//! How much memory this process may use: the least of what its cgroups and the machine allow.
//!
//! Budgets are fractions of this number. It is read once at start; nothing here measures use.

use std::fs;
use std::path::Path;

/// Returns the memory this process may use, or a cautious 1 GiB where the system does not say.
pub fn limit_bytes() -> u64 {
    limit_bytes_under(Path::new("/"))
}

/// `root` is `/` but in tests.
fn limit_bytes_under(root: &Path) -> u64 {
    let version_2 = root.join("sys/fs/cgroup");
    let version_1 = version_2.join("memory/memory.limit_in_bytes");
    let own_group = own_cgroup(&root.join("proc/self/cgroup"));

    // A limit holds for everything below the group that sets it. In a container the own group is
    // the root of what is mounted; on a host (systemd) it lies deeper.
    let groups = Path::new(&own_group)
        .ancestors()
        .map(|group| version_2.join(group));
    groups
        .map(|group| group.join("memory.max"))
        .chain([version_1])
        .filter_map(|file| number_in(&file))
        .chain(total_bytes(&root.join("proc/meminfo")))
        .min()
        .unwrap_or(FALLBACK_BYTES)
}

/// Returns the path of the own group below the mount, empty for the root.
fn own_cgroup(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap_or_default();
    let path = text.lines().find_map(|line| line.strip_prefix("0::/"));
    // A group outside of what is mounted begins with `/..`.
    path.filter(|path| !path.contains(".."))
        .unwrap_or_default()
        .to_owned()
}

/// Returns none for `max` and for a file that is not there.
fn number_in(file: &Path) -> Option<u64> {
    fs::read_to_string(file).ok()?.trim().parse().ok()
}

fn total_bytes(meminfo: &Path) -> Option<u64> {
    let text = fs::read_to_string(meminfo).ok()?;
    let total = text
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kib: u64 = total.trim().strip_suffix("kB")?.trim_end().parse().ok()?;
    kib.checked_mul(1024)
}

const FALLBACK_BYTES: u64 = 1 << 30;

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(files: &[(&str, &str)]) -> u64 {
        let root = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        limit_bytes_under(root.path())
    }

    const MEMINFO: (&str, &str) = ("proc/meminfo", "MemTotal:       16384 kB\nMemFree: 1 kB\n");

    #[test]
    fn takes_the_least_limit() {
        assert_eq!(limit(&[]), FALLBACK_BYTES);
        assert_eq!(limit(&[MEMINFO]), 16 << 20);
        assert_eq!(
            limit(&[MEMINFO, ("sys/fs/cgroup/memory.max", "max\n")]),
            16 << 20
        );
        assert_eq!(
            limit(&[MEMINFO, ("sys/fs/cgroup/memory.max", "4096\n")]),
            4096
        );
        let version_1 = ("sys/fs/cgroup/memory/memory.limit_in_bytes", "8192\n");
        assert_eq!(limit(&[MEMINFO, version_1]), 8192);
    }

    #[test]
    fn a_limit_of_an_outer_group_holds() {
        let own = ("proc/self/cgroup", "0::/a.slice/b.service\n");
        let inner = ("sys/fs/cgroup/a.slice/b.service/memory.max", "8000\n");
        let outer = ("sys/fs/cgroup/a.slice/memory.max", "5000\n");
        assert_eq!(limit(&[MEMINFO, own, inner]), 8000);
        assert_eq!(limit(&[MEMINFO, own, inner, outer]), 5000);
    }
}
