//! OTLP over one connection, on either transport.

use std::net::SocketAddr;

use anyhow::Result;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::Request;
use hyper::header::CONTENT_TYPE;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use crate::replay::options::{Options, Transport};

/// One connection.
#[derive(Debug)]
pub(super) struct Connection {
    client: Client<HttpConnector, Full<Bytes>>,
    target: SocketAddr,
    transport: Transport,
    tenant: String,
}

impl Connection {
    pub(super) fn new(options: &Options) -> Self {
        let mut builder = Client::builder(TokioExecutor::new());
        builder
            .pool_max_idle_per_host(1)
            .http2_only(options.transport == Transport::Grpc);
        Self {
            client: builder.build_http(),
            target: options.target,
            transport: options.transport,
            tenant: options.tenant.clone(),
        }
    }

    /// Sends a request and returns what the server has against it, if anything.
    pub(super) async fn send(&self, body: Vec<u8>) -> Result<Option<String>> {
        let (path, form) = match self.transport {
            Transport::Grpc => (EXPORT, "application/grpc"),
            Transport::Http => ("/v1/traces", "application/x-protobuf"),
        };
        let mut request = Request::post(format!("http://{}{path}", self.target))
            .header(CONTENT_TYPE, form)
            .header("te", "trailers");
        if !self.tenant.is_empty() {
            request = request.header(TENANT, &self.tenant);
        }
        let body = match self.transport {
            Transport::Grpc => framed(&body)?,
            Transport::Http => body.into(),
        };
        let reply = self.client.request(request.body(Full::new(body))?).await?;
        let (head, body) = reply.into_parts();
        let body = body.collect().await?;
        let trailers = body.trailers().cloned().unwrap_or_default();
        let refusal = match self.transport {
            _ if !head.status.is_success() => Some(head.status.to_string()),
            Transport::Http => None,
            Transport::Grpc => {
                let said = |name: &'static str| trailers.get(name).or(head.headers.get(name));
                let status = said("grpc-status");
                let is_ok = status.is_some_and(|status| status == "0");
                (!is_ok).then(|| format!("{status:?}: {:?}", said("grpc-message")))
            }
        };
        Ok(refusal)
    }
}

/// A message of gRPC: not compressed, and its length.
fn framed(message: &[u8]) -> Result<Bytes> {
    let length = u32::try_from(message.len())?.to_be_bytes();
    Ok([&[0][..], &length, message].concat().into())
}

const EXPORT: &str = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
/// The header that names the tenant.
pub(super) const TENANT: &str = "x-tenant";
