//! What a person can do with a message. Only the message that the person points at has a toolbar: one for each row would
//! be a heavy page, and a long way for the Tab key.

use leptos::ev::{Event, KeyboardEvent};
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::delete::Deleting;
use super::reactions::{OFFERED, use_toggle};
use crate::state::composing::Composing;
use crate::state::language::Language;
use crate::state::timeline::row_signal::RowSignal;
use crate::widgets::focus::{focus, move_in_toolbar};
use crate::widgets::icon::{IconButton, PENCIL, REPLY, SMILE, TRASH};

/// React and reply; edit and delete for one's own message.
#[component]
pub(super) fn Toolbar(row: RowSignal) -> impl IntoView {
    let language = expect_context::<Language>();
    let toolbar = NodeRef::<html::Div>::new();
    let is_picking = RwSignal::new(false);
    let on_key = move |event: KeyboardEvent| {
        let Some(toolbar) = toolbar.get_untracked() else { return };
        let moved = move_in_toolbar(&event, &toolbar);
        let closes = event.key() == "Escape" && is_picking.get_untracked();
        if closes {
            focus_message(&event);
            is_picking.set(false);
        }
        if moved || closes {
            event.stop_propagation();
        }
    };
    view! {
        <div
            class="toolbar"
            role="toolbar"
            node_ref=toolbar
            aria-label=language.text(|t| t.actions)
            on:keydown=on_key
        >
            <Show
                when=move || is_picking.get()
                fallback=move || view! { <Actions row is_picking/> }
            >
                <Picker row is_picking/>
            </Show>
        </div>
    }
}

#[component]
fn Actions(row: RowSignal, is_picking: RwSignal<bool>) -> impl IntoView {
    let (composing, deleting, language) =
        (expect_context::<Composing>(), expect_context::<Deleting>(), expect_context::<Language>());
    let is_mine = Memo::new(move |_| row.with_message(|row| row.mine));
    let reply = move |_| row.seq().into_iter().for_each(|seq| composing.reply(seq));
    let delete = move |_| row.seq().into_iter().for_each(|seq| deleting.ask(seq));
    let edit = move |_| {
        let text = row.with_message_untracked(|row| row.message.text.as_ref().map(ToString::to_string));
        if let (Some(seq), Some(text)) = (row.seq(), text) {
            composing.edit(seq, &text);
        }
    };
    view! {
        <IconButton icon=SMILE label=language.text(|t| t.react) on_click=move |_| is_picking.set(true)/>
        <IconButton icon=REPLY label=language.text(|t| t.reply) on_click=reply/>
        <Show when=move || is_mine.get()>
            <IconButton icon=PENCIL label=language.text(|t| t.edit) on_click=edit/>
            <IconButton icon=TRASH label=language.text(|t| t.delete) on_click=delete/>
        </Show>
    }
}

#[component]
fn Picker(row: RowSignal, is_picking: RwSignal<bool>) -> impl IntoView {
    let (language, toggle) = (expect_context::<Language>(), use_toggle(row));
    let picker = NodeRef::<html::Div>::new();
    Effect::new(move || focus(picker.get().and_then(|picker| picker.first_element_child())));
    let choice = move |emoji: &'static str| {
        let choose = move |event: leptos::ev::MouseEvent| {
            focus_message(&event);
            emoji.parse().into_iter().for_each(toggle);
            is_picking.set(false);
        };
        view! {
            <button
                type="button"
                class="icon-button toolbar-emoji"
                aria-label=move || (language.words().react_with)(emoji)
                on:click=choose
            >
                {emoji}
            </button>
        }
    };
    view! {
        <div class="toolbar-picker" node_ref=picker>
            {OFFERED.map(choice).collect_view()}
        </div>
    }
}

/// The element that has the focus is about to be removed; its message takes the focus.
fn focus_message(event: &Event) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    focus(target.and_then(|target| target.closest("article").ok().flatten()));
}
