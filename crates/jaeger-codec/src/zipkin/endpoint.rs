//! Where a span was recorded, or whom it spoke to.

use std::borrow::Cow;
use std::net::IpAddr;

use jaeger_model::wire::Writer;
use jaeger_model::{Text, Value};

/// An IP address, as one or as the text that stood for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Address<'a> {
    #[default]
    Missing,
    Ip(IpAddr),
    Text(Cow<'a, [u8]>),
}

impl Address<'_> {
    fn text(&self) -> Option<Cow<'_, [u8]>> {
        match self {
            Self::Missing => None,
            Self::Ip(ip) => Some(ip.to_canonical().to_string().into_bytes().into()),
            Self::Text(text) => (!text.is_empty()).then(|| Cow::Borrowed(&**text)),
        }
    }
}

/// A service and where it listens. All of it may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Endpoint<'a> {
    pub(super) service: Cow<'a, [u8]>,
    pub(super) ipv4: Address<'a>,
    pub(super) ipv6: Address<'a>,
    /// Zero when it is not known.
    pub(super) port: i64,
}

/// How an endpoint of a v2 span is said by attributes.
pub(super) struct Keys {
    service: Option<&'static str>,
    ip: &'static str,
    /// For the IPv4 address of an endpoint that has an IPv6 address too.
    ipv4: &'static str,
    port: &'static str,
}

pub(super) const PEER_SERVICE: &str = "peer.service";
pub(super) const NET_HOST_IP: &str = "net.host.ip";
pub(super) const NET_PEER_IP: &str = "net.peer.ip";

/// The service is that of the resource.
pub(super) const LOCAL: Keys = Keys {
    service: None,
    ip: NET_HOST_IP,
    ipv4: "net.host.ipv4",
    port: "net.host.port",
};

pub(super) const REMOTE: Keys = Keys {
    service: Some(PEER_SERVICE),
    ip: NET_PEER_IP,
    ipv4: "net.peer.ipv4",
    port: "net.peer.port",
};

impl Endpoint<'_> {
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Hands its attributes to `write`, the texts first.
    pub(super) fn each(&self, keys: &Keys, mut write: impl FnMut(&'static str, Value<'_>)) {
        let mut write_text = |key, text: &[u8]| write(key, Value::String(Text::new(text)));
        if let Some(key) = keys.service
            && !self.service.is_empty()
        {
            write_text(key, &self.service);
        }
        match (self.ipv4.text(), self.ipv6.text()) {
            (Some(ipv4), Some(ipv6)) => {
                write_text(keys.ip, &ipv6);
                write_text(keys.ipv4, &ipv4);
            }
            (Some(ip), None) | (None, Some(ip)) => write_text(keys.ip, &ip),
            (None, None) => {}
        }
        if self.port != 0 {
            write(keys.port, Value::Int(self.port));
        }
    }

    /// Writes the address as v1 says it of a process or of the host of an annotation: as texts.
    pub(super) fn write_address(&self, w: &mut Writer, field: u32) {
        let mut write = |key: &str, text: &[u8]| {
            w.attribute(field, key.as_bytes(), Value::String(Text::new(text)));
        };
        if let Some(ipv4) = self.ipv4.text() {
            write("ipv4", &ipv4);
        }
        if let Some(ipv6) = self.ipv6.text() {
            write("ipv6", &ipv6);
        }
        if self.port != 0 {
            write("port", itoa::Buffer::new().format(self.port).as_bytes());
        }
    }

    /// The same with the service in front.
    pub(super) fn write(&self, w: &mut Writer, field: u32) {
        if !self.service.is_empty() {
            let name = Value::String(Text::new(&self.service));
            w.attribute(field, crate::jaeger::SERVICE_NAME.as_bytes(), name);
        }
        self.write_address(w, field);
    }
}
