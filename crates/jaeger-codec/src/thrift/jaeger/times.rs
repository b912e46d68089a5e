//! Microseconds, which Jaeger's clients send with a sign, as nanoseconds since 1970.
//!
//! What OTLP cannot hold is clamped. Then the number as sent stays with the span as an attribute, and a warning says
//! so.

use jaeger_model::Value;
use jaeger_model::otlp::span;
use jaeger_model::wire::Writer;

use super::read::Span;
use crate::jaeger::{DURATION_US, START_TIME_US};

/// Nanoseconds since 1970, and whether they are those that were sent.
pub(super) fn nanos(us: i64) -> (u64, bool) {
    match u64::try_from(us).map(|us| us.checked_mul(1_000)) {
        Ok(Some(ns)) => (ns, true),
        Ok(None) => (u64::MAX, false),
        Err(_) => (0, false),
    }
}

/// Start and end in nanoseconds, and of each whether it is the one that was sent.
fn start_and_end(span: &Span<'_>) -> [(u64, bool); 2] {
    let (start, is_start_sent) = nanos(span.start_us);
    let (duration, is_duration_sent) = nanos(span.duration_us);
    let end = match start.checked_add(duration) {
        Some(end) => (end, is_duration_sent),
        None => (u64::MAX, !is_start_sent),
    };
    [(start, is_start_sent), end]
}

pub(super) fn times(w: &mut Writer, span: &Span<'_>, warnings: &mut Vec<String>) {
    let [(start, is_start_sent), (end, is_end_sent)] = start_and_end(span);
    w.fixed64(span::START_TIME_UNIX_NANO, start);
    w.fixed64(span::END_TIME_UNIX_NANO, end);
    if !is_start_sent {
        let sent = span.start_us;
        warnings.push(format!("start time {sent} us is outside of 1970 to 2554"));
    }
    if !is_end_sent {
        let sent = span.duration_us;
        warnings.push(format!("duration {sent} us is negative or too long"));
    }
}

pub(super) fn repaired_times(w: &mut Writer, span: &Span<'_>) {
    let [(_, is_start_sent), (_, is_end_sent)] = start_and_end(span);
    let attributes = [
        (is_start_sent, START_TIME_US, span.start_us),
        (is_end_sent, DURATION_US, span.duration_us),
    ];
    for (is_sent, key, sent) in attributes {
        if !is_sent {
            w.attribute(span::ATTRIBUTES, key.as_bytes(), Value::Int(sent));
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
}
