//! What the device stores for the client. Each pending change has a key of its own, so that two pages of one browser do
//! not overwrite each other's.

use client::{Identity, Pending, Saved, StorageChange};
use common::ClientId;
use litemap::LiteMap;

use crate::device::locks::{self, Lock};
use crate::device::storage;

const IDENTITY: &str = "confab.identity";
const NAME: &str = "confab.name";
const OUTBOX: &str = "confab.outbox.";

/// What the driver knows of the storage.
#[derive(Default)]
pub(super) struct Stored {
    /// Who the person was, when this page last looked.
    pub identity: Option<String>,
    /// The locks of the pending changes that this page sends, by their keys.
    pub locks: LiteMap<String, Lock>,
    /// This page has asked the browser not to remove what is stored.
    pub has_asked: bool,
    /// The keys whose values could not be stored.
    failed: Vec<String>,
}

impl Stored {
    /// Changes what is stored. Returns whether everything is stored so far.
    pub fn store(&mut self, change: &StorageChange) -> bool {
        let key = key(change);
        let is_stored = store(change, &key);
        self.failed.retain(|failed| *failed != key);
        if matches!(change, StorageChange::RemovePending(_)) {
            self.locks.remove(&key);
        }
        if key == IDENTITY {
            self.identity = identity_text();
        }
        if !is_stored {
            self.failed.push(key);
        }
        self.failed.is_empty()
    }
}

/// What is stored. Pending changes are left to [`Chat::claim`](super::Chat::claim) where the browser has locks.
pub(super) fn load() -> Saved {
    let pending = |key: String| pending(&key);
    let outbox =
        if locks::exist() { Vec::new() } else { pending_keys().into_iter().filter_map(pending).collect() };
    // The name is a JSON string, not an object.
    let name = storage::get(NAME).and_then(|json| serde_json::from_str(&json).ok());
    Saved { identity: identity().ok().flatten(), name, outbox }
}

/// Who the person is, as it is stored.
pub(super) fn identity_text() -> Option<String> {
    storage::get(IDENTITY)
}

/// Who the person is.
///
/// # Errors
/// What is stored cannot be read: a newer version of the page has stored it.
pub(super) fn identity() -> serde_json::Result<Option<Identity>> {
    identity_text().map(|json| common::from_json(&json)).transpose()
}

/// Whether a page is becoming a new guest: it has stored the name, and the server has not answered yet.
pub(super) fn is_becoming_guest() -> bool {
    identity_text().is_none() && storage::get(NAME).is_some()
}

/// The keys of the pending changes, in the order in which these were made.
pub(super) fn pending_keys() -> Vec<String> {
    let mut keys = storage::keys(OUTBOX);
    keys.sort_unstable();
    keys
}

/// The pending change that is stored under a key.
pub(super) fn pending(key: &str) -> Option<Pending> {
    storage::get_json(key)
}

/// Whether a change is stored, in whatever state.
pub(super) fn has_pending(pending: &Pending) -> bool {
    storage::get(&pending_key(&pending.client_id)).is_some()
}

/// The change that a key is for.
pub(super) fn client_id(key: &str) -> Option<ClientId> {
    key.strip_prefix(OUTBOX)?.parse().ok()
}

/// The key of a pending change, which is also the name of its lock.
pub(super) fn pending_key(client_id: &ClientId) -> String {
    format!("{OUTBOX}{client_id}")
}

/// Where a change of the storage counts: the name belongs to the identity.
fn key(change: &StorageChange) -> String {
    match change {
        StorageChange::SetName(_) | StorageChange::SetIdentity(_) | StorageChange::ClearIdentity => {
            IDENTITY.to_owned()
        }
        StorageChange::PutPending(pending) => pending_key(&pending.client_id),
        StorageChange::RemovePending(client_id) => pending_key(client_id),
    }
}

fn store(change: &StorageChange, key: &str) -> bool {
    match change {
        StorageChange::SetName(name) => return storage::set_json(NAME, name),
        StorageChange::SetIdentity(identity) => {
            let is_stored = storage::set_json(IDENTITY, identity);
            storage::remove(NAME);
            return is_stored;
        }
        StorageChange::ClearIdentity => [IDENTITY, NAME].into_iter().for_each(storage::remove),
        StorageChange::PutPending(pending) => return storage::set_json(key, pending),
        StorageChange::RemovePending(_) => storage::remove(key),
    }
    true
}
