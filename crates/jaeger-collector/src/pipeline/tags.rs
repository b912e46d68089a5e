//! Tags that an operator puts on everything that passes: attributes of the resource.
//!
//! As in Jaeger, spans of its own formats get a tag unless they have it with that very value, and then their process
//! tags are in the order of their keys; spans of OTLP get it only where the key is absent. The hashes of spans stay
//! what they were, so that a span is the same one whatever way it came.

use std::collections::BTreeMap;

use jaeger_codec::jaeger::SERVICE_NAME;
use jaeger_model::otlp::{resource, resource_spans};
use jaeger_model::wire::{Field, Writer};
use jaeger_model::{ResourceView, SpanBatch, SpanView, Value};
use jaeger_receivers::sink::Format;
use jaeger_service::Environment;
use jaeger_service::options::OptionValue;

use super::rewrite::{Edit, edited, in_front, key};

/// Tags as an operator writes them: `key=value`, where the value may be `${VARIABLE:default}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagList(Vec<(String, String)>);

impl OptionValue for TagList {
    const KIND: &'static str = "list";
    const LIST: bool = true;

    fn parse(text: &str) -> Result<Self, String> {
        let pairs = text
            .split(',')
            .map(str::trim)
            .filter(|pair| !pair.is_empty());
        let tags = pairs.map(|pair| match pair.split_once('=') {
            Some((key, value)) if !key.trim_end().is_empty() => {
                Ok((key.trim_end().to_owned(), value.trim_start().to_owned()))
            }
            _ => Err(format!("expected key=value, not {pair:?}")),
        });
        tags.collect::<Result<_, _>>().map(Self)
    }

    fn render(&self) -> String {
        let pairs = self.0.iter().map(|(key, value)| format!("{key}={value}"));
        pairs.collect::<Vec<_>>().join(",")
    }
}

/// The tags with their values; of a key written twice the last.
#[derive(Clone, Debug, Default)]
pub(super) struct Tags(BTreeMap<String, String>);

impl Tags {
    /// Looks up the variables. A tag whose variable is not set and has no default is left out.
    pub(super) fn new(list: TagList, environment: &Environment) -> Self {
        let tags = list.0.into_iter().filter_map(|(key, value)| {
            let value = resolved(value, environment)?;
            Some((key, value))
        });
        Self(tags.collect())
    }

    /// Puts the tags on the spans. The batch itself comes back when they have them.
    pub(super) fn add(&self, batch: &SpanBatch, format: Format) -> SpanBatch {
        if self.0.is_empty() {
            return batch.clone();
        }
        let spans: Vec<_> = batch.spans().collect();
        let of_resource = spans.chunk_by(|one, next| one.resource() == next.resource());
        let tagged: Vec<_> = of_resource
            .map(|spans| (spans, self.tagged(spans, format)))
            .collect();
        if tagged.iter().all(|(_, resource)| resource.is_none()) {
            return batch.clone();
        }
        let spans = tagged.iter().flat_map(|(spans, tagged)| {
            spans.iter().map(move |span| {
                let resource = match tagged {
                    None => span.resource(),
                    Some(bytes) => ResourceView::new(bytes),
                };
                SpanView::new(resource, span.scope(), span.bytes(), span.hash())
            })
        });
        spans.collect()
    }

