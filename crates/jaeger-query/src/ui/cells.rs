//! `GET /api/ui/v1/cells`: what a list of traces shows that no summary knows. Whose work the time
//! went into, where the failure began, and the values of a few attributes.
//!
//! It is asked for the rows that somebody looks at. A trace that is not there, or that time did not
//! suffice for, is left out.

mod told;

use jaeger_model::{Trace, TraceId};
use jaeger_storage::{GetTrace, TimeRange};

use crate::api::{Answer, Api, Question};
use crate::failure::Failure;
use crate::params::Params;
use crate::render::Rendering;
use crate::search::range;
use crate::ui::attribute::Wanted;
use crate::ui::cells::told::Told;
use crate::ui::rows::Rows;
use crate::ui::whole::work_through;
use crate::v3::search::time;
use crate::{envelope, json, strconv};

/// Answers with the cells of the traces that `ids` names, with a value for each `key`.
pub(super) async fn answer(api: &Api, question: &Question) -> Answer {
    let ids = ids(question.params.get("ids"))?;
    let hint = hint(&question.params)?;
    let requests = ids.into_iter().map(|id| GetTrace {
        tenant: question.tenant.clone(),
        id,
        hint,
    });
    let cells = Cells {
        keys: keys(&question.params)?,
        rendering: api.rendering(false),
        written: Vec::new(),
    };
    let until = api.clock.monotonic().saturating_add(api.timeout / 4);
    let (cells, reached) = work_through(api, requests.collect(), cells, until, Cells::add).await?;
    let mut body = b"{".to_vec();
    reached.write(&mut body);
    json::name(&mut body, "cells");
    json::list(&mut body, &cells.written, |out, of_trace| {
        out.extend_from_slice(of_trace);
    });
    body.push(b'}');
    Ok(envelope::json_reply(body))
}

/// What is wanted, and what there is already.
struct Cells {
    keys: Vec<Wanted>,
    rendering: Rendering,
    /// An object for each trace.
    written: Vec<Vec<u8>>,
}

impl Cells {
    fn add(&mut self, trace: &Trace) {
        let rows = Rows::of(trace.clone(), self.rendering);
        let told = Told::of(&rows);
        let mut out = vec![b'{'];
        json::text_member(&mut out, "traceId", &trace.id().to_hex());
        told.write(&mut out);
        json::name(&mut out, "values");
        out.push(b'{');
        for wanted in &self.keys {
            json::name(&mut out, wanted.key());
            json::list(&mut out, told::values(&rows, wanted), json::text);
        }
        out.extend_from_slice(b"}}");
        self.written.push(out);
    }
}

/// Reads ids with commas between them, each once.
fn ids(text: &str) -> Result<Vec<TraceId>, Failure> {
    let mut ids = Vec::new();
    for id in text.split(',').filter(|id| !id.is_empty()) {
        let id = strconv::parse_trace_id(id).map_err(|error| Failure::parameter("ids", error))?;
        if !ids.contains(&id) {
            ids.push(id);
        }
        if ids.len() > IDS_MAX {
            return Err(Failure::parameter("ids", format!("more than {IDS_MAX}")));
        }
    }
    Ok(ids)
}

/// A key may hold any character, so each is a parameter of its own.
fn keys(params: &Params) -> Result<Vec<Wanted>, Failure> {
    let mut keys = Vec::<Wanted>::new();
    for key in params.all("key") {
        let wanted = Wanted::read(key)?;
        if keys.iter().all(|known| known.key() != key) {
            keys.push(wanted);
        }
        if keys.len() > KEYS_MAX {
            return Err(Failure::parameter("key", format!("more than {KEYS_MAX}")));
        }
    }
    Ok(keys)
}

/// Where the traces probably lie: the times of the search that found them, if both are given.
fn hint(params: &Params) -> Result<Option<TimeRange>, Failure> {
    let of = |name: &'static str| time((name, params.get(name)));
    let times = of("query.startTimeMin")?.zip(of("query.startTimeMax")?);
    Ok(times.and_then(|(start, end)| range(start, end)))
}

const IDS_MAX: usize = 50;
const KEYS_MAX: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_are_asked_for_at_once() {
        let many = |count: usize| {
            let ids: Vec<_> = (1..=count).map(|id| format!("{id:x}")).collect();
            ids.join(",")
        };
        let cases = [
            (String::new(), Some(0)),
            ("1,00000000000000ab,1,".to_owned(), Some(2)),
            ("x".to_owned(), None),
            (many(IDS_MAX), Some(IDS_MAX)),
            (many(IDS_MAX + 1), None),
        ];
        for (text, expected) in cases {
            assert_eq!(ids(&text).ok().map(|ids| ids.len()), expected, "{text}");
        }

        let many = |count: usize| {
            let keys: Vec<_> = (0..count).map(|key| format!("key={key}")).collect();
            keys.join("&")
        };
        let cases = [
            (String::new(), Some(0)),
            ("key=a&key=b%2Cc&key=a".to_owned(), Some(2)),
            ("key=".to_owned(), None),
            (many(KEYS_MAX), Some(KEYS_MAX)),
            (many(KEYS_MAX + 1), None),
        ];
        for (query, expected) in cases {
            let read = keys(&Params::parse(&query)).ok();
            assert_eq!(read.map(|keys| keys.len()), expected, "{query}");
        }
    }
}
