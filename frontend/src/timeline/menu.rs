//! The menu of a message: all its actions, and the quick reactions. On a small screen it is a sheet at the bottom.

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::{html, prelude::*};
use web_sys::Element;

use super::actions::Action;
use super::perform::Performer;
use super::reactions::{OFFERED, use_toggle};
use crate::state::language::Language;
use crate::state::timeline::row_signal::{RowSignal, Timeline};
use crate::widgets::focus::{focus_content, focus_message, is_focus_lost, move_in_menu};
use crate::widgets::icon::Icon;
use crate::widgets::popup::{self, Rect};

/// Which message has an open menu: a context. There is one dialog for all messages, so that it stays while rows change.
#[derive(Clone, Copy)]
pub(super) struct MessageMenu {
    opened: RwSignal<Option<Opened>>,
    dialog: NodeRef<html::Dialog>,
}

#[derive(Clone)]
struct Opened {
    /// The key of the message's row.
    key: String,
    /// What the menu opens beside.
    anchor: Rect,
}

impl MessageMenu {
    pub fn new() -> Self {
        Self { opened: RwSignal::new(None), dialog: NodeRef::new() }
    }

    /// Opens the menu of a message beside an element.
    pub fn open_at(self, key: &str, element: Option<Element>) {
        let anchor = element.map(|element| Rect::of(&element)).unwrap_or_default();
        self.opened.set(Some(Opened { key: key.to_owned(), anchor }));
    }

    /// Opens the menu of a message at a point of the screen.
    pub fn open_at_point(self, key: &str, x: f64, y: f64) {
        self.opened.set(Some(Opened { key: key.to_owned(), anchor: Rect::point(x, y) }));
    }

    /// The browser gives the focus back to the element that had it before.
    fn close(self) {
        if let Some(dialog) = self.dialog.get_untracked() {
            dialog.close();
        }
    }

    fn show(self) {
        let Some(dialog) = self.dialog.try_get_untracked().flatten() else { return };
        let Some(anchor) = self.opened.with_untracked(|opened| opened.as_ref().map(|opened| opened.anchor))
        else {
            return;
        };
        if !dialog.open() {
            // It fails only for a dialog that has left the page meanwhile.
            let _ = dialog.show_modal();
        }
        popup::place(&dialog, anchor);
    }
}

#[component]
pub(super) fn MessageMenuDialog() -> impl IntoView {
    let (menu, timeline, language) =
        (expect_context::<MessageMenu>(), expect_context::<Timeline>(), expect_context::<Language>());
    // The content is there one frame later.
    Effect::new(move || {
        if menu.opened.read().is_some() {
            request_animation_frame(move || menu.show());
        }
    });
    let row = move || menu.opened.read().as_ref().and_then(|opened| timeline.find(&opened.key));
    // A row that leaves the screen takes its menu with it.
    Effect::new(move || {
        if menu.opened.read().is_some() && row().is_none() {
            menu.close();
        }
    });
    let close_outside = move |event: MouseEvent| {
        if event.target() == event.current_target() {
            menu.close();
        }
    };
    view! {
        <dialog
            class="menu"
            node_ref=menu.dialog
            aria-label=language.text(|t| t.actions)
            on:click=close_outside
            on:close=move |_| menu.opened.set(None)
        >
            {move || {
                row()
                    .map(|row| {
                        let signal = row.signal();
                        view! { <Items key=StoredValue::new(row.key) row=signal /> }
                    })
            }}
        </dialog>
    }
}

#[component]
fn Items(key: StoredValue<String>, row: RowSignal) -> impl IntoView {
    let (menu, performer) = (expect_context::<MessageMenu>(), Performer::new());
    let actions = Memo::new(move |_| row.with(Action::of));
    Effect::new(move || {
        if actions.read().is_empty() {
            menu.close();
        }
    });
    let seq = row.seq();
    on_cleanup(move || request_animation_frame(move || keep_focus(seq)));
    let choose = move |action: Action| {
        menu.close();
        performer.perform(action, row, &key.read_value());
    };
    let element = NodeRef::<html::Div>::new();
    let on_key = move |event: KeyboardEvent| {
        let moved = element.get_untracked().is_some_and(|menu| move_in_menu(&event, &menu));
        let action = row.with_untracked(|row| Action::of_key(&event.key(), row));
        if let Some(action) = action.filter(|_| !event.ctrl_key() && !event.meta_key()) {
            event.prevent_default();
            choose(action);
        }
        if moved || event.key() == "Escape" {
            event.stop_propagation();
        }
    };
    view! {
        <div class="menu-items" role="menu" node_ref=element on:keydown=on_key>
            <Show when=move || actions.read().contains(&Action::React)>
                <QuickReactions row />
            </Show>
            <For
                each=move || actions.get().into_iter().enumerate()
                key=|(_, action)| *action as u8
                let((index, action))
            >
                <Item action is_first=index == 0 choose />
            </For>
        </div>
    }
}

#[component]
fn Item(
    action: Action,
    is_first: bool,
    choose: impl Fn(Action) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let language = expect_context::<Language>();
    view! {
        <button
            type="button"
            class="menu-item"
            class:is-danger=action == Action::Delete
            role="menuitem"
            autofocus=is_first
            aria-keyshortcuts=action.key()
            on:click=move |_| choose(action)
        >
            <Icon path=action.icon() />
            <span>{move || action.label(language.words())}</span>
            <kbd aria-hidden="true">{action.key_label()}</kbd>
        </button>
    }
}

/// The emoji that are used most, for a reaction with one press.
#[component]
fn QuickReactions(row: RowSignal) -> impl IntoView {
    let (menu, language, toggle) =
        (expect_context::<MessageMenu>(), expect_context::<Language>(), use_toggle(row));
    let choice = move |emoji: &'static str| {
        let choose = move |_| {
            menu.close();
            emoji.parse().into_iter().for_each(toggle);
        };
        view! {
            <button
                type="button"
                class="menu-emoji"
                role="menuitem"
                aria-label=move || (language.words().react_with)(emoji)
                on:click=choose
            >
                {emoji}
            </button>
        }
    };
    view! {
        <div class="menu-reactions" role="group" aria-label=language.text(|t| t.react)>
            {OFFERED.map(choice).collect_view()}
        </div>
    }
}

/// What had the focus before the menu may have left the screen meanwhile.
fn keep_focus(seq: Option<common::Seq>) {
    if is_focus_lost() {
        seq.map_or_else(focus_content, focus_message);
    }
}
