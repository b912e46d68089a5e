//! The figures of the Monitor page. None are kept yet, so what is right here is Jaeger's answer
//! without a metrics storage: parameters are checked, then it says that it is disabled.

use axum::http::StatusCode;

use crate::api::Answer;
use crate::failure::Failure;
use crate::params::Params;
use crate::route::Metric;
use crate::{search, strconv};

/// `GET /api/metrics/{latencies,calls,errors,minstep}`
pub(crate) fn refused(metric: Metric, params: &Params) -> Answer {
    if metric == Metric::Latencies {
        strconv::parse_float(params.get("quantile"))
            .map_err(|reason| Failure::parameter("quantile", reason))?;
    }
    if metric != Metric::MinStep {
        check(params)?;
    }
    Err(Failure::new(
        StatusCode::NOT_IMPLEMENTED,
        "metrics querying is currently disabled",
    ))
}

fn check(params: &Params) -> Result<(), Failure> {
    if params.all("service").next().is_none() {
        let reason = "please provide at least one service name";
        return Err(Failure::parameter("service", reason));
    }
    search::flag(params, "groupByOperation")?;
    if let Some(kind) = params.all("spanKind").find(|kind| !KINDS.contains(kind)) {
        let reason = format!("unsupported span kind: '{kind}'");
        return Err(Failure::parameter("spanKind", reason));
    }
    for name in ["endTs", "lookback", "step", "ratePer"] {
        search::number(params, name)?;
    }
    Ok(())
}

const KINDS: [&str; 6] = [
    "unspecified",
    "internal",
    "server",
    "client",
    "producer",
    "consumer",
];
