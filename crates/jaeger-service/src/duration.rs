//! Durations in Go's spelling: `300ms`, `1h30m`, `1.5s`, `0`.
//!
//! Jaeger's flags, its health answer and parts of its query API use it. A number without a unit is
//! refused, a negative one too.

use std::time::Duration;

/// Reads a duration; the error says what was expected.
pub fn parse(text: &str) -> Result<Duration, String> {
    read(text.trim())
        .ok_or_else(|| String::from("expected a duration such as 300ms, 1.5s or 1h30m"))
}

/// Writes a duration as Go's `Duration.String` does: `1h30m0s`, `1.5s`, `20µs`, `0s`.
pub fn format(duration: Duration) -> String {
    let ns = duration.as_nanos();
    if ns < MICROSECOND_NS {
        return if ns == 0 {
            String::from("0s")
        } else {
            format!("{ns}ns")
        };
    }
    if ns < MILLISECOND_NS {
        return format!("{}µs", decimal(ns, MICROSECOND_NS));
    }
    if ns < SECOND_NS {
        return format!("{}ms", decimal(ns, MILLISECOND_NS));
    }
    let (hours, minutes) = (ns / HOUR_NS, ns % HOUR_NS / MINUTE_NS);
    let seconds = decimal(ns % MINUTE_NS, SECOND_NS);
    match (hours, minutes) {
        (0, 0) => format!("{seconds}s"),
        (0, _) => format!("{minutes}m{seconds}s"),
        _ => format!("{hours}h{minutes}m{seconds}s"),
    }
}

fn read(text: &str) -> Option<Duration> {
    let mut rest = text.strip_prefix('+').unwrap_or(text);
    if rest == "0" {
        return Some(Duration::ZERO);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total_ns: u128 = 0;
    while !rest.is_empty() {
        let (number, after) = split_before(rest, |c| !c.is_ascii_digit() && c != '.');
        let (unit, after) = split_before(after, |c| c.is_ascii_digit() || c == '.');
        total_ns += term_ns(number, unit)?;
        rest = after;
    }
    // Go's durations end at an i64 of nanoseconds, some 292 years.
    let total_ns = i64::try_from(total_ns).ok()?;
    Some(Duration::from_nanos(total_ns.unsigned_abs()))
}

/// Returns at most some 7e31, so that no text of a sane length overflows the sum.
fn term_ns(number: &str, unit: &str) -> Option<u128> {
    let unit_ns = match unit {
        "ns" => 1,
        "us" | "µs" | "μs" => MICROSECOND_NS,
        "ms" => MILLISECOND_NS,
        "s" => SECOND_NS,
        "m" => MINUTE_NS,
        "h" => HOUR_NS,
        _ => return None,
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    Some(u128::from(digits(whole)?) * unit_ns + fraction_ns(fraction, unit_ns)?)
}

fn fraction_ns(fraction: &str, unit_ns: u128) -> Option<u128> {
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // No unit has more than 13 digits; what lies beyond 18 is below a nanosecond.
    let significant = fraction.get(..18).unwrap_or(fraction);
    let scale = significant.bytes().fold(1_u128, |scale, _| scale * 10);
    Some(u128::from(digits(significant)?) * unit_ns / scale)
}

fn digits(text: &str) -> Option<u64> {
    if text.is_empty() {
        Some(0)
    } else {
        text.parse().ok()
    }
}

fn split_before(text: &str, stop: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(stop).unwrap_or(text.len()))
}

/// Returns `ns` in `unit_ns` without trailing zeros.
fn decimal(ns: u128, unit_ns: u128) -> String {
    let (whole, fraction) = (ns / unit_ns, ns % unit_ns);
    if fraction == 0 {
        return whole.to_string();
    }
    let width = unit_ns.ilog10() as usize;
    format!("{whole}.{fraction:0width$}")
        .trim_end_matches('0')
        .to_owned()
}

const MICROSECOND_NS: u128 = 1_000;
const MILLISECOND_NS: u128 = 1_000_000;
const SECOND_NS: u128 = 1_000_000_000;
const MINUTE_NS: u128 = 60 * SECOND_NS;
const HOUR_NS: u128 = 60 * MINUTE_NS;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_go_reads() {
        let check = |text: &str, ns: u64| {
            assert_eq!(parse(text), Ok(Duration::from_nanos(ns)), "{text}");
        };
        check("0", 0);
        check("0s", 0);
        check("300ms", 300_000_000);
        check("1h30m", 5_400_000_000_000);
        check("1.5s", 1_500_000_000);
        check(".5s", 500_000_000);
        check("1.s", 1_000_000_000);
        check("+5s", 5_000_000_000);
        check("3us", 3_000);
        check("3µs", 3_000);
        check("1.0000000000000000000001s", 1_000_000_000);
        check("1ns1us", 1_001);
        check("9223372036854775807ns", i64::MAX.unsigned_abs());
    }

    #[test]
    fn refuses_what_go_refuses_and_what_is_negative() {
        for text in [
            "",
            "5",
            "-5s",
            "s",
            ".s",
            "1.2.3s",
            "5 s",
            "5d",
            "1h-3m",
            "9223372036854775808ns",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn writes_what_go_writes() {
        let check = |ns: u64, text: &str| assert_eq!(format(Duration::from_nanos(ns)), text);
        check(0, "0s");
        check(1, "1ns");
        check(1_100, "1.1µs");
        check(2_200_000, "2.2ms");
        check(1_500_000_000, "1.5s");
        check(90_000_000_000, "1m30s");
        check(5_400_000_000_001, "1h30m0.000000001s");
    }
}
