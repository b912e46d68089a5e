//! Strategies in a file of their own, both doors on ports that the system chose, and a client.

use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use jaeger_sampling::{SamplingConfig, Started, api_sampling};
use jaeger_service::Context;
use jaeger_service::options::ListenAddress;
use jaeger_service::server::{Limits, Listeners, serve};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A folder with a file of strategies in it.
pub(crate) struct Folder {
    folder: TempDir,
}

impl Folder {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    /// A folder whose file holds this.
    pub(crate) fn with(strategies: &str) -> Self {
        let folder = Self::new();
        folder.write(strategies);
        folder
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join("strategies.json")
    }

    /// Puts other strategies in the place of the file at once, as Kubernetes does.
    pub(crate) fn write(&self, strategies: &str) {
        let new = self.folder.path().join("new");
        fs::write(&new, strategies).expect("the file is written");
        fs::rename(&new, self.file()).expect("the file is put in place");
    }

    pub(crate) fn remove(&self) {
        fs::remove_file(self.file()).expect("the file is removed");
    }
}

/// Strategies that can be asked for at both doors.
pub(crate) struct Sampling {
    pub(crate) context: Context,
    pub(crate) started: Started,
    /// The agent's port.
    pub(crate) agent: SocketAddr,
    /// The collector's port.
    pub(crate) collector: SocketAddr,
}

impl Sampling {
    /// Opens the strategies in `file`, which is a path or a URL.
    pub(crate) async fn open(file: &str) -> Self {
        Self::open_with(file, |_| {}).await.expect("it starts")
    }

    /// Opens the strategies in `file` with what `change` changes.
    pub(crate) async fn open_with(
        file: &str,
        change: impl FnOnce(&mut SamplingConfig),
    ) -> anyhow::Result<Self> {
        let mut config = SamplingConfig::default();
        config.strategies.file = file.to_owned();
        config.http.host_port = ListenAddress::local(0);
        change(&mut config);
        let context = Context::for_test();
        let started = jaeger_sampling::start(config, &context).await?;
        let agent = started.built.addresses().first().expect("the door is open");
        let agent = agent.address;
        let collector = api_sampling(Arc::clone(&started.store), &context.metrics);
        let collector = serve_router(collector, &context).await;
        Ok(Self {
            context,
            started,
            agent,
            collector,
        })
    }

    /// What the agent's port says of a service.
    pub(crate) async fn ask(&self, service: &str) -> String {
        let path = format!("/sampling?service={service}");
        get(self.agent, &path).await.body
    }

    /// The value of a series, as all metrics are written.
    pub(crate) fn metric(&self, series: &str) -> Option<u64> {
        let text = self.context.metrics.encode();
        let mut lines = text.lines().filter_map(|line| line.rsplit_once(' '));
        let (_, value) = lines.find(|(name, _)| *name == series)?;
        value.parse().ok()
    }
}

/// Serves `router` until the context is stopped.
pub(crate) async fn serve_router(router: Router, context: &Context) -> SocketAddr {
    let listeners = Listeners::bind(&ListenAddress::local(0)).await;
    let listeners = listeners.expect("a port is free");
    let addresses = listeners.addresses();
    let shutdown = context.shutdown.clone();
    let serving = serve(listeners, router, shutdown, Limits::default());
    context.tasks.spawn("test-door", serving);
    *addresses.first().expect("the door is open")
}

/// A reply over HTTP/1.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    fn parse(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").expect("a reply has a head");
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1));
        let headers = lines.filter_map(|line| line.split_once(": "));
        Self {
            status: status
                .and_then(|status| status.parse().ok())
                .expect("a reply has a status"),
            headers: headers
                .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
                .collect(),
            body: body.to_owned(),
        }
    }
}

pub(crate) async fn get(address: SocketAddr, path: &str) -> Reply {
    request(address, "GET", path).await
}

/// Sends a request without a body.
pub(crate) async fn request(address: SocketAddr, method: &str, path: &str) -> Reply {
    let head = format!("{method} {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
    let exchange = async {
        let mut stream = TcpStream::connect(address).await.expect("the door is open");
        let sent = stream.write_all(head.as_bytes()).await;
        sent.expect("the request is sent");
        let mut text = String::new();
        let read = stream.read_to_string(&mut text).await;
        read.expect("the reply is read");
        text
    };
    let text = tokio::time::timeout(PATIENCE, exchange).await;
    Reply::parse(&text.expect("it takes less than half a minute"))
}

pub(crate) const PATIENCE: Duration = Duration::from_secs(30);
