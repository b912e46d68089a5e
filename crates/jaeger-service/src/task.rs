//! Named tasks of one process, all of them tracked.
//!
//! A task that fails or panics while the process is meant to run is fatal: it stops the process,
//! since a role with one door missing is worse than one that restarts. A task that simply ends is
//! fine. Connections are not tasks in this sense; [`crate::server`] tracks those itself.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::watch;
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;
use tracing::{debug, error};

/// Spawns tasks and knows which of them run. Clones share the tasks.
#[derive(Debug, Clone)]
pub struct Tasks {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    tracker: TaskTracker,
    running: Mutex<BTreeMap<&'static str, usize>>,
    failure: watch::Sender<Option<TaskFailure>>,
    shutdown: CancellationToken,
}

impl Tasks {
    /// Returns an empty set of tasks; once `shutdown` is cancelled no failure is fatal any more.
    pub fn new(shutdown: CancellationToken) -> Self {
        let shared = Shared {
            tracker: TaskTracker::new(),
            running: Mutex::default(),
            failure: watch::Sender::new(None),
            shutdown,
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// Runs `future` as a task called `name`.
    ///
    /// Must be called inside a tokio runtime.
    pub fn spawn<F>(&self, name: &'static str, future: F) -> TaskHandle
    where
        F: Future + Send + 'static,
        F::Output: TaskOutcome,
    {
        let ended = CancellationToken::new();
        let running = Running::start(name, &self.shared, &ended);
        // The inner task catches a panic, the outer one outlives it to tell.
        let inner = tokio::spawn(future);
        self.shared.tracker.spawn(async move {
            let failure = match inner.await {
                Ok(outcome) => outcome.failure(),
                Err(error) => Some(error.to_string()),
            };
            running.end(failure);
        });
        TaskHandle { name, ended }
    }

    /// Returns the first fatal failure, as soon as there is one.
    pub async fn failed(&self) -> TaskFailure {
        let mut failures = self.shared.failure.subscribe();
        let failure = failures
            .wait_for(Option::is_some)
            .await
            .map(|failure| failure.clone());
        match failure {
            Ok(Some(failure)) => failure,
            // The sender lives as long as `self`.
            _ => std::future::pending().await,
        }
    }

    /// Returns when no task is left. Tasks that are spawned meanwhile are waited for, too.
    pub async fn drained(&self) {
        self.shared.tracker.close();
        self.shared.tracker.wait().await;
    }

    /// Returns the names of the tasks that run, sorted.
    pub fn running(&self) -> Vec<&'static str> {
        self.shared.running.lock().keys().copied().collect()
    }
}

/// A task that was spawned.
#[derive(Debug, Clone)]
pub struct TaskHandle {
    name: &'static str,
    ended: CancellationToken,
}

impl TaskHandle {
    /// Returns the name of the task.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns when the task has ended, well or not.
    pub async fn ended(self) {
        self.ended.cancelled().await;
    }
}

/// A task that failed while the process was meant to run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("task {task} failed: {reason}")]
pub struct TaskFailure {
    /// The name of the task.
    pub task: &'static str,
    /// What went wrong.
    pub reason: String,
}

/// What a task may end with: nothing, or a result.
pub trait TaskOutcome: Send + 'static {
    /// Returns why the task failed, if it did.
    fn failure(self) -> Option<String>;
}

impl TaskOutcome for () {
    fn failure(self) -> Option<String> {
        None
    }
}

/// An error is shown in its alternate form, which for `anyhow` is the whole chain.
impl<E: Display + Send + 'static> TaskOutcome for Result<(), E> {
    fn failure(self) -> Option<String> {
        self.err().map(|error| format!("{error:#}"))
    }
}

/// Counts a task as running until it is dropped, even by a runtime that goes away.
struct Running {
    name: &'static str,
    shared: Arc<Shared>,
    _ended: DropGuard,
}

impl Running {
    fn start(name: &'static str, shared: &Arc<Shared>, ended: &CancellationToken) -> Self {
        *shared.running.lock().entry(name).or_default() += 1;
        Self {
            name,
            shared: Arc::clone(shared),
            _ended: ended.clone().drop_guard(),
        }
    }

    fn end(self, failure: Option<String>) {
        let task = self.name;
        let Some(reason) = failure else {
            debug!(task, "task ended");
            return;
        };
        error!(task, reason, "task failed");
        if self.shared.shutdown.is_cancelled() {
            return;
        }
        self.shared.failure.send_if_modified(|first| {
            let is_first = first.is_none();
            first.get_or_insert(TaskFailure { task, reason });
            is_first
        });
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let mut running = self.shared.running.lock();
        if let Some(count) = running.get_mut(self.name) {
            *count -= 1;
            if *count == 0 {
                running.remove(self.name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_failure_is_fatal_until_shutdown() {
        let shutdown = CancellationToken::new();
        let tasks = Tasks::new(shutdown.clone());
        tasks.spawn("fine", async {});
        tasks.spawn("broken", async { Err::<(), _>("disk full") });
        let failure = tasks.failed().await;
        assert_eq!(failure.to_string(), "task broken failed: disk full");

        let tasks = Tasks::new(shutdown.clone());
        shutdown.cancel();
        tasks
            .spawn("late", async { Err::<(), _>("door closed") })
            .ended()
            .await;
        assert_eq!(*tasks.shared.failure.borrow(), None);
    }

    #[tokio::test]
    async fn a_panic_is_a_failure() {
        async fn breaks() {
            panic!("impossible");
        }

        let tasks = Tasks::new(CancellationToken::new());
        tasks.spawn("broken", breaks());
        let failure = tasks.failed().await;
        assert_eq!(failure.task, "broken");
        assert!(failure.reason.contains("impossible"), "{failure}");
    }

    #[tokio::test]
    async fn knows_what_runs_until_it_is_drained() {
        let tasks = Tasks::new(CancellationToken::new());
        let go_on = CancellationToken::new();
        tasks.spawn("a", go_on.clone().cancelled_owned());
        let second = tasks.spawn("a", go_on.clone().cancelled_owned());
        tasks.spawn("b", go_on.clone().cancelled_owned());
        assert_eq!(tasks.running(), ["a", "b"]);
        go_on.cancel();
        assert_eq!(second.name(), "a");
        second.ended().await;
        tasks.drained().await;
        assert_eq!(tasks.running(), Vec::<&str>::new());
    }
}
