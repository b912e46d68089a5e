//! Replays over gRPC what was recorded of Jaeger 1.76 against the all-in-one, and compares every
//! reply.
//!
//! The recordings are `testdata/golden-grpc`; its README says what their members mean. Where our
//! reply is meant to be another, `departures` says so by name, and a departure that has become
//! equal to the recording fails as well.
#![expect(
    clippy::expect_used,
    reason = "a recording that cannot be read or sent ends the test"
)]

mod client;
mod compare;
mod departures;
mod message;
mod recording;
mod reshape;
mod server;

use departures::Departure;
use message::Messages;
use recording::{Exchange, Recording};
use server::Server;
use tonic::Code;

#[tokio::test(flavor = "multi_thread")]
async fn replies_are_those_of_jaeger() {
    let messages = Messages::described();
    let recordings = Recording::all(&messages);
    let mut compared = 0;
    let mut failures = departures::without_request(&recordings);
    for recording in &recordings {
        let server = Server::start(recording).await;
        let file = &recording.file;
        for given in &recording.given {
            let answer = server.call(given).await;
            if answer.code != Code::Ok {
                failures.push(format!("{file}: what is given got {answer:?}"));
            }
        }
        for exchange in &recording.exchanges {
            compared += 1;
            if let Err(difference) = replay(&server, &messages, file, exchange).await {
                let (name, method) = (&exchange.name, &exchange.sent.method);
                failures.push(format!("{file}: {name}\n    {method}\n    {difference}"));
            }
        }
        server.stop().await;
    }
    println!("{compared} calls compared, {} failures", failures.len());
    assert!(failures.is_empty(), "\n{}\n", failures.join("\n"));
}

async fn replay(
    server: &Server,
    messages: &Messages,
    file: &str,
    exchange: &Exchange,
) -> Result<(), String> {
    let answer = server.call(&exchange.sent).await;
    let reply = answer.decoded(messages, &exchange.sent.method);
    let compared = compare::with_recording(&reply, exchange);
    let Some(Departure { instead, why, .. }) = departures::of(file, &exchange.name) else {
        return compared;
    };
    if compared.is_ok() {
        return Err(format!(
            "departs no longer, so take it from the list: {why}"
        ));
    }
    compare::with_departure(&reply, exchange, instead).map_err(|difference| {
        let compared = compared.err().unwrap_or_default();
        format!("{difference}\n    departs since {why}\n    recorded: {compared}")
    })
}
