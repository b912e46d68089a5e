//! Which requests become spans: the options, and the decision for one trace.

use jaeger_model::TraceId;
use jaeger_service::options::ConfigError;
use jaeger_service::{option_choice, options};

use super::parent::Parent;

options! {
    /// Which requests to the query API become spans of the process itself.
    pub struct OwnTracesConfig {
        /// Whether replies over HTTP say which trace they belong to, and the all-in-one stores a span of
        /// its own for each request over HTTP and each call over gRPC. Spans of the process belong to no
        /// tenant, so none are stored under multi-tenancy.enabled.
        "query.enable-tracing" is_enabled: bool = true,
        /// Which of these spans are stored. After parentbased_ the traceparent header of a request
        /// decides, if it has one.
        env "OTEL_TRACES_SAMPLER" sampler: OwnSampler = OwnSampler::ParentBasedAlwaysOn,
        /// The share of traces, from 0 to 1, for the samplers of a ratio.
        env "OTEL_TRACES_SAMPLER_ARG" ratio: f64 = 1.0,
    }
    validate Self::is_possible
}

option_choice! {
    /// Which spans of the process itself are stored; the names are those of OpenTelemetry.
    pub enum OwnSampler {
        /// All.
        "always_on" AlwaysOn,
        /// None.
        "always_off" AlwaysOff,
        /// A share of the traces.
        "traceidratio" Ratio,
        /// Those that the client stores; all of clients that do not say.
        "parentbased_always_on" ParentBasedAlwaysOn,
        /// Those that the client stores.
        "parentbased_always_off" ParentBasedAlwaysOff,
        /// Those that the client stores; a share of clients that do not say.
        "parentbased_traceidratio" ParentBasedRatio,
    }
}

impl OwnTracesConfig {
    /// Returns whether the span of a request is stored.
    pub(super) fn is_sampled(&self, trace: TraceId, parent: Option<&Parent>) -> bool {
        let is_parent_sampled = parent.map(|parent| parent.is_sampled);
        match self.sampler {
            OwnSampler::AlwaysOn => true,
            OwnSampler::AlwaysOff => false,
            OwnSampler::Ratio => self.is_of_the_share(trace),
            OwnSampler::ParentBasedAlwaysOn => is_parent_sampled.unwrap_or(true),
            OwnSampler::ParentBasedAlwaysOff => is_parent_sampled.unwrap_or(false),
            OwnSampler::ParentBasedRatio => {
                is_parent_sampled.unwrap_or_else(|| self.is_of_the_share(trace))
            }
        }
    }

    /// The lower half of the id decides, so that all who ask about a trace decide alike.
    fn is_of_the_share(&self, trace: TraceId) -> bool {
        const WHOLE: f64 = (1_u64 << 63) as f64;
        self.ratio >= 1.0 || ((trace.low() >> 1) as f64) < self.ratio * WHOLE
    }

    fn is_possible(&self) -> Result<(), ConfigError> {
        if (0.0..=1.0).contains(&self.ratio) {
            return Ok(());
        }
        Err(ConfigError::contradiction(format!(
            "OTEL_TRACES_SAMPLER_ARG must be from 0 to 1, not {}",
            self.ratio
        )))
    }
}

#[cfg(test)]
mod tests {
    use jaeger_model::SpanId;

    use super::*;

    #[test]
    fn the_sampler_decides_with_the_parent_or_without() {
        use OwnSampler::{
            AlwaysOff, AlwaysOn, ParentBasedAlwaysOff, ParentBasedAlwaysOn, ParentBasedRatio, Ratio,
        };
        // Without a parent, below one that is not stored, below one that is.
        let cases = [
            (AlwaysOn, [true, true, true]),
            (AlwaysOff, [false, false, false]),
            (Ratio, [false, false, false]),
            (ParentBasedAlwaysOn, [true, false, true]),
            (ParentBasedAlwaysOff, [false, false, true]),
            (ParentBasedRatio, [false, false, true]),
        ];
        let trace = TraceId::from_halves(1, 1 << 63);
        let below = |is_sampled| Parent {
            trace,
            span: SpanId::from_u64(1),
            is_sampled,
        };
        let parents = [None, Some(below(false)), Some(below(true))];
        for (sampler, expected) in cases {
            let config = OwnTracesConfig {
                sampler,
                ratio: 0.25,
                ..OwnTracesConfig::default()
            };
            let decided = parents
                .each_ref()
                .map(|parent| config.is_sampled(trace, parent.as_ref()));
            assert_eq!(decided, expected, "{sampler:?}");
        }
    }

    #[test]
    fn a_share_is_a_share_of_the_lower_half() {
        let cases = [
            (0.0, 0, false),
            (0.5, 0, true),
            (0.5, u64::MAX / 2 - 4_096, true),
            (0.5, u64::MAX / 2 + 4_096, false),
            (1.0, u64::MAX, true),
        ];
        for (ratio, low, expected) in cases {
            let config = OwnTracesConfig {
                ratio,
                ..OwnTracesConfig::default()
            };
            let trace = TraceId::from_halves(7, low);
            assert_eq!(config.is_of_the_share(trace), expected, "{ratio} {low}");
        }
    }

    #[test]
    fn a_share_beyond_the_whole_is_refused() {
        for (ratio, is_fine) in [(0.0, true), (1.0, true), (-0.1, false), (1.1, false)] {
            let config = OwnTracesConfig {
                ratio,
                ..OwnTracesConfig::default()
            };
            assert_eq!(config.is_possible().is_ok(), is_fine, "{ratio}");
        }
    }
}
