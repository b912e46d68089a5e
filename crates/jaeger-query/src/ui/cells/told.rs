//! What the spans of a trace say together.

use std::cmp::Reverse;
use std::collections::HashMap;

use jaeger_model::{ResourceView, StatusCode, Text};

use crate::json;
use crate::ui::attribute::{Attributes, Wanted};
use crate::ui::rows::{self, Rows};
use crate::ui::text;

/// Where the time went, and where the failure began.
pub(super) struct Told<'a> {
    /// Services, and for how long they worked while nobody worked for them; the longest first.
    busy: Vec<(Text<'a>, u64)>,
    /// Service and name of spans that failed without a failed child; the origin first.
    failing: Vec<(Text<'a>, Text<'a>)>,
}

/// A span, as far as those below it are known.
struct Walked<'a> {
    service: Text<'a>,
    name: Text<'a>,
    end_ns: u64,
    /// Up to where the children met so far cover it.
    covered_to_ns: u64,
    self_ns: u64,
    is_failed: bool,
    has_failed_child: bool,
    /// Failed spans from its parent upwards, without a gap.
    failed_above: u32,
    has_exception: bool,
}

impl<'a> Told<'a> {
    pub(super) fn of(rows: &'a Rows) -> Self {
        let spans = walked(rows);
        let mut busy = HashMap::<_, u64>::new();
        for span in &spans {
            let sum = busy.entry(span.service).or_default();
            *sum = sum.saturating_add(span.self_ns);
        }
        let mut busy: Vec<_> = busy.into_iter().collect();
        busy.sort_unstable_by_key(|&(service, self_ns)| (Reverse(self_ns), service));
        busy.truncate(SERVICES_MAX);
        Self {
            busy,
            failing: failing(&spans),
        }
    }

    /// Writes members of an object.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        json::name(out, "self");
        json::list(out, &self.busy, |out, (service, self_ns)| {
            out.push(b'{');
            json::text_member(out, "service", &head(service.as_bytes()));
            json::number_member(out, "nanos", *self_ns);
            out.push(b'}');
        });
        json::name(out, "failing");
        json::list(out, &self.failing, |out, (service, name)| {
            out.push(b'{');
            json::text_member(out, "service", &head(service.as_bytes()));
            json::text_member(out, "name", &head(name.as_bytes()));
            out.push(b'}');
        });
    }
}

/// Returns the first few values of an attribute, each once.
pub(super) fn values(rows: &Rows, wanted: &Wanted) -> Vec<String> {
    let mut attributes = Attributes::new(wanted);
    let mut values = Vec::new();
    for (_, span) in rows.iter() {
        let Some(attribute) = attributes.of(&span.span) else {
            continue;
        };
        let value = head(&text::of_attribute(&attribute));
        if !values.contains(&value) {
            values.push(value);
        }
        if values.len() == VALUES_MAX {
            break;
        }
    }
    values
}

/// Children stand behind their parents and come by start.
fn walked(rows: &Rows) -> Vec<Walked<'_>> {
    let mut spans = Vec::<Walked<'_>>::with_capacity(rows.len());
    let mut last_service: Option<(ResourceView<'_>, Text<'_>)> = None;
    for (row, span) in rows.iter() {
        let resource = span.span.resource();
        let service = match last_service {
            Some((last, service)) if last == resource => service,
            _ => resource.service_name().unwrap_or_default(),
        };
        last_service = Some((resource, service));
        let is_failed = span.span.status() == StatusCode::Error;
        let self_ns = rows::duration_ns(&span);
        let mut walked = Walked {
            service,
            name: span.span.name(),
            end_ns: row.start_ns.saturating_add(self_ns),
            covered_to_ns: row.start_ns,
            self_ns,
            is_failed,
            has_failed_child: false,
            failed_above: 0,
            has_exception: is_failed && span.span.events().any(|event| event.name() == EXCEPTION),
        };
        let parent = usize::try_from(row.parent).ok();
        if let Some(parent) = parent.and_then(|parent| spans.get_mut(parent)) {
            parent.cover(row.start_ns, walked.end_ns);
            parent.has_failed_child |= is_failed;
            if parent.is_failed {
                walked.failed_above = parent.failed_above.saturating_add(1);
            }
        }
        spans.push(walked);
    }
    spans
}

