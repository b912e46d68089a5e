//! Bodies that are large: made off the threads that serve sockets, and given up when nobody waits.

use jaeger_model::Trace;
use tokio_util::sync::CancellationToken;

use crate::failure::Failure;
use crate::pretty;

/// Returns the body that `write` writes for these traces.
///
/// Short traces are written at once. Longer ones go to the blocking pool; when the request is
/// dropped meanwhile, the token that `write` is given is cancelled.
pub(crate) async fn body_of(
    traces: Vec<Trace>,
    pretty_print: bool,
    write: impl FnOnce(&[Trace], &CancellationToken) -> Vec<u8> + Send + 'static,
) -> Result<Vec<u8>, Failure> {
    let parts = traces.iter().flat_map(Trace::parts);
    let bytes: usize = parts.map(|part| part.bytes().len()).sum();
    let is_short = bytes <= BYTES_AT_ONCE_MAX;
    let make = move |abandoned: &CancellationToken| {
        let body = write(&traces, abandoned);
        match pretty_print && !abandoned.is_cancelled() {
            true => pretty::indented(&body),
            false => body,
        }
    };
    if is_short {
        return Ok(make(&CancellationToken::new()));
    }
    off_the_sockets(make).await
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

const BYTES_AT_ONCE_MAX: usize = 64 << 10;
