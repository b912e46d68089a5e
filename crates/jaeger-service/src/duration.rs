//! Durations of options: Go's spelling (`300ms`, `1h30m`, `1.5s`, `0`), as [`jaeger_model::duration`] reads it.
//!
//! A number without a unit is refused, and so is a negative one.

use std::time::Duration;

/// Reads a duration; the error says what was expected.
pub fn parse(text: &str) -> Result<Duration, String> {
    jaeger_model::duration::parse(text.trim())
        .ok()
        .and_then(|ns| u64::try_from(ns).ok())
        .map(Duration::from_nanos)
        .ok_or_else(|| String::from("expected a duration such as 300ms, 1.5s or 1h30m"))
}

/// Writes a duration as Go's `Duration.String` does: `1h30m0s`, `1.5s`, `20µs`, `0s`. What is beyond
/// Go's range of some 292 years is written as its end.
pub fn format(duration: Duration) -> String {
    jaeger_model::duration::format(i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX))
}

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
