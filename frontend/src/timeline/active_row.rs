//! Which message the person points at.

use leptos::prelude::*;

use crate::state::timeline::row_signal::Timeline;

/// The message that the person points at, by its row's key: a context. The Tab key enters the feed at the last message.
#[derive(Clone, Copy)]
pub(super) struct ActiveRow {
    key: RwSignal<Option<String>>,
    last_message: Memo<Option<String>>,
}

impl ActiveRow {
    pub fn new(timeline: Timeline) -> Self {
        let last_message = Memo::new(move |_| timeline.last_message());
        Self { key: RwSignal::new(None), last_message }
    }

    pub fn set(self, key: &str) {
        if self.key.read_untracked().as_deref() != Some(key) {
            self.key.set(Some(key.to_owned()));
        }
    }

    pub fn clear(self) {
        if self.key.read_untracked().is_some() {
            self.key.set(None);
        }
    }

    pub fn is(self, key: &str) -> bool {
        self.key.read().as_deref() == Some(key)
    }

    pub fn is_tab_stop(self, key: &str) -> bool {
        self.last_message.read().as_deref() == Some(key)
    }
}
