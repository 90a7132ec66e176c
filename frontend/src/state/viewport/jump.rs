//! Jumps to a message: its row comes into view, takes the focus, and is highlighted for a moment.

use client::{Part, Room};
use common::Seq;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::Viewport;
use super::paging::newest;
use crate::device::scroll::ScrollArea;
use crate::state::timeline::window::Window;

/// A row is highlighted for so many milliseconds after a jump to it.
const HIGHLIGHT_MS: u32 = 1_600;

/// Where a jump leads.
#[derive(Clone, Copy)]
pub(super) enum Target {
    /// To an event.
    Event(Seq),
    /// To the first message below the unread line, which is at this event or after it.
    FirstUnread(Seq),
}

impl Viewport {
    /// Scrolls to a message as soon as it is loaded. Says so if the room has no event with this number.
    pub fn jump_to(self, seq: Seq) {
        self.start_jump(Target::Event(seq));
    }

    /// Scrolls to the first unread message.
    pub fn jump_to_unread(self) {
        if let Some(after) = self.unread_line.0.get_untracked().after() {
            self.start_jump(Target::FirstUnread(after + 1));
        }
    }

    /// Scrolls to the newest message, which takes the focus: the button that led there is gone.
    pub fn jump_to_end(self) {
        self.scroll_to_end();
        after_layout(move || {
            let last = self.scroll_area().and_then(|area| area.last_article());
            last.into_iter().for_each(|row| _ = row.focus());
        });
    }

    /// A link leads the reader away, who may want to come back.
    pub fn leave_place(self) {
        let first = self.scroll_area().and_then(|area| area.anchor()?.seq());
        self.place.write_value().left = first.filter(|_| !self.is_at_end_untracked());
    }

    /// Back to where the reader was before the link.
    pub fn return_to_place(self) {
        let left = self.place.write_value().left.take();
        left.map_or_else(|| self.scroll_to_end(), |seq| self.jump_to(seq));
    }

    /// The reader scrolls, and does not wait for the jump any more.
    pub fn cancel_jump(self) {
        self.place.write_value().jump = None;
    }

    pub(super) fn is_jumping(self) -> bool {
        self.place.read_value().jump.is_some()
    }

    fn start_jump(self, target: Target) {
        self.lacks_message.set(false);
        self.place.write_value().jump = Some(target);
        self.continue_jump();
    }

    pub(super) fn continue_jump(self) {
        let Some(target) = self.place.read_value().jump else { return };
        let (Target::Event(seq) | Target::FirstUnread(seq)) = target;
        let find = |room: &Room| room.is_loaded().then(|| (room.head(), room.event(seq).is_some()));
        match self.room.with_untracked(find).flatten() {
            Some((_, true)) => self.arrive(target, seq),
            Some((head, false)) if seq == 0 || seq > head => {
                self.cancel_jump();
                self.lacks_message.set(true);
            }
            Some((_, false)) => self.load(Part::Around(seq)),
            None => {}
        }
    }

    fn arrive(self, target: Target, seq: Seq) {
        self.cancel_jump();
        self.set_stays_at_end(false);
        let window = self.window.get_untracked();
        let around = |room: &Room| {
            let is_shown = window.shows(seq, window.events(room));
            if is_shown { window } else { Window::around(seq, room.events_at(seq), newest(room)) }
        };
        self.room.with_untracked(around).into_iter().for_each(|window| self.set_window(window));
        after_layout(move || self.show(target));
    }

    fn show(self, target: Target) {
        let Some(area) = self.scroll_area() else { return };
        let Some(row) = row_of(target, &area) else { return };
        area.scroll_to(&row, 0.3);
        self.remember_place(&area);
        // Neither can fail for a row that is on the page.
        let _ = row.focus();
        let _ = row.class_list().add_1("is-highlighted");
        Timeout::new(HIGHLIGHT_MS, move || _ = row.class_list().remove_1("is-highlighted")).forget();
    }
}

/// The rows are there after one frame, and have their heights after another.
fn after_layout(act: impl FnOnce() + 'static) {
    request_animation_frame(move || request_animation_frame(act));
}

fn row_of(target: Target, area: &ScrollArea) -> Option<HtmlElement> {
    match target {
        Target::Event(seq) => area.find(seq),
        Target::FirstUnread(_) => area.find_line()?.next_element_sibling()?.dyn_into().ok(),
    }
}
