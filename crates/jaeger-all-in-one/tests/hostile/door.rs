//! The ports that take spans, and how each is spoken to.

use jaeger_codec::thrift::protocol::Protocol;

/// A port, and the form of what is sent to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Door {
    OtlpGrpc,
    OtlpProtobuf,
    OtlpJson,
    ThriftHttp,
    CompactUdp,
    BinaryUdp,
}

impl Door {
    pub(crate) const ALL: [Self; 6] = [
        Self::OtlpGrpc,
        Self::OtlpProtobuf,
        Self::OtlpJson,
        Self::ThriftHttp,
        Self::CompactUdp,
        Self::BinaryUdp,
    ];

    /// Its name in the log and in metrics.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::OtlpGrpc => "otlp-grpc",
            Self::OtlpProtobuf | Self::OtlpJson => "otlp-http",
            Self::ThriftHttp => "jaeger-thrift-http",
            Self::CompactUdp => "jaeger-thrift-compact-udp",
            Self::BinaryUdp => "jaeger-thrift-binary-udp",
        }
    }

    /// The path that is posted to, and the media type.
    pub(crate) fn post(self) -> (&'static str, &'static str) {
        match self {
            Self::OtlpGrpc => (
                "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
                "application/grpc",
            ),
            Self::OtlpProtobuf => ("/v1/traces", "application/x-protobuf"),
            Self::OtlpJson => ("/v1/traces", "application/json"),
            Self::ThriftHttp | Self::CompactUdp | Self::BinaryUdp => {
                ("/api/traces", "application/x-thrift")
            }
        }
    }

    pub(crate) fn is_udp(self) -> bool {
        matches!(self, Self::CompactUdp | Self::BinaryUdp)
    }

    /// The protocol of Thrift at this port; that of posts where there is none.
    pub(crate) fn protocol(self) -> Protocol {
        match self {
            Self::CompactUdp => Protocol::Compact,
            _ => Protocol::Binary,
        }
    }
}
