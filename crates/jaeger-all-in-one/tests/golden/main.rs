//! Replays what was recorded of Jaeger 1.76 against the all-in-one, and compares every reply.
//!
//! The recordings are `jaeger-query/testdata/golden`; its README says what their members mean and is
//! followed here to the letter. Where our reply is meant to be another, `departures` says so by
//! name, and a departure that has become equal to the recording fails as well.
#![expect(
    clippy::expect_used,
    reason = "a recording that cannot be read or sent ends the test"
)]

mod client;
mod compare;
mod departures;
mod recording;
mod reshape;
mod server;

use departures::Departure;
use recording::{Exchange, Recording};
use server::Server;

#[tokio::test(flavor = "multi_thread")]
async fn replies_are_those_of_jaeger() {
    let mut compared = 0;
    let mut failures = Vec::new();
    for recording in Recording::all() {
        let server = Server::start(&recording.flags).await;
        for input in &recording.inputs {
            let status = server.send(input).await.status;
            let expected = departures::status_of_input(&recording.file);
            if !expected.contains(&status) {
                failures.push(format!("{}: an input got {status}", recording.file));
            }
        }
        for exchange in &recording.exchanges {
            compared += 1;
            if let Err(difference) = replay(&server, &recording.file, exchange).await {
                let (file, name) = (&recording.file, &exchange.name);
                let path = &exchange.sent.path;
                failures.push(format!("{file}: {name}\n    {path}\n    {difference}"));
            }
        }
        server.stop().await;
    }
    failures.extend(departures::without_request(&Recording::all()));
    println!("{compared} requests compared, {} failed", failures.len());
    assert!(failures.is_empty(), "\n{}\n", failures.join("\n"));
}

async fn replay(server: &Server, file: &str, exchange: &Exchange) -> Result<(), String> {
    let reply = server.send(&exchange.sent).await;
    let compared = compare::with_recording(&reply, exchange);
    let Some(Departure { instead, why, .. }) = departures::of(file, &exchange.name) else {
        return compared;
    };
    if compared.is_ok() {
        return Err(format!(
            "departs no longer, so take it from the list: {why}"
        ));
    }
    compare::with_departure(&reply, instead).map_err(|difference| {
        let compared = compared.err().unwrap_or_default();
        format!("{difference}\n    departs since {why}\n    recorded: {compared}")
    })
}
