//! `GET /api/ui/v1/attributes` and `GET /api/ui/v1/values`: what somebody who types a query may
//! want to type next, the frequent things first.
//!
//! Storage lists what all spans have. What those of one service have is counted here, on its newest
//! traces.

use std::collections::HashMap;

use axum::response::Response;
use jaeger_model::{Attribute, SpanView, Tenant, Timestamp, Trace};
use jaeger_storage::expression::form::Form;
use jaeger_storage::{AttributeKeyQuery, AttributeValueQuery, TimeRange, TraceQuery};

use crate::api::{Answer, Api, Question};
use crate::failure::Failure;
use crate::params::Params;
use crate::search::{bounded, range};
use crate::ui::whole::{newest, work_through};
use crate::v3::search::time;
use crate::{envelope, json};

/// Answers with attribute keys.
pub(super) async fn attributes(api: &Api, question: &Question) -> Answer {
    let wanted = Wanted::read(&question.params)?;
    let found = match when(api, &question.params)? {
        None => Vec::new(),
        Some(range) if wanted.service.is_empty() => {
            let query = AttributeKeyQuery {
                tenant: question.tenant.clone(),
                range,
                limit: LISTED_MAX,
            };
            api.storage.reader.attribute_keys(query).await?
        }
        Some(range) => of_service(api, &question.tenant, range, wanted.service, None).await?,
    };
    Ok(wanted.reply("keys", found))
}

/// Answers with values of an attribute.
pub(super) async fn values(api: &Api, question: &Question) -> Answer {
    let key = question.params.get("key");
    if key.is_empty() {
        return Err(Failure::bad_request("key is required"));
    }
    let wanted = Wanted::read(&question.params)?;
    let found = match when(api, &question.params)? {
        None => Vec::new(),
        Some(range) if wanted.service.is_empty() => {
            let query = AttributeValueQuery {
                tenant: question.tenant.clone(),
                key: key.to_owned(),
                range,
                limit: LISTED_MAX,
            };
            api.storage.reader.attribute_values(query).await?
        }
        Some(range) => of_service(api, &question.tenant, range, wanted.service, Some(key)).await?,
    };
    Ok(wanted.reply("values", found))
}

/// Which of the things that there are.
#[derive(Debug)]
struct Wanted<'p> {
    /// Empty for any.
    service: &'p str,
    prefix: &'p str,
    limit: usize,
}

impl<'p> Wanted<'p> {
    fn read(params: &'p Params) -> Result<Self, Failure> {
        Ok(Self {
            service: params.get("service"),
            prefix: params.get("prefix"),
            limit: bounded(params.number("limit")?.unwrap_or(LIMIT), LIMIT_MAX),
        })
    }

    /// Who types `HTTP` means `http.route`, too. Nobody picks what fills the screen.
    fn fits(&self, text: &str) -> bool {
        let head = text.as_bytes().get(..self.prefix.len());
        let begins = head.is_some_and(|head| head.eq_ignore_ascii_case(self.prefix.as_bytes()));
        begins && !text.is_empty() && text.len() <= TEXT_BYTES_MAX
    }

    fn reply(&self, member: &str, found: Vec<String>) -> Response {
        let fitting = found.iter().filter(|text| self.fits(text));
        let mut body = vec![b'{'];
        json::name(&mut body, member);
        json::list(&mut body, fitting.take(self.limit), json::text);
        body.push(b'}');
        envelope::json_reply(body)
    }
}

/// The time range of the search, the last hour unless it is told; nothing when it ends before it
/// starts.
fn when(api: &Api, params: &Params) -> Result<Option<TimeRange>, Failure> {
    let of = |name: &'static str| time((name, params.get(name)));
    let now = Timestamp(api.clock.now_ns());
    let end = of("query.startTimeMax")?.unwrap_or(now);
    let hour_before = Timestamp(end.0.saturating_sub(HOUR_NS));
    let start = of("query.startTimeMin")?.unwrap_or(hour_before);
    Ok(range(start, end))
}

/// What the spans of a service have in its newest traces: keys, or the values of one key.
async fn of_service(
    api: &Api,
    tenant: &Tenant,
    range: TimeRange,
    service: &str,
    key: Option<&str>,
) -> Result<Vec<String>, Failure> {
    let form = Form {
        service: Some(service.to_owned()),
        ..Form::default()
    };
    let query = TraceQuery::new(tenant.clone(), range, form.into_expression(range))?;
    let requests = newest(api, query, TRACES_MAX).await?;
    let counted = Counted {
        service: service.to_owned(),
        key: key.map(str::to_owned),
        counts: HashMap::new(),
    };
    let until = api.clock.monotonic().saturating_add(api.timeout / 4);
    let (counted, _) = work_through(api, requests, counted, until, Counted::add).await?;
    Ok(counted.into_most_frequent())
}

/// How many spans of a service have what.
#[derive(Debug)]
struct Counted {
    service: String,
    /// The key whose values are counted; keys are when there is none.
    key: Option<String>,
    counts: HashMap<String, u64>,
}

impl Counted {
    fn add(&mut self, trace: &Trace) {
        for span in trace.spans() {
            let service = span.resource().service_name().unwrap_or_default();
            if service == self.service.as_str() {
                every_attribute(&span).for_each(|attribute| self.note(&attribute));
            }
        }
    }

    fn note(&mut self, attribute: &Attribute<'_>) {
        let text = match &self.key {
            None => attribute.key.to_str(),
            Some(key) if attribute.key == key.as_str() => attribute.value.to_text(),
            Some(_) => return,
        };
        if let Some(count) = self.counts.get_mut(&*text) {
            *count += 1;
        } else if self.counts.len() < LISTED_MAX && text.len() <= TEXT_BYTES_MAX {
            self.counts.insert(text.into_owned(), 1);
        }
    }

    fn into_most_frequent(self) -> Vec<String> {
        let mut counts: Vec<_> = self.counts.into_iter().collect();
        counts.sort_unstable_by(|(a, of_a), (b, of_b)| of_b.cmp(of_a).then_with(|| a.cmp(b)));
        counts.into_iter().map(|(text, _)| text).collect()
    }
}

fn every_attribute<'a>(span: &SpanView<'a>) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
    let above = span.resource().attributes();
    let above = above.chain(span.scope().attributes());
    let below = span.events().flat_map(|event| event.attributes());
    let below = below.chain(span.links().flat_map(|link| link.attributes()));
    let all = span.attributes().chain(above).chain(below);
    all.filter(|attribute| !attribute.is_reserved())
}

const LIMIT: i64 = 100;
const LIMIT_MAX: usize = 1_000;
/// Things of which those that begin with the prefix are shown.
const LISTED_MAX: usize = 10_000;
const TEXT_BYTES_MAX: usize = 256;
const TRACES_MAX: usize = 200;
const HOUR_NS: u64 = 3_600_000_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_what_begins_with_the_prefix() {
        let long = "h".repeat(TEXT_BYTES_MAX + 1);
        let cases = [
            ("", "http.route", true),
            ("", "", false),
            ("http.", "http.route", true),
            ("HTTP.R", "http.route", true),
            ("http.routes", "http.route", false),
            ("route", "http.route", false),
            ("h", "é", false),
            ("h", long.as_str(), false),
        ];
        for (prefix, text, expected) in cases {
            let wanted = Wanted {
                service: "",
                prefix,
                limit: 1,
            };
            assert_eq!(wanted.fits(text), expected, "{prefix:?} {text:?}");
        }
    }
}
