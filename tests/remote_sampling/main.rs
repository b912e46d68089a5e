//! Clients of Jaeger with their remote sampler: they keep what the strategies file says, and follow it when it changes.
#![expect(clippy::expect_used, reason = "helpers of tests fail loudly")]

mod client;

use std::path::Path;

use client::{Client, Language};
use jaeger_tests::{Jaeger, eventually};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn python_follows_the_file() {
    follows_the_file(Language::Python).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn node_follows_the_file() {
    follows_the_file(Language::Node).await;
}

async fn follows_the_file(language: Language) {
    if let Err(missing) = language.is_installed() {
        return skip(&missing);
    }
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("strategies.json");
    write(&file, &probabilistic(1));
    let jaeger = Jaeger::start(&[
        &format!("--sampling.strategies-file={}", file.display()),
        "--sampling.strategies-reload-interval=50ms",
    ])
    .await;
    let mut client = Client::start(language, &jaeger, SERVICE);

    for (strategies, kept_of_buy, kept_of_look) in [
        (probabilistic(1), ALL, ALL),
        (probabilistic(0), 0, 0),
        (by_operation(), ALL, 0),
        (probabilistic(1), ALL, ALL),
    ] {
        write(&file, &strategies);
        let what = format!("{language:?} follows {strategies}");
        eventually(&what, async || {
            let kept = [client.kept("/buy").await, client.kept("/look").await];
            (kept == [kept_of_buy, kept_of_look]).then_some(())
        })
        .await;
    }
    client.end().await;
    kept_traces_say_why(&jaeger).await;
    jaeger.stop().await;
}

/// What was kept was sent, with the sampler that decided.
async fn kept_traces_say_why(jaeger: &Jaeger) {
    let path = format!("/api/traces?service={SERVICE}&limit=10000");
    eventually("the traces that were kept", async || {
        let reply = jaeger.get_json(&path).await;
        let traces = reply["data"].as_array().expect("traces");
        let kept = traces.iter().filter(|trace| is_kept_by_the_file(trace));
        (kept.count() >= ALL).then_some(())
    })
    .await;
}

/// Before a client has its strategy, it may keep a trace by a small probability of its own.
fn is_kept_by_the_file(trace: &Value) -> bool {
    let tags = trace["spans"][0]["tags"].as_array().expect("tags");
    let value = |key: &str| {
        let tag = tags.iter().find(|tag| tag["key"] == json!(key));
        tag.map_or(&Value::Null, |tag| &tag["value"])
    };
    *value("sampler.type") == json!("probabilistic") && value("sampler.param").as_f64() == Some(1.0)
}

fn probabilistic(share: u32) -> Value {
    json!({"default_strategy": {"type": "probabilistic", "param": share}})
}

fn by_operation() -> Value {
    let mut strategies = probabilistic(0);
    strategies["service_strategies"] = json!([{
        "service": SERVICE,
        "type": "probabilistic",
        "param": 0,
        "operation_strategies": [{"operation": "/buy", "type": "probabilistic", "param": 1}],
    }]);
    strategies
}

/// Replaces the file as a whole, as who deploys one does.
fn write(file: &Path, strategies: &Value) {
    let beside = file.with_extension("new");
    std::fs::write(&beside, strategies.to_string()).expect("the folder takes a file");
    std::fs::rename(&beside, file).expect("the folder takes a file");
}

#[expect(clippy::print_stderr, reason = "a skip must be seen")]
fn skip(missing: &str) {
    let is_ci = std::env::var("CI").is_ok_and(|ci| ci == "true");
    assert!(!is_ci, "{missing}");
    eprintln!("skipped: {missing}");
}

const SERVICE: &str = "sampled";

/// How many traces a client begins at a time.
const ALL: usize = 50;
