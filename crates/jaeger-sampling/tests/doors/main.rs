//! Strategies asked for through real sockets.
#![expect(clippy::expect_used, reason = "helpers of tests fail loudly")]

mod golden;
mod harness;
mod reload;
