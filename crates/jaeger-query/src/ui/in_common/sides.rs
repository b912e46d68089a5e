//! The traces that are compared: the newest of the selection, and the newest of the rest.

use std::ops::ControlFlow;

use jaeger_model::Tenant;
use jaeger_storage::{GetTrace, TraceSummary};

use crate::ui::in_common::selection::Selection;
use crate::ui::sweep::Reached;
use crate::ui::whole::request;

/// Traces that a search found, by whether they are selected.
#[derive(Debug)]
pub(super) struct Sides {
    tenant: Tenant,
    selection: Selection,
    selected: Side,
    rest: Side,
}

#[derive(Debug, Default)]
struct Side {
    requests: Vec<GetTrace>,
    failed: usize,
    /// There are more than are compared.
    is_part: bool,
}

impl Sides {
    pub(super) fn new(tenant: Tenant, selection: Selection) -> Self {
        Self {
            tenant,
            selection,
            selected: Side::default(),
            rest: Side::default(),
        }
    }

    /// Takes a trace to its side, and breaks once both sides have enough.
    pub(super) fn take(&mut self, trace: &TraceSummary) -> ControlFlow<()> {
        let side = match self.selection.has(trace) {
            true => &mut self.selected,
            false => &mut self.rest,
        };
        if side.requests.len() < SIDE_TRACES_MAX {
            side.failed += usize::from(trace.error_count > 0);
            side.requests.push(request(&self.tenant, trace));
        } else {
            side.is_part = true;
        }
        match self.selected.is_part && self.rest.is_part {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    }

    /// Returns whether all traces of both sides are compared.
    pub(super) fn reached(&self) -> Reached {
        match self.selected.is_part || self.rest.is_part {
            true => Reached::Part,
            false => Reached::All,
        }
    }

    /// True when the failed traces are the selection, by what was asked or by what was found.
    pub(super) fn are_about_errors(&self) -> bool {
        let selected = self.selected.requests.len();
        let all_failed = selected > 0 && self.selected.failed == selected;
        self.selection.asks_for_errors() || (all_failed && self.rest.failed == 0)
    }

    /// Returns how to read the traces: those of the selection, and those of the rest.
    pub(super) fn into_requests(self) -> (Vec<GetTrace>, Vec<GetTrace>) {
        (self.selected.requests, self.rest.requests)
    }
}

const SIDE_TRACES_MAX: usize = 500;

#[cfg(test)]
mod tests {
    use jaeger_model::{Timestamp, TraceId};

    use super::*;
    use crate::ui::in_common::selection::Asked;

    fn sides(selection: &str) -> Sides {
        let body = format!(r#"{{"search":"","selection":{selection}}}"#);
        let selection = Asked::read(body.as_bytes()).unwrap().selection;
        Sides::new(Tenant::default(), selection)
    }

    fn trace(id: u64, error_count: u64) -> TraceSummary {
        TraceSummary {
            trace_id: TraceId::from_halves(0, id),
            root_service: String::new(),
            root_name: String::new(),
            start: Timestamp(id),
            end: Timestamp(id),
            span_count: 1,
            error_count,
            orphan_count: 0,
            services: Vec::new(),
        }
    }

    #[test]
    fn knows_when_it_is_about_errors() {
        let cases: [(&str, &[u64], bool); 6] = [
            (r#"{"errors":true}"#, &[], true),
            (r#"{"errors":false}"#, &[0, 1], false),
            (r#"{"traceIds":["1"]}"#, &[1, 0, 0], true),
            (r#"{"traceIds":["1"]}"#, &[1, 1, 0], false),
            (r#"{"traceIds":["1","2"]}"#, &[1, 0, 0], false),
            (r#"{"traceIds":["9"]}"#, &[0, 0], false),
        ];
        for (selection, errors, expected) in cases {
            let mut sides = sides(selection);
            for (id, errors) in (1..).zip(errors) {
                assert!(sides.take(&trace(id, *errors)).is_continue());
            }
            assert_eq!(sides.are_about_errors(), expected, "{selection} {errors:?}");
        }
    }

    #[test]
    fn has_enough_when_both_sides_are_full() {
        let mut sides = sides(r#"{"errors":true}"#);
        let mut taken = 0;
        while sides.take(&trace(taken, taken % 2)).is_continue() {
            taken += 1;
        }
        assert_eq!(taken as usize, 2 * SIDE_TRACES_MAX + 1);
        assert_eq!(sides.reached(), Reached::Part);
        let (selected, rest) = sides.into_requests();
        assert_eq!(
            (selected.len(), rest.len()),
            (SIDE_TRACES_MAX, SIDE_TRACES_MAX)
        );
    }
}
