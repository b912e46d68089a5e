//! The spans counted back: how many of those that were taken the query API does not show.

use std::net::SocketAddr;

use anyhow::{Context as _, Result, ensure};
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::Request;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use jaeger_model::TraceId;
use jaeger_service::clock::rfc3339;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::replay::load::Sent;
use crate::replay::sending::TENANT;

/// Returns how many spans are missing: pages through the summaries of the time in which was sent.
pub(super) async fn missing(query: SocketAddr, tenant: &str, sent: &Sent) -> Result<u64> {
    let client = Client::builder(TokioExecutor::new()).build_http();
    let (start, end) = sent.range_ns;
    let (start, end) = (rfc3339(start), rfc3339(end));
    let search = format!(
        "http://{query}/api/v3/trace-summaries?query.startTimeMin={start}&query.startTimeMax={end}\
         &query.searchDepth={PAGE}&query.sort=start_asc"
    );
    let mut found = 0;
    let mut page = String::new();
    loop {
        let reply = get(&client, &format!("{search}{page}"), tenant).await?;
        let summaries = reply.get("summaries").and_then(Value::as_array);
        for summary in summaries.context("no summaries")? {
            found += spans_of(summary, sent)?;
        }
        match reply.get("nextPageToken").and_then(Value::as_str) {
            Some(token) => {
                let token = utf8_percent_encode(token, NON_ALPHANUMERIC);
                page = format!("&query.pageToken={token}");
            }
            None => return Ok(sent.spans.saturating_sub(found)),
        }
    }
}

/// The spans of a trace that was sent; those of others are none of ours.
fn spans_of(summary: &Value, sent: &Sent) -> Result<u64> {
    let id = summary.get("traceId").and_then(Value::as_str);
    let id = TraceId::from_hex(id.context("a trace without an id")?)?;
    if !sent.traces.contains(&id) {
        return Ok(0);
    }
    let count = summary.get("spanCount").and_then(Value::as_u64);
    count.context("a trace without a count")
}

async fn get(
    client: &Client<HttpConnector, Full<Bytes>>,
    uri: &str,
    tenant: &str,
) -> Result<Value> {
    let mut request = Request::get(uri);
    if !tenant.is_empty() {
        request = request.header(TENANT, tenant);
    }
    let reply = client.request(request.body(Full::default())?).await?;
    let status = reply.status();
    let body = reply.into_body().collect().await?.to_bytes();
    ensure!(status.is_success(), "{uri}: {status}: {body:?}");
    Ok(serde_json::from_slice(&body)?)
}

const PAGE: usize = 10_000;
