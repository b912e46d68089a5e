//! The suite notices a wrong meaning: each bug that an evaluator may have is seeded and must fail a case of the file that
//! is there for it.
//!
//! A bug is seeded by asking the memory backend another question than the one asked. That covers what the expression,
//! the order and the bounds say; `cases/README.md` of the suite lists the bugs of evaluating itself, too.

use std::sync::Arc;

use futures::future::BoxFuture;
use jaeger_model::{Tenant, Timestamp, TraceId};
use jaeger_service::Context;
use jaeger_storage::expression::{
    Comparison, Constant, Field, Level, Pattern, Predicate, Reference, TraceField,
};
use jaeger_storage::{
    AttributeKeyQuery, AttributeValueQuery, Capabilities, GetTrace, Operation, OperationQuery,
    Page, Result, Sort, SpanExpression, Storage, TimeRange, TraceExpression, TraceQuery,
    TraceReader, TraceStream, TraceSummary,
};
use jaeger_storage_conformance::{OptOut, files, run};
use jaeger_storage_memory::{Config, MemoryStorage};

type Span = SpanExpression;
type Trace = TraceExpression;

/// What is asked instead of a query.
#[derive(Clone, Copy, Debug)]
enum Bug {
    /// Instead of a part of what is asked of a trace.
    Trace(fn(Trace) -> Trace),
    /// Instead of a part of what is asked of a span.
    Span(fn(Span) -> Span),
    /// Instead of what a value is held against.
    Predicate(fn(Predicate) -> Predicate),
    /// Instead of the rest of the query.
    Query(fn(Bounds) -> Bounds),
}

/// A query but for its expression.
struct Bounds {
    range: TimeRange,
    sort: Sort,
    limit: usize,
}

