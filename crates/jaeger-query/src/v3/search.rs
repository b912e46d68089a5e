//! The parameters of a search of `/api/v3`: Jaeger's form, or an expression in its place, as JSON
//! or as text.

use std::collections::BTreeMap;

use jaeger_model::{Tenant, Timestamp};
use jaeger_storage::expression::form::Form;
use jaeger_storage::{PageToken, Sort, TimeRange, TraceExpression, TraceQuery};

use crate::failure::Failure;
use crate::params::Params;
use crate::search::{bounded, duration_bound, range};
use crate::v3::{flag, malformed, named, rfc3339};
use crate::{strconv, tags};

/// A search of `/api/v3`.
#[derive(Debug)]
pub(crate) struct V3Search {
    /// Nothing when no time is asked for.
    pub(crate) query: Option<TraceQuery>,
    pub(super) raw: bool,
}

impl V3Search {
    /// Reads the parameters; both times are required, as in Jaeger.
    pub(crate) fn read(
        params: &Params,
        tenant: &Tenant,
        limit_max: usize,
    ) -> Result<Self, Failure> {
        let start = named(params, ["query.startTimeMin", "query.start_time_min"]);
        let end = named(params, ["query.startTimeMax", "query.start_time_max"]);
        if start.1.is_empty() || end.1.is_empty() {
            return Err(Failure::bad_request(
                "query.start_time_min and query.start_time_max are required",
            ));
        }
        let (start, end) = (instant(start)?, instant(end)?);
        let limit = limit(params)?;
        let form = form(params)?;
        let raw = flag(named(params, ["query.rawTraces", "query.raw_traces"]))?;
        let Some(range) = range(start, end) else {
            return Ok(Self { query: None, raw });
        };
        let expression = expression(params, form, range)?;
        let query = TraceQuery::new(tenant.clone(), range, expression)?
            .with_limit(bounded(limit, limit_max));
        Ok(Self {
            query: Some(ordered(query, params)?),
            raw,
        })
    }
}

