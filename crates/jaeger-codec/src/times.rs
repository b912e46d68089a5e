//! Times as clients send them, with a sign, as nanoseconds since 1970.
//!
//! What OTLP cannot hold is clamped. Then the microseconds as sent stay with the span as an attribute, and a warning
//! says so.

use jaeger_model::Value;
use jaeger_model::otlp::span;
use jaeger_model::wire::Writer;

use crate::jaeger::{DURATION_US, START_TIME_US};

/// When a span began and how long it took, as its sender says.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Times {
    /// Since 1970.
    pub(crate) start_ns: i128,
    pub(crate) duration_ns: i128,
}

/// Nanoseconds since 1970 of microseconds, and whether they are those that were sent.
pub(crate) fn nanos(us: i64) -> (u64, bool) {
    clamped(from_micros(us))
}

/// Nanoseconds as OTLP can hold them, and whether they are those that were sent.
pub(crate) fn clamped(sent_ns: i128) -> (u64, bool) {
    match u64::try_from(sent_ns) {
        Ok(ns) => (ns, true),
        Err(_) if sent_ns < 0 => (0, false),
        Err(_) => (u64::MAX, false),
    }
}

pub(crate) fn from_micros(us: i64) -> i128 {
    i128::from(us) * 1_000
}

/// Whole microseconds, as far as an attribute can hold them.
pub(crate) fn to_micros(sent_ns: i128) -> i64 {
    let us = sent_ns.div_euclid(1_000);
    let nearest = if us < 0 { i64::MIN } else { i64::MAX };
    i64::try_from(us).unwrap_or(nearest)
}

impl Times {
    pub(crate) fn from_micros(start_us: i64, duration_us: i64) -> Self {
        Self {
            start_ns: from_micros(start_us),
            duration_ns: from_micros(duration_us),
        }
    }

    /// Start and end in nanoseconds, and of each whether it is the one that was sent.
    fn start_and_end(self) -> [(u64, bool); 2] {
        let (start, is_start_sent) = clamped(self.start_ns);
        let (duration, is_duration_sent) = clamped(self.duration_ns);
        let end = match start.checked_add(duration) {
            Some(end) => (end, is_duration_sent),
            None => (u64::MAX, !is_start_sent),
        };
        [(start, is_start_sent), end]
    }

    pub(crate) fn write(self, w: &mut Writer, warnings: &mut Vec<String>) {
        let [(start, is_start_sent), (end, is_end_sent)] = self.start_and_end();
        w.fixed64(span::START_TIME_UNIX_NANO, start);
        w.fixed64(span::END_TIME_UNIX_NANO, end);
        if !is_start_sent {
            let sent = to_micros(self.start_ns);
            warnings.push(format!("start time {sent} us is outside of 1970 to 2554"));
        }
        if !is_end_sent {
            let sent = to_micros(self.duration_ns);
            warnings.push(format!("duration {sent} us is negative or too long"));
        }
    }

    /// Writes what was clamped as it was sent.
    pub(crate) fn write_repaired(self, w: &mut Writer) {
        let [(_, is_start_sent), (_, is_end_sent)] = self.start_and_end();
        let attributes = [
            (is_start_sent, START_TIME_US, self.start_ns),
            (is_end_sent, DURATION_US, self.duration_ns),
        ];
        for (is_sent, key, sent_ns) in attributes {
            if !is_sent {
                let sent = Value::Int(to_micros(sent_ns));
                w.attribute(span::ATTRIBUTES, key.as_bytes(), sent);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn microseconds_are_clamped_to_what_nanoseconds_can_hold() {
        let last = i64::try_from(u64::MAX / 1_000).expect("small");
        assert_eq!(nanos(0), (0, true));
        assert_eq!(nanos(5), (5_000, true));
        assert_eq!(nanos(-1), (0, false));
        assert_eq!(nanos(last), (u64::MAX / 1_000 * 1_000, true));
        assert_eq!(nanos(last + 1), (u64::MAX, false));
    }

    #[test]
    fn nanoseconds_are_clamped_to_what_otlp_can_hold() {
        let last = i128::from(u64::MAX);
        assert_eq!(clamped(-1), (0, false));
        assert_eq!(clamped(last), (u64::MAX, true));
        assert_eq!(clamped(last + 1), (u64::MAX, false));
    }

    #[test]
    fn microseconds_are_rounded_down_and_clamped() {
        for (sent_ns, us) in [
            (1_999, 1),
            (-1, -1),
            (-5_000, -5),
            (from_micros(i64::MAX), i64::MAX),
            (from_micros(i64::MIN), i64::MIN),
            (i128::MAX, i64::MAX),
            (i128::MIN, i64::MIN),
        ] {
            assert_eq!(to_micros(sent_ns), us, "{sent_ns}");
        }
    }
}