/// Each bug and the file that must notice it.
const BUGS: [(&str, &str, Bug); 29] = [
    (
        "OR of a group as AND",
        "inside-a-group",
        Bug::Span(|span| match span {
            Span::Or(parts) => Span::And(parts),
            other => other,
        }),
    ),
    (
        "AND of a group as OR",
        "inside-a-group",
        Bug::Span(|span| match span {
            Span::And(parts) => Span::Or(parts),
            other => other,
        }),
    ),
    (
        "OR between groups as AND",
        "between-groups",
        Bug::Trace(|trace| match trace {
            Trace::Or(parts) => Trace::And(parts),
            other => other,
        }),
    ),
    (
        "AND between groups as OR",
        "between-groups",
        Bug::Trace(|trace| match trace {
            Trace::And(parts) => Trace::Or(parts),
            other => other,
        }),
    ),
    (
        "NOT of a group taken per span",
        "between-groups",
        Bug::Trace(|trace| match trace {
            Trace::Not(part) => match *part {
                Trace::Spans(span) => Trace::Spans(Span::Not(Box::new(span))),
                part => Trace::Not(Box::new(part)),
            },
            other => other,
        }),
    ),
    (
        "NOT inside a group taken for the trace",
        "between-groups",
        Bug::Trace(|trace| match trace {
            Trace::Spans(Span::Not(span)) => Trace::Not(Box::new(Trace::Spans(*span))),
            other => other,
        }),
    ),
    (
        "NOT of a group dropped",
        "between-groups",
        Bug::Trace(|trace| match trace {
            Trace::Not(part) => *part,
            other => other,
        }),
    ),
    (
        "NOT inside a group dropped",
        "inside-a-group",
        Bug::Span(|span| match span {
            Span::Not(part) => *part,
            other => other,
        }),
    ),
    (
        "conditions of a group on different spans",
        "inside-a-group",
        Bug::Trace(|trace| match trace {
            Trace::Spans(Span::And(parts)) => {
                Trace::And(parts.into_iter().map(Trace::Spans).collect())
            }
            other => other,
        }),
    ),
    (
        "groups forced on one span",
        "between-groups",
        Bug::Trace(|trace| match trace {
            Trace::And(parts) => on_one_span(parts),
            other => other,
        }),
    ),
    (
        "at least leaves out the bound",
        "span-times",
        compare(Comparison::Gte, Comparison::Gt),
    ),
    (
        "at most leaves out the bound",
        "span-times",
        compare(Comparison::Lte, Comparison::Lt),
    ),
    (
        "more than includes the bound",
        "span-times",
        compare(Comparison::Gt, Comparison::Gte),
    ),
    (
        "less than includes the bound",
        "span-times",
        compare(Comparison::Lt, Comparison::Lte),
    ),
    (
        "a level ignored",
        "levels",
        Bug::Span(|span| at_level(span, |_| None)),
    ),
    (
        "only spans where no level is asked for",
        "levels",
        Bug::Span(|span| at_level(span, |level| level.or(Some(Level::Span)))),
    ),
    (
        "unequal holds on absent",
        "absent",
        Bug::Span(|span| match span {
            Span::Leaf(reference, Predicate::Compare(Comparison::Ne, constant)) => {
                let equal = Predicate::Compare(Comparison::Eq, constant);
                Span::Not(Box::new(Span::Leaf(reference, equal)))
            }
            other => other,
        }),
    ),
    (
        "not in holds on absent",
        "absent",
        Bug::Span(|span| match span {
            Span::Leaf(reference, Predicate::NotIn(constants)) => {
                Span::Not(Box::new(Span::Leaf(reference, Predicate::In(constants))))
            }
            other => other,
        }),
    ),
    (
        "only the first of a list",
        "span-fields",
        Bug::Predicate(|predicate| match predicate {
            Predicate::In(constants) => Predicate::In(constants.into_iter().take(1).collect()),
            other => other,
        }),
    ),
    (
        "a text is found as a part",
        "operators-text",
        Bug::Predicate(|predicate| match predicate {
            Predicate::Compare(Comparison::Eq, Constant::Text(text) | Constant::Untyped(text)) => {
                pattern(&text)
            }
            other => other,
        }),
    ),
    (
        "case is ignored",
        "operators-text",
        Bug::Predicate(|predicate| match predicate {
            Predicate::Compare(Comparison::Eq, Constant::Text(text) | Constant::Untyped(text)) => {
                pattern(&format!("^(?i:{text})$"))
            }
            other => other,
        }),
    ),
    (
        "numbers compare as text",
        "operators-number",
        Bug::Predicate(|predicate| match predicate {
            Predicate::Compare(comparison, Constant::Int(number)) => {
                Predicate::Compare(comparison, Constant::Text(number.to_string()))
            }
            other => other,
        }),
    ),
    (
        "conditions on different events",
        "correlated",
        Bug::Span(|span| match span {
            Span::Some(nested, part) => match *part {
                Span::And(parts) => {
                    let each = |part| Span::Some(nested, Box::new(part));
                    Span::And(parts.into_iter().map(each).collect())
                }
                part => Span::Some(nested, Box::new(part)),
            },
            other => other,
        }),
    ),
    (
        "any name as the root's",
        "trace-services-and-root",
        Bug::Trace(|trace| match trace {
            Trace::Field(TraceField::RootName, predicate) => {
                Trace::Spans(Span::Leaf(Reference::Field(Field::Name), predicate))
            }
            other => other,
        }),
    ),
    (
        "a duration of a span as the trace's",
        "trace-duration-and-counts",
        Bug::Trace(|trace| match trace {
            Trace::Field(TraceField::Duration, predicate) => {
                Trace::Spans(Span::Leaf(Reference::Field(Field::Duration), predicate))
            }
            other => other,
        }),
    ),
    (
        "a tag is looked for on the span alone",
        "form-tags",
        Bug::Span(|span| match span {
            Span::Tag { key, text } => {
                let level = Some(Level::Span);
                let equal = Predicate::Compare(Comparison::Eq, Constant::Untyped(text));
                Span::Leaf(Reference::Attribute { key, level }, equal)
            }
            other => other,
        }),
    ),
    (
        "the range leaves out its start",
        "time-range",
        Bug::Query(|query| Bounds {
            range: TimeRange {
                start: Timestamp(query.range.start.0.saturating_add(1).min(query.range.end.0)),
                ..query.range
            },
            ..query
        }),
    ),
    (
        "the order is ignored",
        "order-and-limit",
        Bug::Query(|query| Bounds {
            sort: Sort::default(),
            ..query
        }),
    ),
    (
        "one more than the limit",
        "order-and-limit",
        Bug::Query(|query| Bounds {
            limit: query.limit + 1,
            ..query
        }),
    ),
];

