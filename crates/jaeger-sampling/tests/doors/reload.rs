//! Strategies that change while they are served, and those that cannot be had.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use jaeger_sampling::Reload;
use jaeger_service::Context;
use parking_lot::Mutex;

use crate::harness::{Folder, PATIENCE, Sampling, serve_router};

/// A file in which every service has this probability.
fn strategies(probability: &str) -> String {
    format!(r#"{{"default_strategy":{{"type":"probabilistic","param":{probability}}}}}"#)
}

/// What is answered then.
fn answer(probability: &str) -> String {
    let rate = format!(r#"{{"samplingRate":{probability}}}"#);
    format!(r#"{{"strategyType":"PROBABILISTIC","probabilisticSampling":{rate}}}"#)
}

#[tokio::test]
async fn a_file_is_taken_when_it_changes_and_can_be_understood() {
    let folder = Folder::with(&strategies("0.1"));
    let sampling = Sampling::open(&folder.file().display().to_string()).await;
    assert_eq!(sampling.ask("a").await, answer("0.1"));
    let steps = [
        (Some(strategies("0.1")), Reload::Unchanged, "0.1"),
        (Some(strategies("0.2")), Reload::Changed, "0.2"),
        (Some(strategies("0.2")), Reload::Unchanged, "0.2"),
        (None, Reload::Failed, "0.2"),
        (Some(String::new()), Reload::Failed, "0.2"),
        (Some(strategies("\"0.3\"")), Reload::Failed, "0.2"),
        (Some(" ".repeat((4 << 20) + 1)), Reload::Failed, "0.2"),
        (Some(strategies("0.4")), Reload::Changed, "0.4"),
        (Some(String::from("null")), Reload::Changed, "0.001"),
    ];
    for (index, (content, result, probability)) in steps.into_iter().enumerate() {
        match content {
            Some(content) => folder.write(&content),
            None => folder.remove(),
        }
        let step = format!("step {index}");
        assert_eq!(sampling.started.store.reload().await, result, "{step}");
        assert_eq!(sampling.ask("a").await, answer(probability), "{step}");
    }
    for (result, count) in [("changed", 3), ("unchanged", 2), ("failed", 4)] {
        let series = format!("jaeger_sampling_strategies_reloads_total{{result=\"{result}\"}}");
        assert_eq!(sampling.metric(&series), Some(count), "{series}");
    }
}

#[tokio::test]
async fn a_file_is_read_again_at_the_interval() {
    let folder = Folder::with(&strategies("0.1"));
    let file = folder.file().display().to_string();
    let sampling = Sampling::open_with(&file, |config| {
        config.strategies.reload_interval = Duration::from_millis(1);
    });
    let sampling = sampling.await.expect("it starts");
    assert_eq!(sampling.ask("a").await, answer("0.1"));
    folder.write(&strategies("0.2"));
    let changed = async {
        while sampling.ask("a").await != answer("0.2") {
            tokio::task::yield_now().await;
        }
    };
    let changed = tokio::time::timeout(PATIENCE, changed).await;
    assert!(changed.is_ok(), "{}", sampling.context.metrics.encode());
    sampling.context.shutdown.cancel();
    let drained = tokio::time::timeout(PATIENCE, sampling.context.tasks.drained()).await;
    assert!(drained.is_ok(), "{:?}", sampling.context.tasks.running());
}

#[tokio::test]
async fn without_an_interval_nothing_is_read_again() {
    let folder = Folder::with(&strategies("0.1"));
    let sampling = Sampling::open(&folder.file().display().to_string()).await;
    let running = sampling.context.tasks.running();
    assert_eq!(running, ["sampling-http", "test-door"]);
}

#[tokio::test]
async fn without_a_file_every_service_has_the_default() {
    let sampling = Sampling::open_with("", |config| {
        config.strategies.default_probability = 0.25;
        config.strategies.reload_interval = Duration::from_millis(1);
    });
    let sampling = sampling.await.expect("it starts");
    assert_eq!(sampling.ask("a").await, answer("0.25"));
    let running = sampling.context.tasks.running();
    assert_eq!(running, ["sampling-http", "test-door"]);
}

#[tokio::test]
async fn what_cannot_be_had_keeps_the_process_from_starting() {
    let folder = Folder::new();
    let opened = Sampling::open_with(&folder.file().display().to_string(), |_| {}).await;
    let error = opened.err().map(|error| format!("{error:#}")).unwrap();
    assert!(
        error.starts_with("failed to read the sampling strategies in "),
        "{error}"
    );
    assert!(error.contains("strategies.json: "), "{error}");

    folder.write(r#"{"service_strategies":[{"param":"1"}]}"#);
    let opened = Sampling::open_with(&folder.file().display().to_string(), |_| {}).await;
    let error = opened.err().map(|error| format!("{error:#}")).unwrap();
    let reason = ": service_strategies[0].param must be a number, not a text";
    assert!(error.ends_with(reason), "{error}");
}

/// A web server that says what it is told to say.
struct Server {
    context: Context,
    reply: Arc<Mutex<(StatusCode, String)>>,
    url: String,
}

impl Server {
    async fn open(status: StatusCode, body: String) -> Self {
        let reply = Arc::new(Mutex::new((status, body)));
        let said = Arc::clone(&reply);
        let router = Router::new().fallback(move || {
            let said = said.lock().clone();
            async move { said }
        });
        let context = Context::for_test();
        let address = serve_router(router, &context).await;
        Self {
            context,
            reply,
            url: format!("http://{address}/strategies?from=test"),
        }
    }

    fn say(&self, status: StatusCode, body: String) {
        *self.reply.lock() = (status, body);
    }
}

#[tokio::test]
async fn a_url_is_read_as_a_file_is() {
    let unavailable = StatusCode::SERVICE_UNAVAILABLE;
    let server = Server::open(unavailable, String::from("later")).await;
    let sampling = Sampling::open(&server.url).await;
    assert_eq!(sampling.ask("a").await, answer("0.001"));
    let steps = [
        (unavailable, strategies("0.1"), Reload::Failed, "0.001"),
        (StatusCode::OK, strategies("0.2"), Reload::Changed, "0.2"),
        (StatusCode::OK, strategies("0.2"), Reload::Unchanged, "0.2"),
        (unavailable, String::new(), Reload::Failed, "0.2"),
        (
            StatusCode::NOT_FOUND,
            strategies("0.3"),
            Reload::Failed,
            "0.2",
        ),
        (StatusCode::FOUND, strategies("0.3"), Reload::Failed, "0.2"),
        (
            StatusCode::OK,
            String::from("<html>"),
            Reload::Failed,
            "0.2",
        ),
        (
            StatusCode::OK,
            " ".repeat((4 << 20) + 1),
            Reload::Failed,
            "0.2",
        ),
        (StatusCode::OK, strategies("0.4"), Reload::Changed, "0.4"),
    ];
    for (index, (status, body, result, probability)) in steps.into_iter().enumerate() {
        server.say(status, body);
        let step = format!("step {index}");
        assert_eq!(sampling.started.store.reload().await, result, "{step}");
        assert_eq!(sampling.ask("a").await, answer(probability), "{step}");
    }
    server.context.shutdown.cancel();
    server.context.tasks.drained().await;
    assert_eq!(sampling.started.store.reload().await, Reload::Failed);
    assert_eq!(sampling.ask("a").await, answer("0.4"));
}

#[tokio::test]
async fn a_server_that_refuses_keeps_the_process_from_starting() {
    let server = Server::open(StatusCode::FORBIDDEN, "x".repeat(10_000)).await;
    let opened = Sampling::open_with(&server.url, |_| {}).await;
    let error = opened.err().map(|error| format!("{error:#}")).unwrap();
    let reason = format!(": the server said 403 Forbidden: {}", "x".repeat(200));
    // What follows the path may be a token.
    let (shown, _) = server.url.split_once('?').unwrap();
    assert!(
        error.contains(&format!("{shown}?***")) && error.ends_with(&reason),
        "{error}"
    );
}