    /// The `ResourceSpans` message of these spans, without them, with the tags; `None` when nothing is added.
    fn tagged(&self, spans: &[SpanView<'_>], format: Format) -> Option<Vec<u8>> {
        let resource = spans.first()?.resource();
        let missing: Vec<_> = self
            .0
            .iter()
            .filter(|(key, value)| !has(&resource, key, value, format))
            .collect();
        if missing.is_empty() {
            return None;
        }
        let mut fields = Writer::default();
        for (key, value) in missing {
            let value = Value::from(value.as_str());
            fields.attribute(resource::ATTRIBUTES, key.as_bytes(), value);
        }
        let fields = fields.into_bytes();
        let with_tags = |resource: &[u8]| {
            let all = [resource, &fields].concat();
            match format {
                Format::Jaeger | Format::Proto => in_order(&all),
                Format::Otlp | Format::Zipkin => all,
            }
        };
        let envelope = resource.envelope();
        let changed = edited(&envelope, |number, field| match (number, field) {
            (resource_spans::RESOURCE, Field::Bytes(resource)) => {
                Edit::Content(with_tags(resource))
            }
            _ => Edit::Keep,
        });
        let added = changed.is_none().then(|| with_tags(&[]));
        in_front(resource_spans::RESOURCE, added, &envelope, changed)
    }
}

fn has(resource: &ResourceView<'_>, key: &str, value: &str, format: Format) -> bool {
    resource.attributes().any(|attribute| {
        attribute.key == key && (format == Format::Otlp || attribute.value.to_text() == value)
    })
}

/// A `Resource` message with its attributes in the order of their keys, behind the name of the service.
fn in_order(resource: &[u8]) -> Vec<u8> {
    let (mut attributes, mut w) = (Vec::new(), Writer::default());
    let others = edited(resource, |number, field| match (number, field) {
        (resource::ATTRIBUTES, Field::Bytes(attribute)) => {
            attributes.push((key(attribute), attribute));
            Edit::Drop
        }
        _ => Edit::Keep,
    });
    let is_service = |(key, _): &(&[u8], &[u8])| *key == SERVICE_NAME.as_bytes();
    let service = attributes.iter().position(is_service);
    let service = service.map(|index| attributes.remove(index));
    attributes.sort_by_key(|(key, _)| *key);
    for (_, attribute) in service.into_iter().chain(attributes) {
        w.bytes(resource::ATTRIBUTES, attribute);
    }
    w.raw(&others.unwrap_or_default());
    w.into_bytes()
}

/// The value with its variable looked up.
fn resolved(value: String, environment: &Environment) -> Option<String> {
    let Some(inner) = value
        .strip_prefix("${")
        .and_then(|value| value.strip_suffix('}'))
    else {
        return Some(value);
    };
    let (variable, default) = match inner.split_once(':') {
        Some((variable, default)) => (variable, Some(default)),
        None => (inner, None),
    };
    environment.get(variable).or(default).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::sample::{LASTING, is_same, of_services, one_span, only, shown, text};

    fn tags(list: &str) -> Tags {
        Tags::new(TagList::parse(list).unwrap(), &Environment::default())
    }

    #[test]
    fn reads_tags_and_writes_them_back() {
        let cases = [
            ("", ""),
            ("a=b", "a=b"),
            (" a = b , c=d=e,", "a=b,c=d=e"),
            ("k=", "k="),
            ("k=${V:x:y}", "k=${V:x:y}"),
        ];
        for (given, expected) in cases {
            let list = TagList::parse(given).unwrap();
            assert_eq!(list.render(), expected);
            assert_eq!(TagList::parse(expected), Ok(list));
        }
        for (given, pair) in [("a", "a"), ("=b", "=b"), ("a=b,c", "c")] {
            let error = TagList::parse(given).unwrap_err();
            assert_eq!(error, format!("expected key=value, not {pair:?}"));
        }
    }

    #[test]
    fn looks_up_variables() {
        let environment: Environment = [("SET", "value"), ("EMPTY", "")].into_iter().collect();
        let cases = [
            ("a=${SET}", Some("value")),
            ("a=${SET:default}", Some("value")),
            ("a=${UNSET:default:more}", Some("default:more")),
            ("a=${EMPTY:default}", Some("default")),
            ("a=${UNSET:}", Some("")),
            ("a=${UNSET}", None),
            ("a=${EMPTY}", None),
            ("a=${SET", Some("${SET")),
            ("a=x${SET}", Some("x${SET}")),
            ("a=1,a=2", Some("2")),
        ];
        for (list, expected) in cases {
            let tags = Tags::new(TagList::parse(list).unwrap(), &environment);
            assert_eq!(tags.0.get("a").map(String::as_str), expected, "{list}");
        }
    }

    #[test]
    fn adds_what_is_missing_as_each_format_wants_it() {
        let name = text("service.name", "s");
        let other = [
            text("zz", "1"),
            name.clone(),
            text("env", "dev"),
            text("b", "1"),
        ]
        .join(",");
        let same = [text("env", "prod"), text("zone", "z1")].join(",");
        let cases = [
            (Format::Otlp, &name, "service.name=s env=prod zone=z1"),
            (
                Format::Otlp,
                &other,
                "zz=1 service.name=s env=dev b=1 zone=z1",
            ),
            (Format::Jaeger, &name, "service.name=s env=prod zone=z1"),
            (
                Format::Jaeger,
                &other,
                "service.name=s b=1 env=dev env=prod zone=z1 zz=1",
            ),
            (Format::Otlp, &same, "env=prod zone=z1"),
            (Format::Jaeger, &same, "env=prod zone=z1"),
            (Format::Otlp, &String::new(), "env=prod zone=z1"),
        ];
        for (format, resource, expected) in cases {
            let batch = one_span(resource, LASTING);
            let found = tags("zone=z1,env=prod").add(&batch, format);
            let expected = [String::from("name: "), format!("resource: {expected}")];
            assert_eq!(shown(&only(&found)), expected, "{format:?} {resource}");
            assert_eq!(is_same(&found, &batch), *resource == same, "{resource}");
            assert_eq!(only(&found).hash(), only(&batch).hash(), "{resource}");
        }
    }

    #[test]
    fn every_resource_gets_them() {
        let batch = of_services(&["a", "b", "b", "c"]);
        let found = tags("k=v").add(&batch, Format::Otlp);
        assert_eq!(found.len(), 4);
        for (span, sent) in found.spans().zip(batch.spans()) {
            let [resource, sent] = [&span, &sent].map(|span| span.resource().service_name());
            assert_eq!(resource, sent);
            assert!(span.resource().attributes().any(|tag| tag.key == "k"));
        }
        assert!(is_same(&tags("").add(&batch, Format::Otlp), &batch));
    }
}
