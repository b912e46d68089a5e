//! The find box: in which rows a text is found.
//!
//! Terms are separated by blanks, and one of them is enough; a `"phrase"` may hold blanks. A term is
//! found, whatever its case, inside of the service, of the span's name, and of `key=value` of an
//! attribute: of the span, its resource or its events, and of those that Jaeger makes of the fields
//! of a span, such as `error=true`. The name of an event is its attribute `event`. A span's id is
//! found when it is given whole. `-key` leaves the attributes with this key out of the search.

use jaeger_model::{Attribute, ResourceView, SpanId, Text, Value, facts};
use tokio_util::sync::CancellationToken;

use super::rows::Rows;
use super::text;
use crate::adjust::AdjustedSpan;
use crate::failure::Failure;
use crate::{json, processors};

/// What is looked for.
#[derive(Debug)]
pub(super) struct Terms {
    wanted: Vec<Term>,
    /// Keys whose attributes are not looked at.
    excluded: Vec<String>,
}

/// One text, in lower case.
#[derive(Debug)]
struct Term {
    text: String,
    /// What stands before and behind each `=` in it.
    pairs: Vec<(String, String)>,
    /// The span whose id it may be.
    id: Option<SpanId>,
}

/// Returns `{"etag":..,"rows":[..]}`.
pub(super) fn written(terms: &Terms, rows: &Rows, abandoned: &CancellationToken) -> Vec<u8> {
    let found = found(terms, rows, abandoned);
    let mut out = vec![b'{'];
    json::text_member(&mut out, "etag", rows.etag());
    json::name(&mut out, "rows");
    json::list(&mut out, found, |out, row| json::number(out, row as u64));
    out.push(b'}');
    out
}

/// Somebody waits for the answer: all processors look through a large trace.
fn found(terms: &Terms, rows: &Rows, abandoned: &CancellationToken) -> Vec<usize> {
    let mut is_found = vec![false; rows.spans_total()];
    processors::share(&mut is_found, PART_SPANS_MIN, |first, is_found| {
        look_from(first, is_found, terms, rows, abandoned);
    });
    let is_found = |node: u32| is_found.get(node as usize).copied() == Some(true);
    let found = rows.rows().iter().enumerate();
    let found = found.filter(|(_, row)| is_found(row.node));
    found.map(|(number, _)| number).collect()
}

/// Looks through as many spans from `first` on as there is room to say of whether they were found.
fn look_from(
    first: usize,
    is_found: &mut [bool],
    terms: &Terms,
    rows: &Rows,
    abandoned: &CancellationToken,
) {
    let mut resources = Resources { terms, last: None };
    for (number, (is_found, span)) in is_found.iter_mut().zip(rows.spans_from(first)).enumerate() {
        if number.is_multiple_of(SPANS_AT_A_TIME) && abandoned.is_cancelled() {
            return;
        }
        *is_found = terms.are_in(&span, &mut resources);
    }
}

impl Terms {
    /// Takes a text apart.
    pub(super) fn read(text: &str) -> Result<Self, Failure> {
        if text.len() > TEXT_BYTES_MAX {
            let reason = format!("longer than {TEXT_BYTES_MAX} bytes");
            return Err(Failure::parameter("text", reason));
        }
        let mut terms = Self {
            wanted: Vec::new(),
            excluded: Vec::new(),
        };
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let (word, behind) = match rest.strip_prefix('"') {
                Some(phrase) => phrase.split_once('"').unwrap_or((phrase, "")),
                None => first_word(rest),
            };
            let is_phrase = rest.starts_with('"');
            rest = behind.trim_start();
            match word.strip_prefix('-').filter(|_| !is_phrase) {
                Some("") => {}
                Some(key) => terms.excluded.push(key.to_owned()),
                None if word.is_empty() => {}
                None => terms.wanted.push(Term::new(word)),
            }
        }
        if terms.wanted.len() + terms.excluded.len() > TERMS_MAX {
            let reason = format!("more than {TERMS_MAX} terms");
            return Err(Failure::parameter("text", reason));
        }
        Ok(terms)
    }

    fn are_in<'a>(&self, span: &AdjustedSpan<'a>, resources: &mut Resources<'_, 'a>) -> bool {
        let view = &span.span;
        self.wanted.iter().any(|term| term.id == Some(span.span_id))
            || self.are_in_text(view.name())
            || view.attributes().any(|each| self.are_in_attribute(&each))
            || resources.have_terms(view.resource())
            || facts::of_fields(view).any(|each| self.are_in_attribute(&each))
            || facts::of_scope(view).any(|each| self.are_in_attribute(&each))
            || view.events().any(|event| {
                let name = Attribute {
                    key: "event".into(),
                    value: Value::String(event.name()),
                };
                let mut attributes = event.attributes();
                self.are_in_attribute(&name) || attributes.any(|each| self.are_in_attribute(&each))
            })
    }

    fn are_in_text(&self, text: Text<'_>) -> bool {
        self.wanted.iter().any(|term| term.is_in(text.as_bytes()))
    }

    fn are_in_attribute(&self, attribute: &Attribute<'_>) -> bool {
        let key = attribute.key.as_bytes();
        let is_key = |excluded: &String| key.eq_ignore_ascii_case(excluded.as_bytes());
        if self.excluded.iter().any(is_key) {
            return false;
        }
        let value = text::of_attribute(attribute);
        self.wanted
            .iter()
            .any(|term| term.is_in(key) || term.is_in(&value) || term.is_in_pair(key, &value))
    }
}

