//! The room that is on the screen.

use client::{Client, Room};
use common::{RoomId, Seq};
use leptos::prelude::*;

use super::timeline::unread_line::UnreadLine;
use crate::chat::Chat;
use crate::words::Words;

/// The room that is on the screen: a context.
#[derive(Clone, Copy)]
pub(crate) struct OpenRoom {
    id: StoredValue<RoomId>,
    chat: Chat,
}

impl OpenRoom {
    pub fn new(id: RoomId, chat: Chat) -> Self {
        Self { id: StoredValue::new(id), chat }
    }

    pub fn id(self) -> RoomId {
        self.id.get_value()
    }

    /// Reads the room, if this person is a member of it, and tracks it.
    pub fn with<T>(self, read: impl FnOnce(&Room) -> T) -> Option<T> {
        self.chat.with_room(&self.id.read_value(), read)
    }

    /// Reads from the client what is about this room, and tracks the room.
    pub fn with_client<T>(self, read: impl FnOnce(&Client) -> T) -> T {
        self.chat.with_client(&self.id.read_value(), read)
    }

    /// Reads the room without tracking, if this person is a member of it and it is still on the screen.
    pub fn with_untracked<T>(self, read: impl FnOnce(&Room) -> T) -> Option<T> {
        let id = self.id.try_get_value()?;
        self.chat.with_client_untracked(|client| client.room(&id).map(read))
    }

    /// The room's title as the page shows it.
    pub fn title(self, words: &Words) -> String {
        title_of(self.chat, &self.id.read_value(), words)
    }
}

/// A room's title as the page shows it; its id while the title is not known.
pub(crate) fn title_of(chat: Chat, id: &RoomId, words: &Words) -> String {
    chat.with_room(id, |room| title(room, words)).unwrap_or_else(|| match id.as_str() {
        "lobby" => words.lobby.to_owned(),
        id => id.to_owned(),
    })
}

/// A room's title as the page shows it. The lobby is translated, unless somebody has renamed it.
pub(crate) fn title(room: &Room, words: &Words) -> String {
    let is_lobby = room.id().as_str() == "lobby" && room.title().as_str() == "Lobby";
    if is_lobby { words.lobby.to_owned() } else { room.title().to_string() }
}

/// The unread line of the room that is on the screen: a context.
#[derive(Clone, Copy)]
pub(crate) struct RoomUnreadLine(pub RwSignal<UnreadLine>);

impl RoomUnreadLine {
    /// Whether there is a line. Not tracked.
    pub fn is_there(self) -> bool {
        self.0.read_untracked().after().is_some()
    }

    /// Moves the line above a message, which is unread from now on.
    pub fn move_above(self, seq: Seq) {
        self.0.update(|line| *line = line.above(seq));
    }

    /// Removes the line: the reader has noticed it.
    pub fn clear(self) {
        self.0.update(|line| *line = line.cleared());
    }
}
