//! Which message the person points at, and which one has the focus.

use leptos::prelude::*;

use crate::state::timeline::row_signal::Timeline;

/// The messages that the person points at, by their rows' keys: a context. The feed is one stop of the Tab key: the message
/// that has the focus, else the last one. What is inside a message is reached when the person goes inside.
#[derive(Clone, Copy)]
pub(super) struct ActiveRow {
    /// The message with the toolbar.
    key: RwSignal<Option<String>>,
    /// The message that has the focus.
    focus: RwSignal<Option<Focus>>,
    is_picking: RwSignal<bool>,
    last_message: Memo<Option<String>>,
}

#[derive(Clone, PartialEq)]
struct Focus {
    key: String,
    /// Something inside the message has the focus, or is to get it.
    inside: bool,
}

impl ActiveRow {
    pub fn new(timeline: Timeline) -> Self {
        let last_message = Memo::new(move |_| timeline.last_message());
        Self {
            key: RwSignal::new(None),
            focus: RwSignal::new(None),
            is_picking: RwSignal::new(false),
            last_message,
        }
    }

    /// The person points at this message.
    pub fn set(self, key: &str) {
        if self.key.read_untracked().as_deref() != Some(key) {
            self.is_picking.set(false);
            self.key.set(Some(key.to_owned()));
        }
    }

    /// The focus is on this message, or on something inside it.
    pub fn focus(self, key: &str, inside: bool) {
        self.set(key);
        let focus = Some(Focus { key: key.to_owned(), inside });
        if *self.focus.read_untracked() != focus {
            self.focus.set(focus);
        }
    }

    /// The person points at no message any more.
    pub fn clear(self) {
        if self.key.read_untracked().is_some() {
            self.is_picking.set(false);
            self.key.set(None);
        }
    }

    /// The focus has left the feed.
    pub fn blur(self) {
        self.clear();
        if self.focus.read_untracked().is_some() {
            self.focus.set(None);
        }
    }

    /// This message leaves the screen.
    pub fn forget(self, key: &str) {
        if self.focus.read_untracked().as_ref().is_some_and(|focus| focus.key == key) {
            self.blur();
        }
    }

    /// Offers emoji for a reaction to this message.
    pub fn pick_emoji(self, key: &str) {
        self.set(key);
        self.is_picking.set(true);
    }

    /// Offers no emoji any more.
    pub fn stop_picking(self) {
        self.is_picking.set(false);
    }

    pub fn is_picking(self) -> bool {
        self.is_picking.get()
    }

    pub fn is(self, key: &str) -> bool {
        self.key.read().as_deref() == Some(key)
    }

    pub fn is_tab_stop(self, key: &str) -> bool {
        match &*self.focus.read() {
            Some(focus) => focus.key == key,
            None => self.last_message.read().as_deref() == Some(key),
        }
    }

    /// Whether the Tab key leads to what is inside this message.
    pub fn is_inside(self, key: &str) -> bool {
        self.focus.read().as_ref().is_some_and(|focus| focus.inside && focus.key == key)
    }
}