impl Term {
    fn new(word: &str) -> Self {
        let text = word.to_lowercase();
        let cuts = text.match_indices('=');
        let pairs = cuts.filter_map(|(at, _)| Some((text.get(..at)?, text.get(at + 1..)?)));
        Self {
            pairs: pairs
                .map(|(end, start)| (end.to_owned(), start.to_owned()))
                .collect(),
            text,
            id: SpanId::from_hex(word).ok(),
        }
    }

    fn is_in(&self, text: &[u8]) -> bool {
        match self.text.is_ascii() {
            true => contains(text, self.text.as_bytes()),
            false => !text.is_ascii() && lower_case(text).contains(&self.text),
        }
    }

    /// True when it is in `key=value`, part of it in the key and part of it in the value.
    fn is_in_pair(&self, key: &[u8], value: &[u8]) -> bool {
        let mut pairs = self.pairs.iter();
        pairs.any(|(end, start)| ends_with(key, end) && starts_with(value, start))
    }
}

/// Whether terms are in a resource. Neighbours mostly share theirs.
struct Resources<'t, 'a> {
    terms: &'t Terms,
    last: Option<(ResourceView<'a>, bool)>,
}

impl<'a> Resources<'_, 'a> {
    fn have_terms(&mut self, resource: ResourceView<'a>) -> bool {
        if let Some((last, have)) = self.last
            && last == resource
        {
            return have;
        }
        let service = resource.service_name().unwrap_or_default();
        let mut attributes = resource.attributes();
        let have = self.terms.are_in_text(service)
            || attributes.any(|each| self.terms.are_in_attribute(&each));
        self.last = Some((resource, have));
        have
    }
}

/// Returns what stands before the first blank, and the rest.
fn first_word(text: &str) -> (&str, &str) {
    text.split_once(char::is_whitespace).unwrap_or((text, ""))
}

/// The needle is in lower case.
fn contains(text: &[u8], needle: &[u8]) -> bool {
    let Some(first) = needle.first() else {
        return true;
    };
    let Some(last_at) = text.len().checked_sub(needle.len()) else {
        return false;
    };
    let starts = text.get(..=last_at).unwrap_or_default();
    memchr::memchr2_iter(*first, first.to_ascii_uppercase(), starts).any(|at| {
        let window = text.get(at..at + needle.len());
        window.is_some_and(|window| window.eq_ignore_ascii_case(needle))
    })
}

fn ends_with(text: &[u8], end: &str) -> bool {
    let at = text.len().checked_sub(end.len());
    let tail = at.and_then(|at| text.get(at..));
    tail.is_some_and(|tail| tail.eq_ignore_ascii_case(end.as_bytes()))
        || !end.is_ascii() && lower_case(text).ends_with(end)
}

fn starts_with(text: &[u8], start: &str) -> bool {
    let head = text.get(..start.len());
    head.is_some_and(|head| head.eq_ignore_ascii_case(start.as_bytes()))
        || !start.is_ascii() && lower_case(text).starts_with(start)
}

