//! The button that leads back to the newest message.

use leptos::prelude::*;

use crate::state::language::Language;
use crate::state::open_room::OpenRoom;
use crate::state::viewport::Viewport;
use crate::widgets::icon::{DOWN, Icon};

/// Appears while the newest message is not visible, with the number of unread messages.
#[component]
pub(super) fn JumpToEnd() -> impl IntoView {
    let (room, viewport, language) =
        (expect_context::<OpenRoom>(), expect_context::<Viewport>(), expect_context::<Language>());
    let count = Memo::new(move |_| room.with(|room| room.unread().count).unwrap_or_default());
    let text =
        move || if count.get() > 0 { (language.words().count_new)(count.get()) } else { String::new() };
    let label = move || if count.get() > 0 { text() } else { language.words().jump_down.to_owned() };
    view! {
        <Show when=move || !viewport.is_at_end()>
            <button
                type="button"
                class="jump"
                class:is-unread=move || { count.get() > 0 }
                aria-label=label
                on:click=move |_| viewport.scroll_to_end()
            >
                <span>{text}</span>
                <Icon path=DOWN />
            </button>
        </Show>
    }
}
