//! Holds calls to DynamoDB and posts to connections, so that a test can let something else happen before them.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::oneshot::{Receiver, Sender, channel};

/// A call that is held as soon as it comes. It goes on when this is dropped.
#[derive(Debug)]
pub struct Held {
    arrived: Receiver<()>,
    _release: Sender<()>,
}

impl Held {
    /// Waits until the call has come.
    pub async fn arrived(&mut self) {
        // The sender is dropped only with the stack.
        let _ = (&mut self.arrived).await;
    }

    /// Lets the call go on.
    pub fn release(self) {}
}

/// A call to wait for: the next one with this operation and this text in its request.
#[derive(Debug)]
struct Hold {
    operation: String,
    text: String,
    arrived: Sender<()>,
    release: Receiver<()>,
}

/// The calls that are to be held.
#[derive(Clone, Debug, Default)]
pub(crate) struct Holds(Arc<Mutex<Vec<Hold>>>);

impl Holds {
    pub fn add(&self, operation: &str, text: &str) -> Held {
        let ((arrived, has_arrived), (release, released)) = (channel(), channel());
        let (operation, text) = (operation.to_owned(), text.to_owned());
        self.lock().push(Hold { operation, text, arrived, release: released });
        Held { arrived: has_arrived, _release: release }
    }

    /// Waits while somebody holds this call.
    pub async fn pass(&self, operation: &str, request: &[u8]) {
        let Some(hold) = self.take(operation, &String::from_utf8_lossy(request)) else { return };
        let _ = hold.arrived.send(()); // fails if nobody waits for it
        let _ = hold.release.await; // ends when the sender is dropped
    }

    fn take(&self, operation: &str, request: &str) -> Option<Hold> {
        let mut holds = self.lock();
        let fits = |hold: &Hold| hold.operation == operation && request.contains(&hold.text);
        let index = holds.iter().position(fits)?;
        Some(holds.remove(index))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Hold>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
