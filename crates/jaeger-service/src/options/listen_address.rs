//! Where a socket listens, in Jaeger's host-port spelling.
//!
//! | Text | Listens on |
//! |---|---|
//! | empty | nothing; the door is off |
//! | `:4317`, `4317`, `*:4317` | every interface, IPv6 and IPv4 |
//! | `localhost:4317` | 127.0.0.1 and ::1 |
//! | `10.0.0.1:4317`, `[::1]:4317`, `name:4317` | that address |
//!
//! Defaults are written with [`ListenAddress::local`] so that a binary on a laptop is not reachable
//! from outside; `JAEGER_LISTEN_HOST` replaces the host of such a default (see [`crate::load`]).

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use tracing::debug;

use crate::options::OptionValue;

/// Where a socket listens.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListenAddress {
    host: ListenHost,
    port: u16,
}

/// The host of a [`ListenAddress`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ListenHost {
    /// Not at all.
    #[default]
    Off,
    /// Every interface, IPv6 and IPv4.
    Every,
    /// 127.0.0.1 and, where there is one, ::1 on the same port.
    Loopback,
    /// One address, or a name that resolves to one.
    Named(String),
}

impl ListenAddress {
    /// Returns the address that listens nowhere.
    pub const fn off() -> Self {
        Self {
            host: ListenHost::Off,
            port: 0,
        }
    }

    /// Returns the loopback addresses on `port`.
    pub const fn local(port: u16) -> Self {
        Self {
            host: ListenHost::Loopback,
            port,
        }
    }

    /// Returns every interface on `port`.
    pub const fn every(port: u16) -> Self {
        Self {
            host: ListenHost::Every,
            port,
        }
    }

    /// Returns whether there is nothing to listen on.
    pub fn is_off(&self) -> bool {
        self.host == ListenHost::Off
    }

    /// Returns the host.
    pub const fn host(&self) -> &ListenHost {
        &self.host
    }

    /// Returns the port; 0 lets the system choose.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Opens the one or two sockets of this address, none if it is off.
    ///
    /// `open` binds a socket to an address, `local` tells where it was bound; with port 0 both
    /// loopback sockets share the port that the first one got. A machine without IPv6 loses that
    /// half silently, since it has nobody who could miss it.
    pub async fn open<S>(
        &self,
        open: impl Fn(SocketAddr) -> io::Result<S>,
        local: impl Fn(&S) -> io::Result<SocketAddr>,
    ) -> io::Result<Vec<S>> {
        match &self.host {
            ListenHost::Off => Ok(Vec::new()),
            ListenHost::Every => open((Ipv6Addr::UNSPECIFIED, self.port).into())
                .or_else(|_| open((Ipv4Addr::UNSPECIFIED, self.port).into()))
                .map(|socket| vec![socket]),
            ListenHost::Loopback => {
                let first = open((Ipv4Addr::LOCALHOST, self.port).into())?;
                let port = local(&first)?.port();
                let mut sockets = vec![first];
                match open((Ipv6Addr::LOCALHOST, port).into()) {
                    Ok(second) => sockets.push(second),
                    Err(error) => debug!(%error, port, "not listening on ::1"),
                }
                Ok(sockets)
            }
            ListenHost::Named(host) => {
                let addresses = tokio::net::lookup_host((host.as_str(), self.port)).await?;
                first_that_opens(addresses, open).map(|socket| vec![socket])
            }
        }
    }

    /// Returns the address under which this process reaches itself, unless it is off.
    pub(crate) fn reachable_at(&self) -> Option<(&str, u16)> {
        match &self.host {
            ListenHost::Off => None,
            ListenHost::Every | ListenHost::Loopback => Some(("127.0.0.1", self.port)),
            ListenHost::Named(host) => Some((host, self.port)),
        }
    }
}

fn first_that_opens<S>(
    addresses: impl Iterator<Item = SocketAddr>,
    open: impl Fn(SocketAddr) -> io::Result<S>,
) -> io::Result<S> {
    let mut last = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
    for address in addresses {
        match open(address) {
            Ok(socket) => return Ok(socket),
            Err(error) => last = error,
        }
    }
    Err(last)
}

