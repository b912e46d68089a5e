//! The query API over gRPC as its clients see it: over real sockets, with the client of each API.
#![expect(clippy::expect_used, reason = "helpers of tests fail loudly")]

mod chunks;
mod doors;
mod harness;
mod questions;
mod refusals;
mod tenants;
