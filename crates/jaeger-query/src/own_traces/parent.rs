//! The span that a request says it belongs to: the `traceparent` header of W3C Trace Context.

use axum::http::HeaderMap;
use jaeger_model::{SpanId, TraceId};

/// The span that a request says it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parent {
    pub(super) trace: TraceId,
    pub(super) span: SpanId,
    pub(super) is_sampled: bool,
}

impl Parent {
    /// Returns what the headers name. A header that is not understood names nothing.
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        Self::parse(headers.get("traceparent")?.to_str().ok()?.trim())
    }

    /// Later versions may append parts; the first has exactly four.
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let version = parts.next().filter(|part| is_hex(part, 2))?;
        let trace = parts.next().filter(|part| is_hex(part, 32))?;
        let span = parts.next().filter(|part| is_hex(part, 16))?;
        let flags = parts.next().filter(|part| is_hex(part, 2))?;
        if version == "ff" || (version == "00" && parts.next().is_some()) {
            return None;
        }
        let parent = Self {
            trace: TraceId::from_hex(trace).ok()?,
            span: SpanId::from_hex(span).ok()?,
            is_sampled: u8::from_str_radix(flags, 16).ok()? & 1 == 1,
        };
        (!parent.trace.is_zero() && !parent.span.is_zero()).then_some(parent)
    }
}

fn is_hex(text: &str, digits: usize) -> bool {
    text.len() == digits
        && text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
    const SPAN: &str = "b7ad6b7169203331";

    #[test]
    fn reads_what_the_standard_allows() {
        let cases = [
            (format!("00-{TRACE}-{SPAN}-01"), Some(true)),
            (format!("00-{TRACE}-{SPAN}-00"), Some(false)),
            (format!("00-{TRACE}-{SPAN}-03"), Some(true)),
            (format!("cc-{TRACE}-{SPAN}-01-later"), Some(true)),
            (format!("00-{TRACE}-{SPAN}-01-later"), None),
            (format!("ff-{TRACE}-{SPAN}-01"), None),
            (format!("00-{TRACE}-{SPAN}"), None),
            (format!("00-{}-{SPAN}-01", TRACE.to_uppercase()), None),
            (format!("00-{:0>32}-{SPAN}-01", 0), None),
            (format!("00-{TRACE}-{:0>16}-01", 0), None),
            (format!("00-{TRACE}x-{SPAN}-01"), None),
            (String::new(), None),
        ];
        for (text, is_sampled) in cases {
            let parent = Parent::parse(&text);
            assert_eq!(parent.map(|each| each.is_sampled), is_sampled, "{text}");
            if let Some(parent) = parent {
                assert_eq!(parent.trace.to_hex(), TRACE);
                assert_eq!(parent.span.to_string(), SPAN);
            }
        }
    }
}
