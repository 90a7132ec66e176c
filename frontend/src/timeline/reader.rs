//! Where the reader is in the history: holds the place while rows come and go, stays at the end while the
//! reader is there, loads what lies before, and knows what has been seen.

use std::time::Duration;

use client::{Command, Room};
use common::{Millis, Seq};
use leptos::prelude::*;

use super::scroll::{Anchor, Scroll};
use super::window::Window;
use crate::app::Attention;
use crate::chat::Chat;
use crate::device::{self, time};
use crate::shell::room::ShownRoom;
use crate::widgets::element::ElementRef;
use crate::widgets::erased::{effect, later, next_frame};
use crate::widgets::state::{Kept, Watched};

/// So many pixels before the edge of what is there, more of it is fetched.
const AHEAD: f64 = 1_200.0;
/// A jump to what is not loaded yet is given up after so long: nobody waits for it any more.
const PATIENCE: Millis = 10_000;
/// What has been in view for so long has been read.
const READING: Duration = Duration::from_millis(500);

/// The reader of one room.
#[derive(Clone, Copy)]
pub(crate) struct Reader {
    room: ShownRoom,
    /// Which part of the history has rows.
    pub window: Watched<Window>,
    /// At the end, and staying there.
    stuck: Watched<bool>,
    place: Kept<Place>,
    /// The scrolling element.
    pub scroller: ElementRef,
    /// The element whose children are the rows.
    pub feed: ElementRef,
}

#[derive(Default)]
struct Place {
    anchor: Option<Anchor>,
    top: f64,
    arrived: bool,
    seen: Option<Seq>,
    reading: Option<TimeoutHandle>,
    seek: Option<(Seq, Millis)>,
}

impl Reader {
    pub fn new(room: ShownRoom) -> Self {
        Self {
            room,
            window: Watched::new(Window::default()),
            stuck: Watched::new(true),
            place: Kept::new(Place::default()),
            scroller: ElementRef::new(),
            feed: ElementRef::new(),
        }
    }

    /// Whether the newest message is in view, or about to be.
    pub fn is_at_end(self) -> bool {
        self.stuck.get() && self.window.get().is_at_end()
    }

    /// Goes to the newest message and stays there.
    pub fn go_to_end(self) {
        self.place.update(|place| place.seek = None);
        self.window.set(Window::default());
        self.stuck.set(true);
        next_frame(move || self.settle());
    }

    /// Goes to a message, loading what lies between if need be.
    pub fn go_to(self, seq: Seq) {
        self.place.update(|place| place.seek = Some((seq, time::now() + PATIENCE)));
        self.seek();
    }

    /// The reader has scrolled, or the page has.
    pub fn scrolled(self) {
        let Some(scroll) = self.scroll() else { return };
        let top = scroll.above();
        // Rows that were just added make the end far away without the reader having gone anywhere.
        let went_up = self.place.with(|place| top < place.top - 1.0);
        let stays = self.stuck.get_untracked() && !went_up;
        self.stick(scroll.is_near_end() || stays);
        self.hold(&scroll);
        self.look(&scroll);
    }

    /// Rows or their heights have changed: the reader keeps the place.
    pub fn settle(self) {
        let Some(scroll) = self.scroll() else { return };
        self.hold(&scroll);
        self.look(&scroll);
        self.seek();
    }

    /// Stays at the end, or keeps the row at the top where it is: what the reader has scrolled since then
    /// counts, what rows above it have done does not.
    fn hold(self, scroll: &Scroll) {
        if self.stuck.get_untracked() && self.window.get_untracked().is_at_end() {
            scroll.to_end();
            self.arrive(scroll);
        } else {
            let scrolled = scroll.above() - self.place.with(|place| place.top);
            self.place.with(|place| place.anchor.as_ref().map(|row| scroll.restore(row, scrolled)));
        }
        self.remember(scroll);
    }

    /// The first rows of a room: it opens where reading stopped.
    fn arrive(self, scroll: &Scroll) {
        let first = self.place.with(|place| !place.arrived) && scroll.anchor().is_some();
        if !first {
            return;
        }
        self.place.update(|place| place.arrived = true);
        if let Some(line) = scroll.unread_line_above() {
            scroll.show(&line, 0.2);
            self.stick(scroll.is_near_end());
        }
    }

