//! What stands before the first row and after the last.

use leptos::prelude::*;

use super::reader::Reader;
use super::sheet::Sheet;
use crate::chat::Chat;
use crate::shell::room::OpenRoom;
use crate::widgets::icon::{DOWN, Icon};
use crate::words::current::words;

/// Above the rows: that more is coming, or that here it begins, or grey lines while nothing is known.
#[component]
pub(super) fn Beginning(sheet: Memo<Sheet>) -> impl IntoView {
    let (chat, t, OpenRoom(room)) = (expect_context::<Chat>(), words(), expect_context());
    let state = Memo::new(move |_| {
        chat.with(|client| {
            let room = client.room(&room).filter(|room| room.is_loaded())?;
            Some((room.title().to_string(), room.has_older()))
        })
    });
    let starts_here = Memo::new(move |_| sheet.with(Sheet::is_empty));
    move || match state.get() {
        None => {
            view! { <div class="skeleton" aria-hidden="true"><i></i><i></i><i></i><i></i></div> }.into_any()
        }
        Some((_, true)) => view! { <p class="older">{t().loading_older}</p> }.into_any(),
        Some((title, false)) => view! {
            <div class="beginning" class:alone=move || starts_here.get()>
                <h2>{(t().beginning)(&title)}</h2>
                <p class="hint">{t().beginning_hint}</p>
            </div>
        }
        .into_any(),
    }
}

/// Back to the newest message, with the number of those that wait there.
#[component]
pub(super) fn JumpDown(reader: Reader) -> impl IntoView {
    let (chat, t, OpenRoom(room)) = (expect_context::<Chat>(), words(), expect_context());
    let count =
        Memo::new(move |_| chat.with(|client| client.room(&room).map_or(0, |room| room.unread().count)));
    let text = move || Some(count.get()).filter(|count| *count > 0).map(|count| (t().count_new)(count));
    view! {
        <Show when=move || !reader.is_at_end()>
            <button type="button" class="jump" class:news=move || { count.get() > 0 }
                aria-label=move || text().unwrap_or_else(|| t().jump_down.to_owned()) on:click=move |_| reader.go_to_end()>
                <span>{text}</span>
                <Icon path=DOWN/>
            </button>
        </Show>
    }
}
