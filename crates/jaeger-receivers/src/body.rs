//! The bytes of a request off the wire, each of them counted before memory is taken for it.
//!
//! What is only announced costs nothing: an announced length is held against the limit and bounds
//! what may come. The grant, and after it the memory, grows with the bytes that do come.

use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use http_body_util::BodyExt as _;
use jaeger_service::budget::{Budget, Grant, STEP};

use crate::sink::{Cause, Refusal};

/// Bytes, and the grant that covers them.
pub(crate) struct Held {
    pub(crate) bytes: Bytes,
    pub(crate) grant: Grant,
}

/// A body that is being received.
pub(crate) struct Incoming {
    body: Body,
    grant: Grant,
    bytes: Vec<u8>,
    bytes_max: usize,
    /// What was announced, at most `bytes_max`.
    announced: Option<usize>,
}

impl Incoming {
    /// A body of which nothing was received yet. `bytes_max` is not more than the whole budget.
    pub(crate) fn new(body: Body, budget: &Budget, bytes_max: usize) -> Self {
        Self {
            body,
            grant: budget.grant(),
            bytes: Vec::new(),
            bytes_max,
            announced: None,
        }
    }

    /// Refuses so many bytes, or will refuse more than them.
    pub(crate) fn announce(&mut self, bytes: u64) -> Result<(), Refusal> {
        let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
        self.check(bytes)?;
        self.announced = Some(bytes);
        self.check(self.bytes.len())
    }

    /// Receives until there are `count` bytes, or fewer if the body ends before.
    pub(crate) async fn at_least(&mut self, count: usize) -> Result<&[u8], Refusal> {
        while self.bytes.len() < count && self.receive().await? {}
        Ok(&self.bytes)
    }

    /// Receives until the end.
    pub(crate) async fn rest(mut self) -> Result<Held, Refusal> {
        while self.receive().await? {}
        Ok(Held {
            bytes: self.bytes.into(),
            grant: self.grant,
        })
    }

    /// Receives some bytes; false at the end.
    async fn receive(&mut self) -> Result<bool, Refusal> {
        let frame = tokio::time::timeout(SILENCE_MAX, self.body.frame())
            .await
            .map_err(|_| too_slow())?;
        match frame {
            None => Ok(false),
            Some(Ok(frame)) => {
                if let Ok(data) = frame.into_data() {
                    self.append(&data)?;
                }
                Ok(true)
            }
            Some(Err(error)) => Err(Refusal::new(
                Cause::Undecodable,
                format!("the body broke off: {error}"),
            )),
        }
    }

    fn append(&mut self, data: &[u8]) -> Result<(), Refusal> {
        let len = self.bytes.len().saturating_add(data.len());
        self.check(len)?;
        if self.bytes.capacity() < len {
            self.make_room(len)?;
        }
        self.bytes.extend_from_slice(data);
        Ok(())
    }

    /// Takes memory for `len` bytes or more, all of it granted before.
    fn make_room(&mut self, len: usize) -> Result<(), Refusal> {
        // Twice as much, so that a body is copied once on average and asks the shared budget only a
        // few times, but no more than may come.
        let may_come = self.announced.unwrap_or(self.bytes_max);
        let twice = self.bytes.capacity().saturating_mul(2);
        let room = twice.max(STEP).min(may_come).max(len);
        self.grant.cover(room)?;
        self.bytes.reserve_exact(room - self.bytes.len());
        Ok(())
    }

    /// Refuses a body of so many bytes if it may not have them.
    fn check(&self, bytes: usize) -> Result<(), Refusal> {
        if bytes > self.bytes_max {
            return Err(too_large(self.bytes_max));
        }
        if self.announced.is_some_and(|announced| bytes > announced) {
            let message = "there are more bytes than were announced";
            return Err(Refusal::new(Cause::Undecodable, message));
        }
        Ok(())
    }
}

/// The refusal of a request of more than `bytes_max` bytes.
pub(crate) fn too_large(bytes_max: usize) -> Refusal {
    Refusal::new(Cause::TooLarge, format!("larger than {bytes_max} bytes"))
}

/// The refusal of a request that does not arrive.
pub(crate) fn too_slow() -> Refusal {
    Refusal::new(Cause::TimedOut, "the request did not arrive in time")
}

