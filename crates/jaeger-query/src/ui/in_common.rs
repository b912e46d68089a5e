//! `POST /api/ui/v1/in-common`: what sets some of the traces that a search finds apart from the
//! rest of them.
//!
//! It counts in traces: however many spans of a trace say something, the trace says it once. What a
//! trace can say is in [`statements`]; how that is ranked, and what is left out, in [`ranking`].

mod ranking;
mod selection;
mod sides;
mod statements;
mod tally;

use std::time::Duration;

use axum::body::Body;
use axum::response::Response;

use crate::api::{Answer, Api, Question, transform};
use crate::failure::Failure;
use crate::params::Params;
use crate::ui::in_common::ranking::{Finding, ranked};
use crate::ui::in_common::selection::Asked;
use crate::ui::in_common::sides::Sides;
use crate::ui::in_common::tally::Tally;
use crate::ui::sweep::{Reached, sweep};
use crate::ui::whole::work_through;
use crate::v3::search::V3Search;
use crate::{envelope, json};

/// Answers with the statements that are more frequent in the selection than in the rest.
pub(super) async fn answer(api: &Api, question: &Question, body: Body) -> Answer {
    let began = api.clock.monotonic();
    let body = transform::received(body, BODY_BYTES_MAX).await?;
    let Asked { search, selection } = Asked::read(&body)?;
    let params = Params::parse(&search);
    let search = V3Search::read(&params, &question.tenant, api.limit_max)?;

    let mut sides = Sides::new(question.tenant.clone(), selection);
    let mut reached = Reached::All;
    if let Some(query) = &search.query {
        reached = sweep(api, query, |trace| sides.take(&trace)).await?;
    }
    let is_about_errors = sides.are_about_errors();
    reached = reached.and(sides.reached());

    // The counts are there until the reply is written, and the traces come and go beside them.
    let (_, mut held) = api.gathering().into_parts();
    held.cover(Tally::BYTES_MAX)?;
    let (tally, counted) = tallied(api, sides, began).await?;
    let findings = ranked(&tally, is_about_errors);
    Ok(reply(&tally, &findings, reached.and(counted)))
}

/// Counts what both sides say. Half of the time that an answer may take is enough for the
/// selection, and a quarter for the rest.
async fn tallied(api: &Api, sides: Sides, began: Duration) -> Result<(Tally, Reached), Failure> {
    let (selected, rest) = sides.into_requests();
    let until = began.saturating_add(api.timeout / 2);
    let tally = Tally::default();
    let (mut tally, of_selected) = work_through(api, selected, tally, until, Tally::add).await?;
    tally.turn_to_rest();
    let until = until.saturating_add(api.timeout / 4);
    let (tally, of_rest) = work_through(api, rest, tally, until, Tally::add).await?;
    let reached = of_selected.and(of_rest).and(tally.reached());
    Ok((tally, reached))
}

fn reply(tally: &Tally, findings: &[Finding<'_>], reached: Reached) -> Response {
    let mut body = b"{".to_vec();
    json::number_member(&mut body, "selected", tally.traces().selected.into());
    json::number_member(&mut body, "rest", tally.traces().rest.into());
    reached.write(&mut body);
    json::name(&mut body, "found");
    json::list(&mut body, findings, |out, finding| finding.write(out));
    body.push(b'}');
    envelope::json_reply(body)
}

const BODY_BYTES_MAX: usize = 256 << 10;
