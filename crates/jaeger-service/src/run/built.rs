//! What a role built: where it listens, and how it is taken down.

use std::fmt;
use std::net::SocketAddr;
use std::pin::Pin;

use tracing::{debug, error};

/// What a role built.
#[derive(Debug, Default)]
pub struct Built {
    addresses: Vec<BoundAddress>,
    closers: Vec<Closer>,
}

/// A socket that is bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundAddress {
    /// The door, such as `otlp-grpc`.
    pub name: String,
    /// Where it is bound, with the port that the system chose.
    pub address: SocketAddr,
}

/// How one part is taken down.
struct Closer {
    name: &'static str,
    close: Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send>>,
}

impl Built {
    /// Returns what has nothing in it yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Says that the door `name` is bound to these addresses.
    pub fn bound(&mut self, name: &str, addresses: impl IntoIterator<Item = SocketAddr>) {
        let bound = |address| BoundAddress {
            name: name.to_owned(),
            address,
        };
        self.addresses.extend(addresses.into_iter().map(bound));
    }

    /// Says how the part `name` is taken down: by running `close`. The last part to be built is the
    /// first to go.
    ///
    /// For a task that ends by itself on shutdown, `close` waits for
    /// [`TaskHandle::ended`](crate::TaskHandle::ended).
    pub fn on_stop(
        &mut self,
        name: &'static str,
        close: impl Future<Output = anyhow::Result<()>> + Send + 'static,
    ) {
        self.closers.push(Closer {
            name,
            close: Box::pin(close),
        });
    }

    /// Adds what another role built after this one.
    pub fn append(&mut self, mut later: Self) {
        self.addresses.append(&mut later.addresses);
        self.closers.append(&mut later.closers);
    }

    /// Returns where the doors are bound.
    pub fn addresses(&self) -> &[BoundAddress] {
        &self.addresses
    }

    /// Takes everything down in reverse order; a part that fails does not keep the others up.
    pub(super) async fn close(self) -> anyhow::Result<()> {
        let mut failed = Vec::new();
        for Closer { name, close } in self.closers.into_iter().rev() {
            debug!(name, "closing");
            if let Err(error) = close.await {
                error!(name, error = format!("{error:#}"), "failed to close");
                failed.push(name);
            }
        }
        anyhow::ensure!(failed.is_empty(), "failed to close {}", failed.join(", "));
        Ok(())
    }
}

impl fmt::Debug for Closer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Closer").field(&self.name).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use parking_lot::Mutex;

    use super::*;

    #[tokio::test]
    async fn closes_in_reverse_order_and_goes_on_after_a_failure() {
        let closed = Arc::new(Mutex::new(Vec::new()));
        let part = |name: &'static str, works: bool| {
            let closed = Arc::clone(&closed);
            async move {
                closed.lock().push(name);
                anyhow::ensure!(works, "disk full");
                Ok(())
            }
        };
        let mut built = Built::new();
        built.on_stop("storage", part("storage", true));
        built.on_stop("queue", part("queue", false));
        let mut door = Built::new();
        door.on_stop("door", part("door", true));
        built.append(door);
        let error = built.close().await.unwrap_err();
        assert_eq!(*closed.lock(), ["door", "queue", "storage"]);
        assert_eq!(error.to_string(), "failed to close queue");
    }
}
