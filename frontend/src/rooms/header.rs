//! The room's title and what can be done with the room.

use std::time::Duration;

use leptos::prelude::*;

use super::leave::Leave;
use crate::chat::Chat;
use crate::device;
use crate::route::Route;
use crate::route::current::Here;
use crate::shell::Drawer;
use crate::shell::room::OpenRoom;
use crate::widgets::icon::{CHECK, Icon, LEAVE, LINK, MENU};
use crate::words::current::words;

/// The line above the history.
#[component]
pub(crate) fn RoomHeader() -> impl IntoView {
    let (chat, t, OpenRoom(id)) = (expect_context::<Chat>(), words(), expect_context());
    let link = Route::Room(id.clone());
    let leaving = RwSignal::new(false);
    let title = Memo::new(move |_| {
        chat.with(|client| match client.room(&id) {
            Some(room) => room.title().to_string(),
            None => id.to_string(),
        })
    });
    view! {
        <header class="room-header">
            <DrawerButton/>
            <h1 class="room-title">{title}</h1>
            <CopyLink link/>
            <button type="button" class="icon-button" aria-label=move || t().leave title=move || t().leave
                on:click=move |_| leaving.set(true)>
                <Icon path=LEAVE/>
            </button>
        </header>
        <Leave open=leaving title/>
    }
}

/// On small screens: brings the rooms.
#[component]
pub(crate) fn DrawerButton() -> impl IntoView {
    let (chat, here, t, Drawer(drawer)) =
        (expect_context::<Chat>(), expect_context::<Here>(), words(), expect_context());
    let news_elsewhere = Memo::new(move |_| {
        let open = here.room();
        let has_news = |room: &client::Room| room.unread() != client::Unread::default();
        chat.with(|client| client.rooms().any(|room| Some(room.id()) != open.as_ref() && has_news(room)))
    });
    view! {
        <button type="button" class="icon-button drawer-only" class:news=move || news_elsewhere.get()
            aria-label=move || t().rooms aria-controls="rooms" aria-expanded=move || drawer.get().to_string()
            on:click=move |_| drawer.set(true)>
            <Icon path=MENU/>
        </button>
    }
}

/// Copies the room's link, and says so for a moment.
#[component]
fn CopyLink(link: Route) -> impl IntoView {
    let (t, copied) = (words(), RwSignal::new(false));
    let copy = move |_| {
        device::copy(&Here::link(&link));
        copied.set(true);
        set_timeout(move || _ = copied.try_set(false), Duration::from_secs(2));
    };
    let label = move || if copied.get() { t().link_copied } else { t().copy_link };
    view! {
        <button type="button" class="icon-button" class:done=move || copied.get() aria-label=label title=label on:click=copy>
            <Icon path=Signal::derive(move || if copied.get() { CHECK } else { LINK })/>
        </button>
    }
}
