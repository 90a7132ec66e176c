//! The most used actions of a message. Only the message that the person points at has a toolbar: one for each row would
//! be a heavy page.

use leptos::ev::{Event, KeyboardEvent, MouseEvent};
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use super::actions::Action;
use super::active_row::ActiveRow;
use super::any_emoji::AnyEmoji;
use super::menu::MessageMenu;
use super::perform::Performer;
use super::reactions::QuickReactions;
use crate::state::language::Language;
use crate::state::timeline::row_signal::RowSignal;
use crate::widgets::focus::{closest, focus, move_in_toolbar};
use crate::widgets::icon::{IconButton, MORE, PLUS};

/// A few buttons, and one for the menu with all actions.
#[component]
pub(super) fn Toolbar(key: StoredValue<String>, row: RowSignal, actions: Memo<Vec<Action>>) -> impl IntoView {
    let (active, language) = (expect_context::<ActiveRow>(), expect_context::<Language>());
    let toolbar = NodeRef::<html::Div>::new();
    let on_key = move |event: KeyboardEvent| {
        let Some(toolbar) = toolbar.get_untracked() else { return };
        let moved = move_in_toolbar(&event, &toolbar);
        let closes = event.key() == "Escape";
        if closes {
            focus_article_around(&event);
            active.stop_picking();
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
                when=move || active.is_picking()
                fallback=move || view! { <Buttons key row actions /> }
            >
                <Picker row />
            </Show>
        </div>
    }
}

#[component]
fn Buttons(key: StoredValue<String>, row: RowSignal, actions: Memo<Vec<Action>>) -> impl IntoView {
    let (performer, menu, language) =
        (Performer::new(), expect_context::<MessageMenu>(), expect_context::<Language>());
    let in_toolbar =
        move || actions.get().into_iter().filter(|action| action.is_in_toolbar()).collect::<Vec<_>>();
    let has_more = move || actions.read().iter().any(|action| !action.is_in_toolbar());
    let button = move |action: Action| {
        let perform = move |_| performer.perform(action, row, &key.read_value());
        let label = Signal::derive(move || action.label(language.words()));
        view! { <IconButton icon=action.icon() label on_click=perform /> }
    };
    let open_menu = move |event: MouseEvent| {
        menu.open_at(&key.read_value(), event.current_target().and_then(|target| target.dyn_into().ok()));
    };
    view! {
        <For each=in_toolbar key=|action| *action as u8 children=button />
        <Show when=has_more>
            <IconButton icon=MORE label=language.text(|t| t.more_actions) on_click=open_menu />
        </Show>
    }
}

#[component]
fn Picker(row: RowSignal) -> impl IntoView {
    let (active, any, language) =
        (expect_context::<ActiveRow>(), expect_context::<AnyEmoji>(), expect_context::<Language>());
    let picker = NodeRef::<html::Div>::new();
    Effect::new(move || focus(picker.get().and_then(|picker| picker.first_element_child())));
    let pick_any = move |event: MouseEvent| any.pick(row.seq(), &event);
    let close = move |event: MouseEvent| {
        focus_article_around(&event);
        active.stop_picking();
    };
    view! {
        <div class="toolbar-picker" node_ref=picker>
            <QuickReactions row class="icon-button toolbar-emoji" on_choose=close />
            <IconButton icon=PLUS label=language.text(|t| t.emoji) on_click=pick_any />
        </div>
    }
}

/// The element that has the focus is about to be removed; its message takes the focus.
fn focus_article_around(event: &Event) {
    focus(closest(event, "article"));
}
