//! OTLP in JSON as traces of the UI: how the UI opens a file. Nothing is stored.

use std::collections::HashMap;

use axum::body::Body;
use axum::http::StatusCode;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use jaeger_codec::otlp;
use jaeger_model::{BatchBuilder, Limits, SpanBatch, Trace, TraceId};
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
    let _permit = api
        .transforms
        .acquire()
        .await
        .map_err(|error| Failure::internal("failed to wait for other bodies", error))?;
    let limits = Limits::default();
    let body = Limited::new(body, limits.bytes).collect().await;
    let body = body.map_err(|error| unread(&*error, limits.bytes))?;
    let body = body.to_bytes();
    let pretty_print = question.params.pretty_print();
    let made = reply::off_the_sockets(move |abandoned| {
        transformed(&body, &limits, abandoned).map(|made| match pretty_print {
            true => pretty::indented(&made),
            false => made,
        })
    });
    made.await?.map(envelope::json_reply)
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
    let mut builders = Vec::<(TraceId, BatchBuilder<'_>)>::new();
    for span in batch.spans() {
        let id = span.trace_id();
        let place = *places.entry(id).or_insert(builders.len());
        if place == builders.len() {
            builders.push((id, BatchBuilder::default()));
        }
        if let Some((_, builder)) = builders.get_mut(place) {
            builder.push(span);
        }
    }
    let traces = builders.into_iter().map(|(id, builder)| {
        let mut trace = Trace::new(id);
        trace.push(builder.finish());
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
