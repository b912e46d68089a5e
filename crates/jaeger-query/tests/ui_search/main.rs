//! What the web UI asks about many traces: figures over a search, what traces have in common,
//! completion, the live tail, quality.
#![expect(clippy::expect_used, reason = "helpers of tests fail loudly")]

mod cells;
mod completion;
mod harness;
mod hostile;
mod in_common;
mod overview;
mod quality;
mod tail;
