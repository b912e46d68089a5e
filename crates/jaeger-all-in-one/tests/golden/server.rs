//! The all-in-one in this process, with every port chosen by the system.

use std::net::SocketAddr;

use jaeger_all_in_one::{AllInOne, Config};
use jaeger_service::{Command, Context, Environment, Service, load};

use crate::client::{self, Reply};
use crate::recording::{Port, Sent};

/// An all-in-one that runs.
pub(crate) struct Server {
    service: Service,
}

impl Server {
    /// Starts one as the recorded one was started: with its flags, on memory.
    pub(crate) async fn start(flags: &[String]) -> Self {
        let command = Command::of::<AllInOne>();
        let ports = command.free_ports::<Config>().into_iter();
        let arguments = ports.chain(flags.iter().cloned());
        let environment: Environment = [
            ("SPAN_STORAGE_TYPE", "memory"),
            ("OTEL_TRACES_SAMPLER", "always_off"),
        ]
        .into_iter()
        .collect();
        let loaded = load::<Config>(&command, arguments, &environment);
        let loaded = loaded.unwrap_or_else(|exit| panic!("refuses {flags:?}: {exit:?}"));
        let service = Service::start::<AllInOne>(loaded, Context::for_test()).await;
        Self {
            service: service.expect("the all-in-one starts"),
        }
    }

    /// Sends a request to its door.
    pub(crate) async fn send(&self, sent: &Sent) -> Reply {
        client::send(self.address(sent.port), sent).await
    }

    pub(crate) async fn stop(self) {
        self.service.stop().await.expect("the all-in-one stops");
    }

    fn address(&self, port: Port) -> SocketAddr {
        let door = match port {
            Port::Query => "query-http",
            Port::OtlpHttp => "otlp-http",
            Port::ThriftHttp => "jaeger-thrift-http",
            Port::Admin => {
                let admin = self.service.admin_addresses().first();
                return *admin.expect("an admin port");
            }
        };
        let address = self.service.address(door);
        address.unwrap_or_else(|| panic!("no door {door}"))
    }
}
