//! Bytes that nobody should send, at every port of the real program: each is answered and counted for
//! what it is, and the program lives on, serves the next good request, and takes no more memory than
//! it promises.
//!
//! What is said with an answer is for the tests of the parts.
#![expect(clippy::expect_used, reason = "helpers of tests fail loudly")]

mod bomb;
mod calls;
mod clients;
mod door;
mod grpc;
mod kind;
#[path = "../program/memory.rs"]
mod memory;
mod payload;
#[path = "../program/mod.rs"]
mod program;
mod questions;
mod sampling;
mod shot;
mod watched;

use std::time::Duration;

use jaeger_service::{Clock as _, SystemClock};
use serde_json::Value;

use calls::{Call, End};
use clients::in_time;
use door::{Door, OTLP_JSON};
use kind::Kind;
use payload::Payload;
use program::Program;
use shot::{Answer, Expected, REFUSED_BYTES_MAX, Shot};

#[tokio::test]
async fn every_port_outlives_every_kind() {
    let program = Program::start(&[], &["--collector.zipkin.host-port=localhost:0"]);
    let mut traces = 0;
    for kind in Kind::ALL {
        for door in door::ALL {
            for (index, shot) in kind.shots(door).iter().enumerate() {
                let what = format!("{kind:?} {index} at {} in {:?}", door.name, door.form);
                let fired = fire(&program, door, shot).await;
                let Fired { answer, took, .. } = fired;
                assert!(shot.expected.allows(answer), "{what}: {answer:?}");
                let is_heard = answer != Answer::Unheard;
                assert!(
                    !is_heard || fired.counted == Some(answer),
                    "{what}: {fired:?}"
                );
                let (grown, most) = (fired.memory_bytes, shot.memory_bytes_max());
                assert!(grown <= most, "{what}: {grown} bytes more, {most} allowed");
                if shot.is_compressed() {
                    println!("{what}: {answer:?} after {took:?}, {grown} bytes more");
                }
                if let (Some(trace), Answer::Taken) = (shot.shown, answer) {
                    shows(&program, trace, &what).await;
                }
            }
            traces += 1;
            let after = format!("{} in {:?} after {kind:?}", door.name, door.form);
            serves(&program, door, traces, &after).await;
        }
    }
    program.ends_well().await;
}

#[tokio::test]
async fn absurd_questions_get_an_answer_in_the_envelope() {
    let program = Program::start(&[], &[]);
    serves(&program, OTLP_JSON, 1, "at first").await;
    for (path, status) in questions::all() {
        let reply = program.get("query-http", &path).await;
        if let Err(difference) = questions::check(&path, status, &reply) {
            panic!("{}: {difference}", beginning(&path));
        }
    }
    shows(&program, 1, "the questions").await;
    program.ends_well().await;
}

#[tokio::test]
async fn absurd_calls_end_with_a_status() {
    let program = Program::start(&[], &[]);
    serves(&program, OTLP_JSON, 1, "at first").await;
    for call in calls::all() {
        let Call {
            what, port, path, ..
        } = call;
        let before = program.counted(port).await;
        let resident = program.reset_peak_bytes();
        let end = made(&program, &call).await;
        let grown = program.peak_bytes().saturating_sub(resident);
        assert!(call.ends.contains(&end), "{what} at {port}{path}: {end:?}");
        assert!(
            grown <= REFUSED_BYTES_MAX,
            "{what} at {port}{path}: {grown} bytes more"
        );
        let counted = program.counted(port).await.since(&before);
        let expected = (!call.counted.is_empty()).then(|| (call.counted.to_owned(), 1));
        assert_eq!(counted, Vec::from_iter(expected), "{what} at {port}{path}");
        let good = Call::good(port);
        let end = made(&program, &good).await;
        assert!(
            good.ends.contains(&end),
            "after {what} at {port}{path}: {end:?}"
        );
    }
    shows(&program, 1, "the calls").await;
    program.ends_well().await;
}

#[tokio::test]
async fn absurd_questions_about_sampling_are_answered() {
    let program = Program::start(&[], &[]);
    let address = program.address("sampling-http");
    for asked in sampling::all() {
        let what = format!("{} {}", asked.method, beginning(&asked.target));
        let series = asked.counted.unwrap_or(sampling::NAMED);
        let before = program.metric(series).await;
        let resident = program.reset_peak_bytes();
        let reply = clients::ask(address, asked.method, &asked.target, &asked.lines).await;
        let grown = program.peak_bytes().saturating_sub(resident);
        let status = reply.map(|reply| reply.status);
        assert_eq!(status, Some(asked.status), "{what}");
        assert!(grown <= REFUSED_BYTES_MAX, "{what}: {grown} bytes more");
        let counted = program.metric(series).await - before;
        assert_eq!(counted, u64::from(asked.counted.is_some()), "{what}");
    }
    let good = clients::ask(address, "GET", "/sampling?service=web", "").await;
    let good: Value = serde_json::from_slice(&good.expect("a reply").body).expect("JSON");
    assert_eq!(good["strategyType"], "PROBABILISTIC");
    program.ends_well().await;
}

/// What a request did.
#[derive(Debug)]
struct Fired {
    answer: Answer,
    /// What metrics say of it.
    counted: Option<Answer>,
    took: Duration,
    /// How far the peak of resident memory rose above what was resident before.
    memory_bytes: u64,
}

async fn fire(program: &Program, door: Door, shot: &Shot) -> Fired {
    let before = program.counted(door.name).await;
    let clock = SystemClock::new();
    let resident = program.reset_peak_bytes();
    let answer = clients::send(program, door, shot).await;
    let took = clock.monotonic();
    let memory_bytes = program.peak_bytes().saturating_sub(resident);
    Fired {
        answer,
        counted: program.counted(door.name).await.answer_since(&before),
        took,
        memory_bytes,
    }
}

async fn made(program: &Program, call: &Call) -> End {
    let headers: Vec<(&str, &str)> = call
        .headers
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let address = program.address(call.port);
    let ended = grpc::call(address, call.path, &headers, call.body.clone());
    End::of(in_time(ended).await)
}

/// Sends a good span and reads its trace back.
async fn serves(program: &Program, door: Door, trace: u64, what: &str) {
    let shot = Shot::new(Payload::of(trace).bytes(door), Expected::Taken);
    let answer = clients::send(program, door, &shot).await;
    assert_eq!(answer, Answer::Taken, "{what}");
    let shown = shows(program, trace, what).await;
    assert!(shown.contains(payload::SPAN_NAME), "{what}: {shown}");
}

/// Reads a trace, which must be JSON whatever it has in it.
async fn shows(program: &Program, trace: u64, what: &str) -> String {
    let path = format!("/api/traces/{trace:x}");
    let reply = program.get("query-http", &path).await;
    let shown = reply.text();
    assert_eq!(reply.status, 200, "{what}: {shown}");
    let parsed: Result<Value, _> = serde_json::from_slice(&reply.body);
    assert!(parsed.is_ok(), "{what}: {shown}");
    shown
}

/// So much of a text as a message has room for.
fn beginning(text: &str) -> String {
    text.chars().take(200).collect()
}
