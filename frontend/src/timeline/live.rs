//! Tells screen readers what is new, in a log of its own: the feed itself stays silent.

use std::time::Duration;

use leptos::{html, prelude::*};

use super::announce::{Announcement, Announcer, EVERY};
use crate::chat::Chat;
use crate::shell::room::OpenRoom;
use crate::widgets::erased::{effect, later};
use crate::words::Words;
use crate::words::current::words;

/// Lines that stay: enough for a reader who is a little late.
const KEPT: u32 = 6;

/// Heard, not seen.
pub(super) fn announcements() -> AnyView {
    let (chat, t, OpenRoom(room)) = (expect_context::<Chat>(), words(), expect_context());
    let log = NodeRef::<html::Div>::new();
    let announcer = StoredValue::new(Announcer::default());
    let waiting = StoredValue::new(false);
    let speak = move || {
        // The room may have been left meanwhile.
        let _ = waiting.try_set_value(false);
        let spoken = announcer.try_update_value(Announcer::speak).into_iter().flatten();
        untrack(|| spoken.for_each(|announcement| say(log, &said(&announcement, t()))));
    };
    effect(move || {
        chat.with(|client| {
            let Some(room) = client.room(&room).filter(|room| room.is_loaded()) else { return };
            let me = client.me().map(|me| &me.user);
            announcer.update_value(|announcer| announcer.observe(room.events().rev(), me));
        });
        if announcer.with_value(Announcer::has_news) && !waiting.get_value() {
            waiting.set_value(true);
            later(Duration::from_millis(EVERY), speak);
        }
    });
    view! { <div class="heard-only" role="log" aria-live="polite" node_ref=log></div> }.into_any()
}

/// Adds a line to the log, and takes the oldest away.
fn say(log: NodeRef<html::Div>, text: &str) {
    let Some(log) = log.try_get_untracked().flatten() else { return };
    if let Ok(line) = document().create_element("p") {
        line.set_text_content(Some(text));
        // Fails only for what cannot be inside a `div`.
        let _ = log.append_child(&line);
    }
    if let Some(oldest) = log.first_element_child().filter(|_| log.child_element_count() > KEPT) {
        oldest.remove();
    }
}

fn said(announcement: &Announcement, t: &Words) -> String {
    match announcement {
        Announcement::Line(name, text) => format!("{name}: {text}"),
        Announcement::Many(count) => (t.count_new)(*count),
    }
}
