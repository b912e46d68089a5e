//! The one or two TCP sockets of a door, and accepting from them without giving up.

use std::future::poll_fn;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::task::{Context, Poll};
use std::time::Duration;

use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::{TcpListener, TcpStream};
use tracing::{debug, warn};

use crate::options::ListenAddress;

/// The sockets of one door: none if it is off, two for loopback.
#[derive(Debug)]
pub struct Listeners {
    sockets: Vec<TcpListener>,
    /// The socket to look at first, so that a busy one does not starve the other.
    first: usize,
}

impl Listeners {
    /// Binds the sockets of `address`; the error names it.
    pub async fn bind(address: &ListenAddress) -> io::Result<Self> {
        let sockets = address
            .open(listen, TcpListener::local_addr)
            .await
            .map_err(|error| {
                io::Error::new(
                    error.kind(),
                    format!("failed to listen on {address}: {error}"),
                )
            })?;
        Ok(Self { sockets, first: 0 })
    }

    /// Returns where the sockets are bound, with the ports that the system chose.
    pub fn addresses(&self) -> Vec<SocketAddr> {
        self.sockets
            .iter()
            .filter_map(|socket| socket.local_addr().ok())
            .collect()
    }

    /// Returns whether there is no socket.
    pub fn is_empty(&self) -> bool {
        self.sockets.is_empty()
    }

    /// Returns the next connection; never, if there is no socket.
    pub(super) async fn accept(&mut self) -> (TcpStream, SocketAddr) {
        loop {
            match poll_fn(|context| self.poll_accept(context)).await {
                Ok(accepted) => return accepted,
                Err(error) if is_of_the_client(&error) => debug!(%error, "client gone early"),
                Err(error) => {
                    // Out of file descriptors, most likely. They come back as connections end.
                    warn!(%error, "failed to accept a connection");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }

    fn poll_accept(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<(TcpStream, SocketAddr)>> {
        for offset in 0..self.sockets.len() {
            let index = (self.first + offset) % self.sockets.len();
            if let Poll::Ready(accepted) = self.sockets[index].poll_accept(context) {
                self.first = index + 1;
                return Poll::Ready(accepted);
            }
        }
        Poll::Pending
    }
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(
        Domain::for_address(address),
        Type::STREAM,
        Some(Protocol::TCP),
    )?;
    if let IpAddr::V6(ip) = address.ip() {
        // Every interface means IPv4 as well.
        socket.set_only_v6(!ip.is_unspecified())?;
    }
    // A restart must not wait for connections of the last run to time out.
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    TcpListener::from_std(socket.into())
}

fn is_of_the_client(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionRefused
    )
}

const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
const BACKLOG: i32 = 1_024;
