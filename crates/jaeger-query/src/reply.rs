//! Bodies that are large: made off the threads that serve sockets, and given up when nobody waits.

use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse as _;
use jaeger_model::Trace;
use tokio_util::sync::CancellationToken;

use crate::api::Answer;
use crate::failure::Failure;
use crate::gathered::{Gathered, HeldBody};
use crate::pretty;

/// Returns the reply whose JSON `write` writes for these traces.
///
/// Short traces are written at once. Longer ones go to the blocking pool; when the request is
/// dropped meanwhile, the token that `write` is given is cancelled.
pub(crate) async fn of_traces(
    gathered: Gathered,
    pretty_print: bool,
    write: impl FnOnce(&[Trace], &CancellationToken) -> Vec<u8> + Send + 'static,
) -> Answer {
    let is_short = gathered.stored_bytes() <= BYTES_AT_ONCE_MAX;
    let (traces, grant) = gathered.into_parts();
    let make = move |abandoned: &CancellationToken| {
        let body = write(&traces, abandoned);
        match pretty_print && !abandoned.is_cancelled() {
            true => pretty::indented(&body),
            false => body,
        }
    };
    let body = made(is_short, make).await?;
    let content_type = [(CONTENT_TYPE, "application/json")];
    Ok((content_type, HeldBody::body(body, grant)).into_response())
}

/// Runs `work`, here if it is short and else on the blocking pool.
pub(crate) async fn made<T: Send + 'static>(
    is_short: bool,
    work: impl FnOnce(&CancellationToken) -> T + Send + 'static,
) -> Result<T, Failure> {
    match is_short {
        true => Ok(work(&CancellationToken::new())),
        false => off_the_sockets(work).await,
    }
}

/// Runs `work` on the blocking pool and cancels its token when the request is dropped.
pub(crate) async fn off_the_sockets<T: Send + 'static>(
    work: impl FnOnce(&CancellationToken) -> T + Send + 'static,
) -> Result<T, Failure> {
    let abandoned = CancellationToken::new();
    let _abandon_when_dropped = abandoned.clone().drop_guard();
    let working = tokio::task::spawn_blocking(move || work(&abandoned));
    let done = working.await;
    done.map_err(|error| Failure::internal("failed to write the reply", error))
}

/// Stored spans of which a reply is made at once.
pub(crate) const BYTES_AT_ONCE_MAX: usize = 64 << 10;
