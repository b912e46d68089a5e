//! What operators do not want to store: attributes removed, hashed or masked before anything is written.
//!
//! Rules hold on every level and within arrays and maps, and for the fields that Jaeger shows as attributes, so that
//! the status message goes with `otel.status_description`. What a span was sent with never reaches its hash: that is
//! taken of what is left. A resource's `service.name` stays, since nothing is found without it.

mod rules;

use jaeger_codec::jaeger::{EVENT, SERVICE_NAME};
use jaeger_model::otlp::{any_value, event, key_value, link, list, resource, scope, span, status};
use jaeger_model::wire::{Field, Reader, Writer};
use jaeger_model::{BatchError, SpanBatch, Value, facts, reserved};
use jaeger_service::options::Secret;
use sha2::{Digest, Sha256};

use super::rewrite::{Edit, Rewrite, edited, key, pair, rewritten, with_value};
pub use rules::Redactions;
use rules::{Action, MASK};

/// Redacts batches by the rules of an operator.
pub(super) struct Redact {
    rules: Redactions,
    hash_key: Secret,
}

impl Redact {
    pub(super) fn new(rules: Redactions, hash_key: Secret) -> Self {
        Self { rules, hash_key }
    }

    /// Redacts what the rules fit. The batch itself comes back when that is nothing.
    pub(super) fn apply(&self, batch: &SpanBatch) -> Result<SpanBatch, BatchError> {
        if self.rules.is_empty() {
            return Ok(batch.clone());
        }
        let mut rewrite = self;
        rewritten(batch, &mut rewrite)
    }

    fn attribute(&self, attribute: &[u8]) -> Edit {
        let key = key(attribute);
        match self.rules.action(key) {
            Some(Action::Delete) => Edit::Drop,
            Some(Action::Mask) => Edit::Content(pair(key, MASK.into())),
            Some(Action::Hash) => {
                let hash = with_value(attribute, |value| self.hash_of_value(value));
                Edit::Content(pair(key, hash.as_str().into()))
            }
            None => edited(attribute, |number, field| match (number, field) {
                (key_value::VALUE, Field::Bytes(value)) => self.value(value).into(),
                _ => Edit::Keep,
            })
            .into(),
        }
    }

    /// The content of an `AnyValue`.
    fn value(&self, value: &[u8]) -> Option<Vec<u8>> {
        if self.is_number_to_mask(value) {
            let mut w = Writer::default();
            w.any_value(MASK.into());
            return Some(w.into_bytes());
        }
        edited(value, |number, field| match (number, field) {
            (any_value::STRING, Field::Bytes(text)) => self.rules.masked(text).into(),
            (any_value::ARRAY, Field::Bytes(values)) => {
                edited(values, |number, field| match (number, field) {
                    (list::VALUES, Field::Bytes(value)) => self.value(value).into(),
                    _ => Edit::Keep,
                })
                .into()
            }
            (any_value::KVLIST, Field::Bytes(map)) => self.attributes(map, list::VALUES).into(),
            _ => Edit::Keep,
        })
    }

    fn attributes(&self, message: &[u8], attributes: u32) -> Option<Vec<u8>> {
        edited(message, |number, field| match field {
            Field::Bytes(attribute) if number == attributes => self.attribute(attribute),
            _ => Edit::Keep,
        })
    }

    /// Card numbers are sent as integers, too.
    fn is_number_to_mask(&self, value: &[u8]) -> bool {
        self.rules.has_values()
            && Reader::new(value).any(|field| match field {
                (any_value::INT, Field::Varint(number)) => {
                    let text = number.cast_signed().to_string();
                    self.rules.masked(text.as_bytes()).is_some()
                }
                _ => false,
            })
    }

    /// A text that has a field of its own and that Jaeger shows under `key`.
    fn field(&self, key: &str, text: &[u8]) -> Edit {
        match self.rules.action(key.as_bytes()) {
            Some(Action::Delete) => Edit::Drop,
            Some(Action::Mask) => Edit::Content(MASK.into()),
            Some(Action::Hash) => Edit::Content(self.hash(text).into_bytes()),
            None => self.rules.masked(text).into(),
        }
    }

