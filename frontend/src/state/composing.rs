//! The draft of the room that is on the screen. The device stores it as it grows.

use client::{Client, Command};
use common::{Event, RoomId, Seq};
use leptos::prelude::*;

use super::draft::Draft;
use super::open_room::OpenRoom;
use crate::chat::Chat;
use crate::device::storage;

/// The draft of the open room: a context. The composer shows it; a message's toolbar starts answers and edits in it.
#[derive(Clone, Copy)]
pub(crate) struct Composing {
    draft: RwSignal<Draft>,
    focus: Trigger,
    room: OpenRoom,
    chat: Chat,
}

impl Composing {
    /// Continues where the room was left.
    pub fn resume(room: OpenRoom, chat: Chat) -> Self {
        let draft = storage::get(&key(&room.id())).map(|stored| Draft::restore(&stored));
        Self { draft: RwSignal::new(draft.unwrap_or_default()), focus: Trigger::new(), room, chat }
    }

    /// Reads the draft, and tracks it.
    pub fn with<T>(self, read: impl FnOnce(&Draft) -> T) -> T {
        read(&self.draft.read())
    }

    /// Reads the draft without tracking.
    pub fn with_untracked<T>(self, read: impl FnOnce(&Draft) -> T) -> T {
        read(&self.draft.read_untracked())
    }

    /// Tracks the moments when the composer is to take the focus.
    pub fn track_focus(self) {
        self.focus.track();
    }

    /// The text in the box has changed.
    pub fn set_text(self, text: String) {
        self.change(|draft| draft.set_text(text));
    }

    /// Starts to answer a message.
    pub fn reply(self, seq: Seq) {
        self.change(|draft| draft.reply(seq));
        self.focus.notify();
    }

    /// Starts to edit a message.
    pub fn edit(self, seq: Seq, text: &str) {
        self.change(|draft| draft.edit(seq, text));
        self.focus.notify();
    }

    /// Starts to edit this person's last message, if there is one.
    pub fn edit_last(self) {
        let last = self.chat.with_client_untracked(|client| last_message(client, &self.room.id()));
        if let Some((seq, text)) = last {
            self.edit(seq, &text);
        }
    }

    /// Stops to edit or to answer.
    pub fn cancel(self) {
        self.change(Draft::cancel);
        self.focus.notify();
    }

    /// Sends what is written. A text that cannot be sent stays. Returns whether something was sent.
    pub fn submit(self) -> bool {
        let Ok(change) = self.change(Draft::submit) else { return false };
        self.chat.command(Command::Change { room: self.room.id(), change });
        true
    }

    /// Tells others that this person is typing. Nobody is told of edits.
    pub fn send_typing(self) {
        if self.with_untracked(|draft| !draft.text().is_empty() && draft.editing().is_none()) {
            self.chat.command(Command::Typing(self.room.id()));
        }
    }

    fn change<T>(self, change: impl FnOnce(&mut Draft) -> T) -> T {
        let (mut draft, key) = (self.draft.get_untracked(), key(&self.room.id()));
        let result = change(&mut draft);
        match draft.to_json() {
            Some(json) => _ = storage::set(&key, &json),
            None => storage::remove(&key),
        }
        self.draft.set(draft);
        result
    }
}

fn key(room: &RoomId) -> String {
    format!("confab.draft.{room}")
}

fn last_message(client: &Client, room: &RoomId) -> Option<(Seq, String)> {
    let me = &client.me()?.user;
    let text = |event: &Event| Some((event.seq, event.kind.message()?.text.as_ref()?.to_string()));
    client.room(room)?.events().rev().filter(|event| event.by == *me).find_map(text)
}
