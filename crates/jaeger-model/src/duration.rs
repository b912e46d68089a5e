//! Durations in Go's text form (`time.ParseDuration`, `Duration.String`), which Jaeger's flags, form and JSON use.

/// Why a text is not a duration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseDurationError {
    /// Not a number followed by a unit, one or more times.
    #[error("invalid duration {0:?}")]
    Invalid(String),
    /// A number without `ns us µs ms s m h` behind it.
    #[error("missing unit in duration {0:?}")]
    MissingUnit(String),
    /// A unit that there is not.
    #[error("unknown unit {0:?} in duration {1:?}")]
    UnknownUnit(String, String),
}

const UNITS: [(&str, u64); 8] = [
    ("ns", 1),
    ("us", 1_000),
    ("µs", 1_000),
    ("μs", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];

/// Reads a signed duration such as `300ms`, `1h30m` or `1.5s` as nanoseconds. Only `0` needs no unit.
pub fn parse(text: &str) -> Result<i64, ParseDurationError> {
    let invalid = || ParseDurationError::Invalid(text.to_owned());
    let (negative, unsigned) = match text.as_bytes().first() {
        Some(b'-') => (true, text.get(1..).unwrap_or_default()),
        Some(b'+') => (false, text.get(1..).unwrap_or_default()),
        _ => (false, text),
    };
    if unsigned == "0" {
        return Ok(0);
    }
    if unsigned.is_empty() {
        return Err(invalid());
    }
    let mut total = 0u64;
    let mut rest = unsigned;
    while !rest.is_empty() {
        let (whole, fraction, behind) = split_number(rest).ok_or_else(invalid)?;
        let unit_len = behind
            .find(|c: char| c == '.' || c.is_ascii_digit())
            .unwrap_or(behind.len());
        let (unit, next) = behind.split_at_checked(unit_len).ok_or_else(invalid)?;
        let scale = unit_ns(unit, text)?;
        let part = scaled(whole, fraction, scale).ok_or_else(invalid)?;
        total = total.checked_add(part).ok_or_else(invalid)?;
        rest = next;
    }
    let total = i64::try_from(total).map_err(|_| invalid())?;
    Ok(if negative { -total } else { total })
}

/// The digits before and behind the point, and what follows them.
fn split_number(text: &str) -> Option<(&str, &str, &str)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (whole, behind) = text.split_at_checked(digits(text))?;
    let (fraction, behind) = match behind.strip_prefix('.') {
        Some(behind) => behind.split_at_checked(digits(behind))?,
        None => ("", behind),
    };
    (!whole.is_empty() || !fraction.is_empty()).then_some((whole, fraction, behind))
}

fn unit_ns(unit: &str, text: &str) -> Result<u64, ParseDurationError> {
    if unit.is_empty() {
        return Err(ParseDurationError::MissingUnit(text.to_owned()));
    }
    let known = UNITS
        .iter()
        .find(|(name, _)| *name == unit)
        .map(|(_, ns)| *ns);
    known.ok_or_else(|| ParseDurationError::UnknownUnit(unit.to_owned(), text.to_owned()))
}

fn scaled(whole: &str, fraction: &str, scale: u64) -> Option<u64> {
    let whole: u64 = if whole.is_empty() {
        0
    } else {
        whole.parse().ok()?
    };
    let mut part = 0f64;
    let mut weight = scale as f64;
    for digit in fraction.bytes() {
        weight /= 10.0;
        part += f64::from(digit - b'0') * weight;
    }
    // Rounded, since tenths have no exact binary form.
    whole.checked_mul(scale)?.checked_add(part.round() as u64)
}

/// Nanoseconds as Go prints them: `0s`, `1.5ms`, `1h30m0s`.
pub fn format(ns: i64) -> String {
    let sign = if ns < 0 { "-" } else { "" };
    let magnitude = ns.unsigned_abs();
    let text = match magnitude {
        0 => return "0s".to_owned(),
        1..1_000 => format!("{magnitude}ns"),
        1_000..1_000_000 => format!("{}µs", with_fraction(magnitude, 1_000)),
        1_000_000..1_000_000_000 => format!("{}ms", with_fraction(magnitude, 1_000_000)),
        _ => {
            let minutes = magnitude / 60_000_000_000;
            let seconds = with_fraction(magnitude % 60_000_000_000, 1_000_000_000);
            match (minutes / 60, minutes % 60) {
                (0, 0) => format!("{seconds}s"),
                (0, minutes) => format!("{minutes}m{seconds}s"),
                (hours, minutes) => format!("{hours}h{minutes}m{seconds}s"),
            }
        }
    };
    format!("{sign}{text}")
}

fn with_fraction(value: u64, unit: u64) -> String {
    let width = unit.ilog10() as usize;
    let text = format!("{}.{:0width$}", value / unit, value % unit);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_go_reads() {
        let cases = [
            ("0", 0),
            ("300ms", 300_000_000),
            ("1.5s", 1_500_000_000),
            ("1h30m", 5_400_000_000_000),
            ("-2us", -2_000),
            ("5µs", 5_000),
            (".5s", 500_000_000),
            ("1.s", 1_000_000_000),
            ("0.1ms", 100_000),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn refuses_what_go_refuses() {
        for text in [
            "",
            "-",
            "s",
            ".",
            ".s",
            "1",
            "1x",
            "1 s",
            "1s ",
            "9999999999h",
            "1ms5",
            "é",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn prints_as_go_prints() {
        let cases = [
            (0, "0s"),
            (1, "1ns"),
            (1_500, "1.5µs"),
            (2_000_000, "2ms"),
            (1_500_000_000, "1.5s"),
            (90_000_000_000, "1m30s"),
            (5_400_000_000_000, "1h30m0s"),
            (-1_100_000, "-1.1ms"),
        ];
        for (ns, expected) in cases {
            assert_eq!(format(ns), expected);
        }
    }
}
