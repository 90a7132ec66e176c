//! The dialog that goes to a room by its name.

use client::{Command, Room, Status, Unread};
use common::RoomId;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::search::search;
use crate::chat::Chat;
use crate::device;
use crate::device::keys::has_input_method;
use crate::state::dialogs::NewRoomOpen;
use crate::state::language::Language;
use crate::state::location::Location;
use crate::state::open_room::title;
use crate::state::route::Route;
use crate::widgets::icon::{Icon, PLUS, SEARCH};
use crate::widgets::modal::Modal;

/// Public rooms that are offered below the person's own, at most.
const MAX_PUBLIC_ROOMS: usize = 5;

/// Where a choice leads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Choice {
    /// A room with this title. The person is a member, or becomes one.
    Room(RoomId, String),
    Directory,
    NewRoom,
}

#[component]
pub(crate) fn RoomSwitcher(open: RwSignal<bool>) -> impl IntoView {
    let language = expect_context::<Language>();
    view! {
        <Modal open title=language.text(|t| t.go_to_room)>
            <Switcher open />
        </Modal>
    }
}

/// A combobox: the focus stays in the text field, and the arrow keys choose from the list.
#[component]
fn Switcher(open: RwSignal<bool>) -> impl IntoView {
    let language = expect_context::<Language>();
    let (typed, chosen) = (RwSignal::new(String::new()), RwSignal::new(None));
    let choices = use_choices(typed);
    // The choices move while messages arrive; what is chosen stays.
    let chosen_index = Memo::new(move |_| {
        let is_chosen = |choice: &Choice| Some(choice) == chosen.read().as_ref();
        choices.read().iter().position(is_chosen).unwrap_or(0)
    });
    let go = use_go(open);
    let on_key = move |event: KeyboardEvent| {
        let choices = choices.get_untracked();
        let (count, now) = (choices.len(), chosen_index.get_untracked());
        match event.key().as_str() {
            _ if has_input_method(&event) => return,
            // There are always two choices at least: the directory, and a new room.
            "ArrowDown" => chosen.set(choices.get((now + 1) % count).cloned()),
            "ArrowUp" => chosen.set(choices.get((now + count - 1) % count).cloned()),
            "Enter" => choices.get(now).cloned().into_iter().for_each(go),
            _ => return,
        }
        event.prevent_default();
        scroll_into_view(chosen_index.get_untracked());
    };
    view! {
        <input
            class="field-input"
            type="text"
            role="combobox"
            autocomplete="off"
            autofocus
            aria-label=language.text(|t| t.switcher_hint)
            placeholder=language.text(|t| t.switcher_hint)
            aria-expanded="true"
            aria-controls="switcher-list"
            aria-activedescendant=move || option_id(chosen_index.get())
            on:input:target=move |event| {
                chosen.set(None);
                typed.set(event.target().value());
            }
            on:keydown=on_key
        />
        <ul class="switcher" id="switcher-list" role="listbox" aria-label=language.text(|t| t.rooms)>
            <For
                each=move || choices.get().into_iter().enumerate()
                key=|(index, choice)| (*index, choice.clone())
                let((index, choice))
            >
                <ChoiceItem index choice chosen chosen_index go />
            </For>
        </ul>
    }
}

#[component]
fn ChoiceItem(
    index: usize,
    choice: Choice,
    chosen: RwSignal<Option<Choice>>,
    chosen_index: Memo<usize>,
    go: impl Fn(Choice) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let (mark, name) = match &choice {
        Choice::Room(_, title) => {
            let title = title.clone();
            (view! { <span class="switcher-hash">"#"</span> }.into_any(), title.into_any())
        }
        Choice::Directory => {
            (view! { <Icon path=SEARCH /> }.into_any(), language.text(|t| t.find_a_room).into_any())
        }
        Choice::NewRoom => {
            (view! { <Icon path=PLUS /> }.into_any(), language.text(|t| t.new_room).into_any())
        }
    };
    let choice = StoredValue::new(choice);
    view! {
        <li
            class="switcher-item"
            id=option_id(index)
            role="option"
            aria-selected=move || (chosen_index.get() == index).to_string()
            on:pointermove=move |_| chosen.set(Some(choice.read_value().clone()))
            on:click=move |_| go(choice.get_value())
        >
            <span class="switcher-mark" aria-hidden="true">
                {mark}
            </span>
            <span class="switcher-name">{name}</span>
        </li>
    }
}

/// The rooms that fit what was typed: those of the person, the unread ones first, and public ones; and always the ways to
/// other rooms.
fn use_choices(typed: RwSignal<String>) -> Memo<Vec<Choice>> {
    let (chat, location, language) =
        (expect_context::<Chat>(), expect_context::<Location>(), expect_context::<Language>());
    if untrack(|| chat.status.get()) == Status::Online {
        chat.command(Command::LoadDirectory);
    }
    Memo::new(move |_| {
        let (typed, mine) = (typed.get(), chat.rooms.get());
        let name = |id: &RoomId| chat.with_room(id, |room| title(room, language.words())).unwrap_or_default();
        let is_read = |id: &RoomId| chat.with_room(id, Room::unread) == Some(Unread::default());
        let open = location.room();
        let mut others: Vec<RoomId> = mine.iter().filter(|id| Some(*id) != open.as_ref()).cloned().collect();
        others.sort_by_key(is_read);
        let own = others.into_iter().map(|id| (name(&id), Choice::Room(id.clone(), name(&id))));
        let mut choices = search(&typed, own, device::lowercase);
        if !typed.trim().is_empty() {
            let listings = chat.directory.get().unwrap_or_default().into_iter();
            let public = listings.filter(|listing| !mine.contains(&listing.room)).map(|listing| {
                let title = String::from(listing.title);
                (title.clone(), Choice::Room(listing.room, title))
            });
            choices.extend(search(&typed, public, device::lowercase).into_iter().take(MAX_PUBLIC_ROOMS));
        }
        choices.extend([Choice::Directory, Choice::NewRoom]);
        choices
    })
}

/// Goes where a choice leads. The dialog gives the focus back before the room takes it.
fn use_go(open: RwSignal<bool>) -> impl Fn(Choice) + Copy + Send + Sync + 'static {
    let (location, NewRoomOpen(new_room)) = (expect_context::<Location>(), expect_context());
    move |choice| {
        open.set(false);
        match choice {
            Choice::Room(id, _) => location.go(&Route::Room(id)),
            Choice::Directory => location.go(&Route::Directory),
            Choice::NewRoom => new_room.set(true),
        }
    }
}

fn option_id(index: usize) -> String {
    format!("switcher-option-{index}")
}

fn scroll_into_view(index: usize) {
    let option = document().get_element_by_id(&option_id(index));
    if let Some(option) = option.and_then(|option| option.dyn_into::<web_sys::HtmlElement>().ok()) {
        option.scroll_into_view_with_bool(false);
    }
}
