//! A role that runs: started, ready, and one day stopped. No globals, so a test can have several.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, anyhow};
use tracing::{info, warn};

use crate::admin::{Admin, Health, Pages};
use crate::common::{CommonConfig, MetricsBackend};
use crate::duration;
use crate::load::{Effective, Loaded};
use crate::run::{BoundAddress, Built, Context, Role};
use crate::task::TaskFailure;

/// A role that runs.
#[derive(Debug)]
pub struct Service {
    context: Context,
    health: Health,
    admin: Admin,
    built: Built,
    grace: Duration,
}

impl Service {
    /// Opens the admin port, builds the role and makes it ready.
    ///
    /// Must be called inside a tokio runtime. When it fails, what was built so far has been told to
    /// stop and the admin port is closed.
    pub async fn start<R: Role>(
        loaded: Loaded<R::Config>,
        context: Context,
    ) -> anyhow::Result<Self> {
        let Loaded {
            config,
            common,
            effective,
            notices,
        } = loaded;
        let version = context.version;
        let options = effective.sources();
        let commit = version.git_commit;
        info!(
            version = version.git_version,
            commit,
            options,
            "starting {}",
            R::NAME
        );
        for notice in &notices {
            warn!("{notice}");
        }

        context.metrics.add_process();
        context.metrics.add_build_info(R::METRICS_PREFIX, &version);
        let health = Health::new(Arc::clone(&context.clock));
        let admin = open_admin(&common, &effective, &health, &context).await?;
        let built = match R::build(config, context.clone()).await {
            Ok(built) => built,
            Err(error) => {
                context.shutdown.cancel();
                admin.close().await;
                return Err(error.context(format!("failed to start {}", R::NAME)));
            }
        };
        for BoundAddress { name, address } in built.addresses() {
            info!(name, %address, "listening");
        }
        health.set_ready();
        info!("ready");
        Ok(Self {
            context,
            health,
            admin,
            built,
            grace: common.shutdown.grace_period,
        })
    }

    /// Returns where the role's doors are bound.
    pub fn addresses(&self) -> &[BoundAddress] {
        self.built.addresses()
    }

    /// Returns the first address of the door `name`.
    pub fn address(&self, name: &str) -> Option<SocketAddr> {
        let bound = self.addresses().iter().find(|bound| bound.name == name);
        bound.map(|bound| bound.address)
    }

    /// Returns where the admin port is bound; nowhere, if it is off.
    pub fn admin_addresses(&self) -> &[SocketAddr] {
        &self.admin.addresses
    }

    /// Returns what every part of the role was given.
    pub const fn context(&self) -> &Context {
        &self.context
    }

    /// Returns the first fatal failure of a task, as soon as there is one.
    pub fn failed(&self) -> impl Future<Output = TaskFailure> + Send + use<> {
        let tasks = self.context.tasks.clone();
        async move { tasks.failed().await }
    }

    /// Stops the role: not ready first, then everything in reverse build order.
    ///
    /// Fails when a part could not be closed or the grace period ended before all was.
    pub async fn stop(self) -> anyhow::Result<()> {
        let Self {
            context,
            health,
            admin,
            built,
            grace,
        } = self;
        health.set_not_ready();
        context.shutdown.cancel();
        let closed = tokio::time::timeout(grace, async {
            let closed = built.close().await;
            context.tasks.drained().await;
            closed
        });
        let stopped = closed.await.unwrap_or_else(|_| {
            let grace = duration::format(grace);
            let running = context.tasks.running().join(", ");
            Err(anyhow!(
                "not all was closed within {grace}; tasks still running: {running}"
            ))
        });
        admin.close().await;
        stopped
    }
}

async fn open_admin(
    common: &CommonConfig,
    effective: &Effective,
    health: &Health,
    context: &Context,
) -> anyhow::Result<Admin> {
    let is_served = common.metrics.backend == MetricsBackend::Prometheus;
    let pages = Pages {
        health: health.clone(),
        metrics: context.metrics.clone(),
        metrics_route: is_served.then(|| common.metrics.http_route.clone()),
        config: effective.to_string(),
        log_level: context.log_level.clone(),
        version: context.version,
    };
    let admin = Admin::open(&common.admin.http_host_port, pages).await;
    let admin = admin.context("failed to open the admin port")?;
    for address in &admin.addresses {
        info!(name = "admin", %address, "listening");
    }
    Ok(admin)
}

#[cfg(test)]
mod tests;