    fn hash_of_value(&self, value: Value<'_>) -> String {
        match value {
            Value::String(text) => self.hash(text.as_bytes()),
            Value::Bytes(bytes) => self.hash(bytes),
            other => self.hash(other.to_text().as_bytes()),
        }
    }

    /// The first 64 bits of SHA-256 over the key and the value: enough to tell values apart, and without the key
    /// nobody finds short ones by trying.
    fn hash(&self, value: &[u8]) -> String {
        let digest = Sha256::new_with_prefix(self.hash_key.expose())
            .chain_update(value)
            .finalize();
        let first = digest.first_chunk().copied().unwrap_or_default();
        format!("{:016x}", u64::from_be_bytes(first))
    }
}

impl Rewrite for &Redact {
    fn resource(&mut self, resource: &[u8]) -> Option<Vec<u8>> {
        edited(resource, |number, field| match (number, field) {
            (resource::ATTRIBUTES, Field::Bytes(attribute))
                if key(attribute) != SERVICE_NAME.as_bytes() =>
            {
                self.attribute(attribute)
            }
            _ => Edit::Keep,
        })
    }

    fn scope(&mut self, scope: &[u8]) -> Option<Vec<u8>> {
        edited(scope, |number, field| match (number, field) {
            (scope::NAME, Field::Bytes(name)) => self.field(facts::SCOPE_NAME, name),
            (scope::VERSION, Field::Bytes(version)) => self.field(facts::SCOPE_VERSION, version),
            (scope::ATTRIBUTES, Field::Bytes(attribute)) => self.attribute(attribute),
            _ => Edit::Keep,
        })
    }

    fn span(&mut self, span: &[u8]) -> Option<Vec<u8>> {
        edited(span, |number, field| match (number, field) {
            (span::NAME, Field::Bytes(name)) => self.rules.masked(name).into(),
            (span::TRACE_STATE, Field::Bytes(state)) => self.field(facts::TRACE_STATE, state),
            // Ours, not the client's.
            (span::ATTRIBUTES, Field::Bytes(attribute))
                if reserved::is_reserved(key(attribute)) =>
            {
                Edit::Keep
            }
            (span::ATTRIBUTES, Field::Bytes(attribute)) => self.attribute(attribute),
            (span::EVENTS, Field::Bytes(event)) => self.event(event).into(),
            (span::LINKS, Field::Bytes(link)) => self.link(link).into(),
            (span::STATUS, Field::Bytes(status)) => self.status(status).into(),
            _ => Edit::Keep,
        })
    }
}

impl Redact {
    fn event(&self, event: &[u8]) -> Option<Vec<u8>> {
        edited(event, |number, field| match (number, field) {
            (event::NAME, Field::Bytes(name)) => self.field(EVENT, name),
            (event::ATTRIBUTES, Field::Bytes(attribute)) => self.attribute(attribute),
            _ => Edit::Keep,
        })
    }

    fn link(&self, link: &[u8]) -> Option<Vec<u8>> {
        edited(link, |number, field| match (number, field) {
            (link::TRACE_STATE, Field::Bytes(state)) => self.field(facts::TRACE_STATE, state),
            (link::ATTRIBUTES, Field::Bytes(attribute)) => self.attribute(attribute),
            _ => Edit::Keep,
        })
    }

    fn status(&self, status: &[u8]) -> Option<Vec<u8>> {
        edited(status, |number, field| match (number, field) {
            (status::MESSAGE, Field::Bytes(text)) => self.field(facts::STATUS_DESCRIPTION, text),
            _ => Edit::Keep,
        })
    }
}

#[cfg(test)]
mod tests {
    use jaeger_service::options::OptionValue as _;

    use super::*;
    use crate::pipeline::sample::{is_same, one_span, only, shown, text};

    fn redact(rules: &str) -> Redact {
        Redact::new(Redactions::parse(rules).unwrap(), Secret::default())
    }

