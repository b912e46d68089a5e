//! The steps of a batch between door and storage, in their order.
//!
//! Hashes are those of what is stored but for collector tags, which come last and change none: a span that was sent
//! twice is repaired, redacted and cut alike and stays one span.

use std::fmt;

use jaeger_model::{BatchError, SpanBatch};
use jaeger_receivers::sink::Format;
use jaeger_service::Environment;

use super::config::StepsConfig;
use super::deny::Deny;
use super::limit::Limit;
use super::redact::Redact;
use super::sanitize::sanitize;
use super::tags::Tags;

/// What is done with every batch.
pub(super) struct Steps {
    redact: Redact,
    limit: Limit,
    deny: Deny,
    tags: Tags,
}

/// What the steps made of a batch.
#[derive(Debug)]
pub(super) struct Passed {
    /// The spans to be stored.
    pub(super) batch: SpanBatch,
    /// The spans of services that are not wanted.
    pub(super) denied: SpanBatch,
}

impl Steps {
    pub(super) fn new(config: StepsConfig, environment: &Environment) -> Self {
        Self {
            redact: Redact::new(config.redact, config.redact_hash_key),
            limit: Limit::new(
                config.span_attributes_max,
                config.attribute_value_bytes_max.as_usize(),
                config.span_bytes_max.as_usize(),
            ),
            deny: Deny::new(config.denied_services),
            tags: Tags::new(config.tags, environment),
        }
    }

    /// Takes a batch through the steps. A batch with which nothing is to be done is passed on itself.
    ///
    /// # Errors
    /// When what was added to the spans makes them more bytes than a batch can have.
    pub(super) fn apply(&self, batch: &SpanBatch, format: Format) -> Result<Passed, BatchError> {
        let batch = sanitize(batch, format)?;
        let batch = self.redact.apply(&batch)?;
        let batch = self.limit.apply(&batch)?;
        let (batch, denied) = self.deny.split(&batch);
        let batch = self.tags.add(&batch, format);
        Ok(Passed { batch, denied })
    }
}

impl fmt::Debug for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Steps").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use jaeger_service::options::{OptionGroup as _, Origin, Values};

    use super::*;
    use crate::pipeline::sample::{LASTING, is_same, of_services, one_span, only, shown, text};

    fn steps(options: &[(&str, &str)]) -> Steps {
        let mut values = Values::default();
        for (name, text) in options {
            values.set(name, *text, Origin::Flag);
        }
        let config = StepsConfig::from_values(&values).unwrap();
        Steps::new(config, &Environment::default())
    }

    #[test]
    fn without_options_a_good_batch_is_passed_on_itself() {
        let batch = of_services(&["a", "b"]);
        for format in [Format::Otlp, Format::Jaeger] {
            let passed = steps(&[]).apply(&batch, format).unwrap();
            assert!(is_same(&passed.batch, &batch));
            assert!(passed.denied.is_empty());
        }
    }

    #[test]
    fn every_step_sees_what_the_one_before_it_left() {
        let options = [
            ("collector.redact", "mask:user"),
            ("collector.attribute-value-bytes-max", "2"),
            ("collector.denied-services", "other"),
            ("collector.tags", "zone=eu-west"),
        ];
        let span = format!(r#"{LASTING},"attributes":[{}]"#, text("user", "me"));
        let passed = steps(&options)
            .apply(&one_span("", &span), Format::Otlp)
            .unwrap();
        let expected = [
            "name: ",
            "resource: service.name=mi zone=eu-west",
            "span: user=**",
            "warning: values cut to 2 bytes: 2",
        ];
        assert_eq!(shown(&only(&passed.batch)), expected);

        let denied = steps(&[("collector.denied-services", "missing-service-name")]);
        let passed = denied.apply(&one_span("", &span), Format::Otlp).unwrap();
        assert_eq!((passed.batch.len(), passed.denied.len()), (0, 1));
    }

    #[test]
    fn tags_do_not_change_what_a_span_is() {
        let batch = one_span("", LASTING);
        let hash = |options: &[(&str, &str)]| {
            let passed = steps(options).apply(&batch, Format::Otlp).unwrap();
            only(&passed.batch).hash()
        };
        assert_eq!(hash(&[]), hash(&[("collector.tags", "zone=z1")]));
    }

    #[test]
    fn options_that_mean_nothing_are_refused() {
        let cases = [
            ("collector.tags", "zone", "expected key=value, not \"zone\""),
            (
                "collector.redact",
                "mask-value:x",
                "mask-value takes a pattern: mask-value:/PATTERN/",
            ),
        ];
        for (name, text, reason) in cases {
            let mut values = Values::default();
            values.set(name, text, Origin::Flag);
            let error = StepsConfig::from_values(&values).unwrap_err();
            let expected = format!("invalid value {text:?} for {name} (flag): {reason}");
            assert_eq!(error.to_string(), expected);
        }
    }
}
