//! The two spellings of an answer as JSON, byte for byte those that clients of Jaeger know.
//!
//! Strings and numbers are written as Go writes them, members that are not there are left out.

use crate::answer::{OperationSampling, Sampling, SamplingStrategyResponse};

/// Returns the spelling of `/sampling`, which calls the kind of strategy by its name.
pub(crate) fn named(answer: &SamplingStrategyResponse) -> String {
    match answer.sampling {
        Sampling::Probabilistic(probability) => {
            spelled(answer, "\"PROBABILISTIC\"", |out| rate(out, probability))
        }
        Sampling::RateLimiting(limit) => {
            spelled(answer, "\"RATE_LIMITING\"", |out| rate_limit(out, limit))
        }
    }
}

/// Returns the old spelling of `/`, which numbers the kinds of strategy; nothing if the limit is not
/// one of 16 bits, which is all that those clients read.
pub(crate) fn numbered(answer: &SamplingStrategyResponse) -> Option<String> {
    Some(match answer.sampling {
        Sampling::Probabilistic(probability) => spelled(answer, "0", |out| rate(out, probability)),
        Sampling::RateLimiting(limit) => {
            i16::try_from(limit).ok()?;
            spelled(answer, "1", |out| rate_limit(out, limit))
        }
    })
}

fn spelled(
    answer: &SamplingStrategyResponse,
    kind: &str,
    sampling: impl FnOnce(&mut String),
) -> String {
    let mut out = format!("{{\"strategyType\":{kind},");
    sampling(&mut out);
    if let Some(operations) = &answer.operations {
        out.push_str(",\"operationSampling\":");
        push_operations(&mut out, operations);
    }
    out.push('}');
    out
}

fn rate(out: &mut String, probability: f64) {
    out.push_str("\"probabilisticSampling\":{\"samplingRate\":");
    push_number(out, probability);
    out.push('}');
}

fn rate_limit(out: &mut String, limit: i32) {
    out.push_str("\"rateLimitingSampling\":{\"maxTracesPerSecond\":");
    out.push_str(&limit.to_string());
    out.push('}');
}

fn push_operations(out: &mut String, operations: &OperationSampling) {
    out.push_str("{\"defaultSamplingProbability\":");
    push_number(out, operations.default_probability);
    out.push_str(",\"defaultLowerBoundTracesPerSecond\":0,\"perOperationStrategies\":[");
    for (index, each) in operations.rates.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        out.push_str("{\"operation\":");
        push_text(out, &each.operation);
        out.push(',');
        rate(out, each.probability);
        out.push('}');
    }
    out.push_str("],\"defaultUpperBoundTracesPerSecond\":0}");
}

/// Writes a number of a file; JSON has no others.
fn push_number(out: &mut String, number: f64) {
    if number == 0.0 && number.is_sign_negative() {
        // JavaScript's form drops the sign.
        out.push_str("-0");
    } else {
        out.push_str(ryu_js::Buffer::new().format_finite(number));
    }
}

/// Writes a text, with what HTML and old JavaScript trip over escaped.
fn push_text(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\0'..' ' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
