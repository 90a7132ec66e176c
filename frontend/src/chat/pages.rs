//! The pages of one browser share its storage: who the person is, and the pending changes.
//!
//! A page follows what another page stores. Each pending change is sent by one page: the one that has the lock which is
//! named after the key of the change. When that page is closed, the next one gets the lock, and sends what is left. A
//! browser without locks sends what was left behind when a page is opened.

use client::Input;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::StorageEvent;

use super::{Chat, persist};
use crate::device::{events, locks};

impl Chat {
    /// Follows the other pages from now on, and takes over what closed ones have left behind.
    pub(super) fn follow_pages(self) {
        for key in persist::pending_keys() {
            self.claim(key);
        }
        events::listen(&window(), "storage", move |event| {
            let Some(event) = event.dyn_ref::<StorageEvent>() else { return };
            let key = event.key();
            match key.as_deref().and_then(persist::client_id) {
                None => self.follow_identity(),
                Some(client_id) if event.new_value().is_none() => {
                    self.input(Input::PendingRemoved(client_id))
                }
                Some(_) if event.old_value().is_none() => key.into_iter().for_each(|key| self.claim(key)),
                Some(_) => {}
            }
        });
    }

    /// Tells the client if another page has signed in or out. The storage is read before each input, because the browser
    /// may report the change later than an answer of the server's that would undo it.
    pub(super) fn follow_identity(self) {
        let stored = persist::identity_text();
        if self.stored.read_value().identity == stored || persist::is_becoming_guest() {
            return;
        }
        self.stored.write_value().identity = stored;
        if let Ok(identity) = persist::identity() {
            self.deliver(Input::IdentityStored(identity));
        }
    }

    /// Waits until no other page sends this change, and then takes it over if it is still pending.
    pub(super) fn claim(self, key: String) {
        let name = key.clone();
        locks::request(&name, move |lock| {
            if let Some(pending) = persist::pending(&key) {
                self.stored.write_value().locks.insert(key, lock);
                self.input(Input::PendingFound(pending));
            }
        });
    }
}
