//! Asks for figures over time.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use jaeger_storage::{MetricQuery, MetricSeries, MetricTimes, TimeRange};
use serde_json::{Value, json};

use super::Checker;
use crate::door::{Door, Figure, refused};
use crate::file::MetricsSpec;
use crate::fixture::{BASE_NS, kind};
use crate::question::time;

impl<D: Door> Checker<'_, D> {
    pub(super) async fn metrics(&self, spec: &MetricsSpec) -> Result<Value> {
        let figure = match spec.of.as_str() {
            "calls" => Figure::Calls,
            "errors" => Figure::Errors,
            "latencies" => Figure::Latencies(spec.quantile.context("a quantile")?),
            other => bail!("unknown figure {other}"),
        };
        let query = self.metric_query(spec)?;
        let series = self.door.figures(figure, query).await?;
        Ok(series.iter().map(shown).collect())
    }

    fn metric_query(&self, spec: &MetricsSpec) -> Result<MetricQuery> {
        let at = |ms: i64| time(BASE_NS + ms * 1_000_000);
        let range = TimeRange {
            start: at(spec.from_ms),
            end: at(spec.to_ms),
        };
        let or_minute = |ms: Option<u64>| Duration::from_millis(ms.unwrap_or(60_000));
        let times = MetricTimes::new(range, or_minute(spec.step_ms), or_minute(spec.rate_per_ms));
        let kinds = spec.kinds.iter().map(|word| kind(Some(word.as_str())));
        Ok(MetricQuery {
            tenant: self.tenant.clone(),
            services: spec.services.clone(),
            group_by_operation: spec.by_operation,
            kinds: kinds.collect::<Result<_>>()?,
            times: times.map_err(refused)?,
        })
    }
}

fn shown(series: &MetricSeries) -> Value {
    let points = series.points.iter().map(|point| {
        let ms = (point.at.0 as i64 - BASE_NS) / 1_000_000;
        json!([ms, point.value])
    });
    let points: Vec<Value> = points.collect();
    json!([series.service, series.operation, points])
}
