//! The options of what happens to spans between door and storage.

use jaeger_service::options;
use jaeger_service::options::{ByteSize, Secret};

use super::redact::Redactions;
use super::tags::TagList;

options! {
    /// What happens to spans between door and storage.
    pub struct StepsConfig {
        /// Tags to be put on every resource: `key=value`, or `key=${VARIABLE:default}` to take the value from the
        /// environment.
        "collector.tags" tags: TagList = TagList::default(),
        /// Services whose spans are not stored. Their senders are not told; the spans are counted as rejected.
        "collector.denied-services" denied_services: Vec<String> = Vec::new(),
        /// What must not be stored: `delete:KEY`, `hash:KEY` or `mask:KEY` for attributes, `mask-value:/PATTERN/` for
        /// what is found in texts. A KEY may be a `/PATTERN/`; the first rule for a key decides.
        "collector.redact" redact: Redactions = Redactions::default(),
        /// A secret put before each value that is hashed, without which nobody finds short values by trying.
        "collector.redact-hash-key" redact_hash_key: Secret = Secret::default(),
        /// The most attributes of a span; the last ones beyond are left out. 0 is no limit.
        "collector.span-attributes-max" span_attributes_max: usize = 0,
        /// The longest text of an attribute; longer ones are cut. 0 is no limit.
        "collector.attribute-value-bytes-max"
        attribute_value_bytes_max: ByteSize = ByteSize::bytes(0),
        /// The longest span; longer ones lose events, then links, then attributes. 0 is no limit.
        "collector.span-bytes-max" span_bytes_max: ByteSize = ByteSize::bytes(0),
    }
}
