//! Which statements set the selection apart, and how much.
//!
//! What counts is how much larger the share of the selected traces that say something is than the
//! share of the rest. Few traces prove little: one trace of one that says it is a share of 1, as
//! five of five are. So the score is not the difference but what it surely is at least, the lower
//! end of its 95 % interval after Agresti and Caffo. Each side gets one more trace that says it and
//! one that does not; then, with the shares `p` of `n` selected traces and `q` of `m` others,
//!
//! ```text
//! score = p - q - 1.96 * sqrt(p * (1 - p) / n + q * (1 - q) / m)
//! ```
//!
//! Five of five against none of 95 have 0.59, one of one against none of 99 has 0.12. A score that
//! is not above zero may be chance and is not shown. Values that differ from trace to trace are
//! left out; what only says again that the traces failed, where failed traces are the selection, is
//! marked.

use crate::json;
use crate::ui::in_common::statements::Kind;
use crate::ui::in_common::tally::{Count, Tally};

/// A statement that sets the selection apart.
#[derive(Debug)]
pub(super) struct Finding<'t> {
    kind: Kind,
    key: &'t str,
    value: &'t str,
    count: Count,
    score: f64,
    /// It says again what the selection was made by.
    is_defining: bool,
}

/// Returns what sets the selection apart, the clearest first, and behind that what defines it.
pub(super) fn ranked(tally: &Tally, is_about_errors: bool) -> Vec<Finding<'_>> {
    let traces = tally.traces();
    let mut found = Vec::new();
    for (kind, key, values) in tally.keys() {
        if kind == Kind::Attribute && values.are_names_of_traces() {
            continue;
        }
        for (value, count) in values.counts() {
            let score = score((count.selected, traces.selected), (count.rest, traces.rest));
            if score > 0.0 {
                found.push(Finding {
                    kind,
                    key,
                    value,
                    count,
                    score,
                    is_defining: is_about_errors && tells_of_errors(kind, key, value),
                });
            }
        }
    }
    found.sort_by(|a, b| {
        let by_group = a.is_defining.cmp(&b.is_defining);
        let by_score = by_group.then(b.score.total_cmp(&a.score));
        by_score.then_with(|| a.statement().cmp(&b.statement()))
    });
    let first_defining = found.partition_point(|finding| !finding.is_defining);
    let mut defining = found.split_off(first_defining);
    found.truncate(FOUND_MAX);
    defining.truncate(DEFINING_MAX);
    found.append(&mut defining);
    found
}

impl Finding<'_> {
    fn statement(&self) -> (Kind, &str, &str) {
        (self.kind, self.key, self.value)
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.push(b'{');
        json::text_member(out, "kind", self.kind.as_str());
        json::text_member(out, "key", self.key);
        json::text_member(out, "value", self.value);
        json::number_member(out, "selected", self.count.selected.into());
        json::number_member(out, "rest", self.count.rest.into());
        json::name(out, "score");
        json::double(out, (self.score * 1e4).round() / 1e4);
        json::name(out, "defining");
        out.extend_from_slice(self.is_defining.to_string().as_bytes());
        out.push(b'}');
    }
}

/// Of either side: the traces that say it, and all traces.
fn score(selected: (u32, u32), rest: (u32, u32)) -> f64 {
    let (of_selected, variance) = share(selected);
    let (of_rest, variance_of_rest) = share(rest);
    of_selected - of_rest - DEVIATIONS * (variance + variance_of_rest).sqrt()
}

/// The share and its variance, with a trace that says it and one that does not added.
fn share((said, traces): (u32, u32)) -> (f64, f64) {
    let traces = f64::from(traces) + 2.0;
    let share = (f64::from(said) + 1.0) / traces;
    (share, share * (1.0 - share) / traces)
}

/// True for what every failed trace is likely to say, whatever the reason.
fn tells_of_errors(kind: Kind, key: &str, value: &str) -> bool {
    if kind != Kind::Attribute {
        return false;
    }
    match key {
        "error" | "status" | "otel.status_code" | "otel.status_description" => true,
        "http.status_code" | "http.response.status_code" => {
            value.parse().is_ok_and(|code: u16| code >= 500)
        }
        "rpc.grpc.status_code" => value != "0",
        key => key.starts_with("error.") || key.starts_with("exception."),
    }
}

/// Standard deviations that 95 of a hundred stay within.
const DEVIATIONS: f64 = 1.96;
const FOUND_MAX: usize = 30;
const DEFINING_MAX: usize = 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_surer_difference_has_the_higher_score() {
        let descending = [
            ((500, 500), (0, 500)),
            ((50, 50), (0, 50)),
            ((5, 5), (0, 95)),
            ((4, 5), (0, 95)),
            ((1, 1), (0, 99)),
            ((5, 5), (48, 95)),
        ];
        let scores = descending.map(|(selected, rest)| score(selected, rest));
        assert!(scores.is_sorted_by(|a, b| a > b), "{scores:?}");
        assert!(scores[5] > 0.0, "{scores:?}");
    }

    #[test]
    fn what_may_be_chance_has_none() {
        let cases = [
            ((5, 5), (95, 95)),
            ((0, 5), (0, 95)),
            ((1, 5), (50, 95)),
            ((1, 5), (10, 95)),
            ((250, 500), (240, 500)),
            ((5, 5), (0, 0)),
            ((0, 0), (5, 5)),
            ((0, 0), (0, 0)),
        ];
        for (selected, rest) in cases {
            let score = score(selected, rest);
            assert!(score <= 0.0, "{selected:?} and {rest:?}: {score}");
        }
    }

    #[test]
    fn knows_what_tells_of_errors() {
        let cases = [
            ("error", "true", true),
            ("error.type", "timeout", true),
            ("exception.type", "Declined", true),
            ("otel.status_code", "ERROR", true),
            ("http.response.status_code", "503", true),
            ("http.response.status_code", "404", false),
            ("http.status_code", "many", false),
            ("rpc.grpc.status_code", "14", true),
            ("rpc.grpc.status_code", "0", false),
            ("payment_method", "paypal", false),
            ("errors", "5", false),
        ];
        for (key, value, expected) in cases {
            let tells = tells_of_errors(Kind::Attribute, key, value);
            assert_eq!(tells, expected, "{key}={value}");
        }
        assert!(!tells_of_errors(Kind::Service, "error", "true"));
    }
}
