//! The floors of the crates, and the rule that imports only lead down.
//!
//! Normal and build dependencies are checked, of dev-dependencies only those to the conformance suite, which stands
//! above the backends it tests nothing of.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// The floor of every crate. A crate that is missing here fails the check.
const FLOORS: [(&str, u8); 19] = [
    ("jaeger-model", 0),
    ("jaeger-proto", 1),
    ("jaeger-service", 1),
    ("jaeger-ui", 1),
    ("jaeger-codec", 2),
    ("jaeger-storage", 2),
    ("jaeger-storage-memory", 3),
    ("jaeger-storage-embedded", 3),
    ("jaeger-storage-conformance", 3),
    ("jaeger-kafka", 3),
    ("jaeger-receivers", 3),
    ("jaeger-sampling", 3),
    ("jaeger-backends", 4),
    ("jaeger-collector", 5),
    ("jaeger-query", 5),
    ("jaeger-all-in-one", 6),
    ("jaeger-tools", 6),
    ("jaeger-tests", 7),
    ("xtask", 7),
];

const CONFORMANCE: &str = "jaeger-storage-conformance";

/// A dependency of one of our crates on another.
#[derive(Debug, PartialEq)]
struct Edge {
    from: String,
    to: String,
    is_dev: bool,
}

/// Checks the workspace.
pub(crate) fn check() -> Result<String> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--no-deps", "--locked"])
        .output()
        .context("run cargo metadata")?;
    ensure!(
        output.status.success(),
        "cargo metadata: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let edges = edges(&serde_json::from_slice(&output.stdout)?);
    let wrong: Vec<_> = edges.iter().filter_map(complaint).collect();
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(format!(
        "layers: {} edges between our crates, all lead down",
        edges.len()
    ))
}

fn edges(metadata: &Value) -> Vec<Edge> {
    let list = |value: &Value, key: &str| value[key].as_array().cloned().unwrap_or_default();
    let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let mut edges = Vec::new();
    for package in list(metadata, "packages") {
        for dependency in list(&package, "dependencies") {
            if dependency["path"].is_string() {
                edges.push(Edge {
                    from: text(&package, "name"),
                    to: text(&dependency, "name"),
                    is_dev: text(&dependency, "kind") == "dev",
                });
            }
        }
    }
    edges
}

/// What is wrong with an edge, if anything is.
fn complaint(edge: &Edge) -> Option<String> {
    let Edge { from, to, is_dev } = edge;
    if *is_dev {
        return None;
    }
    if to == CONFORMANCE {
        return Some(format!("{from} depends on {to}: only tests may"));
    }
    match (floor(from), floor(to)) {
        (None, _) => Some(format!(
            "{from} stands on no floor: add it to xtask/src/layers.rs"
        )),
        (_, None) => Some(format!(
            "{to} stands on no floor: add it to xtask/src/layers.rs"
        )),
        (Some(above), Some(below)) if above > below => None,
        (Some(here), Some(there)) => Some(format!(
            "{from} (floor {here}) depends on {to} (floor {there}): imports lead down"
        )),
    }
}

fn floor(name: &str) -> Option<u8> {
    FLOORS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, floor)| *floor)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(from: &str, to: &str, is_dev: bool) -> Edge {
        Edge {
            from: from.into(),
            to: to.into(),
            is_dev,
        }
    }

    #[test]
    fn the_workspace_keeps_its_floors() {
        check().expect("every edge leads down");
    }

    #[test]
    fn an_upward_edge_is_refused_by_name() {
        let metadata = serde_json::json!({"packages": [{
            "name": "jaeger-model",
            "dependencies": [
                {"name": "jaeger-storage", "path": "/x", "kind": null},
                {"name": "bytes", "kind": null},
            ],
        }]});
        let edges = edges(&metadata);
        assert_eq!(edges, [edge("jaeger-model", "jaeger-storage", false)]);
        assert_eq!(
            complaint(&edges[0]).as_deref(),
            Some("jaeger-model (floor 0) depends on jaeger-storage (floor 2): imports lead down")
        );
    }

    #[test]
    fn neighbours_and_strangers_are_refused_and_tests_may_use_the_suite() {
        let refused = [
            edge("jaeger-query", "jaeger-collector", false),
            edge("jaeger-storage-memory", CONFORMANCE, false),
            edge("jaeger-nowhere", "jaeger-model", false),
        ];
        assert!(refused.iter().all(|edge| complaint(edge).is_some()));
        let allowed = [
            edge("jaeger-storage-memory", CONFORMANCE, true),
            edge("jaeger-all-in-one", "jaeger-query", false),
        ];
        assert!(allowed.iter().all(|edge| complaint(edge).is_none()));
    }
}
