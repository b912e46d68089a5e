//! The two ways in which the OpenTelemetry Collector exports OTLP, both compressed.

use std::io::Write as _;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http_body_util::{BodyExt as _, Full};
use hyper::header::{CONTENT_ENCODING, CONTENT_TYPE, RETRY_AFTER};
use hyper::{Request, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use jaeger_tests::Jaeger;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceResponse;
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_client::TraceServiceClient;
use prost::Message as _;
use tonic::Code;
use tonic::codec::CompressionEncoding;

use crate::batch::Batch;

/// How a batch is sent.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wire {
    /// A call of `TraceService.Export`.
    Grpc,
    /// A request to `/v1/traces`.
    Http,
}

/// What an exporter makes of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// All spans were taken.
    Taken,
    /// None were, and the same batch may be sent again.
    Later,
}

impl Wire {
    /// Sends a batch once.
    pub(crate) async fn send(self, jaeger: &Jaeger, batch: &Batch) -> Answer {
        match self {
            Self::Grpc => over_grpc(jaeger, batch).await,
            Self::Http => over_http(jaeger, batch).await,
        }
    }
}

async fn over_grpc(jaeger: &Jaeger, batch: &Batch) -> Answer {
    let address = format!("http://{}", jaeger.address("otlp-grpc"));
    let client = TraceServiceClient::connect(address).await;
    let mut client = client
        .expect("the door is open")
        .send_compressed(CompressionEncoding::Gzip);
    match client.export(batch.request()).await {
        Ok(reply) => {
            takes_all(&reply.into_inner());
            Answer::Taken
        }
        Err(status) => {
            assert_eq!(status.code(), Code::Unavailable, "{status}");
            let hint = b"google.rpc.RetryInfo";
            let mut details = status.details().windows(hint.len());
            assert!(details.any(|part| part == hint), "{status}");
            Answer::Later
        }
    }
}

async fn over_http(jaeger: &Jaeger, batch: &Batch) -> Answer {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(&batch.request().encode_to_vec())
        .expect("memory takes it");
    let body = gzip.finish().expect("memory takes it");
    let request = Request::post(format!("http://{}/v1/traces", jaeger.address("otlp-http")))
        .header(CONTENT_TYPE, "application/x-protobuf")
        .header(CONTENT_ENCODING, "gzip")
        .body(Full::new(Bytes::from(body)))
        .expect("a good request");
    let client = Client::builder(TokioExecutor::new()).build_http();
    // Who is refused before all was sent may find the connection closed before the reply.
    let Ok(reply) = client.request(request).await else {
        return Answer::Later;
    };
    match reply.status() {
        StatusCode::OK => {
            let body = reply.collect().await.expect("a whole body").to_bytes();
            takes_all(&ExportTraceServiceResponse::decode(body).expect("a response"));
            Answer::Taken
        }
        status => {
            assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
            assert!(reply.headers().contains_key(RETRY_AFTER));
            Answer::Later
        }
    }
}

fn takes_all(response: &ExportTraceServiceResponse) {
    assert_eq!(response.partial_success, None, "spans were left out");
}
