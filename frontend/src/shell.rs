//! The frame around the rooms: a sidebar, which is a drawer on small screens, and the room.

mod absence;
mod keys;
mod landmarks;
mod room_pane;
mod shortcuts;
mod sidebar;

use common::RoomId;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use self::keys::{Press, Shortcut};
use self::room_pane::{Notice, RoomPane};
use self::shortcuts::ShortcutsDialog;
use self::sidebar::Sidebar;
use crate::about::page::About;
use crate::chat::Chat;
use crate::device::{self, events};
use crate::rooms::badge::tab_title;
use crate::rooms::directory::Directory;
use crate::rooms::new_room::NewRoomDialog;
use crate::rooms::switcher::RoomSwitcher;
use crate::settings::SettingsDialog;
use crate::state::dialogs::{Drawer, NewRoomOpen, SettingsOpen};
use crate::state::language::Language;
use crate::state::location::Location;
use crate::state::open_room::title;
use crate::state::route::Route;
use crate::state::sound;
use crate::widgets::focus::{focus_content, is_dialog_open, keep_focus};
use crate::widgets::notices::Notices;
use crate::widgets::toast::{Toast, Toasts};
use crate::widgets::undo::undo_last;

/// The app for a person with a name.
#[component]
pub(crate) fn Shell() -> impl IntoView {
    let (location, language) = (expect_context::<Location>(), expect_context::<Language>());
    let drawer = Drawer::new();
    provide_context(drawer);
    provide_context(Toast::new());
    provide_context(NewRoomOpen(RwSignal::new(false)));
    provide_context(SettingsOpen(RwSignal::new(false)));
    Effect::new(move |opened: Option<()>| {
        location.route();
        drawer.close();
        if opened.is_some() {
            request_animation_frame(keep_focus);
        }
    });
    events::listen(&window(), "resize", move |_| {
        if !device::matches_media("(width <= 45rem)") {
            drawer.close();
        }
    });
    // Wherever the focus is: after the drawer's last button the Tab key leads out of the page.
    events::listen(&document(), "keydown", move |event| {
        let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
        if key.as_deref() == Some("Escape") && drawer.is_open_untracked() {
            drawer.dismiss();
        }
    });
    let (shortcuts, switcher) = (RwSignal::new(false), RwSignal::new(false));
    follow_keys(shortcuts, switcher);
    announce_unread();
    // A link from message to message stays in the room, with all that the reader has there.
    let screen = Memo::new(move |_| location.route().screen());
    let pane = move || match screen.get() {
        Route::Room(id) | Route::Message(id, _) => view! { <RoomPane id /> }.into_any(),
        Route::Invalid { too_long } => {
            view! { <Notice text=move || (language.words().invalid_link)(too_long) /> }.into_any()
        }
        Route::About => view! { <About /> }.into_any(),
        Route::Home | Route::Directory => view! { <Directory /> }.into_any(),
    };
    view! {
        <div class="shell" class:is-drawer-open=move || drawer.is_open()>
            // The drawer covers the link and the pane, so the Tab key must not reach them.
            <button
                type="button"
                class="skip-link"
                inert=move || drawer.is_open()
                on:click=|_| focus_content()
            >
                {language.text(|t| t.skip_to_messages)}
            </button>
            <Sidebar />
            <div class="shell-scrim" on:click=move |_| drawer.dismiss()></div>
            <div class="shell-pane" inert=move || drawer.is_open()>
                <Notices />
                <Toasts />
                {pane}
            </div>
        </div>
        <NewRoomDialog />
        <SettingsDialog />
        <ShortcutsDialog open=shortcuts />
        <RoomSwitcher open=switcher />
    }
}

/// The keys that work everywhere, but over an open dialog: it keeps the keyboard to itself.
fn follow_keys(shortcuts: RwSignal<bool>, switcher: RwSignal<bool>) {
    let chat = expect_context::<Chat>();
    events::listen_to_default(&document(), "keydown", move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>().filter(|event| !event.default_prevented()) else {
            return;
        };
        let key = event.key();
        let Some(shortcut) = Press::new(event, &key).shortcut().filter(|_| !is_dialog_open()) else { return };
        if shortcut == Shortcut::Undo && chat.undoable.read_untracked().is_none() {
            return;
        }
        event.prevent_default();
        match shortcut {
            Shortcut::Help => shortcuts.set(true),
            Shortcut::SwitchRoom => switcher.set(true),
            Shortcut::Undo => undo_last(chat),
            Shortcut::NextLandmark { back } => landmarks::focus_next(back),
        }
    });
}

/// The tab's title tells how much is unread in all rooms, and which room is open. A tone tells it too.
fn announce_unread() {
    let (chat, location, language) =
        (expect_context::<Chat>(), expect_context::<Location>(), expect_context::<Language>());
    let unread_in = move |id: &RoomId| chat.with_room(id, |room| room.unread().count).unwrap_or_default();
    let unread = Memo::new(move |_| chat.rooms.get().iter().map(unread_in).sum());
    sound::play_for_new(unread);
    let tab_title = Memo::new(move |_| {
        let room = location.room().and_then(|id| chat.with_room(&id, |room| title(room, language.words())));
        tab_title(unread.get(), room.as_deref())
    });
    Effect::new(move || document().set_title(&tab_title.get()));
}
