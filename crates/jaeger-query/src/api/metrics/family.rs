//! A family of series as OpenMetrics' protobuf is in JSON, which stands in no envelope.

use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse as _;
use chrono::{DateTime, SecondsFormat};
use jaeger_model::Timestamp;
use jaeger_service::budget::Grant;
use jaeger_storage::{MetricPoint, MetricSeries};

use crate::api::Answer;
use crate::gathered::HeldBody;
use crate::{json, pretty, reply};

/// What all series of an answer are.
#[derive(Debug)]
pub(super) struct Family {
    name: &'static str,
    help: String,
}

impl Family {
    pub(super) fn latencies(quantile: f64, group_by_operation: bool) -> Self {
        let quantile = two_digits(quantile);
        let help = format!("{quantile}th quantile latency, grouped by service");
        match group_by_operation {
            true => Self::by_operation("service_operation_latencies", &help),
            false => Self::by_service("service_latencies", &help),
        }
    }

    pub(super) fn call_rates(group_by_operation: bool) -> Self {
        let help = "calls/sec, grouped by service";
        match group_by_operation {
            true => Self::by_operation("service_operation_call_rate", help),
            false => Self::by_service("service_call_rate", help),
        }
    }

    pub(super) fn error_rates(group_by_operation: bool) -> Self {
        let help =
            "error rate, computed as a fraction of errors/sec over calls/sec, grouped by service";
        match group_by_operation {
            true => Self::by_operation("service_operation_error_rate", help),
            false => Self::by_service("service_error_rate", help),
        }
    }

    fn by_service(name: &'static str, help: &str) -> Self {
        Self {
            name,
            help: help.to_owned(),
        }
    }

    fn by_operation(name: &'static str, help: &str) -> Self {
        Self {
            name,
            help: format!("{help} & operation"),
        }
    }

    fn json<'s>(&self, series: impl IntoIterator<Item = &'s MetricSeries>) -> Vec<u8> {
        let mut out = b"{".to_vec();
        json::text_member(&mut out, "name", self.name);
        json::text_member(&mut out, "type", "GAUGE");
        json::text_member(&mut out, "help", &self.help);
        json::name(&mut out, "metrics");
        json::list(&mut out, series, write_series);
        out.push(b'}');
        out
    }
}

/// Returns the reply that shows the series, whose bytes `grant` covers until it is sent.
pub(super) async fn answer(
    family: Family,
    series: Vec<MetricSeries>,
    is_pretty: bool,
    mut grant: Grant,
) -> Answer {
    grant.cover(held_bytes(&series))?;
    let made = reply::off_the_sockets(move |abandoned| {
        let wanted = series.iter().take_while(|_| !abandoned.is_cancelled());
        let body = family.json(wanted);
        match is_pretty {
            true if series.is_empty() => pretty_without_series(&body),
            true => pretty::indented(&body),
            false => body,
        }
    });
    let content_type = [(CONTENT_TYPE, "application/json")];
    Ok((content_type, HeldBody::body(made.await?, grant)).into_response())
}

/// Unlike Go's other JSON, that of protobuf breaks the line in an empty list.
fn pretty_without_series(body: &[u8]) -> Vec<u8> {
    let mut text = pretty::indented(body);
    if text.ends_with(b"[]\n}") {
        text.truncate(text.len() - b"]\n}".len());
        text.extend_from_slice(b"\n    ]\n}");
    }
    text
}

/// What series and the text that is written for them may take.
fn held_bytes(series: &[MetricSeries]) -> usize {
    let of_one = |series: &MetricSeries| {
        let operation = series.operation.as_ref().map_or(0, String::len);
        let labels = (series.service.len() + operation) * BYTES_PER_LABEL_BYTE;
        SERIES_BYTES + labels + series.points.len() * POINT_BYTES
    };
    series.iter().map(of_one).sum()
}

fn write_series(out: &mut Vec<u8>, series: &MetricSeries) {
    let service = Some(("service_name", series.service.as_str()));
    let operation = series.operation.as_deref().map(|name| ("operation", name));
    out.push(b'{');
    json::name(out, "labels");
    json::list(out, service.into_iter().chain(operation), write_label);
    json::name(out, "metricPoints");
    json::list(out, &series.points, write_point);
    out.push(b'}');
}

