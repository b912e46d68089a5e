//! The options of the doors. Names are Jaeger's where Jaeger has the option.

use std::time::Duration;

use jaeger_service::options::{ByteSize, ConfigError, ListenAddress};
use jaeger_service::{TenancyConfig, TlsConfig, memory, option_groups, options};

option_groups! {
    /// The options of all doors.
    pub struct ReceiversConfig {
        /// OTLP on both transports.
        otlp: OtlpConfig,
        /// OTLP over gRPC.
        "collector.otlp.grpc" otlp_grpc: OtlpGrpcConfig,
        /// OTLP over HTTP.
        "collector.otlp.http" otlp_http: OtlpHttpConfig,
        /// Jaeger's Thrift over HTTP.
        "collector.http-server" thrift_http: ThriftHttpConfig,
        /// Jaeger's protobuf over gRPC.
        "collector.grpc-server" jaeger_grpc: JaegerGrpcConfig,
        /// Zipkin's formats over HTTP.
        "collector.zipkin" zipkin: ZipkinConfig,
        /// Where Jaeger's Thrift comes as datagrams.
        udp_ports: UdpPortsConfig,
        /// Datagrams in Thrift's compact protocol.
        "processor.jaeger-compact" jaeger_compact: UdpConfig,
        /// Datagrams in Thrift's binary protocol.
        "processor.jaeger-binary" jaeger_binary: UdpConfig,
        /// Datagrams in Thrift's compact protocol at Zipkin's port.
        "processor.zipkin-compact" zipkin_compact: UdpConfig,
        /// Whether OTLP over gRPC wants TLS.
        "collector.otlp.grpc" otlp_grpc_tls: TlsConfig,
        /// Whether OTLP over HTTP wants TLS.
        "collector.otlp.http" otlp_http_tls: TlsConfig,
        /// Whether Jaeger's Thrift over HTTP wants TLS.
        "collector.http" thrift_http_tls: TlsConfig,
        /// Whether Jaeger's protobuf over gRPC wants TLS.
        "collector.grpc" jaeger_grpc_tls: TlsConfig,
        /// Whether Zipkin's port wants TLS.
        "collector.zipkin" zipkin_tls: TlsConfig,
        /// What all requests under way may hold.
        admission: AdmissionConfig,
        /// Whose the spans are.
        tenancy: TenancyConfig,
    }
}

options! {
    /// OTLP on both transports.
    pub struct OtlpConfig {
        /// Whether spans are received as OTLP.
        "collector.otlp.enabled" enabled: bool = true,
    }
}

options! {
    /// OTLP over gRPC.
    pub struct OtlpGrpcConfig {
        /// Where OTLP over gRPC is received.
        "host-port" host_port: ListenAddress = ListenAddress::local(4317),
        /// The largest message, after decompression.
        "max-message-size" message_size_max: ByteSize = ByteSize::mib(20),
        /// How old a connection may become before its client is asked to make a new one; 0 is no
        /// limit.
        "max-connection-age" connection_age_max: Duration = Duration::ZERO,
        /// How long the message of a call may take to arrive; 0 is no limit.
        "read-timeout" read_timeout: Duration = READ_TIMEOUT,
    }
}

options! {
    /// OTLP over HTTP.
    pub struct OtlpHttpConfig {
        /// Where OTLP over HTTP is received.
        "host-port" host_port: ListenAddress = ListenAddress::local(4318),
        /// The largest body, before and after decompression.
        "max-request-body-size" body_size_max: ByteSize = ByteSize::mib(20),
        /// How long the body of a request may take to arrive; 0 is no limit.
        "read-timeout" read_timeout: Duration = READ_TIMEOUT,
        /// How long the head of a request may take, and how long a connection may be idle.
        "read-header-timeout" read_header_timeout: Duration = READ_HEADER_TIMEOUT,
        /// The origins whose pages may send spans; `*` is any, also as a part of a name.
        "cors.allowed-origins" cors_origins: Vec<String> = Vec::new(),
        /// The headers that such pages may send; `*` is any.
        "cors.allowed-headers" cors_headers: Vec<String> = Vec::new(),
    }
}

options! {
    /// Jaeger's Thrift over HTTP.
    pub struct ThriftHttpConfig {
        /// Where Jaeger's Thrift over HTTP is received.
        "host-port" host_port: ListenAddress = ListenAddress::local(14268),
        /// The largest body.
        "max-request-body-size" body_size_max: ByteSize = ByteSize::mib(20),
        /// How long the body of a request may take to arrive; 0 is no limit.
        "read-timeout" read_timeout: Duration = READ_TIMEOUT,
        /// How long the head of a request may take, and how long a connection may be idle.
        "read-header-timeout" read_header_timeout: Duration = READ_HEADER_TIMEOUT,
    }
}

options! {
    /// Jaeger's protobuf over gRPC.
    pub struct JaegerGrpcConfig {
        /// Where Jaeger's protobuf over gRPC is received, and sampling strategies are asked for.
        "host-port" host_port: ListenAddress = ListenAddress::local(14250),
        /// The largest message, after decompression.
        "max-message-size" message_size_max: ByteSize = ByteSize::mib(4),
        /// How old a connection may become before its client is asked to make a new one; 0 is no
        /// limit.
        "max-connection-age" connection_age_max: Duration = Duration::ZERO,
        /// How long the message of a call may take to arrive; 0 is no limit.
        "read-timeout" read_timeout: Duration = READ_TIMEOUT,
    }
}

