//! What happened in a trace, by time, a page at a time.

use jaeger_model::EventView;
use tokio_util::sync::CancellationToken;

use super::rows::Rows;
use super::text;
use crate::failure::Failure;
use crate::json;
use crate::params::Params;

/// Which of the events are wanted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    offset: usize,
    limit: usize,
}

impl Window {
    pub(super) fn read(params: &Params) -> Result<Self, Failure> {
        let number = |name: &str, otherwise: usize| {
            let given = params.number(name)?;
            let given = given.map(|given| usize::try_from(given).unwrap_or(0));
            Ok::<_, Failure>(given.unwrap_or(otherwise))
        };
        Ok(Self {
            offset: number("offset", 0)?,
            limit: number("limit", EVENTS_MAX)?.min(EVENTS_MAX),
        })
    }
}

/// An event and the span that it belongs to.
struct Happening<'a> {
    time_ns: u64,
    row: u32,
    event: EventView<'a>,
}

/// Returns `{"etag":..,"total":..,"events":[..]}`: what of all events lies in the window. Those of one moment
/// stand by row, and of one row as they were sent.
pub(super) fn written(window: Window, rows: &Rows, abandoned: &CancellationToken) -> Vec<u8> {
    let mut happenings = Vec::new();
    for (row, (_, span)) in (0_u32..).zip(rows.iter()) {
        if row.is_multiple_of(ROWS_AT_A_TIME) && abandoned.is_cancelled() {
            return Vec::new();
        }
        happenings.extend(span.span.events().map(|event| Happening {
            time_ns: span.shown(event.time()).0,
            row,
            event,
        }));
    }
    happenings.sort_by_key(|happening| happening.time_ns);
    let mut out = vec![b'{'];
    json::text_member(&mut out, "etag", rows.etag());
    json::number_member(&mut out, "total", happenings.len() as u64);
    json::name(&mut out, "events");
    let wanted = happenings.iter().skip(window.offset).take(window.limit);
    json::list(&mut out, wanted, |out, happening| {
        write(out, happening, rows.start_ns);
    });
    out.push(b'}');
    out
}

fn write(out: &mut Vec<u8>, happening: &Happening<'_>, start_ns: u64) {
    let event = &happening.event;
    out.push(b'{');
    json::number_member(out, "row", happening.row.into());
    json::name(out, "name");
    json::text(out, event.name().as_bytes());
    json::name(out, "time");
    json::int(out, between(start_ns, happening.time_ns));
    json::name(out, "attributes");
    json::list(out, event.attributes(), |out, attribute| {
        out.push(b'{');
        json::name(out, "key");
        json::text(out, attribute.key.as_bytes());
        json::name(out, "value");
        json::text(out, text::of_attribute(&attribute));
        out.push(b'}');
    });
    out.push(b'}');
}

/// Returns how far a time is from the start, within what JavaScript holds exactly. It may lie before
/// the start, or be no time at all.
fn between(start_ns: u64, time_ns: u64) -> i64 {
    let distance = i128::from(time_ns) - i128::from(start_ns);
    let distance = distance.clamp(i128::from(-EXACT_MAX), i128::from(EXACT_MAX));
    i64::try_from(distance).unwrap_or(0)
}

/// The most that one answer has.
const EVENTS_MAX: usize = 1_000;
const EXACT_MAX: i64 = (1 << 53) - 1;
const ROWS_AT_A_TIME: u32 = 1_024;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjust::fixture::{Sketch, trace};
    use crate::render::Rendering;

    #[test]
    fn events_stand_by_time_then_row() {
        let spans = [
            Sketch {
                id: 1,
                start_us: 10,
                events: &[(30, "d"), (12, "b")],
                ..Sketch::default()
            },
            Sketch {
                id: 2,
                parent: 1,
                start_us: 11,
                events: &[(12, "c"), (7, "a")],
                ..Sketch::default()
            },
        ];
        let trace = trace(&spans);
        let cases = [
            ("", 0..4),
            ("offset=1&limit=2", 1..3),
            ("offset=3&limit=9", 3..4),
            ("offset=9", 4..4),
            ("offset=-5&limit=0", 0..0),
        ];
        let all = [
            r#"{"row":1,"name":"a","time":-3000,"attributes":[]}"#,
            r#"{"row":0,"name":"b","time":2000,"attributes":[]}"#,
            r#"{"row":1,"name":"c","time":2000,"attributes":[]}"#,
            r#"{"row":0,"name":"d","time":20000,"attributes":[]}"#,
        ];
        for (query, shown) in cases {
            let window = Window::read(&Params::parse(query)).unwrap();
            let rows = Rows::of(trace.clone(), Rendering::Raw);
            let answer = written(window, &rows, &CancellationToken::new());
            let (etag, shown) = (rows.etag(), all[shown].join(","));
            let expected = format!(r#"{{"etag":"{etag}","total":4,"events":[{shown}]}}"#);
            assert_eq!(String::from_utf8(answer).unwrap(), expected, "{query}");
        }
        assert!(Window::read(&Params::parse("limit=x")).is_err());
    }

    #[test]
    fn absurd_times_stay_numbers() {
        let cases = [
            (5, 7, 2),
            (7, 5, -2),
            (0, u64::MAX, EXACT_MAX),
            (u64::MAX, 0, -EXACT_MAX),
        ];
        for (start_ns, time_ns, distance) in cases {
            assert_eq!(between(start_ns, time_ns), distance);
        }
    }
}
