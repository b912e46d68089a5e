use std::time::Duration;

use futures::stream;
use http_body_util::{BodyExt as _, StreamBody};
use jaeger_model::{Limits, SpanBatch, SpanId, StatusCode, TraceId, Value};
use jaeger_service::ManualClock;
use prost::Message as _;
use prost_types::FileDescriptorSet;

use super::*;
use crate::own_traces::traces_data;

#[test]
fn every_method_that_is_described_is_known() {
    let sets = [
        jaeger_proto::DESCRIPTORS,
        tonic_health::pb::FILE_DESCRIPTOR_SET,
        tonic_reflection::pb::v1::FILE_DESCRIPTOR_SET,
        tonic_reflection::pb::v1alpha::FILE_DESCRIPTOR_SET,
    ];
    let mut found = 0;
    for set in sets {
        for file in FileDescriptorSet::decode(set).unwrap().file {
            for service in &file.service {
                let name = format!("{}.{}", file.package(), service.name());
                if !METHODS.iter().any(|(served, _)| *served == name) {
                    continue;
                }
                for method in &service.method {
                    let path = format!("/{name}/{}", method.name());
                    assert!(known(&path).is_some(), "{path}");
                    found += 1;
                }
            }
        }
    }
    let listed: usize = METHODS.iter().map(|(_, methods)| methods.len()).sum();
    assert_eq!(found, listed);
}

#[test]
fn a_path_that_is_made_up_is_none() {
    for path in [
        "",
        "/",
        "/jaeger.api_v2.QueryService",
        "/jaeger.api_v2.QueryService/",
        "/jaeger.api_v2.QueryService/Nope",
        "/jaeger.api_v2.QueryService/GetTrace/x",
        "/nope/GetTrace",
        "//GetTrace",
    ] {
        assert_eq!(known(path), None, "{path}");
    }
}

/// How much of a reply the client takes.
#[derive(Clone, Copy, Debug)]
enum Taken {
    Nothing,
    Head,
    OneFrame,
    All,
}

#[tokio::test]
async fn a_span_ends_with_its_call() {
    const GONE: (i64, StatusCode, &str) = (1, StatusCode::Unset, "");
    let ended = |code, message: &str| Status::new(code, message);
    let cases = [
        (ended(Code::Ok, ""), Taken::All, (0, StatusCode::Unset, "")),
        (
            ended(Code::NotFound, "no"),
            Taken::All,
            (5, StatusCode::Unset, ""),
        ),
        (
            ended(Code::Internal, "our fault"),
            Taken::All,
            (13, StatusCode::Error, "our fault"),
        ),
        (ended(Code::Ok, ""), Taken::Nothing, GONE),
        (ended(Code::Ok, ""), Taken::Head, GONE),
        (ended(Code::Ok, ""), Taken::OneFrame, GONE),
    ];
    for (status, taken, expected) in cases {
        let case = format!("{status:?} {taken:?}");
        let (call, clock, mut queue) = call();
        clock.advance(Duration::from_nanos(5));
        match taken {
            Taken::Nothing => drop(call),
            _ => take(call.until_the_end_of(reply(&status)), taken).await,
        }
        assert_span(&queue.try_recv().expect("a span"), expected, &case);
        assert!(queue.try_recv().is_err(), "{case}");
    }
}

#[tokio::test]
async fn a_reply_without_a_body_says_how_it_went_in_its_head() {
    let (call, clock, mut queue) = call();
    clock.advance(Duration::from_nanos(5));
    let response = Status::unknown("bad").into_http();
    take(call.until_the_end_of(response), Taken::All).await;
    let expected = (2, StatusCode::Error, "bad");
    assert_span(&queue.try_recv().expect("a span"), expected, "no body");
}

fn call() -> (OwnCall, Arc<ManualClock>, mpsc::Receiver<Vec<u8>>) {
    let (sender, receiver) = mpsc::channel(2);
    let clock = Arc::new(ManualClock::at_ns(100));
    let begun = Begun {
        trace: TraceId::from_halves(1, 2),
        span: SpanId::from_u64(3),
        parent: Some(SpanId::from_u64(4)),
        start_ns: 100,
        started: Duration::ZERO,
    };
    let method = known("/jaeger.api_v3.QueryService/GetTrace").expect("a method");
    let of_call = Arc::<ManualClock>::clone(&clock);
    let call = OwnCall::new(begun, method, None, of_call, sender);
    (call, clock, receiver)
}

/// A reply of one chunk and its trailers.
fn reply(status: &Status) -> Response {
    let mut trailers = HeaderMap::new();
    status.add_header(&mut trailers).expect("a good status");
    let frames = [
        Frame::data(Bytes::from_static(b"chunk")),
        Frame::trailers(trailers),
    ];
    let frames = frames.map(Ok::<_, axum::Error>);
    Response::new(Body::new(StreamBody::new(stream::iter(frames))))
}

async fn take(response: Response, taken: Taken) {
    let mut body = response.into_body();
    match taken {
        Taken::Nothing | Taken::Head => {}
        Taken::OneFrame => {
            body.frame().await.expect("a frame").expect("a good one");
        }
        Taken::All => {
            body.collect().await.expect("a good reply");
        }
    }
}

fn assert_span(span: &[u8], (code, status, message): (i64, StatusCode, &str), case: &str) {
    let bytes = traces_data("own", &[span.to_vec()]);
    let batch = SpanBatch::scan(bytes.into(), &Limits::default());
    let batch = batch.expect("a good span").batch;
    let span = batch.spans().next().expect("a span");
    assert_eq!(span.name(), "jaeger.api_v3.QueryService/GetTrace", "{case}");
    let found = span.attribute("rpc.grpc.status_code");
    assert_eq!(found, Some(Value::Int(code)), "{case}");
    assert_eq!(span.status(), status, "{case}");
    assert_eq!(span.status_message(), message, "{case}");
    assert_eq!((span.start().0, span.end().0), (100, 105), "{case}");
    assert_eq!(span.parent_span_id(), Some(SpanId::from_u64(4)), "{case}");
}