impl Walked<'_> {
    /// A child worked from `start_ns` to `end_ns`.
    fn cover(&mut self, start_ns: u64, end_ns: u64) {
        let from = start_ns.max(self.covered_to_ns);
        let to = end_ns.min(self.end_ns);
        if from < to {
            self.self_ns = self.self_ns.saturating_sub(to - from);
            self.covered_to_ns = to;
        }
    }
}

/// The longest chain of failures began where the failure did. Between equals an exception and an
/// earlier end decide.
fn failing<'a>(spans: &[Walked<'a>]) -> Vec<(Text<'a>, Text<'a>)> {
    let failed = spans.iter().filter(|span| span.is_failed);
    let mut origins: Vec<_> = failed.filter(|span| !span.has_failed_child).collect();
    origins.sort_by_key(|span| {
        (
            Reverse(span.failed_above),
            Reverse(span.has_exception),
            span.end_ns,
        )
    });
    let mut failing = Vec::new();
    for span in origins {
        let named = (span.service, span.name);
        if failing.len() < FAILING_MAX && !failing.contains(&named) {
            failing.push(named);
        }
    }
    failing
}

/// The beginning of a text, which may be of any length.
fn head(text: &[u8]) -> String {
    let bytes = text.get(..TEXT_CHARS_MAX * UTF8_BYTES_MAX).unwrap_or(text);
    let text = String::from_utf8_lossy(bytes);
    text.chars().take(TEXT_CHARS_MAX).collect()
}

const EXCEPTION: &str = "exception";
const SERVICES_MAX: usize = 12;
const FAILING_MAX: usize = 3;
const VALUES_MAX: usize = 3;
const TEXT_CHARS_MAX: usize = 200;
/// Bytes of a character.
const UTF8_BYTES_MAX: usize = 4;

#[cfg(test)]
mod tests {
    use jaeger_model::Value;

    use super::*;
    use crate::adjust::fixture::{Sketch, trace};
    use crate::render::Rendering;

    #[test]
    fn time_goes_into_whoever_nobody_worked_for() {
        let [web, db, cache] =
            ["web", "db", "cache"].map(|name| [("service.name", Value::from(name))]);
        // Id, parent, start, duration and resource.
        let spans = [
            (1, 0, 0, 100, &web),
            (2, 1, 10, 40, &db),
            // Beside the one before for a while.
            (3, 1, 30, 40, &cache),
            // It outlives its parent.
            (4, 3, 60, 90, &db),
        ];
        let sketches = spans.map(|(id, parent, start_us, duration_us, resource)| Sketch {
            id,
            parent,
            start_us: start_us + 1,
            duration_us,
            resource,
            ..Sketch::default()
        });
        let trace = trace(&sketches);
        let rows = Rows::of(trace, Rendering::Raw);
        let told = Told::of(&rows);
        let busy = told.busy.iter();
        let busy: Vec<_> = busy.map(|(name, ns)| (name.to_string(), *ns)).collect();
        let expected = [("db", 130_000), ("web", 40_000), ("cache", 30_000)];
        assert_eq!(busy, expected.map(|(name, ns)| (name.to_owned(), ns)));
        assert!(told.failing.is_empty());
    }

    #[test]
    fn texts_end_with_a_whole_character() {
        let long = "é".repeat(TEXT_CHARS_MAX + 1);
        let wide = "\u{1f600}".repeat(TEXT_CHARS_MAX + 1);
        let cases = [
            (&b""[..], 0),
            (&b"a\xff"[..], 2),
            (long.as_bytes(), TEXT_CHARS_MAX),
            (wide.as_bytes(), TEXT_CHARS_MAX),
        ];
        for (text, chars) in cases {
            let head = head(text);
            assert_eq!(head.chars().count(), chars, "{head}");
            assert_eq!(head.contains('\u{fffd}'), text == b"a\xff", "{head}");
        }
    }
}
