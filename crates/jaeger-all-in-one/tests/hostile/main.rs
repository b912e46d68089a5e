//! Bytes that nobody should send, at every port of the real program: it lives on, serves the next
//! good request, and takes no more memory than it promises.
//!
//! Which code is answered is for the tests of the receivers; here are the process and its memory.
#![expect(clippy::expect_used, reason = "helpers of tests fail loudly")]

mod bomb;
mod clients;
mod door;
mod kind;
mod payload;
mod program;
mod questions;

use std::time::Duration;

use jaeger_service::{Clock as _, SystemClock};

use door::Door;
use kind::{Kind, Shot};
use payload::Payload;
use program::Program;

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Taken,
    /// Refused, or the connection ended without a word.
    NotTaken,
}

#[tokio::test]
async fn every_port_outlives_every_kind() {
    let program = Program::start();
    let mut traces = 0;
    for kind in Kind::ALL {
        for door in Door::ALL {
            for (index, shot) in kind.shots(door).iter().enumerate() {
                let what = format!("{kind:?} {index} at {door:?}");
                let fired = fire(&program, door, shot).await;
                let Fired { answer, took, .. } = fired;
                assert!(shot.expected.allows(answer), "{what}: {answer:?}");
                let (grown, most) = (fired.memory_bytes, shot.memory_bytes_max());
                assert!(grown <= most, "{what}: {grown} bytes more, {most} allowed");
                if shot.is_compressed() {
                    println!("{what}: {answer:?} after {took:?}, {grown} bytes more");
                }
            }
            traces += 1;
            serves(&program, door, traces, kind).await;
        }
    }
    let log = program.stop();
    assert!(!log.contains("panic"), "{log}");
}

#[tokio::test]
async fn absurd_questions_get_an_answer_in_the_envelope() {
    let program = Program::start();
    let good = Shot::good(Payload::of(1).bytes(Door::OtlpJson));
    let answer = clients::send(&program, Door::OtlpJson, &good).await;
    assert_eq!(answer, Answer::Taken);
    for (path, status) in questions::all() {
        let reply = program.get("query-http", &path).await;
        if let Err(difference) = questions::check(&path, status, &reply) {
            let path: String = path.chars().take(200).collect();
            panic!("{path}: {difference}");
        }
    }
    let reply = program.get("query-http", "/api/traces/1").await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    let log = program.stop();
    assert!(!log.contains("panic"), "{log}");
}

/// What a request did.
struct Fired {
    answer: Answer,
    took: Duration,
    /// How far the peak of resident memory rose above what was resident before.
    memory_bytes: u64,
}

async fn fire(program: &Program, door: Door, shot: &Shot) -> Fired {
    let clock = SystemClock::new();
    let before = program.reset_peak_bytes();
    let answer = clients::send(program, door, shot).await;
    Fired {
        answer,
        took: clock.monotonic(),
        memory_bytes: program.peak_bytes().saturating_sub(before),
    }
}

/// Sends a good span and reads its trace back.
async fn serves(program: &Program, door: Door, trace: u64, after: Kind) {
    let shot = Shot::good(Payload::of(trace).bytes(door));
    let answer = clients::send(program, door, &shot).await;
    assert_eq!(answer, Answer::Taken, "{door:?} after {after:?}");
    let reply = program
        .get("query-http", &format!("/api/traces/{trace:x}"))
        .await;
    let shown = reply.text();
    assert_eq!(reply.status, 200, "{door:?} after {after:?}: {shown}");
    assert!(shown.contains(payload::SPAN_NAME), "{shown}");
}
