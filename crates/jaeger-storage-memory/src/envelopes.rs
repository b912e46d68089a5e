//! Resources and scopes: each is there once for all spans that have it.

use std::borrow::Borrow;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustc_hash::FxHashSet;

use crate::footprint::{SHARED_BYTES, allocated, place_bytes};

/// The message that spans stand in, without the spans.
#[derive(Debug)]
pub(crate) struct Envelope {
    bytes: Box<[u8]>,
    /// The stored spans that have it, and writers that may store more. Readers do not count: what
    /// they hold may be gone from the store.
    users: AtomicUsize,
}

/// All envelopes of one store. They change only under its lock.
#[derive(Debug, Default)]
pub(crate) struct Envelopes {
    all: FxHashSet<ByContent>,
    bytes: usize,
}

#[derive(Debug)]
struct ByContent(Arc<Envelope>);

impl Envelope {
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Shares one that is in use with one user more.
    pub(crate) fn share(self: &Arc<Self>) -> Arc<Self> {
        self.users.fetch_add(1, Ordering::Relaxed);
        Arc::clone(self)
    }

    fn cost(&self) -> usize {
        let own = size_of::<Self>() + place_bytes::<ByContent>();
        allocated(self.bytes.len() + own + SHARED_BYTES)
    }
}

impl Envelopes {
    /// The bytes that they take.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Returns the one with this content, for one user more.
    pub(crate) fn of(&mut self, content: &[u8]) -> Arc<Envelope> {
        if let Some(ByContent(known)) = self.all.get(content) {
            return known.share();
        }
        let envelope = Arc::new(Envelope {
            bytes: content.into(),
            users: AtomicUsize::new(1),
        });
        self.bytes += envelope.cost();
        self.all.insert(ByContent(Arc::clone(&envelope)));
        envelope
    }

    /// Takes one user away; without any it is gone.
    pub(crate) fn release(&mut self, envelope: &Envelope) {
        if envelope.users.fetch_sub(1, Ordering::Relaxed) == 1 {
            self.all.remove(envelope.bytes());
            self.bytes -= envelope.cost();
        }
    }
}

impl Borrow<[u8]> for ByContent {
    fn borrow(&self) -> &[u8] {
        self.0.bytes()
    }
}

impl Hash for ByContent {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.bytes().hash(state);
    }
}

impl PartialEq for ByContent {
    fn eq(&self, other: &Self) -> bool {
        self.0.bytes() == other.0.bytes()
    }
}

impl Eq for ByContent {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_user_takes_it_along() {
        let mut envelopes = Envelopes::default();
        let first = envelopes.of(b"same");
        let bytes = envelopes.bytes();
        let second = envelopes.of(b"same");
        let third = second.share();
        assert!(Arc::ptr_eq(&first, &third));
        assert_eq!(envelopes.bytes(), bytes);
        let other = envelopes.of(&[0; 1_000]);
        assert!(envelopes.bytes() > bytes + 1_000);

        for envelope in [&first, &other, &second] {
            assert!(!envelopes.is_empty());
            envelopes.release(envelope);
        }
        assert_eq!(envelopes.bytes(), bytes);
        envelopes.release(&third);
        assert_eq!((envelopes.bytes(), envelopes.is_empty()), (0, true));
        // Whoever still reads it keeps the content alone.
        assert_eq!(third.bytes(), b"same");
        let again = envelopes.of(b"same");
        assert!(!Arc::ptr_eq(&first, &again));
    }
}
