//! How many traces have each value of the attributes that somebody chose to see.
//!
//! A key is written as in a search and looked for where a search looks for it, so that the traces
//! counted for a value are those that a search for it finds. A trace counts once for a value,
//! however many of its spans have it.

use std::collections::HashSet;

use jaeger_model::{Attribute, Tenant, Trace, TraceId, Value, facts};
use jaeger_storage::expression::Level;
use jaeger_storage::{GetTrace, TraceSummary};

use crate::api::Api;
use crate::failure::Failure;
use crate::json;
use crate::params::Params;
use crate::ui::overview::facet::Facet;
use crate::ui::sweep::Reached;
use crate::ui::whole::{request, work_through};

/// The attributes that were chosen, and the traces they are counted in.
#[derive(Debug)]
pub(super) struct Chosen {
    keys: Vec<Key>,
    /// The newest traces, which are read for their spans.
    requests: Vec<GetTrace>,
    failed: HashSet<TraceId>,
    /// Traces that were looked at.
    traces: u64,
    /// Whether those are all that were found.
    reached: Reached,
}

/// A key, and what was counted of it.
#[derive(Debug)]
struct Key {
    /// As it was asked for.
    asked: String,
    /// Where it is looked for; anywhere when there is none.
    level: Option<Level>,
    key: String,
    facet: Facet,
    /// The values of the trace that is being counted.
    of_trace: HashSet<String>,
}

impl Chosen {
    /// Reads the keys; each is a parameter of its own, since a key may hold any character.
    pub(super) fn read(params: &Params) -> Result<Self, Failure> {
        let mut keys = Vec::<Key>::new();
        for asked in params.all("facet") {
            let key = Key::read(asked)?;
            if keys.iter().all(|known| known.asked != asked) {
                keys.push(key);
            }
            if keys.len() > KEYS_MAX {
                return Err(Failure::parameter("facet", format!("more than {KEYS_MAX}")));
            }
        }
        Ok(Self {
            keys,
            requests: Vec::new(),
            failed: HashSet::new(),
            traces: 0,
            reached: Reached::All,
        })
    }

    /// Returns what the counts hold at most, roughly.
    pub(super) fn bytes_max(&self) -> usize {
        self.keys.len() * KEY_BYTES_MAX
    }

    /// Takes a trace that was found, the newest first.
    pub(super) fn take(&mut self, tenant: &Tenant, trace: &TraceSummary) {
        if self.keys.is_empty() {
            return;
        }
        if self.requests.len() >= TRACES_MAX {
            self.reached = Reached::Part;
            return;
        }
        self.requests.push(request(tenant, trace));
        if trace.error_count > 0 {
            self.failed.insert(trace.trace_id);
        }
    }

    /// Reads the traces that were taken, and counts.
    pub(super) async fn counted(mut self, api: &Api) -> Result<Self, Failure> {
        if self.keys.is_empty() {
            return Ok(self);
        }
        let requests = std::mem::take(&mut self.requests);
        let until = api.clock.monotonic().saturating_add(api.timeout / 4);
        let (mut counted, reached) = work_through(api, requests, self, until, Self::add).await?;
        counted.reached = counted.reached.and(reached);
        Ok(counted)
    }

    fn add(&mut self, trace: &Trace) {
        self.traces += 1;
        let (mut resource, mut scope) = (None, None);
        for span in trace.spans() {
            if resource != Some(span.resource()) {
                resource = Some(span.resource());
                self.note(Some(Level::Resource), span.resource().attributes());
            }
            if scope != Some(span.scope()) {
                scope = Some(span.scope());
                self.note(Some(Level::Scope), span.scope().attributes());
            }
            self.note(Some(Level::Span), span.attributes());
            let of_events = span.events().flat_map(|event| event.attributes());
            self.note(Some(Level::Event), of_events);
            let of_links = span.links().flat_map(|link| link.attributes());
            self.note(Some(Level::Link), of_links);
            // What Jaeger has as tags stands nowhere, and is found by its key all the same.
            self.note(None, facts::of_scope(&span).chain(facts::of_fields(&span)));
        }
        let is_failed = self.failed.contains(&trace.id());
        for key in &mut self.keys {
            for value in key.of_trace.drain() {
                key.facet.add(&value, is_failed);
            }
        }
    }