fn lower_case(text: &[u8]) -> String {
    String::from_utf8_lossy(text).to_lowercase()
}

/// Longer texts are looked for by nobody, and each byte may cost a look at every attribute.
const TEXT_BYTES_MAX: usize = 1_024;
const TERMS_MAX: usize = 32;
const SPANS_AT_A_TIME: usize = 1_024;
/// Fewer are no work for a thread.
const PART_SPANS_MIN: usize = 8_192;

#[cfg(test)]
mod tests {
    use jaeger_model::SpanKind;

    use super::*;
    use crate::adjust::fixture::{Sketch, trace};
    use crate::render::Rendering;

    #[test]
    fn a_text_is_taken_apart_at_blanks_outside_of_quotes() {
        type Case<'a> = (&'a str, &'a [&'a str], &'a [&'a str]);
        let cases: [Case<'_>; 9] = [
            ("", &[], &[]),
            ("  a  B\tc ", &["a", "b", "c"], &[]),
            ("\"a b\" c", &["a b", "c"], &[]),
            ("\"a b", &["a b"], &[]),
            ("\"\" a", &["a"], &[]),
            ("a -key", &["a"], &["key"]),
            ("-\"a key\" \"-b\"", &["key\"", "-b"], &["\"a"]),
            ("- a-b", &["a-b"], &[]),
            ("-", &[], &[]),
        ];
        for (text, wanted, excluded) in cases {
            let terms = Terms::read(text).unwrap();
            let texts: Vec<_> = terms.wanted.iter().map(|term| &*term.text).collect();
            assert_eq!(texts, wanted, "{text}");
            assert_eq!(terms.excluded, excluded, "{text}");
        }
    }

    #[test]
    fn too_much_is_refused() {
        assert!(Terms::read(&"a".repeat(TEXT_BYTES_MAX)).is_ok());
        assert!(Terms::read(&"a".repeat(TEXT_BYTES_MAX + 1)).is_err());
        assert!(Terms::read(&"a ".repeat(TERMS_MAX)).is_ok());
        assert!(Terms::read(&"a ".repeat(TERMS_MAX + 1)).is_err());
    }

    #[test]
    fn finds_by_everything_that_a_span_says() {
        let resource = [
            ("service.name", Value::from("Frontend")),
            ("host.name", Value::from("node-7")),
        ];
        let attributes = [
            ("http.url", Value::from("https://shop/Cart?x=1")),
            ("retries", Value::Int(42)),
            ("city", Value::from("ZÜRICH")),
        ];
        let trace = trace(&[Sketch {
            id: 0xabc1,
            name: "GET /cart",
            kind: SpanKind::Server,
            resource: &resource,
            attributes: &attributes,
            events: &[(1, "cache miss")],
            ..Sketch::default()
        }]);
        let cases = [
            ("", false),
            ("frontend", true),
            ("get", true),
            ("\"get /\"", true),
            ("\"get  /\"", false),
            ("nothing get", true),
            ("nothing", false),
            ("abc1", true),
            ("000000000000ABC1", true),
            ("abc", false),
            ("HTTP.URL", true),
            ("shop/cart", true),
            ("http.url=https", true),
            ("url=https://SHOP/cart?x=1", true),
            ("http.url=shop", false),
            ("x=1", true),
            ("retries=42", true),
            ("retries=4", true),
            ("=42", true),
            ("zürich", true),
            ("city=zü", true),
            ("zurich", false),
            ("node-7", true),
            ("node-7 -host.name", false),
            ("node-7 -HOST.NAME", false),
            ("node-7 -host", true),
            ("-host.name", false),
            ("miss", true),
            ("event=cache", true),
            ("miss -event", false),
            ("span.kind=server", true),
            ("error=true", false),
        ];
        for (text, is_found) in cases {
            let terms = Terms::read(text).unwrap();
            let rows = Rows::of(trace.clone(), Rendering::Raw);
            let answer = written(&terms, &rows, &CancellationToken::new());
            let answer = String::from_utf8(answer).unwrap();
            let expected = if is_found {
                "\"rows\":[0]}"
            } else {
                "\"rows\":[]}"
            };
            assert!(answer.ends_with(expected), "{text}: {answer}");
        }
    }
}
