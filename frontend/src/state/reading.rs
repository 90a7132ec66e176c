//! Marks the open room as read: an event is read when it has been on the screen for a while, and somebody looks.

use client::{Command, Room};
use common::Seq;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;

use super::attention::Attention;
use super::open_room::OpenRoom;
use crate::chat::Chat;

/// An event is read after so many milliseconds on the screen.
const READING_MS: u32 = 500;

/// Marks the open room as read while somebody looks at it.
#[derive(Clone, Copy)]
pub(crate) struct Reading {
    progress: StoredValue<Progress, LocalStorage>,
    room: OpenRoom,
    chat: Chat,
    attention: Attention,
}

#[derive(Default)]
struct Progress {
    visible: Option<Seq>,
    timer: Option<Timeout>,
}

impl Reading {
    pub fn new(room: OpenRoom, chat: Chat, attention: Attention) -> Self {
        let reading = Self { progress: StoredValue::new_local(Progress::default()), room, chat, attention };
        // A reader who comes back to the page begins to read.
        Effect::new(move || {
            if attention.get() {
                reading.start_timer();
            }
        });
        reading
    }

    /// Takes over the last event that is on the screen now, and starts the timer.
    pub fn set_visible(self, seq: Option<Seq>) {
        if seq.is_some() && seq != self.progress.read_value().visible {
            self.progress.write_value().visible = seq;
            self.start_timer();
        }
    }

    /// A timer that runs goes on: in a busy room the next message would always come before its end.
    fn start_timer(self) {
        let mut progress = self.progress.write_value();
        if let (Some(seq), None) = (progress.visible, &progress.timer) {
            progress.timer = Some(Timeout::new(READING_MS, move || self.mark_read(seq)));
        }
    }

    /// `seq` was on the screen when the timer started.
    fn mark_read(self, seq: Seq) {
        self.progress.write_value().timer = None;
        let Some(visible) = self.progress.read_value().visible else { return };
        if visible > seq {
            self.start_timer();
        }
        let seq = seq.min(visible);
        // What the person has marked as unread stays so, although it is on the screen.
        let is_new = |room: &Room| room.read() < seq && !room.is_marked_unread();
        if self.attention.get_untracked() && self.room.with_untracked(is_new) == Some(true) {
            self.chat.command(Command::MarkRead { room: self.room.id(), seq });
        }
    }
}
