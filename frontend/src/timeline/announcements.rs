//! Announces new messages to screen readers, in a live region of its own: the feed itself is silent.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;

use crate::chat::Chat;
use crate::state::language::Language;
use crate::state::open_room::OpenRoom;
use crate::state::timeline::announcer::{Announcement, Announcer, EVERY};
use crate::words::Words;

/// Lines that stay in the live region, for a screen reader that is a little late.
const LINES: usize = 6;

#[component]
pub(super) fn Announcements() -> impl IntoView {
    let (chat, room, language) =
        (expect_context::<Chat>(), expect_context::<OpenRoom>(), expect_context::<Language>());
    let announcer = StoredValue::new(Announcer::default());
    let timer = StoredValue::new_local(None::<Timeout>);
    // Numbered, so that a line that is there already is not announced again.
    let lines = RwSignal::new(Vec::<(usize, String)>::new());
    let announce = move || {
        timer.set_value(None);
        let new = announcer.write_value().announce();
        let words = untrack(|| language.words());
        lines.update(|lines| {
            for announcement in new {
                let number = lines.last().map_or(0, |(number, _)| number + 1);
                lines.push((number, text(&announcement, words)));
            }
            lines.drain(..lines.len().saturating_sub(LINES));
        });
    };
    Effect::new(move || {
        let me = chat.user.get();
        room.with(|room| {
            if room.is_loaded() {
                announcer.write_value().observe(room.events().rev(), me.as_ref());
            }
        });
        if announcer.read_value().is_waiting() && timer.read_value().is_none() {
            timer.set_value(Some(Timeout::new(EVERY, announce)));
        }
    });
    view! {
        <div class="visually-hidden" role="log" aria-live="polite" aria-relevant="additions">
            <For each=move || lines.get() key=|(number, _)| *number let((_, line))>
                <p>{line}</p>
            </For>
        </div>
    }
}

fn text(announcement: &Announcement, t: &Words) -> String {
    match announcement {
        Announcement::Message(name, text) => format!("{name}: {text}"),
        Announcement::Count(count) => (t.count_new)(*count),
    }
}
