//! The figures of the Monitor page. None are kept yet, so what is right here is Jaeger's answer
//! without a metrics storage: parameters are checked, then it says that it is disabled.

use axum::http::StatusCode;
use jaeger_model::SpanKind;

use crate::api::Answer;
use crate::failure::Failure;
use crate::params::Params;
use crate::route::Metric;
use crate::strconv;

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
    params.flag("groupByOperation")?;
    if let Some(kind) = params.all("spanKind").find(|kind| !is_kind(kind)) {
        let reason = format!("unsupported span kind: '{kind}'");
        return Err(Failure::parameter("spanKind", reason));
    }
    for name in ["endTs", "lookback", "step", "ratePer"] {
        params.number(name)?;
    }
    Ok(())
}

/// Here alone has the kind that is none a word.
fn is_kind(word: &str) -> bool {
    word == "unspecified" || SpanKind::from_word(word).is_some()
}
