//! What the device stores for the client. Each pending change has a key of its own, so that two pages of one browser do
//! not overwrite each other's.

use client::{Saved, StorageChange};
use common::ClientId;

use crate::device::storage;

const IDENTITY: &str = "confab.identity";
const NAME: &str = "confab.name";
const OUTBOX: &str = "confab.outbox.";

/// All that is stored.
pub(super) fn load() -> Saved {
    let outbox = storage::keys(OUTBOX).iter().filter_map(|key| storage::get_json(key)).collect();
    // The name is a JSON string, not an object.
    let name = storage::get(NAME).and_then(|json| serde_json::from_str(&json).ok());
    Saved { identity: storage::get_json(IDENTITY), name, outbox }
}

/// Changes what is stored.
pub(super) fn store(change: &StorageChange) {
    match change {
        StorageChange::SetName(name) => storage::set_json(NAME, name),
        StorageChange::SetIdentity(identity) => {
            storage::set_json(IDENTITY, identity);
            storage::remove(NAME);
        }
        StorageChange::ClearIdentity => [IDENTITY, NAME].into_iter().for_each(storage::remove),
        StorageChange::PutPending(pending) => storage::set_json(&key(&pending.client_id), pending),
        StorageChange::RemovePending(client_id) => storage::remove(&key(client_id)),
    }
}

fn key(client_id: &ClientId) -> String {
    format!("{OUTBOX}{client_id}")
}
