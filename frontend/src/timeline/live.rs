//! Tells screen readers what is new, in a log of its own: the feed itself stays silent.

use std::time::Duration;

use leptos::prelude::*;
use web_sys::Element;

use super::announce::{Announcement, Announcer, EVERY};
use crate::chat::Chat;
use crate::shell::room::ShownRoom;
use crate::widgets::element::{El, ElementRef, el};
use crate::widgets::erased::{effect, later};
use crate::widgets::state::{Kept, context};
use crate::words::Words;
use crate::words::current::t;

/// Lines that stay: enough for a reader who is a little late.
const KEPT: u32 = 6;

/// Heard, not seen.
pub(super) fn announcements() -> El {
    let room = context::<ShownRoom>();
    let log = ElementRef::new();
    let announcer = Kept::new(Announcer::default());
    let waiting = Kept::new(false);
    let speak = move || {
        // The room may have been left meanwhile.
        waiting.set(false);
        let spoken = announcer.update(Announcer::speak).into_iter().flatten();
        untrack(|| spoken.for_each(|announcement| say(log, &said(&announcement, t()))));
    };
    effect(move || {
        Chat.with(|client| {
            let Some(room) = client.room(&room.id()).filter(|room| room.is_loaded()) else { return };
            let me = client.me().map(|me| &me.user);
            announcer.update(|announcer| announcer.observe(room.events().rev(), me));
        });
        if announcer.with(Announcer::has_news) && !waiting.get() {
            waiting.set(true);
            later(Duration::from_millis(EVERY), speak);
        }
    });
    el("div.heard-only").attr("role", "log").attr("aria-live", "polite").at(log)
}

/// Adds a line to the log, and takes the oldest away.
fn say(log: ElementRef, text: &str) {
    let Some(log) = log.now::<Element>() else { return };
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
