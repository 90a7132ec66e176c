//! The draft of the room that is on the screen, kept on the device as it grows.

use client::{Client, Command};
use common::{Event, Kind, Message, RoomId, Seq};
use leptos::prelude::*;

use super::draft::{Draft, Submission};
use crate::chat::Chat;
use crate::device::{json, storage};
use crate::shell::room::ShownRoom;
use crate::widgets::state::Watched;

/// What is being written, for the composer and for whatever makes it write something else.
#[derive(Clone, Copy)]
pub(crate) struct Writing {
    draft: Watched<Draft>,
    room: ShownRoom,
    focus: Trigger,
}

impl Writing {
    /// Goes on where the room was left.
    pub fn resume(room: ShownRoom) -> Self {
        let kept = storage::get(&key(&room.id()));
        let draft = Watched::new(kept.map(restored).unwrap_or_default());
        Self { draft, room, focus: Trigger::new() }
    }

    /// Looks at the draft.
    pub fn with<T>(self, look: impl FnOnce(&Draft) -> T) -> T {
        self.draft.with(look)
    }

    /// Looks at it once.
    pub fn glance<T>(self, look: impl FnOnce(&Draft) -> T) -> T {
        self.draft.with_untracked(look)
    }

    /// Whatever tracks it is told when the composer is to take the focus.
    pub fn track_focus(self) {
        self.focus.track();
    }

    /// The box changed.
    pub fn write(self, text: String) {
        self.change(|draft| draft.write(text));
    }

    /// Starts an answer.
    pub fn reply(self, seq: Seq) {
        self.change(|draft| draft.reply(seq));
        self.focus.notify();
    }

    /// Starts to change a message.
    pub fn edit(self, seq: Seq, text: &str) {
        self.change(|draft| draft.edit(seq, text));
        self.focus.notify();
    }

    /// Starts to change my last message, if there is one.
    pub fn edit_last(self) {
        let last = Chat.glance(|client| my_last(client, &self.room.id()));
        if let Some((seq, text)) = last {
            self.edit(seq, &text);
        }
    }

    /// Stops editing or answering.
    pub fn cancel(self) {
        self.change(Draft::cancel);
        self.focus.notify();
    }

    /// Sends what is written; what cannot be sent stays. Tells whether something was sent.
    pub fn submit(self) -> bool {
        let Ok(submission) = self.change(Draft::submit) else { return false };
        let room = self.room.id();
        Chat.command(match submission {
            Submission::Post(text, reply_to) => Command::Post { room, text, reply_to },
            Submission::Edit(target, text) => Command::Edit { room, target, text },
        });
        true
    }

    /// The person is writing; edits are nobody's business yet.
    pub fn tell_typing(self) {
        if self.glance(|draft| !draft.text().is_empty() && draft.editing().is_none()) {
            Chat.command(Command::Typing(self.room.id()));
        }
    }

    fn change<T>(self, change: impl FnOnce(&mut Draft) -> T) -> T {
        let (mut draft, key) = (self.draft.get_untracked(), key(&self.room.id()));
        let outcome = change(&mut draft);
        match draft.to_keep() {
            Some(kept) => storage::set(&key, &kept),
            None => storage::remove(&key),
        }
        self.draft.set(draft);
        outcome
    }
}

fn restored(kept: String) -> Draft {
    let json = json::read(&kept);
    Draft::restored(kept, json)
}

fn key(room: &RoomId) -> String {
    format!("confab.draft.{room}")
}

fn my_last(client: &Client, room: &RoomId) -> Option<(Seq, String)> {
    let me = &client.me()?.user;
    let mine = |event: &Event| match &event.kind {
        Kind::Message(Message { text: Some(text), .. }) if event.by == *me => {
            Some((event.seq, text.to_string()))
        }
        _ => None,
    };
    client.room(room)?.events().rev().find_map(mine)
}
