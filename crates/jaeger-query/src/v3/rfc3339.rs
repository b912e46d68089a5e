//! Times as RFC 3339 writes them, with nanoseconds. Errors are those of Go's `time.Parse`.

use chrono::NaiveDate;
use jaeger_model::Timestamp;

use crate::strconv::quote;

/// Reads a time. What lies before 1970 or after July 2554 is moved to that end.
///
/// A blank in place of the plus of an offset is taken for it: Grafana does not escape the plus.
pub(crate) fn parse(text: &str) -> Result<Timestamp, String> {
    let mut reader = Reader { text, rest: text };
    let year = reader.digits(4, "2006")?;
    reader.literal("-")?;
    let month = reader.digits(2, "01")?;
    reader.literal("-")?;
    let day = reader.digits(2, "02")?;
    reader.literal("T")?;
    let hour = reader.digits(2, "15")?;
    reader.literal(":")?;
    let minute = reader.digits(2, "04")?;
    reader.literal(":")?;
    let second = reader.digits(2, "05")?;
    let fraction_ns = reader.fraction_ns();
    let offset_s = reader.offset_s()?;
    if !reader.rest.is_empty() {
        let extra = format!("extra text: {}", quote(reader.rest.as_bytes()));
        return Err(reader.failed(&extra));
    }
    let time = NaiveDate::from_ymd_opt(i32::try_from(year).unwrap_or_default(), month, day)
        .and_then(|date| date.and_hms_opt(hour, minute, second));
    let Some(time) = time else {
        return Err(reader.failed("value out of range"));
    };
    let seconds = time.and_utc().timestamp() - offset_s;
    let ns = i128::from(seconds) * 1_000_000_000 + i128::from(fraction_ns);
    Ok(Timestamp(u64::try_from(ns.max(0)).unwrap_or(u64::MAX)))
}

struct Reader<'t> {
    text: &'t str,
    rest: &'t str,
}

impl Reader<'_> {
    /// Reads exactly so many digits; `element` is how Go's layout writes them.
    fn digits(&mut self, count: usize, element: &str) -> Result<u32, String> {
        let digits = self.rest.get(..count);
        let digits = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
        let number = digits.and_then(|digits| digits.parse().ok());
        let number = number.ok_or_else(|| self.not_read(element))?;
        self.rest = self.rest.get(count..).unwrap_or_default();
        Ok(number)
    }

    fn literal(&mut self, literal: &str) -> Result<(), String> {
        let rest = self.rest.strip_prefix(literal);
        self.rest = rest.ok_or_else(|| self.not_read(literal))?;
        Ok(())
    }

    /// What lies below a nanosecond is cut off.
    fn fraction_ns(&mut self) -> u32 {
        let Some(fraction) = self.rest.strip_prefix('.') else {
            return 0;
        };
        let count = fraction.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = fraction.split_at_checked(count).unwrap_or_default();
        if digits.is_empty() {
            return 0;
        }
        self.rest = rest;
        let digits = digits.bytes().chain(std::iter::repeat(b'0')).take(9);
        digits.fold(0, |ns, digit| ns * 10 + u32::from(digit - b'0'))
    }

    fn offset_s(&mut self) -> Result<i64, String> {
        if let Some(rest) = self.rest.strip_prefix('Z') {
            self.rest = rest;
            return Ok(0);
        }
        let sign = match self.rest.bytes().next() {
            Some(b'+' | b' ') => 1,
            Some(b'-') => -1,
            _ => return Err(self.not_read(ZONE)),
        };
        self.rest = self.rest.get(1..).unwrap_or_default();
        let hours = self.digits(2, ZONE)?;
        self.literal(":")?;
        let minutes = self.digits(2, ZONE)?;
        Ok(sign * i64::from(hours * 3_600 + minutes * 60))
    }

    fn not_read(&self, element: &str) -> String {
        let rest = quote(self.rest.as_bytes());
        self.failed(&format!(
            "cannot parse {rest} as {}",
            quote(element.as_bytes())
        ))
    }

    fn failed(&self, reason: &str) -> String {
        let text = quote(self.text.as_bytes());
        format!(
            "parsing time {text} as {}: {reason}",
            quote(LAYOUT.as_bytes())
        )
    }
}

const LAYOUT: &str = "2006-01-02T15:04:05.999999999Z07:00";
const ZONE: &str = "Z07:00";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_times() {
        let second = 1_704_067_210_000_000_000;
        let cases = [
            ("2024-01-01T00:00:10Z", second),
            ("2024-01-01T00:00:10.0000005Z", second + 500),
            ("2024-01-01T00:00:10.1234567899Z", second + 123_456_789),
            ("2024-01-01T01:00:10+01:00", second),
            ("2024-01-01T01:00:10 01:00", second),
            ("2023-12-31T23:30:10-00:30", second),
            ("1999-01-01T00:00:00Z", 915_148_800_000_000_000),
            ("1969-12-31T23:59:59Z", 0),
            ("0000-01-01T00:00:00Z", 0),
            ("9999-12-31T23:59:59Z", u64::MAX),
        ];
        for (text, ns) in cases {
            assert_eq!(parse(text), Ok(Timestamp(ns)), "{text}");
        }
    }

    #[test]
    fn tells_where_it_stopped() {
        let cases = [
            ("1704067200", "cannot parse \"067200\" as \"-\""),
            ("2024-01-01", "cannot parse \"\" as \"T\""),
            ("1", "cannot parse \"1\" as \"2006\""),
            ("x", "cannot parse \"x\" as \"2006\""),
            ("2024-01-01T00:00:00", "cannot parse \"\" as \"Z07:00\""),
            ("2024-01-01T00:00:00Zz", "extra text: \"z\""),
            ("2024-13-01T00:00:00Z", "value out of range"),
            ("2024-02-30T00:00:00Z", "value out of range"),
        ];
        for (text, reason) in cases {
            let expected = format!("parsing time \"{text}\" as \"{LAYOUT}\": {reason}");
            assert_eq!(parse(text), Err(expected));
        }
    }
}
