#![doc = include_str!("../README.md")]

mod check;
pub mod door;
mod file;
mod fixture;
pub mod question;

use anyhow::{Context, Result};

use crate::check::Checker;
pub use crate::door::Door;
use crate::door::Unasked;
use crate::file::File;

/// A file that a backend leaves out.
#[derive(Clone, Copy, Debug)]
pub struct OptOut {
    /// The name of the file without its extension.
    pub file: &'static str,
    /// Why.
    pub reason: &'static str,
}

/// What came of a run.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Cases whose expectation was met.
    pub passed: usize,
    /// The others: file, case, and what was answered instead.
    pub failed: Vec<String>,
    /// Cases that the door has no words for: file, case and why.
    pub unasked: Vec<String>,
}

/// The names of all files.
pub fn files() -> impl Iterator<Item = &'static str> {
    FILES.into_iter().map(|(name, _)| name)
}

/// Runs every case against a storage, or through what stands before one, each file under a tenant of its own.
///
/// # Errors
/// When a case file is broken or a write fails.
pub async fn run<D: Door>(door: &D, opt_outs: &[OptOut]) -> Result<Report> {
    let mut report = Report::default();
    for (name, text) in FILES {
        if opt_outs.iter().any(|opt_out| opt_out.file == name) {
            continue;
        }
        let file: File = serde_json::from_str(text).with_context(|| format!("read {name}.json"))?;
        let checker = Checker::load(door, name, &file)
            .await
            .with_context(|| name.to_owned())?;
        let asked = file
            .cases
            .iter()
            .filter(|case| case.metrics.is_none() || door.shows_figures());
        for case in asked {
            match checker.check(case).await {
                Ok(()) => report.passed += 1,
                Err(error) => {
                    let list = match error.is::<Unasked>() {
                        true => &mut report.unasked,
                        false => &mut report.failed,
                    };
                    list.push(format!("{name}.json: {}: {error:#}", case.name));
                }
            }
        }
    }
    Ok(report)
}

macro_rules! files {
    ($($name:literal)*) => {
        [$(($name, include_str!(concat!("../cases/", $name, ".json")))),*]
    };
}

/// Every case file.
const FILES: [(&str, &str); 46] = files! {
    "absent"
    "across-services"
    "arrays"
    "attribute-lists"
    "between-groups"
    "correlated"
    "dependencies-writes"
    "dependencies"
    "duplicate-keys"
    "duplicates"
    "empty-store"
    "events"
    "failed-and-slow"
    "form-tags"
    "form-time"
    "form"
    "hostile-text"
    "id-fields"
    "ids"
    "inside-a-group"
    "large-trace"
    "late-spans"
    "levels-operators"
    "levels"
    "links"
    "metrics-writes"
    "metrics"
    "odd-data"
    "operators-number"
    "operators-text"
    "order-and-limit"
    "paging"
    "refused"
    "resource-and-scope"
    "schema-urls"
    "services-and-operations"
    "several-levels"
    "span-fields"
    "span-times"
    "summaries"
    "text"
    "time-range"
    "trace-duration-and-counts"
    "trace-services-and-root"
    "two-references"
    "types"
};
