//! OTLP over gRPC: the one method `Export` of the trace service.

use axum::Router;
use bytes::Bytes;
use jaeger_codec::otlp;
use jaeger_model::wire::Writer;
use jaeger_model::{Limits, Scanned};

use crate::door::{Door, Origin, Taken, undecoded};
use crate::grpc::Unary;
use crate::sink::{Format, Refusal, Transport};

/// Returns what answers the calls of `door`.
pub(crate) fn router(door: Door) -> Router {
    let unary = Unary {
        door,
        service: SERVICE,
        method: METHOD,
        origin: Origin {
            format: Format::Otlp,
            transport: Transport::Grpc,
        },
        decode: decode_protobuf,
        answer: Taken::export_response,
    };
    unary.router(Router::new())
}

/// Decodes a request in protobuf.
pub(crate) fn decode_protobuf(bytes: Bytes, limits: &Limits) -> Result<Scanned, Refusal> {
    otlp::decode(bytes, limits)
        .map_err(|error| undecoded(error.kind.is_over_budget(), error.to_string()))
}

impl Taken {
    /// `ExportTraceServiceResponse` in protobuf: no bytes when everything was taken.
    pub(crate) fn export_response(&self) -> Vec<u8> {
        let mut response = Writer::default();
        if self.rejected > 0 {
            response.message(PARTIAL_SUCCESS, |partial| {
                partial.varint(REJECTED_SPANS, self.rejected as u64);
                partial.bytes(ERROR_MESSAGE, self.message().as_bytes());
            });
        }
        response.into_bytes()
    }
}

const SERVICE: &str = "opentelemetry.proto.collector.trace.v1.TraceService";
const METHOD: &str = "Export";

// Field numbers of collector/trace/v1/trace_service.proto.
const PARTIAL_SUCCESS: u32 = 1;
const REJECTED_SPANS: u32 = 1;
const ERROR_MESSAGE: u32 = 2;
