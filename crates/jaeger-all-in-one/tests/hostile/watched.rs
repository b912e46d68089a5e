//! What the program says of itself while it is shot at.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::clients::{self, Reply};
use crate::program::Program;
use crate::shot::Answer;

/// Requests to a port so far, by what became of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counted(BTreeMap<String, u64>);

impl Program {
    /// Asks the port of this name for `path`.
    pub(crate) async fn get(&self, port: &str, path: &str) -> Reply {
        let reply = clients::ask(self.address(port), "GET", path, "Accept: */*\r\n").await;
        reply.expect("a reply")
    }

    /// What a line of its metrics says.
    pub(crate) async fn metric(&self, series: &str) -> u64 {
        let page = self.get("admin", "/metrics").await.text();
        let value = page.lines().find_map(|line| line.strip_prefix(series));
        let value = value.unwrap_or_else(|| panic!("{series} is not in {page}"));
        value.trim().parse().expect("a whole number")
    }

    /// What its metrics say of the port of this name.
    pub(crate) async fn counted(&self, port: &str) -> Counted {
        let series = format!("jaeger_receiver_requests_total{{door=\"{port}\",outcome=\"");
        let page = self.get("admin", "/metrics").await.text();
        let count = |line: &str| {
            let (outcome, count) = line.strip_prefix(series.as_str())?.split_once("\"} ")?;
            let count: u64 = count.trim().parse().expect("a count");
            Some((outcome.to_owned(), count))
        };
        Counted(page.lines().filter_map(count).collect())
    }

    /// Forgets the peak of its resident memory where that is allowed, and returns what is left of it.
    /// Where it is not, growth is what goes beyond all peaks before, which asks for less.
    pub(crate) fn reset_peak_bytes(&self) -> u64 {
        let file = format!("/proc/{}/clear_refs", self.child.id());
        fs::write(file, "5").unwrap_or_default();
        self.peak_bytes()
    }

    /// Tells it to stop. Whatever it was sent, its metrics and its log must still be what they are
    /// for those that read them.
    pub(crate) async fn ends_well(self) {
        let page = self.get("admin", "/metrics").await.text();
        for line in page.split('\n') {
            let value = line.rsplit(' ').next().unwrap_or_default();
            let is_sample = value.parse::<f64>().is_ok();
            let is_other = line.is_empty() || line.starts_with('#');
            assert!(is_sample || is_other, "{line:?} in {page}");
        }
        let log = self.stop();
        for line in log.lines() {
            let said: Result<Value, _> = serde_json::from_str(line);
            assert!(said.is_ok(), "{line:?} in {log}");
        }
        assert!(!log.contains("panic"), "{log}");
    }
}

impl Counted {
    /// What became of the requests since `before`.
    pub(crate) fn since(&self, before: &Self) -> Vec<(String, u64)> {
        let grown = |(outcome, count): (&String, &u64)| {
            let before = before.0.get(outcome).copied().unwrap_or_default();
            (*count > before).then(|| (outcome.clone(), count - before))
        };
        self.0.iter().filter_map(grown).collect()
    }

    /// What became of the one request since `before`, if it is dealt with.
    pub(crate) fn answer_since(&self, before: &Self) -> Option<Answer> {
        let grown = self.since(before);
        let [(outcome, 1)] = grown.as_slice() else {
            assert!(grown.is_empty(), "counted more than once: {grown:?}");
            return None;
        };
        let answer = Answer::of_outcome(outcome);
        Some(answer.unwrap_or_else(|| panic!("counted as {outcome}")))
    }
}
