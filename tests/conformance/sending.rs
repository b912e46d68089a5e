//! Spans on their way in: OTLP in its three forms.

use std::net::SocketAddr;

use anyhow::{Result, ensure};
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::Request;
use hyper::header::CONTENT_TYPE;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use jaeger_codec::otlp::json;
use jaeger_model::SpanBatch;
use jaeger_storage::WriteRequest;
use jaeger_tests::Jaeger;

use crate::over_http::TENANT;

/// How spans are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sending {
    Protobuf,
    Json,
    Grpc,
}

/// Sends OTLP.
#[derive(Debug)]
pub(crate) struct Sender {
    sending: Sending,
    http: SocketAddr,
    grpc: SocketAddr,
    client: Client<HttpConnector, Full<Bytes>>,
}

impl Sender {
    pub(crate) fn new(jaeger: &Jaeger, sending: Sending) -> Self {
        let mut builder = Client::builder(TokioExecutor::new());
        Self {
            sending,
            http: jaeger.address("otlp-http"),
            grpc: jaeger.address("otlp-grpc"),
            client: builder.http2_only(sending == Sending::Grpc).build_http(),
        }
    }

    /// Sends a batch; all of its spans must be taken.
    pub(crate) async fn send(&self, request: &WriteRequest) -> Result<()> {
        let (tenant, batch) = (request.tenant.as_str(), &request.batch);
        match self.sending {
            Sending::Grpc => self.call(tenant, batch.bytes()).await,
            // JSON has no words for text that is broken.
            Sending::Json if !batch.has_marks() => {
                let taken = br#"{"partialSuccess":{}}"#;
                self.post(tenant, "application/json", in_json(batch), taken)
                    .await
            }
            Sending::Json | Sending::Protobuf => {
                let body = batch.bytes().clone();
                self.post(tenant, "application/x-protobuf", body, b"").await
            }
        }
    }

    async fn post(&self, tenant: &str, form: &str, body: Bytes, taken: &[u8]) -> Result<()> {
        let request = Request::post(format!("http://{}/v1/traces", self.http))
            .header(TENANT, tenant)
            .header(CONTENT_TYPE, form)
            .body(Full::from(body))?;
        let reply = self.client.request(request).await?;
        let status = reply.status();
        let body = reply.collect().await?.to_bytes();
        ensure!(status.is_success() && body == taken, "{status}: {body:?}");
        Ok(())
    }

    async fn call(&self, tenant: &str, message: &[u8]) -> Result<()> {
        let length = u32::try_from(message.len())?;
        let body = [&[0][..], &length.to_be_bytes(), message].concat();
        let request = Request::post(format!("http://{}{EXPORT}", self.grpc))
            .header(TENANT, tenant)
            .header(CONTENT_TYPE, "application/grpc")
            .header("te", "trailers")
            .body(Full::from(body))?;
        let reply = self.client.request(request).await?;
        let headers = reply.headers().clone();
        let collected = reply.collect().await?;
        let trailers = collected.trailers().cloned().unwrap_or_default();
        let status = trailers.get("grpc-status").or(headers.get("grpc-status"));
        ensure!(
            status.is_some_and(|status| status == "0"),
            "{headers:?} {trailers:?}"
        );
        let reply = collected.to_bytes();
        ensure!(*reply == [0; 5], "{reply:?}");
        Ok(())
    }
}

fn in_json(batch: &SpanBatch) -> Bytes {
    let mut body = Vec::new();
    json::encode(batch.spans(), &mut body);
    body.into()
}

const EXPORT: &str = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
