//! Carries out what a person does with a message.

use client::Command;
use common::{Change, Delete, Seq};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::actions::Action;
use super::active_row::ActiveRow;
use crate::chat::Chat;
use crate::device;
use crate::state::composing::Composing;
use crate::state::language::Language;
use crate::state::location;
use crate::state::open_room::{OpenRoom, RoomUnreadLine};
use crate::state::route::Route;
use crate::state::timeline::row_signal::RowSignal;
use crate::widgets::focus::focus_message;
use crate::widgets::toast::Toast;
use crate::widgets::undo::undo;
use crate::words::Words;

/// Carries out actions on messages of the open room.
#[derive(Clone, Copy)]
pub(super) struct Performer {
    chat: Chat,
    room: OpenRoom,
    composing: Composing,
    unread: RoomUnreadLine,
    active: ActiveRow,
    language: Language,
    toast: Toast,
}

impl Performer {
    /// Takes what it needs from the contexts.
    pub fn new() -> Self {
        Self {
            chat: expect_context(),
            room: expect_context(),
            composing: expect_context(),
            unread: expect_context(),
            active: expect_context(),
            language: expect_context(),
            toast: expect_context(),
        }
    }

    /// Does this with the message of a row, which has this key.
    pub fn perform(self, action: Action, row: RowSignal, key: &str) {
        let text = || row.with_message_untracked(|row| row.message.text.as_ref().map(ToString::to_string));
        match (action, row.seq()) {
            (Action::CopyText, _) => self.copy(text().unwrap_or_default(), |t| t.copied),
            (Action::React, Some(_)) => self.active.pick_emoji(key),
            (Action::Reply, Some(seq)) => self.composing.reply(seq),
            (Action::Edit, Some(seq)) => self.composing.edit(seq, &text().unwrap_or_default()),
            (Action::CopyLink, Some(seq)) => {
                self.copy(location::address(&Route::Message(self.room.id(), seq)), |t| t.link_copied);
            }
            (Action::MarkUnread, Some(seq)) => self.mark_unread(seq),
            (Action::Delete, Some(seq)) => self.delete(seq),
            (Action::Undo, Some(_)) => self.undo(row),
            (_, None) => {}
        }
    }

    /// Copies a text, and says so. Where the browser has no clipboard, it shows the text to be copied by hand.
    fn copy(self, text: String, done: fn(&'static Words) -> &'static str) {
        let title = untrack(|| self.language.words().copy);
        spawn_local(async move {
            if device::copy(&text).await {
                self.toast.show(done);
            } else {
                device::show(title, &text);
            }
        });
    }

    /// The unread line moves above the message.
    fn mark_unread(self, seq: Seq) {
        self.chat.command(Command::MarkUnread { room: self.room.id(), seq });
        self.unread.move_above(seq);
        self.toast.show(|t| t.marked_unread);
    }

    /// The toolbar loses its buttons, one of which may have the focus.
    fn delete(self, seq: Seq) {
        let change = Change::Delete(Delete { target: seq });
        self.chat.command(Command::Change { room: self.room.id(), change });
        focus_message(seq);
    }

    fn undo(self, row: RowSignal) {
        let deletion = row.with_message_untracked(|row| row.delivery.undoable().cloned());
        deletion.into_iter().for_each(|deletion| undo(self.chat, deletion, row.seq()));
    }
}