    fn note<'a>(&mut self, level: Option<Level>, attributes: impl Iterator<Item = Attribute<'a>>) {
        for attribute in attributes {
            for key in &mut self.keys {
                let is_there = key.level.is_none() || key.level == level;
                if is_there && attribute.key == key.key.as_str() {
                    key.note(attribute.value);
                }
            }
        }
    }

    /// Writes the values of each key in the order the keys were asked for, with how many traces
    /// they are counted in; nothing when no key was chosen.
    pub(super) fn write(self, out: &mut Vec<u8>) {
        if self.keys.is_empty() {
            return;
        }
        json::name(out, "attributes");
        json::list(out, self.keys, |out, key| {
            out.push(b'{');
            json::text_member(out, "key", &key.asked);
            json::number_member(out, "of", self.traces);
            json::number_member(out, "others", key.facet.others());
            self.reached.and(key.facet.reached()).write(out);
            json::name(out, "values");
            key.facet.write(out);
            out.push(b'}');
        });
    }
}

impl Key {
    fn read(asked: &str) -> Result<Self, Failure> {
        if asked.len() > KEY_TEXT_BYTES_MAX {
            let reason = format!("longer than {KEY_TEXT_BYTES_MAX} bytes");
            return Err(Failure::parameter("facet", reason));
        }
        let at =
            |(prefix, level): (&str, Option<Level>)| Some((level, asked.strip_prefix(prefix)?));
        let (level, key) = LEVELS.into_iter().find_map(at).unwrap_or((None, asked));
        if key.is_empty() {
            return Err(Failure::parameter("facet", "the key is missing"));
        }
        Ok(Self {
            asked: asked.to_owned(),
            level,
            key: key.to_owned(),
            facet: Facet::of_at_most(VALUES_MAX),
            of_trace: HashSet::new(),
        })
    }

    /// Notes what a search can ask for: plain values, and those in an array.
    fn note(&mut self, value: Value<'_>) {
        match value {
            Value::Array(items) => {
                for item in items {
                    self.note(item);
                }
            }
            // Not even copied, since the facet has no room for it.
            Value::String(text) if text.as_bytes().len() > Facet::VALUE_BYTES_MAX => {
                self.facet.pass_over();
            }
            Value::String(_) | Value::Bool(_) | Value::Int(_) | Value::Double(_) => {
                self.note_text(&value.to_text());
            }
            Value::Empty | Value::Bytes(_) | Value::Map(_) => {}
        }
    }

    fn note_text(&mut self, text: &str) {
        if self.of_trace.contains(text) {
            return;
        }
        if self.of_trace.len() < VALUES_OF_TRACE_MAX {
            self.of_trace.insert(text.to_owned());
        } else {
            self.facet.pass_over();
        }
    }
}

/// How a key says where it is looked for, as in the text of a search.
const LEVELS: [(&str, Option<Level>); 6] = [
    (".", None),
    ("span.", Some(Level::Span)),
    ("resource.", Some(Level::Resource)),
    ("instrumentation.", Some(Level::Scope)),
    ("event.", Some(Level::Event)),
    ("link.", Some(Level::Link)),
];