    fn stick(self, stuck: bool) {
        if self.stuck.get_untracked() != stuck {
            self.stuck.set(stuck);
        }
    }

    fn remember(self, scroll: &Scroll) {
        self.place.update(|place| {
            place.anchor = scroll.anchor();
            place.top = scroll.above();
        });
    }

    /// Sees what is seen, and fetches what soon will be.
    fn look(self, scroll: &Scroll) {
        let window = self.window.get_untracked();
        let end = self.stuck.get_untracked() && window.is_at_end();
        let last = |room: &Room| room.events().next_back().map(|event| event.seq);
        let seen = if end { self.glance(last).flatten() } else { scroll.last_seen() };
        self.see(seen);
        if scroll.above() < AHEAD {
            self.reach_up(window);
        }
        if scroll.below() < AHEAD && !window.is_at_end() {
            self.move_to(self.glance(|room| window.down(room.events())));
        }
    }

    fn reach_up(self, window: Window) {
        match self.glance(|room| window.up(room.events())).flatten() {
            Some(wider) => self.move_to(Some(wider)),
            None => self.load_older(),
        }
    }

    fn load_older(self) {
        if self.glance(|room| room.has_older() && !room.is_loading_older()) == Some(true) {
            Chat.command(Command::Older(self.room.id()));
        }
    }

    fn move_to(self, window: Option<Window>) {
        if let Some(window) = window.filter(|window| *window != self.window.get_untracked()) {
            self.window.set(window);
        }
    }

    fn seek(self) {
        let Some((seq, until)) = self.place.with(|place| place.seek) else { return };
        let loaded = self.glance(|room| room.event(seq).is_some()) == Some(true);
        if !loaded && time::now() < until {
            return self.load_older();
        }
        self.place.update(|place| place.seek = None);
        if loaded {
            self.stick(false);
            self.move_to(self.glance(|room| self.window.get_untracked().around(seq, room.events())));
            // Two frames: one for the rows to come, one for them to have their heights.
            next_frame(move || next_frame(move || self.point_at(seq)));
        }
    }

    fn point_at(self, seq: Seq) {
        let Some(scroll) = self.scroll() else { return };
        let Some(row) = scroll.find(seq) else { return };
        scroll.show(&row, 0.3);
        self.remember(&scroll);
        // Neither can fail for a row that is there.
        let _ = row.focus();
        let _ = row.class_list().add_1("flash");
        later(Duration::from_millis(1_600), move || _ = row.class_list().remove_1("flash"));
    }

    fn see(self, seen: Option<Seq>) {
        if seen.is_some() && self.place.with(|place| place.seen != seen) {
            self.place.update(|place| place.seen = seen);
            self.read_on();
        }
    }

    /// What is seen for a while by somebody who looks has been read. A timer that runs is left to run: in a
    /// busy room the next message always comes before its end.
    fn read_on(self) {
        let idle = self.place.update(|place| place.seen.filter(|_| place.reading.is_none()));
        let Some(seen) = idle.flatten() else { return };
        let timer = later(READING, move || self.has_read(seen));
        self.place.update(|place| place.reading = timer);
    }

    /// Whoever looks again begins to read again.
    pub fn mark_read(self) {
        effect(move || {
            if Attention.get() {
                self.read_on();
            }
        });
    }

    fn has_read(self, seen: Seq) {
        let now = self.place.update(|place| {
            place.reading = None;
            place.seen
        });
        let Some(now) = now.flatten() else { return };
        if now > seen {
            self.read_on();
        }
        let seq = seen.min(now);
        if device::is_attentive() && self.glance(|room| room.read() < seq) == Some(true) {
            Chat.command(Command::Read { room: self.room.id(), seq });
        }
    }

    fn glance<T>(self, look: impl FnOnce(&Room) -> T) -> Option<T> {
        self.room.glance(look)
    }

    fn scroll(self) -> Option<Scroll> {
        let scroller = self.scroller.now()?;
        let feed = self.feed.now()?;
        Some(Scroll { scroller, feed })
    }
}
