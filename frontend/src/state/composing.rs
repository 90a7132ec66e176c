//! The draft of the room that is on the screen. The device stores it as it grows.

use client::{Client, Command};
use common::{Event, RoomId, Seq};
use leptos::prelude::*;

use super::draft::Draft;
use super::open_room::OpenRoom;
use super::slash_command::{Meaning, SlashError, parse};
use crate::chat::Chat;
use crate::device::storage;

/// The draft of the open room: a context. The composer shows it; a message's toolbar starts replies and edits in it.
#[derive(Clone, Copy)]
pub(crate) struct Composing {
    draft: RwSignal<Draft>,
    focus: Trigger,
    slash_error: RwSignal<Option<SlashError>>,
    room: OpenRoom,
    chat: Chat,
}

/// What has come of the text that was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Submitted {
    /// A message or an edit is on its way.
    Message,
    /// The person wants to read the help.
    Help,
    /// Nothing more has to be done: a command is carried out, or the text stays.
    Nothing,
}

impl Composing {
    /// Continues where the room was left.
    pub fn resume(room: OpenRoom, chat: Chat) -> Self {
        let draft = storage::get(&key(&room.id())).map(|stored| Draft::restore(&stored));
        let (draft, slash_error) = (RwSignal::new(draft.unwrap_or_default()), RwSignal::new(None));
        Self { draft, focus: Trigger::new(), slash_error, room, chat }
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

    /// Starts a reply to a message.
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

    /// Discards the edit; if there is none, the reply.
    pub fn cancel(self) {
        self.change(Draft::cancel);
        self.focus.notify();
    }

    /// Sends what is written, or carries out the command that it is. A text that cannot be sent stays. An edit is always
    /// a text: its message is there already.
    pub fn submit(self) -> Submitted {
        let is_editing = self.with_untracked(|draft| draft.editing().is_some());
        let meaning = if is_editing { None } else { Some(self.with_untracked(|draft| parse(draft.text()))) };
        match meaning {
            None => self.send(),
            Some(Ok(Meaning::Text(text))) => self.send_instead(text),
            Some(Ok(Meaning::Nick(name))) => {
                self.set_text(String::new());
                self.chat.command(Command::Rename(name));
                Submitted::Nothing
            }
            Some(Ok(Meaning::Help)) => {
                self.set_text(String::new());
                Submitted::Help
            }
            Some(Err(error)) => {
                self.slash_error.set(Some(error));
                Submitted::Nothing
            }
        }
    }

    /// Sends a text in place of what is written, which stays if the text cannot be sent.
    fn send_instead(self, text: String) -> Submitted {
        let written = self.with_untracked(|draft| draft.text().to_owned());
        self.set_text(text);
        let submitted = self.send();
        if submitted == Submitted::Nothing {
            self.set_text(written);
        }
        submitted
    }

    fn send(self) -> Submitted {
        let Ok(change) = self.change(Draft::submit) else { return Submitted::Nothing };
        self.chat.command(Command::Change { room: self.room.id(), change });
        Submitted::Message
    }

    /// Why the command in the box was not carried out. Tracks it.
    pub fn slash_error(self) -> Option<SlashError> {
        self.slash_error.get()
    }

    /// Tells others that this person is typing. Nobody is told of edits.
    pub fn send_typing(self) {
        if self.with_untracked(|draft| !draft.text().is_empty() && draft.editing().is_none()) {
            self.chat.command(Command::Typing(self.room.id()));
        }
    }

    fn change<T>(self, change: impl FnOnce(&mut Draft) -> T) -> T {
        if self.slash_error.read_untracked().is_some() {
            self.slash_error.set(None);
        }
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
