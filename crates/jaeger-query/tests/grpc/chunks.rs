//! How large the chunks of an answer are, and that they stop when nobody takes them.

use std::time::Duration;

use jaeger_model::{Limits, SpanBatch, SpanKind};
use jaeger_proto::{Encoded, api_v2, api_v3};
use jaeger_service::options::ByteSize;
use prost::Message as _;
use tonic::Code;

use crate::harness::{Served, Sketch, chunks, ended, id};

const SPANS_MAX: usize = 100;
const BYTES_MAX: usize = 1 << 20;

#[tokio::test]
async fn no_chunk_has_too_many_spans_or_bytes() {
    for (count, name_len) in [(250, 10), (9, 300_000)] {
        let served = Served::with(|_| {}).await;
        let name = "x".repeat(name_len);
        write(&served, &name, count).await;
        for raw_traces in [true, false] {
            let asked = api_v2::GetTraceRequest {
                trace_id: id(1),
                raw_traces,
                ..Default::default()
            };
            let found = chunks(served.v2().await.get_trace(asked).await).await;
            let spans = spans_in(&found.unwrap(), |chunk| {
                let batch = api_v2::Batch::decode(chunk.0.clone()).expect("spans");
                batch.spans.len()
            });
            assert_eq!(spans, count as usize, "{name_len} {raw_traces}");

            let asked = api_v3::GetTraceRequest {
                trace_id: "1".to_owned(),
                raw_traces,
                ..Default::default()
            };
            let found = chunks(served.v3().await.get_trace(asked).await).await;
            let spans = spans_in(&found.unwrap(), |chunk| {
                let scanned = SpanBatch::scan(chunk.0.clone(), &Limits::default());
                scanned.expect("OTLP").batch.len()
            });
            assert_eq!(spans, count as usize, "{name_len} {raw_traces}");
        }
    }
}

#[tokio::test]
async fn a_client_that_leaves_gives_back_what_it_held() {
    // Enough for one answer at a time.
    let served = Served::with(|config| config.http.in_flight_max = ByteSize::bytes(80 << 20)).await;
    write(&served, &"x".repeat(300_000), 40).await;
    let asked = api_v2::GetTraceRequest {
        trace_id: id(1),
        ..Default::default()
    };
    let answer = served.v2().await.get_trace(asked.clone()).await;
    let mut stream = answer.unwrap().into_inner();
    assert!(stream.message().await.unwrap().is_some());
    let refused = chunks(served.v2().await.get_trace(asked.clone()).await).await;
    assert_eq!(ended(refused).0, Code::Unavailable);
    drop(stream);
    let until_there_is_room = async {
        loop {
            let whole = chunks(served.v2().await.get_trace(asked.clone()).await).await;
            match ended(whole).0 {
                Code::Unavailable => tokio::task::yield_now().await,
                code => break code,
            }
        }
    };
    let code = tokio::time::timeout(Duration::from_secs(30), until_there_is_room).await;
    assert_eq!(code.unwrap(), Code::Ok);
}

/// Checks every chunk and returns how many spans they have together.
fn spans_in(chunks: &[Encoded], count: impl Fn(&Encoded) -> usize) -> usize {
    let counts = chunks.iter().map(|chunk| {
        let count = count(chunk);
        assert!((1..=SPANS_MAX).contains(&count), "{count} spans");
        assert!(chunk.0.len() <= BYTES_MAX, "{} bytes", chunk.0.len());
        count
    });
    counts.sum()
}

async fn write(served: &Served, name: &str, count: u64) {
    let sketches: Vec<_> = (1..=count)
        .map(|id| Sketch {
            trace: 1,
            id,
            parent: 0,
            service: "web",
            name,
            kind: SpanKind::Server,
        })
        .collect();
    served.write("", &sketches).await;
}
