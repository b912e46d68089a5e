//! The names of services and operations that were ever seen, for lists.
//!
//! They stay when their spans go, so they have bounds of their own: in number, in the length of
//! each, and in bytes. A name beyond them is stored with its span and found by a search, but is in
//! no list.

use std::collections::BTreeSet;

use jaeger_model::{SpanKind, Text};
use jaeger_storage::reader::Operation;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::Config;
use crate::footprint::{allocated, place_bytes};

/// The names of one tenant.
#[derive(Debug)]
pub(crate) struct Names {
    services_max: usize,
    operations_max: usize,
    bytes_max: usize,
    numbers: FxHashMap<Box<[u8]>, u32>,
    services: Vec<Service>,
    operation_count: usize,
    bytes: usize,
}

#[derive(Debug)]
struct Service {
    name: String,
    operations: FxHashMap<Box<[u8]>, Kinds>,
}

/// The kinds of the spans of one name, a bit each.
#[derive(Clone, Copy, Debug, Default)]
struct Kinds(u8);

/// Stands for all services that are in no list.
pub(crate) const UNLISTED: u32 = u32::MAX;
const NAME_BYTES_MAX: usize = 256;
/// The part of the bytes that the names of a tenant may take.
const PART_OF_BYTES: usize = 8;
/// What a service costs beside its name, which is there twice, with its first operations.
const SERVICE_BYTES: usize =
    place_bytes::<(Box<[u8]>, u32)>() + 2 * size_of::<Service>() + 4 * OPERATION_BYTES;
/// What an operation costs beside its name.
const OPERATION_BYTES: usize = place_bytes::<(Box<[u8]>, Kinds)>();

impl Names {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            services_max: config.services_max,
            operations_max: config.operations_max,
            bytes_max: config.bytes_max / PART_OF_BYTES,
            numbers: FxHashMap::default(),
            services: Vec::new(),
            operation_count: 0,
            bytes: 0,
        }
    }

    /// The bytes that they take.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Notes a service and returns its number, or [`UNLISTED`].
    pub(crate) fn service(&mut self, name: Text<'_>) -> u32 {
        let bytes = name.as_bytes();
        if let Some(number) = self.numbers.get(bytes) {
            return *number;
        }
        let shown = name.to_str();
        let cost = allocated(SERVICE_BYTES + bytes.len() + shown.len());
        if self.services.len() >= self.services_max || !self.has_room(name, cost) {
            return UNLISTED;
        }
        let number = self.services.len() as u32;
        self.numbers.insert(bytes.into(), number);
        self.services.push(Service {
            name: shown.into_owned(),
            operations: FxHashMap::default(),
        });
        self.bytes += cost;
        number
    }

    /// Notes an operation of a service; returns whether it is in the list.
    pub(crate) fn operation(&mut self, service: u32, name: Text<'_>, kind: SpanKind) -> bool {
        let cost = allocated(OPERATION_BYTES + name.as_bytes().len());
        let has_room = self.has_room(name, cost);
        let Some(service) = self.services.get_mut(service as usize) else {
            return false;
        };
        let known = service.operations.get_mut(name.as_bytes());
        if known.as_ref().is_some_and(|kinds| kinds.has(kind)) {
            return true;
        }
        if self.operation_count >= self.operations_max {
            return false;
        }
        match known {
            Some(kinds) => kinds.add(kind),
            None if !has_room => return false,
            None => {
                let mut kinds = Kinds::default();
                kinds.add(kind);
                service.operations.insert(name.as_bytes().into(), kinds);
                self.bytes += cost;
            }
        }
        self.operation_count += 1;
        true
    }

    fn has_room(&self, name: Text<'_>, cost: usize) -> bool {
        name.as_bytes().len() <= NAME_BYTES_MAX && self.bytes + cost <= self.bytes_max
    }

    /// The services in order.
    pub(crate) fn services(&self) -> Vec<String> {
        let names = self.services.iter().map(|service| service.name.as_str());
        let names: BTreeSet<_> = names.collect();
        names.into_iter().map(str::to_owned).collect()
    }

    /// The operations of a service in order.
    pub(crate) fn operations(&self, service: &str) -> Vec<Operation> {
        let of_service = self.services.iter().filter(|known| known.name == service);
        let operations = of_service.flat_map(|service| &service.operations);
        let shown = operations.flat_map(|(name, kinds)| {
            kinds.iter().map(move |kind| Operation {
                name: Text::new(name).to_str().into_owned(),
                kind,
            })
        });
        // Names that differ in what is not UTF-8 are shown alike.
        let shown: BTreeSet<_> = shown.collect();
        shown.into_iter().collect()
    }

    /// The name of the service of this number.
    pub(crate) fn of(&self, number: u32) -> String {
        let service = self.services.get(number as usize);
        service.map_or_else(String::new, |service| service.name.clone())
    }

    /// Whether the service of this number has the name, as it is shown.
    pub(crate) fn is_called(&self, number: u32, name: &str) -> bool {
        let service = self.services.get(number as usize);
        service.is_some_and(|service| service.name == name)
    }

    /// The services of these names by their numbers, of which there are several where names differ
    /// in what is not UTF-8.
    pub(crate) fn numbered(&self, wanted: &[String]) -> FxHashMap<u32, &str> {
        let wanted: FxHashSet<&str> = wanted.iter().map(String::as_str).collect();
        let names = self.services.iter().map(|service| service.name.as_str());
        let names = (0_u32..).zip(names);
        names.filter(|(_, name)| wanted.contains(name)).collect()
    }
}

