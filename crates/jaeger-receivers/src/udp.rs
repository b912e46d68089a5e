//! Jaeger's Thrift as datagrams: one message of the agent's protocol each, never answered.
//!
//! One task reads the sockets into a bounded queue and some workers decode and hand over. Whatever is
//! lost on the way is counted: by the kernel, at the queue, at the decoder, by the sink. On shutdown
//! reading stops first, then the queue is emptied into the sink.

mod kernel;

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::http::HeaderMap;
use bytes::Bytes;
use futures::future;
use jaeger_codec::thrift::jaeger::{AgentMessage, Mark, decode_message};
use jaeger_codec::thrift::protocol::Protocol;
use jaeger_model::Scanned;
use jaeger_service::options::ListenAddress;
use socket2::{Domain, Socket, Type};
use tokio::net::UdpSocket;
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::warn;

use crate::config::UdpConfig;
use crate::door::{Door, Origin, Shared, Taken, undecoded};
use crate::metrics::{Outcome, UdpMetrics};
use crate::sink::{Cause, Format, Refusal, Transport};
use crate::udp::kernel::KernelDrops;

/// One port for datagrams.
pub(crate) struct UdpDoor {
    door: Door,
    protocol: Protocol,
    metrics: UdpMetrics,
    config: UdpConfig,
}

/// Binds the one or two sockets of `address`, none if it is off.
pub(crate) async fn bind(
    address: &ListenAddress,
    config: &UdpConfig,
) -> anyhow::Result<Vec<UdpSocket>> {
    let buffer_size = config.socket_buffer_size;
    address
        .open(|address| open(address, buffer_size), UdpSocket::local_addr)
        .await
        .with_context(|| format!("failed to receive datagrams on {address}"))
}

fn open(address: SocketAddr, buffer_size: usize) -> io::Result<UdpSocket> {
    let socket = Socket::new(
        Domain::for_address(address),
        Type::DGRAM,
        Some(socket2::Protocol::UDP),
    )?;
    if let IpAddr::V6(ip) = address.ip() {
        // Every interface means IPv4 as well.
        socket.set_only_v6(!ip.is_unspecified())?;
    }
    if buffer_size > 0 {
        socket.set_recv_buffer_size(buffer_size)?;
    }
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    UdpSocket::from_std(socket.into())
}

impl UdpDoor {
    /// The port called `name` for datagrams in `protocol`, mostly of the clients of `model`.
    pub(crate) fn new(
        name: &'static str,
        protocol: Protocol,
        model: &str,
        config: UdpConfig,
        shared: &Shared,
    ) -> Self {
        let packet_size_max = config.packet_size_max.min(DATAGRAM_MAX);
        let door = Door::new(name, packet_size_max, Duration::ZERO, shared);
        let label = match protocol {
            Protocol::Compact => "compact",
            Protocol::Binary => "binary",
        };
        Self {
            metrics: UdpMetrics::new(&shared.metrics, &door.metrics, [label, model]),
            door,
            protocol,
            config,
        }
    }

    /// Receives datagrams until `shutdown`, and returns when those in the queue are handed over.
    pub(crate) async fn serve(self, sockets: Vec<UdpSocket>, shutdown: CancellationToken) {
        let door = Arc::new(self);
        let (sender, receiver) = mpsc::channel(door.config.queue_size);
        let receiver = Arc::new(Mutex::new(receiver));
        let mut workers = JoinSet::new();
        for _ in 0..door.config.workers {
            workers.spawn(Arc::clone(&door).work(Arc::clone(&receiver)));
        }
        door.read_all(&sockets, &sender, &shutdown).await;
        // The queue ends with its sender, and with it the workers.
        drop(sender);
        while workers.join_next().await.is_some() {}
    }

    async fn read_all(
        &self,
        sockets: &[UdpSocket],
        queue: &mpsc::Sender<Bytes>,
        shutdown: &CancellationToken,
    ) {
        let addresses = sockets.iter().filter_map(|socket| socket.local_addr().ok());
        let mut kernel = KernelDrops::of(addresses, self.metrics.kernel_dropped.clone());
        let reading = future::join_all(sockets.iter().map(|socket| self.read(socket, queue)));
        tokio::select! {
            biased;
            () = shutdown.cancelled() => {}
            () = kernel.watch() => {}
            _ = reading => {}
        }
        // Before the sockets are gone.
        kernel.count().await;
    }

    /// Reads one socket for ever.
    async fn read(&self, socket: &UdpSocket, queue: &mpsc::Sender<Bytes>) {
        // One byte more than is allowed tells a datagram that is too long.
        let mut buffer = vec![0; self.door.limits().bytes + 1];
        loop {
            match socket.recv(&mut buffer).await {
                Ok(len) => self.enqueue(buffer.get(..len).unwrap_or_default(), queue),
                Err(error) => {
                    warn!(%error, "failed to read a datagram");
                    self.metrics.read_errors.inc();
                    tokio::time::sleep(ERROR_PAUSE).await;
                }
            }
        }
    }

    fn enqueue(&self, datagram: &[u8], queue: &mpsc::Sender<Bytes>) {
        self.metrics.packet_size.set(datagram.len() as i64);
        if datagram.is_empty() {
            return self.door.metrics.count(Outcome::Empty);
        }
        if datagram.len() > self.door.limits().bytes {
            let outcome = Outcome::Refused(Cause::TooLarge);
            return self.door.metrics.count(outcome);
        }
        match queue.try_reserve() {
            Ok(place) => {
                self.metrics.queued.inc();
                self.metrics.queue_size.inc();
                place.send(Bytes::copy_from_slice(datagram));
            }
            Err(_) => {
                self.metrics.dropped.inc();
                self.door.metrics.count(Outcome::Dropped);
            }
        }
    }

    /// Takes datagrams from the queue until it ends.
    async fn work(self: Arc<Self>, queue: Arc<Mutex<mpsc::Receiver<Bytes>>>) {
        loop {
            let Some(datagram) = queue.lock().await.recv().await else {
                return;
            };
            self.metrics.queue_size.dec();
            let taken = self.door.answered(self.take(&datagram)).await;
            if taken.is_err() {
                self.metrics.handler_errors.inc();
            }
        }
    }

    async fn take(&self, datagram: &[u8]) -> Result<Taken, Refusal> {
        // A datagram has no place for a tenant's name.
        let tenant = self.door.tenant(&HeaderMap::new())?;
        let (scanned, format) = self.decode(datagram)?;
        let origin = Origin {
            format,
            transport: Transport::Udp,
        };
        self.door.hand_over(tenant, scanned, origin).await
    }

    fn decode(&self, datagram: &[u8]) -> Result<(Scanned, Format), Refusal> {
        // As if it had come through an agent, which hands spans on as protobuf.
        let mark = Mark { format: "proto" };
        let message = decode_message(datagram, self.protocol, self.door.limits(), mark)
            .map_err(|error| undecoded(error.is_over_budget(), error.to_string()))?;
        match message {
            AgentMessage::Batch(decoded) => Ok((decoded.scanned, Format::Jaeger)),
            AgentMessage::Zipkin(scanned) => Ok((scanned, Format::Zipkin)),
            AgentMessage::UnknownMethod(method) => Err(Refusal::new(
                Cause::Undecodable,
                format!("the method {method:?} is not served"),
            )),
        }
    }
}

/// The most bytes that a datagram can have.
const DATAGRAM_MAX: usize = 65_535;
const ERROR_PAUSE: Duration = Duration::from_millis(100);