const KEYS_MAX: usize = 5;
const KEY_TEXT_BYTES_MAX: usize = 256;
/// Their spans are read, which takes longer than to find them.
const TRACES_MAX: usize = 2_000;
const VALUES_MAX: usize = 1_000;
const VALUES_OF_TRACE_MAX: usize = 500;
/// Values with what a map has beside them.
const KEY_BYTES_MAX: usize = (VALUES_MAX + VALUES_OF_TRACE_MAX) * (Facet::VALUE_BYTES_MAX + 128);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjust::fixture::{Sketch, trace};

    fn chosen(query: &str) -> Chosen {
        Chosen::read(&Params::parse(query)).unwrap()
    }

    /// What is written of a key behind `of`.
    fn written(chosen: Chosen) -> String {
        let mut out = vec![b'{'];
        chosen.write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_key_says_where_it_is_looked_for() {
        let long = "k".repeat(KEY_TEXT_BYTES_MAX);
        let cases = [
            ("k", None, "k"),
            (".k", None, "k"),
            (".span.k", None, "span.k"),
            ("span.k", Some(Level::Span), "k"),
            ("resource.a.b", Some(Level::Resource), "a.b"),
            ("instrumentation.k", Some(Level::Scope), "k"),
            ("event.k", Some(Level::Event), "k"),
            ("link.k", Some(Level::Link), "k"),
            ("spank", None, "spank"),
            (long.as_str(), None, long.as_str()),
        ];
        for (asked, level, expected) in cases {
            let key = Key::read(asked).unwrap();
            let found = (key.asked.as_str(), key.level, key.key.as_str());
            assert_eq!(found, (asked, level, expected));
        }
        let longer = "k".repeat(KEY_TEXT_BYTES_MAX + 1);
        for asked in ["", ".", "span.", longer.as_str()] {
            let failure = Key::read(asked).unwrap_err();
            assert!(failure.message.contains("'facet'"), "{}", failure.message);
        }
    }

    #[test]
    fn so_many_keys_may_be_chosen() {
        let many = |count: usize| {
            let keys: Vec<_> = (0..count).map(|key| format!("facet={key}")).collect();
            keys.join("&")
        };
        let cases = [
            (String::new(), Some(0)),
            ("facet=a&facet=b%2Cc&facet=a".to_owned(), Some(2)),
            (many(KEYS_MAX), Some(KEYS_MAX)),
            (many(KEYS_MAX + 1), None),
        ];
        for (query, expected) in cases {
            let read = Chosen::read(&Params::parse(&query)).ok();
            assert_eq!(read.map(|chosen| chosen.keys.len()), expected, "{query}");
        }
    }

    #[test]
    fn values_are_those_a_search_can_ask_for() {
        let resource = [("k", Value::from("of the resource"))];
        let long = "x".repeat(Facet::VALUE_BYTES_MAX + 1);
        let own = [
            ("k", Value::from("a")),
            ("k", Value::Int(5)),
            ("k", Value::Bool(true)),
            ("bytes", Value::Bytes(&[1])),
            ("long", Value::from(long.as_str())),
        ];
        let spans = [1, 2].map(|id| Sketch {
            id,
            resource: &resource,
            attributes: &own,
            ..Sketch::default()
        });
        let cases: [(&str, &[&str], bool); 6] = [
            ("k", &["5", "a", "of the resource", "true"], false),
            ("span.k", &["5", "a", "true"], false),
            ("resource.k", &["of the resource"], false),
            ("event.k", &[], false),
            ("bytes", &[], false),
            ("long", &[], true),
        ];
        for (key, values, is_part) in cases {
            let mut chosen = chosen(&format!("facet={key}"));
            chosen.add(&trace(&spans));
            let values = values.iter();
            let values: Vec<_> = values
                .map(|value| format!(r#"{{"value":"{value}","traces":1,"failed":0}}"#))
                .collect();
            let expected = format!(
                r#"{{"attributes":[{{"key":"{key}","of":1,"others":0,"truncated":{is_part},"values":[{}]}}]"#,
                values.join(",")
            );
            assert_eq!(written(chosen), expected);
        }
    }

    #[test]
    fn what_has_no_end_is_counted_in_part() {
        let mut chosen = chosen("facet=k");
        let texts: Vec<_> = (0..VALUES_OF_TRACE_MAX + 1)
            .map(|text| text.to_string())
            .collect();
        let attributes: Vec<_> = texts
            .iter()
            .map(|text| ("k", Value::from(text.as_str())))
            .collect();
        chosen.add(&trace(&[Sketch {
            id: 1,
            attributes: &attributes,
            ..Sketch::default()
        }]));
        let facet = &chosen.keys[0].facet;
        assert_eq!(facet.others(), VALUES_OF_TRACE_MAX as u64 - 20);
        assert_eq!(facet.reached(), Reached::Part);
        assert!(chosen.keys[0].of_trace.is_empty());
    }

    #[test]
    fn nothing_chosen_is_not_mentioned() {
        assert_eq!(written(chosen("")), "{");
        assert_eq!(chosen("").bytes_max(), 0);
    }
}
