//! The bearer token of whoever asks, for a backend that passes it on to its server.
//!
//! A question carries no token, since only some backends have a use for one. It goes along with the
//! work that answers: who knows the token does that work in its [`scope`], and a backend reads
//! [`current`] when one of its functions is called. It must not do so later, when a stream or a
//! future that it gave is polled: that may happen anywhere. Work that is given to another task leaves
//! the scope.

use std::cell::RefCell;
use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;

/// A token that is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct BearerToken(Arc<str>);

impl BearerToken {
    /// Wraps a token, without the word that stands before it in a header; there is none that is empty.
    pub fn new(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self(text.into()))
    }

    /// Returns the token itself, for the one place that sends it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for BearerToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("BearerToken")
    }
}

/// Does `work` for whoever has this token, or for somebody who has none.
pub async fn scope<W: Future>(token: Option<BearerToken>, work: W) -> W::Output {
    let mut work = pin!(work);
    poll_fn(|context| {
        let _entered = Entered::with(token.clone());
        work.as_mut().poll(context)
    })
    .await
}

/// Returns the token of whoever the work at hand is done for.
pub fn current() -> Option<BearerToken> {
    CURRENT.with_borrow(Clone::clone)
}

thread_local! {
    /// The token of the work that this thread does just now.
    static CURRENT: RefCell<Option<BearerToken>> = const { RefCell::new(None) };
}

/// A scope that this thread is in until it is dropped, and the token of the one around it.
struct Entered {
    around: Option<BearerToken>,
}

impl Entered {
    fn with(token: Option<BearerToken>) -> Self {
        Self {
            around: CURRENT.replace(token),
        }
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        CURRENT.set(self.around.take());
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;
    use futures::executor::block_on;
    use futures::future::{join, pending};

    use super::*;

    fn token(text: &str) -> Option<BearerToken> {
        BearerToken::new(text)
    }

    #[test]
    fn work_has_the_token_of_its_innermost_scope() {
        let inner = scope(token("b"), async { current() });
        let without = scope(None, async { current() });
        let outer = scope(token("a"), async {
            let before = current();
            (before, inner.await, without.await, current())
        });
        let expected = (token("a"), token("b"), None, token("a"));
        assert_eq!(block_on(outer), expected);
        assert_eq!(current(), None);
    }

    #[test]
    fn work_that_takes_turns_keeps_its_own() {
        async fn twice() -> [Option<BearerToken>; 2] {
            let before = current();
            let mut was_polled = false;
            poll_fn(|context| {
                if std::mem::replace(&mut was_polled, true) {
                    return std::task::Poll::Ready(());
                }
                context.waker().wake_by_ref();
                std::task::Poll::Pending
            })
            .await;
            [before, current()]
        }

        let both = join(scope(token("a"), twice()), scope(token("b"), twice()));
        let expected = ["a", "b"].map(|text| [token(text), token(text)]);
        assert_eq!(<[_; 2]>::from(block_on(both)), expected);
    }

    #[test]
    fn a_scope_ends_with_work_that_panics_or_is_given_up() {
        async fn breaks() {
            panic!("as told");
        }

        let panicking = scope(token("a"), breaks());
        let caught = std::panic::AssertUnwindSafe(panicking).catch_unwind();
        assert!(block_on(caught).is_err());
        assert_eq!(current(), None);
        let abandoned = scope(token("a"), pending::<()>());
        assert_eq!(abandoned.now_or_never(), None);
        assert_eq!(current(), None);
    }

    #[test]
    fn a_token_is_not_printed() {
        let token = token("s3cret").unwrap();
        assert_eq!(token.expose(), "s3cret");
        assert!(!format!("{token:?} {:#?}", Some(&token)).contains("s3cret"));
        assert_eq!(BearerToken::new(""), None);
    }
}