options! {
    /// Zipkin's formats over HTTP.
    pub struct ZipkinConfig {
        /// Where Zipkin's formats are received, 9411 in most places; empty receives none.
        "host-port" host_port: ListenAddress = ListenAddress::off(),
        /// The largest body, before and after decompression.
        "max-request-body-size" body_size_max: ByteSize = ByteSize::mib(20),
        /// How long the body of a request may take to arrive; 0 is no limit.
        "read-timeout" read_timeout: Duration = READ_TIMEOUT,
        /// How long the head of a request may take, and how long a connection may be idle.
        "read-header-timeout" read_header_timeout: Duration = READ_HEADER_TIMEOUT,
        /// The origins whose pages may send spans; `*` is any, also as a part of a name.
        "cors.allowed-origins" cors_origins: Vec<String> = Vec::new(),
        /// The headers that such pages may send; `*` is any.
        "cors.allowed-headers" cors_headers: Vec<String> = Vec::new(),
    }
}

options! {
    /// Where Jaeger's Thrift comes as datagrams.
    pub struct UdpPortsConfig {
        /// Where datagrams in Thrift's compact protocol are received.
        "processor.jaeger-compact.server-host-port" compact: ListenAddress =
            ListenAddress::local(6831),
        /// Where datagrams in Thrift's binary protocol are received.
        "processor.jaeger-binary.server-host-port" binary: ListenAddress =
            ListenAddress::local(6832),
        /// Where datagrams of Zipkin's clients are received, in Thrift's compact protocol. Every one
        /// of these ports takes Jaeger's and Zipkin's messages.
        "processor.zipkin-compact.server-host-port" zipkin: ListenAddress =
            ListenAddress::local(5775),
    }
}

options! {
    /// Datagrams of one protocol.
    pub struct UdpConfig {
        /// The longest datagram in bytes; longer ones are counted and dropped.
        "server-max-packet-size" packet_size_max: usize = 65_000,
        /// The queue holds at most this many datagrams; those that do not fit are counted and
        /// dropped.
        "server-queue-size" queue_size: usize = 1_000,
        /// The buffer of the socket in bytes; 0 leaves it to the system.
        "server-socket-buffer-size" socket_buffer_size: usize = 0,
        /// How many datagrams are decoded and stored at a time.
        "workers" workers: usize = 10,
    }
    validate Self::can_work
}

options! {
    /// What all requests under way may hold.
    pub struct AdmissionConfig {
        /// The bytes that all requests under way may hold, received and decompressed; more are
        /// refused and may be sent again. 0 is a quarter of the memory of the process, at most
        /// 256MiB.
        "collector.max-in-flight-bytes" in_flight_max: ByteSize = ByteSize::bytes(0),
    }
}

impl UdpConfig {
    fn can_work(&self) -> Result<(), ConfigError> {
        let refuse = |what: &str| Err(ConfigError::contradiction(what));
        match (self.workers, self.queue_size, self.packet_size_max) {
            (0, _, _) => refuse("workers of a processor must be 1 or more"),
            (_, 0, _) => refuse("server-queue-size of a processor must be 1 or more"),
            (_, _, 0) => refuse("server-max-packet-size of a processor must be 1 or more"),
            _ => Ok(()),
        }
    }
}

impl AdmissionConfig {
    /// The bytes that all requests under way may hold on this machine.
    pub(crate) fn in_flight_bytes_max(&self) -> usize {
        if self.in_flight_max != ByteSize::bytes(0) {
            return self.in_flight_max.as_usize();
        }
        let quarter = memory::limit_bytes() / 4;
        ByteSize::bytes(quarter).min(IN_FLIGHT_MAX).as_usize()
    }
}

const IN_FLIGHT_MAX: ByteSize = ByteSize::mib(256);
const READ_TIMEOUT: Duration = Duration::from_secs(60);
const READ_HEADER_TIMEOUT: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests {
    use jaeger_service::options::{OptionGroup as _, Origin, Values};

    use super::*;

    #[test]
    fn names_of_jaeger_are_options() {
        let names: Vec<_> = ReceiversConfig::definitions()
            .into_iter()
            .map(|definition| definition.name)
            .collect();
        for name in [
            "collector.otlp.enabled",
            "collector.otlp.grpc.host-port",
            "collector.otlp.grpc.max-message-size",
            "collector.otlp.http.cors.allowed-origins",
            "collector.http-server.host-port",
            "processor.jaeger-compact.server-host-port",
            "processor.jaeger-binary.server-queue-size",
            "processor.jaeger-binary.workers",
            "multi-tenancy.enabled",
        ] {
            assert!(names.iter().any(|known| known == name), "{name}");
        }
    }

    #[test]
    fn refuses_a_processor_that_cannot_work() {
        for option in ["workers", "server-queue-size", "server-max-packet-size"] {
            let mut values = Values::default();
            let name = format!("processor.jaeger-compact.{option}");
            values.set(&name, "0", Origin::Flag);
            assert!(ReceiversConfig::from_values(&values).is_err(), "{name}");
        }
    }

    #[test]
    fn admits_what_was_set_or_a_part_of_the_memory() {
        let admission = |bytes| AdmissionConfig {
            in_flight_max: ByteSize::bytes(bytes),
        };
        assert_eq!(admission(5).in_flight_bytes_max(), 5);
        let automatic = admission(0).in_flight_bytes_max();
        assert!(automatic > 0 && automatic <= IN_FLIGHT_MAX.as_usize());
    }
}
