//! Every door through its real socket.
#![expect(clippy::expect_used, reason = "helpers of tests fail loudly")]

mod announced;
mod clients;
mod harness;
mod hostile;
mod http_words;
mod payload;
mod replies;
mod served;
