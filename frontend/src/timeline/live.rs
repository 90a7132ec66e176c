//! Tells screen readers what is new, in a log of its own: the feed itself stays silent.

use std::time::Duration;

use leptos::prelude::*;

use super::announce::{Announcement, Announcer, EVERY};
use crate::chat::Chat;
use crate::shell::room::OpenRoom;
use crate::words::Words;
use crate::words::current::words;

/// Lines that stay: enough for a reader who is a little late.
const KEPT: usize = 6;

/// Heard, not seen.
#[component]
pub(super) fn Live() -> impl IntoView {
    let t = words();
    let lines = RwSignal::new(Vec::<(u64, Announcement)>::new());
    announce_into(lines);
    let text = move |announcement: &Announcement| said(announcement, t());
    view! {
        <div class="heard-only" role="log" aria-live="polite">
            <For each=move || lines.get() key=|(number, _)| *number let:line>
                <p>{text(&line.1)}</p>
            </For>
        </div>
    }
}

fn announce_into(lines: RwSignal<Vec<(u64, Announcement)>>) {
    let (chat, OpenRoom(room)) = (expect_context::<Chat>(), expect_context());
    let announcer = StoredValue::new(Announcer::default());
    let (waiting, count) = (StoredValue::new(false), StoredValue::new(0));
    let speak = move || {
        // The room may have been left meanwhile.
        let _ = waiting.try_set_value(false);
        let Some(spoken) = announcer.try_update_value(Announcer::speak) else { return };
        for announcement in spoken {
            count.update_value(|count| *count += 1);
            lines.update(|lines| lines.push((count.get_value(), announcement)));
        }
        lines.update(|lines| drop(lines.drain(..lines.len().saturating_sub(KEPT))));
    };
    Effect::new(move |_| {
        chat.with(|client| {
            let Some(room) = client.room(&room).filter(|room| room.is_loaded()) else { return };
            let me = client.me().map(|me| &me.user);
            announcer.update_value(|announcer| announcer.observe(room.events().rev(), me));
        });
        if announcer.with_value(Announcer::has_news) && !waiting.get_value() {
            waiting.set_value(true);
            set_timeout(speak, Duration::from_millis(EVERY));
        }
    });
}

fn said(announcement: &Announcement, t: &Words) -> String {
    match announcement {
        Announcement::Line(name, text) => format!("{name}: {text}"),
        Announcement::Many(count) => (t.count_new)(*count),
    }
}
