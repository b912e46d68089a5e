//! Jaeger's protobuf over gRPC: `PostSpans` of the collector's service, which agents and collectors call.

use axum::Router;
use bytes::Bytes;
use jaeger_codec::proto::{Mark, decode_post_spans};
use jaeger_model::{Limits, Scanned};

use crate::door::{Door, Origin, undecoded};
use crate::grpc::Unary;
use crate::sink::{Format, Refusal, Transport};

/// Returns what answers the calls of `door`, those of `beside` among them.
pub(crate) fn router(door: Door, beside: Router) -> Router {
    let unary = Unary {
        door,
        service: "jaeger.api_v2.CollectorService",
        method: "PostSpans",
        origin: Origin {
            format: Format::Proto,
            transport: Transport::Grpc,
        },
        decode,
        // `PostSpansResponse` has no fields, so nobody hears of spans that were left out.
        answer: |_| Vec::new(),
    };
    unary.router(beside)
}

fn decode(bytes: Bytes, limits: &Limits) -> Result<Scanned, Refusal> {
    let mark = Mark { format: "proto" };
    decode_post_spans(&bytes, limits, mark)
        .map_err(|error| undecoded(error.is_over_budget(), error.to_string()))
}
