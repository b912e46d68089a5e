//! A trace as the bytes of a reply: the JSON of Jaeger's UI and OTLP's, and the protobuf of both.
//!
//! Spans are written straight from the stored bytes; no tree of values is built in between. All forms show the same
//! trace: what adjusting puts right is put right in each.

pub(crate) mod api_v2;
mod otlp;
mod processes;
mod text;
pub(crate) mod traces_data;
mod ui;

use std::time::Duration;

use jaeger_codec::otlp::json::encode;
use jaeger_model::Trace;
use tokio_util::sync::CancellationToken;

use crate::adjust::AdjustedSpan;

/// How a trace is shown.
#[derive(Clone, Copy, Debug)]
pub enum Rendering {
    /// As it is stored.
    Raw,
    /// With clock skew, references, ids and the like put right.
    Adjusted {
        /// How far the times of a span may be moved; zero moves none and only says where it would.
        max_clock_skew: Duration,
    },
}

/// Appends the trace as one object of Jaeger's UI JSON: `{"traceID":..,"spans":[..],"processes":{..},"warnings":..}`.
///
/// Spans are left out once nobody waits for them.
pub fn ui_json(
    trace: &Trace,
    rendering: Rendering,
    abandoned: &CancellationToken,
    out: &mut Vec<u8>,
) {
    ui::write(trace, rendering, abandoned, out);
}

/// Appends `{"resourceSpans":[..]}` with all the traces; without any span, `{}`.
///
/// Spans are left out once nobody waits for them.
pub fn otlp_json(
    traces: &[Trace],
    rendering: Rendering,
    abandoned: &CancellationToken,
    out: &mut Vec<u8>,
) {
    match rendering {
        Rendering::Raw => {
            let spans = traces.iter().flat_map(Trace::spans);
            encode(spans.take_while(|_| !abandoned.is_cancelled()), out);
        }
        Rendering::Adjusted { max_clock_skew } => {
            otlp::write(traces, max_clock_skew, abandoned, out);
        }
    }
}

/// Appends `{"resourceSpans":[..]}` with spans that were put right already, unless `rendering` is raw;
/// without any span, `{}`.
pub(crate) fn spans_json(spans: &[AdjustedSpan<'_>], rendering: Rendering, out: &mut Vec<u8>) {
    match rendering {
        Rendering::Raw => encode(spans.iter().map(|span| span.span), out),
        Rendering::Adjusted { .. } => otlp::write_adjusted(spans, out),
    }
}

#[cfg(test)]
mod tests;
