//! A small role, started and stopped the way every role is.

use axum::Router;
use axum::routing::post;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::*;
use crate::load::{Command, Environment, load};
use crate::options;
use crate::options::{ListenAddress, OptionValue as _};
use crate::server::{Limits, Listeners, serve};
use crate::status::{self, Answer};

options! {
    struct EchoConfig {
        /// Where the echo is served.
        "echo.host-port" host_port: ListenAddress = ListenAddress::local(7),
        /// How full the disk is.
        "echo.disk" disk: String = String::from("empty"),
        /// What the worker does: wait, fail or outlive.
        "echo.worker" worker: String = String::from("wait"),
    }
}

struct Echo;

impl Role for Echo {
    const NAME: &'static str = "jaeger-echo";
    const ABOUT: &'static str = "Says what it hears.";
    const ADMIN_PORT: u16 = 0;
    const METRICS_PREFIX: &'static str = "jaeger_echo";
    const DEFAULTS: &'static [(&'static str, &'static str)] = &[("echo.host-port", "localhost:0")];
    type Config = EchoConfig;

    async fn build(config: EchoConfig, context: Context) -> anyhow::Result<Built> {
        anyhow::ensure!(config.disk != "full", "the disk is full");
        let mut built = Built::new();
        let listeners = Listeners::bind(&config.host_port).await?;
        built.bound("echo", listeners.addresses());
        let router = Router::new().route("/", post(|body: String| async move { body }));
        let served = serve(
            listeners,
            router,
            context.shutdown.clone(),
            Limits::default(),
        );
        let door = context.tasks.spawn("echo", served);
        built.on_stop("echo", async move {
            door.ended().await;
            Ok(())
        });
        let shutdown = context.shutdown.clone();
        context.tasks.spawn("worker", async move {
            match config.worker.as_str() {
                "fail" => anyhow::bail!("disk full"),
                "outlive" => std::future::pending::<()>().await,
                _ => shutdown.cancelled().await,
            }
            Ok(())
        });
        Ok(built)
    }
}

async fn start(arguments: &[&str], context: &Context) -> anyhow::Result<Service> {
    let command = Command::of::<Echo>();
    let loaded = load(&command, arguments, &Environment::default()).unwrap();
    Service::start::<Echo>(loaded, context.clone()).await
}

async fn status_at(address: SocketAddr) -> std::io::Result<Answer> {
    let address = ListenAddress::parse(&address.to_string()).unwrap();
    tokio::task::spawn_blocking(move || status::ask(&address))
        .await
        .unwrap()
}

#[tokio::test]
async fn is_not_ready_first_and_drains_what_is_under_way() {
    let service = start(&[], &Context::for_test()).await.unwrap();
    let admin = service.admin_addresses()[0];
    assert!(status_at(admin).await.unwrap().is_ok());

    let mut request = TcpStream::connect(service.address("echo").unwrap())
        .await
        .unwrap();
    let head = b"POST / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\
                 Expect: 100-continue\r\nContent-Length: 5\r\n\r\n";
    request.write_all(head).await.unwrap();
    // The handler asks for the body: from here on the request is under way.
    let mut go_on = [0; b"HTTP/1.1 100 Continue\r\n\r\n".len()];
    request.read_exact(&mut go_on).await.unwrap();

    let stopped = tokio::spawn(service.stop());
    while status_at(admin).await.unwrap().is_ok() {}
    let answer = status_at(admin).await.unwrap();
    assert_eq!(answer.code, 503);
    assert!(answer.body.contains("Server not available"), "{answer:?}");
    assert!(!stopped.is_finished());

    request.write_all(b"hello").await.unwrap();
    let mut reply = String::new();
    request.read_to_string(&mut reply).await.unwrap();
    assert!(
        reply.starts_with("HTTP/1.1 200") && reply.ends_with("hello"),
        "{reply}"
    );
    stopped.await.unwrap().unwrap();
    assert!(status_at(admin).await.is_err(), "the admin port is closed");
}

#[tokio::test]
async fn shows_what_it_is_in_its_metrics() {
    let context = Context::for_test();
    let service = start(&[], &context).await.unwrap();
    assert!(context.metrics.encode().contains("jaeger_echo_build_info{"));
    assert!(!service.addresses().is_empty());
    service.stop().await.unwrap();
}

#[tokio::test]
async fn a_role_that_cannot_be_built_does_not_start() {
    let context = Context::for_test();
    let error = start(&["--echo.disk=full"], &context).await.unwrap_err();
    assert_eq!(
        format!("{error:#}"),
        "failed to start jaeger-echo: the disk is full"
    );
    assert!(context.shutdown.is_cancelled());
}

#[tokio::test]
async fn a_failed_task_is_told() {
    let service = start(&["--echo.worker=fail"], &Context::for_test())
        .await
        .unwrap();
    let failure = service.failed().await;
    assert_eq!(failure.to_string(), "task worker failed: disk full");
    service.stop().await.unwrap();
}

#[tokio::test]
async fn the_grace_period_ends_a_stop_that_hangs() {
    let arguments = ["--echo.worker=outlive", "--shutdown.grace-period=50ms"];
    let service = start(&arguments, &Context::for_test()).await.unwrap();
    let error = service.stop().await.unwrap_err().to_string();
    assert_eq!(
        error,
        "not all was closed within 50ms; tasks still running: worker"
    );
}

#[tokio::test]
async fn an_admin_port_that_is_off_is_not_opened() {
    let service = start(&["--admin.http.host-port="], &Context::for_test())
        .await
        .unwrap();
    assert!(service.admin_addresses().is_empty());
    service.stop().await.unwrap();
}
