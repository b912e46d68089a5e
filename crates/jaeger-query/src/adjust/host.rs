//! Which spans come from one host, and so from one clock.

use std::borrow::Cow;
use std::hash::{BuildHasher, RandomState};

use jaeger_model::{ResourceView, Value};

use super::ip;

/// What names a host, the most telling first: that of Jaeger's clients, then OpenTelemetry's.
const KEYS: [&str; 4] = ["ip", "host.id", "host.ip", "host.name"];

/// Gives the hosts of a trace numbers. With one seed these are the same wherever they are given; nobody who does not
/// know it can make two hosts one.
#[derive(Debug)]
pub(super) struct Hosts<'a> {
    seed: &'a RandomState,
    last: Option<(ResourceView<'a>, Option<u64>)>,
}

impl<'a> Hosts<'a> {
    pub(super) fn new(seed: &'a RandomState) -> Self {
        Self { seed, last: None }
    }

    /// The number of the host that a resource names; `None` when it names none.
    pub(super) fn number(&mut self, resource: ResourceView<'a>) -> Option<u64> {
        if let Some((last, number)) = self.last
            && last == resource
        {
            return number;
        }
        let number = name(resource).map(|name| self.seed.hash_one(name));
        self.last = Some((resource, number));
        number
    }
}

fn name<'a>(resource: ResourceView<'a>) -> Option<Cow<'a, [u8]>> {
    let mut found: [Option<Value<'a>>; KEYS.len()] = [None; KEYS.len()];
    for attribute in resource.attributes() {
        let slot = KEYS
            .iter()
            .zip(&mut found)
            .find(|(key, _)| attribute.key == **key);
        if let Some((_, slot)) = slot {
            slot.get_or_insert(attribute.value);
        }
    }
    found.into_iter().flatten().find_map(text)
}

/// An address or name in any of the forms that clients send; `None` when it says nothing.
fn text(value: Value<'_>) -> Option<Cow<'_, [u8]>> {
    match value {
        Value::String(text) => (!text.is_empty()).then(|| Cow::Borrowed(text.as_bytes())),
        Value::Int(number) => Some(Cow::Owned(ip::dotted(number).into_bytes())),
        Value::Bytes(bytes) => ip::of_bytes(bytes).map(|address| Cow::Owned(address.into_bytes())),
        Value::Array(mut addresses) => match addresses.next()? {
            Value::String(first) => (!first.is_empty()).then(|| Cow::Borrowed(first.as_bytes())),
            _ => None,
        },
        Value::Empty | Value::Bool(_) | Value::Double(_) | Value::Map(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjust::fixture::{Sketch, trace};

    const MAPPED: [u8; 16] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 0, 0, 1];

    #[test]
    fn a_host_is_known_by_its_address_in_every_form_or_by_its_name() {
        type Case<'a> = (&'a [(&'a str, Value<'a>)], Option<&'a str>);
        let cases: &[Case<'_>] = &[
            (&[], None),
            (&[("ip", Value::from("10.0.0.1"))], Some("10.0.0.1")),
            (&[("ip", Value::Int(0x0a00_0001))], Some("10.0.0.1")),
            (&[("ip", Value::Bytes(&[10, 0, 0, 1]))], Some("10.0.0.1")),
            (&[("ip", Value::Bytes(&MAPPED))], Some("10.0.0.1")),
            (&[("ip", Value::Bytes(&[10, 0, 0]))], None),
            (&[("ip", Value::from(""))], None),
            (&[("ip", Value::Bool(true))], None),
            (&[("ip", Value::Double(1.0))], None),
            (&[("host.name", Value::from("web-1"))], Some("web-1")),
            (
                &[
                    ("host.name", Value::from("web-1")),
                    ("ip", Value::from("10.0.0.1")),
                ],
                Some("10.0.0.1"),
            ),
        ];
        for (resource, expected) in cases {
            let trace = trace(&[Sketch {
                resource,
                ..Sketch::default()
            }]);
            let names = trace.spans().map(|span| name(span.resource()));
            let expected = expected.map(|name| Cow::Borrowed(name.as_bytes()));
            assert_eq!(names.collect::<Vec<_>>(), [expected], "{resource:?}");
        }
    }
}