    /// A span that says `secret` and `4111111111111111` wherever it can.
    fn telling() -> SpanBatch {
        let user = text("user", "secret");
        let card = text("note", "card 4111111111111111.");
        let both = format!("{user},{card}");
        let resource = format!("{},{both}", text("service.name", "shop"));
        let nested = format!(
            r#"{{"key":"map","value":{{"kvlistValue":{{"values":[{both}]}}}}}},
               {{"key":"list","value":{{"arrayValue":{{"values":[{{"stringValue":"4111111111111111"}}]}}}}}},
               {{"key":"number","value":{{"intValue":"4111111111111111"}}}}"#
        );
        one_span(
            &resource,
            &format!(
                r#""name":"pay 4111111111111111","traceState":"s=1",
                "attributes":[{both},{nested}],
                "events":[{{"name":"e","attributes":[{both}]}}],
                "links":[{{"attributes":[{both}]}}],
                "status":{{"code":2,"message":"no secret"}}"#
            ),
        )
    }

    #[test]
    fn rules_hold_on_every_level() {
        let cases: &[(&str, &[&str])] = &[
            (
                "delete:user, delete:note",
                &[
                    "name: pay 4111111111111111",
                    "resource: service.name=shop",
                    "span: map={} list=[\"4111111111111111\"] number=4111111111111111",
                    "status: no secret",
                    "state: s=1",
                ],
            ),
            (
                "mask:/^(user|note|otel\\.status_description)$/,delete:w3c.tracestate,delete:/^(map|list|number)$/",
                &[
                    "name: pay 4111111111111111",
                    "resource: service.name=shop user=*** note=***",
                    "span: user=*** note=***",
                    "event e: user=*** note=***",
                    "link: user=*** note=***",
                    "status: ***",
                ],
            ),
            (
                r"mask-value:/\b\d{13,16}\b/,delete:user,mask:service.name",
                &[
                    "name: pay ***",
                    "resource: service.name=shop note=card ***.",
                    "span: note=card ***. map={\"note\":\"card ***.\"} list=[\"***\"] number=***",
                    "event e: note=card ***.",
                    "link: note=card ***.",
                    "status: no secret",
                    "state: s=1",
                ],
            ),
        ];
        for (rules, expected) in cases {
            let found = redact(rules).apply(&telling()).unwrap();
            assert_eq!(shown(&only(&found)), *expected, "{rules}");
        }
    }

    #[test]
    fn a_hash_tells_values_apart_and_depends_on_the_key() {
        let attributes = [text("user", "a"), text("user", "b"), text("user", "a")];
        let numbers =
            r#"{"key":"user","value":{"intValue":"7"}},{"key":"user","value":{"stringValue":"7"}}"#;
        let span = format!(r#""attributes":[{},{numbers}]"#, attributes.join(","));
        let batch = one_span("", &span);
        let hashes = |key: &str| {
            let rules = Redactions::parse("hash:user").unwrap();
            let found = Redact::new(rules, Secret::new(key)).apply(&batch).unwrap();
            let values = only(&found)
                .attributes()
                .map(|found| found.value.to_text().into_owned());
            values.collect::<Vec<_>>()
        };
        let [a, b, again, number, digit]: [String; 5] = hashes("").try_into().unwrap();
        assert_eq!(a, "ca978112ca1bbdca", "the first of SHA-256");
        assert_eq!((&a, &number), (&again, &digit));
        assert_ne!(a, b);
        assert_ne!(hashes("k").first(), Some(&a));
    }

    #[test]
    fn what_no_rule_fits_is_handed_back_itself() {
        let batch = telling();
        for rules in ["", "delete:other,mask-value:/nothing/,mask:service.name"] {
            let found = redact(rules).apply(&batch).unwrap();
            assert!(is_same(&found, &batch), "{rules}");
        }
    }

    #[test]
    fn the_hash_of_a_span_is_that_of_what_is_left() {
        let with = one_span("", &format!(r#""attributes":[{}]"#, text("user", "a")));
        let other = one_span("", &format!(r#""attributes":[{}]"#, text("user", "b")));
        assert_ne!(only(&with).hash(), only(&other).hash());
        let redact = redact("mask:user");
        let [with, other] = [with, other].map(|batch| redact.apply(&batch).unwrap());
        assert_eq!(only(&with).hash(), only(&other).hash());
    }
}
