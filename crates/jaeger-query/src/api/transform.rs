//! OTLP in JSON as traces of the UI: how the UI opens a file. Nothing is stored.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use jaeger_codec::otlp;
use jaeger_model::{Limits, SpanBatch, SpanView, Trace, TraceId};
use tokio_util::sync::CancellationToken;

use crate::api::traces::written;
use crate::api::{Answer, Api, Question};
use crate::failure::Failure;
use crate::render::Rendering;
use crate::{envelope, pretty, reply};

/// Bodies that are held at a time, by all clients together.
pub(super) const AT_A_TIME_MAX: usize = 4;

/// `POST /api/transform`
pub(crate) async fn transform(api: &Api, question: &Question, body: Body) -> Answer {
    let permit = Arc::clone(&api.transforms).acquire_owned().await;
    let permit =
        permit.map_err(|error| Failure::internal("failed to wait for other bodies", error))?;
    let limits = Limits::default();
    let body = received(body, limits.bytes).await?;
    let pretty_print = question.params.pretty_print();
    let made = reply::off_the_sockets(move |abandoned| {
        // Work goes on for a while when its client has gone, and so does its claim to a place.
        let _permit = permit;
        transformed(&body, &limits, abandoned).map(|made| match pretty_print {
            true => pretty::indented(&made),
            false => made,
        })
    });
    made.await?.map(envelope::json_reply)
}

/// Returns the whole body, if it comes in time: while it comes it takes the place of others.
pub(crate) async fn received(body: Body, bytes_max: usize) -> Result<Bytes, Failure> {
    let receiving = Limited::new(body, bytes_max).collect();
    let received = tokio::time::timeout(RECEIVING_MAX, receiving).await;
    let received = received.map_err(|_| {
        Failure::new(
            StatusCode::REQUEST_TIMEOUT,
            "the body did not arrive in time",
        )
    })?;
    let received = received.map_err(|error| unread(&*error, bytes_max))?;
    Ok(received.to_bytes())
}

fn transformed(
    body: &[u8],
    limits: &Limits,
    abandoned: &CancellationToken,
) -> Result<Vec<u8>, Failure> {
    let scanned = otlp::json::decode(body, limits)
        .map_err(|error| Failure::bad_request(format!("cannot unmarshal OTLP : {error}")))?;
    let traces = traces_of(&scanned.batch);
    Ok(written(&traces, Rendering::Raw, None, abandoned))
}

/// The traces in a batch, in the order of their first spans.
fn traces_of(batch: &SpanBatch) -> Vec<Trace> {
    let mut places = HashMap::<TraceId, usize>::new();
    let mut traces = Vec::<(TraceId, Vec<SpanView<'_>>)>::new();
    for span in batch.spans() {
        let id = span.trace_id();
        let place = *places.entry(id).or_insert(traces.len());
        if place == traces.len() {
            traces.push((id, Vec::new()));
        }
        if let Some((_, spans)) = traces.get_mut(place) {
            spans.push(span);
        }
    }
    let traces = traces.into_iter().map(|(id, spans)| {
        let mut trace = Trace::new(id);
        trace.push(Arc::new(SpanBatch::from_iter(spans)));
        trace
    });
    traces.collect()
}

fn unread(error: &(dyn std::error::Error + Send + Sync + 'static), bytes_max: usize) -> Failure {
    match error.is::<LengthLimitError>() {
        true => Failure::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("the body is larger than {bytes_max} bytes"),
        ),
        false => Failure::bad_request(format!("failed to read the body: {error}")),
    }
}

const RECEIVING_MAX: Duration = Duration::from_secs(60);
