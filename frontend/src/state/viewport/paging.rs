//! The window follows the visible part: rows come before it and after it, and pages are loaded for them.

use client::{Command, Part, Room};
use common::Seq;
use leptos::prelude::*;

use super::Viewport;
use crate::device::scroll::ScrollArea;
use crate::state::timeline::window::Window;

/// More rows are loaded when the edge of the loaded ones is nearer than so many pixels.
const LOAD_AHEAD: f64 = 1_200.0;

impl Viewport {
    /// Tells what is visible, and loads what soon will be.
    pub(super) fn report_and_load(self, area: &ScrollArea) {
        let window = self.window.get_untracked();
        if self.has_lost_place(window) {
            // A jump to another far place has replaced the events here; it goes on.
            if !self.is_jumping() {
                self.scroll_to_end();
            }
            return;
        }
        let newest = || self.room.with_untracked(newest).flatten();
        let visible = if self.is_at_end_untracked() { newest() } else { area.last_visible() };
        // Nobody reads what is only there until the jump is done, and who reads far before the end has not read what lies between.
        self.reading.set_visible(visible.filter(|seq| !self.is_jumping() && self.is_near_the_newest(*seq)));
        self.look_for_unread_line(area);
        if area.above() < LOAD_AHEAD {
            self.move_up(window);
        }
        if area.below() < LOAD_AHEAD && !window.is_at_end() {
            self.move_down(window);
        }
    }

    /// After a long absence the client has started again from the newest page, without the place where the reader was.
    fn has_lost_place(self, window: Window) -> bool {
        let is_lost = |room: &Room| room.is_loaded() && window.cut(window.events(room)).is_empty();
        !window.is_at_end() && self.room.with_untracked(is_lost) == Some(true)
    }

    /// Whether nothing is missing between an event and the newest one.
    fn is_near_the_newest(self, seq: Seq) -> bool {
        let reaches = |room: &Room| room.events().next().is_some_and(|first| first.seq <= seq);
        self.room.with_untracked(reaches) == Some(true)
    }

    fn look_for_unread_line(self, area: &ScrollArea) {
        let after = self.unread_line.0.get_untracked().after();
        let is_above = after.is_some_and(|after| match area.find_line() {
            Some(line) => area.is_above(&line),
            None => area.first_seq().is_some_and(|first| first > after),
        });
        if self.is_line_above.get_untracked() != is_above {
            self.is_line_above.set(is_above);
        }
    }

    fn move_up(self, window: Window) {
        let step = |room: &Room| {
            let mut events = window.events(room);
            (window.up(events.clone()), events.next().map(|first| first.seq))
        };
        match self.room.with_untracked(step) {
            Some((Some(larger), _)) => self.set_window(larger),
            Some((None, Some(first))) if first > 1 => self.load(Part::Before(first)),
            _ => {}
        }
    }

    fn move_down(self, window: Window) {
        let later = self.room.with_untracked(|room| window.down(window.events(room), newest(room)));
        match (later.flatten(), window.end()) {
            (Some(later), _) => self.set_window(later),
            (None, Some(end)) => self.load(Part::After(end)),
            (None, None) => {}
        }
    }

    pub(super) fn load(self, part: Part) {
        if self.room.with_untracked(Room::is_loading) == Some(false) {
            self.chat.command(Command::Load { room: self.room.id(), part });
        }
    }

    pub(super) fn set_window(self, window: Window) {
        if window != self.window.get_untracked() {
            self.window.set(window);
        }
    }
}

pub(super) fn newest(room: &Room) -> Option<Seq> {
    room.events().next_back().map(|event| event.seq)
}
