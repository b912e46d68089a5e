//! A search that is fit to be run.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jaeger_model::{Tenant, Timestamp, TraceId};
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::{Error, ErrorKind, Result, TraceExpression, TraceSummary};

/// A span of time, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TimeRange {
    /// The first nanosecond.
    pub start: Timestamp,
    /// The last nanosecond.
    pub end: Timestamp,
}

impl TimeRange {
    /// All of time.
    pub const ALL: Self = Self {
        start: Timestamp(0),
        end: Timestamp::MAX,
    };

    /// True when the moment lies in it.
    pub fn contains(&self, time: Timestamp) -> bool {
        self.start <= time && time <= self.end
    }
}

/// What traces are ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SortKey {
    /// The earliest start of a span.
    #[default]
    Start,
    /// From the earliest start to the latest end.
    Duration,
    /// Number of spans.
    SpanCount,
    /// Number of failed spans.
    ErrorCount,
}

/// The order of an answer. Traces that are equal in it are ordered by their id, ascending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sort {
    /// By what.
    pub key: SortKey,
    /// The largest first.
    pub descending: bool,
}

/// Newest first.
impl Default for Sort {
    fn default() -> Self {
        Self {
            key: SortKey::Start,
            descending: true,
        }
    }
}

impl Sort {
    /// From words such as `start_desc` or `duration_asc`.
    ///
    /// # Errors
    /// When there is no such order.
    pub fn from_word(word: &str) -> Result<Self> {
        let known = || {
            let (key, direction) = word.rsplit_once('_')?;
            let key = match key {
                "start" => SortKey::Start,
                "duration" => SortKey::Duration,
                "spans" => SortKey::SpanCount,
                "errors" => SortKey::ErrorCount,
                _ => return None,
            };
            let descending = match direction {
                "desc" => true,
                "asc" => false,
                _ => return None,
            };
            Some(Self { key, descending })
        };
        known().ok_or_else(|| {
            invalid(format!(
                "unknown sort {word:?}: it is one of start, duration, spans and errors with _asc or _desc"
            ))
        })
    }

    /// Where a trace stands in this order; the smallest comes first.
    pub fn position(&self, trace: &TraceSummary) -> Position {
        let value = match self.key {
            SortKey::Start => trace.start.0,
            SortKey::Duration => trace.duration_ns(),
            SortKey::SpanCount => trace.span_count,
            SortKey::ErrorCount => trace.error_count,
        };
        Position {
            rank: if self.descending {
                u64::MAX - value
            } else {
                value
            },
            id: trace.trace_id,
        }
    }
}

/// Where a trace stands in an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    rank: u64,
    id: TraceId,
}

/// A search, checked. Made by [`TraceQuery::new`] alone, so that no backend sees an impossible one.
#[derive(Clone, Debug)]
pub struct TraceQuery {
    tenant: Tenant,
    range: TimeRange,
    expression: TraceExpression,
    sort: Sort,
    limit: usize,
    after: Option<Position>,
}

impl TraceQuery {
    /// The largest number of traces on a page.
    pub const LIMIT_MAX: usize = 10_000;

    /// Searches the traces one of whose spans starts in `range`, newest first, at most 100 of them.
    ///
    /// # Errors
    /// When the range ends before it starts.
    pub fn new(tenant: Tenant, range: TimeRange, expression: TraceExpression) -> Result<Self> {
        if range.end < range.start {
            return Err(invalid("the time range ends before it starts".to_owned()));
        }
        Ok(Self {
            tenant,
            range,
            expression,
            sort: Sort::default(),
            limit: 100,
            after: None,
        })
    }

    /// At most so many traces on a page; 0 and anything above [`LIMIT_MAX`](Self::LIMIT_MAX) mean that maximum.
    pub fn with_limit(mut self, limit: usize) -> Self {
        self.limit = match limit {
            1..=Self::LIMIT_MAX => limit,
            _ => Self::LIMIT_MAX,
        };
        self
    }

    /// In this order.
    pub fn with_sort(mut self, sort: Sort) -> Self {
        self.sort = sort;
        self
    }

    /// The page behind the one that gave `token`. To be set after everything else.
    ///
    /// # Errors
    /// When the token was given for another query, by another version, or by nobody.
    pub fn with_page(mut self, token: &PageToken) -> Result<Self> {
        let page = token
            .decode()
            .filter(|page| page.query == self.fingerprint());
        let page =
            page.ok_or_else(|| invalid("the page token does not belong to this query".into()))?;
        self.range.end = self.range.end.min(page.range_end);
        self.after = Some(page.after);
        Ok(self)
    }

    /// The token for the page behind `last`.
    pub fn page_after(&self, last: Position) -> PageToken {
        Cursor {
            query: self.fingerprint(),
            range_end: self.range.end,
            after: last,
        }
        .encode()
    }

    /// Whose traces.
    pub fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// A span of the trace starts in it.
    pub fn range(&self) -> TimeRange {
        self.range
    }

    /// What must hold.
    pub fn expression(&self) -> &TraceExpression {
        &self.expression
    }

    /// In which order.
    pub fn sort(&self) -> Sort {
        self.sort
    }

    /// How many at most, never zero.
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// Only traces behind this position.
    pub fn after(&self) -> Option<Position> {
        self.after
    }

    /// Tells queries apart whose pages must not be mixed. The end of the range is frozen in the token instead, since a
    /// search "until now" moves it.
    fn fingerprint(&self) -> u64 {
        let tenant = xxh3_64_with_seed(self.tenant.as_str().as_bytes(), 0);
        let question = format!("{:?} {:?}", self.expression, self.sort);
        xxh3_64_with_seed(question.as_bytes(), tenant)
    }
}

/// Says where the next page starts. Opaque, and bound to its query and tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageToken(String);

impl PageToken {
    /// A token as a client gave it back.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn decode(&self) -> Option<Cursor> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(&self.0).ok()?;
        let bytes: &[u8; 41] = bytes.as_slice().try_into().ok()?;
        let (version, rest) = bytes.split_first()?;
        let (query, rest) = rest.split_first_chunk()?;
        let (range_end, rest) = rest.split_first_chunk()?;
        let (rank, id) = rest.split_first_chunk()?;
        (*version == Cursor::VERSION).then_some(Cursor {
            query: u64::from_be_bytes(*query),
            range_end: Timestamp(u64::from_be_bytes(*range_end)),
            after: Position {
                rank: u64::from_be_bytes(*rank),
                id: TraceId(id.try_into().ok()?),
            },
        })
    }
}

/// What a page token holds.
struct Cursor {
    query: u64,
    range_end: Timestamp,
    after: Position,
}

impl Cursor {
    const VERSION: u8 = 1;

    fn encode(&self) -> PageToken {
        let mut bytes = vec![Self::VERSION];
        bytes.extend_from_slice(&self.query.to_be_bytes());
        bytes.extend_from_slice(&self.range_end.0.to_be_bytes());
        bytes.extend_from_slice(&self.after.rank.to_be_bytes());
        bytes.extend_from_slice(&self.after.id.0);
        PageToken(BASE64_URL_SAFE_NO_PAD.encode(bytes))
    }
}

fn invalid(message: String) -> Error {
    Error::new(ErrorKind::InvalidQuery, message)
}