/// How long a client may send nothing while its request is not complete.
const SILENCE_MAX: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests {
    use futures::stream;
    use jaeger_service::Metrics;
    use jaeger_service::metrics::Gauge;

    use super::*;

    const BUDGET: usize = 1 << 20;

    fn gauged() -> (Budget, Gauge) {
        let gauge = Metrics::new().gauge("held_bytes", "Held.");
        (Budget::new(BUDGET, gauge.clone()), gauge)
    }

    fn budget() -> Budget {
        gauged().0
    }

    fn parts(parts: &[&'static [u8]]) -> Body {
        let parts: Vec<_> = parts
            .iter()
            .map(|part| Ok::<_, std::io::Error>(Bytes::from_static(part)))
            .collect();
        Body::from_stream(stream::iter(parts))
    }

    #[tokio::test]
    async fn puts_the_parts_together() {
        let mut incoming = Incoming::new(parts(&[b"ab", b"", b"cde"]), &budget(), 5);
        incoming.announce(5).unwrap();
        assert_eq!(incoming.at_least(1).await.unwrap(), b"ab");
        assert_eq!(incoming.at_least(3).await.unwrap(), b"abcde");
        assert_eq!(incoming.at_least(9).await.unwrap(), b"abcde");
        let held = incoming.rest().await.unwrap();
        assert_eq!((&held.bytes[..], held.bytes.len()), (&b"abcde"[..], 5));
    }

    #[tokio::test]
    async fn refuses_what_is_announced_or_comes_beyond_the_limit() {
        let mut incoming = Incoming::new(parts(&[b"ab", b"cde"]), &budget(), 4);
        assert_eq!(incoming.announce(5).unwrap_err().cause, Cause::TooLarge);
        assert_eq!(
            incoming.announce(u64::MAX).unwrap_err().cause,
            Cause::TooLarge
        );
        let refusal = incoming.rest().await.map(|held| held.bytes).unwrap_err();
        assert_eq!(refusal.cause, Cause::TooLarge);
    }

    #[tokio::test]
    async fn refuses_more_than_was_announced() {
        let mut incoming = Incoming::new(parts(&[b"ab", b"cde"]), &budget(), 9);
        incoming.announce(4).unwrap();
        let refusal = incoming.rest().await.map(|held| held.bytes).unwrap_err();
        assert_eq!(refusal.cause, Cause::Undecodable);
    }

    #[tokio::test]
    async fn holds_what_came_and_not_what_is_announced() {
        let frame: &'static [u8] = &[7; 16 << 10];
        let (budget, gauge) = gauged();
        let mut incoming = Incoming::new(parts(&[frame; 40]), &budget, BUDGET);
        incoming.announce(40 * frame.len() as u64).unwrap();
        let held = |steps: usize| (steps * STEP) as i64;
        assert_eq!(gauge.get(), 0);
        // Twice as much each time, and in the end what is announced: 10 steps.
        for (frames, steps) in [(1, 1), (4, 1), (5, 2), (9, 4), (16, 4), (17, 8), (40, 10)] {
            incoming.at_least(frames * frame.len()).await.unwrap();
            assert_eq!(gauge.get(), held(steps), "{frames}");
            assert!(incoming.bytes.capacity() <= steps * STEP, "{frames}");
        }
        let received = incoming.rest().await.unwrap();
        assert_eq!(received.bytes, vec![7; 40 * frame.len()]);
        drop(received);
        assert_eq!(gauge.get(), 0);
    }

    #[tokio::test]
    async fn a_short_body_takes_no_more_than_a_step() {
        let (budget, gauge) = gauged();
        let mut incoming = Incoming::new(parts(&[b"spans"]), &budget, BUDGET);
        incoming.announce(5).unwrap();
        incoming.at_least(5).await.unwrap();
        assert_eq!(gauge.get(), STEP as i64);
        assert!(incoming.bytes.capacity() < STEP);
    }

    #[tokio::test]
    async fn who_finds_no_bytes_left_is_told_to_come_again() {
        let (budget, gauge) = gauged();
        let mut others = budget.grant();
        others.cover(BUDGET - STEP).unwrap();
        let frame: &'static [u8] = &[0; STEP];
        let mut incoming = Incoming::new(parts(&[frame, b"a"]), &budget, BUDGET);
        incoming.at_least(STEP).await.unwrap();
        assert_eq!(gauge.get(), BUDGET as i64);
        let refusal = incoming.rest().await.map(|held| held.bytes).unwrap_err();
        assert_eq!(refusal.cause, Cause::Overloaded);
        assert_eq!(gauge.get(), (BUDGET - STEP) as i64);
    }

    #[tokio::test]
    async fn a_body_that_breaks_off_is_undecodable() {
        let broken = stream::iter([Err::<Bytes, _>(std::io::Error::other("gone"))]);
        let incoming = Incoming::new(Body::from_stream(broken), &budget(), 4);
        let refusal = incoming.rest().await.map(|held| held.bytes).unwrap_err();
        assert_eq!(refusal.cause, Cause::Undecodable);
    }
}
