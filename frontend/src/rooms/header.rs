//! The room's title, and what a person can do with the room.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::leave::ConfirmLeave;
use crate::device;
use crate::state::language::Language;
use crate::state::location;
use crate::state::open_room::OpenRoom;
use crate::state::route::Route;
use crate::widgets::drawer_button::DrawerButton;
use crate::widgets::icon::{CHECK, Icon, IconButton, LEAVE, LINK};

/// The "link copied" mark stays for so many milliseconds.
const COPIED_MS: u32 = 2_000;

/// Nobody can leave a room while they are absent from it.
#[component]
pub(crate) fn RoomHeader(is_absent: Signal<bool>) -> impl IntoView {
    let (room, language) = (expect_context::<OpenRoom>(), expect_context::<Language>());
    let is_leaving = RwSignal::new(false);
    // A room that was left on another device keeps the title that it had.
    let title = Memo::new(move |known: Option<&String>| match known {
        Some(known) if is_absent.get() => known.clone(),
        _ => room.title(language.words()),
    });
    let leave = move || {
        (!is_absent.get()).then(|| {
            view! { <IconButton icon=LEAVE label=language.text(|t| t.leave) on_click=move |_| is_leaving.set(true) /> }
        })
    };
    view! {
        <header class="room-header">
            <DrawerButton />
            <h1 class="room-header-title" dir="auto">{title}</h1>
            <CopyLink route=Route::Room(room.id()) />
            {leave}
        </header>
        <ConfirmLeave open=is_leaving />
    }
}

/// Copies the room's link. Where the browser has no clipboard, it shows the link to be copied by hand.
#[component]
fn CopyLink(route: Route) -> impl IntoView {
    let language = expect_context::<Language>();
    let is_copied = RwSignal::new(false);
    let timer = StoredValue::new_local(None::<Timeout>);
    let copy = move |_| {
        let link = location::address(&route);
        let title = untrack(|| language.words().copy_link);
        spawn_local(async move {
            if device::copy(&link).await {
                is_copied.set(true);
                timer.set_value(Some(Timeout::new(COPIED_MS, move || is_copied.set(false))));
            } else {
                device::show(title, &link);
            }
        });
    };
    let label =
        move || if is_copied.get() { language.words().link_copied } else { language.words().copy_link };
    view! {
        <button
            type="button"
            class="icon-button"
            class:is-done=is_copied
            aria-label=label
            title=label
            on:click=copy
        >
            {move || {
                let path = if is_copied.get() { CHECK } else { LINK };
                view! { <Icon path /> }
            }}
        </button>
    }
}