#[tokio::test]
async fn each_seeded_bug_fails_a_case() {
    let mut unnoticed = Vec::new();
    for (name, file, bug) in BUGS {
        let others = opt_outs(|other| other != file);
        let report = run(&seeded(Some(bug)), &others).await.unwrap();
        if report.failed.is_empty() {
            unnoticed.push(format!("{name} ({file})"));
        }
    }
    assert!(unnoticed.is_empty(), "unnoticed:\n{}", unnoticed.join("\n"));
}

#[tokio::test]
async fn nothing_fails_without_a_bug() {
    // Paging needs the token of the very query.
    let paging = opt_outs(|file| file == "paging");
    let report = run(&seeded(None), &paging).await.unwrap();
    assert!(report.failed.is_empty(), "{:?}", report.failed);
}

fn opt_outs(is_out: impl Fn(&str) -> bool) -> Vec<OptOut> {
    let reason = "no bug is seeded for it";
    files()
        .filter(|file| is_out(file))
        .map(|file| OptOut { file, reason })
        .collect()
}

fn seeded(bug: Option<Bug>) -> Storage {
    let context = Context::for_test();
    let storage = MemoryStorage::open(Config::default(), &context.metrics, &context.clock);
    let inner = Arc::clone(&storage.reader);
    Storage {
        reader: Arc::new(Seeded { bug, inner }),
        ..storage
    }
}

const fn compare(asked: Comparison, done: Comparison) -> Bug {
    match (asked, done) {
        (Comparison::Gte, Comparison::Gt) => {
            Bug::Predicate(|predicate| swap(predicate, Comparison::Gte, Comparison::Gt))
        }
        (Comparison::Lte, Comparison::Lt) => {
            Bug::Predicate(|predicate| swap(predicate, Comparison::Lte, Comparison::Lt))
        }
        (Comparison::Gt, Comparison::Gte) => {
            Bug::Predicate(|predicate| swap(predicate, Comparison::Gt, Comparison::Gte))
        }
        _ => Bug::Predicate(|predicate| swap(predicate, Comparison::Lt, Comparison::Lte)),
    }
}

fn swap(predicate: Predicate, asked: Comparison, done: Comparison) -> Predicate {
    match predicate {
        Predicate::Compare(comparison, constant) if comparison == asked => {
            Predicate::Compare(done, constant)
        }
        other => other,
    }
}

fn at_level(span: Span, of: fn(Option<Level>) -> Option<Level>) -> Span {
    match span {
        Span::Leaf(Reference::Attribute { key, level }, predicate) => {
            let level = of(level);
            Span::Leaf(Reference::Attribute { key, level }, predicate)
        }
        other => other,
    }
}

fn on_one_span(parts: Vec<Trace>) -> Trace {
    let is_group = |part: &Trace| matches!(part, Trace::Spans(_));
    if !parts.iter().all(is_group) {
        return Trace::And(parts);
    }
    let spans = parts.into_iter().filter_map(|part| match part {
        Trace::Spans(span) => Some(span),
        _ => None,
    });
    Trace::Spans(Span::And(spans.collect()))
}

fn pattern(text: &str) -> Predicate {
    match Pattern::new(text) {
        Ok(pattern) => Predicate::Matches(pattern),
        Err(_) => Predicate::Exists,
    }
}

