//! Traces as they arrive.

use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::{Request, Response};

use crate::harness::{PATIENCE, Served, Span};

/// What a tail sent so far.
struct Heard {
    body: Incoming,
    text: String,
}

impl Heard {
    fn of(reply: Response<Incoming>) -> Self {
        assert_eq!(reply.status(), 200);
        Self {
            body: reply.into_body(),
            text: String::new(),
        }
    }

    /// Hears the next thing; false at the end.
    async fn hear(&mut self) -> bool {
        let frame = tokio::time::timeout(PATIENCE, self.body.frame()).await;
        let Some(frame) = frame.expect("something in time") else {
            return false;
        };
        let data = frame.expect("a frame").into_data().unwrap_or_default();
        self.text.push_str(&String::from_utf8_lossy(&data));
        true
    }

    async fn hear_until(&mut self, wanted: &str) {
        while !self.text.contains(wanted) {
            assert!(self.hear().await, "{wanted} in {}", self.text);
        }
    }

    async fn hear_the_end(&mut self) {
        while self.hear().await {}
    }

    fn times(&self, wanted: &str) -> usize {
        self.text.matches(wanted).count()
    }
}

/// A trace that starts when the clock stands, or so many milliseconds before.
fn recent(trace: u64, before_ms: u64) -> Span {
    Span {
        start_ms: 600_000 - before_ms,
        ..Span::root(trace)
    }
}

fn event(trace: u64, span_count: usize) -> String {
    format!(
        "event: trace\ndata: {{\"traceId\":\"{trace:032x}\",\"rootServiceName\":\"web\",\
         \"rootOperationName\":\"GET /\",\"minStartTimeUnixNano\":\"1700000600000000000\",\
         \"maxEndTimeUnixNano\":\"1700000600010000000\",\"spanCount\":{span_count},"
    )
}

#[tokio::test]
async fn shows_each_trace_once_and_again_when_it_has_grown() {
    let served = Served::new().await;
    served.write(&[recent(1, 0), recent(2, 60_000)]).await;
    let reply = served.open("tail").await;
    assert_eq!(reply.headers()["content-type"], "text/event-stream");
    assert_eq!(reply.headers()["cache-control"], "no-store");
    let mut heard = Heard::of(reply);
    heard.hear_until(&event(1, 1)).await;

    served.write(&[recent(3, 0)]).await;
    heard.hear_until(&event(3, 1)).await;
    let child = Span {
        id: 2,
        parent: 1,
        ..recent(1, 0)
    };
    served.write(&[child]).await;
    heard.hear_until(&event(1, 2)).await;
    assert_eq!(heard.times("event: trace"), 3, "{}", heard.text);
    assert!(heard.text.starts_with("retry: "), "{}", heard.text);
}

#[tokio::test]
async fn shows_what_matches_and_is_not_compressed() {
    let served = Served::new().await;
    let failed = Span {
        is_failed: true,
        ..recent(2, 0)
    };
    served.write(&[recent(1, 0), failed]).await;
    let request = Request::get(served.url("tail?q=%7B%20status%20%3D%20error%20%7D"))
        .header("accept-encoding", "gzip")
        .body(Full::default());
    let reply = served.send(request.unwrap()).await;
    assert!(!reply.headers().contains_key("content-encoding"));
    let mut heard = Heard::of(reply);
    heard.hear_until(&event(2, 1)).await;
    assert_eq!(heard.times("event: trace"), 1, "{}", heard.text);
}

#[tokio::test]
async fn says_that_it_is_still_there_and_ends_after_a_while() {
    let served = Served::new().await;
    let mut heard = Heard::of(served.open("tail").await);
    heard.hear_until("retry").await;
    served.clock.advance(Duration::from_secs(11));
    heard.hear_until(": still here\n\n").await;
    served.clock.advance(Duration::from_secs(15 * 60));
    heard.hear_the_end().await;
}

#[tokio::test]
async fn ends_with_the_process() {
    let served = Served::new().await;
    let mut heard = Heard::of(served.open("tail").await);
    heard.hear_until("retry").await;
    served.context.shutdown.cancel();
    heard.hear_the_end().await;
}

#[tokio::test]
async fn only_so_many_are_served_at_a_time() {
    let served = Served::new().await;
    let mut tails = Vec::new();
    for _ in 0..64 {
        tails.push(Heard::of(served.open("tail").await));
    }
    let (status, reply) = served.get("tail").await;
    assert_eq!((status, &reply["error"]["httpCode"]), (503, &503.into()));

    tails.pop();
    let served_again = async {
        while served.open("tail").await.status() != 200 {
            tokio::task::yield_now().await;
        }
    };
    let served_again = tokio::time::timeout(PATIENCE, served_again).await;
    assert!(served_again.is_ok(), "a place that was left stays taken");
}