impl fmt::Display for ListenAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.host {
            ListenHost::Off => Ok(()),
            ListenHost::Every => write!(formatter, ":{}", self.port),
            ListenHost::Loopback => write!(formatter, "localhost:{}", self.port),
            ListenHost::Named(host) if host.contains(':') => {
                write!(formatter, "[{host}]:{}", self.port)
            }
            ListenHost::Named(host) => write!(formatter, "{host}:{}", self.port),
        }
    }
}

impl OptionValue for ListenAddress {
    const KIND: &'static str = "host:port";

    fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self::off());
        }
        if let Ok(port) = text.parse() {
            return Ok(Self::every(port));
        }
        let expected = || String::from("expected host:port, [ipv6]:port, :port or a port");
        let (host, port) = text.rsplit_once(':').ok_or_else(expected)?;
        let port = port.parse().map_err(|_| expected())?;
        let bare = match host.strip_prefix('[') {
            Some(rest) => rest.strip_suffix(']').ok_or_else(expected)?,
            None if host.contains(':') => return Err(expected()),
            None => host,
        };
        let host = match bare {
            "" | "*" => ListenHost::Every,
            "localhost" => ListenHost::Loopback,
            name => ListenHost::Named(name.to_owned()),
        };
        Ok(Self { host, port })
    }

    fn render(&self) -> String {
        self.to_string()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn reads_every_spelling_and_writes_it_back() {
        let check = |text: &str, host: ListenHost, port: u16, written: &str| {
            let address = ListenAddress::parse(text).unwrap();
            assert_eq!(address, ListenAddress { host, port }, "{text}");
            assert_eq!(address.render(), written, "{text}");
            assert_eq!(ListenAddress::parse(written), Ok(address), "{text}");
        };
        let named = |host: &str| ListenHost::Named(host.to_owned());
        check("", ListenHost::Off, 0, "");
        check(":14250", ListenHost::Every, 14250, ":14250");
        check("14250", ListenHost::Every, 14250, ":14250");
        check("*:0", ListenHost::Every, 0, ":0");
        check(
            "localhost:4317",
            ListenHost::Loopback,
            4317,
            "localhost:4317",
        );
        check(" 0.0.0.0:80 ", named("0.0.0.0"), 80, "0.0.0.0:80");
        check("[::1]:80", named("::1"), 80, "[::1]:80");
        check(
            "node-1.local:80",
            named("node-1.local"),
            80,
            "node-1.local:80",
        );
        for text in [
            "localhost",
            "::1",
            "fe80::1:80",
            "[::1]",
            "[::1:80",
            "a:b",
            ":65536",
            ":",
        ] {
            assert!(ListenAddress::parse(text).is_err(), "{text}");
        }
    }

    #[tokio::test]
    async fn both_loopback_sockets_share_the_port_that_the_first_one_got() {
        let asked = RefCell::new(Vec::new());
        let open = |address: SocketAddr| {
            asked.borrow_mut().push(address.to_string());
            Ok(address)
        };
        let local = |address: &SocketAddr| Ok(SocketAddr::new(address.ip(), 4321));
        let sockets = ListenAddress::local(0).open(open, local).await.unwrap();
        assert_eq!(sockets.len(), 2);
        assert_eq!(*asked.borrow(), ["127.0.0.1:0", "[::1]:4321"]);
    }

    #[tokio::test]
    async fn every_interface_falls_back_to_ipv4() {
        let open = |address: SocketAddr| {
            if address.is_ipv4() {
                Ok(address)
            } else {
                Err(io::ErrorKind::Unsupported.into())
            }
        };
        let sockets = ListenAddress::every(7)
            .open(open, |address| Ok(*address))
            .await
            .unwrap();
        assert_eq!(sockets, [SocketAddr::from((Ipv4Addr::UNSPECIFIED, 7))]);
    }
}
