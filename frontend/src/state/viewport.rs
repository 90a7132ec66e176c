//! The visible part of the open room's history. It keeps its place while rows come and go, stays at the end while the
//! reader is there, and loads older pages.

use client::{Command, Room};
use common::{Millis, Seq};
use gloo_timers::callback::Timeout;
use leptos::{html, prelude::*};

use super::open_room::OpenRoom;
use super::reading::Reading;
use super::timeline::window::Window;
use crate::chat::Chat;
use crate::device::dates;
use crate::device::scroll::{Anchor, ScrollArea};

/// More rows are loaded when the edge of the loaded ones is nearer than so many pixels.
const LOAD_AHEAD: f64 = 1_200.0;
/// A jump to a message that is not loaded is given up after so long: nobody waits for it any more.
const JUMP_TIMEOUT: Millis = 10_000;
/// A row is highlighted for so many milliseconds after a jump to it.
const HIGHLIGHT_MS: u32 = 1_600;

/// The visible part of the open room's history: a context.
#[derive(Clone, Copy)]
pub(crate) struct Viewport {
    room: OpenRoom,
    chat: Chat,
    reading: Reading,
    /// The events that have rows.
    pub window: RwSignal<Window>,
    /// The reader is at the end, and stays there.
    stays_at_end: RwSignal<bool>,
    place: StoredValue<Place, LocalStorage>,
    /// The scrolling element.
    pub scroller: NodeRef<html::Div>,
    /// The element whose children are the rows.
    pub feed: NodeRef<html::Div>,
}

/// Where the reader is.
#[derive(Default)]
struct Place {
    /// The first visible message.
    anchor: Option<Anchor>,
    /// Pixels above the visible part.
    top: f64,
    /// The room has opened at its unread line.
    has_arrived: bool,
    /// The message to jump to once it is loaded, and when to give up.
    jump: Option<(Seq, Millis)>,
}

impl Viewport {
    pub fn new(room: OpenRoom, chat: Chat, reading: Reading) -> Self {
        Self {
            room,
            chat,
            reading,
            window: RwSignal::new(Window::default()),
            stays_at_end: RwSignal::new(true),
            place: StoredValue::new_local(Place::default()),
            scroller: NodeRef::new(),
            feed: NodeRef::new(),
        }
    }

    /// Whether the newest message is visible, or about to be.
    pub fn is_at_end(self) -> bool {
        self.stays_at_end.get() && self.window.get().is_at_end()
    }

    /// Scrolls to the newest message, and stays there.
    pub fn scroll_to_end(self) {
        self.place.write_value().jump = None;
        self.window.set(Window::default());
        self.stays_at_end.set(true);
        request_animation_frame(move || self.keep_place());
    }

    /// Scrolls to a message, and loads the events between if need be.
    pub fn scroll_to(self, seq: Seq) {
        self.place.write_value().jump = Some((seq, dates::now() + JUMP_TIMEOUT));
        self.continue_jump();
    }

    /// The scrolling element has scrolled.
    pub fn on_scroll(self) {
        let Some(area) = self.scroll_area() else { return };
        // New rows move the end away from a reader who has not scrolled.
        let scrolled_up = area.above() < self.place.read_value().top - 1.0;
        let stays = self.stays_at_end.get_untracked() && !scrolled_up;
        self.set_stays_at_end(area.is_near_end() || stays);
        self.restore_place(&area);
        self.look_around(&area);
    }

    /// Rows, or their heights, have changed. The reader keeps the place.
    pub fn keep_place(self) {
        let Some(area) = self.scroll_area() else { return };
        self.restore_place(&area);
        self.look_around(&area);
        self.continue_jump();
    }

    /// Stays at the end, or puts the anchor back to its place. Only the reader's own scrolling moves the anchor.
    fn restore_place(self, area: &ScrollArea) {
        if self.stays_at_end.get_untracked() && self.window.get_untracked().is_at_end() {
            area.scroll_to_end();
            self.open_at_unread_line(area);
        } else {
            let place = self.place.read_value();
            if let Some(anchor) = &place.anchor {
                area.restore(anchor, area.above() - place.top);
            }
        }
        self.remember_place(area);
    }

    /// A room opens where reading stopped.
    fn open_at_unread_line(self, area: &ScrollArea) {
        if self.place.read_value().has_arrived || area.anchor().is_none() {
            return;
        }
        self.place.write_value().has_arrived = true;
        if let Some(line) = area.find_above("[data-kind=unread]") {
            area.scroll_to(&line, 0.2);
            self.set_stays_at_end(area.is_near_end());
        }
    }

    fn set_stays_at_end(self, stays: bool) {
        if self.stays_at_end.get_untracked() != stays {
            self.stays_at_end.set(stays);
        }
    }

    fn remember_place(self, area: &ScrollArea) {
        let mut place = self.place.write_value();
        place.anchor = area.anchor();
        place.top = area.above();
    }

    /// Tells what is visible, and loads what soon will be.
    fn look_around(self, area: &ScrollArea) {
        let window = self.window.get_untracked();
        let at_end = self.stays_at_end.get_untracked() && window.is_at_end();
        let newest = |room: &Room| room.events().next_back().map(|event| event.seq);
        let visible = if at_end { self.room.with_untracked(newest).flatten() } else { area.last_visible() };
        self.reading.set_visible(visible);
        if area.above() < LOAD_AHEAD {
            self.move_up(window);
        }
        if area.below() < LOAD_AHEAD && !window.is_at_end() {
            self.set_window(self.room.with_untracked(|room| window.down(room.events())));
        }
    }

    fn move_up(self, window: Window) {
        match self.room.with_untracked(|room| window.up(room.events())).flatten() {
            Some(larger) => self.set_window(Some(larger)),
            None => self.load_older(),
        }
    }

    fn load_older(self) {
        let can_load = |room: &Room| room.has_older() && !room.is_loading_older();
        if self.room.with_untracked(can_load) == Some(true) {
            self.chat.command(Command::LoadOlder(self.room.id()));
        }
    }

    fn set_window(self, window: Option<Window>) {
        if let Some(window) = window.filter(|window| *window != self.window.get_untracked()) {
            self.window.set(window);
        }
    }

    fn continue_jump(self) {
        let Some((seq, until)) = self.place.read_value().jump else { return };
        let is_loaded = self.room.with_untracked(|room| room.event(seq).is_some()) == Some(true);
        if !is_loaded && dates::now() < until {
            return self.load_older();
        }
        self.place.write_value().jump = None;
        if is_loaded {
            self.set_stays_at_end(false);
            let window = self.window.get_untracked();
            self.set_window(self.room.with_untracked(|room| window.around(seq, room.events())));
            // The rows are there after one frame, and have their heights after another.
            request_animation_frame(move || request_animation_frame(move || self.highlight(seq)));
        }
    }

    fn highlight(self, seq: Seq) {
        let Some(area) = self.scroll_area() else { return };
        let Some(row) = area.find(seq) else { return };
        area.scroll_to(&row, 0.3);
        self.remember_place(&area);
        // Neither can fail for a row that is on the page.
        let _ = row.focus();
        let _ = row.class_list().add_1("is-highlighted");
        Timeout::new(HIGHLIGHT_MS, move || _ = row.class_list().remove_1("is-highlighted")).forget();
    }

    /// The elements, unless the room has left the screen.
    fn scroll_area(self) -> Option<ScrollArea> {
        let scroller = self.scroller.try_get_untracked()??.into();
        let rows = self.feed.try_get_untracked()??.into();
        Some(ScrollArea { scroller, rows })
    }
}
