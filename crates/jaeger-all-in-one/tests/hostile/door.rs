//! The ports that take spans, and how each is spoken to.

use jaeger_codec::thrift::protocol::Protocol;

/// A port, and the form of what is sent to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Door {
    /// Its name in the log and in metrics.
    pub(crate) name: &'static str,
    pub(crate) via: Via,
    pub(crate) form: Form,
    /// The most bytes that it takes at a time.
    pub(crate) bytes_max: usize,
}

/// How a port is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Via {
    /// A call of the method at this path.
    Grpc { path: &'static str },
    /// A post to this path, as this media type.
    Http {
        path: &'static str,
        media_type: &'static str,
    },
    /// A message in this protocol of Thrift.
    Udp(Protocol),
}

/// The form of spans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    OtlpProtobuf,
    OtlpJson,
    JaegerThrift,
    JaegerProtobuf,
    ZipkinV1Json,
    ZipkinThrift,
    ZipkinV2Json,
    ZipkinProtobuf,
}

pub(crate) const OTLP_JSON: Door = http("otlp-http", "/v1/traces", JSON, Form::OtlpJson);

/// Every port in every form. The ports for datagrams take the messages of both sorts of clients.
pub(crate) const ALL: [Door; 15] = [
    grpc("otlp-grpc", EXPORT, Form::OtlpProtobuf, 20 << 20),
    http("otlp-http", "/v1/traces", PROTOBUF, Form::OtlpProtobuf),
    OTLP_JSON,
    grpc("jaeger-grpc", POST_SPANS, Form::JaegerProtobuf, 4 << 20),
    http(
        "jaeger-thrift-http",
        "/api/traces",
        THRIFT,
        Form::JaegerThrift,
    ),
    http("zipkin", "/api/v1/spans", JSON, Form::ZipkinV1Json),
    http("zipkin", "/api/v1/spans", THRIFT, Form::ZipkinThrift),
    http("zipkin", "/api/v2/spans", JSON, Form::ZipkinV2Json),
    http("zipkin", "/api/v2/spans", PROTOBUF, Form::ZipkinProtobuf),
    udp(COMPACT_UDP, Protocol::Compact, Form::JaegerThrift),
    udp(COMPACT_UDP, Protocol::Compact, Form::ZipkinThrift),
    udp(BINARY_UDP, Protocol::Binary, Form::JaegerThrift),
    udp(BINARY_UDP, Protocol::Binary, Form::ZipkinThrift),
    udp(ZIPKIN_UDP, Protocol::Compact, Form::JaegerThrift),
    udp(ZIPKIN_UDP, Protocol::Compact, Form::ZipkinThrift),
];

const fn grpc(name: &'static str, path: &'static str, form: Form, bytes_max: usize) -> Door {
    Door {
        name,
        via: Via::Grpc { path },
        form,
        bytes_max,
    }
}

const fn http(
    name: &'static str,
    path: &'static str,
    media_type: &'static str,
    form: Form,
) -> Door {
    Door {
        name,
        via: Via::Http { path, media_type },
        form,
        bytes_max: 20 << 20,
    }
}

const fn udp(name: &'static str, protocol: Protocol, form: Form) -> Door {
    Door {
        name,
        via: Via::Udp(protocol),
        form,
        bytes_max: 65_000,
    }
}

impl Door {
    pub(crate) fn is_udp(self) -> bool {
        matches!(self.via, Via::Udp(_))
    }

    pub(crate) fn is_http(self) -> bool {
        matches!(self.via, Via::Http { .. })
    }

    /// Whether what is sent to it may be compressed.
    pub(crate) fn inflates(self) -> bool {
        // Jaeger's port for Thrift over HTTP looks at no Content-Encoding.
        !(self.is_udp() || self.is_http() && self.form == Form::JaegerThrift)
    }

    /// The protocol of Thrift at this port; that of posts where there is none.
    pub(crate) fn protocol(self) -> Protocol {
        match self.via {
            Via::Udp(protocol) => protocol,
            Via::Grpc { .. } | Via::Http { .. } => Protocol::Binary,
        }
    }
}

pub(crate) const EXPORT: &str = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
pub(crate) const POST_SPANS: &str = "/jaeger.api_v2.CollectorService/PostSpans";

const COMPACT_UDP: &str = "jaeger-thrift-compact-udp";
const BINARY_UDP: &str = "jaeger-thrift-binary-udp";
const ZIPKIN_UDP: &str = "zipkin-compact-udp";

const JSON: &str = "application/json";
const PROTOBUF: &str = "application/x-protobuf";
const THRIFT: &str = "application/x-thrift";