impl Kinds {
    fn has(self, kind: SpanKind) -> bool {
        self.0 & (1 << kind.number()) != 0
    }

    fn add(&mut self, kind: SpanKind) {
        self.0 |= 1 << kind.number();
    }

    fn iter(self) -> impl Iterator<Item = SpanKind> {
        SpanKind::ALL
            .into_iter()
            .filter(move |kind| self.has(*kind))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(bytes_max: usize) -> Names {
        Names::new(&Config {
            bytes_max: bytes_max * PART_OF_BYTES,
            services_max: 3,
            operations_max: 4,
            ..Config::default()
        })
    }

    #[test]
    fn lists_what_was_seen_in_order_and_once() {
        let mut names = names(1 << 20);
        for (service, operation, kind, is_listed) in [
            ("web", "sell", SpanKind::Server, true),
            ("app", "sell", SpanKind::Server, true),
            ("web", "sell", SpanKind::Client, true),
            ("web", "sell", SpanKind::Server, true),
            ("web", "buy", SpanKind::Unspecified, true),
            ("web", "one too many", SpanKind::Client, false),
            ("web", "buy", SpanKind::Client, false),
        ] {
            let number = names.service(service.into());
            assert_eq!(names.operation(number, operation.into(), kind), is_listed);
        }
        assert_eq!(names.services(), ["app", "web"]);
        let of_web = names.operations("web").into_iter();
        let of_web: Vec<_> = of_web
            .map(|operation| (operation.name, operation.kind))
            .collect();
        let expected = [
            ("buy", SpanKind::Unspecified),
            ("sell", SpanKind::Server),
            ("sell", SpanKind::Client),
        ];
        assert_eq!(of_web, expected.map(|(name, kind)| (name.to_owned(), kind)));
        assert!(names.operations("other").is_empty());
        assert_eq!(names.of(0), "web");
        assert_eq!(names.of(UNLISTED), "");
    }

    #[test]
    fn names_that_are_shown_alike_are_one() {
        let mut names = names(1 << 20);
        for name in [&b"a\xff"[..], b"a\xfe"] {
            let number = names.service(Text::new(name));
            assert!(names.operation(number, Text::new(name), SpanKind::Server));
        }
        assert_eq!(names.services(), ["a\u{fffd}"]);
        assert_eq!(names.operations("a\u{fffd}").len(), 1);
        let wanted = [String::from("a\u{fffd}")];
        assert_eq!(names.numbered(&wanted).len(), 2);
    }

    #[test]
    fn names_are_bounded_in_number_length_and_bytes() {
        let long = "x".repeat(NAME_BYTES_MAX + 1);
        let mut names = names(1 << 20);
        assert_eq!(names.service(long.as_str().into()), UNLISTED);
        for service in ["a", "b", "c"] {
            assert_ne!(names.service(service.into()), UNLISTED);
        }
        assert_eq!(names.service("d".into()), UNLISTED);
        assert!(!names.operation(0, long.as_str().into(), SpanKind::Server));
        assert!(!names.operation(UNLISTED, "sell".into(), SpanKind::Server));

        let mut names = self::names(allocated(SERVICE_BYTES + 4));
        assert_eq!(names.service("abc".into()), UNLISTED);
        assert_eq!(names.service("ab".into()), 0);
        assert!(!names.operation(0, "sell".into(), SpanKind::Server));
        assert!(names.bytes() <= names.bytes_max);
    }
}
