//! What stands above the first row.

use leptos::prelude::*;

use crate::state::language::Language;
use crate::state::open_room::OpenRoom;
use crate::state::timeline::row_signal::Timeline;
use crate::state::viewport::Viewport;

/// What is known of the history before the first row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Nothing is loaded yet.
    Unknown,
    /// There are earlier messages.
    Messages,
    /// The history begins here.
    Nothing,
}

/// Tells that earlier messages load, or that the room begins here; a skeleton while neither is known.
#[component]
pub(super) fn Beginning() -> impl IntoView {
    let (room, timeline, language) =
        (expect_context::<OpenRoom>(), expect_context::<Timeline>(), expect_context::<Language>());
    let viewport = expect_context::<Viewport>();
    let before = Memo::new(move |_| {
        let window = viewport.window.get();
        let before = room.with(|room| {
            let mut events = window.events(room);
            let is_first =
                window.up(events.clone()).is_none() && events.next().is_none_or(|first| first.seq == 1);
            match (room.is_loaded(), is_first) {
                (false, _) => Before::Unknown,
                (true, false) => Before::Messages,
                (true, true) => Before::Nothing,
            }
        });
        before.unwrap_or(Before::Unknown)
    });
    move || match before.get() {
        Before::Nothing => view! {
            <div class="timeline-beginning" class:is-alone=move || timeline.is_empty()>
                <h2>{move || (language.words().beginning)(&room.title(language.words()))}</h2>
                <p>{language.text(|t| t.beginning_hint)}</p>
            </div>
        }
        .into_any(),
        Before::Messages => {
            view! { <p class="timeline-older">{language.text(|t| t.loading_older)}</p> }.into_any()
        }
        Before::Unknown => view! {
            <div class="skeleton" aria-hidden="true">
                <i></i>
                <i></i>
                <i></i>
                <i></i>
            </div>
        }
        .into_any(),
    }
}