impl Bug {
    fn ask(self, query: &TraceQuery) -> Result<TraceQuery> {
        let bounds = Bounds {
            range: query.range(),
            sort: query.sort(),
            limit: query.limit(),
        };
        let bounds = match self {
            Self::Query(change) => change(bounds),
            _ => bounds,
        };
        let expression = self.trace(query.expression().clone());
        let query = TraceQuery::new(query.tenant().clone(), bounds.range, expression)?;
        Ok(query.with_sort(bounds.sort).with_limit(bounds.limit))
    }

    fn trace(self, trace: Trace) -> Trace {
        let all = |parts: Vec<Trace>| parts.into_iter().map(|part| self.trace(part)).collect();
        let inside = match trace {
            Trace::Spans(span) => Trace::Spans(self.span(span)),
            Trace::Field(field, predicate) => Trace::Field(field, self.predicate(predicate)),
            Trace::And(parts) => Trace::And(all(parts)),
            Trace::Or(parts) => Trace::Or(all(parts)),
            Trace::Not(part) => Trace::Not(Box::new(self.trace(*part))),
        };
        match self {
            Self::Trace(change) => change(inside),
            _ => inside,
        }
    }

    fn span(self, span: Span) -> Span {
        let all = |parts: Vec<Span>| parts.into_iter().map(|part| self.span(part)).collect();
        let inside = match span {
            Span::Leaf(reference, predicate) => Span::Leaf(reference, self.predicate(predicate)),
            Span::Some(nested, part) => Span::Some(nested, Box::new(self.span(*part))),
            Span::And(parts) => Span::And(all(parts)),
            Span::Or(parts) => Span::Or(all(parts)),
            Span::Not(part) => Span::Not(Box::new(self.span(*part))),
            other @ (Span::References(..) | Span::Tag { .. }) => other,
        };
        match self {
            Self::Span(change) => change(inside),
            _ => inside,
        }
    }

    fn predicate(self, predicate: Predicate) -> Predicate {
        match self {
            Self::Predicate(change) => change(predicate),
            _ => predicate,
        }
    }
}

/// A reader that has a bug.
#[derive(Debug)]
struct Seeded {
    bug: Option<Bug>,
    inner: Arc<dyn TraceReader>,
}

impl Seeded {
    /// A page token of the other question would be refused, so these searches have one page.
    fn ask(&self, query: TraceQuery) -> TraceQuery {
        match self.bug {
            Some(bug) => bug.ask(&query).unwrap_or(query),
            None => query,
        }
    }
}

impl TraceReader for Seeded {
    fn get_trace(&self, request: GetTrace) -> TraceStream {
        self.inner.get_trace(request)
    }

    fn find_traces(&self, query: TraceQuery) -> BoxFuture<'_, Result<Page<TraceStream>>> {
        self.inner.find_traces(self.ask(query))
    }

    fn find_trace_ids(&self, query: TraceQuery) -> BoxFuture<'_, Result<Page<Vec<TraceId>>>> {
        self.inner.find_trace_ids(self.ask(query))
    }

    fn find_summaries(&self, query: TraceQuery) -> BoxFuture<'_, Result<Page<Vec<TraceSummary>>>> {
        self.inner.find_summaries(self.ask(query))
    }

    fn services(&self, tenant: Tenant) -> BoxFuture<'_, Result<Vec<String>>> {
        self.inner.services(tenant)
    }

    fn operations(&self, query: OperationQuery) -> BoxFuture<'_, Result<Vec<Operation>>> {
        self.inner.operations(query)
    }

    fn attribute_keys(&self, query: AttributeKeyQuery) -> BoxFuture<'_, Result<Vec<String>>> {
        self.inner.attribute_keys(query)
    }

    fn attribute_values(&self, query: AttributeValueQuery) -> BoxFuture<'_, Result<Vec<String>>> {
        self.inner.attribute_values(query)
    }

    fn capabilities(&self) -> Capabilities {
        self.inner.capabilities()
    }
}
