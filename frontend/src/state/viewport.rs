//! The visible part of the open room's history. It keeps its place while rows come and go, stays at the end while the
//! reader is there, and loads older pages.

mod jump;
mod paging;

use common::Seq;
use leptos::{html, prelude::*};

use self::jump::Target;
use super::open_room::{OpenRoom, RoomUnreadLine};
use super::reading::Reading;
use super::timeline::window::Window;
use crate::chat::Chat;
use crate::device::scroll::{Anchor, ScrollArea};

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
    unread_line: RoomUnreadLine,
    /// The unread line is above the visible part.
    is_line_above: RwSignal<bool>,
    /// The reader wants to see a message that the room does not have.
    pub lacks_message: RwSignal<bool>,
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
    /// Where to jump to once it is loaded.
    jump: Option<Target>,
    /// The first visible message, when a link led the reader away from it; none if that was at the end.
    left: Option<Seq>,
}

impl Viewport {
    pub fn new(room: OpenRoom, chat: Chat, unread_line: RoomUnreadLine, reading: Reading) -> Self {
        Self {
            room,
            chat,
            reading,
            window: RwSignal::new(Window::default()),
            stays_at_end: RwSignal::new(true),
            unread_line,
            is_line_above: RwSignal::new(false),
            lacks_message: RwSignal::new(false),
            place: StoredValue::new_local(Place::default()),
            scroller: NodeRef::new(),
            feed: NodeRef::new(),
        }
    }

    /// Whether the newest message is visible, or about to be.
    pub fn is_at_end(self) -> bool {
        self.stays_at_end.get() && self.window.get().is_at_end()
    }

    fn is_at_end_untracked(self) -> bool {
        self.stays_at_end.get_untracked() && self.window.get_untracked().is_at_end()
    }

    /// Whether the unread line is above the visible part.
    pub fn is_line_above(self) -> bool {
        self.is_line_above.get()
    }

    /// Scrolls to the newest message, and stays there.
    pub fn scroll_to_end(self) {
        self.cancel_jump();
        self.lacks_message.set(false);
        self.window.set(Window::default());
        self.stays_at_end.set(true);
        request_animation_frame(move || self.keep_place());
    }

    /// The scrolling element has scrolled.
    pub fn on_scroll(self) {
        let Some(area) = self.scroll_area() else { return };
        // New rows move the end away from a reader who has not scrolled.
        let scrolled_up = area.above() < self.place.read_value().top - 1.0;
        let stays = self.stays_at_end.get_untracked() && !scrolled_up;
        self.set_stays_at_end(area.is_near_end() || stays);
        self.restore_place(&area);
        self.report_and_load(&area);
    }

    /// Rows, or their heights, have changed. The reader keeps the place.
    pub fn keep_place(self) {
        let Some(area) = self.scroll_area() else { return };
        self.restore_place(&area);
        self.continue_jump();
        self.report_and_load(&area);
    }

    /// Stays at the end, or puts the anchor back to its place. Only the reader's own scrolling moves the anchor.
    fn restore_place(self, area: &ScrollArea) {
        if self.is_at_end_untracked() {
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
        if self.is_jumping() {
            return;
        }
        if let Some(line) = area.find_line().filter(|line| area.is_above(line)) {
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

    /// The elements, unless the room has left the screen.
    fn scroll_area(self) -> Option<ScrollArea> {
        let scroller = self.scroller.try_get_untracked()??.into();
        let rows = self.feed.try_get_untracked()??.into();
        Some(ScrollArea { scroller, rows })
    }
}
