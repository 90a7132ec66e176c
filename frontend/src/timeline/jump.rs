//! The buttons that lead to the first unread message, and back to the newest one.

use leptos::prelude::*;

use crate::state::language::Language;
use crate::state::open_room::{OpenRoom, RoomUnreadLine};
use crate::state::viewport::Viewport;
use crate::widgets::icon::{DOWN, Icon, UP};

/// Appears while the unread line is above the visible part.
#[component]
pub(super) fn JumpToUnread() -> impl IntoView {
    let (viewport, language) = (expect_context::<Viewport>(), expect_context::<Language>());
    let RoomUnreadLine(line) = expect_context();
    view! {
        <Show when=move || line.get().after().is_some() && viewport.is_line_above()>
            <button type="button" class="jump is-up" on:click=move |_| viewport.jump_to_unread()>
                <Icon path=UP />
                <span>{language.text(|t| t.jump_to_unread)}</span>
            </button>
        </Show>
    }
}

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
                on:click=move |_| viewport.jump_to_end()
            >
                <span>{text}</span>
                <Icon path=DOWN />
            </button>
        </Show>
    }
}