fn write_label(out: &mut Vec<u8>, (name, value): (&str, &str)) {
    out.push(b'{');
    json::text_member(out, "name", name);
    json::text_member(out, "value", value);
    out.push(b'}');
}

fn write_point(out: &mut Vec<u8>, point: &MetricPoint) {
    out.extend_from_slice(b"{\"gaugeValue\":{\"doubleValue\":");
    write_value(out, point.value.unwrap_or(f64::NAN));
    out.push(b'}');
    json::text_member(out, "timestamp", &time(point.at));
    out.push(b'}');
}

/// Numbers that JSON does not have go by other names here than in spans.
fn write_value(out: &mut Vec<u8>, value: f64) {
    match value {
        f64::INFINITY => json::text(out, "Infinity"),
        f64::NEG_INFINITY => json::text(out, "-Infinity"),
        value => json::double(out, value),
    }
}

/// RFC 3339 with no digits of a second, or three, six or nine.
fn time(at: Timestamp) -> String {
    let seconds = i64::try_from(at.0 / NS_PER_S).unwrap_or_default();
    let ns = u32::try_from(at.0 % NS_PER_S).unwrap_or_default();
    let time = DateTime::from_timestamp(seconds, ns).unwrap_or_default();
    time.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// The number as Go's `%.2f` writes it.
fn two_digits(number: f64) -> String {
    match number {
        f64::INFINITY => String::from("+Inf"),
        f64::NEG_INFINITY => String::from("-Inf"),
        number => format!("{number:.2}"),
    }
}

const NS_PER_S: u64 = 1_000_000_000;
/// A point in storage's form, in JSON and in JSON for people.
const POINT_BYTES: usize = 400;
const SERIES_BYTES: usize = 600;
const BYTES_PER_LABEL_BYTE: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_times_look_as_in_jaeger() {
        let base_ms = 1_700_000_000_000;
        let cases = [
            (0, Some(0.0), "0", "2023-11-14T22:13:20Z"),
            (60_500, None, "\"NaN\"", "2023-11-14T22:14:20.500Z"),
            (120_123, Some(1e-9), "1e-9", "2023-11-14T22:15:20.123Z"),
            (180_000, Some(1e21), "1e+21", "2023-11-14T22:16:20Z"),
            (
                240_000,
                Some(1.0 / 3.0),
                "0.3333333333333333",
                "2023-11-14T22:17:20Z",
            ),
            (
                300_000,
                Some(f64::INFINITY),
                "\"Infinity\"",
                "2023-11-14T22:18:20Z",
            ),
            (
                300_000,
                Some(f64::NEG_INFINITY),
                "\"-Infinity\"",
                "2023-11-14T22:18:20Z",
            ),
            (301_000, Some(1e8), "100000000", "2023-11-14T22:18:21Z"),
        ];
        for (ms, value, number, time) in cases {
            let at = Timestamp((base_ms + ms) * 1_000_000);
            let mut out = Vec::new();
            write_point(&mut out, &MetricPoint { at, value });
            let expected =
                format!("{{\"gaugeValue\":{{\"doubleValue\":{number}}},\"timestamp\":\"{time}\"}}");
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }

    #[test]
    fn help_says_the_quantile_in_two_digits() {
        let cases = [
            (0.95, "0.95th"),
            (0.5, "0.50th"),
            (0.999, "1.00th"),
            (2.0, "2.00th"),
            (f64::NAN, "NaNth"),
            (f64::INFINITY, "+Infth"),
            (f64::NEG_INFINITY, "-Infth"),
        ];
        for (quantile, begin) in cases {
            let family = Family::latencies(quantile, false);
            let expected = format!("{begin} quantile latency, grouped by service");
            assert_eq!(family.help, expected);
        }
    }

    #[test]
    fn an_empty_list_for_people_has_two_lines() {
        let body = Family::call_rates(false).json([]);
        let expected = concat!(
            "{\n",
            "    \"name\": \"service_call_rate\",\n",
            "    \"type\": \"GAUGE\",\n",
            "    \"help\": \"calls/sec, grouped by service\",\n",
            "    \"metrics\": [\n",
            "    ]\n",
            "}",
        );
        let pretty = String::from_utf8(pretty_without_series(&body)).unwrap();
        assert_eq!(pretty, expected);
    }
}