/// Returns the time of a parameter, unless it is empty.
pub(crate) fn time(given: (&'static str, &str)) -> Result<Option<Timestamp>, Failure> {
    match given.1 {
        "" => Ok(None),
        _ => instant(given).map(Some),
    }
}

fn instant((name, text): (&'static str, &str)) -> Result<Timestamp, Failure> {
    rfc3339::parse(text).map_err(|reason| malformed(name, reason))
}

fn limit(params: &Params) -> Result<i64, Failure> {
    let names = [
        "query.searchDepth",
        "query.search_depth",
        "query.numTraces",
        "query.num_traces",
    ];
    let (name, text) = named(params, names);
    match text {
        "" => Ok(LIMIT),
        text => strconv::atoi(text).map_err(|reason| malformed(name, reason)),
    }
}

pub(crate) fn form(params: &Params) -> Result<Form, Failure> {
    let bound = |(name, text): (&'static str, &str)| {
        duration_bound(text).map_err(|reason| malformed(name, reason))
    };
    let text = |(_, text): (&'static str, &str)| (!text.is_empty()).then(|| text.to_owned());
    let mut attributes = BTreeMap::new();
    for json in params.all(ATTRIBUTES).filter(|json| !json.is_empty()) {
        tags::add_json(&mut attributes, json).map_err(|reason| malformed(ATTRIBUTES, reason))?;
    }
    Ok(Form {
        service: text(named(params, ["query.serviceName", "query.service_name"])),
        operation: text(named(
            params,
            ["query.operationName", "query.operation_name"],
        )),
        tags: attributes.into_iter().collect(),
        duration_min_ns: bound(named(params, ["query.durationMin", "query.duration_min"]))?,
        duration_max_ns: bound(named(params, ["query.durationMax", "query.duration_max"]))?,
    })
}

/// The expression in either spelling, or the form: Jaeger takes one of them, since only the form
/// puts the time range on the span that it describes.
pub(crate) fn expression(
    params: &Params,
    form: Form,
    range: TimeRange,
) -> Result<TraceExpression, Failure> {
    let (filter, text) = (params.get(FILTER), params.get(TEXT));
    let name = match (filter, text) {
        ("", "") => return Ok(form.into_expression(range)),
        (_, "") => FILTER,
        ("", _) => TEXT,
        _ => {
            let message = format!("{FILTER} and {TEXT} cannot be combined");
            return Err(Failure::bad_request(message));
        }
    };
    if form != Form::default() {
        return Err(Failure::bad_request(format!(
            "{name} cannot be combined with service, operation, attributes or durations"
        )));
    }
    match name {
        TEXT => TraceExpression::from_text(text).map_err(|error| malformed(TEXT, error)),
        _ => TraceExpression::from_json(filter).map_err(|error| malformed(FILTER, error)),
    }
}

/// The query in its order and on its page.
fn ordered(query: TraceQuery, params: &Params) -> Result<TraceQuery, Failure> {
    let query = match params.get("query.sort") {
        "" => query,
        word => query.with_sort(Sort::from_word(word)?),
    };
    match named(params, ["query.pageToken", "query.page_token"]).1 {
        "" => Ok(query),
        token => Ok(query.with_page(&PageToken::new(token.to_owned()))?),
    }
}

const LIMIT: i64 = 100;
const ATTRIBUTES: &str = "query.attributes";
const FILTER: &str = "query.filter";
const TEXT: &str = "q";

#[cfg(test)]
mod tests {
    use super::*;

    const TIMES: &str =
        "query.startTimeMin=2024-01-01T00:00:00Z&query.start_time_max=2024-01-02T00:00:00Z";

    fn read(query: &str) -> Result<V3Search, String> {
        let params = Params::parse(query);
        V3Search::read(&params, &Tenant::default(), 50).map_err(|failure| failure.message)
    }

    #[test]
    fn takes_both_spellings_and_the_maximum_for_no_limit() {
        let cases = [
            ("query.serviceName=a&query.service_name=b", 50),
            ("query.num_traces=7", 7),
            ("query.searchDepth=8&query.num_traces=7", 8),
            ("query.searchDepth=0", 50),
            ("query.searchDepth=-1", 50),
            ("query.filter={\"spans\":{}}&query.sort=duration_desc", 50),
            ("q={}&query.sort=duration_desc", 50),
            ("q={+service+%3D+%22a%22+}&query.num_traces=7", 7),
        ];
        for (parameters, limit) in cases {
            let search = read(&format!("{TIMES}&{parameters}")).unwrap();
            assert_eq!(search.query.unwrap().limit(), limit, "{parameters}");
        }
    }

    #[test]
    fn text_and_filter_ask_the_same() {
        let cases = [
            ("{}", r#"{"spans":{}}"#),
            (
                "{ trace:spans > 1 }",
                r#"{"trace":"spanCount","op":"gt","value":1}"#,
            ),
            (
                "{ .k = 5 }",
                r#"{"op":"eq","args":[{"attr":{"key":"k"}},{"scalar":{"value":"5","type":"int"}}]}"#,
            ),
        ];
        for (text, filter) in cases {
            let asked = |parameter: &str| {
                let query = read(&format!("{TIMES}&{parameter}")).unwrap().query;
                format!("{:?}", query.unwrap().expression())
            };
            let text = asked(&format!("q={text}"));
            assert_eq!(text, asked(&format!("query.filter={filter}")));
        }
    }

    #[test]
    fn a_range_that_ends_before_it_starts_finds_nothing() {
        let search = read(
            "query.start_time_min=2024-01-02T00:00:00Z&query.start_time_max=2024-01-01T00:00:00Z",
        );
        assert!(search.unwrap().query.is_none());
    }

    #[test]
    fn says_what_is_wrong() {
        let required = "query.start_time_min and query.start_time_max are required";
        let with_times = |parameters: &str| format!("{TIMES}&{parameters}");
        let cases = [
            (String::new(), required),
            ("query.startTimeMin=x".to_owned(), required),
            (
                with_times("query.num_traces=x"),
                "malformed parameter query.num_traces: strconv.Atoi: parsing \"x\": invalid syntax",
            ),
            (
                with_times("query.duration_min=5"),
                "malformed parameter query.duration_min: time: missing unit in duration \"5\"",
            ),
            (
                with_times("query.filter={}&query.serviceName=a"),
                "query.filter cannot be combined with service, operation, attributes or durations",
            ),
            (
                with_times("q={}&query.serviceName=a"),
                "q cannot be combined with service, operation, attributes or durations",
            ),
            (
                with_times("q={}&query.filter={\"spans\":{}}"),
                "query.filter and q cannot be combined",
            ),
            (
                with_times("q={+.a+%3D+}"),
                "malformed parameter q: expected an attribute, a field or a value, found `}` \
                 (at line 1, column 8)",
            ),
            (
                with_times("query.pageToken=x"),
                "the page token does not belong to this query",
            ),
        ];
        for (query, expected) in cases {
            assert_eq!(
                read(&query).map(|_| ()),
                Err(expected.to_owned()),
                "{query}"
            );
        }
        assert!(
            read(&with_times("query.sort=x"))
                .unwrap_err()
                .starts_with("unknown sort")
        );
    }
}
