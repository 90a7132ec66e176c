//! What the device keeps for the client. Each pending deed has a key of its own, so that two pages of one
//! browser do not overwrite each other's.

use client::{Identity, Keep, Pending, Saved};
use common::ClientId;

use crate::device::storage;

const IDENTITY: &str = "confab.identity";
const NAME: &str = "confab.name";
const OUTBOX: &str = "confab.outbox.";

/// All that was kept.
pub(crate) fn saved() -> Saved {
    let identity: Option<Identity> = storage::get_json(IDENTITY);
    let outbox: Vec<Pending> =
        storage::keys(OUTBOX).iter().filter_map(|key| storage::get_json(key)).collect();
    Saved { identity, name: storage::get_json(NAME), outbox }
}

/// Changes what is kept.
pub(super) fn keep(change: &Keep) {
    match change {
        Keep::Name(name) => storage::set_json(NAME, name),
        Keep::Identity(identity) => {
            storage::set_json(IDENTITY, identity);
            storage::remove(NAME);
        }
        Keep::Forget => [IDENTITY, NAME].into_iter().for_each(storage::remove),
        Keep::Pending(pending) => storage::set_json(&key(&pending.client_id), pending),
        Keep::Drop(client_id) => storage::remove(&key(client_id)),
    }
}

fn key(client_id: &ClientId) -> String {
    format!("{OUTBOX}{client_id}")
}
