//! The room's title and what can be done with the room.

use std::time::Duration;

use leptos::prelude::*;

use super::leave::leave;
use crate::chat::Chat;
use crate::device;
use crate::route::Route;
use crate::route::current::Here;
use crate::shell::Drawer;
use crate::shell::room::OpenRoom;
use crate::widgets::erased::{click, later, live};
use crate::widgets::icon::{CHECK, Icon, LEAVE, LINK, MENU};
use crate::words::current::words;

/// The line above the history.
#[component]
pub(crate) fn RoomHeader() -> impl IntoView {
    let (chat, t, OpenRoom(id)) = (expect_context::<Chat>(), words(), expect_context());
    let link = Route::Room(id.clone());
    let leaving = RwSignal::new(false);
    let title = move || {
        chat.with(|client| match client.room(&id) {
            Some(room) => room.title().to_string(),
            None => id.to_string(),
        })
    };
    view! {
        <header class="room-header">
            <DrawerButton/>
            <h1 class="room-title">{move || title()}</h1>
            <CopyLink link/>
            <button type="button" class="icon-button" aria-label=move || t().leave title=move || t().leave
                on:click=click(move || leaving.set(true))>
                <Icon path=LEAVE/>
            </button>
        </header>
        {leave(leaving)}
    }
}

/// On small screens: brings the rooms.
#[component]
pub(crate) fn DrawerButton() -> impl IntoView {
    let (chat, here, t, Drawer(drawer)) =
        (expect_context::<Chat>(), expect_context::<Here>(), words(), expect_context());
    let news_elsewhere = move || {
        let open = here.room();
        let has_news = |room: &client::Room| room.unread() != client::Unread::default();
        chat.with(|client| client.rooms().any(|room| Some(room.id()) != open.as_ref() && has_news(room)))
    };
    view! {
        <button type="button" class="icon-button drawer-only" class:news=move || news_elsewhere()
            aria-label=move || t().rooms aria-controls="rooms" aria-expanded=move || drawer.get().to_string()
            on:click=click(move || drawer.set(true))>
            <Icon path=MENU/>
        </button>
    }
}

/// Copies the room's link, and says so for a moment.
#[component]
fn CopyLink(link: Route) -> impl IntoView {
    let (t, copied) = (words(), RwSignal::new(false));
    let copy = click(move || {
        device::copy(&Here::link(&link));
        copied.set(true);
        later(Duration::from_secs(2), move || _ = copied.try_set(false));
    });
    let label = move || if copied.get() { t().link_copied } else { t().copy_link };
    let icon = live(move || {
        let path = if copied.get() { CHECK } else { LINK };
        view! { <Icon path/> }.into_any()
    });
    view! {
        <button type="button" class="icon-button" class:done=move || copied.get() aria-label=move || label()
            title=move || label() on:click=copy>
            {icon}
        </button>
    }
}
