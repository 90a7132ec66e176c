//! What stands before the first row and after the last.

use leptos::prelude::*;

use super::reader::Reader;
use super::sheet::Sheet;
use crate::chat::Chat;
use crate::shell::room::OpenRoom;
use crate::widgets::erased::{click, live, memo, when};
use crate::widgets::icon::{DOWN, Icon};
use crate::words::current::words;

const UNKNOWN: usize = 0;
const MORE: usize = 1;
const FIRST: usize = 2;

/// Above the rows: that more is coming, or that here it begins, or grey lines while nothing is known.
pub(super) fn beginning(sheet: Memo<Sheet>) -> AnyView {
    let (chat, t, OpenRoom(room)) = (expect_context::<Chat>(), words(), expect_context());
    let state = {
        let room = room.clone();
        memo(move || {
            chat.with(|client| match client.room(&room).filter(|room| room.is_loaded()) {
                None => UNKNOWN,
                Some(room) if room.has_older() => MORE,
                Some(_) => FIRST,
            })
        })
    };
    let title = memo(move || {
        chat.with(|client| client.room(&room).map(|room| room.title().to_string())).unwrap_or_default()
    });
    let alone = memo(move || sheet.with(Sheet::is_empty));
    live(move || match state.get() {
        FIRST => view! {
            <div class="beginning" class:alone=move || alone.get()>
                <h2>{move || (t().beginning)(&title.get())}</h2>
                <p class="hint">{move || t().beginning_hint}</p>
            </div>
        }
        .into_any(),
        MORE => view! { <p class="older">{move || t().loading_older}</p> }.into_any(),
        _ => view! { <div class="skeleton" aria-hidden="true"><i></i><i></i><i></i><i></i></div> }.into_any(),
    })
}

/// Back to the newest message, with the number of those that wait there.
pub(super) fn jump_down(reader: Reader) -> AnyView {
    let (chat, t, OpenRoom(room)) = (expect_context::<Chat>(), words(), expect_context());
    let count = memo(move || chat.with(|client| client.room(&room).map_or(0, |room| room.unread().count)));
    let text = move || if count.get() > 0 { (t().count_new)(count.get()) } else { String::new() };
    let label = move || if count.get() > 0 { text() } else { t().jump_down.to_owned() };
    let button = move || {
        view! {
            <button type="button" class="jump" class:news=move || { count.get() > 0 } aria-label=move || label()
                on:click=click(move || reader.go_to_end())>
                <span>{move || text()}</span>
                <Icon path=DOWN/>
            </button>
        }
        .into_any()
    };
    when(move || !reader.is_at_end(), button)
}
