//! The figures of the Monitor page, from what was counted while spans were written.

use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use jaeger_storage::{MetricQuery, MetricReader, MetricSeries, Result};

use super::{MemoryStorage, blocking};
use crate::figures::{MINUTE_NS, Window, quantile_ms};

impl MemoryStorage {
    fn series(
        &self,
        query: MetricQuery,
        value: impl Fn(&Window) -> Option<f64> + Send + 'static,
    ) -> BoxFuture<'static, Result<Vec<MetricSeries>>> {
        let tenants = Arc::clone(&self.tenants);
        blocking(move |cancelled| {
            tenants.read(&query.tenant, |store| {
                store.figures(&query, value, cancelled)
            })
        })
    }
}

impl MetricReader for MemoryStorage {
    fn latencies(
        &self,
        query: MetricQuery,
        quantile: f64,
    ) -> BoxFuture<'_, Result<Vec<MetricSeries>>> {
        self.series(query, move |window| {
            quantile_ms(&window.durations, quantile)
        })
    }

    fn call_rates(&self, query: MetricQuery) -> BoxFuture<'_, Result<Vec<MetricSeries>>> {
        self.series(query, |window| {
            Some(window.calls as f64 / window.seconds as f64)
        })
    }

    fn error_rates(&self, query: MetricQuery) -> BoxFuture<'_, Result<Vec<MetricSeries>>> {
        self.series(query, |window| {
            let share = window.errors as f64 / window.calls as f64;
            (window.calls > 0).then_some(share)
        })
    }

    fn min_step(&self) -> Duration {
        Duration::from_nanos(MINUTE_NS)
    }
}
